//! Going through the whole record: leaves, tree, signatures, and what follows from the events.

use std::collections::BTreeMap;

use crate::batch::{Batch, Watch};
use crate::commitment;
use crate::error::Error;
use crate::event::Event;
use crate::key::PublicKey;
use crate::merkle::{Frontier, Hash, Head, empty_root, leaf_hash};
use crate::note::HeadSignature;
use crate::store::{Filter, Store};

/// What was found by [`verify`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// The head, worked out anew from all events.
    pub head: Head,
    /// Signatures under heads that are heads of this record, in the order of size and party.
    pub signed: Vec<HeadSignature>,
    /// Batches that are signed as they are.
    pub batches: Vec<Batch>,
    /// Everything that should not be, one sentence each; none where the record is sound.
    pub faults: Vec<String>,
}

/// Checks the whole record against the keys of the parties; `progress` is told how many events were checked.
///
/// # Errors
/// A record that cannot be read or is damaged.  Wrong signatures are no error but [faults](Verified::faults).
pub fn verify(store: &dyn Store, keys: &[PublicKey], progress: &mut dyn FnMut(u64)) -> Result<Verified, Error> {
    let signatures = store.signatures()?;
    let mut faults = Vec::new();
    let mut batches = Watch::new(store)?;
    let roots = roots(store, &signatures, &mut batches, &mut faults, progress)?;
    let head = roots
        .last_key_value()
        .map_or(Head { size: 0, root: empty_root() }, |(size, root)| Head { size: *size, root: *root });
    if head != store.head()? {
        faults.push("the hashes kept beside the events are not those of the events".into());
    }
    for seq in &batches.wrong {
        faults.push(format!("the signature over a batch in event {seq} is wrong"));
    }
    for batch in &batches.right {
        if !keys.contains(&batch.key) {
            let (seq, party) = (batch.seq, batch.key.party());
            faults.push(format!("event {seq} is signed with a key that is not among those of `{party}`"));
        }
    }
    let mut signed = Vec::new();
    for signature in signatures {
        match fault(&signature, &roots, keys, store.origin()) {
            None => signed.push(signature),
            Some(fault) => faults.push(fault),
        }
    }
    if let Err(error) = store.check() {
        faults.push(error.to_string());
    }
    Ok(Verified { head, signed, batches: batches.right, faults })
}

/// The roots at each signed size and at the end.
fn roots(
    store: &dyn Store,
    signatures: &[HeadSignature],
    batches: &mut Watch,
    faults: &mut Vec<String>,
    progress: &mut dyn FnMut(u64),
) -> Result<BTreeMap<u64, Hash>, Error> {
    let mut tree = Frontier::default();
    let mut roots = BTreeMap::from([(0, empty_root())]);
    let mut wanted: Vec<u64> = signatures.iter().map(|s| s.head.size).collect();
    wanted.sort_unstable();
    wanted.reverse();
    for event in store.events(&Filter::all())? {
        let event = event?;
        let leaf = leaf_hash(event.canonical().as_bytes());
        tree.push(leaf);
        batches.leaf(event.seq, leaf);
        faults.extend(revealed(store, &event)?);
        while wanted.last().is_some_and(|size| *size <= tree.size()) {
            roots.extend(wanted.pop().filter(|size| *size == tree.size()).map(|size| (size, tree.head().root)));
        }
        progress(tree.size());
    }
    roots.insert(tree.size(), tree.head().root);
    Ok(roots)
}

/// What is wrong with a text that was committed to before.
fn revealed(store: &dyn Store, event: &Event) -> Result<Option<String>, Error> {
    if event.kind != commitment::REVEAL {
        return Ok(None);
    }
    let right = commitment::opened(store, event)?.is_some();
    Ok((!right).then(|| format!("the text revealed in event {} is not the one that was committed to", event.seq)))
}

/// What is wrong with a signature under a head.
fn fault(signature: &HeadSignature, roots: &BTreeMap<u64, Hash>, keys: &[PublicKey], origin: &str) -> Option<String> {
    let HeadSignature { head, party, .. } = signature;
    let size = head.size;
    let known = keys.iter().find(|key| key.party() == party && key.id() == signature.key);
    match known {
        None => Some(format!("the head of size {size} is signed with a key that is not among those of `{party}`")),
        Some(key) if !signature.is_by(key, origin) => {
            Some(format!("the signature of `{party}` under the head of size {size} is wrong"))
        }
        Some(_) => match roots.get(&size) {
            Some(root) if *root == head.root => None,
            Some(_) => Some(format!("`{party}` signed another history: the first {size} events were rewritten since")),
            None => Some(format!("`{party}` signed {size} events, more than there are: events were taken away")),
        },
    }
}
