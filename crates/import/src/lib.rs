//! Models of other tools as checked models of ours.
//!
//! 1. [`decode`] makes text of bytes; [`mdl::read`] and [`xmile::read`] make of it one tree of equations as the author
//!    wrote them ([`foreign`]), with places.
//! 2. `resolve` works out names, subscripts, macros and functions, element by element, and yields a checked
//!    `milepost_strategy::model::Strategy` without pathways, or findings that point at the original lines.
//!
//! What a tool's function means is decided in one place, `resolve::functions`.  What cannot be computed as that tool
//! would is refused by name; nothing runs as zero.

mod data;
mod decode;
mod equation;
mod findings;
pub mod foreign;
pub mod mdl;
mod resolve;
mod varied;
pub mod xmile;

use foreign::Model;
use milepost_strategy::model::Strategy;
use milepost_syntax::{Diagnostic, FileId, Severity, SourceMap};

pub use data::Files;
pub use decode::decode;
pub use resolve::{Column, Settings};
pub use varied::{Varied, read_varied};

/// A model read from another tool's file.
#[derive(Debug)]
pub struct Imported {
    /// The model as a strategy without choices, if nothing in it is wrong.
    pub strategy: Option<Strategy>,
    /// Every element of every variable that has a value, in the order of the file.
    pub columns: Vec<Column>,
    /// Steps between saved values.
    pub save_every: u32,
    /// The file.
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
    let Some(reader) = reader(path) else {
        return Err(format!("`{path}` is no .mdl, .xmile, .xml or .stmx file"));
    };
    let text = decode(&files.read(path)?)?;
    let mut sources = SourceMap::default();
    let file = sources.add(path, text);
    let (model, mut diagnostics) = reader(file, &sources.get(file).text);
    let mut imported =
        Imported { strategy: None, columns: Vec::new(), save_every: 1, sources, diagnostics: Vec::new() };
    if !diagnostics.iter().any(|d| d.severity == Severity::Error) {
        let (resolved, found) = resolve::resolve(&model, files, settings, path);
        diagnostics.extend(found);
        if let Some(resolved) = resolved {
            imported.columns = resolved.columns;
            imported.save_every = resolved.save_every;
            imported.strategy = Some(resolved.strategy);
        }
    }
    milepost_syntax::sort(&mut diagnostics);
    imported.diagnostics = diagnostics;
    Ok(imported)
}
