//! The file that makes a shard count: its reductions, and the digests of its tables.

use serde::{Deserialize, Serialize};

use super::atomic::Digest;
use crate::hash::hash_of;
use crate::state::State;

/// First bytes of the file.
const MAGIC: &[u8; 16] = b"milepost shard 3";

/// Length of the hexadecimal checksum that follows.
const CHECKSUM: usize = 64;

/// A finished shard.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Seal {
    /// Hash of everything that the shard depends on.
    pub key: String,
    /// Digests of its tables.
    pub tables: Vec<Digest>,
    /// Its reductions.
    pub state: State,
}

impl Seal {
    /// As bytes; the bits of every number are kept.
    #[cfg(test)]
    pub fn encode(&self) -> Result<Vec<u8>, String> {
        seal(&self.key, &self.tables, &self.state)
    }

    /// From bytes; `None` if they are not whole and right.
    pub fn decode(bytes: &[u8]) -> Option<Seal> {
        let rest = bytes.strip_prefix(MAGIC)?;
        let (checksum, packed) = rest.split_at_checked(CHECKSUM)?;
        if hash_of(packed).as_bytes() != checksum {
            return None;
        }
        postcard::from_bytes(&snap::raw::Decoder::new().decompress_vec(packed).ok()?).ok()
    }
}

/// A seal of these parts as bytes; the bits of every number are kept.
pub(crate) fn seal(key: &str, tables: &[Digest], state: &State) -> Result<Vec<u8>, String> {
    // Fields in the order of [`Seal`].
    let plain = postcard::to_stdvec(&(key, tables, state)).map_err(|error| error.to_string())?;
    let packed = snap::raw::Encoder::new().compress_vec(&plain).map_err(|error| error.to_string())?;
    Ok([MAGIC, hash_of(&packed).as_bytes(), &packed].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::PathwayState;
    use milepost_engine::Tally;

    #[test]
    fn a_seal_survives_and_a_torn_one_does_not() {
        let third = Tally::of([1.0 / 3.0, -0.0, 1e-310]);
        let charts = vec![vec![third]];
        let pathways = vec![PathwayState { charts, ..PathwayState::default() }];
        let state = State { members: 3, pathways, claims: Vec::new() };
        let tables = vec![Digest { bytes: 7, sha256: "ab".into() }];
        let seal = Seal { key: "k".into(), tables, state };
        let bytes = seal.encode().unwrap();
        assert_eq!(Seal::decode(&bytes), Some(seal));
        for end in 0..bytes.len() {
            assert_eq!(Seal::decode(&bytes[..end]), None);
        }
        for place in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[place] ^= 1;
            assert_eq!(Seal::decode(&damaged), None);
        }
    }
}
