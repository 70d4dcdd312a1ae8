//! A model run in this process.
#![allow(dead_code, reason = "each test uses its part")]

pub mod xmile;

use milepost_engine::NonFinite;
use milepost_import::{Files, Settings};
use milepost_strategy::model::VariableId;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Files in a folder, or in memory.
pub enum Beside {
    Folder(PathBuf),
    Memory(BTreeMap<String, Vec<u8>>),
}

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self {
            Beside::Folder(folder) => {
                std::fs::read(folder.join(path)).map_err(|e| format!("cannot read `{path}`: {e}"))
            }
            Beside::Memory(files) => files.get(path).cloned().ok_or_else(|| format!("there is no `{path}`")),
        }
    }
}

/// The times, and the columns by name; or why there are none.
pub type Run = Result<(Vec<f64>, BTreeMap<String, Vec<f64>>), String>;

/// Runs a model.
pub fn run(path: &str, files: &dyn Files, settings: &Settings) -> Run {
    let settings = Settings { clock: true, ..settings.clone() };
    let imported = milepost_import::read(path, files, &settings)?;
    let Some(strategy) = imported.strategy else {
        let errors: Vec<_> = imported.diagnostics.into_iter().collect();
        return Err(milepost_syntax::render(&imported.sources, &errors, false));
    };
    let mut ids: Vec<VariableId> = imported.columns.iter().map(|c| c.variable).collect();
    ids.extend(imported.clock.iter().flat_map(|clock| clock.needs()));
    ids.sort_unstable();
    ids.dedup();
    let single = milepost_ensemble::single(&strategy, &ids, imported.save_every, 1, NonFinite::Refuse)?;
    let at = |id: VariableId| ids.iter().position(|&other| other == id).unwrap();
    let rows: Vec<(usize, f64)> = match &imported.clock {
        None => single.times.iter().copied().enumerate().collect(),
        Some(clock) => clock.rows(&single.times, |id, step| single.values[at(id)][0][step]),
    };
    let columns = imported.columns.iter().map(|c| {
        let values = &single.values[at(c.variable)][c.flat];
        (c.name.clone(), rows.iter().map(|(step, _)| values[*step]).collect())
    });
    Ok((rows.iter().map(|(_, time)| *time).collect(), columns.collect()))
}

/// Runs equations of Vensim from time 0 to 10 in steps of 1.
pub fn vensim(equations: &str) -> Run {
    let axis = "INITIAL TIME = 0 ~~|\nFINAL TIME = 10 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = TIME STEP ~~|\n";
    let text = format!("{{UTF-8}}\n{equations}\n{axis}");
    let files = Beside::Memory(BTreeMap::from([("m.mdl".to_string(), text.into_bytes())]));
    run("m.mdl", &files, &Settings::default())
}

/// A column of equations of Vensim.
pub fn column(equations: &str, name: &str) -> Vec<f64> {
    let (_, columns) = vensim(equations).unwrap_or_else(|why| panic!("{why}"));
    columns.get(name).unwrap_or_else(|| panic!("no `{name}` in {:?}", columns.keys())).clone()
}
