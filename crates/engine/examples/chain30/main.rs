//! Speed on the model of 30 stocks, one thread: the interpreter at each instruction set beside the same model
//! written by hand.
//!
//!     cargo run --release -p milepost-engine --example chain30

mod clock;
mod kernel;
mod model;

use milepost_engine::{Futures, Isa, Keep, Lanes, Prepared, Settings, run_with};
use milepost_ir::Program;

use crate::clock::{Alternating, median};

const SEED: u64 = 1;
const MEMBERS: u32 = 1024;
const ROUNDS: usize = 9;

/// The model as people write it, through the checker and the lowering.
fn written() -> Program {
    let world =
        milepost_strategy::MemoryWorld::default().with("chain30.mile", include_str!("../../../../bench/chain30.mile"));
    let checked = milepost_strategy::check(&world);
    let strategy = checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
    let want = milepost_ir::Want { charts: false, diagnostics: false, ..Default::default() };
    milepost_ir::lower(&strategy, &strategy.variants[0], &want).expect("it lowers").program
}

fn prepare(program: Program) -> Prepared {
    Prepared::new(program).expect("the program is valid")
}

fn interpret(prepared: &Prepared, isa: Isa, lanes: Option<Lanes>, keep: &Keep) -> Vec<f64> {
    let futures = Futures { seed: SEED, members: 0..u64::from(MEMBERS) };
    let settings = Settings { isa: Some(isa), lanes, ..Settings::default() };
    let block = run_with(prepared, futures, keep, settings).expect("the model stays finite");
    block.outputs.into_iter().next().unwrap_or_default()
}

fn main() {
    let (plain, fused) = (prepare(model::program(false)), prepare(model::program(true)));
    let written = prepare(written());
    let nothing = Keep::default();
    let bands = Keep::bands(fused.program());
    println!("30 stocks, {} Euler steps, one thread; CPU time, median of {ROUNDS}", model::STEPS);
    println!(
        "{} instructions a step from plain ops, {} from fused ones, {} from chain30.mile",
        plain.ops_per_step(),
        fused.ops_per_step(),
        written.ops_per_step()
    );
    println!();
    println!(
        "{:<10}{:>12}{:>12}{:>12}{:>12}{:>12}{:>14}{:>19}",
        "", "plain ops", "fused ops", "with bands", "as .mile", "by hand", ".mile/by hand", "ns/(instr member)"
    );
    for isa in Isa::available() {
        let mut timer = Alternating::default();
        for _ in 0..ROUNDS {
            let by_hand = timer.time(0, || kernel::run(isa, SEED, MEMBERS));
            let interpreted = timer.time(1, || interpret(&fused, isa, None, &nothing));
            let unfused = timer.time(2, || interpret(&plain, isa, None, &nothing));
            timer.time(3, || interpret(&fused, isa, None, &bands));
            let mile = timer.time(4, || interpret(&written, isa, None, &nothing));
            assert!(by_hand == interpreted && by_hand == unfused, "the bits differ");
            let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-9 * a.abs();
            assert!(by_hand.iter().zip(&mile).all(near), "chain30.mile is another model");
        }
        let runs = |k: usize| f64::from(MEMBERS) / median(timer.of(k));
        let ratio = median(&timer.ratios(0, 4));
        let ops = written.ops_per_step() as f64 * f64::from(model::STEPS);
        println!(
            "{:<10}{:>12.0}{:>12.0}{:>12.0}{:>12.0}{:>12.0}{:>14.2}{:>19.3}",
            isa,
            runs(2),
            runs(1),
            runs(3),
            runs(4),
            runs(0),
            ratio,
            1e9 / runs(4) / ops
        );
    }
    println!();
    println!("runs/s by lanes, fused, {}", Isa::best());
    for lanes in Lanes::ALL {
        let mut timer = Alternating::default();
        for _ in 0..ROUNDS {
            timer.time(0, || interpret(&fused, Isa::best(), Some(lanes), &nothing));
        }
        println!("{:<10}{:>14.0}", lanes as usize, f64::from(MEMBERS) / median(timer.of(0)));
    }
}
