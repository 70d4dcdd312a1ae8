//! The answer in one honest sentence, made from the numbers, and what has to be said beside it.
//!
//! The first measure leads.  The pathway named is the one that typically does best on it; its strength is the share of
//! futures in which it does better than the reference by more than the amount that matters.

use milepost_ensemble::summary::Outcome;

use crate::docs::mid_sentence;
use crate::numbers::{count, percent};
use crate::phrase::{Phrase, counted, list};
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
        let text = match view.summary.pathways.is_empty() {
            true => "No pathway was run, so there is no answer yet.",
            false if view.strategy.regimes.is_empty() && view.strategy.recommendations.is_empty() => {
                "A model as it is, with nothing to choose: the charts show where its futures lie."
            }
            false => "The strategy declares no measure, so the run gives no answer; the charts show what happens.",
        };
        return Answer { headline: Phrase::plain(text), ..Answer::default() };
    };
    let Some(best) = view.best(lead) else {
        let text = format!("There is no answer: in no future is anything known of {}.", talk.title(lead));
        return Answer { headline: Phrase::plain(text), ..Answer::default() };
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

/// A share of futures as a word.
pub(crate) fn strength_word(share: f64) -> &'static str {
    match share {
        s if s >= 1.0 => "every future",
        s if s >= 0.95 => "nearly all futures",
        s if s >= 0.66 => "most futures",
        s if s >= 0.55 => "a majority of futures",
        s if s >= 0.45 => "about half of the futures",
        s if s >= 0.10 => "a minority of futures",
        s if s > 0.0 => "few futures",
        _ => "no future",
    }
}

struct Talk<'a> {
    view: &'a View<'a>,
    called: Called,
}

