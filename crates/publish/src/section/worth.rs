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
        let reading = Reading::new(view.strategy, worth, Called::Titles, view.words)?;
        let share = Display { text: "share".into(), scale: 1.0 };
        let display = if reading.yes_or_no { &share } else { &reading.measure.display };
        let power = if reading.yes_or_no { 0 } else { reading.digits.power() };
        let reach = Reach::of(view.words, display, power, worth.parts.iter().map(|p| &p.shapley));
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
            (0, _) => h.words.say("worth.band-unknown").to_string(),
            (_, Some(band)) => h.words.fill("worth.band", &[("typical", &typical), ("band", &band)]),
            (_, None) => h.words.fill("worth.band-average", &[("typical", &typical)]),
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
        let key = match part.hostage {
            share if share <= 0.0 => "worth.holds-never",
            share if share >= 1.0 => "worth.holds-always",
            _ => "worth.holds",
        };
        self.reading.words.fill(key, &[("share", &of_hundred(self.reading.words, part.hostage, self.futures))])
    }

    fn unit(&self) -> String {
        match (self.reading.yes_or_no, is_share(&self.reading.measure.display)) {
            (true, _) => self.reading.words.say("worth.of-the-futures").into(),
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
    let kinds = [
        (By::Element, "worth.each-element"),
        (By::Actor, "worth.each-actor"),
        (By::Recommendation, "worth.each-recommendation"),
    ];
    if view.worth().next().is_none() {
        let stale = !view.studies.worth.is_empty();
        missing(h, h.words.say("worth.each-part"), stale, "milepost worth .");
        return;
    }
    for (by, what) in kinds.into_iter().filter(|(by, _)| studies(view, *by).is_empty()) {
        let stale = view.studies.worth.iter().any(|w| w.by == by);
        missing(h, h.words.say(what), stale, &format!("milepost worth . --by {}", by.one()));
    }
}

/// Writes the table of one kind of part, the worthiest first; other measures folded behind it.
pub(super) fn table(h: &mut Html, view: &View, by: By) {
    let studies = studies(view, by);
    let Some((first, others)) = studies.split_first() else { return };
    let what = match by {
        By::Element => "worth.each-element",
        By::Actor => "worth.each-actors-part",
        By::Recommendation => "worth.each-recommendation",
    };
    h.leaf("h3", &[], h.words.say(what));
    rows(h, view, first, by);
    if !others.is_empty() {
        let title = h.words.say("worth.other-measures");
        super::fold(h, title, "", |h| others.iter().for_each(|study| rows(h, view, study, by)));
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
    let words = h.words;
    scroll(h, words.say("worth.parts"), |h| {
        h.tag("table", &[("class", "worth")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.leaf("th", &[("scope", "col")], words.say("worth.part"));
                    h.leaf("th", &[("scope", "col")], words.say("worth.adds"));
                    h.tag("td", &[], |h| band::axis(h, &id("axis"), &study.reach, words.say("worth.axis")));
                    for column in ["worth.lost", "worth.alone", "worth.hostage"] {
                        h.leaf("th", &[("scope", "col")], words.say(column));
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                for (i, part) in study.reading.parts().into_iter().enumerate() {
                    h.tag("tr", &[], |h| {
                        h.tag("th", &[("scope", "row")], |h| h.goto(&target(by, &part.name), &part.title));
                        h.tag("td", &[("data-label", words.say("worth.adds")), ("class", "adds")], |h| {
                            study.typical(h, &part.shapley);
                        });
                        h.tag("td", &[], |h| study.band(h, &id(&i.to_string()), part));
                        for (label, spread) in [("worth.lost", &part.lost), ("worth.alone", &part.alone)] {
                            h.tag("td", &[("data-label", words.say(label))], |h| study.typical(h, spread));
                        }
                        let share = of_hundred(words, part.hostage, study.futures);
                        let label = [("data-label", words.say("worth.hostage"))];
                        h.leaf("td", &label, &words.fill("worth.hostage-in", &[("share", &share)]));
                    });
                }
            });
        });
    });
    let still: Vec<&str> = worth.parts.iter().filter(|p| !p.moves).map(|p| p.title.as_str()).collect();
    if !still.is_empty() {
        let told = words.fill("worth.still", &[("parts", &still.join("; "))]);
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
    let unit = study.unit();
    let on = match (reading.yes_or_no, unit.is_empty()) {
        (true, _) => "worth.on-in-shares",
        (false, true) => "worth.on",
        (false, false) => "worth.on-in",
    };
    let on = h.words.fill(on, &[("unit", &unit)]);
    h.tag("p", &[("class", "quiet")], |h| {
        h.around(&on, "{measure}", |h| match view.measures.iter().any(|m| m.measure.name == worth.measure) {
            true => h.goto(&anchor::measure(&worth.measure), &reading.measure.title),
            false => h.text(&reading.measure.title),
        });
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
            h.text(" ");
            h.text(&h.words.fill("worth.orders", &[("n", &count(orders))]));
        }
    });
}

/// How the tables are to be read.
pub(super) fn reading(h: &mut Html, view: &View) {
    let Some(first) = view.worth().next() else { return };
    let adding = Reading::new(view.strategy, first, Called::Titles, view.words).map(|r| r.adding_up());
    let text = h.words.fill("worth.how-to-read", &[("adding", adding.unwrap_or_default())]);
    h.leaf("p", &[("class", "lead-in")], &text);
}
