//! Several runs told as one.

use milepost_ensemble::Progress;

/// A part of a study: the whole has been announced, and ends elsewhere.
pub(crate) struct Part<'a>(pub &'a dyn Progress);

impl Progress for Part<'_> {
    fn start(&self, _: u64, _: u64) {}

    fn advance(&self, runs: u64) {
        self.0.advance(runs);
    }

    fn finish(&self) {}
}
