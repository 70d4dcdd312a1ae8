//! What the record holds of a contract: acts whose signatures were checked.

use milepost_record::{Error, Filter, PublicKey, Store, signers};

use super::act::{Act, Said};
use super::board::Unapplied;

/// Acts in the order of the record, and events that do not count, with the reason.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heard {
    /// Acts signed by the party that says them.
    pub said: Vec<Said>,
    /// What does not count.
    pub refused: Vec<Unapplied>,
}

impl Heard {
    /// Reads the acts of a record.  An act counts only where the key of the party that says it has signed it; `keys` are
    /// the parties' public keys as they are published beside the strategy.
    ///
    /// # Errors
    /// Where the record cannot be read.
    pub fn of(store: &dyn Store, keys: &[PublicKey]) -> Result<Heard, Error> {
        let mut heard = Heard::default();
        for kind in ["contract.", "trigger.decision"] {
            heard.hear(store, kind, keys)?;
        }
        heard.said.sort_by_key(|said| said.seq);
        heard.refused.sort_by_key(|refused| refused.seq);
        Ok(heard)
    }

    fn hear(&mut self, store: &dyn Store, kind: &str, keys: &[PublicKey]) -> Result<(), Error> {
        let signed = signers(store, kind)?;
        for event in store.events(&Filter::of(kind))? {
            let event = event?;
            let seq = event.seq;
            let at = signed.partition_point(|signed| signed.batch.first <= seq);
            let signature = signed[..at].last().filter(|signed| signed.batch.last >= seq);
            let said = match (Said::of(&event), signature) {
                (None, _) => continue,
                (Some(Err(why)), _) => Err(why),
                (Some(Ok(_)), None) => Err(format!("event {seq} ({}) is not signed", event.kind)),
                (Some(Ok(_)), Some(signed)) if !signed.right => {
                    Err(format!("the signature over event {seq} does not belong to it"))
                }
                (Some(Ok(said)), Some(signed)) => {
                    let key = &signed.batch.key;
                    if key.party() != said.by {
                        Err(format!("event {seq} says `{}`, but `{}` signed it", said.by, key.party()))
                    } else if !keys.contains(key) {
                        Err(format!("event {seq} is signed with a key of `{}` that is not published", said.by))
                    } else {
                        leaf_fits(store, &said)?.map(|()| said)
                    }
                }
            };
            match said {
                Ok(said) => self.said.push(said),
                Err(why) => self.refused.push(super::Unapplied { seq, why }),
            }
        }
        Ok(())
    }
}

/// Whether a signature under a version means the words that are there.
fn leaf_fits(store: &dyn Store, said: &Said) -> Result<Result<(), String>, Error> {
    let Act::Sign { version, event, leaf } = &said.act else { return Ok(Ok(())) };
    let found = store.event(*event)?.map(|event| leaf_of(&event));
    let fits = found.as_deref() == Some(leaf.as_str());
    let why = || format!("event {} signs another text than version {version} in event {event}", said.seq);
    Ok(if fits { Ok(()) } else { Err(why()) })
}

/// The hash of an event, as a signature under a version names it.
pub fn leaf_of(event: &milepost_record::Event) -> String {
    milepost_record::merkle::leaf_hash(event.canonical().as_bytes()).hex()
}
