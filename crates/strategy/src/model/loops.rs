//! Feedback loops that the strategy names.

use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::*;

/// A feedback loop that the strategy names: `loop trap "Occupation trap" = presence -> perceived -> recruited`.
///
/// Every step is an influence of the model, directly or through variables that the loop does not name, and the last
/// leads back to the first.
#[derive(Clone, Debug)]
pub struct Loop {
    /// Name; the title where none is given.
    pub name: String,
    /// Title, if given.
    pub title: Option<String>,
    /// Documentation, with the paragraphs that speak of it.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
    /// Its variables in the direction of influence, and where they are named; two or more, none twice.
    pub steps: Vec<(VariableId, Span)>,
}

impl Loop {
    /// What people call it.
    pub fn called(&self) -> String {
        self.title.clone().unwrap_or_else(|| self.name.replace('_', " "))
    }

    /// Its variables in the direction of influence.
    pub fn variables(&self) -> Vec<VariableId> {
        self.steps.iter().map(|(id, _)| *id).collect()
    }
}
