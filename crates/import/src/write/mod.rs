//! Trees of equations as text again, in the format they came from or in the other one.
//!
//! ```text
//! tree of Vensim ──▶ to_xmile ──▶ tree of XMILE ──▶ xmile ──▶ .xmile
//!        ▲                              │
//!       mdl ◀────── to_vensim ◀─────────┘
//! ```
//!
//! What the other dialect says in other words is said in them; what it cannot say at all is a finding at its line, and then
//! nothing is written; what says nothing about values is listed as [`Lost`].

mod beside;
mod expression;
mod make;
mod mdl;
mod names;
mod to_vensim;
mod to_xmile;
mod xmile;

pub use beside::beside_values;

use crate::data::Files;
use crate::foreign::{Dialect, Model};
use crate::resolve::Settings;
use milepost_syntax::{Diagnostic, FileId, Severity, SourceMap};

/// A format that is written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Vensim's text format.
    Mdl,
    /// XMILE 1.0.
    Xmile,
}

/// What a conversion leaves behind, in words: things that say nothing about values.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lost(pub Vec<String>);

impl Lost {
    /// Notes something, once.
    pub fn note(&mut self, what: impl Into<String>) {
        let what = what.into();
        if !self.0.contains(&what) {
            self.0.push(what);
        }
    }
}

/// A file of another tool as a tree.
#[derive(Debug)]
pub struct Opened {
    /// The tree, as far as it could be read.
    pub model: Model,
    /// The file.
    pub sources: SourceMap,
    /// All findings of the reader.
    pub diagnostics: Vec<Diagnostic>,
}

/// The axis of time in numbers, as a run has it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    /// First instant.
    pub start: f64,
    /// Last instant.
    pub stop: f64,
    /// Step.
    pub step: f64,
    /// Interval of saving.
    pub save: f64,
}

/// Reads a file as a tree, by its path relative to where `files` looks.
///
/// # Errors
/// A sentence if the file cannot be read at all; everything else is among the findings.
pub fn open(path: &str, files: &dyn Files) -> Result<Opened, String> {
    let Some(reader) = crate::reader(path) else {
        return Err(format!("`{path}` is no .mdl, .xmile, .xml or .stmx file"));
    };
    let text = crate::decode(&files.read(path)?)?;
    let mut sources = SourceMap::default();
    let file = sources.add(path, text);
    let (model, mut diagnostics) = reader(file, &sources.get(file).text);
    milepost_syntax::sort(&mut diagnostics);
    Ok(Opened { model, sources, diagnostics })
}

/// Writes a tree in a format.  `source` is the text that it was read from, `axis` what a run of it has, `files` and `settings`
/// are as for reading.
///
/// # Errors
/// A finding for everything that the format cannot say.
pub fn write(
    model: &Model,
    source: &str,
    to: Format,
    axis: Axis,
    files: &dyn Files,
    settings: &Settings,
) -> Result<(String, Lost), Vec<Diagnostic>> {
    let mut lost = Lost(model.left_out.clone());
    let text = match (model.dialect, to) {
        (Dialect::Vensim, Format::Mdl) => {
            let files = beside::files(model);
            if !files.is_empty() {
                lost.note(format!("what the new file reads as well, to be copied beside it: {}", files.join(", ")));
            }
            mdl::write(model, source, &mut lost)?
        }
        (Dialect::Xmile, Format::Xmile) => xmile::write(model, axis, &mut lost)?,
        (Dialect::Vensim, Format::Xmile) => {
            let said = to_xmile::translate(model, axis, files, settings, &mut lost)?;
            xmile::write(&said, axis, &mut lost)?
        }
        (Dialect::Xmile, Format::Mdl) => {
            let said = to_vensim::translate(model, axis, &mut lost)?;
            mdl::write(&said, "", &mut lost)?
        }
    };
    // What was written must be readable, whatever stood in names and comments.
    let reader = if to == Format::Mdl { crate::mdl::read } else { crate::xmile::read };
    let (_, findings) = reader(FileId(0), &text);
    match findings.into_iter().find(|f| f.severity == Severity::Error) {
        None => Ok((text, lost)),
        Some(fault) => {
            let mut finding = Diagnostic::error(
                fault.span.unwrap_or_default(),
                format!("what would be written cannot be read back: {}", fault.message),
            );
            finding.span = None;
            Err(vec![finding])
        }
    }
}
