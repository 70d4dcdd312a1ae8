//! What it depends on: which uncertainties the spread of each measure comes from, and when.

mod over_time;
mod tables;

use milepost_explore::sensitivity::{Found, Sensitivity, Sobol, leading};

use super::{fold, lead_in};
use crate::answer::Called;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::count;
use crate::sensitivity::{Telling, caveat, enough, headline, in_order, screened};
use crate::studies::missing;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    !view.studies.sensitivity.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let found: Vec<&Sensitivity> = view.sensitivity().collect();
    if found.is_empty() {
        missing(h, h.words.say("section.sensitivity"), true, "milepost sensitivity .");
        return;
    }
    let telling = Telling { words: view.words, strategy: view.strategy, called: Called::Titles };
    lead_in(h, telling.words.say("depends.lead"));
    let questions = questions(view, &found);
    let Some((first, others)) = questions.split_first() else { return };
    question(h, telling, first);
    over_time::write(h, telling, &found, first.pathway);
    if !others.is_empty() {
        h.leaf("h3", &[], telling.words.say("depends.other-questions"));
    }
    for other in others {
        let measure = view.strategy.measures.iter().find(|m| m.name == other.measure);
        let title = measure.map_or(other.measure, |m| &m.title);
        let under = telling.words.fill("depends.under", &[("pathway", &telling.pathway(other.pathway))]);
        fold(h, title, &under, |h| question(h, telling, other));
    }
}

/// A measure under a pathway, with what was found by any method.
struct Asked<'a> {
    measure: &'a str,
    pathway: &'a str,
    found: Vec<&'a Sensitivity>,
    /// Its place, for names in the page.
    number: usize,
}

/// Every question, the leading pathway first: all its measures, then those of the others.
fn questions<'a>(view: &View<'a>, found: &[&'a Sensitivity]) -> Vec<Asked<'a>> {
    let mut all: Vec<Asked> = Vec::new();
    for s in in_order(view.strategy, found) {
        if matches!(s.found, Found::OverTime(_)) {
            continue;
        }
        match all.iter_mut().find(|q| q.measure == s.measure && q.pathway == s.pathway) {
            Some(asked) => asked.found.push(s),
            None => all.push(Asked { measure: &s.measure, pathway: &s.pathway, found: vec![s], number: 0 }),
        }
    }
    let leads = leading(view.strategy).map(|id| view.strategy.pathways[id.index()].name.as_str());
    all.sort_by_key(|q| leads != Some(q.pathway));
    (0..).zip(&mut all).for_each(|(number, asked)| asked.number = number);
    all
}

/// The sentence, the bars, and whether enough was run.
fn question(h: &mut Html, telling: Telling, asked: &Asked) {
    let words = telling.words;
    let all: Vec<Sensitivity> = asked.found.iter().map(|s| (*s).clone()).collect();
    if let Some(phrase) = headline(telling, &all, asked.measure, asked.pathway) {
        h.tag("p", &[("class", "says")], |h| phrase.write(h));
    }
    let sobol = asked.found.iter().find_map(|s| if let Found::Sobol(found) = &s.found { Some(found) } else { None });
    let given = asked.found.iter().find_map(|s| if let Found::Given(found) = &s.found { Some(found) } else { None });
    let morris = asked.found.iter().find_map(|s| if let Found::Morris(found) = &s.found { Some(found) } else { None });
    if let Some(sobol) = sobol {
        tables::sobol(h, telling, asked.number, sobol);
        h.tag("p", &[("class", "enough")], |h| {
            enough(telling, &sobol.convergence, &points(words, sobol)).write(h);
            if let Some(caveat) = caveat(words, sobol.intervals) {
                h.text(" ");
                h.text(caveat);
            }
        });
    }
    if let Some(given) = given {
        let table = |h: &mut Html| {
            tables::given(h, asked.number, given);
            let known = words.fill("depends.futures-many", &[("n", &count(given.futures - given.unknown))]);
            h.tag("p", &[("class", "enough")], |h| enough(telling, &given.convergence, &known).write(h));
        };
        match sobol {
            Some(_) => fold(h, words.say("depends.run"), words.say("depends.run-note"), table),
            None => table(h),
        }
    }
    if let Some(morris) = morris {
        let phrase = screened(telling, morris, asked.measure, asked.pathway);
        fold(h, words.say("depends.screening"), words.say("depends.screening-note"), |h| {
            if let Some(phrase) = phrase {
                h.tag("p", &[("class", "says")], |h| phrase.write(h));
            }
            tables::morris(h, telling, asked.measure, morris);
        });
    }
}

/// What a decomposition was worked out from.
fn points(words: &'static Language, sobol: &Sobol) -> String {
    let key = if sobol.replicates == 1 { "depends.scrambles-one" } else { "depends.scrambles-many" };
    words.fill(key, &[("points", &count(sobol.samples)), ("scrambles", &count(sobol.replicates))])
}
