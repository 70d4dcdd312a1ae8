//! What a run of many futures says: the numbers behind the terminal's table and the report.
//!
//! All values are in canonical units (see `milepost_strategy::model`); `Display` converts for people.

pub use milepost_engine::{LEVELS, Spread};
use serde::{Deserialize, Serialize};

/// The outcome of one run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Summary {
    /// How it was made.
    pub provenance: Provenance,
    /// One per pathway that was run, in declared order.
    pub pathways: Vec<PathwaySummary>,
    /// One per chart.
    pub charts: Vec<ChartSummary>,
    /// One per hypothesis that was judged.
    pub claims: Vec<Verdict>,
    /// Things the model did that its reader should know: levers held at a range, outflows cut, unknown taken as else.
    pub notices: Vec<Notice>,
}

/// How a run was made; enough to make it again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Provenance {
    /// Milepost's version.
    pub milepost: String,
    /// Hash of all programs run, hexadecimal.
    pub program: String,
    /// Hash of all files of the strategy, hexadecimal.
    pub strategy: String,
    /// How the futures were chosen.
    #[serde(default)]
    pub design: Design,
    /// Seed.
    pub seed: u64,
    /// First member run.
    pub first: u64,
    /// One past the last member run.
    pub last: u64,
    /// Members on which the claims were judged: the first so many.
    pub claim_futures: u64,
    /// Threads.
    pub threads: usize,
    /// Seconds of wall clock spent simulating in this call.
    pub seconds: f64,
    /// Runs (pathway x member) simulated in this call, and those found finished from an earlier one.
    pub runs: u64,
    /// Runs found finished.
    pub resumed: u64,
    /// Instruction set and lane width used.
    pub engine: String,
}

impl Provenance {
    /// Of the first futures of a seed, run in memory: nothing is said of files, programs and speed.
    pub(crate) fn of_futures(seed: u64, futures: u64) -> Provenance {
        Provenance {
            milepost: env!("CARGO_PKG_VERSION").into(),
            program: String::new(),
            strategy: String::new(),
            design: Design::default(),
            seed,
            first: 0,
            last: futures,
            claim_futures: 0,
            threads: 0,
            seconds: 0.0,
            runs: 0,
            resumed: 0,
            engine: String::new(),
        }
    }
}

/// How the futures of a run were chosen, and what varies over them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Design {
    /// How points are laid out.
    pub method: Method,
    /// Points of the whole design, of which the run may be a part; 0 where everything is drawn, without an end.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub points: u64,
    /// Levels of each input that is a number; 0 for other designs than factorial ones.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub levels: u64,
    /// The inputs that vary, all others being at their defaults; empty where everything uncertain varies.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
    /// Levers that vary, as they were given: `pace in 0 .. 1`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub varied: Vec<String>,
}

impl Design {
    /// Whether its futures are of other distributions than the strategy's own.
    pub fn is_of_its_own(&self) -> bool {
        self.method == Method::Factorial || !self.inputs.is_empty() || !self.varied.is_empty()
    }
}

/// How the points of a design are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Drawn independently.
    #[default]
    Random,
    /// A Latin hypercube.
    Latin,
    /// A scrambled Sobol' sequence.
    Sobol,
    /// Every combination of a few levels.
    Factorial,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// One pathway.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PathwaySummary {
    /// Index into the strategy's variants.
    pub variant: u32,
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// One per measure.
    pub measures: Vec<MeasureSummary>,
    /// Share of futures in which every measure with an acceptable bar is acceptable; `None` without bars.
    pub acceptable: Option<f64>,
}

/// One measure under one pathway.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MeasureSummary {
    /// Name.
    pub name: String,
    /// Distribution over futures.
    pub values: Spread,
    /// Share of futures that are acceptable, unknown counted as not; `None` without a bar.
    pub acceptable: Option<f64>,
    /// Regret: how much worse than the best pathway of the same future (>= 0, in the measure's unit).
    pub regret: Spread,
    /// Share of futures in which this pathway is the best (ties count for all).
    pub best: f64,
    /// Share of futures better than the reference by more than `matters`; `None` for the reference itself.
    pub better: Option<f64>,
    /// Share of futures worse than the reference by more than `matters`.
    pub worse: Option<f64>,
}

/// A chart: bands over time, per pathway.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChartSummary {
    /// Name.
    pub name: String,
    /// Times (for averages: the end of the period).
    pub times: Vec<f64>,
    /// Per pathway, in the order of [`Summary::pathways`]: one spread per time.
    pub pathways: Vec<Vec<Spread>>,
}

/// The verdict on a hypothesis.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// Name.
    pub name: String,
    /// Holds, fails or mixed.
    pub verdict: Outcome,
    /// Share of the judged futures in which the claim is true; for a claim on the ensemble 1 or 0.
    pub share: f64,
    /// 95 % interval of that share (Wilson); equal ends for a claim on the ensemble.
    pub interval: (f64, f64),
    /// Futures judged.
    pub judged: u64,
    /// Futures counted apart because the full gain is below what matters.
    pub apart: u64,
    /// Futures counted apart because a value is unknown.
    pub unknown: u64,
    /// For a comparison: spread over futures of left minus right, signed so that positive supports the claim.
    pub margin: Option<Spread>,
    /// Unit of the margin as people read it, and its scale.
    pub margin_unit: (String, f64),
    /// For `for each`: per part, its name and the share of futures in which it holds.
    pub parts: Vec<(String, f64)>,
}

/// Verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The whole interval lies on the claim's side of the threshold.
    Holds,
    /// The whole interval lies on the other side.
    Fails,
    /// The interval spans the threshold.
    Mixed,
}

/// Something the model did that its reader should know.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Notice {
    /// Pathway.
    pub pathway: String,
    /// One sentence, with numbers.
    pub text: String,
}
