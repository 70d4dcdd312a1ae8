//! What parts are worth: shares of the gain as bands over futures, and which parts hold the rest hostage.

use milepost_ensemble::summary::Spread;
use milepost_explore::worth::{By, PartWorth, Worth};

use super::scroll;
use crate::anchor;
use crate::chart::band::{self, Reach};
use crate::html::Html;
use crate::numbers::{Digits, count, of_hundred, percent, plain};
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
        let lost = worth.parts.iter().map(|p| &p.lost);
        let digits = Digits::of(&measure.display, spreads().chain(lost).chain([&worth.gain]));
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
        h.leaf("span", &[("class", "quiet")], &format!("{} of the gain", error(part).unwrap_or_default()));
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

    /// The typical value, and where eight in ten futures lie.
    fn typical(&self, h: &mut Html, spread: &Spread) {
        if spread.known == 0 {
            h.text("unknown");
            return;
        }
        let number = |x| self.digits.number(x);
        let [_, low, _, typical, _, high, _] = spread.quantiles;
        h.text(&number(typical));
        h.leaf("span", &[("class", "quiet line")], &format!("{} to {}", number(low), number(high)));
    }

    fn hostage(&self, part: &PartWorth) -> String {
        match of_hundred(part.hostage, self.futures).as_str() {
            "none" => "never holds the rest hostage".into(),
            "all" => "always holds the rest hostage".into(),
            told => format!("holds the rest hostage in {told}"),
        }
    }
}

/// The share of the mean gain.
fn share(part: &PartWorth) -> String {
    if part.share < 0.0 { format!("\u{2212}{}", percent(-part.share)) } else { percent(part.share) }
}

/// The standard error of the share from the orders drawn, in points; `None` where all were counted.
fn error(part: &PartWorth) -> Option<String> {
    let points = (part.error / part.mean * part.share * 100.0).abs();
    (part.error > 0.0 && points.is_finite()).then(|| format!(" \u{b1} {}", plain((points * 10.0).ceil() / 10.0)))
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
                        for (label, spread) in [("Lost without it", &part.lost), ("Gained by it alone", &part.alone)] {
                            h.tag("td", &[("data-label", label)], |h| study.typical(h, spread));
                        }
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

/// What is compared, and on how many futures.
fn sentence(h: &mut Html, view: &View, study: &Study) {
    let worth = study.worth;
    let pathway = view.strategy.pathways.iter().find(|p| p.name == worth.pathway);
    let measure = view.strategy.measures.iter().find(|m| m.name == worth.measure);
    let title = measure.map_or(&worth.measure, |m| &m.title);
    h.text("On ");
    match view.measures.iter().any(|m| m.measure.name == worth.measure) {
        true => h.goto(&anchor::measure(&worth.measure), title),
        false => h.text(title),
    }
    let gain = match worth.gain.known {
        0 => "an unknown amount".into(),
        _ => study.digits.full(worth.gain.quantiles[3]),
    };
    let orders = worth.orders.map(|n| format!(" Shares are estimated from {} orders.", count(n)));
    let unit = Some(study.digits.unit()).filter(|u| !u.is_empty()).map(|u| format!(" Numbers are in {u}."));
    h.text(&format!(
        ", {} typically gains {gain} over the reference, in {} futures; in {} of them the gain matters.{}{}",
        pathway.map_or(&worth.pathway, |p| &p.title),
        count(worth.futures),
        percent(worth.gaining),
        orders.unwrap_or_default(),
        unit.unwrap_or_default()
    ));
}

/// How shares are to be read.
pub(super) fn reading(h: &mut Html, view: &View) {
    if view.worth().next().is_none() {
        return;
    }
    let text = "A part\u{2019}s share is its mean contribution over all orders in which the parts may come (its Shapley \
                value), as part of the mean gain. Its bar shows half and eight in ten of the futures, the upright line no \
                contribution at all. A part holds the rest hostage in a future where more than half of the gain is lost \
                without it; only futures in which the gain matters are counted.";
    h.leaf("p", &[("class", "lead-in")], text);
}
