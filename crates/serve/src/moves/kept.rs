//! Variants that were run, the most recently used ones.

use std::collections::BTreeMap;
use std::sync::Arc;

use milepost_strategy::model::{PathwayId, VariableId};

use super::asked::Asked;
use super::entry::{Entry, Family, Key};
use crate::Refusal;
use crate::served::Served;

/// Moved variants that are kept: each holds a program and the distributions behind its charts, some megabytes.
const MOST: usize = 48;

/// Families whose first move is kept with its states at the decision: some megabytes each as well.
const FAMILIES: usize = 12;

/// The levers that are moved, whatever to.
type Levers = (u64, PathwayId, Vec<VariableId>);

/// Variants by what they are known by.  Unchanged pathways stay as long as their version does.
#[derive(Default)]
pub(super) struct Kept {
    entries: BTreeMap<Key, (u64, Arc<Entry>)>,
    families: BTreeMap<Levers, (u64, Family)>,
    clock: u64,
}

impl Kept {
    /// The variant of a move; a new one where none is kept.
    pub fn entry(&mut self, served: &Served, asked: &Asked) -> Result<Arc<Entry>, Refusal> {
        let set = asked.set.iter().map(|(variable, value)| (*variable, value.to_bits())).collect();
        let key = (served.version, asked.pathway, set);
        self.clock += 1;
        if let Some((used, entry)) = self.entries.get_mut(&key) {
            *used = self.clock;
            return Ok(entry.clone());
        }
        let family = self.family(served.version, asked);
        let entry = Arc::new(Entry::new(served.strategy.clone(), asked.variant(&served.strategy)?, family));
        // A move of an older version that is still under way keeps its own.
        self.entries.retain(|(version, ..), _| *version >= served.version);
        while self.entries.keys().filter(|(_, _, set)| !set.is_empty()).count() >= MOST {
            let moved = self.entries.iter().filter(|((_, _, set), _)| !set.is_empty());
            let Some(oldest) = moved.min_by_key(|(_, (used, _))| *used).map(|(key, _)| key.clone()) else { break };
            self.entries.remove(&oldest);
        }
        self.entries.insert(key, (self.clock, entry.clone()));
        Ok(entry)
    }

    /// The family of a move.
    fn family(&mut self, version: u64, asked: &Asked) -> Family {
        let levers = (version, asked.pathway, asked.set.iter().map(|(variable, _)| *variable).collect());
        self.families.retain(|(of, ..), _| *of >= version);
        if !self.families.contains_key(&levers) && self.families.len() >= FAMILIES {
            let oldest = self.families.iter().min_by_key(|(_, (used, _))| *used).map(|(levers, _)| levers.clone());
            oldest.map(|levers| self.families.remove(&levers));
        }
        let family = self.families.entry(levers).or_default();
        family.0 = self.clock;
        family.1.clone()
    }
}
