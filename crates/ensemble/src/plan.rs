//! What to run.

use std::ops::Range;

use milepost_engine::{Isa, Lanes};
use milepost_strategy::model::{PathwayId, Strategy};
use milepost_syntax::nearest;

use crate::Error;

/// What to run, and how.  Threads, instruction set and lane width change no result.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Futures, by member number.
    pub members: Range<u64>,
    /// Key of all random numbers.
    pub seed: u64,
    /// Names of the pathways to run; empty for all.  The reference pathway is always run too, as regret, better and
    /// worse are measured against it.
    pub pathways: Vec<String>,
    /// Threads; 0 for as many as the machine has.
    pub threads: usize,
    /// Futures on which hypotheses are judged: the first so many of `members`.  The variants that only hypotheses
    /// speak of are run for these alone.
    pub claims: u64,
    /// Futures in which a stock is not finite are counted as unknown instead of refused.
    pub allow_nan: bool,
    /// Instruction set; the best of this machine if not given.
    pub isa: Option<Isa>,
    /// Lane width; by the size of the program if not given.
    pub lanes: Option<Lanes>,
    /// Whether the bands of charts are kept.
    pub charts: bool,
    /// Hash of the strategy's files, for the record (see [`crate::hash_of_files`]).
    pub strategy: String,
}

impl Plan {
    /// All pathways and charts, claims judged on all futures, on all cores.
    pub fn new(members: Range<u64>, seed: u64) -> Plan {
        Plan {
            claims: members.end.saturating_sub(members.start),
            members,
            seed,
            pathways: Vec::new(),
            threads: 0,
            allow_nan: false,
            isa: None,
            lanes: None,
            charts: true,
            strategy: String::new(),
        }
    }

    /// The members on which claims are judged.
    pub(crate) fn claim_members(&self) -> Range<u64> {
        let Range { start, end } = self.members;
        start..start.saturating_add(self.claims).min(end)
    }

    /// Threads to use.
    pub(crate) fn workers(&self) -> usize {
        crate::workers(self.threads)
    }

    /// The pathways to run in declared order, the reference among them.
    pub(crate) fn chosen(&self, strategy: &Strategy) -> Result<Vec<PathwayId>, Error> {
        let names = || strategy.pathways.iter().map(|pathway| pathway.name.as_str());
        for name in &self.pathways {
            if !names().any(|known| known == name) {
                return Err(Error::UnknownPathway {
                    name: name.clone(),
                    nearest: nearest(name, names()).map(String::from),
                    known: names().map(String::from).collect(),
                });
            }
        }
        let wanted = |id: PathwayId, name: &str| {
            self.pathways.is_empty() || strategy.reference == Some(id) || self.pathways.iter().any(|n| n == name)
        };
        let all = names().enumerate().map(|(k, name)| (PathwayId(k as u32), name));
        let chosen: Vec<PathwayId> = all.filter(|(id, name)| wanted(*id, name)).map(|(id, _)| id).collect();
        if chosen.is_empty() { Err(Error::NoPathways) } else { Ok(chosen) }
    }
}
