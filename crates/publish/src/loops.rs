//! What was found of feedback loops, in words: for the terminal and for the page.

use milepost_explore::loops::{Kind, LoopFound, Loops, Polarity, Search, Stretch, Turn, Unscored};
use milepost_strategy::model::{Measure, Strategy, VariableKind};

use crate::calendar::end;
use crate::language::Language;
use crate::numbers::{count, of_hundred, percent};
use crate::phrase::Phrase;

/// What was found, with the strategy it was found of.
pub(crate) struct Reading<'a> {
    pub(crate) strategy: &'a Strategy,
    pub(crate) loops: &'a Loops,
    /// The language that it is told in.
    pub(crate) words: &'static Language,
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
            _ => self.title(found).into(),
        }
    }

    /// The title of a loop, or of what stands for several of them.
    pub(crate) fn title<'b>(&self, found: &'b LoopFound) -> &'b str {
        match found.kind {
            Kind::Own => self.words.say("in-charge.own"),
            Kind::Rest => self.words.say("in-charge.rest"),
            _ => &found.title,
        }
    }

    /// How many loops there are, and which were looked at.
    pub(crate) fn search(&self) -> String {
        let Search { all, moments, found, scored, left_out } = self.loops.search;
        let model = match all {
            true => self.words.counted(found as usize, ("in-charge.model-one", "in-charge.model-many")),
            false => {
                let values = [("moments", &*count(moments)), ("found", &*count(found))];
                self.words.fill("in-charge.model-strongest", &values)
            }
        };
        let key = if found == scored { "in-charge.all-scored" } else { "in-charge.some-scored" };
        self.words.fill(key, &[("model", &model), ("scored", &count(scored)), ("share", &percent(left_out))])
    }

    /// How much of the change stocks make by themselves, so that what is in charge of the rest is not taken for all of it.
    pub(crate) fn own(&self) -> Option<String> {
        let shown = self.partitions();
        let k = self.loops.loops.iter().position(|l| l.kind == Kind::Own && l.partition == shown.first().copied())?;
        let shares = (0..self.loops.pathways.len()).filter_map(|p| self.overall(p, k)).map(|(change, _)| change);
        let (low, high) = shares.fold((f64::INFINITY, 0.0_f64), |(low, high), s| (low.min(s), high.max(s)));
        let range = match (percent(low), percent(high)) {
            (low, high) if low == high => low,
            (low, high) => self.words.fill("in-charge.range", &[("low", &low), ("high", &high)]),
        };
        Some(self.words.fill("in-charge.own-pace", &[("share", &range)]))
    }

    /// Who is in charge under a pathway, one after another.
    pub(crate) fn told(&self, pathway: usize, partition: usize) -> Phrase {
        let stretches = &self.loops.pathways[pathway].stretches[partition];
        let mut phrase = Phrase::default();
        for (k, stretch) in stretches.iter().enumerate() {
            let until = self
                .loops
                .times
                .get(stretch.last)
                .map(|t| end(self.words, &self.strategy.time, *t))
                .unwrap_or_default();
            let clause = clause(stretch, k == 0, k + 1 == stretches.len());
            let text = self.words.fill(clause, &[("until", &until), ("evidence", &self.evidence(stretch))]);
            phrase = match (text.split_once("{loop}"), stretch.by) {
                (Some((before, after)), Some(by)) => phrase.say(before).strong(self.called(by)).say(after),
                _ => phrase.say(text),
            };
        }
        phrase.say(self.words.say("in-charge.stop"))
    }

    /// `in 71 of 100 futures, with 34% of the change; vicious: “Civilian deaths” gets worse`
    fn evidence(&self, stretch: &Stretch) -> String {
        let words = self.words;
        let measure = stretch.measure.as_ref().and_then(|m| self.strategy.measures.iter().find(|x| x.name == *m));
        let of = |key: &'static str, measure: &Measure| words.fill(key, &[("measure", &measure.title)]);
        let turn = match (stretch.turn, measure) {
            (Turn::Balancing, _) => words.say("in-charge.balancing").into(),
            (Turn::Vicious, Some(m)) => of("in-charge.vicious", m),
            (Turn::Virtuous, Some(m)) => of("in-charge.virtuous", m),
            (_, Some(_)) if stretch.polarity == Polarity::Reinforcing => words.say("in-charge.unclear").into(),
            _ if stretch.polarity == Polarity::Reinforcing => words.say("in-charge.reinforcing").into(),
            _ => words.say("in-charge.changing").into(),
        };
        let key = if self.loops.futures > 1 { "in-charge.evidence-futures" } else { "in-charge.evidence" };
        let futures = of_hundred(self.words, stretch.futures, self.loops.futures);
        words.fill(key, &[("futures", &futures), ("change", &percent(stretch.change)), ("turn", &turn)])
    }

    /// Stocks that only follow their own pace, apart from all others; `None` where there are none, or nothing else.
    pub(crate) fn alone(&self) -> Option<String> {
        let shown = self.partitions();
        let rest = (0..self.loops.partitions.len()).filter(|p| !shown.contains(p));
        let lone = rest.filter(|p| self.loops.loops.iter().all(|l| l.partition != Some(*p) || l.path.len() <= 1));
        let names: Vec<String> =
            lone.flat_map(|p| &self.loops.partitions[p].stocks).map(|s| s.replace('_', " ")).collect();
        (!names.is_empty()).then(|| self.words.fill("in-charge.alone", &[("names", &self.words.list(&names))]))
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
    pub(crate) fn works(&self, found: &LoopFound) -> &'static str {
        if self.never(found) {
            return self.words.say("in-charge.never");
        }
        self.words.say(match (found.polarity, found.certain) {
            (Polarity::Reinforcing, true) => "in-charge.reinforcing",
            (Polarity::Reinforcing, false) => "in-charge.mostly-reinforcing",
            (Polarity::Balancing, true) => "in-charge.balancing",
            (Polarity::Balancing, false) => "in-charge.mostly-balancing",
            (Polarity::Changing, _) => "in-charge.changing",
        })
    }

    /// The path of a loop, closed: `a → b → a`.
    pub(crate) fn path(&self, found: &LoopFound) -> String {
        let names = found.path.iter().chain(found.path.first());
        names.map(|name| name.replace('_', " ")).collect::<Vec<_>>().join(" \u{2192} ")
    }

    /// Why a named loop is not scored.
    pub(crate) fn why_not(&self, found: &LoopFound) -> String {
        let through: Vec<String> = found.unscored.iter().map(|name| name.replace('_', " ")).collect();
        self.words.fill("in-charge.why-not", &[("names", &self.words.list(&through))])
    }

    /// What is not followed, in a sentence; `None` where everything is.
    pub(crate) fn unscored(&self) -> Option<String> {
        let mut by_reason: Vec<((&'static str, &'static str), Vec<String>)> = Vec::new();
        for unscored in &self.loops.unscored {
            let name = unscored.variable.replace('_', " ");
            let reason = self.reason(unscored);
            match by_reason.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, names)) => names.push(name),
                None => by_reason.push((reason, vec![name])),
            }
        }
        let told: Vec<String> = by_reason
            .into_iter()
            .map(|((one, each), names)| match names.len() {
                1 => self.words.fill(one, &[("name", &names[0])]),
                _ => self.words.fill(each, &[("names", &self.words.list(&names))]),
            })
            .collect();
        (!told.is_empty()).then(|| self.words.fill("in-charge.unscored", &[("reasons", &told.join("; "))]))
    }

    /// The texts that say why one variable, or each of several, is not followed.
    fn reason(&self, unscored: &Unscored) -> (&'static str, &'static str) {
        let variable = self.strategy.variables.iter().find(|v| v.name == unscored.variable);
        match variable.map(|v| &v.kind) {
            Some(VariableKind::Indicator(_)) => ("in-charge.one-observed", "in-charge.each-observed"),
            Some(VariableKind::Condition(_) | VariableKind::Milestone(_)) => {
                ("in-charge.one-judged", "in-charge.each-judged")
            }
            Some(VariableKind::Trigger(_)) => ("in-charge.one-response", "in-charge.each-response"),
            Some(VariableKind::Lever(_)) => ("in-charge.one-moved", "in-charge.each-moved"),
            _ => ("in-charge.one-delayed", "in-charge.each-delayed"),
        }
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

/// The text of a clause of the sentence on who is in charge one after another: of the first, of the last or in between.
fn clause(stretch: &Stretch, first: bool, last: bool) -> &'static str {
    // Half of the change is what the field calls dominant.
    let drives = stretch.change >= 0.5;
    match (first, last, stretch.by) {
        (true, true, Some(_)) if drives => "in-charge.only-drives",
        (true, true, Some(_)) => "in-charge.only-strongest",
        (true, true, None) => "in-charge.only-still",
        (true, false, Some(_)) if drives => "in-charge.first-drives",
        (true, false, Some(_)) => "in-charge.first-strongest",
        (true, false, None) => "in-charge.first-still",
        (false, false, Some(_)) => "in-charge.then",
        (false, false, None) => "in-charge.then-still",
        (false, true, Some(_)) => "in-charge.last",
        (false, true, None) => "in-charge.last-still",
    }
}
