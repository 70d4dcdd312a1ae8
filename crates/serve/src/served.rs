//! What is served at a time.

use std::collections::BTreeMap;
use std::sync::Arc;

use milepost_strategy::model::Strategy;

use crate::future::Futures;
use crate::outcomes::Held;
use crate::{File, Loaded, Run};

/// A version of what is served: it never changes, a newer one takes its place.
pub(crate) struct Served {
    /// Counted from 1.
    pub version: u64,
    /// The strategy, with the charts that are shown while levers move.
    pub strategy: Arc<Strategy>,
    /// Pages and what stands beside them.
    pub files: BTreeMap<String, File>,
    /// The stored run.
    pub run: Option<Run>,
    /// What the reader should know.
    pub notes: Vec<String>,
    /// Columns of the stored run that were asked for.
    pub columns: Held,
    /// Pathways of the stored run, ready to run single futures of.
    pub futures: Futures,
}

impl Served {
    pub fn new(version: u64, loaded: Loaded) -> Served {
        let mut strategy = loaded.strategy;
        strategy.charts.retain(milepost_publish::site::live::is_shown);
        Served {
            version,
            strategy: Arc::new(strategy),
            files: loaded.files.into_iter().collect(),
            run: loaded.run,
            notes: loaded.notes,
            columns: Held::default(),
            futures: Futures::default(),
        }
    }
}
