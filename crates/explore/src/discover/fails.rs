//! What a failure is.

use milepost_strategy::model::Measure;
use serde::{Deserialize, Serialize};

use super::Error;

/// A future fails where a measure lies on this side of a number, or is unknown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fails {
    /// Above the number; else below it.
    pub above: bool,
    /// At the number as well.
    pub at_it: bool,
    /// The number, in the unit people read.
    pub number: f64,
    /// That unit.
    pub unit: String,
}

impl Fails {
    /// Outside the bar of a measure, if it has one.
    pub fn outside(measure: &Measure) -> Option<Fails> {
        let number = measure.acceptable? / measure.display.scale;
        Some(Fails { above: !measure.maximise, at_it: false, number, unit: measure.display.text.clone() })
    }

    /// Whether a value fails.  What is unknown is not met.
    pub fn fails(&self, value: f64) -> bool {
        let at_it = self.at_it && value == self.number;
        value.is_nan() || at_it || if self.above { value > self.number } else { value < self.number }
    }
}

/// A condition as it is typed, such as `lives > 80000`: the name of the measure, and what is to be done with it.
pub(super) struct Typed<'a> {
    pub measure: &'a str,
    above: bool,
    at_it: bool,
    rest: &'a str,
    text: &'a str,
}

impl<'a> Typed<'a> {
    pub fn read(text: &'a str) -> Result<Typed<'a>, Error> {
        let unreadable = || Error::Unreadable(text.trim().into());
        let at = text.find(['<', '>']).ok_or_else(unreadable)?;
        let (measure, rest) = (text[..at].trim(), &text[at + 1..]);
        let (at_it, rest) = rest.strip_prefix('=').map_or((false, rest), |rest| (true, rest));
        if measure.is_empty() {
            return Err(unreadable());
        }
        Ok(Typed { measure, above: text[at..].starts_with('>'), at_it, rest: rest.trim(), text })
    }

    /// The condition on its measure.  A number without a unit is in the measure's own; a percent is for shares.
    pub fn of(&self, measure: &Measure) -> Result<Fails, Error> {
        let end = self.rest.find(|c: char| c == '%' || c.is_whitespace()).unwrap_or(self.rest.len());
        let (number, unit) = (&self.rest[..end], self.rest[end..].trim());
        let number: f64 = number.parse().map_err(|_| Error::Unreadable(self.text.trim().into()))?;
        if !number.is_finite() {
            return Err(Error::Unreadable(self.text.trim().into()));
        }
        let own = measure.display.text.as_str();
        let is_share = matches!(own, "share" | "");
        let number = match unit {
            "" => number,
            "%" if is_share => number / 100.0,
            given if given == own => number,
            given => {
                let unit = if own.is_empty() { "plain numbers".into() } else { format!("`{own}`") };
                return Err(Error::Unit { measure: measure.name.clone(), unit, given: given.into() });
            }
        };
        Ok(Fails { above: self.above, at_it: self.at_it, number, unit: own.into() })
    }
}
