//! Finding events by the ids of their source.
//!
//! Keys are numbers out of a hash: a million long ids in random order would make a large tree that is written all over.

use sha2::{Digest, Sha256};

use super::read::Reader;
use crate::error::Error;
use crate::event::Event;

/// Where the search for an id begins.
pub fn key(subject: &str, id: &str) -> i64 {
    let hash: [u8; 32] = Sha256::new().chain_update(subject).chain_update([b'\n']).chain_update(id).finalize().into();
    i64::from_be_bytes(std::array::from_fn(|i| hash[i]))
}

/// The key of an id and the last event that had it, superseded or not; or the free key that it would take.
pub fn find(reader: &Reader, subject: &str, id: &str) -> Result<(i64, Option<Event>), Error> {
    let mut key = key(subject, id);
    loop {
        let seq = reader.one("SELECT seq FROM named WHERE key = ?", [key], |row| row.get::<_, i64>(0))?;
        let Some(seq) = seq else { return Ok((key, None)) };
        let event = reader.event(seq.cast_unsigned())?;
        if event.as_ref().is_some_and(|e| e.subject == subject && e.id.as_deref() == Some(id)) {
            return Ok((key, event));
        }
        key = key.wrapping_add(1);
    }
}
