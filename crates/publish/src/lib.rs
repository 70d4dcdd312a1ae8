//! A checked strategy and the summary of its run, made readable: the report page and the terminal's tables.
//!
//! - [`report`] writes one HTML file without scripts and without anything fetched from elsewhere.
//! - [`table`] writes what `milepost run` prints, [`claims_table`] what `milepost test` prints, [`worth_table`] what
//!   `milepost worth` prints, [`fit_table`] what `milepost fit` prints, [`links_table`] what `milepost check` prints of links,
//!   [`diff_table`] what `milepost diff` prints, [`discover_table`] what `milepost discover` prints,
//!   [`robustness_table`] what `milepost robustness` prints.
//!
//! **Invariant:** the same strategy and summary give the same text, byte by byte; no clock, no hash order, no IO.

mod anchor;
mod answer;
mod brief;
mod calendar;
mod chart;
mod code;
mod csv;
mod designs;
mod discover;
mod docs;
mod elements;
mod html;
mod language;
mod loops;
mod numbers;
mod order;
mod page;
mod phrase;
mod robustness;
mod section;
mod sensitivity;
pub mod site;
mod studies;
mod terminal;
mod timing;
mod verdict;
mod view;
mod words;
mod worth;

pub use csv::csv;
pub use language::Language;
pub use numbers::count;
pub use studies::Studies;
pub use terminal::model::{Detail, misfits, model_report};

use milepost_ensemble::summary::Summary;
use milepost_explore::diff::Diff;
use milepost_explore::discover::Discovery;
use milepost_explore::fit::FitSummary;
use milepost_explore::links::Links;
use milepost_explore::loops::Loops;
use milepost_explore::rehearsal::Side;
use milepost_explore::robustness::Robustness;
use milepost_explore::sensitivity::Sensitivity;
use milepost_explore::timing::Timing;
use milepost_explore::worth::Worth;
use milepost_monitor::contract::{Board, Said, Standing};
use milepost_monitor::replay::Replayed;
use milepost_monitor::status::Status;
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

/// The whole report as one HTML page.  `sources` are the files that the strategy's spans point into.  Studies of other
/// files than those that were run are not shown; the page says which command makes them anew.
pub fn report(strategy: &Strategy, summary: &Summary, sources: &SourceMap, studies: &Studies) -> String {
    page::write(&view::View { studies: *studies, ..view::View::new(Language::english(), strategy, summary, sources) })
}

/// The page of an exploration, to lie beside the report as `explore.html`: the three sentences for somebody who decides
/// (what it depends on, where it fails, which choice is robust by which yardstick), each with its evidence.
pub fn explored(strategy: &Strategy, summary: &Summary, sources: &SourceMap, studies: &Studies) -> String {
    page::explored(&view::View {
        studies: *studies,
        ..view::View::new(Language::english(), strategy, summary, sources)
    })
}

/// What `milepost explore` prints: the three sentences.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn brief(strategy: &Strategy, summary: &Summary, studies: &Studies, width: usize, color: bool) -> String {
    let sources = SourceMap::default();
    let view = view::View { studies: *studies, ..view::View::new(Language::english(), strategy, summary, &sources) };
    terminal::brief::write(&view, width.max(60), color)
}

/// What `milepost run` prints: the answer, pathways by measures, the claims in a line each.  What to type next is the
/// caller's to say, who knows the folder.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn table(strategy: &Strategy, summary: &Summary, width: usize, color: bool) -> String {
    let sources = SourceMap::default();
    terminal::table::write(&view::View::new(Language::english(), strategy, summary, &sources), width.max(60), color)
}

/// What `milepost run` prints of a bare model, whose measures are its outputs at the end: the quantiles of each.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn outputs_table(strategy: &Strategy, summary: &Summary, width: usize, color: bool) -> String {
    let sources = SourceMap::default();
    terminal::outputs::write(&view::View::new(Language::english(), strategy, summary, &sources), width.max(60), color)
}

/// The report of a bare model: its outputs over time, its uncertainties and equations.
pub fn outputs_report(strategy: &Strategy, summary: &Summary, sources: &SourceMap) -> String {
    // Nothing is better or worse about an output, as it would be about a measure.
    let mut summary = summary.clone();
    summary.pathways.iter_mut().for_each(|p| p.measures.clear());
    report(&Strategy { measures: Vec::new(), ..strategy.clone() }, &summary, sources, &Studies::default())
}

/// What `milepost test` prints: every claim with its paragraphs, verdict, share of futures and margin.
/// No line is wider than `width` columns (but at least 60).
pub fn claims_table(strategy: &Strategy, summary: &Summary, width: usize) -> String {
    let sources = SourceMap::default();
    terminal::claims::write(&view::View::new(Language::english(), strategy, summary, &sources), width.max(60))
}

