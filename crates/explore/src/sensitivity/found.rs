//! What was found, as it is kept: plain values for JSON, the terminal and the report.

use serde::{Deserialize, Serialize};

use super::parts::{Convergence, Direction, Driver, Intervals, Pawn, Regional, Share};

/// What one measure (or chart, over time) under one pathway depends on, by one method; kept as JSON beside the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Name of the pathway.
    pub pathway: String,
    /// Name of the measure; of the chart, for what was found over time.
    pub measure: String,
    /// By which method, and what.
    #[serde(flatten)]
    pub found: Found,
}

impl Sensitivity {
    /// Whether it answers the question that another answers: then the newer one replaces it.
    pub fn same_question(&self, other: &Sensitivity) -> bool {
        let method = std::mem::discriminant::<Found>;
        self.pathway == other.pathway && self.measure == other.measure && method(&self.found) == method(&other.found)
    }
}

/// A method and what it found.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "snake_case")]
pub enum Found {
    /// Measures from the stored run.
    Given(Given),
    /// The variance decomposed by a design of its own.
    Sobol(Sobol),
    /// The same for a series at its times.
    OverTime(Timed),
    /// Screening.
    Morris(Morris),
}

/// What a stored run says of one measure under one pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// Futures of the run.
    pub futures: u64,
    /// Of them those in which the measure is unknown: they count as failing, and are left out of the shares.
    pub unknown: u64,
    /// Seed of the run.
    pub seed: u64,
    /// Share of futures that fail the measure's bar; none where it has no bar.
    pub failing: Option<f64>,
    /// Every uncertainty that varies, strongest first; those that cannot be told from chance last.
    pub inputs: Vec<GivenInput>,
    /// Whether there were futures enough.
    pub convergence: Convergence,
}

impl Given {
    /// The inputs that can be told from chance, strongest first.
    pub fn distinct(&self) -> impl Iterator<Item = &GivenInput> {
        self.inputs.iter().filter(|input| input.distinct)
    }

    /// How many cannot.
    pub fn silent(&self) -> usize {
        self.inputs.iter().filter(|input| !input.distinct).count()
    }
}

/// What a stored run says of one input.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GivenInput {
    /// Name, as in `futures.parquet`.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The actor whose other deliveries it goes along with.
    pub tied: Option<String>,
    /// Whether it is a lever that the run varied, rather than an uncertainty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lever: bool,
    /// Whether S1, PAWN or the distance of failures can be told from chance.
    pub distinct: bool,
    /// S1: the share of the variance that goes with it alone.
    pub first: Share,
    /// PAWN: any influence of it alone.
    pub pawn: Pawn,
    /// Which way the measure goes with it.
    pub direction: Direction,
    /// Where failures lie along it; none where there is no bar, or all or no futures fail.
    pub regional: Option<Regional>,
}

/// The variance of one measure under one pathway, decomposed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sobol {
    /// N: base points of a replicate.
    pub samples: u64,
    /// Independent scrambles.
    pub replicates: u64,
    /// Seed of the design and of the luck.
    pub seed: u64,
    /// Mean of the measure, in canonical units.
    pub mean: f64,
    /// Its variance.
    pub variance: f64,
    /// The groups: strongest inputs first, the others, luck (left out where it changes nothing).
    pub groups: Vec<Group>,
    /// S2 of pairs of groups, largest first, where it was asked for.
    pub pairs: Vec<Pair>,
    /// How the intervals were made.
    pub intervals: Intervals,
    /// Whether N was enough.
    pub convergence: Convergence,
}

/// One group's shares.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Who.
    #[serde(flatten)]
    pub driver: Driver,
    /// S1: its share alone.
    pub first: Share,
    /// ST: its share with all it does together with others.
    pub total: Share,
    /// Which way the measure goes with it in the stored run, for a single input.
    pub direction: Option<Direction>,
}

/// What two groups do together beyond what each does alone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pair {
    /// Title of one.
    pub one: String,
    /// Title of the other.
    pub other: String,
    /// S2.
    pub second: Share,
}

/// The variance of a chart's series under one pathway, decomposed at its times.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timed {
    /// N: base points of a replicate.
    pub samples: u64,
    /// Independent scrambles.
    pub replicates: u64,
    /// Seed of the design and of the luck.
    pub seed: u64,
    /// Ends of reporting periods.
    pub times: Vec<f64>,
    /// Standard deviation of the series over futures at each time, in canonical units; none where it is unknown in
    /// any run.
    pub deviation: Vec<Option<f64>>,
    /// The groups' shares at each time.
    pub groups: Vec<TimedGroup>,
    /// How the intervals were made.
    pub intervals: Intervals,
}

/// One group's shares over time; none where the series does not vary, or is unknown in some run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimedGroup {
    /// Who.
    #[serde(flatten)]
    pub driver: Driver,
    /// S1 at each time.
    pub first: Vec<Option<Share>>,
    /// ST at each time.
    pub total: Vec<Option<Share>>,
}

/// Elementary effects on one measure under one pathway.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Morris {
    /// Trajectories.
    pub trajectories: u64,
    /// Levels of the grid.
    pub levels: u32,
    /// Seed of the design and of the luck.
    pub seed: u64,
    /// Every input or group, largest first.
    pub effects: Vec<Effect>,
    /// Whether there were trajectories enough.
    pub convergence: Convergence,
}

/// The effect of moving an input over its whole range, in the measure's canonical unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Effect {
    /// Who.
    #[serde(flatten)]
    pub driver: Driver,
    /// mu*: the mean size of its effects.
    pub size: Share,
    /// mu: the mean effect.
    pub mean: f64,
    /// sigma: the standard deviation of its effects.
    pub deviation: f64,
}
