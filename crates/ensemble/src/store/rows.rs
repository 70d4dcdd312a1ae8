//! A table of what a study found, as Parquet.

use std::path::Path;

use parquet::data_type::ByteArray;

use super::atomic::{Digest, write_synced};
use super::columns::{self, Field, Kind, Layout, cause};
use crate::Error;

/// A column of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Unit as people read it; empty where there is none.
    pub unit: String,
    /// One for each row.
    pub values: Values,
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Numbers; NaN is unknown, and written as null.
    Number(Vec<f64>),
    /// Whole numbers.
    Whole(Vec<i64>),
    /// Texts; an empty one is written as null.
    Text(Vec<String>),
}

/// Writes a table as a Parquet file, whole or not at all.  Columns must be of one length.
///
/// # Errors
/// One sentence with the place and a remedy.
pub fn write_table(path: &Path, columns: Vec<Column>) -> Result<Digest, Error> {
    let failed = |error| Error::files("write", path, cause(error));
    let field = |column: &Column| Field {
        name: column.name.clone(),
        unit: column.unit.clone(),
        kind: match column.values {
            Values::Number(_) => Kind::Number,
            Values::Whole(_) => Kind::Whole,
            Values::Text(_) => Kind::Text,
        },
    };
    let layout = Layout::new(columns.iter().map(field).collect()).map_err(failed)?;
    let text = |text: String| (!text.is_empty()).then(|| ByteArray::from(text.into_bytes()));
    let values = columns.into_iter().map(|column| match column.values {
        Values::Number(values) => columns::Column::Number(values),
        Values::Whole(values) => columns::Column::Whole(values),
        Values::Text(values) => columns::Column::Text(values.into_iter().map(text).collect()),
    });
    write_synced(path, &layout.encode(values.collect()).map_err(failed)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_back_with_its_unknowns() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.parquet");
        let column = |name: &str, values| Column { name: name.into(), unit: "person".into(), values };
        let columns = vec![
            column("who", Values::Text(vec!["b".into(), String::new(), "a".into()])),
            column("value", Values::Number(vec![0.5, f64::NAN, -1.0])),
            column("step", Values::Whole(vec![3, 1, 2])),
        ];
        write_table(&path, columns).unwrap();
        let read = super::super::stored::columns(std::fs::read(&path).unwrap().into()).unwrap();
        let shown: Vec<String> = read.iter().map(|c| format!("{} {} {:?}", c.name, c.unit, c.values)).collect();
        let expected = ["who person [1.0, NaN, 0.0]", "value person [0.5, NaN, -1.0]", "step person [3.0, 1.0, 2.0]"];
        assert_eq!(shown, expected);
    }
}
