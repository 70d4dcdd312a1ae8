//! Files of counts and incidents read as rows of evidence: what counts, what does not, and why.
//!
//! [`Reader`] turns a file into rows and findings, one at a time.  [`Series`] is what observers knew of an indicator: by
//! reporting period and element, from the record or from the table that the strategy declares.

mod calendar;
mod finding;
pub mod import;
mod places;
mod read;
mod recorded;
mod series;
mod spread;

pub use calendar::{Calendar, Period};
pub use finding::{Finding, Kind};
pub use places::Places;
pub use read::{Dated, Item, Reader, Row, dated};
pub use recorded::recorded;
pub use series::{Cell, Origin, Series};
pub use spread::{Part, parts};
