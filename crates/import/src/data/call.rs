//! A call of one of Vensim's functions of external data, with its arguments as texts.

use crate::foreign::{Expr, ExprKind, same};
use milepost_syntax::{Diagnostic, Span};

/// What is asked of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `GET XLS CONSTANTS`, `GET DIRECT CONSTANTS`.
    Constants,
    /// `GET XLS DATA`, `GET DIRECT DATA`.
    Data,
    /// `GET XLS LOOKUPS`, `GET DIRECT LOOKUPS`.
    Lookups,
    /// `GET XLS SUBSCRIPT`, `GET DIRECT SUBSCRIPT`.
    Subscript,
}

/// Functions, with the names of their arguments; the last of a subscript, its prefix, may be missing.
const FORMS: [(&str, Kind, &[&str]); 4] = [
    ("constants", Kind::Constants, &["file", "tab", "cell"]),
    ("data", Kind::Data, &["file", "tab", "time row or column", "cell"]),
    ("lookups", Kind::Lookups, &["file", "tab", "x row or column", "cell"]),
    ("subscript", Kind::Subscript, &["file", "tab", "first cell", "last cell", "prefix"]),
];

/// A call, as far as it can be understood without the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// Which function.
    pub kind: Kind,
    /// The file as the model names it, `/` between folders.
    pub file: String,
    /// The sheet of a workbook, the delimiter of a text.
    pub tab: String,
    /// Where times (or the x of lookups) are; the last cell of a subscript; empty for constants.
    pub along: String,
    /// The first cell or the name of cells, without `*`.
    pub cell: String,
    /// `*` stood at the end of the cell: constants run down instead of across.
    pub down: bool,
    /// What stands before each element of a subscript.
    pub prefix: String,
    /// Place of the call, for findings.
    pub span: Span,
}

impl Call {
    /// The call in an expression.
    ///
    /// # Errors
    /// Another expression, too few or too many arguments, an argument that is neither a text nor a whole number.
    pub fn new(expr: &Expr) -> Result<Call, Diagnostic> {
        let ExprKind::Call { name, arguments, .. } = &expr.kind else { return Err(stranger(expr)) };
        let Some((_, kind, wanted)) = form(name) else { return Err(stranger(expr)) };
        let least = wanted.len() - (kind == Kind::Subscript) as usize;
        if arguments.len() < least || arguments.len() > wanted.len() {
            return Err(Diagnostic::error(
                expr.span,
                format!("`{name}` takes {} arguments and has {}", wanted.len(), arguments.len()),
            )
            .help(format!("write `{name}('{}')`", wanted.join("', '"))));
        }
        let mut texts = Vec::with_capacity(5);
        for (argument, what) in arguments.iter().zip(wanted) {
            texts.push(text(argument).ok_or_else(|| {
                Diagnostic::error(argument.span, format!("the {what} of `{name}` is no text"))
                    .help("write it between single quotes, such as `'B5'`")
            })?);
        }
        texts.resize(5, String::new());
        let [file, tab, third, fourth, prefix] = <[String; 5]>::try_from(texts).unwrap_or_default();
        let (along, cell) = match kind {
            Kind::Constants => (String::new(), third),
            Kind::Data | Kind::Lookups => (third, fourth),
            Kind::Subscript => (fourth, third),
        };
        let (cell, down) = match cell.trim().strip_suffix('*') {
            Some(rest) => (rest.trim().to_string(), true),
            None => (cell.trim().to_string(), false),
        };
        let file = file.trim().replace('\\', "/");
        let along = along.trim().trim_end_matches('*').to_string();
        Ok(Call { kind, file, tab, along, cell, down, prefix, span: expr.span })
    }

    /// An error at this call.
    pub(super) fn fault(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(self.span, message)
    }
}

fn form(name: &str) -> Option<(&'static str, Kind, &'static [&'static str])> {
    let name = same(name);
    let rest = name.strip_prefix("get xls ").or_else(|| name.strip_prefix("get direct "))?;
    FORMS.into_iter().find(|form| form.0 == rest)
}

fn stranger(expr: &Expr) -> Diagnostic {
    Diagnostic::error(expr.span, "this is no function that reads cells of a file")
        .help("write `GET DIRECT CONSTANTS('file.xlsx', 'sheet', 'B5')`, or `DATA`, `LOOKUPS`, `SUBSCRIPT`")
}

fn text(argument: &Expr) -> Option<String> {
    match &argument.kind {
        ExprKind::Text(text) => Some(text.clone()),
        ExprKind::Number(n) if n.fract() == 0.0 && (0.0..1e9).contains(n) => Some(format!("{n:.0}")),
        // Some models leave the quotes away: GET XLS DATA(file.xls, ...) does not parse, a bare name does.
        ExprKind::Name(name, subscripts) if subscripts.is_empty() => Some(name.clone()),
        _ => None,
    }
}
