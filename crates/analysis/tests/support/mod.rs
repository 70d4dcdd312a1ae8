//! Inputs made by the formula of `fixtures/make.py`, and the files that other tools wrote about them.
#![allow(dead_code, reason = "each test uses its part")]

use std::path::{Path, PathBuf};

use milepost_analysis::table::{Column, Kind, Table};

/// Five columns of the fractional parts of i times the roots of the first five primes, i from 1.
pub fn columns(rows: usize) -> Vec<Vec<f64>> {
    let column = |prime: f64| (1..=rows).map(|i| i as f64 * prime.sqrt()).map(|x| x - x.floor()).collect();
    [2.0, 3.0, 5.0, 7.0, 11.0].map(column).to_vec()
}

/// Three real columns, whole numbers 0 to 9, four categories; and the planted answers, a tenth of them wrong.
pub struct Mixed {
    pub columns: Vec<Vec<f64>>,
    pub offices: Vec<String>,
    pub interest: Vec<bool>,
}

impl Mixed {
    pub fn new(rows: usize) -> Self {
        let mut columns = columns(rows);
        // Added from the left, as the maker does: sums of five are one rounding chain.
        let noise = |row: usize| {
            let sum: f64 = columns.iter().map(|column| column[row]).sum();
            (1000.0 * sum).floor() % 10.0 == 0.0
        };
        let noisy: Vec<bool> = (0..rows).map(noise).collect();
        columns[3].iter_mut().for_each(|x| *x = (*x * 10.0).floor());
        columns[4].iter_mut().for_each(|x| *x = (*x * 4.0).floor());
        let planted = |row: usize| {
            columns[0][row] < 0.4 && columns[1][row] > 0.3 && columns[3][row] >= 3.0 && columns[4][row] != 1.0
        };
        let interest = (0..rows).map(|row| planted(row) ^ noisy[row]).collect();
        Mixed { columns, offices: ["p", "q", "r", "s"].map(String::from).to_vec(), interest }
    }

    pub fn table(&self) -> Table<'_> {
        let kinds = [Kind::Real, Kind::Real, Kind::Real, Kind::Integer, Kind::Categorical(&self.offices)];
        let columns = ["a", "b", "c", "level", "office"].iter().zip(kinds).zip(&self.columns);
        Table::new(columns.map(|((name, kind), values)| Column { name, unit: "", kind, values }).collect()).unwrap()
    }

    /// The real columns only.
    pub fn reals(&self) -> Table<'_> {
        Table::new(self.table().columns()[..3].to_vec()).unwrap()
    }
}

/// The rows of a fixture, without its header, split at commas.
pub fn fixture(name: &str) -> Vec<Vec<String>> {
    lines(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name))
}

/// The rows of a comma-separated file without quotes, without its header.
pub fn lines(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines().skip(1).map(|line| line.split(',').map(String::from).collect()).collect()
}

/// The example data that the Python package `ema_workbench` brings along: in the folder that `MILEPOST_EMA_DATA` names,
/// or in the active virtual environment.
pub fn ema_data(file: &str) -> Option<PathBuf> {
    let named = std::env::var_os("MILEPOST_EMA_DATA").map(PathBuf::from);
    let installed = std::env::var_os("VIRTUAL_ENV").into_iter().flat_map(|home| {
        let pythons = std::fs::read_dir(Path::new(&home).join("lib")).into_iter().flatten().flatten();
        pythons.map(|python| python.path().join("site-packages/ema_workbench/examples/data"))
    });
    let found = named.into_iter().chain(installed).map(|folder| folder.join(file)).find(|path| path.is_file());
    if found.is_none() {
        println!(
            "SKIPPED: `{file}` of the Python package ema_workbench was not found; set MILEPOST_EMA_DATA to its folder"
        );
    }
    found
}
