//! What was found of feedback loops, in words: for the terminal and for the page.

use milepost_explore::loops::{Kind, LoopFound, Loops, Polarity, Search, Stretch, Turn};
use milepost_strategy::model::Strategy;

use crate::calendar::end;
use crate::numbers::{count, of_hundred, percent};
use crate::phrase::{Phrase, counted, list};

/// What was found, with the strategy it was found of.
pub(crate) struct Reading<'a> {
    pub(crate) strategy: &'a Strategy,
    pub(crate) loops: &'a Loops,
}

impl<'a> Reading<'a> {
    /// Partitions in which stocks move each other, or something else than themselves: where the strategy names a loop first,
    /// then most stocks.  Where there is none, those there are.
    pub(crate) fn partitions(&self) -> Vec<usize> {
        let loops = |p: usize| {
            let own = move |l: &&LoopFound| l.partition == Some(p) && matches!(l.kind, Kind::Named | Kind::Found);
            self.loops.loops.iter().filter(own)
        };
        let any = (0..self.loops.partitions.len()).any(|p| loops(p).any(|l| l.path.len() > 1));
        let charged = |p: &usize| loops(*p).any(|l| l.path.len() > 1 || !any);
        let named = |p: &usize| self.loops.loops.iter().any(|l| l.partition == Some(*p) && l.kind == Kind::Named);
        let mut all: Vec<usize> = (0..self.loops.partitions.len()).filter(charged).collect();
        all.sort_by_key(|p| !named(p));
        all.truncate(3);
        all
    }