impl Talk<'_> {
    /// The pathway named against the reference, which it beats typically.
    fn against(&self, lead: &MeasureView, best: usize, reference: usize) -> Answer {
        let result = self.view.result(best, lead);
        let (better, worse) = (result.better.unwrap_or(0.0), result.worse.unwrap_or(0.0));
        let same = (1.0 - better - worse).max(0.0);
        let (b, r) = (self.name(best), self.name(reference));
        let on = self.title(lead);
        let typically = self.typically(lead, best, reference);
        let of = |share: f64| self.view.of_hundred(share);
        let futures = |share: f64| self.view.of_futures(share);
        let does = |phrase: Phrase, tail: String| {
            phrase.say(", ").name(&b).say(" does better than ").name(&r).say(format!(" on {on}{tail}"))
        };
        let headline = if better >= 1.0 {
            let all = Phrase::plain("In ").strong(format!("every one of the {} futures", count(self.view.futures)));
            does(all, format!(": {typically}."))
        } else if better >= 0.55 && better > worse + 0.2 {
            let (word, number) = (strength_word(better), of(better));
            let share = Phrase::plain("In ").strong(word).say(format!(", {number}"));
            let others = match (worse, better < 0.66) {
                (0.0, _) => "; in none does it do worse".into(),
                (w, true) => format!("; in {} it does worse, so the lead is not a clear one", of(w)),
                (w, false) => format!("; in {} it does worse", of(w)),
            };
            does(share, format!(": {typically}{others}."))
        } else if same >= 0.5 {
            Phrase::plain("In ")
                .strong(format!("{}, {}, the choice makes no difference that matters", strength_word(same), of(same)))
                .say(format!(" on {on}: "))
                .name(&b)
                .say(" does better than ")
                .name(&r)
                .say(format!(" in {} and worse in {}; {typically}.", futures(better), of(worse)))
        } else {
            Phrase::plain("The answer is ")
                .strong("not clear-cut")
                .say(format!(": on {on}, "))
                .name(&b)
                .say(" does better than ")
                .name(&r)
                .say(format!(" in {} and worse in {}; {typically}.", futures(better), of(worse)))
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
        let of = |share: f64| self.view.of_hundred(share);
        let headline = Phrase::plain("Under ")
            .name(self.name(named))
            .say(format!(", {} comes true in ", self.title(lead)))
            .strong(self.view.of_futures(self.level(lead, named)))
            .say(", under ")
            .name(self.name(reference))
            .say(format!(
                " in {}: better in {} and worse in {}",
                of(self.level(lead, reference)),
                of(better),
                of(worse)
            ))
            .say(if best == reference { ", so no pathway does better." } else { "." });
        Answer {
            headline,
            beside: Vec::new(),
            strength: Some(Strength { better, worse, pathways: (named, reference) }),
        }
    }

    /// No pathway typically beats the reference.
    fn reference_stands(&self, lead: &MeasureView, reference: usize) -> Answer {
        let better = |p: usize| self.view.result(p, lead).better.unwrap_or(0.0);
        let others = self.view.choices().filter(|&p| p != reference);
        let nearest = others.reduce(|near, p| if better(p) > better(near) { p } else { near }).unwrap_or(reference);
        let worse = self.view.result(nearest, lead).worse.unwrap_or(0.0);
        let (better, worse) = (better(nearest), worse);
        let (futures, of) = (self.view.of_futures(better), self.view.of_hundred(worse));
        let headline = Phrase::plain("")
            .strong("No pathway typically does better")
            .say(" than ")
            .name(self.name(reference))
            .say(format!(" on {}: ", self.title(lead)))
            .name(self.name(nearest))
            .say(format!(" comes nearest, better in {futures} and worse in {of}; "))
            .say(format!("{}.", self.typically(lead, nearest, reference)));
        let strength = Strength { better, worse, pathways: (nearest, reference) };
        Answer { headline, beside: Vec::new(), strength: Some(strength) }
    }

    /// There is no reference: the best against the next.
    fn among_equals(&self, lead: &MeasureView, best: usize) -> Answer {
        let worth = |p: usize| lead.worth(self.level(lead, p));
        let others = self.view.choices().filter(|&p| p != best && worth(p).is_finite());
        let next = others.reduce(|next, p| if worth(p) > worth(next) { p } else { next });
        let share = self.view.result(best, lead).best;
        let mut headline = Phrase::plain("Of the ")
            .say(format!("{}, ", counted(self.view.summary.pathways.len(), "pathway", "pathways")))
            .name(self.name(best))
            .say(" typically does best on ")
            .say(format!("{}: {}", self.title(lead), self.full(lead, best)));
        if let Some(next) = next {
            headline = headline.say(format!(" against {} under ", self.number(lead, next))).name(self.name(next));
        }
        let headline = headline.say("; it is the best in ").strong(self.view.of_futures(share)).say(".");
        Answer { headline, ..Answer::default() }
    }

    /// One pathway only.
    fn alone(&self, lead: &MeasureView) -> Answer {
        let values = &self.view.result(0, lead).values;
        let bad = lead.bad_case(values).map(|bad| format!(", in a bad case {bad}")).unwrap_or_default();
        let headline = Phrase::plain("Under ")
            .name(self.name(0))
            .say(format!(", {}: typically ", self.title(lead)))
            .strong(self.full(lead, 0))
            .say(format!("{bad}; no other pathway was run to compare it with."));
        Answer { headline, ..Answer::default() }
    }

    /// The bad case, and whether another pathway is the safer one.
    fn bad_case(&self, lead: &MeasureView, best: usize) -> Option<Phrase> {
        if self.view.summary.pathways.len() == 1 {
            return None;
        }
        let values = |p: usize| &self.view.result(p, lead).values;
        let bad = lead.full(values(best), lead.bad(values(best))?);
        let or = if lead.measure.maximise { "or less" } else { "or more" };
        let mut phrase = Phrase::plain("In a bad case, one future in ten, it comes to ")
            .say(format!("{bad} {or} under "))
            .name(self.name(best));
        if let Some(other) = self.view.reference.filter(|&r| r != best) {
            let bad = lead.bad_case(values(other))?;
            phrase = phrase.say(format!(" and {bad} {or} under ")).name(self.name(other));
        }
        let regret = |p: usize| self.view.result(p, lead).regret.quantiles[5];
        let pathways = self.view.choices();
        let safest = pathways.reduce(|safe, p| if regret(p) < regret(safe) { p } else { safe })?;
        if regret(best) - regret(safest) > lead.measure.matters.max(0.05 * regret(best)) {
            phrase = phrase
                .say("; if it is regret in bad cases that counts, ")
                .name(self.name(safest))
                .say(" is the safer choice");
        }
        Some(phrase.say("."))
    }

    /// Measures on which the pathway named typically does worse than the reference.
    fn price(&self, named: usize) -> Option<Phrase> {
        let reference = self.view.reference.filter(|&r| r != named)?;
        let worse = |m: &&MeasureView| {
            let gain = m.worth(self.level(m, named)) - m.worth(self.level(m, reference));
            gain < -m.measure.matters.max(1e-12)
        };
        let told = |m: &MeasureView| {
            format!("{} ({} instead of {})", self.measure(m), self.full(m, named), self.number(m, reference))
        };
        let prices: Vec<String> = self.view.measures.iter().skip(1).filter(worse).map(told).collect();
        if prices.is_empty() {
            return None;
        }
        let phrase = Phrase::plain("").strong("It has a price").say(": ").name(self.name(named));
        Some(
            phrase.say(" typically does worse than ").name(self.name(reference)).say(format!(" on {}.", list(&prices))),
        )
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
            let phrase = Phrase::plain("The measures agree: ").name(self.name(best));
            return Some(phrase.say(format!(" typically does best on all {}.", self.view.measures.len())));
        }
        let mut phrase = Phrase::plain("").strong("The measures disagree").say(": ");
        for (i, (pathway, on)) in rivals.iter().enumerate() {
            let (between, does) = if i == 0 { ("", "typically does best") } else { ("; ", "does so") };
            phrase = phrase.say(between).name(self.name(*pathway)).say(format!(" {does} on {}", list(on)));
        }
        Some(phrase.say("."))
    }

    /// In how many futures every bar is met.
    fn bars(&self, named: usize) -> Option<Phrase> {
        let met = |p: usize| self.view.summary.pathways[p].acceptable;
        let bars = self.view.measures.iter().filter(|m| m.measure.acceptable.is_some()).count();
        let every = if bars == 1 { "The one bar" } else { "Every bar" };
        let mut phrase = Phrase::plain(every)
            .say(format!(" that the strategy sets is met in {} under ", self.view.of_futures(met(named)?)))
            .name(self.name(named));
        if let Some(reference) = self.view.reference.filter(|&r| r != named) {
            phrase = phrase
                .say(format!(" and in {} under ", self.view.of_hundred(met(reference)?)))
                .name(self.name(reference));
        }
        Some(phrase.say("."))
    }

    /// How many claims hold.
    fn claims(&self) -> Option<Phrase> {
        let claims = &self.view.summary.claims;
        if claims.is_empty() {
            return None;
        }
        let number = |outcome: Outcome| claims.iter().filter(|c| c.verdict == outcome).count();
        let verb = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let told = [
            verb(number(Outcome::Holds), "holds", "hold"),
            verb(number(Outcome::Fails), "fails", "fail"),
            verb(number(Outcome::Mixed), "is mixed", "are mixed"),
        ];
        let tested = counted(claims.len(), "claim", "claims");
        Some(Phrase::plain(format!("Of the {tested} tested, {}.", list(&told))))
    }

    /// What weakens the numbers themselves.
    fn doubts(&self, lead: &MeasureView, named: usize) -> Vec<Phrase> {
        let mut doubts = Vec::new();
        if self.view.futures < 100 {
            let futures = counted(self.view.futures as usize, "future was", "futures were");
            doubts.push(Phrase::plain(format!("Only {futures} run: too few to lean on the shares.")));
        }
        let unknown = self.view.result(named, lead).values.unknown;
        if unknown > 0 {
            let share = unknown as f64 / self.view.futures.max(1) as f64;
            let text = format!("In {} of futures nothing is known of {} under ", percent(share), self.title(lead));
            doubts.push(Phrase::plain(text).name(self.name(named)).say("; these count as neither better nor worse."));
        }
        doubts
    }

    fn typically(&self, lead: &MeasureView, here: usize, there: usize) -> String {
        format!("typically {} instead of {}", self.full(lead, here), self.number(lead, there))
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

    fn name(&self, pathway: usize) -> String {
        match self.called {
            Called::Titles => self.view.title(pathway).into(),
            Called::Names => self.view.summary.pathways[pathway].name.clone(),
        }
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
            true => format!("\u{201c}{}\u{201d}", measure.measure.title),
            false => mid_sentence(self.view.strategy, &measure.measure.title),
        }
    }
}
