//! What was said and when: an append-only record of events, under a Merkle tree whose heads the parties sign.
//!
//! 1. A caller writes a [`Draft`]: what it speaks of, when it was known, when it was true, what it counts, and a body.
//! 2. [`Store::append`] gives drafts their numbers and keeps them in one transaction: all of them or none.
//!    Nothing is ever overwritten; a correction is a further event that [supersedes](Draft::supersedes) an earlier one.
//! 3. [`Store::cells`] says what was known at a date, added up by element and reporting period; [`Store::rows_of`] names
//!    the events behind such a sum.
//! 4. The canonical bytes of every event are a leaf of a Merkle tree ([`merkle`], RFC 6962), so that a signed
//!    [head](Head) stands for the whole history.
//!
//! 5. [`verify`] goes through all of it; [`proof`] takes a part of it out as a text that is checked by itself;
//!    [`commitment`] keeps a text secret that can be revealed later; [`export`] writes everything as JSON lines.
//!
//! [`Sqlite`] keeps a record in one file.  The crate knows no strategy and has no clock: dates come from the caller.

/// The name of a strategy's record in its folder.
pub const FILE: &str = "record.sqlite";

mod batch;
mod canon;
pub mod commitment;
mod error;
mod event;
mod exact;
pub mod export;
pub mod key;
pub mod merkle;
pub mod note;
pub mod proof;
mod signers;
mod sqlite;
mod store;
mod text;
mod verify;

pub use batch::Batch;
pub use error::{BoxError, Error, Refusal};
pub use event::{Count, Draft, Event};
pub use jiff::civil::Date;
pub use key::{Key, PublicKey};
pub use merkle::{Hash, Head};
pub use note::{HeadSignature, Note};
pub use signers::{Signed, signers};
pub use sqlite::Sqlite;
pub use store::{Appended, CONTEST, Cell, Contest, Drafts, Events, Filter, Lookup, Row, Source, Store, Topic};
pub use verify::{Verified, verify};
