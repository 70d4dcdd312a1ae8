//! Where files come from.  The compiler itself never touches a disk.

use std::collections::BTreeMap;

/// A strategy folder, as the compiler sees it.  Paths are relative to it, with `/`.
pub trait World {
    /// All `.mile` files of the folder, sorted.
    fn strategy_files(&self) -> Vec<String>;

    /// The bytes of a file, or a sentence that says why there are none.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;
}

/// A folder held in memory, for tests, the server and other languages.
#[derive(Clone, Debug, Default)]
pub struct MemoryWorld {
    files: BTreeMap<String, Vec<u8>>,
}

impl MemoryWorld {
    /// Adds a file.
    pub fn with(mut self, path: impl Into<String>, text: impl Into<Vec<u8>>) -> Self {
        self.files.insert(path.into(), text.into());
        self
    }
}

impl MemoryWorld {
    /// All paths, sorted.
    pub fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }
}

impl World for MemoryWorld {
    fn strategy_files(&self) -> Vec<String> {
        self.files.keys().filter(|p| p.ends_with(".mile")).cloned().collect()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.files.get(path).cloned().ok_or_else(|| "there is no such file".into())
    }
}
