//! The tables beside two strategies, cell by cell.

use std::collections::{BTreeMap, BTreeSet};

use milepost_syntax::SourceMap;

use super::{Cells, Table, TableChange};

/// A table's header and rows.
struct Read {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The tables that differ, sorted by file.
pub(super) fn compare(a: &SourceMap, b: &SourceMap) -> Vec<Table> {
    let (before, after) = (texts(a), texts(b));
    let files: BTreeSet<&str> = before.keys().chain(after.keys()).copied().collect();
    let change = |file: &&str| match (before.get(file), after.get(file)) {
        (Some(a), None) => Some(TableChange::Removed(read(a).rows.len())),
        (None, Some(b)) => Some(TableChange::Added(read(b).rows.len())),
        (Some(a), Some(b)) if a != b => {
            let cells = cells(&read(a), &read(b));
            (cells != Cells::default()).then_some(TableChange::Changed(cells))
        }
        _ => None,
    };
    files.iter().filter_map(|file| Some(Table { file: file.to_string(), change: change(file)? })).collect()
}

fn texts(sources: &SourceMap) -> BTreeMap<&str, &str> {
    let tables = sources.files().filter(|(_, source)| !source.path.ends_with(".mile"));
    tables.map(|(_, source)| (source.path.as_str(), source.text.as_str())).collect()
}

/// Both strategies were checked, so each table has been read before: what cannot be read again has no rows.
fn read(text: &str) -> Read {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = reader.records().flatten();
    let mut rows: Vec<Vec<String>> = rows.map(|r| r.iter().map(|cell| cell.trim().to_string()).collect()).collect();
    let header = if rows.is_empty() { Vec::new() } else { rows.remove(0) };
    Read { header, rows }
}

fn cells(a: &Read, b: &Read) -> Cells {
    let mut found = Cells {
        columns_added: b.header.iter().filter(|h| !a.header.contains(h)).cloned().collect(),
        columns_removed: a.header.iter().filter(|h| !b.header.contains(h)).cloned().collect(),
        ..Cells::default()
    };
    let common: Vec<&String> = a.header.iter().filter(|h| b.header.contains(h)).collect();
    let (mine, theirs) = (rows(a, &common), rows(b, &common));
    let Some(key) = key(&mine, &theirs, common.len()) else {
        return whole_rows(found, &mine, &theirs);
    };
    let keyed = |rows: &[Vec<String>]| -> BTreeMap<Vec<String>, Vec<String>> {
        rows.iter().map(|row| (pick(row, &key), row.clone())).collect()
    };
    let (before, after) = (keyed(&mine), keyed(&theirs));
    for (key, row) in &before {
        let Some(now) = after.get(key) else {
            found.rows_removed += 1;
            continue;
        };
        let differ = row.iter().zip(now).filter(|(a, b)| a != b).count();
        found.cells += differ;
        found.rows += usize::from(differ > 0);
    }
    found.rows_added = after.keys().filter(|key| !before.contains_key(*key)).count();
    let order = |rows: &[Vec<String>], other: &BTreeMap<Vec<String>, Vec<String>>| -> Vec<Vec<String>> {
        rows.iter().map(|row| pick(row, &key)).filter(|key| other.contains_key(key)).collect()
    };
    found.reordered = order(&mine, &after) != order(&theirs, &before);
    found
}

/// The rows, with the columns in this order.
fn rows(table: &Read, columns: &[&String]) -> Vec<Vec<String>> {
    let places: Vec<Option<usize>> = columns.iter().map(|c| table.header.iter().position(|h| h == *c)).collect();
    let cell = |row: &Vec<String>, place: &Option<usize>| place.and_then(|i| row.get(i).cloned()).unwrap_or_default();
    table.rows.iter().map(|row| places.iter().map(|place| cell(row, place)).collect()).collect()
}

fn pick(row: &[String], columns: &[usize]) -> Vec<String> {
    columns.iter().filter_map(|&i| row.get(i).cloned()).collect()
}

/// The columns that name a row: of the first so many columns, and of single ones, those that are different in every row
/// of both tables and that find most rows of one in the other; the first of equals.
fn key(a: &[Vec<String>], b: &[Vec<String>], columns: usize) -> Option<Vec<usize>> {
    let candidates = (1..=columns).map(|n| (0..n).collect()).chain((1..columns).map(|i| vec![i]));
    let mut best: Option<(usize, Vec<usize>)> = None;
    for candidate in candidates {
        let names = |rows: &[Vec<String>]| rows.iter().map(|row| pick(row, &candidate)).collect::<BTreeSet<_>>();
        let (before, after) = (names(a), names(b));
        if before.len() < a.len() || after.len() < b.len() {
            continue;
        }
        let found = before.intersection(&after).count();
        if best.as_ref().is_none_or(|(most, _)| found > *most) {
            best = Some((found, candidate));
        }
    }
    best.map(|(_, key)| key)
}

/// Where no columns name a row: how often each whole row stands there.
fn whole_rows(mut found: Cells, a: &[Vec<String>], b: &[Vec<String>]) -> Cells {
    let mut counts: BTreeMap<&Vec<String>, i64> = BTreeMap::new();
    a.iter().for_each(|row| *counts.entry(row).or_default() -= 1);
    b.iter().for_each(|row| *counts.entry(row).or_default() += 1);
    found.rows_added = counts.values().filter(|n| **n > 0).sum::<i64>() as usize;
    found.rows_removed = -counts.values().filter(|n| **n < 0).sum::<i64>() as usize;
    found.reordered = found.rows_added == 0 && found.rows_removed == 0 && a != b;
    found
}
