//! The support matrix: what of the tools' languages is read, written from what the reader does.
//!
//! Functions are the rows that the resolver dispatches on; constructs are examples that the reader is given, and what it
//! says of them is what stands in the book.

mod constructs;
mod functions;

use crate::foreign::Dialect;
use std::fmt::Write as _;

/// The page of the book, in Markdown.
pub fn page() -> String {
    let mut out = String::from(INTRODUCTION);
    for (dialect, title, endings) in
        [(Dialect::Vensim, "Vensim", "`.mdl`"), (Dialect::Xmile, "XMILE", "`.xmile`, `.stmx`, `.itmx`, `.xml`")]
    {
        let _ = write!(out, "\n## {title}: {endings}\n\n### Constructs\n\n");
        out.push_str(&constructs::table(dialect));
        out.push_str("\n### Functions\n\n");
        out.push_str(&functions::table(dialect));
    }
    out
}

/// What stands before the tables.
const INTRODUCTION: &str = "\
# Foreign models: what is read

<!-- Written by `MILEPOST_BOOK=write cargo test -p milepost-import --test matrix` from the code that reads the models.  Change that. -->

`milepost simulate`, `check` and `convert` read Vensim's text models and XMILE, as Stella and others write it.  A construct is
*supported* and has the meaning that its own tool gives it; or it is *refused*, with its name and line, and nothing is run; or
it is *left out*, since it says nothing about values.  Nothing runs as zero.
";

/// A table of Markdown.
fn markdown<const N: usize>(head: [&str; N], rows: &[[String; N]]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.iter().map(|c| escaped(c)).collect::<Vec<_>>().join(" | "));
    let mut out = line(&head.map(str::to_string));
    out.push_str(&format!("|{}\n", "---|".repeat(N)));
    rows.iter().for_each(|row| out.push_str(&line(row)));
    out
}

/// A bar would end the cell.
fn escaped(cell: &str) -> String {
    cell.replace('|', "\\|").replace('\n', " ")
}
