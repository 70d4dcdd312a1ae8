//! A model to look at or to run: a file of another tool, a `.mile` file, or a folder of them.

use std::path::{Component, Path, PathBuf};

use milepost_import::{Files, Imported, Settings, columns_of};
use milepost_strategy::Checked;

use crate::folder::{Folder, MOST_BYTES};

/// Whether a path names a model of another tool.
pub fn is_foreign(path: &Path) -> bool {
    !path.is_dir() && milepost_import::reads(&path.to_string_lossy())
}

/// The file's name as the reader is asked for it, and what lies beside it.
pub fn beside(path: &Path) -> anyhow::Result<(String, Beside)> {
    if !path.exists() {
        anyhow::bail!("there is no file `{}`", path.display());
    }
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, Beside { folder: path.parent().map(Path::to_path_buf).unwrap_or_default() }))
}

/// Reads a model; without a strategy where it cannot be run.
pub fn read(path: &Path, settings: &Settings) -> anyhow::Result<Imported> {
    if !path.is_dir() && path.extension().is_none_or(|e| e != "mile") {
        let (name, beside) = beside(path)?;
        return milepost_import::read(&name, &beside, settings).map_err(|why| anyhow::anyhow!("{why}"));
    }
    if settings.until.is_some() || settings.save_every.is_some() || settings.method.is_some() {
        anyhow::bail!(
            "--until, --save-every and --method are for models of other tools; write the time into the strategy"
        );
    }
    let Checked { sources, diagnostics, mut strategy } = Folder::open_any(path)?.check();
    let (mut columns, mut named, mut save_every) = (Vec::new(), 0, 1);
    if let Some(strategy) = &mut strategy {
        let set: Vec<(String, String)> = settings.set.iter().map(|(n, v)| (n.clone(), v.to_string())).collect();
        milepost_strategy::with_settings(strategy, &set).map_err(|why| anyhow::anyhow!(why))?;
        columns = columns_of(strategy);
        named = strategy.variables.len();
        save_every = strategy.time.report_every;
    }
    Ok(Imported { strategy, columns, named, save_every, clock: None, settled: Vec::new(), sources, diagnostics })
}

/// Files beside a model: nothing outside its folder can be read.
pub struct Beside {
    /// The model's folder.
    pub folder: PathBuf,
}

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let relative = Path::new(path);
        if relative.components().any(|c| !matches!(c, Component::Normal(_) | Component::CurDir)) {
            return Err(format!("`{path}` lies outside the model's folder"));
        }
        let full = self.folder.join(relative);
        let size = std::fs::metadata(&full).map_err(|e| format!("cannot read `{path}`: {e}"))?.len();
        if size > MOST_BYTES {
            return Err(format!("`{path}` is larger than {} MiB", MOST_BYTES >> 20));
        }
        std::fs::read(&full).map_err(|e| format!("cannot read `{path}`: {e}"))
    }
}
