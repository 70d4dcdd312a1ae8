//! Who signed the events of a kind, without going through the whole record.

use crate::batch::Batch;
use crate::error::Error;
use crate::event::BATCH;
use crate::merkle::{Frontier, leaf_hash};
use crate::store::{Filter, Store};

/// A signature over a batch that holds events of the kind asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// What is signed and by whom.
    pub batch: Batch,
    /// Whether the signature belongs to the events as they are.
    pub right: bool,
}

/// Every batch that holds an event whose kind begins so, in the order of the record, its signature checked.  Whether a key is
/// one that its party has published is the caller's to know.
///
/// # Errors
/// Where the record cannot be read.
pub fn signers(store: &dyn Store, kind: &str) -> Result<Vec<Signed>, Error> {
    let mut of_kind = Vec::new();
    for event in store.events(&Filter::of(kind))? {
        of_kind.push(event?.seq);
    }
    let mut found = Vec::new();
    let mut before = 0;
    for event in store.events(&Filter::of(BATCH))? {
        // Batches follow one another: one that reaches into another was not written by `append`.
        let Some(batch) = Batch::read(&event?).filter(|batch| batch.first >= before) else { continue };
        before = batch.seq + 1;
        let until = |seq: u64| of_kind.partition_point(|of| *of < seq);
        if until(batch.first) < until(batch.last + 1) {
            let right = right(store, &batch)?;
            found.push(Signed { batch, right });
        }
    }
    Ok(found)
}

fn right(store: &dyn Store, batch: &Batch) -> Result<bool, Error> {
    let mut leaves = Frontier::default();
    for seq in batch.first..=batch.last {
        let Some(event) = store.event(seq)? else { return Ok(false) };
        leaves.push(leaf_hash(event.canonical().as_bytes()));
    }
    Ok(batch.signs(store.origin(), leaves.head()))
}
