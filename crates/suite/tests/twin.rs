//! The twin: the prototype's equations as a strategy give the prototype's numbers (see `tests/twin/README.md`).

use std::path::{Path, PathBuf};

use milepost_engine::{Futures, Isa, Keep, Prepared, Settings};
use milepost_ir::{Draws, Want};

/// A level is right within this share of itself, a month's difference within this share of its total.
const TOLERANCE: f64 = 1e-9;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/twin")
}

/// `reference column, variable, whether it is a running total`
fn columns() -> Vec<(String, String, bool)> {
    let text = std::fs::read_to_string(root().join("columns.csv")).expect("columns.csv");
    let row = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        (cells[0].to_string(), cells[1].to_string(), cells[2] == "running_total")
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn the_twin_gives_the_prototypes_numbers() {
    let checked = milepost_strategy::check(&milepost_suite::folder(&root()));
    let strategy = checked.strategy.unwrap_or_else(|| {
        panic!("{}", milepost_syntax::render(&checked.sources, &checked.diagnostics, false));
    });
    let columns = columns();
    let variables = columns.iter().map(|(_, name, _)| strategy.find(name).expect("the variable is there")).collect();
    let want = Want { draws: Draws::Defaults, measures: false, charts: false, variables, ..Want::default() };

    let reference = std::fs::read_to_string(root().join("reference.csv")).expect("reference.csv");
    let mut lines = reference.lines();
    let header: Vec<&str> = lines.next().expect("a header").split(',').collect();
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let mut compared = 0;
    let mut worst = (0.0, String::new());
    for variant in &strategy.variants {
        let lowered = milepost_ir::lower(&strategy, variant, &want).expect("it lowers");
        let saved: Vec<usize> = lowered.variables.clone().collect();
        let program = Prepared::new(lowered.program).expect("it is a program");
        let keep = Keep { bands: Vec::new(), series: saved };
        let futures = Futures { seed: 1, members: 0..1 };
        let settings = Settings { isa: Some(Isa::Baseline), ..Settings::default() };
        let block = milepost_engine::run_with(&program, futures, &keep, settings).expect("it runs");
        for row in rows.iter().filter(|r| r[0] == variant.name) {
            let month: usize = row[1].parse().expect("a month");
            for (k, (column, variable, running)) in columns.iter().enumerate() {
                let at = header.iter().position(|h| h == column).expect("the column is there");
                let expected: f64 = row[at].parse().expect("a number");
                let now = block.series[k][month][0];
                let (found, scale) = match running {
                    true => (now - block.series[k][month - 1][0], now.abs()),
                    false => (now, expected.abs()),
                };
                let error = (found - expected).abs() / scale.max(1e-300);
                let error = if found == expected { 0.0 } else { error };
                if error > worst.0 {
                    worst = (error, format!("{} {variable} at month {month}: {found}, not {expected}", variant.name));
                }
                assert!(
                    error <= TOLERANCE,
                    "{} {variable} at month {month}: found {found}, expected {expected}, off by {error:e}",
                    variant.name
                );
                compared += 1;
            }
        }
    }
    assert_eq!(compared, (60 + 4 * 72) * 18, "every scenario, month and column was compared");
    println!("{compared} numbers, the worst off by {:e}: {}", worst.0, worst.1);
}
