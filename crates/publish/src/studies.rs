//! What was found out about a strategy beside its run, and what of it may be shown.

use milepost_explore::discover::Discovery;
use milepost_explore::fit::FitSummary;
use milepost_explore::links::Links;
use milepost_explore::loops::Loops;
use milepost_explore::robustness::Robustness;
use milepost_explore::sensitivity::Sensitivity;
use milepost_explore::timing::Timing;
use milepost_explore::worth::Worth;

use crate::docs;
use crate::html::Html;
use crate::view::View;

/// Studies of a strategy, as they were kept.
#[derive(Clone, Copy, Debug, Default)]
pub struct Studies<'a> {
    /// What parts are worth: one for each measure and kind of part.
    pub worth: &'a [Worth],
    /// What was found of the causal links.
    pub links: Option<&'a Links>,
    /// Which futures agree with what was counted.
    pub fits: &'a [FitSummary],
    /// What drives each measure.
    pub sensitivity: &'a [Sensitivity],
    /// Where pathways fail: one for each pathway and measure.
    pub discover: &'a [Discovery],
    /// How robust pathways are, by which yardstick.
    pub robustness: Option<&'a Robustness>,
    /// Until when regimes can be used, and when to decide.
    pub timing: Option<&'a Timing>,
    /// Feedback loops and which one is in charge.
    pub loops: Option<&'a Loops>,
}

impl<'a> View<'a> {
    /// The studies of worth that belong to the files that were run.
    pub(crate) fn worth(&self) -> impl Iterator<Item = &'a Worth> + use<'a> {
        let strategy = &self.summary.provenance.strategy;
        self.studies.worth.iter().filter(move |w| w.strategy == *strategy)
    }

    /// The study of links, if it belongs to the files that were run.
    pub(crate) fn links(&self) -> Option<&'a Links> {
        self.studies.links.filter(|l| l.strategy == self.summary.provenance.strategy)
    }

    /// The fits that belong to the files that were run.
    pub(crate) fn fits(&self) -> impl Iterator<Item = &'a FitSummary> + use<'a> {
        let strategy = &self.summary.provenance.strategy;
        self.studies.fits.iter().filter(move |f| f.strategy == *strategy)
    }

    /// What drives each measure, of what was worked out for the files that were run.
    pub(crate) fn sensitivity(&self) -> impl Iterator<Item = &'a Sensitivity> + use<'a> {
        let strategy = &self.summary.provenance.strategy;
        self.studies.sensitivity.iter().filter(move |s| s.strategy == *strategy)
    }

    /// Where pathways fail: one for each pathway and measure, of what was worked out for the files that were run.
    pub(crate) fn discover(&self) -> impl Iterator<Item = &'a Discovery> + use<'a> {
        let strategy = &self.summary.provenance.strategy;
        self.studies.discover.iter().filter(move |s| s.strategy == *strategy)
    }

    /// How robust pathways are, by which yardstick, if that was worked out for the files that were run.
    pub(crate) fn robustness(&self) -> Option<&'a Robustness> {
        self.studies.robustness.filter(|s| s.strategy == self.summary.provenance.strategy)
    }

    /// Until when regimes can be used, and when to decide, if that was worked out for the files that were run.
    pub(crate) fn timing(&self) -> Option<&'a Timing> {
        self.studies.timing.filter(|s| s.strategy == self.summary.provenance.strategy)
    }

    /// Feedback loops and which one is in charge, if that was worked out for the files that were run.
    pub(crate) fn loops(&self) -> Option<&'a Loops> {
        self.studies.loops.filter(|s| s.strategy == self.summary.provenance.strategy)
    }
}

/// Says in one line what is not shown, why, and which command makes it.
pub(crate) fn missing(h: &mut Html, what: &str, stale: bool, command: &str) {
    let key = if stale { "study.other-files" } else { "study.not-yet" };
    let text = h.words.fill(key, &[("what", what), ("command", command)]);
    h.tag("p", &[("class", "missing")], |h| docs::inline(h, &text));
}
