//! Tables that can be downloaded.

use milepost_ensemble::StoredColumn;

/// A table beside the pages: `data/NAME.csv`, `data/NAME.parquet`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Data {
    /// Its name.
    pub name: String,
    /// What it holds, in a sentence.
    pub holds: String,
    /// Its rows.
    pub rows: u64,
    /// The formats in which it is there.
    pub kinds: Vec<Kind>,
    /// The command that made it.
    pub command: String,
}

/// A format, as the end of a file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Comma-separated values.
    Csv,
    /// Apache Parquet.
    Parquet,
}

impl Kind {
    /// The end of the file's name.
    pub fn end(self) -> &'static str {
        match self {
            Kind::Csv => "csv",
            Kind::Parquet => "parquet",
        }
    }
}

/// A table as comma-separated values: names with their units, then a row each; what is unknown is empty.  Numbers have the
/// fewest digits that read back as the same number.
pub fn table_csv(columns: &[StoredColumn]) -> String {
    let mut out = String::new();
    for (k, column) in columns.iter().enumerate() {
        let unit = if column.unit.is_empty() { String::new() } else { format!(" [{}]", column.unit) };
        cell(&mut out, k, &format!("{}{unit}", column.name));
    }
    out.push('\n');
    let rows = columns.iter().map(|column| column.values.len()).max().unwrap_or(0);
    for row in 0..rows {
        for (k, column) in columns.iter().enumerate() {
            let value = column.values.get(row).copied().unwrap_or(f64::NAN);
            match &column.categories {
                _ if value.is_nan() => cell(&mut out, k, ""),
                Some(names) => cell(&mut out, k, names.get(value as usize).map_or("", String::as_str)),
                None => cell(&mut out, k, &value.to_string()),
            }
        }
        out.push('\n');
    }
    out
}

/// A cell, in quotes where it needs them (RFC 4180).
fn cell(out: &mut String, column: usize, text: &str) {
    if column > 0 {
        out.push(',');
    }
    match text.contains([',', '"', '\n', '\r']) {
        true => {
            out.push('"');
            out.push_str(&text.replace('"', "\"\""));
            out.push('"');
        }
        false => out.push_str(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_keeps_names_units_digits_and_unknowns() {
        let column = |name: &str, unit: &str, categories, values: &[f64]| StoredColumn {
            name: name.into(),
            unit: unit.into(),
            categories,
            values: values.to_vec(),
        };
        let who = Some(vec!["a, b".to_string(), "c \"d\"".into()]);
        let table = [column("who", "", who, &[1.0, 0.0, f64::NAN]), column("x", "person", None, &[0.1, 1e6, f64::NAN])];
        assert_eq!(table_csv(&table), "who,x [person]\n\"c \"\"d\"\"\",0.1\n\"a, b\",1000000\n,\n");
    }
}
