//! A variant run while somebody waits: made ready once, run a piece at a time on whatever thread is free, and put together
//! to the numbers that [`run`](crate::run) gives, bit for bit.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

use milepost_engine::{Past, Points, Resume};
use milepost_strategy::model::{Chart, Strategy, Variant};

use crate::outcomes::append;
use crate::shard::TILE;
use crate::simulate::{Engine, Purpose, Series, Simulate, Tile, Way};
use crate::state::{compare, merge_charts};
use crate::study::explain;
use crate::summary::{ChartSummary, MeasureSummary, PathwaySummary, Provenance, Summary};
use crate::{Error, Plan};
use milepost_engine::Tally;

/// A variant, made ready to be run again and again.
pub struct Ready {
    strategy: Arc<Strategy>,
    variant: Variant,
    engine: Engine,
    /// States at the decision, by the first member of each piece that was run to keep them.
    pasts: Mutex<BTreeMap<u64, Arc<Past>>>,
}

/// Which states of another variant stand for those of a variant up to the decision.
pub struct Origin {
    of: Arc<Ready>,
    step: u32,
    stocks: Vec<usize>,
    latches: Vec<usize>,
}

/// Some members of a variant as they came out.
pub struct Piece {
    tile: Tile,
    series: Series,
}

/// A tile of a variant: its measures future by future, its charts as distributions.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// `[measure][member]`, in canonical units; NaN is unknown.
    measures: Vec<Vec<f64>>,
    /// `[chart][time]`
    charts: Vec<Vec<Tally>>,
}

impl Ready {
    /// Members in a tile: [`Part`]s are made of so many, from multiples of it on.
    pub const TILE: u64 = TILE;

    /// Lowers and prepares a variant with the strategy's measures and charts.  The plan's members play no part.
    ///
    /// # Errors
    /// What of the variant cannot be run.
    pub fn new(strategy: &Arc<Strategy>, variant: Variant, plan: &Plan) -> Result<Ready, Error> {
        let engine = Engine::new(strategy, &variant, Purpose::Live, plan)?;
        Ok(Ready { strategy: strategy.clone(), variant, engine, pasts: Mutex::default() })
    }

    /// Runs some members of one tile on the current thread, where the points say if there are any.
    ///
    /// # Errors
    /// A stock stopped being finite, or `cancel` was raised.
    pub fn piece(&self, members: Range<u64>, points: Option<&Points>, cancel: &AtomicBool) -> Result<Piece, Error> {
        Ok(self.run(members, points, cancel, Way::Start)?.0)
    }

    /// As [`Ready::piece`], and keeps the states at the decision: other variants can begin there with this piece.
    ///
    /// # Errors
    /// As [`Ready::piece`].
    pub fn piece_kept(&self, members: Range<u64>, cancel: &AtomicBool) -> Result<Piece, Error> {
        let first = members.start;
        let (piece, past) = self.run(members, None, cancel, Way::Keeping)?;
        if let Some(past) = past {
            self.pasts.lock().unwrap_or_else(PoisonError::into_inner).insert(first, Arc::new(past));
        }
        Ok(piece)
    }

    /// As [`Ready::piece`], with the same bits, from the decision on where the states of the origin were kept.
    ///
    /// # Errors
    /// As [`Ready::piece`].
    pub fn piece_from(&self, origin: &Origin, members: Range<u64>, cancel: &AtomicBool) -> Result<Piece, Error> {
        let pasts = origin.of.pasts.lock().unwrap_or_else(PoisonError::into_inner);
        let past = pasts.get(&members.start).filter(|past| past.members == members).cloned();
        drop(pasts);
        let Some(past) = past else { return self.piece(members, None, cancel) };
        let resume = Resume {
            step: origin.step,
            first: members.start,
            stocks: origin.stocks.iter().map(|at| past.stocks[*at].as_slice()).collect(),
            latches: origin.latches.iter().map(|at| past.latches[*at].as_slice()).collect(),
            series: past.series.iter().map(Vec::as_slice).collect(),
        };
        Ok(self.run(members, None, cancel, Way::From(&resume))?.0)
    }

    /// How a variant can begin at the decision with the states of another; `None` where what is set acts before it, or this
    /// variant has states of its own by then.
    pub fn origin(&self, of: &Arc<Ready>) -> Option<Origin> {
        let (mine, theirs) = (self.engine.history()?, of.engine.history()?);
        if mine.step != theirs.step || mine.charts != theirs.charts {
            return None;
        }
        let places = |mine: &[milepost_ir::Past], theirs: &[milepost_ir::Past]| -> Option<Vec<usize>> {
            let at: BTreeMap<u128, usize> = theirs.iter().enumerate().map(|(at, past)| (past.name, at)).collect();
            mine.iter().map(|past| at.get(&past.name).copied().filter(|at| theirs[*at].made == past.made)).collect()
        };
        let (stocks, latches) = (places(&mine.stocks, &theirs.stocks)?, places(&mine.latches, &theirs.latches)?);
        Some(Origin { of: of.clone(), step: mine.step, stocks, latches })
    }

