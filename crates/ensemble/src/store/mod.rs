//! Where results go.  All reading and writing of files is here.

mod atomic;
mod columns;
mod folder;
mod kept;
mod memory;
mod record;
mod rows;
mod seal;
mod stored;
mod tables;

pub use atomic::{Digest, write_synced as write_whole};
pub(crate) use folder::Folder;
pub(crate) use kept::Kept;
pub(crate) use memory::Memory;
pub use record::{Record, read};
pub use rows::{Column, Values, write_table};
pub use stored::{Stored, StoredColumn, read_table, stored, table_size};

use std::ops::Range;

use crate::Error;
use crate::state::State;

/// Keeps finished shards.
pub(crate) trait Store: Sync {
    /// Whether a shard is there from an earlier run, whole and of the same study.
    fn holds(&self, shard: usize) -> bool;
    /// Keeps a finished shard.
    fn keep(&self, shard: usize, rows: &Rows, state: State) -> Result<(), Error>;
    /// The reductions of all shards, merged in member order.
    fn total(&self) -> Result<State, Error>;
}

/// The rows of a shard.
pub(crate) struct Rows<'a> {
    /// Its members.
    pub members: Range<u64>,
    /// `[uncertainty][member]`, canonical.
    pub parameters: &'a [Vec<f64>],
    /// `[pathway][measure][member]`, canonical.
    pub outcomes: &'a [Vec<Vec<f64>>],
}
