//! A model from one tool's format to another's, held to the same numbers.
//!
//! ```text
//! .mdl, XMILE ──▶ import::write::open ──▶ tree ──▶ import::write::write ──▶ .mdl, .xmile
//!             └─▶ import::read ──▶ Strategy ──▶ mile ──▶ .mile
//! .mile ──▶ strategy::check ──▶ Strategy ──▶ own ──▶ tree ──▶ import::write::write
//! ```
//!
//! What the other format cannot say at all is refused at its line, and nothing is written.  What says nothing about values and
//! has no place there is listed.  Then the written text is read back and run beside the original ([`agreement`]).

pub mod agreement;
mod mile;
mod own;
mod run;

use agreement::Agreement;
use milepost_import::write::{Axis, Lost};
use milepost_import::{Files, Settings};
use milepost_strategy::World;
use milepost_strategy::model::Strategy;
use milepost_syntax::{Diagnostic, Severity, SourceMap};

pub use run::{Run, run_of};

/// A format that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Vensim's text format.
    Mdl,
    /// XMILE 1.0.
    Xmile,
    /// Our own language.
    Mile,
}

impl Format {
    /// The format that the ending of a file's name stands for.
    pub fn of(path: &str) -> Option<Format> {
        match path.rsplit('.').next().unwrap_or_default().to_lowercase().as_str() {
            "mdl" => Some(Format::Mdl),
            "xmile" | "stmx" | "xml" | "itmx" => Some(Format::Xmile),
            "mile" => Some(Format::Mile),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Format::Mdl => "mdl",
            Format::Xmile => "xmile",
            Format::Mile => "mile",
        }
    }
}

/// What is converted.
pub enum Source<'w> {
    /// Another tool's file: its path relative to where files are looked for.
    Foreign(&'w str, &'w dyn Files),
    /// A strategy of our own.
    Own(&'w dyn World),
}

/// A model in its new format.
#[derive(Debug)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// What has no place in the new format and says nothing about values.
    pub lost: Vec<String>,
    /// How its numbers compare with the original's; none where that was not asked for.
    pub agreement: Option<Agreement>,
}

/// Why nothing was converted.
#[derive(Debug)]
pub enum Refused {
    /// A sentence.
    Sentence(String),
    /// Findings at lines of the original.
    Findings(Box<SourceMap>, Vec<Diagnostic>),
}

/// Whether the numbers of the two models are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Both are run.
    Numbers,
    /// The text is only read back.
    Nothing,
}

/// Converts a model.
///
/// # Errors
/// What the new format cannot say, at its line; what is wrong with the original; a sentence where the numbers would not be the
/// same.
pub fn convert(source: &Source, to: Format, compare: Compare) -> Result<Converted, Refused> {
    let made = match source {
        Source::Foreign(path, files) => foreign(path, *files, to, mile::Units::Declared)?,
        Source::Own(world) => own_model(*world, to)?,
    };
    if compare == Compare::Nothing {
        return Ok(Converted { text: made.text, lost: made.lost.0, agreement: None });
    }
    let (made, agreement) = match (compared(&made, to), source) {
        (Ok(agreement), _) => (made, agreement),
        // Units that go together might still convert something: without them nothing can.
        (Err(_), Source::Foreign(path, files)) if to == Format::Mile => {
            let made = foreign(path, *files, to, mile::Units::Comments)?;
            let agreement = compared(&made, to)?;
            (made, agreement)
        }
        (Err(why), _) => return Err(why),
    };
    Ok(Converted { text: made.text, lost: made.lost.0, agreement: Some(agreement) })
}

/// A model that was written.
struct Made<'w> {
    text: String,
    lost: Lost,
    /// The original as it runs.
    original: run::Ready,
    /// Columns of the original and what they are called.
    names: Vec<(String, String)>,
    /// Where its data lie, if it still reads them.
    files: Option<&'w dyn Files>,
}

