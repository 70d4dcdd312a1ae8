//! The head of the page of an exploration: the question, and the three sentences with the way to their evidence.

use super::opening::answered;
use crate::brief::points;
use crate::html::Html;
use crate::studies::missing;
use crate::view::View;

/// Writes the head.
pub(crate) fn write(h: &mut Html, view: &View) {
    let strategy = view.strategy;
    h.tag("header", &[("class", "opening"), ("id", "about")], |h| {
        if let Some((source, _)) = &strategy.source {
            h.leaf("p", &[("class", "source")], source);
        }
        h.leaf("h1", &[], &strategy.title);
        h.tag("p", &[("class", "about")], |h| {
            h.fill("brief.about", |h, _| h.leaf("a", &[("href", "report.html")], h.words.say("brief.report")));
        });
        answered(h, view, |h| {
            h.tag("ol", &[("class", "points")], |h| points(view).iter().for_each(|point| write_point(h, view, point)));
        });
        h.leaf("p", &[("class", "facts")], &super::opening::facts(view));
    });
}

pub(crate) fn write_point(h: &mut Html, view: &View, point: &crate::brief::Point) {
    h.tag("li", &[], |h| {
        h.leaf("h2", &[("class", "asked")], point.asked);
        match &point.said {
            Some(said) => h.tag("p", &[("class", "said")], |h| said.write(h)),
            None => missing(h, point.asked, stale(view, point.section), point.command),
        }
        if point.said.is_some() {
            h.tag("p", &[("class", "evidence-link")], |h| h.goto(point.section, view.words.say("brief.evidence")));
        }
    });
}

/// Whether the study was made for other files.
fn stale(view: &View, section: &str) -> bool {
    match section {
        "sensitivity" => !view.studies.sensitivity.is_empty(),
        "discover" => !view.studies.discover.is_empty(),
        _ => view.studies.robustness.is_some(),
    }
}
