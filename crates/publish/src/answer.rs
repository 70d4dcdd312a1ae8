//! The answer in one honest sentence, made from the numbers, and what has to be said beside it.
//!
//! The first measure leads.  The pathway named is the one that typically does best on it; its strength is the share of
//! futures in which it does better than the reference by more than the amount that matters.

use milepost_ensemble::summary::Outcome;

use crate::docs::mid_sentence;
use crate::numbers::{count, percent};
use crate::phrase::Piece::{Plain, Strong};
use crate::phrase::{Phrase, Piece};
use crate::view::{MeasureView, View};

/// The answer.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// One sentence.
    pub(crate) headline: Phrase,
    /// What qualifies it, a sentence each, the weightiest first.
    pub(crate) beside: Vec<Phrase>,
    /// Shares of futures in which the pathway named does better and worse than the reference.
    pub(crate) strength: Option<Strength>,
}

/// How often the headline is true.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Strength {
    /// Share better than the reference by more than what matters.
    pub(crate) better: f64,
    /// Share worse.
    pub(crate) worse: f64,
    /// The pathway, and the reference.
    pub(crate) pathways: (usize, usize),
}

/// What pathways and measures are called beside the headline.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Called {
    /// By their titles, for readers of the page.
    Titles,
    /// By their names, for those who type them.
    Names,
}

/// Makes the answer.
pub(crate) fn answer(view: &View, called: Called) -> Answer {
    let talk = Talk { view, called };
    let Some(lead) = view.measures.first() else {
        let key = match view.summary.pathways.is_empty() {
            true => "answer.none-run",
            false if view.strategy.regimes.is_empty() && view.strategy.recommendations.is_empty() => {
                "answer.bare-model"
            }
            false => "answer.no-measure",
        };
        return Answer { headline: talk.say(key, &[]), ..Answer::default() };
    };
    let Some(best) = view.best(lead) else {
        let headline = talk.say("answer.nothing-known", &[("measure", Plain(talk.title(lead)))]);
        return Answer { headline, ..Answer::default() };
    };
    let mut answer = match view.reference {
        _ if view.summary.pathways.len() == 1 => talk.alone(lead),
        Some(reference) if lead.yes_or_no => talk.yes_or_no(lead, best, reference),
        Some(reference) if reference != best => talk.against(lead, best, reference),
        Some(reference) => talk.reference_stands(lead, reference),
        None => talk.among_equals(lead, best),
    };
    let named = answer.strength.map_or(best, |s| s.pathways.0);
    answer.beside.extend(talk.bad_case(lead, best));
    answer.beside.extend(talk.price(best));
    answer.beside.extend(talk.other_measures(best));
    answer.beside.extend(talk.bars(named));
    answer.beside.extend(talk.claims());
    answer.beside.extend(talk.doubts(lead, named));
    answer
}

/// A share of futures as a word: the key of it.
fn strength_word(share: f64) -> &'static str {
    match share {
        s if s >= 1.0 => "answer.every-future",
        s if s >= 0.95 => "answer.nearly-all",
        s if s >= 0.66 => "answer.most",
        s if s >= 0.55 => "answer.majority",
        s if s >= 0.45 => "answer.half",
        s if s >= 0.10 => "answer.minority",
        s if s > 0.0 => "answer.few",
        _ => "answer.no-future",
    }
}

struct Talk<'a> {
    view: &'a View<'a>,
    called: Called,
}

