//! Speed on a model of another tool: an ensemble with constants varied and one output kept, on this thread.
//!
//!     models MODEL.mdl "OUTPUT" RUNS OUT.c "NAME in A .. B"...
//!
//! prints the CPU seconds of a round of RUNS members with the whole series of the output, the same with its last value
//! only, the mean of the last values and the instructions of a step; and writes the same program as C.

#[path = "../../../engine/examples/chain30/clock.rs"]
mod clock;

use std::path::{Path, PathBuf};

use milepost_engine::{Futures, Prepared, Settings as Running, visit};
use milepost_import::{Files, Settings, read};
use milepost_ir::{Draws, Program, Want, lower};

use crate::clock::{Alternating, median};

const SEED: u64 = 1;
const ROUNDS: usize = 3;
/// Members that run side by side: their series are held at once, as one run's are by others.
const LANES: usize = 64;

struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|e| format!("cannot read `{path}`: {e}"))
    }
}

fn main() -> Result<(), String> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [model, output, runs, out, varied @ ..] = &words[..] else {
        return Err("usage: models MODEL OUTPUT RUNS OUT.c \"NAME in A .. B\"...".into());
    };
    let runs: u64 = runs.parse().map_err(|_| format!("`{runs}` is not a whole number"))?;
    let (series, last) = programs(Path::new(model), output, varied)?;
    std::fs::write(out, milepost_codegen::c(&series, output)).map_err(|e| format!("cannot write `{out}`: {e}"))?;
    let prepare = |program| Prepared::new(program).map_err(|e| e.to_string());
    let (series, last) = (prepare(series)?, prepare(last)?);
    let mut timer = Alternating::default();
    let mut means = [0.0; 2];
    for _ in 0..ROUNDS {
        means[0] = timer.time(0, || mean_of_last(&series, runs))?;
        means[1] = timer.time(1, || mean_of_last(&last, runs))?;
    }
    if means[0].to_bits() != means[1].to_bits() {
        return Err("the last values differ".into());
    }
    println!("{} {} {} {}", median(timer.of(0)), median(timer.of(1)), means[0], series.ops_per_step());
    Ok(())
}

/// The program that keeps the output at every saved time, and the one that keeps it at the end.
fn programs(path: &Path, output: &str, varied: &[String]) -> Result<(Program, Program), String> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let files = Beside(path.parent().map(Path::to_path_buf).unwrap_or_default());
    let imported = read(&name, &files, &Settings::default())?;
    let mut strategy = imported.strategy.ok_or_else(|| format!("{:?}", imported.diagnostics))?;
    milepost_strategy::vary(&mut strategy, &imported.sources, varied, &imported.settled)?;
    let wanted = milepost_import::foreign::same(output);
    let column = imported.columns.iter().find(|c| milepost_import::foreign::same(&c.name) == wanted);
    let variable = column.ok_or_else(|| format!("there is no `{output}`"))?.variable;
    let program = |save_every| {
        let want = Want {
            draws: Draws::Sampled,
            measures: false,
            charts: false,
            variables: vec![variable],
            save_every: Some(save_every),
            diagnostics: false,
            optimise: true,
        };
        let lowered = lower(&strategy, &strategy.variants[0], &want).map_err(|e| e.to_string())?;
        Ok::<Program, String>(Program { outputs: Vec::new(), ..lowered.program })
    };
    Ok((program(imported.save_every)?, program(u32::MAX)?))
}

/// The mean of the last values; every series is written to memory, one group of members after the other.
fn mean_of_last(prepared: &Prepared, runs: u64) -> Result<f64, String> {
    let futures = Futures { seed: SEED, members: 0..runs };
    let times = prepared.saved_steps().len();
    let mut series = vec![[0.0; LANES]; times];
    let mut sum = 0.0;
    visit(prepared, futures, &[0], Running::default(), |seen| {
        series[seen.time][..seen.values.len()].copy_from_slice(seen.values);
        if seen.time + 1 == times {
            series[seen.time][..seen.values.len()].iter().for_each(|value| sum += value);
        }
    })
    .map_err(|e| e.to_string())?;
    std::hint::black_box(&series);
    Ok(sum / runs as f64)
}
