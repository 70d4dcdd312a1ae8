//! Heads as text, signed by the parties: checkpoints and signed notes (C2SP tlog-checkpoint, signed-note).
//!
//! ```text
//! milepost/iraq-2005/5f0c9a3be1d24477
//! 812
//! 3q2+7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
//!
//! — iraq KdRjcbLf…
//! — coalition 9YyWbAyr…
//! ```
//! What is signed are the three lines: origin, size, root.  Each signature is a line with the party's name, and in base64
//! the four bytes of its key's id and the signature.

use std::fmt;

use crate::error::Error;
use crate::key::{Key, PublicKey, is_name};
use crate::merkle::{Hash, Head};
use crate::text;

/// A head of a record and the signatures under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The [origin](crate::Store::origin) of the record.
    pub origin: String,
    /// The head.
    pub head: Head,
    /// Who signed, in the order of the lines.
    pub signatures: Vec<HeadSignature>,
}

/// The signature of a party under a head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadSignature {
    /// What is signed, with the origin of the record.
    pub head: Head,
    /// Who signed.
    pub party: String,
    /// The id of the key.
    pub key: [u8; 4],
    /// The signature.
    pub signature: [u8; 64],
}

impl HeadSignature {
    /// Signs the head of a record.
    pub fn new(origin: &str, head: Head, key: &Key) -> HeadSignature {
        let signature = key.sign(signed(origin, head).as_bytes());
        HeadSignature { head, party: key.party().to_string(), key: key.public().id(), signature }
    }

    /// Whether this key made it, over a head of this record.
    pub fn is_by(&self, key: &PublicKey, origin: &str) -> bool {
        key.party() == self.party
            && key.id() == self.key
            && key.verifies(signed(origin, self.head).as_bytes(), &self.signature)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}\n", signed(&self.origin, self.head))?;
        for HeadSignature { party, key, signature, .. } in &self.signatures {
            let bytes: Vec<u8> = key.iter().chain(signature).copied().collect();
            writeln!(f, "— {party} {}", text::base64(&bytes))?;
        }
        Ok(())
    }
}

impl Note {
    /// Reads what is shown; the signatures are not checked yet.
    ///
    /// # Errors
    /// A sentence that says which line is wrong.
    pub fn parse(text: &str) -> Result<Note, Error> {
        let wrong = |what: &str| Error::Text(format!("it is no signed head: {what}"));
        let (head, signatures) = text.split_once("\n\n").ok_or_else(|| wrong("there is no empty line"))?;
        let lines: Vec<&str> = head.split('\n').collect();
        let [origin, size, root] = lines[..] else {
            return Err(wrong("it must begin with three lines: origin, size, root"));
        };
        let number = size.parse::<u64>().ok().filter(|n| n.to_string() == size);
        let size = number.ok_or_else(|| wrong("the second line is no number"))?;
        let root = Hash::parse(root).ok_or_else(|| wrong("the third line is no hash in base64"))?;
        let head = Head { size, root };
        let read = |line: &str| {
            let (party, bytes) = line.strip_prefix("— ")?.split_once(' ')?;
            let bytes = text::from_base64(bytes)?;
            let (key, signature) = bytes.split_at_checked(4)?;
            let party = Some(party.to_string()).filter(|party| is_name(party))?;
            Some(HeadSignature { head, party, key: key.try_into().ok()?, signature: signature.try_into().ok()? })
        };
        let signatures = signatures.lines().map(|line| read(line).ok_or_else(|| wrong("a signature cannot be read")));
        Ok(Note { origin: origin.to_string(), head, signatures: signatures.collect::<Result<_, _>>()? })
    }
}

/// The three lines that are signed.
fn signed(origin: &str, Head { size, root }: Head) -> String {
    format!("{origin}\n{size}\n{root}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_read_as_they_were_written() {
        let head = Head { size: 7, root: Hash::of(b"seven") };
        let keys = ["iraq", "un"].map(|party| Key::of_seed(party, Hash::of(party.as_bytes()).0).unwrap());
        let signatures = keys.iter().map(|key| HeadSignature::new("milepost/test/0", head, key)).collect();
        let note = Note { origin: "milepost/test/0".into(), head, signatures };
        let text = note.to_string();
        assert!(text.starts_with(&format!("milepost/test/0\n7\n{}\n\n— iraq ", head.root)), "{text}");
        assert_eq!(Note::parse(&text).unwrap(), note);
        for (signature, key) in note.signatures.iter().zip(&keys) {
            assert!(signature.is_by(key.public(), "milepost/test/0"));
            // Over another record it is nothing.
            assert!(!signature.is_by(key.public(), "milepost/test/1"));
        }
        assert!(!note.signatures[0].is_by(keys[1].public(), "milepost/test/0"));
        let larger = HeadSignature { head: Head { size: 8, ..head }, ..note.signatures[0].clone() };
        assert!(!larger.is_by(keys[0].public(), "milepost/test/0"));
        for wrong in [
            text.replace("\n7\n", "\n07\n"),
            text.replace("\n7\n", "\n-7\n"),
            text.replace("\n7\n", "\n7\n7\n"),
            text.replace("— ", "- "),
            text.replace("\n\n", "\n"),
            text.replace("— iraq ", "— ir+aq "),
            text.replace(&head.root.to_string(), "AAAA"),
        ] {
            assert!(Note::parse(&wrong).is_err(), "{wrong}");
        }
    }
}
