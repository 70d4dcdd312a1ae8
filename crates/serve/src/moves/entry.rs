//! A variant that was lowered once, and the tiles of futures that were run of it.

use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use milepost_ensemble::{Error, Origin, Part, Plan, Ready};
use milepost_strategy::model::{PathwayId, Strategy, VariableId, Variant};

use super::asked::{CROWDED, FUTURES};
use crate::Refusal;

/// Seed of all futures: that of `milepost run` where nothing is said.
pub(crate) const SEED: u64 = 1;

/// What a variant is known by: the version of the strategy, the pathway and what is set, bit by bit.
pub(super) type Key = (u64, PathwayId, Vec<(VariableId, u64)>);

/// The first move of some levers: those after it differ from it after the decision only, unless a choice makes them others.
pub(super) type Family = Arc<Mutex<Option<Arc<Ready>>>>;

/// Where futures of a variant begin.
#[derive(Clone)]
pub(super) enum Begins {
    /// At the start.
    Start,
    /// At the start, keeping the states at the decision for others.
    Keeping,
    /// At the decision.
    Decision(Arc<Origin>),
}

/// A variant and what was run of it.
pub(super) struct Entry {
    strategy: Arc<Strategy>,
    variant: Variant,
    ready: OnceLock<Result<Arc<Ready>, Refusal>>,
    /// Where it begins, once it is known.
    begins: OnceLock<Begins>,
    /// The first move of the same levers that had to begin at the start.
    family: Family,
    parts: Mutex<Vec<Option<Arc<Part>>>>,
}

/// Where the futures of a crowded first answer are kept: behind the tiles.
const FEW: usize = FUTURES[1].div_ceil(Ready::TILE) as usize;

/// The members of a tile; the last one that is asked for may be cut.
pub(super) fn tile(at: usize) -> Range<u64> {
    let first = at as u64 * Ready::TILE;
    if at == FEW { 0..CROWDED } else { first..(first + Ready::TILE).min(FUTURES[1]) }
}

/// The tiles of so many futures.
pub(super) fn tiles(futures: u64) -> Range<usize> {
    if futures == CROWDED { FEW..FEW + 1 } else { 0..futures.div_ceil(Ready::TILE) as usize }
}

impl Entry {
    pub fn new(strategy: Arc<Strategy>, variant: Variant, family: Family) -> Entry {
        let parts = Mutex::new(vec![None; FEW + 1]);
        Entry { strategy, variant, ready: OnceLock::new(), begins: OnceLock::new(), family, parts }
    }

    /// The variant made ready, the first time by whoever asks first.
    pub fn ready(&self) -> Result<Arc<Ready>, Refusal> {
        let make = || {
            let plan = Plan::new(0..FUTURES[1], SEED);
            Ready::new(&self.strategy, self.variant.clone(), &plan).map(Arc::new).map_err(refused)
        };
        self.ready.get_or_init(make).clone()
    }

    /// Where a moved pathway begins: at the decision if its history is that of the unchanged pathway or of the first move of the
    /// same levers, of which it is the first otherwise.
    pub fn begins(&self, before: &Arc<Ready>) -> Begins {
        let find = || {
            let Ok(ready) = self.ready() else { return Begins::Start };
            if let Some(origin) = ready.origin(before) {
                return Begins::Decision(Arc::new(origin));
            }
            let mut family = self.family.lock().unwrap_or_else(PoisonError::into_inner);
            match &*family {
                Some(first) => ready.origin(first).map_or(Begins::Start, |origin| Begins::Decision(Arc::new(origin))),
                None => {
                    *family = Some(ready);
                    Begins::Keeping
                }
            }
        };
        self.begins.get_or_init(find).clone()
    }

    /// Whether it begins at the decision.
    pub fn is_resumed(&self) -> bool {
        matches!(self.begins.get(), Some(Begins::Decision(_)))
    }

    /// A tile, if it was run.
    pub fn part(&self, tile: usize) -> Option<Arc<Part>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner).get(tile).cloned().flatten()
    }

    /// Keeps a tile.
    pub fn keep(&self, tile: usize, part: Part) {
        if let Some(place) = self.parts.lock().unwrap_or_else(PoisonError::into_inner).get_mut(tile) {
            *place = Some(Arc::new(part));
        }
    }

    /// The tiles of so many futures, if all were run.
    pub fn parts(&self, futures: u64) -> Option<Vec<Arc<Part>>> {
        tiles(futures).map(|tile| self.part(tile)).collect()
    }
}

/// Why a variant cannot be run, as a refusal.
pub(super) fn refused(error: Error) -> Refusal {
    match error {
        Error::Interrupted { .. } => Refusal::replaced(),
        other => Refusal::unfit(other.to_string()),
    }
}
