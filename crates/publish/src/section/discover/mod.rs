//! Where it fails: the leading measure and pathway with the evidence, the others behind folds.

mod evidence;
mod outcomes;

use milepost_explore::discover::{Discovery, Finding};

use super::{fold, lead_in};
use crate::answer::Called;
use crate::discover::{Reading, place};
use crate::html::Html;
use crate::phrase::Phrase;
use crate::studies::missing;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    view.discover().next().is_some()
}

/// What stands around the first picture of futures: it is given the pathway's name and what draws the picture.
pub(crate) type Frame<'f> = &'f dyn Fn(&mut Html, &str, &dyn Fn(&mut Html));

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    write_framed(h, view, &|h, _, draw| draw(h));
}

/// Writes the section with something around its first picture of futures; whether there is such a picture.
pub(crate) fn write_framed(h: &mut Html, view: &View, frame: Frame) -> bool {
    let all = readings(view);
    let Some(lead) = leading(view, &all) else {
        missing(h, h.words.say("section.discover"), true, "milepost discover .");
        return false;
    };
    lead_in(h, h.words.say("boxes.lead"));
    said(h, lead, true);
    if lead.found.finding == Finding::Searched {
        evidence::write(h, lead);
    }
    let drawn = outcomes::write(h, view, lead, &all, frame);
    others(h, &all, lead);
    h.leaf("p", &[("class", "note-text")], h.words.say("boxes.reading"));
    drawn
}

/// The one sentence: where the leading pathway fails on the leading measure.
pub(crate) fn headline(view: &View) -> Option<Phrase> {
    let all = readings(view);
    let lead = leading(view, &all)?;
    let mut phrase = lead.often(true);
    if let Some(when) = lead.when(0) {
        phrase = phrase.say(" ");
        phrase.0.extend(when.0);
    }
    let weak = lead.found.boxes.first().is_some_and(|found| found.is_weak());
    if let Some(doubts) = lead.doubts(0).filter(|_| weak) {
        phrase = phrase.say(" ");
        phrase.0.extend(doubts.0);
    }
    Some(phrase)
}

/// What was discovered in the futures that were run, by measure and pathway in declared order.
fn readings<'a>(view: &'a View<'a>) -> Vec<Reading<'a>> {
    let made = &view.summary.provenance;
    let same = |d: &&Discovery| (d.run.first, d.run.futures, d.run.seed) == (made.first, view.futures, made.seed);
    let mut all: Vec<Reading> =
        view.discover().filter(same).filter_map(|d| Reading::new(view, d, Called::Titles)).collect();
    all.sort_by_key(|reading| place(view, reading.found));
    all
}

/// The first measure under the pathway that is told of first, or under the choice that is typically best by it, or under the
/// first there is.
fn leading<'a, 'b>(view: &View, all: &'b [Reading<'a>]) -> Option<&'b Reading<'a>> {
    let first = all.first()?;
    let best = view.measures.iter().find(|m| m.measure.name == first.found.measure).and_then(|m| view.best(m));
    let best = best.map(|p| &view.summary.pathways[p].name);
    let told_first = milepost_explore::sensitivity::leading(view.strategy);
    let told_first = told_first.map(|p| &view.strategy.pathways[p.index()].name);
    let under = |pathway: Option<&String>| {
        all.iter().find(|r| r.found.measure == first.found.measure && Some(&r.found.pathway) == pathway)
    };
    under(told_first).filter(|r| !r.found.boxes.is_empty()).or_else(|| under(best)).or(Some(first))
}

/// How often it fails and in which boxes.
fn said(h: &mut Html, reading: &Reading, on: bool) {
    h.tag("p", &[], |h| {
        reading.often(on).write(h);
        for at in 0..reading.found.boxes.len() {
            for phrase in [reading.when(at), reading.doubts(at)].into_iter().flatten() {
                h.text(" ");
                phrase.write(h);
            }
        }
    });
}

/// The other pathways on the leading measure, then the other measures, a fold each.
fn others(h: &mut Html, all: &[Reading], lead: &Reading) {
    let mut at = 0;
    while at < all.len() {
        let measure = &all[at].found.measure;
        let end = at + all[at..].iter().take_while(|r| r.found.measure == *measure).count();
        let group: Vec<&Reading> = all[at..end].iter().filter(|r| !std::ptr::eq(*r, lead)).collect();
        at = end;
        let Some(first) = group.first() else { continue };
        let title = match first.found.measure == lead.found.measure {
            true => h.words.say("boxes.other-pathways").to_string(),
            false => first.measure.title.clone(),
        };
        let searched = group.iter().filter(|r| r.found.finding == Finding::Searched).count();
        let note = match searched {
            0 => h.words.say("boxes.nothing-to-tell").to_string(),
            n => h.words.counted(n, ("boxes.pathways-one", "boxes.pathways-many")),
        };
        fold(h, &title, &note, |h| {
            for reading in group {
                said(h, reading, true);
                if reading.found.boxes.iter().any(|found| !found.limits.is_empty()) {
                    evidence::boxes(h, reading);
                }
            }
        });
    }
}
