//! Files of counts and incidents read as rows of evidence: what counts, what does not, and why.
//!
//! [`Series`] is what observers knew of an indicator: by reporting period and element, from the record or from the table
//! that the strategy declares.

mod calendar;
mod series;

pub use calendar::{Calendar, Period};
pub use series::{Cell, Origin, Series};
