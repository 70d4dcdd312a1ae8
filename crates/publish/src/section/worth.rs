//! What parts are worth, in the measure's own unit: typical contributions with their bands over futures, and which parts
//! hold the rest hostage.

use milepost_ensemble::summary::Spread;
use milepost_explore::worth::{By, PartWorth, Worth};
use milepost_strategy::model::Display;

use super::scroll;
use crate::anchor;
use crate::answer::Called;
use crate::chart::band::{self, Reach};
use crate::html::Html;
use crate::numbers::{count, is_share, of_hundred};
use crate::studies::missing;
use crate::view::View;
use crate::worth::Reading;

/// A study of worth, with how its numbers are written.
pub(super) struct Study<'a> {
    reading: Reading<'a>,
    reach: Reach,
    futures: u64,
}

impl<'a> Study<'a> {
    fn new(view: &View<'a>, worth: &'a Worth) -> Option<Study<'a>> {
        let reading = Reading::new(view.strategy, worth, Called::Titles)?;
        let share = Display { text: "share".into(), scale: 1.0 };
        let display = if reading.yes_or_no { &share } else { &reading.measure.display };
        let power = if reading.yes_or_no { 0 } else { reading.digits.power() };
        let reach = Reach::of(display, power, worth.parts.iter().map(|p| &p.shapley));
        let futures = (worth.futures as f64 * worth.gaining).round() as u64;
        Some(Study { reading, reach, futures })
    }

    /// The part of this name.
    pub(super) fn part(&self, name: &str) -> Option<&'a PartWorth> {
        self.reading.worth.parts.iter().find(|p| p.name == name)
    }

    /// Writes what the part typically adds, its band and how often it holds the rest hostage, in one cell.
    pub(super) fn write(&self, h: &mut Html, id: &str, part: &PartWorth) {
        h.leaf("span", &[("class", "big")], &self.reading.number(&part.shapley));
        let unit = self.unit();
        h.leaf("span", &[("class", "quiet")], format!(" {unit}").trim_end());
        self.band(h, id, part);
        h.leaf("span", &[("class", "quiet line")], &self.hostage(part));
    }

    fn band(&self, h: &mut Html, id: &str, part: &PartWorth) {
        let typical = self.reading.number(&part.shapley);
        let told = match (part.shapley.known, self.reading.band(&part.shapley)) {
            (0, _) => "Unknown.".to_string(),
            (_, Some(band)) => format!("Typically {typical}, in nine of ten futures {band}."),
            (_, None) => format!("On average {typical}."),
        };
        band::draw(h, id, &self.reach, &part.shapley, (&part.title, &told));
    }

    /// The typical value, and where nine in ten futures lie.
    fn typical(&self, h: &mut Html, spread: &Spread) {
        h.text(&self.reading.number(spread));
        if let Some(band) = self.reading.band(spread) {
            h.leaf("span", &[("class", "quiet line")], &band);
        }
    }

    fn hostage(&self, part: &PartWorth) -> String {
        match of_hundred(part.hostage, self.futures).as_str() {
            "none" => "never holds the rest hostage".into(),
            "all" => "always holds the rest hostage".into(),
            told => format!("holds the rest hostage in {told}"),
        }
    }

    fn unit(&self) -> String {
        match (self.reading.yes_or_no, is_share(&self.reading.measure.display)) {
            (true, _) => "of the futures".into(),
            (_, true) => String::new(),
            _ => self.reading.digits.unit(),
        }
    }
}

/// The study of one kind of part on the leading measure among those studied; the others of that kind follow.
pub(super) fn studies<'a>(view: &View<'a>, by: By) -> Vec<Study<'a>> {
    let place = |w: &Worth| view.strategy.measures.iter().position(|m| m.name == w.measure);
    let mut all: Vec<&Worth> = view.worth().filter(|w| w.by == by && !w.parts.is_empty()).collect();
    all.sort_by_key(|w| place(w));
    all.into_iter().filter_map(|w| Study::new(view, w)).collect()
}

/// Says which studies are missing or belong to other files.
pub(super) fn said_missing(h: &mut Html, view: &View) {
    let kinds = [(By::Element, "each element", "element"), (By::Actor, "each actor", "actor")];
    let kinds = kinds.into_iter().chain([(By::Recommendation, "each recommendation", "recommendation")]);
    if view.worth().next().is_none() {
        let stale = !view.studies.worth.is_empty();
        missing(h, "What each part is worth", stale, "milepost worth .");
        return;
    }
    for (by, what, word) in kinds.filter(|(by, ..)| studies(view, *by).is_empty()) {
        let stale = view.studies.worth.iter().any(|w| w.by == by);
        missing(h, &format!("What {what} is worth"), stale, &format!("milepost worth . --by {word}"));
    }
}