impl Talk<'_> {
    fn say(&self, key: &'static str, values: &[(&str, Piece)]) -> Phrase {
        Phrase::filled(self.view.words.say(key), values)
    }

    /// The pathway named against the reference, which it beats typically.
    fn against(&self, lead: &MeasureView, best: usize, reference: usize) -> Answer {
        let words = self.view.words;
        let result = self.view.result(best, lead);
        let (better, worse) = (result.better.unwrap_or(0.0), result.worse.unwrap_or(0.0));
        let same = (1.0 - better - worse).max(0.0);
        let of = |share: f64| self.view.of_hundred(share);
        let named = [
            ("pathway", self.named(best)),
            ("reference", self.named(reference)),
            ("measure", Plain(self.title(lead))),
            ("typically", Plain(self.typically(lead, best, reference))),
            ("worse", Plain(of(worse))),
        ];
        let with = |key: &'static str, more: [(&'static str, Piece); 2]| {
            self.say(key, &named.iter().cloned().chain(more).collect::<Vec<_>>())
        };
        let futures = ("better", Plain(self.view.of_futures(better)));
        let headline = if better >= 1.0 {
            let all = words.fill("answer.every-one", &[("n", &count(self.view.futures))]);
            with("answer.in-every", [("share", Strong(all)), futures])
        } else if better >= 0.55 && better > worse + 0.2 {
            let key = match (worse, better < 0.66) {
                (0.0, _) => "answer.never-worse",
                (_, true) => "answer.often-worse",
                (_, false) => "answer.sometimes-worse",
            };
            let share = words.say(strength_word(better)).into();
            with(key, [("share", Strong(share)), ("number", Plain(of(better)))])
        } else if same >= 0.5 {
            let share = words.say(strength_word(same));
            let told = words.fill("answer.no-difference", &[("share", share), ("number", &of(same))]);
            with("answer.same", [("same", Strong(told)), futures])
        } else {
            let unclear = words.say("answer.not-clear-cut").into();
            with("answer.unclear", [("unclear", Strong(unclear)), futures])
        };
        let strength = Strength { better, worse, pathways: (best, reference) };
        Answer { headline, beside: Vec::new(), strength: Some(strength) }
    }

    /// The measure is so or not: in how many futures, under the best pathway (or the nearest) and the reference.
    fn yes_or_no(&self, lead: &MeasureView, best: usize, reference: usize) -> Answer {
        let level = |p: usize| lead.worth(self.level(lead, p));
        let others = self.view.choices().filter(|&p| p != reference);
        let nearest = others.reduce(|near, p| if level(p) > level(near) { p } else { near });
        let named = if best == reference { nearest.unwrap_or(best) } else { best };
        let result = self.view.result(named, lead);
        let (better, worse) = (result.better.unwrap_or(0.0), result.worse.unwrap_or(0.0));
        let of = |share: f64| Plain(self.view.of_hundred(share));
        let key = if best == reference { "answer.comes-true-stands" } else { "answer.comes-true" };
        let values = [
            ("pathway", self.named(named)),
            ("measure", Plain(self.title(lead))),
            ("share", Strong(self.view.of_futures(self.level(lead, named)))),
            ("reference", self.named(reference)),
            ("there", of(self.level(lead, reference))),
            ("better", of(better)),
            ("worse", of(worse)),
        ];
        let strength = Strength { better, worse, pathways: (named, reference) };
        Answer { headline: self.say(key, &values), beside: Vec::new(), strength: Some(strength) }
    }

    /// No pathway typically beats the reference.
    fn reference_stands(&self, lead: &MeasureView, reference: usize) -> Answer {
        let better = |p: usize| self.view.result(p, lead).better.unwrap_or(0.0);
        let others = self.view.choices().filter(|&p| p != reference);
        let nearest = others.reduce(|near, p| if better(p) > better(near) { p } else { near }).unwrap_or(reference);
        let worse = self.view.result(nearest, lead).worse.unwrap_or(0.0);
        let better = better(nearest);
        let values = [
            ("none", Strong(self.view.words.say("answer.none-better").into())),
            ("reference", self.named(reference)),
            ("measure", Plain(self.title(lead))),
            ("pathway", self.named(nearest)),
            ("better", Plain(self.view.of_futures(better))),
            ("worse", Plain(self.view.of_hundred(worse))),
            ("typically", Plain(self.typically(lead, nearest, reference))),
        ];
        let strength = Strength { better, worse, pathways: (nearest, reference) };
        Answer { headline: self.say("answer.stands", &values), beside: Vec::new(), strength: Some(strength) }
    }

    /// There is no reference: the best against the next.
    fn among_equals(&self, lead: &MeasureView, best: usize) -> Answer {
        let worth = |p: usize| lead.worth(self.level(lead, p));
        let others = self.view.choices().filter(|&p| p != best && worth(p).is_finite());
        let next = others.reduce(|next, p| if worth(p) > worth(next) { p } else { next });
        let share = self.view.result(best, lead).best;
        let keys = ("answer.pathways-one", "answer.pathways-many");
        let mut values = vec![
            ("pathways", Plain(self.view.words.counted(self.view.summary.pathways.len(), keys))),
            ("pathway", self.named(best)),
            ("measure", Plain(self.title(lead))),
            ("value", Plain(self.full(lead, best))),
            ("share", Strong(self.view.of_futures(share))),
        ];
        let headline = match next {
            Some(next) => {
                values.extend([("other", Plain(self.number(lead, next))), ("next", self.named(next))]);
                self.say("answer.best-against", &values)
            }
            None => self.say("answer.best", &values),
        };
        Answer { headline, ..Answer::default() }
    }

    /// One pathway only.
    fn alone(&self, lead: &MeasureView) -> Answer {
        let bad = lead.bad_case(&self.view.result(0, lead).values);
        let key = if bad.is_some() { "answer.alone-bad" } else { "answer.alone" };
        let values = [
            ("pathway", self.named(0)),
            ("measure", Plain(self.title(lead))),
            ("value", Strong(self.full(lead, 0))),
            ("bad", Plain(bad.unwrap_or_default())),
        ];
        Answer { headline: self.say(key, &values), ..Answer::default() }
    }

    /// The bad case, and whether another pathway is the safer one.
    fn bad_case(&self, lead: &MeasureView, best: usize) -> Option<Phrase> {
        if self.view.summary.pathways.len() == 1 {
            return None;
        }
        let values = |p: usize| &self.view.result(p, lead).values;
        let or = if lead.measure.maximise { "answer.or-less" } else { "answer.or-more" };
        let or_beyond = |value: String| Plain(self.view.words.fill(or, &[("value", &value)]));
        let bad = lead.full(values(best), lead.bad(values(best))?);
        let mut told = vec![("bad", or_beyond(bad)), ("pathway", self.named(best))];
        let other = self.view.reference.filter(|&r| r != best);
        if let Some(other) = other {
            let bad = lead.bad_case(values(other))?;
            told.extend([("there", or_beyond(bad)), ("reference", self.named(other))]);
        }
        let regret = |p: usize| self.view.result(p, lead).regret.quantiles[5];
        let pathways = self.view.choices();
        let safest = pathways.reduce(|safe, p| if regret(p) < regret(safe) { p } else { safe })?;
        told.push(("safer", self.named(safest)));
        let safer = regret(best) - regret(safest) > lead.measure.matters.max(0.05 * regret(best));
        let key = match (other.is_some(), safer) {
            (false, false) => "answer.bad",
            (false, true) => "answer.bad-safer",
            (true, false) => "answer.bad-both",
            (true, true) => "answer.bad-both-safer",
        };
        Some(self.say(key, &told))
    }

    /// Measures on which the pathway named typically does worse than the reference.
    fn price(&self, named: usize) -> Option<Phrase> {
        let words = self.view.words;
        let reference = self.view.reference.filter(|&r| r != named)?;
        let worse = |m: &&MeasureView| {
            let gain = m.worth(self.level(m, named)) - m.worth(self.level(m, reference));
            gain < -m.measure.matters.max(1e-12)
        };
        let told = |m: &MeasureView| {
            let (here, there) = (self.full(m, named), self.number(m, reference));
            words.fill("answer.price-of", &[("measure", &self.measure(m)), ("here", &here), ("there", &there)])
        };
        let prices: Vec<String> = self.view.measures.iter().skip(1).filter(worse).map(told).collect();
        if prices.is_empty() {
            return None;
        }
        let values = [
            ("price", Strong(words.say("answer.has-price").into())),
            ("pathway", self.named(named)),
            ("reference", self.named(reference)),
            ("measures", Plain(words.list(&prices))),
        ];
        Some(self.say("answer.price", &values))
    }

    /// Whether the measures agree on the best pathway.
    fn other_measures(&self, best: usize) -> Option<Phrase> {
        if self.view.measures.len() < 2 || self.view.summary.pathways.len() < 2 {
            return None;
        }
        let level = |m: &MeasureView, p: usize| m.worth(self.level(m, p));
        let mut rivals: Vec<(usize, Vec<String>)> = Vec::new();
        for m in &self.view.measures {
            let Some(first) = self.view.best(m) else { continue };
            if level(m, first) <= level(m, best) {
                continue;
            }
            match rivals.iter_mut().find(|(p, _)| *p == first) {
                Some((_, on)) => on.push(self.measure(m)),
                None => rivals.push((first, vec![self.measure(m)])),
            }
        }
        if rivals.is_empty() {
            let n = self.view.measures.len().to_string();
            return Some(self.say("answer.agree", &[("pathway", self.named(best)), ("n", Plain(n))]));
        }
        Some(self.disagree(&rivals))
    }

    /// Which other pathways are best, and on which measures.
    fn disagree(&self, rivals: &[(usize, Vec<String>)]) -> Phrase {
        let words = self.view.words;
        let disagree = [("disagree", Strong(words.say("answer.measures-disagree").into()))];
        let text = words.say("answer.disagree");
        let (before, after) = text.split_once("{rivals}").unwrap_or((text, ""));
        let mut phrase = Phrase::filled(before, &disagree);
        for (i, (pathway, on)) in rivals.iter().enumerate() {
            let key = if i == 0 { "answer.rival" } else { "answer.rival-next" };
            let rival = self.say(key, &[("pathway", self.named(*pathway)), ("measures", Plain(words.list(on)))]);
            phrase.0.extend(rival.0);
        }
        phrase.0.extend(Phrase::filled(after, &disagree).0);
        phrase
    }

    /// In how many futures every bar is met.
    fn bars(&self, named: usize) -> Option<Phrase> {
        let met = |p: usize| self.view.summary.pathways[p].acceptable;
        let one = self.view.measures.iter().filter(|m| m.measure.acceptable.is_some()).count() == 1;
        let mut values = vec![("share", Plain(self.view.of_futures(met(named)?))), ("pathway", self.named(named))];
        let Some(reference) = self.view.reference.filter(|&r| r != named) else {
            return Some(self.say(if one { "answer.one-bar" } else { "answer.every-bar" }, &values));
        };
        let there = Plain(self.view.of_hundred(met(reference)?));
        values.extend([("there", there), ("reference", self.named(reference))]);
        Some(self.say(if one { "answer.one-bar-both" } else { "answer.every-bar-both" }, &values))
    }

    /// How many claims hold.
    fn claims(&self) -> Option<Phrase> {
        let (words, claims) = (self.view.words, &self.view.summary.claims);
        if claims.is_empty() {
            return None;
        }
        let told = |outcome: Outcome, keys| words.counted(claims.iter().filter(|c| c.verdict == outcome).count(), keys);
        let verdicts = [
            told(Outcome::Holds, ("answer.holds-one", "answer.holds-many")),
            told(Outcome::Fails, ("answer.fails-one", "answer.fails-many")),
            told(Outcome::Mixed, ("answer.mixed-one", "answer.mixed-many")),
        ];
        let tested = words.counted(claims.len(), ("answer.claims-one", "answer.claims-many"));
        let values = [("claims", Plain(tested)), ("verdicts", Plain(words.list(&verdicts)))];
        Some(self.say("answer.claims", &values))
    }

    /// What weakens the numbers themselves.
    fn doubts(&self, lead: &MeasureView, named: usize) -> Vec<Phrase> {
        let mut doubts = Vec::new();
        if self.view.futures < 100 {
            let futures = self.view.futures as usize;
            doubts.push(Phrase::plain(self.view.words.counted(futures, ("answer.few-one", "answer.few-many"))));
        }
        let unknown = self.view.result(named, lead).values.unknown;
        if unknown > 0 {
            let share = unknown as f64 / self.view.futures.max(1) as f64;
            let values = [
                ("share", Plain(percent(share))),
                ("measure", Plain(self.title(lead))),
                ("pathway", self.named(named)),
            ];
            doubts.push(self.say("answer.unknown", &values));
        }
        doubts
    }

    fn typically(&self, lead: &MeasureView, here: usize, there: usize) -> String {
        let values = [("here", &*self.full(lead, here)), ("there", &*self.number(lead, there))];
        self.view.words.fill("answer.typically", &values)
    }

    fn full(&self, measure: &MeasureView, pathway: usize) -> String {
        measure.full(&self.view.result(pathway, measure).values, self.level(measure, pathway))
    }

    fn number(&self, measure: &MeasureView, pathway: usize) -> String {
        measure.typical(&self.view.result(pathway, measure).values)
    }

    fn level(&self, measure: &MeasureView, pathway: usize) -> f64 {
        measure.level(&self.view.result(pathway, measure).values)
    }

    /// The pathway's name in a sentence.
    fn named(&self, pathway: usize) -> Piece {
        Piece::Name(match self.called {
            Called::Titles => self.view.title(pathway).into(),
            Called::Names => self.view.summary.pathways[pathway].name.clone(),
        })
    }

    /// The measure beside the headline.
    fn measure(&self, measure: &MeasureView) -> String {
        match self.called {
            Called::Titles => self.title(measure),
            Called::Names => measure.measure.name.clone(),
        }
    }

    /// The measure in a sentence.  What is so or not has a statement for its title.
    fn title(&self, measure: &MeasureView) -> String {
        match measure.yes_or_no {
            true => self.view.words.fill("answer.statement", &[("title", &measure.measure.title)]),
            false => mid_sentence(self.view.strategy, &measure.measure.title),
        }
    }
}
