//! A move that is under way: pieces of tiles for whichever thread is free.

use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use milepost_ensemble::{Part, Piece, Ready};

use super::asked::{Asked, CROWDED};
use super::entry::{Begins, Entry, refused, tile, tiles};
use crate::Refusal;
use crate::served::Served;

/// Members in a piece: one group of the engine's lanes, so that all cores end at about the same time.
const PIECE: u64 = 64;

/// What a move needs.
pub(super) struct Work {
    pub served: Arc<Served>,
    pub asked: Asked,
    pub moved: Arc<Entry>,
    pub before: Arc<Entry>,
    /// Raised when nobody waits for the answer any more.
    pub cancel: Arc<AtomicBool>,
}

/// What a move came to.
pub(crate) struct Done {
    pub served: Arc<Served>,
    pub asked: Asked,
    pub moved: Vec<Arc<Part>>,
    pub before: Vec<Arc<Part>>,
    /// Times of the charts.
    pub times: Vec<f64>,
    /// Whether the moved pathway was run from the decision on.
    pub resumed: bool,
}

/// A tile that must be run.
struct Tile {
    entry: Arc<Entry>,
    ready: Arc<Ready>,
    /// Where it begins; an unchanged pathway keeps its states for others.
    begins: Begins,
    tile: usize,
    members: Vec<Range<u64>>,
    pieces: Mutex<Vec<Option<Piece>>>,
    left: AtomicUsize,
}

/// A move, lowered: pieces are taken in order and may be run at the same time.
pub(super) struct Open {
    pub work: Work,
    times: Vec<f64>,
    tiles: Vec<Tile>,
    /// The pieces of all tiles: tile, piece.
    pieces: Vec<(usize, usize)>,
    next: AtomicUsize,
    left: AtomicUsize,
}

impl Work {
    /// Answers with fewer futures, unless more are there already.
    pub fn hasten(&mut self) {
        if self.moved.parts(self.asked.futures).is_none() {
            self.asked.futures = CROWDED;
        }
    }

    /// Lowers what was not lowered yet and finds out what must be run.
    pub fn open(self) -> Result<Open, Refusal> {
        let made = (|| {
            let mut wanted = Vec::new();
            let moved = self.moved.ready()?;
            let before = self.before.ready()?;
            for (entry, ready) in [(&self.before, &before), (&self.moved, &moved)] {
                let missing = tiles(self.asked.futures).filter(|at| entry.part(*at).is_none());
                let begins =
                    if Arc::ptr_eq(entry, &self.before) { Begins::Keeping } else { self.moved.begins(&before) };
                wanted.extend(missing.map(|at| Tile { begins: begins.clone(), ..Tile::new(entry, ready, at) }));
                // A move that changes nothing is the pathway unchanged.
                if Arc::ptr_eq(&self.before, &self.moved) {
                    break;
                }
            }
            Ok::<_, Refusal>((moved.times(), wanted))
        })();
        let (times, tiles) = made?;
        let of = |(at, tile): (usize, &Tile)| (0..tile.members.len()).map(move |piece| (at, piece)).collect::<Vec<_>>();
        let pieces: Vec<(usize, usize)> = tiles.iter().enumerate().flat_map(of).collect();
        let left = AtomicUsize::new(pieces.len());
        Ok(Open { work: self, times, tiles, pieces, next: AtomicUsize::new(0), left })
    }
}

impl Tile {
    fn new(entry: &Arc<Entry>, ready: &Arc<Ready>, at: usize) -> Tile {
        let Range { start, end } = tile(at);
        let members: Vec<Range<u64>> =
            (start..end).step_by(PIECE as usize).map(|first| first..(first + PIECE).min(end)).collect();
        Tile {
            entry: entry.clone(),
            ready: ready.clone(),
            begins: Begins::Start,
            tile: at,
            pieces: Mutex::new(members.iter().map(|_| None).collect()),
            left: AtomicUsize::new(members.len()),
            members,
        }
    }

    /// Runs a piece; the last one puts the tile together.
    fn run(&self, at: usize, cancel: &AtomicBool) -> Result<(), Refusal> {
        let members = self.members[at].clone();
        let piece = match &self.begins {
            Begins::Start => self.ready.piece(members, None, cancel),
            Begins::Keeping => self.ready.piece_kept(members, cancel),
            Begins::Decision(origin) => self.ready.piece_from(origin, members, cancel),
        };
        let piece = piece.map_err(refused)?;
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces[at] = Some(piece);
        if self.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            let all: Vec<Piece> = pieces.drain(..).flatten().collect();
            drop(pieces);
            self.entry.keep(self.tile, Part::of(all));
        }
        Ok(())
    }
}

impl Open {
    /// Whether a piece is left that nobody has taken.
    pub fn has_next(&self) -> bool {
        self.next.load(Ordering::Acquire) < self.pieces.len()
    }

    /// Takes the next piece, if one is left.
    pub fn take(&self) -> Option<usize> {
        let at = self.next.fetch_add(1, Ordering::AcqRel);
        (at < self.pieces.len()).then_some(at)
    }

    /// Whether nothing must be run.
    pub fn is_done(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Runs a piece; `true` when it was the last one.
    pub fn run(&self, piece: usize) -> Result<bool, Refusal> {
        let (tile, at) = self.pieces[piece];
        self.tiles[tile].run(at, &self.work.cancel)?;
        Ok(self.left.fetch_sub(1, Ordering::AcqRel) == 1)
    }

    /// What it came to.
    pub fn done(&self) -> Result<Done, Refusal> {
        let Work { served, asked, moved, before, .. } = &self.work;
        let parts =
            |entry: &Entry| entry.parts(asked.futures).ok_or_else(|| Refusal::later("the futures are gone; ask again"));
        Ok(Done {
            served: served.clone(),
            asked: asked.clone(),
            moved: parts(moved)?,
            before: parts(before)?,
            times: self.times.clone(),
            resumed: moved.is_resumed(),
        })
    }
}
