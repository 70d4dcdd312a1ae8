//! The functions of a tool.

use super::markdown;
use crate::foreign::Dialect;
use crate::resolve::{Means, ROWS, Row};

/// The rows of a tool, in the order of the alphabet.
pub(super) fn table(dialect: Dialect) -> String {
    let mut rows: Vec<&Row> = ROWS.iter().filter(|row| row.dialect.is_none_or(|d| d == dialect)).collect();
    rows.sort_by_key(|row| row.name);
    let rows: Vec<[String; 4]> = rows.into_iter().map(line).collect();
    markdown(["function", "arguments", "it is", "note"], &rows)
}

fn line(row: &Row) -> [String; 4] {
    let name = format!("`{}`", row.name.to_uppercase());
    match row.means {
        Means::By(_) => [name, arguments(row), "supported".into(), row.note.into()],
        Means::Refused(why, instead) => [name, String::new(), "refused".into(), format!("{why}; {instead}")],
    }
}

fn arguments(row: &Row) -> String {
    match (*row.arguments.start(), *row.arguments.end()) {
        (least, usize::MAX) => format!("{least} or more"),
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least} to {most}"),
    }
}
