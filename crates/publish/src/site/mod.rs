//! The pages of a strategy: ten HTML documents that are the same served live and written as files.
//!
//! Every page reads whole without a script: charts are SVG with a table beside each.  What moves is added by `site.js`, which
//! finds its places by `id` and `data-` attributes.  No page holds a script, a style or a handler of its own.
//!
//! **Invariant:** the same site gives the same bytes; no clock, no hash order, no IO.

mod assets;
mod data;
mod days;
mod evidence;
mod future;
mod levers;
mod links;
pub mod live;
mod name;
mod pages;
mod shell;
mod standing;
mod tables;

pub use crate::language::Language;
pub use assets::{Asset, asset, assets};
pub use data::{Data, Kind, table_csv};
pub use days::Elsewhere;
pub use future::future;
pub use levers::{Movable, Position, Range, levers};
pub use name::PageName;
pub use tables::{Table, tables};

pub use crate::numbers::unit_words;

use milepost_ensemble::summary::Summary;
use milepost_monitor::Facts;
use milepost_monitor::contract::{Board, Date};
use milepost_monitor::status::Status;
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

use crate::Studies;
use crate::view::View;

/// What the pages show.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The strategy that was run.
    pub strategy: &'a Strategy,
    /// What the run says.
    pub summary: &'a Summary,
    /// The files that the strategy's spans point into.
    pub sources: &'a SourceMap,
    /// What else was found out; studies of other files than those that were run are not shown.
    pub studies: Studies<'a>,
    /// The day of which the pages speak; `None` where the strategy's time has no dates.
    pub as_of: Option<Date>,
    /// How milestones, conditions and triggers stand on that day; `None` where it cannot be said.
    pub status: Option<&'a Status>,
    /// How the contract stands on that day.
    pub board: Option<&'a Board>,
    /// What is known of the indicators; the tables of the strategy's files where absent.
    pub facts: Option<&'a Facts>,
    /// Tables that can be downloaded, beside the pages in `data/`.
    pub data: &'a [Data],
    /// What the reader should know of what is shown, in a sentence each, on every page.
    pub notes: &'a [String],
    /// Whether somebody answers behind the pages: levers can be moved.
    pub live: bool,
    /// The words.
    pub language: &'static Language,
}

/// What a page is written from.
pub(super) struct Room<'a> {
    site: &'a Site<'a>,
    view: View<'a>,
    words: &'static Language,
}

/// A whole HTML document.  Links lead to the other pages by their file names.
pub fn page(site: &Site, name: PageName) -> String {
    let view = View { studies: site.studies, ..View::new(site.language, site.strategy, site.summary, site.sources) };
    shell::write(&Room { site, view, words: site.language }, name)
}
