//! From tipping times to bands, decision dates, transfers and sequences.

use milepost_analysis::timing::{Action, Board, Survival, Tipping, Unfit};

use super::bars::Kept;
use super::{Options, Sequence, Tips, Transfer};

/// Points of time at which the options left are counted, at most.
const LOOKS: usize = 24;

/// The first bar to fail in each future: when, and which.
pub(super) fn first(bars: &[Kept], futures: usize, horizon: f64) -> (Vec<Tipping>, Vec<Option<usize>>) {
    let one = |future: usize| {
        let mut first = (Tipping::Beyond(horizon), None);
        for (k, bar) in bars.iter().enumerate() {
            let tipping = bar.tipping[future];
            // The first declared of those that fail together.
            let sooner = match (tipping.time(), first.0.time()) {
                (Some(time), Some(so_far)) => time < so_far,
                (Some(_), None) => true,
                (None, _) => false,
            };
            if sooner {
                first = (tipping, Some(k));
            }
        }
        first
    };
    (0..futures).map(one).unzip()
}

/// Share of the tipping futures in which each bar is the first to fail.
pub(super) fn shares(which: &[Option<usize>], bars: usize) -> Vec<f64> {
    let tipping = which.iter().flatten().count().max(1) as f64;
    (0..bars).map(|k| which.iter().flatten().filter(|&&w| w == k).count() as f64 / tipping).collect()
}

/// The distribution of tipping times.
pub(super) fn tips(tippings: &[Tipping], kept: &[Kept]) -> Result<Tips, Unfit> {
    let survival = Survival::new(tippings)?;
    let quantile = |share| survival.quantile(share).map(Tipping::time);
    Ok(Tips {
        first: quantile(0.1)?,
        half: quantile(0.5)?,
        last: quantile(0.9)?,
        never: survival.falls.last().map_or(1.0, |fall| fall.standing),
        curve: survival.falls.iter().map(|fall| (fall.time, 1.0 - fall.standing)).collect(),
        at_start: futures(kept, |bar| &bar.failing) as f64 / tippings.len().max(1) as f64,
        unknown: futures(kept, |bar| &bar.unknown),
    })
}

/// Futures in which something is so of any of the bars.
fn futures(kept: &[Kept], so: impl Fn(&Kept) -> &Vec<bool>) -> u64 {
    let count = kept.first().map_or(0, |bar| so(bar).len());
    (0..count).filter(|&future| kept.iter().any(|bar| so(bar)[future])).count() as u64
}

/// A regime with all that is known of it for choosing.
pub(super) struct Candidate<'a> {
    pub name: &'a str,
    pub tippings: &'a [Tipping],
    /// With the time kept in hand.
    pub lead: f64,
    /// Cost of a change to it.
    pub cost: f64,
    /// Cost for each unit of time in force.
    pub rate: f64,
}

/// What can follow what, what is left, and which sequences are worth keeping.
pub(super) struct Boarded {
    pub transfers: Vec<Transfer>,
    pub options: Vec<Options>,
    pub sequences: Vec<Sequence>,
}

/// Weighs the regimes against each other from the decision on.
pub(super) fn boarded(
    all: &[Candidate],
    in_force: usize,
    times: &[f64],
    (decide, changes, often): (f64, usize, f64),
) -> Result<Boarded, Unfit> {
    let actions = all.iter().enumerate().map(|(k, c)| {
        // The one in force is not changed to.
        let cost = if k == in_force { 0.0 } else { c.cost };
        let (needs, excludes) = (Vec::new(), Vec::new());
        Action { name: c.name, tipping: c.tippings, lead: c.lead, cost, rate: c.rate, needs, excludes }
    });
    let board = Board::new(actions.collect(), decide)?;
    let mut transfers = Vec::new();
    for found in board.transfers() {
        transfers.push(transfer(all, found, decide)?);
    }
    let every = times.len().div_ceil(LOOKS).max(1);
    let looks: Vec<f64> = std::iter::once(decide).chain(times.iter().copied().skip(every - 1).step_by(every)).collect();
    let left = board.options(in_force, &looks).unwrap_or_default();
    let options = left.into_iter().map(|o| Options { time: o.time, mean: o.mean, none: o.none }).collect();
    let mut sequences = Vec::new();
    for path in board.pathways(in_force, changes, often)? {
        let mean = path.cost.iter().sum::<f64>() / path.cost.len().max(1) as f64;
        let regimes = path.actions.iter().map(|&k| all[k].name.to_string()).collect();
        sequences.push(Sequence { regimes, tips: tips(&path.life, &[])?, cost: mean });
    }
    Ok(Boarded { transfers, options, sequences })
}

fn transfer(all: &[Candidate], found: milepost_analysis::timing::Transfer, decide: f64) -> Result<Transfer, Unfit> {
    let (from, to) = (&all[found.from], &all[found.to]);
    let survival = Survival::new(from.tippings)?;
    let before = |share| survival.quantile(share).map(|tipping| tipping.time().map(|time| time - to.lead));
    let futures = from.tippings.len().max(1) as f64;
    let of_needed = |count: usize| count as f64 / found.needed.max(1) as f64;
    Ok(Transfer {
        from: from.name.into(),
        to: to.name.into(),
        needed: found.needed as f64 / futures,
        lasting: of_needed(found.lasting),
        in_time: of_needed(found.in_time),
        first: before(0.1)?,
        half: before(0.5)?,
        last: before(0.9)?,
        too_late: survival.tipped_before(decide + to.lead),
    })
}
