//! How long the analysis of a Sobol' study takes, without running a model:
//! `cargo run --release -p milepost-analysis --example sobol_speed`.

use std::time::Instant;

use milepost_analysis::design::{Blocks, Design, Independence, Order, Saltelli, replicate};
use milepost_analysis::sensitivity::sobol;

const INPUTS: usize = 14;
const OUTPUTS: usize = 100;
const REPLICATES: usize = 8;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    study(Order::First, 512)?;
    study(Order::Second, 256)
}

/// Designs, evaluates and analyses; 65,536 rows for 14 inputs in first order, 61,440 in second.
fn study(order: Order, base: u64) -> Result<(), Box<dyn std::error::Error>> {
    let blocks = Blocks { inputs: INPUTS, order };
    let start = Instant::now();
    let columns: Vec<Vec<Vec<f64>>> = (0..REPLICATES as u64)
        .map(|r| {
            let seed = replicate(1, r);
            let design = Saltelli::new(base, INPUTS, order, seed, &Independence::Independent)?;
            Ok((0..INPUTS).map(|column| design.column(column)).collect())
        })
        .collect::<Result<_, milepost_analysis::design::Error>>()?;
    let designed = start.elapsed();
    let outputs: Vec<Vec<Vec<f64>>> =
        (0..OUTPUTS).map(|output| columns.iter().map(|inputs| evaluate(inputs, output)).collect()).collect();

    let start = Instant::now();
    let mut enough = 0;
    for replicates in &outputs {
        let replicates: Vec<&[f64]> = replicates.iter().map(Vec::as_slice).collect();
        let found = sobol::of_replicates(blocks, &replicates)?;
        enough += usize::from(found.convergence == sobol::Convergence::Enough);
    }
    let replicated = start.elapsed();

    let single: Vec<Vec<f64>> = outputs.iter().map(|replicates| replicates.concat()).collect();
    let start = Instant::now();
    let mut width: f64 = 0.0;
    for outputs in &single {
        let found = sobol::bootstrap(blocks, outputs, 100, 1)?;
        width = width.max(found.first[0].half);
    }
    let bootstrapped = start.elapsed();

    let rows = single[0].len();
    println!("{order:?} order: {rows} rows x {OUTPUTS} outputs, {INPUTS} inputs, one core");
    println!("  design                     {designed:>10.1?}");
    println!("  indices over 8 replicates  {replicated:>10.1?}   N enough for {enough} outputs");
    println!("  bootstrap of 100 resamples {bootstrapped:>10.1?}   widest S1 {width:.3}");
    Ok(())
}

/// An output that depends on some inputs, different ones for each output.
fn evaluate(inputs: &[Vec<f64>], output: usize) -> Vec<f64> {
    let x = |k: usize, row: usize| inputs[(output + k) % INPUTS][row];
    (0..inputs[0].len()).map(|i| x(0, i) + 2.0 * x(1, i) * x(2, i) + 0.5 * (6.0 * x(3, i)).sin()).collect()
}
