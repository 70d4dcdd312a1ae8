//! Blocks that come in from several threads, put together in order.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use milepost_analysis::loops::Sums;

/// Blocks of each pathway, merged in order as they come in, so that few are held at a time.
pub(super) struct Merging {
    pathways: Vec<Mutex<Merged>>,
}

/// Blocks of one pathway.
#[derive(Default)]
struct Merged {
    total: Sums,
    /// The block that is merged next.
    next: usize,
    /// Blocks that are done before an earlier one is.
    waiting: BTreeMap<usize, Sums>,
}

impl Merging {
    pub fn new(pathways: usize) -> Merging {
        Merging { pathways: (0..pathways).map(|_| Mutex::default()).collect() }
    }

    /// Takes a block.
    pub fn put(&self, pathway: usize, block: usize, sums: Sums) {
        let mut held = self.pathways[pathway].lock().unwrap_or_else(PoisonError::into_inner);
        held.waiting.insert(block, sums);
        let next = held.next;
        for block in next.. {
            let Some(sums) = held.waiting.remove(&block) else { break };
            held.total.merge(sums);
            held.next = block + 1;
        }
    }

    /// What each pathway came to.
    pub fn sums(self) -> Vec<Sums> {
        let total = |merged: Mutex<Merged>| merged.into_inner().unwrap_or_else(PoisonError::into_inner).total;
        self.pathways.into_iter().map(total).collect()
    }
}
