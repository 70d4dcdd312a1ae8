//! Models of other tools as checked models of ours.
//!
//! 1. [`decode`] makes text of bytes; [`mdl::read`] and [`xmile::read`] make of it one tree of equations as the author
//!    wrote them ([`foreign`]), with places.
//! 2. `resolve` works out names, subscripts, macros and functions, element by element, and yields a checked
//!    `milepost_strategy::model::Strategy` without pathways, or findings that point at the original lines.
//!
//! What a tool's function means is decided in one place, `resolve::functions`.  What cannot be computed as that tool
//! would is refused by name; nothing runs as zero.

pub mod check;
mod columns;
mod data;
mod decode;
mod equation;
mod findings;
mod finite;
pub mod foreign;
pub mod matrix;
pub mod mdl;
mod recorded;
mod resolve;
mod world;
pub mod write;
pub mod xmile;

use foreign::Model;
use milepost_strategy::Settled;
use milepost_strategy::model::Strategy;
use milepost_syntax::{Diagnostic, FileId, Severity, SourceMap};

pub use columns::{chosen, columns_of};
pub use data::Files;
pub use decode::decode;
pub use finite::not_finite;
pub use resolve::{Clock, Column, Settings};
pub use world::{Reading, check_strategy};

use recorded::Recorded;

/// A model read from another tool's file.
#[derive(Debug)]
pub struct Imported {
    /// The model as a strategy without choices, if nothing in it is wrong.
    pub strategy: Option<Strategy>,
    /// Every element of every variable that has a value, in the order of the file.
    pub columns: Vec<Column>,
    /// How many variables of the strategy the file names; those that follow are parts of functions and macros.
    pub named: usize,
    /// Steps between saved values.
    pub save_every: u32,
    /// Which steps are shown and at which times, where `TIME STEP`, `SAVEPER` or `FINAL TIME` change during the run.
    pub clock: Option<Clock>,
    /// Constants that cannot be another number in each future.
    pub settled: Vec<Settled>,
    /// The file, and those it reads.
    pub sources: SourceMap,
    /// All findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// What reads a format: a model as far as it could be read, and all findings.
type Reader = fn(FileId, &str) -> (Model, Vec<Diagnostic>);

/// The formats that are read, by the ending of the file's name.
fn reader(path: &str) -> Option<Reader> {
    let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
    match ending.as_str() {
        "mdl" => Some(mdl::read),
        "xmile" | "xml" | "stmx" | "itmx" => Some(xmile::read),
        _ => None,
    }
}

/// Whether a file of this name is read here.
pub fn reads(path: &str) -> bool {
    reader(path).is_some()
}

/// Reads a model, by its path relative to where `files` looks.
///
/// # Errors
/// A sentence if the file cannot be read at all; everything else is among the findings.
pub fn read(path: &str, files: &dyn Files, settings: &Settings) -> Result<Imported, String> {
    whole(path, files, settings, SourceMap::default()).map(|(_, imported)| imported)
}

/// As [`read`], where findings may point into other files as well: the model's files follow those.
fn read_beside(path: &str, files: &dyn Files, settings: &Settings, sources: SourceMap) -> Result<Imported, String> {
    whole(path, files, settings, sources).map(|(_, imported)| imported)
}

/// The model as the file has it, and as ours.
pub(crate) fn whole(
    path: &str,
    files: &dyn Files,
    settings: &Settings,
    mut sources: SourceMap,
) -> Result<(Model, Imported), String> {
    let Some(reader) = reader(path) else {
        return Err(format!("`{path}` is no .mdl, .xmile, .xml or .stmx file"));
    };
    let text = decode(&files.read(path)?)?;
    let file = sources.add(path, text);
    let (model, mut diagnostics) = reader(file, &sources.get(file).text);
    let mut imported = Imported {
        strategy: None,
        columns: Vec::new(),
        named: 0,
        save_every: 1,
        clock: None,
        settled: Vec::new(),
        sources,
        diagnostics: Vec::new(),
    };
    if !diagnostics.iter().any(|d| d.severity == Severity::Error) {
        let beside = Recorded::new(files);
        let (resolved, found) = resolve::resolve(&model, &beside, settings, path);
        diagnostics.extend(found);
        beside.into_sources(&mut imported.sources);
        if let Some(resolved) = resolved {
            imported.columns = resolved.columns;
            imported.named = resolved.named;
            imported.save_every = resolved.save_every;
            imported.clock = resolved.clock;
            imported.settled = resolved.settled;
            imported.strategy = Some(resolved.strategy);
        }
    }
    milepost_syntax::sort(&mut diagnostics);
    for finding in diagnostics.iter_mut().filter(|d| d.span.is_none()) {
        // No line of the file is to blame: the file is.
        finding.message = format!("{path}: {}", finding.message);
    }
    imported.diagnostics = diagnostics;
    Ok((model, imported))
}
