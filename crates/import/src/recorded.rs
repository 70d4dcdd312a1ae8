//! What a model read beside itself: a result depends on it as on the model.

use std::cell::RefCell;
use std::collections::BTreeMap;

use milepost_syntax::SourceMap;

use crate::Files;

/// Files that remember what was read of them.
pub(crate) struct Recorded<'f> {
    files: &'f dyn Files,
    read: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl<'f> Recorded<'f> {
    /// Nothing read yet.
    pub fn new(files: &'f dyn Files) -> Recorded<'f> {
        Recorded { files, read: RefCell::default() }
    }

    /// Adds what was read, so that it counts among the files of a run.  What is no text stands there byte by byte.
    pub fn into_sources(self, sources: &mut SourceMap) {
        for (path, bytes) in self.read.into_inner() {
            let text = String::from_utf8(bytes)
                .unwrap_or_else(|e| e.into_bytes().into_iter().map(char::from).collect::<String>());
            sources.add(path, text);
        }
    }
}

impl Files for Recorded<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let bytes = self.files.read(path)?;
        self.read.borrow_mut().insert(path.to_string(), bytes.clone());
        Ok(bytes)
    }
}
