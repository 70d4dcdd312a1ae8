//! One signature over all events of a batch.

use jiff::civil::Date;
use serde_json::json;

use crate::event::{BATCH, Draft};
use crate::key::Key;
use crate::merkle::Head;
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
