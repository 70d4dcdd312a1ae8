//! How long PRIM and a classification tree take: on a million rows of twenty inputs, and on the influenza example of the EMA Workbench.
//!
//!     cargo run --release -p milepost-analysis --example prim_speed [THREADS] [flu1000.csv]
//!
//! `tests/fixtures/make.py FOLDER` writes `flu1000.csv` and says how long the workbench takes on it.

use std::time::Instant;

use milepost_analysis::discover::{Prim, Question, Settings, Stop, Tree, Words, sentence};
use milepost_analysis::table::{Column, Kind, Table};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let threads = arguments.next().map_or(1, |text| text.parse().expect("the number of threads"));
    if let Some(path) = arguments.next() {
        influenza(&path, threads);
    }
    million(threads);
}

/// Fifteen real inputs, three whole ones and two of categories; three of them matter, and a tenth of the answers is noise.
fn million(threads: usize) {
    const ROWS: usize = 1_000_000;
    let primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];
    let levels =
        |column: usize| [(15, 10.0), (16, 5.0), (17, 30.0), (18, 4.0), (19, 6.0)].iter().find(|l| l.0 == column);
    let values: Vec<Vec<f64>> = primes
        .iter()
        .enumerate()
        .map(|(column, &prime)| {
            let fraction = |row: usize| ((row + 1) as f64 * f64::from(prime).sqrt()).fract();
            let value = |row: usize| levels(column).map_or(fraction(row), |(_, count)| (fraction(row) * count).floor());
            (0..ROWS).map(value).collect()
        })
        .collect();
    let names: Vec<String> = (0..primes.len()).map(|column| format!("x{column}")).collect();
    let categories: Vec<String> = ["p", "q", "r", "s", "t", "u"].map(String::from).to_vec();
    let kind = |column: usize| match column {
        0..15 => Kind::Real,
        15..18 => Kind::Integer,
        18 => Kind::Categorical(&categories[..4]),
        _ => Kind::Categorical(&categories),
    };
    let columns = names.iter().zip(&values).enumerate();
    let columns = columns.map(|(at, (name, values))| Column { name, unit: "", kind: kind(at), values }).collect();
    let table = Table::new(columns).expect("columns of one length");
    let planted = |row: usize| values[0][row] < 0.45 && values[1][row] > 0.4 && values[18][row] != 2.0;
    let interest: Vec<bool> = (0..ROWS).map(|row| planted(row) ^ ((row * 7919) % 10 == 0)).collect();
    report(&format!("{ROWS} rows x 20 inputs, {threads} thread(s)"), &table, &interest, threads, 1);
}

fn influenza(path: &str, threads: usize) {
    let text = std::fs::read_to_string(path).expect("the file of the influenza example");
    let mut lines = text.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().expect("a header");
    let rows: Vec<Vec<f64>> =
        lines.map(|line| line.iter().map(|cell| cell.parse().expect("a number")).collect()).collect();
    let inputs = names.len() - 1;
    let values: Vec<Vec<f64>> = (0..inputs).map(|at| rows.iter().map(|row| row[at]).collect()).collect();
    let columns = names.iter().zip(&values).map(|(name, values)| Column { name, unit: "", kind: Kind::Real, values });
    let table = Table::new(columns.collect()).expect("columns of one length");
    let interest: Vec<bool> = rows.iter().map(|row| row[inputs] == 1.0).collect();
    report("influenza, 1000 rows x 19 inputs", &table, &interest, threads, 20);
}

/// The best of several times, sorting included.
fn report(what: &str, table: &Table, interest: &[bool], threads: usize, times: usize) {
    let question = Question::new(table, interest).expect("an answerable question");
    let settings = Settings { threads, ..Settings::default() };
    let mut best = f64::INFINITY;
    let mut found = None;
    for _ in 0..times {
        let start = Instant::now();
        found = Some(Prim::new(&question, settings).expect("settings in range").first());
        best = best.min(start.elapsed().as_secs_f64());
    }
    let Some(trajectory) = found else { return };
    let last = &trajectory.steps[trajectory.steps.len() - 1];
    println!(
        "{what}: {best:.6} s, {} steps, last box {} rows, {} of interest",
        trajectory.steps.len(),
        last.rows,
        last.cases
    );
    let start = Instant::now();
    let tree = Tree::grow(&question, Stop::for_rows(question.rows())).expect("room to grow");
    println!("  tree: {:.6} s, {} leaves", start.elapsed().as_secs_f64(), tree.leaves().len());
    println!("  {}", sentence(&question, &trajectory.steps[trajectory.suggested()].region, Words::default()));
    tree.sentences(&question, Words::default()).iter().for_each(|said| println!("  {said}"));
}
