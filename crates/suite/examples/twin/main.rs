//! Speed on the twin of the prototype (`tests/twin`), one thread: 18 national series kept as bands, as the prototype
//! keeps them.
//!
//!     cargo run --release -p milepost-suite --example twin

#[path = "../../../engine/examples/chain30/clock.rs"]
mod clock;

use std::path::Path;

use milepost_engine::{Futures, Isa, Keep, Lanes, NonFinite, Prepared, Settings, run_with};
use milepost_ir::Want;
use milepost_suite::folder;

use crate::clock::{Alternating, median};

const MEMBERS: u64 = 1024;
const ROUNDS: usize = 5;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/twin");
    let checked = milepost_strategy::check(&folder(&root));
    let strategy = checked.strategy.expect("the twin is a strategy");
    let text = std::fs::read_to_string(root.join("columns.csv")).expect("columns.csv");
    let names = text.lines().skip(1).filter_map(|line| line.split(',').nth(1));
    let variables = names.map(|name| strategy.find(name).expect("the variable is there")).collect();
    let want = Want { measures: false, charts: false, diagnostics: false, variables, ..Want::default() };
    let isa = Isa::best();
    println!(
        "the twin of the prototype, {} steps, one thread, {isa}; CPU time, median of {ROUNDS}",
        strategy.time.steps
    );
    println!();
    println!(
        "{:<10}{:>12}{:>14}{:>14}{:>22}",
        "pathway", "instr/step", "ms/run (32)", "ms/run (64)", "ns/(instr member)"
    );
    for variant in &strategy.variants {
        let lowered = milepost_ir::lower(&strategy, variant, &want).expect("it lowers");
        let program = Prepared::new(lowered.program).expect("it is a program");
        let keep = Keep::bands(program.program());
        let mut timer = Alternating::default();
        for _ in 0..ROUNDS {
            for (k, lanes) in [Lanes::L32, Lanes::L64].into_iter().enumerate() {
                let futures = Futures { seed: 1, members: 0..MEMBERS };
                let settings = Settings {
                    isa: Some(isa),
                    lanes: Some(lanes),
                    non_finite: NonFinite::Allow,
                    ..Settings::default()
                };
                timer.time(k, || run_with(&program, futures.clone(), &keep, settings).expect("it runs"));
            }
        }
        let ms = |k: usize| 1e3 * median(timer.of(k)) / MEMBERS as f64;
        let work = program.ops_per_step() as f64 * f64::from(strategy.time.steps);
        println!(
            "{:<10}{:>12}{:>14.3}{:>14.3}{:>22.3}",
            variant.name,
            program.ops_per_step(),
            ms(0),
            ms(1),
            1e6 * ms(0).min(ms(1)) / work
        );
    }
}
