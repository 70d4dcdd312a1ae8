//! What parts are worth: shares of the gain as bands over futures, and which parts hold the rest hostage.

use milepost_explore::worth::{By, PartWorth, Worth};

use super::scroll;
use crate::anchor;
use crate::chart::band::{self, Reach};
use crate::html::Html;
use crate::numbers::{Digits, count, of_hundred, percent};
use crate::studies::missing;
use crate::view::View;

/// A study of worth, with how its numbers are written.
pub(super) struct Study<'a> {
    pub(super) worth: &'a Worth,
    digits: Digits,
    reach: Reach,
    futures: u64,
}

impl<'a> Study<'a> {
    fn new(view: &View<'a>, worth: &'a Worth) -> Option<Study<'a>> {
        let measure = view.strategy.measures.iter().find(|m| m.name == worth.measure)?;
        let spreads = || worth.parts.iter().map(|p| &p.shapley);
        let digits = Digits::of(&measure.display, spreads().chain([&worth.gain]));
        let futures = (worth.futures as f64 * worth.gaining).round() as u64;
        Some(Study { worth, digits, reach: Reach::of(spreads()), futures })
    }

    /// The part of this name.
    pub(super) fn part(&self, name: &str) -> Option<&'a PartWorth> {
        self.worth.parts.iter().find(|p| p.name == name)
    }

    /// Writes the share of the gain, its band and how often the part holds the rest hostage, in one cell.
    pub(super) fn write(&self, h: &mut Html, id: &str, part: &PartWorth) {
        h.leaf("span", &[("class", "big")], &share(part));
        h.leaf("span", &[("class", "quiet")], " of the gain");
        self.band(h, id, part);
        h.leaf("span", &[("class", "quiet line")], &self.hostage(part));
    }

    fn band(&self, h: &mut Html, id: &str, part: &PartWorth) {
        let full = |value: f64| self.digits.full(value);
        let [_, low, _, typical, _, high, _] = part.shapley.quantiles;
        let told = match part.shapley.known {
            0 => "Unknown.".to_string(),
            _ => format!("Typically {}, in eight of ten futures {} to {}.", full(typical), full(low), full(high)),
        };
        band::draw(h, id, &self.reach, &part.shapley, (&part.title, &told));
    }

    fn hostage(&self, part: &PartWorth) -> String {
        match of_hundred(part.hostage, self.futures).as_str() {
            "none" => "never holds the rest hostage".into(),
            "all" => "always holds the rest hostage".into(),
            told => format!("holds the rest hostage in {told}"),
        }
    }
}

/// The share of the mean gain, with the error of the orders drawn.
fn share(part: &PartWorth) -> String {
    if part.share < 0.0 { format!("\u{2212}{}", percent(-part.share)) } else { percent(part.share) }
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
    let worth = study.worth;
    h.tag("p", &[("class", "lead-in")], |h| sentence(h, view, study));
    let kind = match by {
        By::Element => "e",
        By::Actor => "a",
        By::Recommendation => "r",
    };
    scroll(h, "What parts are worth", |h| {
        h.tag("table", &[("class", "worth")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    for column in ["Part", "Share of the gain", "Lost without it", "Gained by it alone", "Hostage"] {
                        h.leaf("th", &[("scope", "col")], column);
                    }
                });
            });
            h.tag("tbody", &[], |h| {
                for (i, part) in worth.parts.iter().enumerate() {
                    h.tag("tr", &[], |h| {
                        h.tag("th", &[("scope", "row")], |h| h.goto(&target(by, &part.name), &part.title));
                        h.tag("td", &[("data-label", "Share of the gain")], |h| {
                            h.leaf("b", &[], &share(part));
                            study.band(h, &format!("worth-{kind}-{}-{i}", worth.measure), part);
                        });
                        let typical = |spread: &milepost_ensemble::summary::Spread| match spread.known {
                            0 => "unknown".into(),
                            _ => study.digits.number(spread.quantiles[3]),
                        };
                        h.leaf("td", &[("data-label", "Lost without it")], &typical(&part.lost));
                        h.leaf("td", &[("data-label", "Gained by it alone")], &typical(&part.alone));
                        let hostage = of_hundred(part.hostage, study.futures);
                        h.leaf("td", &[("data-label", "Hostage")], &format!("in {hostage}"));
                    });
                }
            });
        });
    });
}

fn target(by: By, name: &str) -> String {
    match by {
        By::Element => anchor::element(name),
        By::Actor => anchor::actor(name),
        By::Recommendation => anchor::recommendation(name),
    }
}

/// What is compared, on how many futures, and how the shares were found.
fn sentence(h: &mut Html, view: &View, study: &Study) {
    let worth = study.worth;
    let title = |name: &str| {
        let pathway = view.strategy.pathways.iter().find(|p| p.name == name);
        pathway.map_or(name.to_string(), |p| p.title.clone())
    };
    let measure = view.strategy.measures.iter().find(|m| m.name == worth.measure);
    h.text("On ");
    if view.measures.iter().any(|m| m.measure.name == worth.measure) {
        h.goto(&anchor::measure(&worth.measure), measure.map_or(&worth.measure, |m| &m.title));
    } else {
        h.text(measure.map_or(&worth.measure, |m| &m.title));
    }
    let gain = match worth.gain.known {
        0 => "an unknown amount".into(),
        _ => study.digits.full(worth.gain.quantiles[3]),
    };
    let unit = study.digits.unit();
    let unit = if unit.is_empty() { String::new() } else { format!(" Numbers are in {unit}.") };
    h.text(&format!(
        ", {} typically gains {gain} over the reference, in {} futures. A part\u{2019}s share is its mean contribution \
         over all orders in which the parts may come (Shapley value); the bar shows where eight in ten futures lie, the \
         thin line nothing.{} It holds the rest hostage where more than half of the gain is lost without it, counted in \
         the futures with a gain that matters, {} of them.{unit}",
        title(&worth.pathway),
        count(worth.futures),
        match worth.orders {
            Some(orders) => format!(" {} orders were drawn.", count(orders)),
            None => String::new(),
        },
        percent(worth.gaining),
    ));
}
