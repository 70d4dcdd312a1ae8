//! A run that lies in a folder, with the strategy it was made from: what studies read.

use std::path::{Path, PathBuf};

use milepost_ensemble::Stored;
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

/// A strategy and its run.
pub struct Ran {
    /// The strategy, with what the run set in it.
    pub strategy: Strategy,
    /// Its files.
    pub sources: SourceMap,
    /// Hash of its files and of what was set.
    pub hash: String,
    /// The run's folder.
    pub out: PathBuf,
    /// Every uncertainty and measure of every future.
    pub stored: Stored,
}

/// Reads the run of a strategy.
///
/// # Errors
/// The strategy has errors; there is no run, it cannot be read, or it was made from other files than the strategy has now.
pub fn ran(dir: &Path, out: Option<&Path>) -> anyhow::Result<Ran> {
    let mut loaded = crate::command::sound(dir)?;
    let out = out.map_or_else(|| dir.join("out"), Path::to_path_buf);
    let (shown, dir) = (out.join("run.json"), dir.display());
    if !shown.exists() {
        anyhow::bail!("there is no run `{}` to look at; make it: milepost run {dir}", shown.display());
    }
    // The sentence holds its cause already.
    let stored = milepost_ensemble::stored(&out).map_err(|e| anyhow::anyhow!("{e}"))?;
    let made = &stored.record.summary.provenance;
    loaded.hash = crate::command::as_run(&mut loaded.strategy, &loaded.sources, &made.design);
    if made.strategy != loaded.hash {
        let shown = shown.display();
        anyhow::bail!("`{shown}` was made from other files than `{dir}` holds now; run it again: milepost run {dir}");
    }
    Ok(Ran { strategy: loaded.strategy, sources: loaded.sources, hash: loaded.hash, out, stored })
}
