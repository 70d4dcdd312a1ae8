//! What was found, as far as people can read it.

use milepost_syntax::{Diagnostic, Severity};

/// So many errors, and so many warnings, are kept; a file with more is another kind of file.
const MOST: usize = 50;

/// Findings in the order of the file.  An error is never lost behind warnings.
#[derive(Default)]
pub(crate) struct Findings {
    list: Vec<Diagnostic>,
    errors: usize,
}

impl Findings {
    /// Adds a finding, unless there are enough of its kind.
    pub(crate) fn push(&mut self, finding: Diagnostic) {
        let error = finding.severity == Severity::Error;
        let before = if error { self.errors } else { self.list.len() - self.errors };
        if before < MOST {
            self.errors += error as usize;
            self.list.push(finding);
        }
    }

    /// Whether something is missing from what was read.
    pub(crate) fn broken(&self) -> bool {
        self.errors > 0
    }

    /// Whether reading on would tell no one more.
    pub(crate) fn full(&self) -> bool {
        self.errors == MOST
    }

    /// All of them.
    pub(crate) fn all(self) -> Vec<Diagnostic> {
        self.list
    }
}
