//! Work on several threads, put together in order.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use super::shares::Sums;

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

/// Does `job` for 0..n on some threads; the results in order.
pub(super) fn in_order<T: Send>(threads: usize, n: usize, job: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let k = next.fetch_add(1, Ordering::Relaxed);
            if k >= n {
                return done;
            }
            done.push((k, job(k)));
        }
    };
    let mut done = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(n)).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for other in others {
            match other.join() {
                Ok(more) => done.extend(more),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        done
    });
    done.sort_by_key(|(k, _)| *k);
    done.into_iter().map(|(_, result)| result).collect()
}
