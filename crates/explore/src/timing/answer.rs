//! From what bars came to in every future to when regimes tip and what can follow them.

use milepost_analysis::timing::Tipping;
use milepost_ensemble::Outcomes;

use super::bars::{Bar, Kept, period_ends};
use super::boards::{Boarded, Candidate, boarded, first, shares, tips};
use super::held::Regime;
use super::study::Study;
use super::{Aside, Error, Held, Own, Timing};

impl Study {
    /// When everything tips, and what follows from it.
    pub(super) fn tipping(&self, bars: &[Bar], found: &Outcomes, timing: &mut Timing) -> Result<(), Error> {
        let horizon = self.strategy.time.end;
        let mut all: Vec<Vec<Kept>> = Vec::new();
        for columns in &found.measures {
            let mut at = 0;
            let mut kept = Vec::new();
            for bar in bars {
                let count = bar.periods() + 1;
                kept.push(bar.kept(&columns[at..at + count], self.question.window, horizon)?);
                at += count;
            }
            all.push(kept);
        }
        let standing = self.standing(bars, &all, timing)?;
        let told = |bar: &Bar| {
            let (measure, level) = (bar.measure.name.clone(), bar.level());
            super::Bar { measure, acceptable: bar.acceptable, level }
        };
        timing.bars = bars.iter().zip(&standing).filter(|(_, stands)| **stands).map(|(bar, _)| told(bar)).collect();
        let chosen = |kept: Vec<Kept>| kept.into_iter().zip(&standing).filter(|(_, s)| **s).map(|(k, _)| k).collect();
        let all: Vec<Vec<Kept>> = all.into_iter().map(chosen).collect();
        let futures = self.question.futures as usize;
        let joint: Vec<(Vec<Tipping>, Vec<Option<usize>>)> =
            all.iter().map(|kept| first(kept, futures, horizon)).collect();
        let (held, own) = all.split_at(self.regimes.len());
        for (k, (regime, kept)) in self.regimes.iter().zip(held).enumerate() {
            let declared = &self.strategy.regimes[regime.id.index()];
            let each = kept.iter().map(|bar| tips(&bar.tipping, std::slice::from_ref(bar)));
            timing.regimes.push(Held {
                name: declared.name.clone(),
                title: declared.title.clone(),
                following: self.strategy.pathways[regime.following.index()].name.clone(),
                lead: regime.lead.clone(),
                tips: tips(&joint[k].0, kept)?,
                bars: each.collect::<Result<_, _>>()?,
                fails_first: shares(&joint[k].1, kept.len()),
            });
        }
        for ((id, kept), (tippings, which)) in self.choices.iter().zip(own).zip(&joint[self.regimes.len()..]) {
            let path = &self.strategy.pathways[id.index()];
            timing.pathways.push(Own {
                name: path.name.clone(),
                title: path.title.clone(),
                regimes: path.stages.iter().map(|stage| self.name_of(stage.regime).to_string()).collect(),
                tips: tips(tippings, kept)?,
                fails_first: shares(which, kept.len()),
            });
        }
        let Boarded { transfers, options, sequences } = self.weighed(&joint, found, timing)?;
        (timing.transfers, timing.options, timing.sequences) = (transfers, options, sequences);
        Ok(())
    }

    /// Whether each bar is one to keep: it is kept at the start in at least half of the futures under some variant.
    fn standing(&self, bars: &[Bar], all: &[Vec<Kept>], timing: &mut Timing) -> Result<Vec<bool>, Error> {
        let futures = self.question.futures as usize;
        let mut standing = Vec::new();
        for (k, bar) in bars.iter().enumerate() {
            let failing = all.iter().map(|kept| kept[k].failing.iter().filter(|f| **f).count()).min().unwrap_or(0);
            let stands = 2 * failing <= futures;
            standing.push(stands);
            if !stands {
                let share = match failing == futures {
                    true => "all futures".into(),
                    false => format!("{failing} of {futures} futures"),
                };
                let why = format!("its bar is not met at the start in {share}, so it is to be reached and not kept");
                timing.aside.push(Aside { name: bar.measure.name.clone(), why });
            }
        }
        if let (false, Some(aside)) = (self.question.measures.is_empty(), timing.aside.first()) {
            return Err(Error::CannotTip { name: aside.name.clone(), why: aside.why.clone() });
        }
        if standing.iter().all(|stands| !stands) {
            return Err(Error::NothingTips(told(&timing.aside)));
        }
        Ok(standing)
    }

    fn weighed(
        &self,
        joint: &[(Vec<Tipping>, Vec<Option<usize>>)],
        found: &Outcomes,
        timing: &mut Timing,
    ) -> Result<Boarded, Error> {
        let reference = self.strategy.reference.filter(|id| self.choices.contains(id)).unwrap_or(self.choices[0]);
        let begins = self.strategy.pathways[reference.index()].stages.first().map(|stage| stage.regime);
        let in_force = self.regimes.iter().position(|r| Some(r.id) == begins).unwrap_or(0);
        timing.in_force = self.name_of(self.regimes[in_force].id).into();
        let mut all = Vec::new();
        for (k, regime) in self.regimes.iter().enumerate() {
            let rate = match &self.question.cost {
                None => 0.0,
                Some(measure) => self.rate(measure, regime, found.measures[k].last().map_or(&[], Vec::as_slice))?,
            };
            all.push(Candidate {
                name: self.name_of(regime.id),
                tippings: &joint[k].0,
                lead: regime.lead.time + self.question.margin,
                cost: if self.question.cost.is_none() { 1.0 } else { 0.0 },
                rate,
            });
        }
        let axis = &self.strategy.time;
        let times = period_ends(axis, axis.decide, axis.end);
        Ok(boarded(&all, in_force, &times, (axis.decide, self.question.changes, self.question.often))?)
    }

    /// The mean of the cost for each unit of time from the decision to the end.
    fn rate(&self, measure: &str, regime: &Regime, values: &[f64]) -> Result<f64, Error> {
        let axis = &self.strategy.time;
        let value = values.iter().sum::<f64>() / values.len().max(1) as f64;
        if !(value.is_finite() && value >= 0.0) {
            return Err(Error::CostValue { measure: measure.into(), regime: self.name_of(regime.id).into(), value });
        }
        Ok(value / (axis.end - axis.decide).max(axis.step))
    }
}

/// What was set aside, in one line.
pub(super) fn told(aside: &[Aside]) -> String {
    aside.iter().map(|a| format!("`{}`: {}", a.name, a.why)).collect::<Vec<_>>().join("; ")
}
