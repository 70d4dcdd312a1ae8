//! Where in a run a statement looks: which element, which step.

use milepost_strategy::model::{DimensionId, Strategy};

use crate::statement::When;

/// The flat position of elements that stand in the order of the dimensions, or, where they are named otherwise, in any
/// order that fits.
pub(crate) fn flat(strategy: &Strategy, dims: &[DimensionId], elements: &[String]) -> Option<usize> {
    if dims.len() != elements.len() {
        return None;
    }
    let mut left: Vec<&String> = elements.iter().collect();
    let mut flat = 0;
    for dim in dims {
        let known = &strategy.dimensions[dim.index()].elements;
        let chosen = left.iter().position(|e| known.contains(e))?;
        flat = flat * known.len() + known.iter().position(|e| e == left[chosen])?;
        left.remove(chosen);
    }
    Some(flat)
}

/// The step at which a time lies.
pub(crate) fn step(strategy: &Strategy, when: When) -> Result<usize, String> {
    let axis = &strategy.time;
    let time = match when {
        When::Start => return Ok(0),
        When::End => return Ok(axis.steps as usize),
        When::Time(time) => time,
        When::Date(year, month, day) => {
            let origin = axis.origin.ok_or("this strategy's time has no dates")?;
            since(origin, (year, month, day), &axis.unit)?
        }
    };
    let steps = (time - axis.start) / axis.step;
    let nearest = steps.round();
    // Days do not fall on steps: the step at or before is meant, as nothing changes in between.
    let step = if (steps - nearest).abs() < 1e-6 { nearest } else { steps.floor() };
    if (0.0..=f64::from(axis.steps)).contains(&step) {
        Ok(step as usize)
    } else {
        Err(format!("{time} lies outside the time of the case"))
    }
}

/// The time from a month to the first instant of a month or day: months of the calendar are equally long on an axis of
/// months, days on one of days.
fn since(origin: milepost_syntax::Date, date: (i32, u32, Option<u32>), unit: &str) -> Result<f64, String> {
    let (year, month, day) = date;
    let days_in = |year: i32, month: u32| match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let month_number = |year: i32, month: u32| f64::from(year) * 12.0 + f64::from(month);
    let (year0, month0) = (i32::from(origin.year), origin.month as u32);
    let day = f64::from(day.unwrap_or(1) - 1);
    match unit {
        "month" => {
            let first = f64::from(origin.day.unwrap_or(1) - 1) / f64::from(days_in(year0, month0));
            let months = month_number(year, month) - month_number(year0, month0);
            Ok(months + day / f64::from(days_in(year, month)) - first)
        }
        "day" => {
            let (mut days, mut at) = (day - f64::from(origin.day.unwrap_or(1) - 1), (year0, month0));
            while at != (year, month) {
                days += f64::from(days_in(at.0, at.1));
                at = if at.1 == 12 { (at.0 + 1, 1) } else { (at.0, at.1 + 1) };
                if at.0 > year {
                    return Err("the date lies before the start".into());
                }
            }
            Ok(days)
        }
        other => Err(format!("the statements know no dates on an axis of `{other}`")),
    }
}
