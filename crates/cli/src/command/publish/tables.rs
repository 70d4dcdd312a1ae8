//! The tables of a site: its own, those of the run and of its studies, each as Parquet and as CSV.

use std::path::Path;

use anyhow::Context;
use milepost_publish::site::{Data, Kind, Site, table_csv, tables};

use super::super::report::Kept;
use super::folder::Draft;

/// Beyond so many cells a table is given as Parquet only: as text it would be larger than people can open.
pub const CELLS: usize = 5_000_000;

/// Writes all tables into `data/`, and says what they are.
pub fn write(draft: &Draft, from: &Path, kept: &Kept, site: &Site) -> anyhow::Result<Vec<Data>> {
    let hash = &site.summary.provenance.strategy;
    let mut all = Vec::new();
    for table in tables(site) {
        let rows = draft.path(&format!("data/{}.parquet", table.name));
        // The sentence holds its cause already.
        milepost_ensemble::write_table(&rows, table.columns).map_err(|e| anyhow::anyhow!("{e}"))?;
        all.push(as_text(draft, table.name, table.holds, table.command)?);
    }
    for (name, holds, command) in of_run() {
        all.extend(copied(draft, from, name, holds, format!("milepost {command} ."))?);
    }
    for (name, holds, command, fits) in of_studies(kept, hash) {
        if fits {
            all.extend(copied(draft, from, name, holds, format!("milepost {command} ."))?);
        }
    }
    Ok(all)
}

pub fn of_run() -> [(&'static str, &'static str, &'static str); 3] {
    [
        ("outcomes", "Every measure of every future under every pathway", "run"),
        ("futures", "Every uncertainty as it was drawn in every future", "run"),
        ("bands", "The distribution behind every chart, by pathway and time", "run"),
    ]
}

/// Tables that `explore` writes, and whether the study behind each is of the files that were run.
pub fn of_studies(kept: &Kept, hash: &str) -> [(&'static str, &'static str, &'static str, bool); 5] {
    [
        ("sensitivity", "What each measure depends on", "explore", kept.sensitivity.iter().any(|s| s.strategy == hash)),
        (
            "boxes",
            "Where each pathway fails, limit by limit",
            "explore",
            kept.discover.iter().any(|s| s.strategy == hash),
        ),
        (
            "robustness",
            "Every pathway by every yardstick of robustness",
            "explore",
            kept.robustness.as_ref().is_some_and(|s| s.strategy == hash),
        ),
        (
            "tipping",
            "Until when each regime can be used",
            "explore",
            kept.timing.as_ref().is_some_and(|s| s.strategy == hash),
        ),
        (
            "loops",
            "How much of the change each loop makes, over time",
            "explore",
            kept.loops.as_ref().is_some_and(|s| s.strategy == hash),
        ),
    ]
}

/// A table beside the run, as it is and as text.
fn copied(draft: &Draft, from: &Path, name: &str, holds: &str, command: String) -> anyhow::Result<Option<Data>> {
    let path = from.join(format!("{name}.parquet"));
    if !path.exists() {
        return Ok(None);
    }
    let to = draft.path(&format!("data/{name}.parquet"));
    std::fs::copy(&path, &to).with_context(|| format!("cannot copy `{}` to `{}`", path.display(), to.display()))?;
    as_text(draft, name, holds.into(), command).map(Some)
}

/// Writes a table of the site as CSV too, where it is not too large, and says what it is.
fn as_text(draft: &Draft, name: &str, holds: String, command: String) -> anyhow::Result<Data> {
    // The sentence holds its cause already.
    let columns = milepost_ensemble::read_table(&draft.path(&format!("data/{name}.parquet")));
    let columns = columns.map_err(|e| anyhow::anyhow!("{e}"))?;
    let rows = columns.first().map_or(0, |column| column.values.len());
    let mut kinds = vec![Kind::Parquet];
    if rows * columns.len() <= CELLS {
        draft.write(&format!("data/{name}.csv"), table_csv(&columns).as_bytes())?;
        kinds.insert(0, Kind::Csv);
    }
    Ok(Data { name: name.into(), holds, rows: rows as u64, kinds, command })
}
