//! Feedback loops and which one is in charge.
//!
//! *Which loops.*  Every circle of influences that passes no variable twice, as long as there are no more than a
//! thousand; beyond that those that the strongest paths make at many moments of a few futures, and always those that
//! the strategy names.  A loop that the strategy names stands for every circle found that passes its variables in its
//! order.
//!
//! *Scores.*  *Loops that Matter*: the score of a link is the part of the target's change that the source makes, with the
//! sign of the one to the other; that of a loop the product round it; a loop's share of the change is its score over the
//! sum of all absolute scores among stocks that lie on circles together (Schoenberg, Davidsen and Eberlein 2020, with
//! the flow formula of Schoenberg, Hayward and Eberlein 2023).  Shares are averaged over the steps of each reporting
//! period.  Under a smooth or a delay its stages are followed.  A variable with dimensions has one score, in which each
//! element counts by its share of the change: a loop that drives one element and another that drives the next are seen
//! together, not apart.
//!
//! *In charge* is, in a future and a period, the loop with the largest share; it *dominates* where it makes at least half
//! of the change.  A loop of one stock and its own unnamed flow is the stock's own pace: it takes part in the sum, and is
//! in charge only where there is no other.  Where the strategy names loops, every other loop of a single stock is: the
//! question is then how stocks move each other.
//!
//! Scores are about the change within a step.  A long loop through slow stocks makes little of it at any moment, even if
//! over years it decides where things end; what that comes to is told by running the strategy without it.
//!
//! *Vicious or virtuous.*  A reinforcing loop in charge goes on in the direction things already move.  Of the three leading
//! measures the one that the loop leads to by the fewest steps tells: the loop is vicious where what that measure looks at gets
//! worse in at least two thirds of the futures and periods in which the loop is in charge, virtuous where it gets better in
//! as many, else it is unclear.
//!
//! *What is not scored.*  What hangs on more than the step before: what observers see, judgements, responses, fixed delays,
//! samples and random events.  Loops through them are named and left out.  While an outflow is cut to what its stock
//! holds, links through it count for nothing.

mod build;
mod charge;
mod chosen;
mod find;
mod groups;
mod kept;
mod plain;
mod run;
mod score;
mod search;
mod study;
#[cfg(test)]
mod tests;
mod watch;
mod work;

use serde::{Deserialize, Serialize};

pub use chosen::Chosen;
pub use study::{Error, Question, Study};

/// What was found; kept as JSON beside the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Loops {
    /// Hash of the strategy's files.
    pub strategy: String,
    /// Futures.
    pub futures: u64,
    /// Seed.
    pub seed: u64,
    /// How loops were looked for.
    pub search: Search,
    /// Stocks that lie on circles together, most of them first.
    pub partitions: Vec<Partition>,
    /// Loops, by partition: those that the strategy names first, then the strongest, then what is left, together.
    pub loops: Vec<LoopFound>,
    /// What stands between variables and is not followed.
    pub unscored: Vec<Unscored>,
    /// Ends of the reporting periods.
    pub times: Vec<f64>,
    /// One for each pathway.
    pub pathways: Vec<PathwayLoops>,
}

/// How loops were looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Search {
    /// Whether all circles of the model were found; else those of the strongest paths.
    pub all: bool,
    /// Moments at which the strongest paths were looked for.
    pub moments: u64,
    /// Circles found.
    pub found: u64,
    /// Circles scored in every future; the others are the weakest.
    pub scored: u64,
    /// Share of the change that those left out made at the moments looked at.
    pub left_out: f64,
}

/// Stocks that lie on circles together; shares of the change are among their loops.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    /// Stocks, by name; stages of a delay count for the variable that holds it.
    pub stocks: Vec<String>,
}

/// What a loop is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The strategy names it.
    #[default]
    Named,
    /// One circle among the strongest.
    Found,
    /// Every stock with its own unnamed flow.
    Own,
    /// All other circles.
    Rest,
}

/// Which way a loop works.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Polarity {
    /// It goes on in the direction things move.
    Reinforcing,
    /// It turns them back.
    Balancing,
    /// Now one, now the other.
    #[default]
    Changing,
}

/// A loop, or several that are shown as one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LoopFound {
    /// What it is.
    pub kind: Kind,
    /// Its name in the strategy, or `R1`, `B2`, `C3` by the way it works; empty for what is left.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// Which partition it belongs to; `None` where it is not scored.
    pub partition: Option<usize>,
    /// Which way it works: as the equations say, or else as nine tenths of its scores do.
    pub polarity: Polarity,
    /// Whether the equations say it.
    pub certain: bool,
    /// Number of circles.
    pub circles: u64,
    /// The strongest circle, by names: declared variables in the direction of influence.
    pub path: Vec<String>,
    /// Why it is not scored.
    pub unscored: Vec<String>,
}

/// Influences that are not followed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unscored {
    /// The variable through which they go.
    pub variable: String,
    /// What of it cannot be followed.
    pub why: String,
}

/// A pathway.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PathwayLoops {
    /// Name.
    pub name: String,
    /// `[loop][period]`, in the order of [`Loops::loops`]; empty for loops that are not scored.
    pub shares: Vec<Vec<Share>>,
    /// `[partition][period]`: share of futures in which nothing there moves.
    pub still: Vec<Vec<f64>>,
    /// `[partition]`: who is in charge, one after another.
    pub stretches: Vec<Vec<Stretch>>,
}

/// What a loop does in a reporting period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Share of the change that it makes reinforcing, mean over futures.
    pub reinforcing: f64,
    /// And balancing.
    pub balancing: f64,
    /// Share of futures in which it is in charge.
    pub charge: f64,
    /// Share of futures in which it is in charge and makes at least half of the change.
    pub dominant: f64,
    /// Share of the change that it makes, whichever way: lower quartile over futures, median, upper quartile; to 3 %, and to
    /// 1 % below a tenth.
    #[serde(default)]
    pub quartiles: [f64; 3],
}

impl Share {
    /// Share of the change, whichever way.
    pub fn change(&self) -> f64 {
        self.reinforcing + self.balancing
    }
}

/// A time in which one loop is in charge in more futures than any other.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Stretch {
    /// First and last reporting period, from 0.
    pub first: usize,
    /// Last.
    pub last: usize,
    /// The loop; `None` where nothing moves.
    pub by: Option<usize>,
    /// Share of futures in which it is in charge, mean over the periods.
    pub futures: f64,
    /// Share of the change that it makes, mean over periods and all futures.
    pub change: f64,
    /// Which way it works then.
    pub polarity: Polarity,
    /// Whether that is for better or worse.
    pub turn: Turn,
    /// The leading measure that the loop leads to by the fewest steps, which says so.
    pub measure: Option<String>,
    /// Share of the futures and periods in which that measure moves for the worse, of those in which the loop is in
    /// charge.
    pub worse: f64,
    /// For the better.
    pub better: f64,
}

/// Whether a loop in charge is for better or worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Turn {
    /// A measure gets worse, and the loop goes on with it.
    Vicious,
    /// A measure gets better, and the loop goes on with it.
    Virtuous,
    /// It turns things back.
    Balancing,
    /// Neither can be said.
    #[default]
    Unclear,
}
