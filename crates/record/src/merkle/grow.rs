//! Appending leaves.

use super::{Hash, Head, empty_root, node_hash};

/// The right edge of a tree: the roots of its largest complete subtrees, from the left.  All that appending needs.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    size: u64,
    peaks: Vec<Hash>,
}

impl Frontier {
    /// The edge of a tree of this size; its peaks are the complete subtrees given by [`peaks`].
    pub(crate) fn new(size: u64, peaks: Vec<Hash>) -> Frontier {
        Frontier { size, peaks }
    }

    /// Number of leaves.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.  Gives the hashes of the complete subtrees that end with it, the leaf itself first: one more than
    /// the number of zero bits at the end of the new size.
    pub fn push(&mut self, leaf: Hash) -> Vec<Hash> {
        let mut completed = vec![leaf];
        let mut at = leaf;
        for _ in 0..self.size.trailing_ones() {
            let Some(left) = self.peaks.pop() else { break };
            at = node_hash(&left, &at);
            completed.push(at);
        }
        self.peaks.push(at);
        self.size += 1;
        completed
    }

    /// The head of the tree as it is now.
    pub fn head(&self) -> Head {
        let mut peaks = self.peaks.iter().rev();
        let root = match peaks.next() {
            None => empty_root(),
            Some(last) => peaks.fold(*last, |right, left| node_hash(left, &right)),
        };
        Head { size: self.size, root }
    }
}

/// The largest complete subtrees of a tree of this size, from the left: level and index of each.
pub(crate) fn peaks(size: u64) -> Vec<(u32, u64)> {
    let levels = (0..u64::BITS).rev().filter(|level| size >> level & 1 == 1);
    levels.map(|level| (level, (size >> level) - 1)).collect()
}
