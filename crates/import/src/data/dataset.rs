//! Data files: tables of variables over time, as Vensim and other tools export them.

use super::address::Cell;
use super::sheet::{Sheet, Value};
use super::{Points, Workbooks, missing, text, vdf};
use crate::foreign::same;
use milepost_syntax::{Diagnostic, Span};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A file of variables over time.
#[derive(Debug, PartialEq)]
pub struct Dataset {
    variables: BTreeMap<String, Points>,
}

impl Dataset {
    /// The points of a variable's element, ascending in time; `None` where the file does not have it.  Names are compared
    /// as in models.
    pub fn series(&self, name: &str, elements: &[&str]) -> Option<&[(f64, f64)]> {
        let key = if elements.is_empty() { name.to_string() } else { format!("{name}[{}]", elements.join(",")) };
        self.variables.get(&key_of(&key)).map(Vec::as_slice)
    }

    /// Reads a table (`.csv`, `.tab`: names in the first row or the first column, times in the other) or Vensim's `.dat`
    /// (a line with a name, then lines of time and value).
    ///
    /// # Errors
    /// No times, times or names that repeat, as one clause.
    fn new(file: &str, content: &str) -> Result<Dataset, String> {
        let sheet = text::sheet(content, text::delimiter("", file)?)?;
        let variables = if file.to_lowercase().ends_with(".dat") { lines(&sheet)? } else { table(&sheet)? };
        let mut all = BTreeMap::new();
        for (name, mut points) in variables {
            points.sort_by(|a, b| a.0.total_cmp(&b.0));
            if let Some(pair) = points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
                return Err(format!("the time {} stands twice for `{name}`", pair[0].0));
            }
            if all.insert(key_of(&name), points).is_some() {
                return Err(format!("the variable `{name}` stands twice"));
            }
        }
        Ok(Dataset { variables: all })
    }
}

/// A name with its elements as it is compared; blanks at brackets and commas do not count.
fn key_of(name: &str) -> String {
    let parts = name.split_inclusive(['[', ',', ']']);
    parts.map(|part| same(part.trim()).replace([' ', '_'], " ")).map(|part| tight(&part)).collect()
}

/// Without the blank before a closing bracket or a comma.
fn tight(part: &str) -> String {
    match part.char_indices().last() {
        Some((at, end @ ('[' | ',' | ']'))) => format!("{}{end}", part[..at].trim()),
        _ => part.to_string(),
    }
}

type Variables = Vec<(String, Points)>;

/// The number in a cell, if there is one or a mark that there is none.
fn number(sheet: &Sheet, row: u32, column: u32) -> Result<Option<f64>, String> {
    match sheet.at(row, column) {
        Some(Value::Number(n)) => Ok(Some(*n)),
        Some(Value::Text(text)) if !missing(text) => {
            Err(format!("cell {} holds `{text}` and no number", Cell { row, column }))
        }
        _ => Ok(None),
    }
}

fn table(sheet: &Sheet) -> Result<Variables, String> {
    let heads = (1..sheet.columns()).filter_map(|column| sheet.at(0, column));
    let across = heads.clone().next().is_some() && heads.clone().all(|head| matches!(head, Value::Number(_)));
    let (series, steps) = if across { (sheet.rows(), sheet.columns()) } else { (sheet.columns(), sheet.rows()) };
    let turn = |series, step| if across { (series, step) } else { (step, series) };
    let mut times = Vec::new();
    for step in 1..steps {
        let (row, column) = turn(0, step);
        match sheet.at(row, column) {
            Some(Value::Number(time)) => times.push((*time, step)),
            Some(text) => return Err(format!("`{}` stands where a time is expected", text.name())),
            None => {}
        }
    }
    if times.is_empty() {
        return Err("it has no times, neither in its first column nor in its first row".to_string());
    }
    let mut variables = Variables::new();
    for place in 1..series {
        let (row, column) = turn(place, 0);
        let Some(name) = sheet.at(row, column) else { continue };
        let mut points = Points::new();
        for &(time, step) in &times {
            let (row, column) = turn(place, step);
            points.extend(number(sheet, row, column)?.map(|value| (time, value)));
        }
        variables.push((name.name().into_owned(), points));
    }
    Ok(variables)
}

