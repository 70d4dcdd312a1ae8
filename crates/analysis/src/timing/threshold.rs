use super::tipping::{Crossing, Tipping};
use super::trigger::{Score, Trigger, Verdict, score};
use super::unfit::{Unfit, not_negative};
use crate::discover::draw::Draw;

/// What mistakes cost, beside nothing for a trigger on time or rightly quiet; in any unit that is the same for all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Costs {
    /// Fired, but too late.
    pub late: f64,
    /// Fired for nothing, or too early.
    pub false_alarm: f64,
    /// Never fired.
    pub missed: f64,
}

impl Costs {
    /// The mean cost per future, of those that are not open; `None` where all are.
    pub fn mean(&self, score: &Score) -> Option<f64> {
        let judged = score.verdicts.len() - score.count(Verdict::Open);
        let of = |verdict, cost: f64| score.count(verdict) as f64 * cost;
        let alarms = of(Verdict::FalseAlarm, self.false_alarm) + of(Verdict::Early, self.false_alarm);
        let sum = of(Verdict::Late, self.late) + alarms + of(Verdict::Missed, self.missed);
        (judged > 0).then(|| sum / judged as f64)
    }
}

/// The thresholds to try, for a trigger that is the same otherwise.
#[derive(Clone, Copy, Debug)]
pub struct Grid<'a> {
    /// In the signpost's unit.
    pub thresholds: &'a [f64],
    /// The trigger; its own threshold is not used, only on which side it fires.
    pub trigger: Trigger,
}

/// Which futures choose the threshold; the others judge it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Split {
    /// The share that chooses, between 0 and 1.
    pub choosing: f64,
    /// Draws them.
    pub seed: u64,
}

impl Default for Split {
    fn default() -> Self {
        Split { choosing: 0.5, seed: 1 }
    }
}

/// The threshold that costs least, and how it does on futures that had no say in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Best {
    /// In the signpost's unit.
    pub threshold: f64,
    /// The mean cost per future of every threshold of the grid, on the futures that chose; `None` where all are open.
    pub tried: Vec<Option<f64>>,
    /// On the futures that chose: too rosy.
    pub chosen_on: Score,
    /// On the others: what to expect.
    pub judged_on: Score,
    /// The mean cost per future on the others; `None` where all are open.
    pub cost: Option<f64>,
    /// The same for a trigger that never fires.
    pub cost_of_none: Option<f64>,
}

/// Finds the threshold with the lowest mean cost on one part of the futures and judges it on the rest.  Of thresholds that
/// cost the same, the middle one in the order of the grid.
///
/// # Errors
/// As [`score`]; no threshold, negative costs, or too few futures for two parts.
pub fn best_threshold(
    grid: Grid,
    costs: Costs,
    split: Split,
    times: &[f64],
    signposts: &[&[f64]],
    tippings: &[Tipping],
) -> Result<Best, Unfit> {
    for (what, cost) in [
        ("the cost of a late trigger", costs.late),
        ("the cost of a false alarm", costs.false_alarm),
        ("the cost of a missed tipping", costs.missed),
    ] {
        not_negative(what, cost)?;
    }
    if grid.thresholds.is_empty() {
        return Err(Unfit::Nothing { what: "there is no threshold to try", remedy: "give at least one" });
    }
    // Says what is wrong with the series before any is taken apart.
    score(grid.trigger, times, signposts, tippings)?;
    let (choosing, judging) = parts(split, signposts.len())?;
    let on = |trigger: Trigger, futures: &[usize]| {
        let signposts: Vec<&[f64]> = futures.iter().map(|&future| signposts[future]).collect();
        let tippings: Vec<Tipping> = futures.iter().map(|&future| tippings[future]).collect();
        score(trigger, times, &signposts, &tippings)
    };
    let with = |threshold: f64| {
        let crossing = match grid.trigger.crossing {
            Crossing::Above(_) => Crossing::Above(threshold),
            Crossing::Below(_) => Crossing::Below(threshold),
        };
        Trigger { crossing, ..grid.trigger }
    };
    let mut tried = vec![];
    for &threshold in grid.thresholds {
        tried.push(costs.mean(&on(with(threshold), &choosing)?));
    }
    let least = tried.iter().flatten().copied().min_by(f64::total_cmp).ok_or(Unfit::Nothing {
        what: "every trigger fires too near the horizon for anyone to know whether it was right",
        remedy: "run the futures for longer",
    })?;
    let tied: Vec<usize> = (0..tried.len()).filter(|&at| tried[at] == Some(least)).collect();
    let threshold = grid.thresholds[tied[tied.len() / 2]];
    let judged_on = on(with(threshold), &judging)?;
    let never = on(Trigger { crossing: Crossing::Above(f64::INFINITY), ..grid.trigger }, &judging)?;
    Ok(Best {
        threshold,
        tried,
        chosen_on: on(with(threshold), &choosing)?,
        cost: costs.mean(&judged_on),
        cost_of_none: costs.mean(&never),
        judged_on,
    })
}

/// The futures that choose and those that judge, each ascending, none of them empty.
fn parts(split: Split, futures: usize) -> Result<(Vec<usize>, Vec<usize>), Unfit> {
    let value = split.choosing;
    if !(value > 0.0 && value < 1.0) {
        return Err(Unfit::Number { what: "the share of futures that choose", value, needed: "between 0 and 1" });
    }
    if futures < 2 {
        let remedy = "run at least two, better hundreds";
        return Err(Unfit::Nothing { what: "one part of the futures must choose and another judge", remedy });
    }
    let count = ((value * futures as f64).round() as usize).clamp(1, futures - 1);
    let choosing = Draw::new(split.seed).some_of(count, futures);
    let judging = (0..futures).filter(|future| choosing.binary_search(future).is_err()).collect();
    Ok((choosing, judging))
}
