//! Where files come from.  The compiler itself never touches a disk.

use std::collections::BTreeMap;

use milepost_syntax::{Diagnostic, SourceMap};

use crate::model::{Strategy, TimeAxis, VariableId};

/// A strategy folder, as the compiler sees it.  Paths are relative to it, with `/`.
pub trait World {
    /// All `.mile` files of the folder, sorted.
    fn strategy_files(&self) -> Vec<String>;

    /// The bytes of a file, or a sentence that says why there are none.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// A model of another tool, for a strategy that builds on it; on the strategy's own axis of time, where it has one.
    /// The model's files are added to `sources`.
    ///
    /// # Errors
    /// A sentence if the file cannot be read at all; everything else is among the findings.
    fn model(&self, path: &str, axis: Option<&TimeAxis>, sources: &mut SourceMap) -> Result<Foreign, String> {
        let _ = (path, axis, sources);
        Err("models of other tools are not read here".into())
    }
}

/// A model of another tool, as a strategy builds on it.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    /// The model as a strategy without choices, if nothing in it is wrong.
    pub strategy: Option<Strategy>,
    /// The model's own axis of time, where it can be told; that of `strategy` may be the one that was asked for.
    pub axis: Option<TimeAxis>,
    /// The variables that people can name; the others are parts of its functions.
    pub named: Vec<VariableId>,
    /// Constants that cannot be another number in each future.
    pub settled: Vec<Settled>,
    /// All findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// An element of a constant whose value decides how a model is built, so that it is the same in every future.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    /// The constant.
    pub variable: VariableId,
    /// Its flat element.
    pub flat: usize,
    /// What depends on it.
    pub why: String,
    /// Where the model is the same for every value from this one on, that value.
    pub least: Option<f64>,
}

impl Settled {
    /// What a table of points is said to be, which has no value of its own to vary.
    pub const TABLE: &str = "a table of points";

    /// Whether it is a table of points.
    pub fn is_table(&self) -> bool {
        self.why == Settled::TABLE
    }
}

/// A folder held in memory, for tests, the server and other languages.
#[derive(Clone, Debug, Default)]
pub struct MemoryWorld {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryWorld {
    /// Adds a file.
    pub fn with(mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }
}

impl MemoryWorld {
    /// All paths, sorted.
    pub fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

impl World for MemoryWorld {
    fn strategy_files(&self) -> Vec<String> {
        self.files.keys().filter(|p| p.ends_with(".mile")).cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "there is no such file".into())
    }
}