/// What `milepost contract status` prints: every obligation as it stands, those in trouble first.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn contract_table(board: &Board, width: usize, color: bool) -> String {
    terminal::contract::write(board, (width.max(60), color))
}

/// What `milepost contract status` prints of one obligation: how it stands, and everything that was said of it.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn obligation_table(standing: &Standing, board: &Board, said: &[Said], width: usize, color: bool) -> String {
    terminal::contract::one(standing, board, said, (width.max(60), color))
}

/// What `milepost worth` prints of one measure: what the whole gains and who holds it hostage in plain words, then each
/// part with what is lost without it, what it adds alone, its share and how often it holds the rest hostage.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn worth_table(strategy: &Strategy, worth: &Worth, width: usize, color: bool) -> String {
    terminal::worth::write(strategy, worth, width.max(60), color)
}

/// What `milepost status` prints: what is met, due, late and overdue, what holds and what was lost, why, on which rows of
/// evidence, what would change it, and what cannot be known.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn status_table(status: &Status, width: usize, color: bool) -> String {
    terminal::status::write(status, width.max(60), color)
}

/// What `milepost replay` prints: period by period what changed and what was asked, on what was known then; then every
/// trigger and condition as it did, beside simulations.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn replay_table(strategy: &Strategy, replayed: &Replayed, sides: &[Side], width: usize, color: bool) -> String {
    terminal::replay::write(strategy, replayed, sides, (width.max(60), color))
}

/// What `milepost sensitivity` prints: for each measure (or chart, over time) and pathway what it depends on in a sentence,
/// and for the leading pathway the table behind it with intervals, directions and whether enough was run.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn sensitivity_table(strategy: &Strategy, found: &[Sensitivity], width: usize, color: bool) -> String {
    terminal::sensitivity::write(strategy, found, width.max(60), color)
}

/// What `milepost discover` prints: for each measure and pathway how often it fails and the boxes in which it does; of a single
/// one also the trajectory and the limits with how far to trust them.  `tree` adds the leaves of the trees.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn discover_table(
    strategy: &Strategy,
    summary: &Summary,
    found: &[Discovery],
    tree: bool,
    width: usize,
    color: bool,
) -> String {
    let sources = SourceMap::default();
    terminal::discover::write(
        &view::View::new(Language::english(), strategy, summary, &sources),
        found,
        tree,
        (width.max(60), color),
    )
}

/// What `milepost robustness` prints: for each measure which pathway is best by how many yardsticks, the numbers of the leading
/// one, and in how many futures all bars are met.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn robustness_table(
    strategy: &Strategy,
    summary: &Summary,
    found: &Robustness,
    width: usize,
    color: bool,
) -> String {
    let sources = SourceMap::default();
    terminal::robustness::write(
        &view::View::new(Language::english(), strategy, summary, &sources),
        found,
        (width.max(60), color),
    )
}

/// What `milepost fit` prints of one fit: the futures kept, what was counted beside what the model reports, the
/// uncertainties that are narrowed, and what the choices come to, before and after.
/// Lines are wrapped at `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn fit_table(strategy: &Strategy, fit: &FitSummary, width: usize, color: bool) -> String {
    terminal::fit::write(strategy, fit, width.max(60), color)
}

/// What `milepost check` prints of the source's links: how many of each finding, then each that is not found, with the
/// reason.  No line is wider than `width` columns (but at least 60).  `sources` are the files that the strategy's spans
/// point into.
pub fn links_table(strategy: &Strategy, sources: &SourceMap, links: &Links, width: usize) -> String {
    terminal::links::write(strategy, sources, links, width.max(60))
}

/// What `milepost loops` prints: who is in charge under each pathway, one after another; how much of the change each loop
/// makes; the loops; what is not scored.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn loops_table(strategy: &Strategy, loops: &Loops, width: usize, color: bool) -> String {
    terminal::loops::write(strategy, loops, width.max(60), color)
}

/// What `milepost diff` prints: declarations and tables that changed, and what that did to measures and verdicts.
/// `strategy` is the second of the two.
/// No line is wider than `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn diff_table(strategy: &Strategy, diff: &Diff, width: usize, color: bool) -> String {
    terminal::diff::write(strategy, diff, width.max(60), color)
}

/// What `milepost pathways` prints: until when each regime can be used and when its successor must be decided, what can
/// follow what, which sequences are worth keeping, and how well the triggers warn.
/// Lines are wrapped at `width` columns (but at least 60); `color` adds emphasis that carries no meaning.
pub fn timing_table(strategy: &Strategy, timing: &Timing, width: usize, color: bool) -> String {
    terminal::timing::write(strategy, timing, width.max(60), color)
}
