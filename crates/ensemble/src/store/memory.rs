//! Keeping the reductions only.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use super::{Rows, Store};
use crate::Error;
use crate::state::State;

/// Merges shards as they come and keeps nothing else.
#[derive(Default)]
pub(crate) struct Memory(Mutex<Merged>);

#[derive(Default)]
struct Merged {
    total: State,
    /// The next shard in order.
    next: usize,
    /// Shards that came before their turn: no more than are in work at a time.
    early: BTreeMap<usize, State>,
}

impl Store for Memory {
    fn holds(&self, _: usize) -> bool {
        false
    }

    fn keep(&self, shard: usize, _: &Rows, state: State) -> Result<(), Error> {
        let mut guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let merged = &mut *guard;
        merged.early.insert(shard, state);
        while let Some(state) = merged.early.remove(&merged.next) {
            merged.total.merge(&state);
            merged.next += 1;
        }
        Ok(())
    }

    fn total(&self) -> Result<State, Error> {
        Ok(self.0.lock().unwrap_or_else(PoisonError::into_inner).total.clone())
    }
}