    fn run(
        &self,
        members: Range<u64>,
        points: Option<&Points>,
        cancel: &AtomicBool,
        way: Way,
    ) -> Result<(Piece, Option<Past>), Error> {
        let run = self.engine.futures(members, points, cancel, way);
        let (tile, series, past) = run.map_err(|fault| explain(&self.strategy, &self.variant, fault))?;
        Ok((Piece { tile, series }, past))
    }

    /// Names of the uncertainties, in the order of [`Piece::drawn`].
    pub fn parameters(&self) -> Vec<String> {
        self.engine.parameters()
    }

    /// Times of the charts.
    pub fn times(&self) -> Vec<f64> {
        self.engine.times()
    }
}

impl Piece {
    /// `[uncertainty][member]`: what was drawn.
    pub fn drawn(&self) -> &[Vec<f64>] {
        &self.tile.parameters
    }
}

impl Part {
    /// The pieces of a tile, in member order.
    pub fn of(pieces: Vec<Piece>) -> Part {
        let (mut measures, mut series): (Vec<Vec<f64>>, Series) = Default::default();
        for piece in pieces {
            append(&mut measures, piece.tile.measures);
            if series.is_empty() {
                series = piece.series;
                continue;
            }
            for (mine, theirs) in series.iter_mut().flatten().zip(piece.series.into_iter().flatten()) {
                mine.extend(theirs);
            }
        }
        let tally = |series: Vec<Vec<f64>>| series.into_iter().map(Tally::of).collect();
        Part { measures, charts: series.into_iter().map(tally).collect() }
    }
}

/// A variant and its parts, in member order from the first member on.
pub struct Lived<'a> {
    /// As it is told: the name of its pathway or of what was made of it.
    pub name: &'a str,
    /// Its title.
    pub title: &'a str,
    /// Its pathway, as an index into the strategy's variants.
    pub variant: u32,
    /// Its parts.
    pub parts: &'a [Arc<Part>],
}

/// What variants came to over the same futures, each compared with the last of them, as [`run`](crate::run) says it.
/// `times` are those of the charts.
pub fn lived(strategy: &Strategy, variants: &[Lived], times: &[f64], seed: u64) -> Summary {
    let whole: Vec<Part> = variants.iter().map(|variant| together(variant.parts)).collect();
    let values: Vec<Vec<Vec<f64>>> = whole.iter().map(|part| part.measures.clone()).collect();
    let futures = values.first().and_then(|run| run.first()).map_or(0, |column| column.len() as u64);
    let reference = variants.len().checked_sub(1);
    let states = compare(&strategy.measures, &values, reference, &vec![true; variants.len()]);
    let share = |count: u64| count as f64 / futures.max(1) as f64;
    let bars = strategy.measures.iter().any(|measure| measure.acceptable.is_some());
    let pathways = variants.iter().zip(states).enumerate().map(|(at, (variant, state))| {
        let compared = reference.is_some_and(|reference| reference != at);
        let measures = strategy.measures.iter().zip(&state.measures).map(|(measure, state)| MeasureSummary {
            name: measure.name.clone(),
            values: state.values.spread(),
            acceptable: measure.acceptable.map(|_| share(state.acceptable)),
            regret: state.regret.spread(),
            best: share(state.best),
            better: compared.then(|| share(state.better)),
            worse: compared.then(|| share(state.worse)),
        });
        PathwaySummary {
            variant: variant.variant,
            name: variant.name.into(),
            title: variant.title.into(),
            measures: measures.collect(),
            acceptable: bars.then(|| share(state.acceptable)),
        }
    });
    let chart = |(c, chart): (usize, &Chart)| ChartSummary {
        name: chart.name.clone(),
        times: times.to_vec(),
        pathways: (whole.iter())
            .map(|part| part.charts.get(c).into_iter().flatten().map(|tally| tally.spread()).collect())
            .collect(),
    };
    Summary {
        provenance: Provenance::of_futures(seed, futures),
        pathways: pathways.collect(),
        charts: strategy.charts.iter().enumerate().map(chart).collect(),
        claims: Vec::new(),
        notices: Vec::new(),
    }
}

/// All parts of a variant in one.
fn together(parts: &[Arc<Part>]) -> Part {
    let mut whole = Part::default();
    for part in parts {
        append(&mut whole.measures, part.measures.clone());
        match whole.charts.is_empty() {
            true => whole.charts = part.charts.clone(),
            false => merge_charts(&mut whole.charts, &part.charts),
        }
    }
    whole
}
