//! Scenario discovery: which combinations of inputs set the rows of interest apart, said so that it can be checked.
//!
//! 1. A [`Question`] is a table of inputs and a yes or no per row; what cannot be answered is refused here.
//! 2. [`Prim`] finds boxes, each with its whole [`Trajectory`]; [`Trajectory::suggested`] picks a step where nobody did.
//! 3. [`Tree`] cuts the whole table into leaves instead.
//! 4. [`quasi_p_values`] and [`resample`] say how far to trust a box; [`sentence`] says what it is.

mod binomial;
mod cart;
mod choose;
mod digits;
pub(crate) mod draw;
mod prim;
mod question;
mod region;
mod resample;
mod sentence;
mod significance;

pub use binomial::at_least;
pub use cart::{Node, Split, Stop, Tree};
pub use choose::{measure, rounded, without_chance};
pub use prim::{Earlier, Made, Objective, Prim, Settings, Step, Trajectory};
pub use question::{Question, Refused};
pub use region::{Limit, Region, Side};
pub use resample::{HALVES, Reproduced, Resampled, resample};
pub use sentence::{Words, sentence};
pub use significance::{Quasi, quasi_p_values};