fn lines(sheet: &Sheet) -> Result<Variables, String> {
    let mut variables = Variables::new();
    for row in 0..sheet.rows() {
        match (sheet.at(row, 0), sheet.at(row, 1)) {
            (None, _) => {}
            (Some(name), None) => variables.push((name.name().into_owned(), Points::new())),
            (Some(_), Some(_)) => {
                let point = number(sheet, row, 0)?.zip(number(sheet, row, 1)?);
                let Some((_, points)) = variables.last_mut() else {
                    return Err(format!("line {} has a value before any variable is named", row + 1));
                };
                points.extend(point);
            }
        }
    }
    Ok(variables)
}

impl Workbooks<'_> {
    /// The data file of this name.  For one of Vensim's own (`.vdf`), which no other tool reads, its export beside it with
    /// the ending `.tab`, `.csv` or `.dat` is taken.  `span` is the place that findings show.
    ///
    /// # Errors
    /// No such file, no table of variables over time, names or times that repeat.
    pub fn dataset(&mut self, file: &str, span: Span) -> Result<Rc<Dataset>, Diagnostic> {
        let file = file.trim().replace('\\', "/");
        if !self.datasets.contains_key(&file) {
            let found = self.find(&file).map(Rc::new);
            self.datasets.insert(file.clone(), found);
        }
        let found = self.datasets.get(&file).cloned().unwrap_or_else(|| Err("it was not opened".to_string()));
        found.map_err(|why| {
            Diagnostic::error(span, format!("the data file `{file}` cannot be read: {why}"))
                .help("put a table of the variables over time beside the model, as .tab or .csv")
        })
    }

    fn find(&self, file: &str) -> Result<Dataset, String> {
        let Err(refused) = vdf(file) else { return self.open(file) };
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        for ending in ["tab", "csv", "dat"] {
            let export = format!("{stem}.{ending}");
            // Whether it is there is all that counts here: one that is there and damaged is not passed over.
            if (self.files)(&export).is_ok() {
                return self.open(&export).map_err(|why| format!("its export `{export}`: {why}"));
            }
        }
        Err(refused)
    }

    fn open(&self, file: &str) -> Result<Dataset, String> {
        Dataset::new(file, &crate::decode(&(self.files)(file)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::Dataset;

    #[test]
    fn tables_are_read_in_both_directions() {
        let down = Dataset::new("a.tab", "Time\ta\t\"b[x, y]\"\n0\t1\t2\n1\t\t3\n").unwrap();
        let across = Dataset::new("a.csv", "Time,0,1\na,1,\n\"b[x,y]\",2,3\n").unwrap();
        assert_eq!(down, across);
        assert_eq!(down.series("A", &[]), Some(&[(0.0, 1.0)][..]));
        assert_eq!(down.series("b", &["X", "y"]), Some(&[(0.0, 2.0), (1.0, 3.0)][..]));
        assert_eq!(down.series("b", &["y"]), None);
    }

    #[test]
    fn dat_files_list_points_under_names() {
        let data = Dataset::new("a.DAT", "some_name[ one ]\n1\t5\n0\t4\nother\n0\t1e3\n").unwrap();
        assert_eq!(data.series("Some Name", &["one"]), Some(&[(0.0, 4.0), (1.0, 5.0)][..]));
        assert_eq!(data.series("other", &[]), Some(&[(0.0, 1000.0)][..]));
        assert!(Dataset::new("a.dat", "0\t1\n").is_err_and(|e| e.contains("line 1")));
    }

    #[test]
    fn what_is_no_table_over_time_is_refused() {
        for (text, part) in [
            ("a,b\nx,1", "`x` stands where a time"),
            ("Time,a", "no times"),
            ("", "no times"),
            ("Time,a,A\n0,1,2", "stands twice"),
            ("Time,a\n0,x", "cell B2 holds `x`"),
            ("Time,a\n0,1\n0,2", "the time 0 stands twice"),
        ] {
            assert!(Dataset::new("a.csv", text).is_err_and(|e| e.contains(part)), "{text}");
        }
    }
}
