//! What is added up over futures, so that memory does not grow with their number.

use milepost_ensemble::Tally;
use milepost_ensemble::summary::Spread;

use super::game::{Game, Values};
use super::{Hostage, Rest};

/// Futures that are tallied together: a tile of the ensemble.  It is fixed, so that sums have the same bits however
/// many futures fit into memory at once.
pub(super) const BLOCK: usize = 256;

/// A part holds the strategy hostage when more than this share of the gain is lost without it [report, paragraph 5].
const HOSTAGE: f64 = 0.5;

/// Over futures, under one measure.
pub(super) struct Sums {
    matters: f64,
    gain: Tally,
    rest: Tally,
    rest_shares: Tally,
    /// Futures whose whole gain is known, and those of them that gain.
    known: u64,
    gaining: u64,
    /// Gaining futures in which every loss is known, and those in which some part is a hostage taker.
    judged: u64,
    held: u64,
    /// Futures in which every Shapley value is known; over these, the sums of the whole gain and of the rest.
    valued: u64,
    full: f64,
    empty: f64,
    /// Per group of orders and part: the sum of contributions.
    contributions: Vec<Vec<f64>>,
    parts: Vec<PartSums>,
}

#[derive(Clone, Default)]
struct PartSums {
    lost: Tally,
    alone: Tally,
    shapley: Tally,
    shares: Tally,
    /// Gaining futures in which its loss is known, and those in which it is more than half of the gain.
    judged: u64,
    hostage: u64,
    /// Futures with a hostage taker in which most is lost without this part.
    heaviest: u64,
}

/// What one part came to.
pub(super) struct PartResult {
    pub lost: Spread,
    pub alone: Spread,
    pub shapley: Spread,
    pub shares: Spread,
    pub mean: f64,
    pub error: f64,
    pub share: f64,
    pub hostage: f64,
}

impl Sums {
    /// Nothing yet; `matters` is the smallest gain worth naming.
    pub fn new(game: &Game, parts: usize, matters: f64) -> Sums {
        Sums {
            matters,
            gain: Tally::default(),
            rest: Tally::default(),
            rest_shares: Tally::default(),
            known: 0,
            gaining: 0,
            judged: 0,
            held: 0,
            valued: 0,
            full: 0.0,
            empty: 0.0,
            contributions: vec![vec![0.0; parts]; game.groups()],
            parts: vec![PartSums::default(); parts],
        }
    }

    /// Takes in a block of futures, in member order.
    pub fn take(&mut self, futures: &[Values]) {
        let shapley: Vec<Vec<f64>> = futures.iter().map(mean_contributions).collect();
        let gaining: Vec<bool> = futures.iter().map(|f| f.full >= self.matters && f.full > 0.0).collect();
        let over_gain = |value: &dyn Fn(usize) -> f64| {
            let some = (0..futures.len()).filter(|&k| gaining[k]);
            Tally::of(some.map(|k| value(k) / futures[k].full))
        };
        self.gain.merge(&Tally::of(futures.iter().map(|f| f.full)));
        self.rest.merge(&Tally::of(futures.iter().map(|f| f.empty)));
        self.rest_shares.merge(&over_gain(&|k| futures[k].empty));
        for (i, part) in self.parts.iter_mut().enumerate() {
            part.lost.merge(&Tally::of(futures.iter().map(|f| f.lost[i])));
            part.alone.merge(&Tally::of(futures.iter().map(|f| f.alone[i])));
            part.shapley.merge(&Tally::of(shapley.iter().map(|s| s[i])));
            part.shares.merge(&over_gain(&|k| shapley[k][i]));
        }
        for (future, gaining) in futures.iter().zip(gaining) {
            self.known += u64::from(!future.full.is_nan());
            if gaining {
                self.gaining += 1;
                self.judge(future);
            }
            self.value(future);
        }
    }

    /// Who is a hostage taker in a gaining future.
    fn judge(&mut self, future: &Values) {
        for (part, lost) in self.parts.iter_mut().zip(&future.lost) {
            part.judged += u64::from(!lost.is_nan());
            part.hostage += u64::from(*lost > HOSTAGE * future.full);
        }
        if future.lost.iter().any(|lost| lost.is_nan()) {
            return;
        }
        self.judged += 1;
        // The first of equals, in declared order.
        let first_largest = |best: usize, i: usize| if future.lost[i] > future.lost[best] { i } else { best };
        let heaviest = (0..future.lost.len()).reduce(first_largest);
        if let Some(i) = heaviest.filter(|&i| future.lost[i] > HOSTAGE * future.full) {
            self.held += 1;
            self.parts[i].heaviest += 1;
        }
    }

    /// Adds the contributions of a future in which all are known.
    fn value(&mut self, future: &Values) {
        let all = future.contributions.iter().flatten();
        if !all.chain([&future.full, &future.empty]).all(|value| value.is_finite()) {
            return;
        }
        self.valued += 1;
        self.full += future.full;
        self.empty += future.empty;
        for (sums, values) in self.contributions.iter_mut().zip(&future.contributions) {
            sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value);
        }
    }

    pub fn gain(&self) -> Spread {
        self.gain.spread()
    }

    /// Share of the futures with a known gain that gain.
    pub fn gaining(&self) -> f64 {
        ratio(self.gaining as f64, self.known as f64)
    }

    pub fn rest(&self) -> Rest {
        Rest {
            gain: self.rest.spread(),
            mean: ratio(self.empty, self.valued as f64),
            share: ratio(self.empty, self.full),
            shares: self.rest_shares.spread(),
        }
    }

    /// How often at least one part holds the rest hostage, and which; `name` names a part.
    pub fn hostage(&self, name: impl Fn(usize) -> String) -> Hostage {
        let more = |best: usize, i: usize| if self.parts[i].heaviest > self.parts[best].heaviest { i } else { best };
        let typical = (0..self.parts.len()).reduce(more).filter(|&i| self.parts[i].heaviest > 0);
        Hostage {
            judged: self.judged,
            share: ratio(self.held as f64, self.judged as f64),
            typically: typical.map_or(0.0, |i| ratio(self.parts[i].heaviest as f64, self.held as f64)),
            typical: typical.map(name),
        }
    }

    /// What a part came to.
    pub fn part(&self, i: usize) -> PartResult {
        let part = &self.parts[i];
        let means: Vec<f64> = self.contributions.iter().map(|g| ratio(g[i], self.valued as f64)).collect();
        let mean = means.iter().sum::<f64>() / means.len() as f64;
        let squares: f64 = means.iter().map(|m| (m - mean) * (m - mean)).sum();
        let error = match means.len() {
            1 => 0.0,
            n => (squares / (n - 1) as f64 / n as f64).sqrt(),
        };
        PartResult {
            lost: part.lost.spread(),
            alone: part.alone.spread(),
            shapley: part.shapley.spread(),
            shares: part.shares.spread(),
            mean,
            error,
            share: ratio(mean * self.valued as f64, self.full),
            hostage: ratio(part.hostage as f64, part.judged as f64),
        }
    }
}

/// The Shapley values of one future: the mean over groups of orders.
fn mean_contributions(future: &Values) -> Vec<f64> {
    let groups = &future.contributions;
    let parts = groups.first().map_or(0, Vec::len);
    (0..parts).map(|i| groups.iter().map(|g| g[i]).sum::<f64>() / groups.len() as f64).collect()
}

/// 0 where there is nothing to divide by.
fn ratio(a: f64, b: f64) -> f64 {
    let ratio = a / b;
    if ratio.is_finite() { ratio } else { 0.0 }
}
