//! CPU seconds from a model's file to a program that is ready to run, all variables kept: `loading MODEL.mdl`

#[path = "../../../engine/examples/chain30/clock.rs"]
mod clock;

use std::path::PathBuf;

use milepost_engine::Prepared;
use milepost_import::{Files, Settings, read};
use milepost_ir::{Draws, Want, lower};
use milepost_strategy::model::VariableId;

use crate::clock::{Alternating, median};

const ROUNDS: usize = 5;

struct Beside(PathBuf);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|e| format!("cannot read `{path}`: {e}"))
    }
}

fn main() -> Result<(), String> {
    let path = PathBuf::from(std::env::args().nth(1).ok_or("usage: loading MODEL")?);
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let files = Beside(path.parent().map(PathBuf::from).unwrap_or_default());
    let mut timer = Alternating::default();
    let mut size = (0, 0);
    for _ in 0..ROUNDS {
        let imported = timer.time(0, || read(&name, &files, &Settings::default()))?;
        let strategy = imported.strategy.ok_or_else(|| format!("{:?}", imported.diagnostics))?;
        let mut variables: Vec<VariableId> = imported.columns.iter().map(|c| c.variable).collect();
        variables.dedup();
        let want = Want {
            draws: Draws::Defaults,
            measures: false,
            charts: false,
            variables,
            save_every: Some(imported.save_every),
            diagnostics: false,
            optimise: true,
        };
        let lowered = timer.time(1, || lower(&strategy, &strategy.variants[0], &want)).map_err(|e| e.to_string())?;
        let prepared = timer.time(2, || Prepared::new(lowered.program)).map_err(|e| e.to_string())?;
        size = (imported.columns.len(), prepared.program().rates.len());
    }
    let [read, lower, prepare] = [0, 1, 2].map(|k| median(timer.of(k)));
    let whole = read + lower + prepare;
    println!(
        "{} values, {} ops a step: read {read:.3} s, lowered {lower:.3} s, prepared {prepare:.3} s; {whole:.3} s in all",
        size.0, size.1
    );
    Ok(())
}
