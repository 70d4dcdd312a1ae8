//! What is said of triggers.

use milepost_explore::timing::{Best, Counts, Judged, Scored, Threshold};

use super::Reading;
use crate::answer::Called;
use crate::numbers::{exact, of_hundred, percent, plain};
use crate::phrase::{Phrase, list};

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
        format!(
            "A trigger is called for when its own predicate is true of what its indicators observe, without their delay, \
             noise and under-reporting, from the decision on.  Its response is left out of these runs, as it would prevent \
             what it is judged by.  On time, late, missed and too early (by more than {}) are shares of the cases in which it \
             is called for, false alarms of the others; the first firing counts, place by place.  For nothing are, of all \
             alarms, those that are false or too early.  What the horizon hides is left out",
            self.length(self.timing.early)
        )
    }

    /// How late each trigger may fire.
    pub(crate) fn graces(&self, all: &[&Scored]) -> String {
        let length = |grace: f64| self.length((grace * 10.0).round() / 10.0);
        let one = |scored: &&Scored| match self.called {
            Called::Names => format!("{} {}", scored.trigger, length(scored.grace)),
            Called::Titles => format!("{} {}", scored.title, length(scored.grace)),
        };
        let told = list(&all.iter().map(one).collect::<Vec<_>>());
        format!("It is late behind what it gives its authority and the delay of what it reads, unless given: {told}")
    }

    /// How thresholds are found.
    pub(crate) fn threshold_by(&self) -> String {
        let cost = self.timing.miss_cost;
        let miss = if cost == 1.0 { "as much as".into() } else { format!("{} times", plain(cost)) };
        format!(
            "Thresholds were found on half of the futures and judged on the other half; a miss, or being late, costs {miss} a \
             false alarm"
        )
    }

    /// What another threshold would do, if it would do better.
    pub(crate) fn threshold(&self, scored: &Scored) -> Option<Phrase> {
        let Threshold::Found(best) = &scored.threshold else { return None };
        let phrase = Phrase::default().name(match self.called {
            Called::Names => &scored.trigger,
            Called::Titles => &scored.title,
        });
        let (with, declared) = (&best.with_best, &best.with_declared);
        let better = with.cost.zip(declared.cost).is_some_and(|(a, b)| a < b);
        if !better || best.best == best.declared {
            let number = self.number(best, best.declared);
            return Some(phrase.say(format!(": no threshold was found that does better than {number}.")));
        }
        let way = if best.above { "above" } else { "below" };
        let phrase = phrase
            .say(format!(" would do better if it fired {way} "))
            .strong(self.number(best, best.best))
            .say(format!(" of {} instead of {}: ", self.variable(&best.indicator), self.number(best, best.declared)));
        let on_time = |judged: &Judged| share(judged.counts.on_time, judged.counts.called_for(), best.judged);
        let alarms = |judged: &Judged| share(judged.counts.false_alarm, judged.counts.not_called_for(), best.judged);
        Some(phrase.say(format!(
            "on time in {} futures in which it is called for (now {}), false alarms in {} of the others (now {}).",
            on_time(with),
            on_time(declared),
            alarms(with),
            alarms(declared)
        )))
    }

    fn number(&self, best: &Best, value: f64) -> String {
        let declared = self.strategy.variables.iter().find(|v| v.name == best.indicator);
        declared.map_or_else(|| plain(value), |v| exact(&v.display, value))
    }

    /// `4.6 months late`, `2 months ahead`
    pub(crate) fn ahead(&self, scored: &Scored) -> String {
        match scored.mean_lead.map(|lead| (lead / self.timing.period * 10.0).round() / 10.0 * self.timing.period) {
            None => "-".into(),
            Some(0.0) => "at once".into(),
            Some(lead) if lead > 0.0 => format!("{} ahead", self.length(lead)),
            Some(lead) => format!("{} late", self.length(-lead)),
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

fn share(count: u64, of: u64, futures: u64) -> String {
    of_hundred(count as f64 / of.max(1) as f64, futures)
}

/// How many of its alarms are for nothing: those that were not called for, and those that came too early.
pub(crate) fn false_alarms(counts: &Counts) -> String {
    let wrong = counts.false_alarm + counts.early;
    part(wrong, wrong + counts.on_time + counts.late)
}
