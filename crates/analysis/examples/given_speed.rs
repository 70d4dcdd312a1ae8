//! How long measures from given data take, without running a model:
//! `cargo run --release -p milepost-analysis --example given_speed`.

use std::time::Instant;

use milepost_analysis::design::{Design, LatinHypercube};
use milepost_analysis::sensitivity::given::{Shuffles, Slices, first_order, pawn};
use milepost_analysis::sensitivity::regional::regional;

const ROWS: usize = 100_000;
const INPUTS: usize = 50;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let start = Instant::now();
    let design = LatinHypercube::new(ROWS as u64, INPUTS, 1)?;
    let columns: Vec<Vec<f64>> = (0..INPUTS).map(|column| design.column(column)).collect();
    println!("{ROWS} futures x {INPUTS} inputs, one output, one core");
    println!("  Latin hypercube           {:>10.1?}", start.elapsed());
    let outputs: Vec<f64> = (0..ROWS).map(|i| columns[0][i] + 2.0 * columns[1][i] * columns[2][i]).collect();

    let start = Instant::now();
    let tenths: Vec<Slices> = columns.iter().map(|x| Slices::new(x, 10)).collect::<Result<_, _>>()?;
    let fine: Vec<Slices> =
        columns.iter().map(|x| Slices::new(x, Slices::usual_for_first_order(ROWS))).collect::<Result<_, _>>()?;
    println!("  classes, twice            {:>10.1?}", start.elapsed());

    let start = Instant::now();
    let found = pawn(&tenths, &outputs, Shuffles { times: 100, seed: 1 })?;
    let above = found.iter().filter(|pawn| pawn.is_distinct()).count();
    println!("  PAWN, 100 shuffles        {:>10.1?}   {above} inputs above noise", start.elapsed());

    let start = Instant::now();
    let found = first_order(&fine, &outputs)?;
    let above = found.iter().filter(|share| share.reading().distinct().is_some()).count();
    println!("  first order               {:>10.1?}   {above} inputs above noise", start.elapsed());

    let start = Instant::now();
    let fails: Vec<bool> = outputs.iter().map(|y| *y > 1.8).collect();
    let apart = columns.iter().map(|x| regional(x, &fails)).collect::<Result<Vec<_>, _>>()?;
    let above = apart.iter().filter(|found| found.p < 0.05 / INPUTS as f64).count();
    println!("  regional                  {:>10.1?}   {above} inputs above noise", start.elapsed());
    Ok(())
}
