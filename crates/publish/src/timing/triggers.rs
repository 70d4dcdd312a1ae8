//! What is said of triggers.

use milepost_explore::timing::{Best, Counts, Judged, Scored, Threshold};

use super::Reading;
use crate::answer::Called;
use crate::language::Language;
use crate::numbers::{exact, of_hundred, percent, plain};
use crate::phrase::{Phrase, Piece};

impl<'a> Reading<'a> {
    /// The pathway whose triggers stand for the others: the first choice that follows all recommendations, else the last.
    pub(crate) fn carrying(&self) -> Option<&'a str> {
        let all = self.strategy.recommendations.len();
        let follows = |name: &str| {
            let declared = self.strategy.pathways.iter().find(|p| p.name == name);
            all > 0 && declared.is_some_and(|p| p.follows.len() == all)
        };
        let own = || self.timing.pathways.iter().map(|own| own.name.as_str());
        own().find(|name| follows(name)).or_else(|| own().next_back())
    }

    /// How triggers are judged.
    pub(crate) fn judged_by(&self) -> String {
        self.words.fill("warning.judged-by", &[("early", &self.length(self.timing.early))])
    }

    /// What a trigger is called.
    fn trigger<'b>(&self, scored: &'b Scored) -> &'b str {
        match self.called {
            Called::Names => &scored.trigger,
            Called::Titles => &scored.title,
        }
    }

    /// How late each trigger may fire.
    pub(crate) fn graces(&self, all: &[&Scored]) -> String {
        let one = |scored: &&Scored| {
            let grace = self.length((scored.grace * 10.0).round() / 10.0);
            self.words.fill("warning.grace", &[("trigger", self.trigger(scored)), ("length", &grace)])
        };
        let told = self.words.list(&all.iter().map(one).collect::<Vec<_>>());
        self.words.fill("warning.graces", &[("triggers", &told)])
    }

    /// How thresholds are found.
    pub(crate) fn threshold_by(&self) -> String {
        let cost = self.timing.miss_cost;
        let key = if cost == 1.0 { "warning.threshold-by-equals" } else { "warning.threshold-by" };
        self.words.fill(key, &[("n", &plain(cost))])
    }

    /// What another threshold would do, if it would do better.
    pub(crate) fn threshold(&self, scored: &Scored) -> Option<Phrase> {
        let Threshold::Found(best) = &scored.threshold else { return None };
        let trigger = ("trigger", Piece::Name(self.trigger(scored).into()));
        let declared_number = ("declared", Piece::Plain(self.number(best, best.declared)));
        let (with, declared) = (&best.with_best, &best.with_declared);
        let better = with.cost.zip(declared.cost).is_some_and(|(a, b)| a < b);
        if !better || best.best == best.declared {
            return Some(Phrase::filled(self.words.say("warning.no-better"), &[trigger, declared_number]));
        }
        let key = if best.above { "warning.better-above" } else { "warning.better-below" };
        let on_time =
            |judged: &Judged| share(self.words, judged.counts.on_time, judged.counts.called_for(), best.judged);
        let alarms =
            |judged: &Judged| share(self.words, judged.counts.false_alarm, judged.counts.not_called_for(), best.judged);
        let values = [
            trigger,
            ("best", Piece::Strong(self.number(best, best.best))),
            ("indicator", Piece::Plain(self.variable(&best.indicator))),
            declared_number,
            ("on-time", Piece::Plain(on_time(with))),
            ("on-time-now", Piece::Plain(on_time(declared))),
            ("alarms", Piece::Plain(alarms(with))),
            ("alarms-now", Piece::Plain(alarms(declared))),
        ];
        Some(Phrase::filled(self.words.say(key), &values))
    }

    fn number(&self, best: &Best, value: f64) -> String {
        let declared = self.strategy.variables.iter().find(|v| v.name == best.indicator);
        declared.map_or_else(|| plain(value), |v| exact(self.words, &v.display, value))
    }

    /// `4.6 months late`, `2 months ahead`
    pub(crate) fn ahead(&self, scored: &Scored) -> String {
        match scored.mean_lead.map(|lead| (lead / self.timing.period * 10.0).round() / 10.0 * self.timing.period) {
            None => "-".into(),
            Some(0.0) => self.words.say("warning.at-once").into(),
            Some(lead) if lead > 0.0 => self.words.fill("warning.ahead-by", &[("length", &self.length(lead))]),
            Some(lead) => self.words.fill("warning.late-by", &[("length", &self.length(-lead))]),
        }
    }
}

/// A share of cases for columns; a dash where there are none.
pub(crate) fn part(count: u64, of: u64) -> String {
    if of == 0 { "-".into() } else { percent(count as f64 / of as f64) }
}

/// In how many of the cases it should fire, as far as is known.
pub(crate) fn called_for(counts: &Counts) -> String {
    part(counts.called_for(), counts.called_for() + counts.not_called_for())
}

fn share(words: &'static Language, count: u64, of: u64, futures: u64) -> String {
    of_hundred(words, count as f64 / of.max(1) as f64, futures)
}

/// How many of its alarms are for nothing: those that were not called for, and those that came too early.
pub(crate) fn false_alarms(counts: &Counts) -> String {
    let wrong = counts.false_alarm + counts.early;
    part(wrong, wrong + counts.on_time + counts.late)
}
