//! One bar for a study that makes its runs in several rounds.

use milepost_ensemble::Progress;

/// Passes on what is done; the rounds are one piece of work for whoever watches, who is told of its start and finish by
/// the study.
pub(crate) struct Forward<'a>(pub &'a dyn Progress);

impl Progress for Forward<'_> {
    fn start(&self, _: u64, _: u64) {}

    fn advance(&self, runs: u64) {
        self.0.advance(runs);
    }

    fn finish(&self) {}
}
