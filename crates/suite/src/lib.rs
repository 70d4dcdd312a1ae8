//! The specification of the strategy language in `tests/suite`, run as its test.
//!
//! 1. [`case`] reads the Markdown: every heading with a `mile` block under it is a case;
//! 2. [`run`] checks its strategy and simulates what its statements speak of;
//! 3. [`judge`] compares what was found with what is expected, and says in one text what differs.

pub mod case;
pub mod judge;
mod place;
pub mod run;
pub mod statement;

/// The `.mile` and `.csv` files of a strategy's folder and of the folders directly in it, in memory: what a run left in
/// `out` is no part of the strategy.
///
/// # Panics
/// If the folder cannot be read.
pub fn folder(root: &std::path::Path) -> milepost_strategy::MemoryWorld {
    let list = |path: &std::path::Path| {
        let entries = std::fs::read_dir(path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        let mut paths: Vec<std::path::PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let mut files = Vec::new();
    for path in list(root) {
        if path.is_dir() { files.extend(list(&path)) } else { files.push(path) }
    }
    let is_ours = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "mile" || e == "csv");
    files.into_iter().filter(|path| path.is_file() && is_ours(path)).fold(Default::default(), |world, path| {
        let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        world.with(name, std::fs::read(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())))
    })
}
