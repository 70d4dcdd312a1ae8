//! What can be said of a model without running it.

mod circles;
mod counts;
mod units;
mod unused;

pub use circles::circles;
pub use counts::Counts;
pub use units::{Kind, Mismatch, Units};
pub use unused::Unused;

use crate::{Files, Imported, Settings};

/// What was found of a model; errors and warnings are among [`Imported::diagnostics`].
#[derive(Debug)]
pub struct Checked {
    /// The model; without a strategy where it cannot be run.
    pub imported: Imported,
    /// What it consists of.
    pub counts: Counts,
    /// Its units.
    pub units: Units,
    /// What no equation reads.
    pub unused: Unused,
    /// Parts of the file that say nothing about values and were left out.
    pub left_out: Vec<String>,
}

/// Reads a model and looks at it: circles, units, what is not read.
///
/// # Errors
/// A sentence if the file cannot be read at all.
pub fn check(path: &str, files: &dyn Files, settings: &Settings) -> Result<Checked, String> {
    let (model, mut imported) = crate::whole(path, files, settings, milepost_syntax::SourceMap::default())?;
    let found = circles(&imported);
    if !found.is_empty() {
        imported.diagnostics.extend(found);
        milepost_syntax::sort(&mut imported.diagnostics);
        imported.strategy = None;
    }
    Ok(Checked {
        counts: Counts::of(&model),
        units: units::check(&model),
        unused: unused::check(&model),
        left_out: model.left_out,
        imported,
    })
}