fn foreign<'w>(path: &str, files: &'w dyn Files, to: Format, units: mile::Units) -> Result<Made<'w>, Refused> {
    let settings = Settings::default();
    let imported = milepost_import::read(path, files, &settings).map_err(Refused::Sentence)?;
    let Some(strategy) = imported.strategy else {
        return Err(Refused::Findings(Box::new(imported.sources), errors(imported.diagnostics)));
    };
    let ready = run::Ready::of(strategy, imported.columns, imported.save_every);
    if to == Format::Mile {
        return match ours(&ready, units) {
            Ok((text, names, more)) => {
                let mut lost = milepost_import::write::open(path, files)
                    .map(|opened| milepost_import::write::beside_values(&opened.model))
                    .map_err(Refused::Sentence)?;
                more.0.into_iter().for_each(|what| lost.note(what));
                Ok(Made { text, lost, original: ready, names, files: None })
            }
            Err(faults) => Err(Refused::Findings(Box::new(imported.sources), faults)),
        };
    }
    let opened = milepost_import::write::open(path, files).map_err(Refused::Sentence)?;
    let source = opened.sources.files().next().map(|(_, file)| file.text.clone()).unwrap_or_default();
    let axis = axis(&ready.strategy, ready.save_every);
    let (text, lost) = milepost_import::write::write(&opened.model, &source, written(to), axis, files, &settings)
        .map_err(|faults| Refused::Findings(Box::new(opened.sources), faults))?;
    let names = ready.columns.iter().map(|c| (c.name.clone(), c.name.clone())).collect();
    Ok(Made { text, lost, original: ready, names, files: Some(files) })
}

/// Our own language: with the author's units where they go together, else without.
fn ours(ready: &run::Ready, units: mile::Units) -> Result<(String, mile::Names, Lost), Vec<Diagnostic>> {
    if units == mile::Units::Declared
        && let Some((text, names, lost)) = mile::write(ready, units)?
        && run::read_back(&text, Format::Mile, None).is_ok()
    {
        return Ok((text, names, lost));
    }
    let plain = mile::write(ready, mile::Units::Comments)?;
    let (text, names, mut lost) = plain.ok_or_else(Vec::new)?;
    if ready.strategy.variables.iter().any(|v| !v.display.text.is_empty()) {
        lost.note("units: they do not go together by the rules of .mile, or some lack them, and stand in comments");
    }
    Ok((text, names, lost))
}

fn own_model<'w>(world: &dyn World, to: Format) -> Result<Made<'w>, Refused> {
    let checked = milepost_strategy::check(world);
    let Some(strategy) = checked.strategy else {
        return Err(Refused::Findings(Box::new(checked.sources), errors(checked.diagnostics)));
    };
    if to == Format::Mile {
        return Err(Refused::Sentence("the model is .mile already".into()));
    }
    let (strategy, mut lost) = own::bare(strategy);
    let ready = run::Ready::all(strategy);
    let (tree, names) =
        own::tree(&ready.strategy).map_err(|faults| Refused::Findings(Box::new(checked.sources.clone()), faults))?;
    let axis = axis(&ready.strategy, 1);
    let (text, more) = milepost_import::write::write(&tree, "", written(to), axis, &run::NoFiles, &Settings::default())
        .map_err(|faults| Refused::Findings(Box::new(checked.sources), faults))?;
    more.0.into_iter().for_each(|what| lost.note(what));
    Ok(Made { text, lost, original: ready, names, files: None })
}

fn written(to: Format) -> milepost_import::write::Format {
    if to == Format::Mdl { milepost_import::write::Format::Mdl } else { milepost_import::write::Format::Xmile }
}

fn axis(strategy: &Strategy, save_every: u32) -> Axis {
    let time = &strategy.time;
    Axis { start: time.start, stop: time.end, step: time.step, save: time.step * f64::from(save_every) }
}

fn errors(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect()
}

/// Reads the written text back and runs both.
fn compared(made: &Made, to: Format) -> Result<Agreement, Refused> {
    let back = run::read_back(&made.text, to, made.files).map_err(Refused::Sentence)?;
    let sentence = |what: &str, why: String| Refused::Sentence(format!("{what} does not run: {why}"));
    let first = made.original.run().map_err(|why| sentence("the model itself", why))?;
    let second = back.run().map_err(|why| sentence("what would be written", why))?;
    let agreement = agreement::compare(&first, &second, &made.names, &made.original.random());
    match agreement.apart.first() {
        None => Ok(agreement),
        Some(worst) => Err(Refused::Sentence(format!(
            "the numbers would not be the same: {worst}; nothing is written (--no-check writes it all the same)"
        ))),
    }
}
