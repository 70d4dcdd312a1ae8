//! Results of other runs: a table with the time in its first column and a variable's element in each other one.

use super::Files;
use super::book::rows;
use crate::foreign::same;
use rustc_hash::FxHashMap;

/// Where data are looked for when no file is named.
const USUAL: [&str; 2] = ["data.tab", "data.csv"];

/// Points over time, by name.
#[derive(Debug, Default)]
pub(super) struct Run {
    columns: FxHashMap<String, Vec<(f64, f64)>>,
}

impl Run {
    /// Reads the files named, or the usual ones that are there.
    pub fn read(files: &dyn Files, named: &[String]) -> Result<Run, String> {
        let mut run = Run::default();
        if named.is_empty() {
            for path in USUAL {
                if let Ok(bytes) = files.read(path) {
                    run.add(path, &bytes)?;
                }
            }
            return Ok(run);
        }
        for path in named {
            run.add(path, &files.read(path)?)?;
        }
        Ok(run)
    }

    fn add(&mut self, path: &str, bytes: &[u8]) -> Result<(), String> {
        let text = crate::decode(bytes).map_err(|why| format!("cannot read `{path}`: {why}"))?;
        let first = text.lines().next().unwrap_or_default();
        let separator = if first.contains('\t') { b'\t' } else { b',' };
        let rows = rows(&text, separator).map_err(|why| format!("cannot read `{path}`: {why}"))?;
        let Some((header, rows)) = rows.split_first() else { return Ok(()) };
        let number = |row: &Vec<String>, at: usize| row.get(at)?.trim().parse::<f64>().ok().filter(|x| x.is_finite());
        for (at, name) in header.iter().enumerate().skip(1) {
            let points = rows.iter().filter_map(|row| Some((number(row, 0)?, number(row, at)?)));
            let points: Vec<(f64, f64)> = points.collect();
            if !points.is_empty() {
                self.columns.entry(key(name)).or_insert(points);
            }
        }
        Ok(())
    }

    /// The points of `name` or `name[a,b]`.
    pub fn points(&self, name: &str) -> Option<Vec<(f64, f64)>> {
        self.columns.get(&key(name)).cloned()
    }
}

/// A name with elements as it is compared.
fn key(name: &str) -> String {
    match name.split_once('[') {
        None => same(name),
        Some((plain, inside)) => {
            let inside = inside.trim_end().trim_end_matches(']');
            let elements: Vec<String> = inside.split(',').map(same).collect();
            format!("{}[{}]", same(plain), elements.join(","))
        }
    }
}
