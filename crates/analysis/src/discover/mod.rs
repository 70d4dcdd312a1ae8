//! Scenario discovery: which combinations of inputs set the rows of interest apart, said so that it can be checked.

mod prim;
mod question;
mod region;

pub use prim::{Earlier, Made, Objective, Prim, Settings, Step, Trajectory};
pub use question::{Question, Refused};
pub use region::{Limit, Region, Side};
