//! What was found out about a strategy beside its run, and what of it may be shown.

use milepost_explore::fit::FitSummary;
use milepost_explore::links::Links;
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
}

/// Says in one line what is not shown, why, and which command makes it.
pub(crate) fn missing(h: &mut Html, what: &str, stale: bool, command: &str) {
    let text = match stale {
        true => format!("{what} was worked out for other files than those run here; `{command}` does it again."),
        false => format!("{what} has not been worked out yet; `{command}` does it."),
    };
    h.tag("p", &[("class", "missing")], |h| docs::inline(h, &text));
}
