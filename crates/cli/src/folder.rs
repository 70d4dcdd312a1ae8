//! A strategy folder on disk.

use std::path::{Component, Path, PathBuf};

use milepost_strategy::{Checked, World};

/// Files larger than this are not read as part of a strategy.
pub const MOST_BYTES: u64 = 256 << 20;

/// The compiler's window on a folder: nothing outside it can be read.
pub struct Folder {
    root: PathBuf,
    /// The one file that is the strategy, where not all of the folder are.
    only: Option<String>,
}

impl Folder {
    /// A folder that holds at least one `.mile` file, or a sentence that says what is wrong.
    pub fn open(root: &Path) -> anyhow::Result<Folder> {
        let shown = root.display();
        if !root.exists() {
            anyhow::bail!("there is no folder `{shown}`; `milepost new {shown}` makes one");
        }
        if !root.is_dir() {
            anyhow::bail!("`{shown}` is not a folder; name the folder that holds the .mile files");
        }
        let folder = Folder { root: root.to_path_buf(), only: None };
        if folder.strategy_files().is_empty() {
            anyhow::bail!("`{shown}` holds no .mile file; `milepost new` shows how a strategy looks");
        }
        Ok(folder)
    }

    /// A folder, or a single `.mile` file, which may read tables beside it.
    pub fn open_any(path: &Path) -> anyhow::Result<Folder> {
        if !path.is_file() || path.extension().is_none_or(|e| e != "mile") {
            return Folder::open(path);
        }
        let only = path.file_name().map(|n| n.to_string_lossy().into_owned());
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(Folder { root: parent.to_path_buf(), only })
    }

    /// Checks the strategy in the folder.
    pub fn check(&self) -> Checked {
        milepost_import::check_strategy(self)
    }
}

impl World for Folder {
    fn strategy_files(&self) -> Vec<String> {
        if let Some(only) = &self.only {
            return vec![only.clone()];
        }
        let Ok(entries) = std::fs::read_dir(&self.root) else { return Vec::new() };
        let names = entries.flatten().filter(|e| e.path().is_file()).filter_map(|e| e.file_name().into_string().ok());
        let mut files: Vec<String> = names.filter(|n| n.ends_with(".mile")).collect();
        files.sort();
        files
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let relative = Path::new(path);
        if relative.components().any(|c| !matches!(c, Component::Normal(_) | Component::CurDir)) {
            return Err("it lies outside the strategy folder".into());
        }
        let full = self.root.join(relative);
        let size = std::fs::metadata(&full).map_err(|e| reason(&e))?.len();
        if size > MOST_BYTES {
            return Err(format!("it is larger than {} MiB", MOST_BYTES >> 20));
        }
        std::fs::read(&full).map_err(|e| reason(&e))
    }
}

fn reason(e: &std::io::Error) -> String {
    match e.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "it may not be read".into(),
        std::io::ErrorKind::IsADirectory => "it is a folder".into(),
        _ => e.to_string(),
    }
}
