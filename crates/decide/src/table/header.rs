//! What the columns of a table of votes hold.

use super::Finding;

/// What a column holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    Unit,
    Valid,
    Invalid,
    Cast,
    Registered,
    Turnout,
    /// Where a figure comes from.
    Status,
    /// Words that decide nothing.
    Words,
    /// Votes for an option, by position.
    Votes(usize),
    /// An option's share of the valid votes, in percent.
    Percent(String),
}

/// The columns and the options in their order.
pub(super) struct Header {
    pub columns: Vec<Column>,
    pub options: Vec<String>,
}

/// Reads the first row.  `key` is the name of the strategy's dimension, which may head the column of units.
pub(super) fn header(cells: &[String], key: &str, findings: &mut Vec<Finding>) -> Header {
    let (mut columns, mut options): (Vec<Column>, Vec<String>) = (Vec::new(), Vec::new());
    for cell in cells {
        let name = cell.trim().to_lowercase().replace(' ', "_");
        let column = match name.as_str() {
            "unit" => Column::Unit,
            _ if name == key.to_lowercase() => Column::Unit,
            "valid" | "valid_votes" => Column::Valid,
            "invalid" | "blank" | "invalid_or_blank" => Column::Invalid,
            "cast" | "ballots" => Column::Cast,
            "registered" => Column::Registered,
            "turnout" | "turnout_pct" => Column::Turnout,
            "status" => Column::Status,
            "" | "note" | "notes" | "source" | "code" => Column::Words,
            _ if name.starts_with("iso") || name.ends_with("_status") || name.ends_with("_note") => Column::Words,
            _ => match name.strip_suffix("_pct").or_else(|| name.strip_suffix("_%")) {
                Some(option) => Column::Percent(option.to_string()),
                None => {
                    options.push(name.clone());
                    Column::Votes(options.len() - 1)
                }
            },
        };
        let single = !matches!(column, Column::Words | Column::Votes(_) | Column::Percent(_));
        let twice = match &column {
            Column::Votes(_) => options.iter().filter(|o| **o == name).count() > 1,
            Column::Invalid => false,
            other => single && columns.contains(other),
        };
        if twice {
            findings.push(Finding::new(1, format!("column `{cell}` is a second one of its kind; it is not read")));
            if matches!(column, Column::Votes(_)) {
                options.pop();
            }
            columns.push(Column::Words);
        } else {
            columns.push(column);
        }
    }
    Header { columns, options }
}
