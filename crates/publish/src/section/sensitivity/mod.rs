//! What it depends on: which uncertainties the spread of each measure comes from, and when.

mod over_time;
mod tables;

use milepost_explore::sensitivity::{Found, Sensitivity, leading};

use super::{fold, lead_in};
use crate::answer::Called;
use crate::html::Html;
use crate::numbers::count;
use crate::sensitivity::{caveat, enough, headline, in_order, pathway_name, screened};
use crate::studies::missing;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    !view.studies.sensitivity.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let found: Vec<&Sensitivity> = view.sensitivity().collect();
    if found.is_empty() {
        missing(h, "What it depends on", true, "milepost sensitivity .");
        return;
    }
    lead_in(
        h,
        "Futures differ because the uncertainties behind them do. The spread of a measure is its variance over futures; what \
         goes with an uncertainty alone is its share of it. Shares say what would be gained by knowing more, within the \
         ranges that were judged possible; they say nothing of how likely those are.",
    );
    let questions = questions(view, &found);
    let Some((first, others)) = questions.split_first() else { return };
    question(h, view, first);
    over_time::write(h, view, &found, first.pathway);
    if !others.is_empty() {
        h.leaf("h3", &[], "Other measures and pathways");
    }
    for other in others {
        let measure = view.strategy.measures.iter().find(|m| m.name == other.measure);
        let title = measure.map_or(other.measure, |m| &m.title);
        fold(h, title, &format!("under {}", pathway_name(view.strategy, other.pathway, Called::Titles)), |h| {
            question(h, view, other);
        });
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
fn question(h: &mut Html, view: &View, asked: &Asked) {
    let strategy = view.strategy;
    let all: Vec<Sensitivity> = asked.found.iter().map(|s| (*s).clone()).collect();
    if let Some(phrase) = headline(strategy, &all, asked.measure, asked.pathway, Called::Titles) {
        h.tag("p", &[("class", "says")], |h| phrase.write(h));
    }
    let sobol = asked.found.iter().find_map(|s| if let Found::Sobol(found) = &s.found { Some(found) } else { None });
    let given = asked.found.iter().find_map(|s| if let Found::Given(found) = &s.found { Some(found) } else { None });
    let morris = asked.found.iter().find_map(|s| if let Found::Morris(found) = &s.found { Some(found) } else { None });
    if let Some(sobol) = sobol {
        tables::sobol(h, strategy, asked.number, sobol);
        let scrambles = if sobol.replicates == 1 { "scramble" } else { "scrambles" };
        let what = format!("points \u{d7} {} {scrambles}", count(sobol.replicates));
        h.tag("p", &[("class", "enough")], |h| {
            enough(strategy, &sobol.convergence, sobol.samples, &what).write(h);
            if let Some(caveat) = caveat(sobol.intervals) {
                h.text(&format!(" {caveat}"));
            }
        });
    }
    if let Some(given) = given {
        let table = |h: &mut Html| {
            tables::given(h, asked.number, given);
            let known = given.futures - given.unknown;
            h.tag("p", &[("class", "enough")], |h| enough(strategy, &given.convergence, known, "futures").write(h));
        };
        match sobol {
            Some(_) => fold(h, "What the run itself shows", "every uncertainty that can be told from chance", table),
            None => table(h),
        }
    }
    if let Some(morris) = morris {
        let phrase = screened(strategy, morris, asked.measure, asked.pathway, Called::Titles);
        fold(h, "Screening", "the effect of moving each uncertainty over its range", |h| {
            if let Some(phrase) = phrase {
                h.tag("p", &[("class", "says")], |h| phrase.write(h));
            }
            tables::morris(h, strategy, asked.measure, morris);
        });
    }
}
