//! Making roots and proofs out of the hashes of complete subtrees.

use super::grow::peaks;
use super::{Hash, empty_root, node_hash};

/// Where the hashes of complete subtrees are.
pub trait Subtrees {
    /// What can go wrong with reading.
    type Error;

    /// The root of the complete subtree over the leaves `index << level .. (index + 1) << level`; level 0 is a leaf.
    ///
    /// # Errors
    /// Where the store cannot be read or does not hold these leaves.
    fn subtree(&self, level: u32, index: u64) -> Result<Hash, Self::Error>;
}

/// The root over the first `size` leaves.
///
/// # Errors
/// Those of the store.
pub fn root<S: Subtrees + ?Sized>(tree: &S, size: u64) -> Result<Hash, S::Error> {
    range(tree, 0, size)
}

/// The proof that leaf `index` is in the tree over the first `size` leaves (RFC 9162, 2.1.3.1); `index < size`.
///
/// # Errors
/// Those of the store.
pub fn inclusion<S: Subtrees + ?Sized>(tree: &S, index: u64, size: u64) -> Result<Vec<Hash>, S::Error> {
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to - from > 1 {
        let middle = from + split(to - from);
        if index < middle {
            path.push(range(tree, middle, to)?);
            to = middle;
        } else {
            path.push(range(tree, from, middle)?);
            from = middle;
        }
    }
    path.reverse();
    Ok(path)
}

/// The proof that the tree over the first `old` leaves is the beginning of that over `size` (RFC 9162, 2.1.4.1);
/// `0 < old <= size`.
///
/// # Errors
/// Those of the store.
pub fn consistency<S: Subtrees + ?Sized>(tree: &S, old: u64, size: u64) -> Result<Vec<Hash>, S::Error> {
    let (mut from, mut to) = (0, size);
    let mut path = Vec::new();
    while to != old {
        let middle = from + split(to - from);
        if old <= middle {
            path.push(range(tree, middle, to)?);
            to = middle;
        } else {
            path.push(range(tree, from, middle)?);
            from = middle;
        }
    }
    // The old tree itself is known to whoever checks.
    if from > 0 {
        path.push(range(tree, from, to)?);
    }
    path.reverse();
    Ok(path)
}

/// The largest power of two smaller than `n`, for `n > 1`.
fn split(n: u64) -> u64 {
    1 << (n - 1).ilog2()
}

/// The root over leaves that begin where a subtree as large as they are could begin.
fn range<S: Subtrees + ?Sized>(tree: &S, from: u64, to: u64) -> Result<Hash, S::Error> {
    let mut right = None;
    for (level, index) in peaks(to - from).into_iter().rev() {
        let left = tree.subtree(level, (from >> level) + index)?;
        right = Some(match right {
            None => left,
            Some(right) => node_hash(&left, &right),
        });
    }
    Ok(right.unwrap_or_else(empty_root))
}
