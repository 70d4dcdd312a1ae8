//! Why a run cannot be laid out as asked: one sentence with a remedy.

use milepost_analysis::design;
use thiserror::Error;

use crate::asked::Unknown;

/// Why a run cannot be laid out as asked.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Error {
    /// No such input.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// A name that stands twice.
    #[error("`{name}` was named twice; name each input once")]
    Twice {
        /// As asked for.
        name: String,
    },
    /// A lever that cannot be varied.
    #[error("--vary: {0}")]
    Lever(String),
    /// Nothing to lay out.
    #[error("nothing varies: declare an uncertainty, as in `uncertain x in 0 .. 1`, or vary a lever with --vary NAME")]
    NothingVaries,
    /// What is wrong with the points themselves.
    #[error(transparent)]
    Design(#[from] design::Error),
    /// Deliveries of one actor.
    #[error(
        "`{first}` and `{second}` depend on each other (both are deliveries by `{actor}`, correlation {correlation}), and a full factorial design needs independent inputs; name one of them with --inputs, or use a Latin hypercube"
    )]
    Tied {
        /// One of the two.
        first: String,
        /// The other.
        second: String,
        /// Whose they are.
        actor: String,
        /// The correlation.
        correlation: f64,
    },
    /// More combinations than anybody would run.
    #[error(
        "a full factorial design of {inputs} inputs has {combinations} combinations, more than the {most} allowed; name a few of the inputs with --inputs NAME,... (the others stay at their defaults), or take fewer --levels"
    )]
    TooMany {
        /// Inputs.
        inputs: usize,
        /// Combinations, as people read a large number.
        combinations: String,
        /// The most.
        most: u64,
    },
    /// Another number of futures than there are combinations.
    #[error(
        "a full factorial design has as many futures as combinations, here {combinations}, not {futures}; leave --futures out, or change --levels or --inputs"
    )]
    Futures {
        /// Combinations.
        combinations: u64,
        /// Futures asked for.
        futures: u64,
    },
    /// Levels of a design that has none.
    #[error("--levels is for --design factorial; the points of other designs lie anywhere in the range")]
    Levels,
    /// A factorial design of one level.
    #[error("one level is no range; give at least 2 --levels, or set what is to stand still by --with")]
    OneLevel,
    /// Members that the design does not have.
    #[error(
        "the design has futures 0..{points}, so that {first}..{last} is no part of it; say how many it has in all with --futures"
    )]
    Beyond {
        /// Points of the design.
        points: u64,
        /// First member asked for.
        first: u64,
        /// One past the last.
        last: u64,
    },
}
