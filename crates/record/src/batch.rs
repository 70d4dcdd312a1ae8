//! One signature over all events of a batch.

use jiff::civil::Date;
use serde_json::json;

use crate::error::Error;
use crate::event::{BATCH, Draft, Event};
use crate::key::{Key, PublicKey};
use crate::merkle::{Frontier, Hash, Head};
use crate::store::{Filter, Store};
use crate::text;

/// The event that holds a key's signature over the events from `first` on, whose leaves have this head.
pub fn draft(origin: &str, first: u64, leaves: Head, known: Date, key: &Key) -> Draft {
    let signature = key.sign(signed(origin, first, leaves).as_bytes());
    let body = json!({
        "from": first,
        "to": first + leaves.size - 1,
        "root": leaves.root.to_string(),
        "key": key.public().to_string(),
        "signature": text::base64(&signature),
    });
    Draft::new(BATCH, key.party(), known, body)
}

/// What is signed: it names the record, so that the signature cannot be moved to another.
pub fn signed(origin: &str, first: u64, leaves: Head) -> String {
    format!("milepost batch\n{origin}\n{first}\n{}\n{}\n", leaves.size, leaves.root)
}

/// A batch and the signature over it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// The number of the event that holds the signature.
    pub seq: u64,
    /// The first event of the batch.
    pub first: u64,
    /// The last event of the batch.
    pub last: u64,
    /// The key that signed.
    pub key: PublicKey,
    root: Hash,
    signature: [u8; 64],
}

impl Batch {
    /// Whether the key signed leaves with this head.
    pub(crate) fn signs(&self, origin: &str, leaves: Head) -> bool {
        leaves.root == self.root && self.key.verifies(signed(origin, self.first, leaves).as_bytes(), &self.signature)
    }

    pub(crate) fn read(event: &Event) -> Option<Batch> {
        let number = |field: &str| event.body[field].as_u64();
        let text = |field: &str| event.body[field].as_str();
        let key = PublicKey::parse(text("key")?).ok().filter(|key| key.party() == event.subject)?;
        let (first, last) = (number("from")?, number("to")?);
        let signature = text::from_base64(text("signature")?)?.try_into().ok()?;
        let batch = Batch { seq: event.seq, first, last, key, root: Hash::parse(text("root")?)?, signature };
        if first <= last && last < event.seq { Some(batch) } else { None }
    }
}

/// Checks the signatures over batches while the leaves go by.
pub struct Watch {
    origin: String,
    /// Those to come, the last one first.
    waiting: Vec<Batch>,
    leaves: Frontier,
    /// Those whose signature is right.
    pub right: Vec<Batch>,
    /// The numbers of the events whose signature is wrong.
    pub wrong: Vec<u64>,
}

impl Watch {
    pub fn new(store: &dyn Store) -> Result<Watch, Error> {
        let mut watch = Watch {
            origin: store.origin().to_string(),
            waiting: Vec::new(),
            leaves: Frontier::default(),
            right: Vec::new(),
            wrong: Vec::new(),
        };
        for event in store.events(&Filter::of(BATCH))? {
            let event = event?;
            // Batches follow one another: one that reaches into another was not written by `append`.
            let before = watch.waiting.last().map_or(0, |batch: &Batch| batch.seq + 1);
            match Batch::read(&event).filter(|batch| batch.first >= before) {
                Some(batch) => watch.waiting.push(batch),
                None => watch.wrong.push(event.seq),
            }
        }
        watch.waiting.reverse();
        Ok(watch)
    }

    pub fn leaf(&mut self, seq: u64, leaf: Hash) {
        let Some(batch) = self.waiting.last() else { return };
        if seq < batch.first {
            return;
        }
        self.leaves.push(leaf);
        if seq == batch.last {
            let leaves = std::mem::take(&mut self.leaves).head();
            match self.waiting.pop() {
                Some(batch) if batch.signs(&self.origin, leaves) => self.right.push(batch),
                Some(batch) => self.wrong.push(batch.seq),
                None => {}
            }
        }
    }
}
