//! Private texts: committed to now by a salted hash, revealed later.
//!
//! The commitment is SHA-256 over 32 random bytes, the salt, and the text in its canonical form.  Without the salt nobody
//! can try out texts that they guess; with it anybody can check that the revealed text is the one committed to.

use jiff::civil::Date;
use serde_json::json;

use crate::error::Error;
use crate::event::{Draft, Event};
use crate::merkle::Hash;
use crate::store::{Filter, Store};
use crate::text;

/// The kind of a commitment; its subject is the party that commits.
pub const COMMIT: &str = "milestone.commit";
/// The kind of the event that reveals a text.
pub const REVEAL: &str = "milestone.reveal";

/// A text with its salt, which both stay secret until they are revealed.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret {
    salt: [u8; 32],
    text: String,
}

/// A commitment that was recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commitment {
    /// The event that holds it.
    pub seq: u64,
    /// Who committed.
    pub party: String,
    /// When that was known.
    pub known: Date,
    /// The hash.
    pub hash: Hash,
    /// The text, and when it was revealed by which event.
    pub revealed: Option<Revealed>,
}

/// A text that was committed to and is public now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// The event that reveals it.
    pub seq: u64,
    /// When that was known.
    pub known: Date,
    /// The text.
    pub text: String,
}

impl Secret {
    /// A text under a new salt.
    ///
    /// # Errors
    /// A text without words; a system without random numbers.
    pub fn new(text: &str) -> Result<Secret, Error> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).map_err(|e| Error::Text(format!("the system gives no random numbers: {e}")))?;
        Secret::salted(salt, text)
    }

    /// A text under a salt.
    ///
    /// # Errors
    /// A text without words.
    pub fn salted(salt: [u8; 32], text: &str) -> Result<Secret, Error> {
        match canonical(text) {
            text if text.is_empty() => Err(Error::Text("the text to commit to is empty".into())),
            text => Ok(Secret { salt, text }),
        }
    }

    /// Reads what [`kept`](Secret::kept) wrote.
    ///
    /// # Errors
    /// A text of another form.
    pub fn parse(kept: &str) -> Result<Secret, Error> {
        let wrong = || Error::Text("it holds no salt and text as `milepost milestone commit` keeps them".into());
        let (salt, text) = kept.strip_prefix("salt ").and_then(|rest| rest.split_once("\n\n")).ok_or_else(wrong)?;
        let salt = text::from_hex(salt).and_then(|salt| salt.try_into().ok()).ok_or_else(wrong)?;
        Secret::salted(salt, text)
    }

    /// Salt and text as they are kept in a private file.
    pub fn kept(&self) -> String {
        format!("salt {}\n\n{}", text::hex(&self.salt), self.text)
    }

    /// The text in its canonical form.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The commitment: SHA-256(salt ‖ text).
    pub fn hash(&self) -> Hash {
        Hash::of(&[&self.salt, self.text.as_bytes()].concat())
    }

    /// The event by which a party commits to it.
    pub fn commit(&self, party: &str, known: Date) -> Draft {
        Draft::new(COMMIT, party, known, json!({"commitment": self.hash().hex()}))
    }

    /// The event that reveals a recorded commitment.
    ///
    /// # Errors
    /// A commitment to something else, or one that has been revealed.
    pub fn reveal(&self, commitment: &Commitment, known: Date) -> Result<Draft, Error> {
        if commitment.hash != self.hash() {
            let seq = commitment.seq;
            return Err(Error::Text(format!(
                "salt and text do not give the commitment of event {seq}: the text was changed, or belongs to another one"
            )));
        }
        if let Some(Revealed { seq, known, .. }) = &commitment.revealed {
            return Err(Error::Text(format!("it has been revealed by event {seq} on {known}")));
        }
        let body = json!({"commit": commitment.seq, "salt": text::hex(&self.salt), "text": self.text});
        Ok(Draft::new(REVEAL, &commitment.party, known, body))
    }
}

/// A secret is not shown by accident.
impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
        write!(f, "the secret behind {}", self.hash().hex())
    }
}

/// The commitments known at a date, in the order in which they were recorded.
///
/// # Errors
/// Where the record cannot be read.
pub fn commitments(store: &dyn Store, known: Date) -> Result<Vec<Commitment>, Error> {
    let mut found = Vec::new();
    for event in store.events(&Filter::of(COMMIT).known_until(known))? {
        found.extend(committed(&event?));
    }
    for event in store.events(&Filter::of(REVEAL).known_until(known))? {
        let event = event?;
        if let Some((seq, text)) = opened(store, &event)?
            && let Some(commitment) = found.iter_mut().find(|c: &&mut Commitment| c.seq == seq)
        {
            commitment.revealed.get_or_insert(Revealed { seq: event.seq, known: event.known, text });
        }
    }
    Ok(found)
}

fn committed(event: &Event) -> Option<Commitment> {
    let hash = Hash::parse_hex(event.body["commitment"].as_str()?)?;
    let (seq, party, known) = (event.seq, event.subject.clone(), event.known);
    Some(Commitment { seq, party, known, hash, revealed: None })
}

/// The commitment that an event opens, and the text; `None` where the text is not the one committed to.
pub(crate) fn opened(store: &dyn Store, event: &Event) -> Result<Option<(u64, String)>, Error> {
    let read = || {
        let salt = text::from_hex(event.body["salt"].as_str()?)?.try_into().ok()?;
        let text = event.body["text"].as_str()?;
        Some((event.body["commit"].as_u64()?, Secret::salted(salt, text).ok()?, text))
    };
    let Some((seq, secret, text)) = read() else { return Ok(None) };
    let commit = store.event(seq)?.filter(|e| e.kind == COMMIT && e.seq < event.seq && e.subject == event.subject);
    let right = commit.and_then(|e| committed(&e)).is_some_and(|c| c.hash == secret.hash() && secret.text == text);
    Ok(right.then(|| (seq, text.to_string())))
}

/// Lines end with a line feed, have no blanks at their end, and neither empty lines nor a mark of byte order surround the
/// text: what editors and mail change by themselves makes no other text.
fn canonical(text: &str) -> String {
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').lines().map(str::trim_end).collect();
    let whole = lines.join("\n");
    match whole.trim_matches('\n') {
        "" => String::new(),
        text => format!("{text}\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commitment_is_the_hash_of_salt_and_text() {
        // 32 bytes of zero and `abc` with a line feed, by Python's hashlib.
        let secret = Secret::salted([0; 32], "\u{feff}\r\nabc  \r\n\r\n").unwrap();
        assert_eq!(secret.text(), "abc\n");
        assert_eq!(secret.hash().hex(), "d65c9ff11099e630343039dbeb1ebd66b8e5577750e8c13f53f95b8ce8745bca");
        assert_eq!(Secret::parse(&secret.kept()).unwrap(), secret);
        assert!(!format!("{secret:?}").contains("abc"));
        let other = Secret::new("abc").unwrap();
        assert_eq!(other.text(), secret.text());
        assert_ne!(other.hash(), secret.hash());
        assert!(Secret::new(" \n").is_err());
        for wrong in ["", "salt 00\n\nabc\n", "abc"] {
            assert!(Secret::parse(wrong).is_err(), "{wrong}");
        }
    }
}
