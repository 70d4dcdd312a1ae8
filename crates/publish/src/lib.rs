//! A checked strategy and the summary of its run, made readable: the report page and the terminal's tables.
//!
//! - [`report`] writes one HTML file without scripts and without anything fetched from elsewhere.
//! - [`table`] writes what `milepost run` prints, [`claims_table`] what `milepost test` prints, [`worth_table`] what
//!   `milepost worth` prints, [`diff_table`] what `milepost diff` prints.
//!
//! **Invariant:** the same strategy and summary give the same text, byte by byte; no clock, no hash order, no IO.

mod answer;
mod calendar;
mod chart;
mod docs;
mod html;
mod numbers;
mod page;
mod phrase;
mod section;
mod terminal;
mod verdict;
mod view;
mod words;

use milepost_ensemble::summary::Summary;
use milepost_explore::diff::Diff;
use milepost_explore::worth::Worth;
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

/// The whole report as one HTML page.  `sources` are the files that the strategy's spans point into.
pub fn report(strategy: &Strategy, summary: &Summary, sources: &SourceMap) -> String {
    page::write(&view::View::new(strategy, summary, sources))
}

/// What `milepost run` prints: the answer, pathways by measures, the claims in a line each.  What to type next is the
/// caller's to say, who knows the folder.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn table(strategy: &Strategy, summary: &Summary, width: usize, color: bool) -> String {
    let sources = SourceMap::default();
    terminal::table::write(&view::View::new(strategy, summary, &sources), width.max(60), color)
}

/// What `milepost test` prints: every claim with its paragraphs, verdict, share of futures and margin.
/// No line is wider than `width` columns (but at least 60).
pub fn claims_table(strategy: &Strategy, summary: &Summary, width: usize) -> String {
    let sources = SourceMap::default();
    terminal::claims::write(&view::View::new(strategy, summary, &sources), width.max(60))
}

/// What `milepost worth` prints of one measure: what the whole gains and who holds it hostage in plain words, then each
/// part with what is lost without it, what it adds alone, its share and how often it holds the rest hostage.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn worth_table(strategy: &Strategy, worth: &Worth, width: usize, color: bool) -> String {
    terminal::worth::write(strategy, worth, width.max(60), color)
}

/// What `milepost diff` prints: declarations and tables that changed, and what that did to measures and verdicts.
/// `strategy` is the second of the two.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn diff_table(strategy: &Strategy, diff: &Diff, width: usize, color: bool) -> String {
    terminal::diff::write(strategy, diff, width.max(60), color)
}
