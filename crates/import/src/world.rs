//! Strategies that build on a model of another tool.

use milepost_strategy::model::{TimeAxis, VariableId};
use milepost_strategy::{Checked, Foreign, World};
use milepost_syntax::SourceMap;

use crate::{Files, Settings, read_beside};

/// Checks a strategy, which may build on a model of another tool beside it.
pub fn check_strategy(world: &dyn World) -> Checked {
    milepost_strategy::check(&Reading(world))
}

/// A strategy folder in which models of other tools are read.
pub struct Reading<'w>(pub &'w dyn World);

impl World for Reading<'_> {
    fn strategy_files(&self) -> Vec<String> {
        self.0.strategy_files()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.read(path)
    }

    fn model(&self, path: &str, axis: Option<&TimeAxis>, sources: &mut SourceMap) -> Result<Foreign, String> {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = Beside { world: self.0, path, folder };
        let own = read_beside(path, &beside, &Settings::default(), sources.clone())?;
        let settings = Settings {
            start: axis.map(|a| a.start),
            until: axis.map(|a| a.end),
            step: axis.map(|a| a.step),
            method: axis.map(|a| a.method),
            ..Settings::default()
        };
        let own_axis = own.strategy.as_ref().map(|s| s.time.clone());
        let imported = match axis {
            Some(_) => read_beside(path, &beside, &settings, sources.clone())?,
            None => own,
        };
        *sources = imported.sources;
        let mut named: Vec<VariableId> = imported.columns.iter().map(|c| c.variable).collect();
        named.dedup();
        Ok(Foreign {
            strategy: imported.strategy,
            axis: own_axis,
            named,
            settled: imported.settled,
            diagnostics: imported.diagnostics,
        })
    }
}

/// Files beside a model, which lies somewhere in the strategy's folder.
struct Beside<'w> {
    world: &'w dyn World,
    path: &'w str,
    folder: &'w str,
}

impl Files for Beside<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        // The model itself is named as the strategy names it.
        let path =
            if path == self.path || self.folder.is_empty() { path.into() } else { format!("{}/{path}", self.folder) };
        self.world.read(&path)
    }
}
