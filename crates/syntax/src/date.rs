//! Calendar dates as the language writes them: `2006-06` or `2006-06-30`.

use std::fmt;

/// A month, or a day of one.  Which instant it means (first or last) depends on where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    /// Year, 1..=9999.
    pub year: i16,
    /// Month, 1..=12.
    pub month: i8,
    /// Day, where one is given; valid for the month.
    pub day: Option<i8>,
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)?;
        match self.day {
            Some(day) => write!(f, "-{day:02}"),
            None => Ok(()),
        }
    }
}
