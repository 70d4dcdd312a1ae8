//! Lengths of time as people type them.

use milepost_strategy::model::TimeAxis;

/// Seconds in a day, and days in a month: a year is 12 months and 365.2425 days.
const DAY: f64 = 86_400.0;
const MONTH: f64 = 365.2425 / 12.0 * DAY;

/// Months, where a unit is a whole part or multiple of one, and seconds.
fn unit(name: &str) -> Option<(Option<f64>, f64)> {
    Some(match name.strip_suffix('s').unwrap_or(name) {
        "second" => (None, 1.0),
        "minute" => (None, 60.0),
        "hour" => (None, 3_600.0),
        "day" => (None, DAY),
        "week" => (None, 7.0 * DAY),
        "month" => (Some(1.0), MONTH),
        "quarter" => (Some(3.0), 3.0 * MONTH),
        "year" => (Some(12.0), 12.0 * MONTH),
        _ => return None,
    })
}

/// `18 month`, or `18` in the unit of the axis, as a time on the axis.
///
/// # Errors
/// A sentence, where it is no length of time from 0 up.
pub fn span(axis: &TimeAxis, text: &str) -> Result<f64, String> {
    let wrong = || format!("`{text}` is no length of time; write a number and a unit, such as `18 month` or `90 day`");
    let text = text.trim();
    let split = text.find(|c: char| c.is_alphabetic()).unwrap_or(text.len());
    let (number, name) = (text[..split].trim(), text[split..].trim());
    let number: f64 = number.parse().ok().filter(|n: &f64| n.is_finite() && *n >= 0.0).ok_or_else(wrong)?;
    if name.is_empty() {
        return Ok(number);
    }
    let (given, own) = (unit(name).ok_or_else(wrong)?, unit(&axis.unit).ok_or_else(wrong)?);
    // In whole months where both are: 18 month on an axis of years is 1.5, to the last bit.
    Ok(match (given.0, own.0) {
        (Some(given), Some(own)) => number * given / own,
        _ => number * given.1 / own.1,
    })
}
