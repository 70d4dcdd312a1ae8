//! Proofs as text files, which are checked without the record.
//!
//! ```text
//! milepost proof that an event is recorded
//! {"body":…,"kind":…,"known":…,"seq":17,"subject":…}
//! rtWFFv3I…      the hashes on the way to the root
//!
//! milepost/iraq-2005/5f0c9a3be1d24477      the signed head, as in a note
//! 812
//! 3q2+7wAA…
//!
//! — iraq KdRjcbLf…
//! ```
//! A proof that nothing was rewritten begins with another line, and has the older size and root for the event.

use std::fmt;

use crate::error::Error;
use crate::event::Event;
use crate::merkle::{self, Hash, Head, Wrong, leaf_hash};
use crate::note::Note;
use crate::store::Store;

const INCLUSION: &str = "milepost proof that an event is recorded";
const CONSISTENCY: &str = "milepost proof that nothing was rewritten";

/// What is proved, the hashes, and the head to which they lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// What is proved.
    pub claim: Claim,
    /// The hashes, from the leaves to the root.
    pub hashes: Vec<Hash>,
    /// The head, with its signatures.
    pub note: Note,
}

/// What a proof proves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claim {
    /// This event, in its canonical form, is part of the record.
    Recorded(String),
    /// The record began with this older one.
    Continues(Head),
}

/// Proves that an event is part of the record under a signed head.
///
/// # Errors
/// Where the head does not hold the event, or the record cannot be read.
pub fn of_event(store: &dyn Store, seq: u64, note: Note) -> Result<Proof, Error> {
    let size = note.head.size;
    let event = store.event(seq)?.filter(|e| e.seq < size).ok_or(Error::NoEvent { seq, size })?;
    let hashes = merkle::inclusion(store, seq, size)?;
    Ok(Proof { claim: Claim::Recorded(event.canonical()), hashes, note })
}

/// Proves that the record under a signed head began with the first `size` events.
///
/// # Errors
/// A size of 0 or beyond the head; a record that cannot be read.
pub fn since(store: &dyn Store, size: u64, note: Note) -> Result<Proof, Error> {
    if size == 0 || size > note.head.size {
        let to = note.head.size;
        return Err(Error::Text(format!("there is no older head of size {size}; name one from 1 to {to}")));
    }
    let old = Head { size, root: merkle::root(store, size)? };
    Ok(Proof { claim: Claim::Continues(old), hashes: merkle::consistency(store, size, note.head.size)?, note })
}

impl Proof {
    /// Checks the hashes; who signed the head is for the caller to ask.
    ///
    /// # Errors
    /// Where the claim does not follow.
    pub fn verify(&self) -> Result<(), Wrong> {
        let Head { size, root } = self.note.head;
        match &self.claim {
            Claim::Continues(old) => merkle::verify_consistency(old.size, size, &self.hashes, &old.root, &root),
            Claim::Recorded(line) => {
                let event = Event::parse(line).filter(|e| e.canonical() == *line).ok_or(Wrong::Numbers)?;
                merkle::verify_inclusion(&leaf_hash(line.as_bytes()), event.seq, size, &self.hashes, &root)
            }
        }
    }

    /// Reads what is shown.
    ///
    /// # Errors
    /// A sentence that says what is wrong with the text.
    pub fn parse(text: &str) -> Result<Proof, Error> {
        let wrong = || Error::Text("it is no proof; `milepost log prove` writes one".into());
        let (claim, note) = text.split_once("\n\n").ok_or_else(wrong)?;
        let mut lines = claim.split('\n');
        let (first, second) = (lines.next().ok_or_else(wrong)?, lines.next().ok_or_else(wrong)?);
        let claim = match first {
            INCLUSION => Claim::Recorded(second.to_string()),
            CONSISTENCY => {
                let (size, root) = second.split_once(' ').ok_or_else(wrong)?;
                let size = size.parse().map_err(|_| wrong())?;
                Claim::Continues(Head { size, root: Hash::parse(root).ok_or_else(wrong)? })
            }
            _ => return Err(wrong()),
        };
        let hashes = lines.map(|line| Hash::parse(line).ok_or_else(wrong)).collect::<Result<_, _>>()?;
        Ok(Proof { claim, hashes, note: Note::parse(note)? })
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.claim {
            Claim::Recorded(line) => writeln!(f, "{INCLUSION}\n{line}")?,
            Claim::Continues(old) => writeln!(f, "{CONSISTENCY}\n{} {}", old.size, old.root)?,
        }
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.note)
    }
}