/// Writes the table of one kind of part, the worthiest first; other measures folded behind it.
pub(super) fn table(h: &mut Html, view: &View, by: By) {
    let studies = studies(view, by);
    let Some((first, others)) = studies.split_first() else { return };
    let what = match by {
        By::Element => "What each element is worth",
        By::Actor => "What each actor\u{2019}s part is worth",
        By::Recommendation => "What each recommendation is worth",
    };
    h.leaf("h3", &[], what);
    rows(h, view, first, by);
    if !others.is_empty() {
        super::fold(h, "On other measures", "", |h| others.iter().for_each(|study| rows(h, view, study, by)));
    }
}

fn rows(h: &mut Html, view: &View, study: &Study, by: By) {
    let worth = study.reading.worth;
    sentences(h, view, study);
    let kind = match by {
        By::Element => "e",
        By::Actor => "a",
        By::Recommendation => "r",
    };
    let id = |row: &str| format!("worth-{kind}-{}-{row}", worth.measure);
    scroll(h, "What parts are worth", |h| {
        h.tag("table", &[("class", "worth")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col")], "Part");
                    h.leaf("th", &[("scope", "col")], "Adds, in any order");
                    h.tag("td", &[], |h| band::axis(h, &id("axis"), &study.reach, "What parts add, in any order"));
                    for column in ["Lost without it", "Adds alone", "Hostage"] {
                        h.leaf("th", &[("scope", "col")], column);
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                for (i, part) in study.reading.parts().into_iter().enumerate() {
                    h.tag("tr", &[], |h| {
                        h.tag("th", &[("scope", "row")], |h| h.goto(&target(by, &part.name), &part.title));
                        h.tag("td", &[("data-label", "Adds, in any order"), ("class", "adds")], |h| {
                            study.typical(h, &part.shapley);
                        });
                        h.tag("td", &[], |h| study.band(h, &id(&i.to_string()), part));
                        for (label, spread) in [("Lost without it", &part.lost), ("Adds alone", &part.alone)] {
                            h.tag("td", &[("data-label", label)], |h| study.typical(h, spread));
                        }
                        let hostage = of_hundred(part.hostage, study.futures);
                        h.leaf("td", &[("data-label", "Hostage")], &format!("in {hostage}"));
                    });
                }
            });
        });
    });
    let still: Vec<&str> = worth.parts.iter().filter(|p| !p.moves).map(|p| p.title.as_str()).collect();
    if !still.is_empty() {
        let told = format!("Nothing is moved, and exactly nothing added, by: {}.", still.join("; "));
        h.leaf("p", &[("class", "note-text")], &told);
    }
}

fn target(by: By, name: &str) -> String {
    match by {
        By::Element => anchor::element(name),
        By::Actor => anchor::actor(name),
        By::Recommendation => anchor::recommendation(name),
    }
}

/// What is gained, what adds to it and what holds it hostage.
fn sentences(h: &mut Html, view: &View, study: &Study) {
    let (reading, worth) = (&study.reading, study.reading.worth);
    h.tag("p", &[("class", "quiet")], |h| {
        h.text("On ");
        match view.measures.iter().any(|m| m.measure.name == worth.measure) {
            true => h.goto(&anchor::measure(&worth.measure), &reading.measure.title),
            false => h.text(&reading.measure.title),
        }
        let unit = study.unit();
        h.text(&if unit.is_empty() { String::new() } else { format!(", in {unit}").replace("in of", "in shares of") });
    });
    h.tag("p", &[], |h| {
        let all = [Some(reading.gain()), reading.adds(), reading.shares(), Some(reading.hostage())];
        for (i, phrase) in all.into_iter().flatten().enumerate() {
            if i > 0 {
                h.text(" ");
            }
            phrase.write(h);
        }
        if let Some(orders) = worth.orders {
            h.text(&format!(" What parts add is estimated from {} orders.", count(orders)));
        }
    });
}

/// How the tables are to be read.
pub(super) fn reading(h: &mut Html, view: &View) {
    let Some(first) = view.worth().next() else { return };
    let adding = Reading::new(view.strategy, first, Called::Titles).map(|r| r.adding_up()).unwrap_or_default();
    let text = format!(
        "What a part adds, in any order, is its mean contribution over all orders in which the parts may come (its Shapley \
         value): typically, and in nine of ten futures. {adding}. A bar shows half of the futures thick and nine in ten \
         thin, on one scale for all parts; a point at its end says that it goes on beyond. A part holds the rest hostage \
         in a future where more than half of the gain is lost without it; only futures in which the gain is worth naming \
         are counted."
    );
    h.leaf("p", &[("class", "lead-in")], &text);
}
