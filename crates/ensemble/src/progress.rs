//! How far a run is.

/// Told how far a run is, from any of its threads.
pub trait Progress: Sync {
    /// Before the first run: how many runs (pathway x member) there are in all, and how many of them were found
    /// finished.
    fn start(&self, total: u64, finished: u64);
    /// So many more runs are done.
    fn advance(&self, runs: u64);
    /// All runs are done; the files are being put together.
    fn finish(&self);
}

/// Silence.
impl Progress for () {
    fn start(&self, _: u64, _: u64) {}
    fn advance(&self, _: u64) {}
    fn finish(&self) {}
}