    /// A pathway's title, or its name where the strategy has lost it.
    pub(crate) fn pathway(&self, name: &str) -> &'a str {
        let found = self.strategy.pathways.iter().find(|p| p.name == name);
        found.map(|p| p.title.as_str()).unwrap_or_default()
    }

    /// What a loop is called in a sentence: `the Occupation trap`, `R2 (fear → militias)`.
    pub(crate) fn called(&self, index: usize) -> String {
        let Some(found) = self.loops.loops.get(index) else { return String::new() };
        match found.kind {
            Kind::Found => format!("{} ({})", found.name, found.title),
            _ => found.title.clone(),
        }
    }

    /// How many loops there are, and which were looked at.
    pub(crate) fn search(&self) -> String {
        let Search { all, moments, found, scored, left_out } = self.loops.search;
        let circles = |n: u64| counted(n as usize, "circle of influences", "circles of influences");
        let found = match all {
            true => format!("The model has {}", circles(found)),
            false => format!(
                "The model has more than a thousand circles of influences; the strongest paths at {} moments of a few \
                 futures make {} of them",
                count(moments),
                count(found)
            ),
        };
        match self.loops.search.found == scored {
            true => format!("{found}, all of them scored."),
            false => format!(
                "{found}; {} are scored, and those left out made {} of the change at those moments.",
                count(scored),
                percent(left_out)
            ),
        }
    }

    /// How much of the change stocks make by themselves, so that what is in charge of the rest is not taken for all of it.
    pub(crate) fn own(&self) -> Option<String> {
        let shown = self.partitions();
        let k = self.loops.loops.iter().position(|l| l.kind == Kind::Own && l.partition == shown.first().copied())?;
        let shares = (0..self.loops.pathways.len()).filter_map(|p| self.overall(p, k)).map(|(change, _)| change);
        let (low, high) = shares.fold((f64::INFINITY, 0.0_f64), |(low, high), s| (low.min(s), high.max(s)));
        let range = match (percent(low), percent(high)) {
            (low, high) if low == high => low,
            (low, high) => format!("{low} to {high}"),
        };
        Some(format!(
            "Each stock\u{2019}s own pace, by which it fills, drains or follows its goal, makes {range} of the change within a \
             step; who is in charge is asked of the loops that are left."
        ))
    }

    /// Who is in charge under a pathway, one after another.
    pub(crate) fn told(&self, pathway: usize, partition: usize) -> Phrase {
        let stretches = &self.loops.pathways[pathway].stretches[partition];
        let mut phrase = Phrase::default();
        for (k, stretch) in stretches.iter().enumerate() {
            let until = self.loops.times.get(stretch.last).map(|t| end(&self.strategy.time, *t)).unwrap_or_default();
            let when = match (k, k + 1 == stretches.len()) {
                (0, true) => "From beginning to end ".to_string(),
                (0, false) => format!("Until {until} "),
                (_, true) => "; after it ".into(),
                (_, false) => format!("; then until {until} "),
            };
            phrase = phrase.say(when);
            phrase = match stretch.by {
                None if k == 0 => phrase.say("nothing moves"),
                None => phrase.say("nothing moves any more"),
                Some(by) => {
                    // Half of the change is what the field calls dominant.
                    let verb = if stretch.change >= 0.5 { " drives the change" } else { " is the strongest loop" };
                    let verb = if k == 0 { verb } else { "" };
                    phrase.strong(self.called(by)).say(verb).say(self.evidence(stretch))
                }
            };
        }
        phrase.say(".")
    }

    /// ` (in 71 of 100 futures, with 34% of the change; vicious: Civilian deaths gets worse)`
    fn evidence(&self, stretch: &Stretch) -> String {
        let mut parts = Vec::new();
        if self.loops.futures > 1 {
            parts.push(format!("in {} futures", of_hundred(stretch.futures, self.loops.futures)));
        }
        parts.push(format!("with {} of the change", percent(stretch.change)));
        let measure = stretch.measure.as_ref().and_then(|m| self.strategy.measures.iter().find(|x| x.name == *m));
        let turn = match (stretch.turn, measure) {
            (Turn::Balancing, _) => "; balancing".into(),
            (Turn::Vicious, Some(m)) => format!("; vicious: \u{201c}{}\u{201d} gets worse", m.title),
            (Turn::Virtuous, Some(m)) => format!("; virtuous: \u{201c}{}\u{201d} gets better", m.title),
            (_, Some(_)) if stretch.polarity == Polarity::Reinforcing => "; vicious or virtuous is unclear".into(),
            _ if stretch.polarity == Polarity::Reinforcing => "; reinforcing".into(),
            _ => "; now reinforcing, now balancing".into(),
        };
        format!(" ({}{turn})", parts.join(", "))
    }

    /// Stocks that only follow their own pace, apart from all others; `None` where there are none, or nothing else.
    pub(crate) fn alone(&self) -> Option<String> {
        let shown = self.partitions();
        let rest = (0..self.loops.partitions.len()).filter(|p| !shown.contains(p));
        let lone = rest.filter(|p| self.loops.loops.iter().all(|l| l.partition != Some(*p) || l.path.len() <= 1));
        let names: Vec<String> =
            lone.flat_map(|p| &self.loops.partitions[p].stocks).map(|s| s.replace('_', " ")).collect();
        (!names.is_empty()).then(|| format!("Loops of one stock by itself, apart from all others: {}.", list(&names)))
    }

    /// Whether a loop is told of by itself.
    pub(crate) fn listed(&self, found: &LoopFound) -> bool {
        found.partition.is_none_or(|p| self.partitions().contains(&p)) || found.path.len() > 1
    }

    /// Whether a loop makes nothing of the change in any future and period: one of its links is always still.
    fn never(&self, found: &LoopFound) -> bool {
        let Some(k) = self.loops.loops.iter().position(|l| l == found) else { return false };
        self.loops.pathways.iter().all(|p| p.shares.get(k).is_some_and(|s| s.iter().all(|s| s.change() == 0.0)))
    }

    /// How a loop works.
    pub(crate) fn works(&self, found: &LoopFound) -> String {
        if self.never(found) {
            return "never active in these futures".into();
        }
        let works = match found.polarity {
            Polarity::Reinforcing => "reinforcing",
            Polarity::Balancing => "balancing",
            Polarity::Changing => "now reinforcing, now balancing",
        };
        if found.certain || found.polarity == Polarity::Changing { works.into() } else { format!("mostly {works}") }
    }

    /// The path of a loop, closed: `a → b → a`.
    pub(crate) fn path(&self, found: &LoopFound) -> String {
        let names = found.path.iter().chain(found.path.first());
        names.map(|name| name.replace('_', " ")).collect::<Vec<_>>().join(" \u{2192} ")
    }

    /// Why a named loop is not scored.
    pub(crate) fn why_not(&self, found: &LoopFound) -> String {
        let through: Vec<String> = found.unscored.iter().map(|name| name.replace('_', " ")).collect();
        format!("not scored: it passes through {}", list(&through))
    }

    /// What is not followed, in a sentence; `None` where everything is.
    pub(crate) fn unscored(&self) -> Option<String> {
        let mut by_reason: Vec<(&str, Vec<String>)> = Vec::new();
        for unscored in &self.loops.unscored {
            let name = unscored.variable.replace('_', " ");
            match by_reason.iter_mut().find(|(why, _)| *why == unscored.why) {
                Some((_, names)) => names.push(name),
                None => by_reason.push((&unscored.why, vec![name])),
            }
        }
        let told: Vec<String> = by_reason
            .into_iter()
            .map(|(why, names)| match names.len() {
                1 => format!("{} {why}", names[0]),
                _ => format!("each of {} {why}", list(&names)),
            })
            .collect();
        (!told.is_empty()).then(|| {
            format!(
                "Loops through these are not scored, as what they do hangs on more than the step before: {}.",
                told.join("; ")
            )
        })
    }

    /// Mean over the reporting periods from the decision on, for a loop under a pathway: of the change, and of futures in
    /// which it is in charge.
    pub(crate) fn overall(&self, pathway: usize, index: usize) -> Option<(f64, f64)> {
        let shares = self.loops.pathways[pathway].shares.get(index).filter(|s| !s.is_empty())?;
        let from = self.strategy.time.decide;
        let after = shares.iter().zip(&self.loops.times).filter(|(_, t)| **t > from + 1e-9).map(|(s, _)| s);
        let n = after.clone().count().max(1) as f64;
        let change: f64 = after.clone().map(|s| s.change()).sum();
        Some((change / n, after.map(|s| s.charge).sum::<f64>() / n))
    }
}
