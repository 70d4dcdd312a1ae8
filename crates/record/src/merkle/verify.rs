//! Checking proofs.

use super::{Hash, node_hash};

/// Why a proof is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// The leaf lies behind the end, or the older tree is the larger one.
    #[error("the numbers cannot be right: there is no such leaf or older tree")]
    Numbers,
    /// There are too many or too few hashes.
    #[error("the proof has not as many hashes as it needs")]
    Length,
    /// The hashes do not lead to the root.
    #[error("the hashes do not lead to the root")]
    Root,
}

/// Checks that a leaf with this hash is number `index` of the tree with `size` leaves and this root
/// (RFC 9162, 2.1.3.2).
///
/// # Errors
/// Where it does not follow from the proof.
pub fn verify_inclusion(leaf: &Hash, index: u64, size: u64, proof: &[Hash], root: &Hash) -> Result<(), Wrong> {
    if index >= size {
        return Err(Wrong::Numbers);
    }
    let (mut at, mut last) = (index, size - 1);
    let mut hash = *leaf;
    for step in proof {
        if last == 0 {
            return Err(Wrong::Length);
        }
        if at & 1 == 1 || at == last {
            hash = node_hash(step, &hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, step);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match (last, hash == *root) {
        (0, true) => Ok(()),
        (0, false) => Err(Wrong::Root),
        _ => Err(Wrong::Length),
    }
}

/// Checks that the tree with `old` leaves and root `old_root` is the beginning of that with `size` and `root`
/// (RFC 9162, 2.1.4.2).  `old` must not be 0: from the tree without leaves everything follows, which proves nothing.
///
/// # Errors
/// Where it does not follow from the proof.
pub fn verify_consistency(old: u64, size: u64, proof: &[Hash], old_root: &Hash, root: &Hash) -> Result<(), Wrong> {
    if old == 0 || old > size {
        return Err(Wrong::Numbers);
    }
    if old == size {
        return match (proof.is_empty(), old_root == root) {
            (true, true) => Ok(()),
            (true, false) => Err(Wrong::Root),
            (false, _) => Err(Wrong::Length),
        };
    }
    // A complete old tree is itself the first step.
    let mut steps = old.is_power_of_two().then_some(old_root).into_iter().chain(proof);
    let (mut at, mut last) = (old - 1, size - 1);
    while at & 1 == 1 {
        (at, last) = (at >> 1, last >> 1);
    }
    let Some(first) = steps.next() else { return Err(Wrong::Length) };
    let (mut old_hash, mut hash) = (*first, *first);
    for step in steps {
        if last == 0 {
            return Err(Wrong::Length);
        }
        if at & 1 == 1 || at == last {
            old_hash = node_hash(step, &old_hash);
            hash = node_hash(step, &hash);
            while at & 1 == 0 && at != 0 {
                (at, last) = (at >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, step);
        }
        (at, last) = (at >> 1, last >> 1);
    }
    match (last, old_hash == *old_root && hash == *root) {
        (0, true) => Ok(()),
        (0, false) => Err(Wrong::Root),
        _ => Err(Wrong::Length),
    }
}
