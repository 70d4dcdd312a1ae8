//! Stored runs made by hand, for tests.

use std::collections::BTreeMap;

use milepost_ensemble::summary::{Provenance, Summary};
use milepost_ensemble::{Record, Stored, StoredColumn};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

/// A strategy of this text.
pub(crate) fn strategy(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

/// Fractional parts of i times the root of a prime, i from 1: even over 0 to 1 and unlike for unlike primes.
pub(crate) fn even(prime: f64, futures: usize) -> Vec<f64> {
    (1..=futures).map(|i| (i as f64 * prime.sqrt()).fract()).collect()
}

/// A column of numbers.
pub(crate) fn numbers(name: &str, unit: &str, values: Vec<f64>) -> StoredColumn {
    StoredColumn { name: name.into(), unit: unit.into(), categories: None, values }
}

/// A run of all pathways and measures of a strategy: `outcomes` per pathway and measure, in their order.
pub(crate) fn stored(strategy: &Strategy, inputs: Vec<StoredColumn>, outcomes: Vec<Vec<Vec<f64>>>) -> Stored {
    let futures = outcomes[0][0].len();
    let provenance = Provenance {
        milepost: String::new(),
        program: String::new(),
        strategy: "hash".into(),
        design: Default::default(),
        seed: 1,
        first: 0,
        last: futures as u64,
        claim_futures: 0,
        threads: 1,
        seconds: 0.0,
        runs: 0,
        resumed: 0,
        engine: String::new(),
    };
    let summary = Summary { provenance, pathways: vec![], charts: vec![], claims: vec![], notices: vec![] };
    Stored {
        record: Record { format: String::new(), summary, files: BTreeMap::new() },
        uncertainties: inputs,
        pathways: strategy.pathways.iter().map(|p| p.name.clone()).collect(),
        measures: strategy.measures.iter().map(|m| (m.name.clone(), m.display.text.clone())).collect(),
        outcomes,
    }
}
