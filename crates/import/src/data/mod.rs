//! Numbers from files beside the model.

use crate::equation::Read;
use crate::foreign::{Expr, ExprKind};
use milepost_syntax::{Diagnostic, Span};

/// Where files beside the model come from.
pub trait Files {
    /// The bytes of a file, by its path relative to the model, or a sentence that says why there are none.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// Refuses a call that reads a file.
fn refused(call: &Expr) -> Diagnostic {
    let name = match &call.kind {
        ExprKind::Call { name, .. } => name.to_uppercase(),
        _ => "a file".to_string(),
    };
    Diagnostic::error(call.span, format!("`{name}` is not supported")).help("write the numbers into the model")
}

/// The elements of a range that comes from a file.
pub(crate) fn subscript(call: &Expr, _files: &dyn Files) -> Read<Vec<String>> {
    Err(refused(call))
}

/// The points of a table that comes from a file; `place` says which element of how many in each range.
pub(crate) fn points(call: &Expr, _place: &[(usize, usize)], _files: &dyn Files) -> Read<Vec<(f64, f64)>> {
    Err(refused(call))
}

/// The constant of an element.
pub(crate) fn constant(call: &Expr, _place: &[(usize, usize)], _files: &dyn Files) -> Read<f64> {
    Err(refused(call))
}

/// The series of a data variable.
pub(crate) fn missing(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(span, format!("`{name}` has no equation and no data")).help("give it an equation")
}
