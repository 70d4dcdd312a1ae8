//! The Merkle tree of RFC 6962 and RFC 9162: SHA-256, leaves hashed with a 0x00 in front and nodes with a 0x01.
//!
//! A proof is checked without the tree, by [`verify_inclusion`] and [`verify_consistency`].  What makes one needs the
//! hashes of complete subtrees ([`Subtrees`]), of which a proof takes as many as the tree is high.

mod grow;
mod prove;
mod verify;

use std::fmt;

use sha2::{Digest, Sha256};

pub use grow::Frontier;
pub(crate) use grow::peaks;
pub use prove::{Subtrees, consistency, inclusion, root};
pub use verify::{Wrong, verify_consistency, verify_inclusion};

use crate::text;

/// A SHA-256 hash; shown in base64, as in heads and proofs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

impl Hash {
    /// The plain hash of bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }

    /// Reads base64.
    pub fn parse(base64: &str) -> Option<Hash> {
        Some(Hash(text::from_base64(base64)?.try_into().ok()?))
    }

    /// Reads lower-case hexadecimal.
    pub fn parse_hex(hex: &str) -> Option<Hash> {
        Some(Hash(text::from_hex(hex)?.try_into().ok()?))
    }

    /// In lower-case hexadecimal.
    pub fn hex(&self) -> String {
        text::hex(&self.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&text::base64(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(&self.hex())
    }
}

/// The size of a tree and the hash of its root: stands for everything recorded so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Number of leaves.
    pub size: u64,
    /// Hash of the root.
    pub root: Hash,
}

/// The root of the tree without leaves.
pub fn empty_root() -> Hash {
    Hash::of(b"")
}

/// The hash of a leaf with this data.
pub fn leaf_hash(data: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(data).finalize().into())
}

/// The hash of the node above two subtrees.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

#[cfg(test)]
mod tests;
