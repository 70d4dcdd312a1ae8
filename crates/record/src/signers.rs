//! Who signed which events, checked.

use crate::batch;
use crate::error::Error;
use crate::event::{BATCH, Event};
use crate::key::PublicKey;
use crate::merkle::{Frontier, leaf_hash};
use crate::store::{Filter, Store};
use crate::text;

/// A signature over a range of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// Number of the event that holds the signature.
    pub seq: u64,
    /// Number of the first event signed.
    pub from: u64,
    /// Number of the last event signed.
    pub to: u64,
    /// Whose key signed, or why the signature is not good.
    pub by: Result<PublicKey, String>,
}

/// Every signature over a range that holds an event of a kind that begins so, checked against the events as they are.
/// Whether a key belongs to the party it names is the caller's to know.
///
/// # Errors
/// Where the record cannot be read.
pub fn signers(store: &dyn Store, kind: &str) -> Result<Vec<Signed>, Error> {
    let mut found = Vec::new();
    let mut of_kind = Vec::new();
    for event in store.events(&Filter::of(kind))? {
        of_kind.push(event?.seq);
    }
    for event in store.events(&Filter::of(BATCH))? {
        let event = event?;
        if event.kind != BATCH {
            continue;
        }
        let number = |field: &str| event.body[field].as_u64();
        let (Some(from), Some(to)) = (number("from"), number("to")) else { continue };
        // A signature covers what was recorded just before it, and nothing else.
        let in_order = from <= to && to.checked_add(1) == Some(event.seq);
        let holds = of_kind.partition_point(|seq| *seq < from) < of_kind.partition_point(|seq| *seq <= to);
        if holds {
            let by = if in_order { checked(store, &event, from, to)? } else { Err("it signs other events".into()) };
            found.push(Signed { seq: event.seq, from, to, by });
        }
    }
    Ok(found)
}

fn checked(store: &dyn Store, event: &Event, from: u64, to: u64) -> Result<Result<PublicKey, String>, Error> {
    let text = |field: &str| event.body[field].as_str().unwrap_or_default();
    let key = match PublicKey::parse(text("key")) {
        Ok(key) => key,
        Err(why) => return Ok(Err(why.to_string())),
    };
    let signature: Option<[u8; 64]> = text::from_base64(text("signature")).and_then(|bytes| bytes.try_into().ok());
    let Some(signature) = signature else { return Ok(Err("it holds no signature".into())) };
    let mut leaves = Frontier::default();
    for seq in from..=to {
        let Some(event) = store.event(seq)? else { return Ok(Err(format!("there is no event {seq}"))) };
        leaves.push(leaf_hash(event.canonical().as_bytes()));
    }
    let bytes = batch::signed(store.origin(), from, leaves.head());
    let good = key.verifies(bytes.as_bytes(), &signature);
    Ok(if good { Ok(key) } else { Err("the signature does not belong to these events".into()) })
}
