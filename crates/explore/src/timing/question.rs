//! What is asked about timing.

/// What to look at, and the assumptions it rests on.  Times are on the strategy's axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Question {
    /// Measures whose bars must be kept; all that have one where none is named.
    pub measures: Vec<String>,
    /// Reporting periods one after the other in which a level must fail.
    pub window: u32,
    /// Time kept in hand before a regime tips.
    pub margin: f64,
    /// Leads of regimes that are not their longest ramp.
    pub leads: Vec<(String, f64)>,
    /// The measure that sequences cost by; the number of changes where none is named.
    pub cost: Option<String>,
    /// Changes of regime in a sequence at most.
    pub changes: usize,
    /// The share of the futures that need it in which a transfer must hold to be part of a sequence.
    pub often: f64,
    /// How late triggers may fire; their own delays where not given.
    pub grace: Option<f64>,
    /// An alarm that comes so long before it should is for nothing; half a year where not given.
    pub early: Option<f64>,
    /// What a miss costs where a false alarm costs 1.
    pub miss_cost: f64,
    /// Futures.
    pub futures: u64,
    /// Key of all random numbers.
    pub seed: u64,
    /// Threads; 0 for all.
    pub threads: usize,
    /// Futures in which something stops being finite are kept as unknown.
    pub allow_nan: bool,
    /// Hash of the strategy's files.
    pub strategy: String,
}

impl Default for Question {
    fn default() -> Self {
        Question {
            measures: Vec::new(),
            window: 3,
            margin: 0.0,
            leads: Vec::new(),
            cost: None,
            changes: 2,
            often: 0.1,
            grace: None,
            early: None,
            miss_cost: 1.0,
            futures: 1_000,
            seed: 1,
            threads: 0,
            allow_nan: false,
            strategy: String::new(),
        }
    }
}
