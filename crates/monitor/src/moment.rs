//! A date as a step of the strategy's time, and steps as dates.

use jiff::Span;
use jiff::civil::Date;
use milepost_strategy::model::{Strategy, TimeAxis};
use milepost_syntax::Date as Written;

/// The end of a day on the strategy's axis of time.
#[derive(Clone, Debug)]
pub struct Moment {
    /// The day.
    pub day: Date,
    /// Its end, on the axis.
    pub time: f64,
    /// The last step that is not after it.
    pub step: u32,
    axis: TimeAxis,
}

impl Moment {
    /// The end of a day.
    ///
    /// # Errors
    /// A sentence where the strategy's time has no dates, or the day lies outside it.
    pub fn new(strategy: &Strategy, day: Date) -> Result<Moment, String> {
        let axis = &strategy.time;
        if axis.origin.is_none() {
            return Err(
                "status is asked at a date, and this strategy's time has none; write `time month from 2004-01 \
                        to ...` in the strategy"
                    .into(),
            );
        }
        let time = axis.ends(written(day)).unwrap_or(f64::NAN);
        let origin = axis.label(axis.start);
        let until = axis.until.map_or_else(|| axis.label(axis.end), |date| date.to_string());
        let slack = 1e-6 * axis.step;
        if !(time >= axis.start && time <= axis.end + slack) {
            return Err(format!(
                "{day} lies outside the strategy's time, which runs from {origin} to {until}; ask at a date within it, \
                 or let the `time` line run on"
            ));
        }
        let step = ((time - axis.start) / axis.step + 1e-6).floor().min(f64::from(axis.steps)) as u32;
        Ok(Moment { day, time, step, axis: axis.clone() })
    }

    /// The last end of a period of so many steps that is not after it; 0 before the first.
    pub fn last_end(&self, every: u32) -> u32 {
        self.step / every.max(1) * every.max(1)
    }

    /// The last day before a step: the day on which a period that ends there is over.
    pub fn day_of(&self, step: u32) -> Option<Date> {
        let date = civil(self.axis.date_of(self.axis.start + f64::from(step) * self.axis.step)?)?;
        date.yesterday().ok()
    }

    /// The day of a time on the axis, where that is the end of one: the last day before it.
    pub fn day_before(&self, time: f64) -> Option<Date> {
        civil(self.axis.date_of(time)?)?.yesterday().ok()
    }

    /// The day so long after another: whole months by the calendar, anything else in days.
    pub fn after(&self, day: Date, length: f64) -> Option<Date> {
        const DAYS: f64 = 365.2425;
        let (months, days) = match self.unit() {
            "year" => (length * 12.0, length * DAYS),
            "quarter" => (length * 3.0, length * DAYS / 4.0),
            "month" => (length, length * DAYS / 12.0),
            "week" => (f64::NAN, length * 7.0),
            "day" => (f64::NAN, length),
            "hour" => (f64::NAN, length / 24.0),
            _ => return None,
        };
        let whole = months.round();
        if (months - whole).abs() < 1e-6 && (1.0..12_000.0).contains(&whole) {
            // From the last day of a month to the last day of another.
            let next = day.tomorrow().ok()?.checked_add(Span::new().months(whole as i64)).ok()?;
            return next.yesterday().ok();
        }
        day.checked_add(Span::new().try_days(days.round().max(0.0) as i64).ok()?).ok()
    }

    /// The period of so many steps that ends at a step: the month (`2006-06`), else its first and last day.
    pub fn period(&self, end: u32, every: u32) -> String {
        let start = end.saturating_sub(every.max(1));
        let first = self.axis.date_of(self.axis.start + f64::from(start) * self.axis.step).and_then(civil);
        match (first, self.day_of(end)) {
            (Some(a), Some(b)) if a.day() == 1 && b.day() == b.days_in_month() && a.month() == b.month() => {
                format!("{:04}-{:02}", a.year(), a.month())
            }
            (Some(a), Some(b)) => format!("{a}..{b}"),
            _ => format!("step {end}"),
        }
    }

    /// Length of a step.
    pub fn step_length(&self) -> f64 {
        self.axis.step
    }

    /// First time of the axis.
    pub fn start(&self) -> f64 {
        self.axis.start
    }

    /// Unit of the axis, such as `month`.
    pub fn unit(&self) -> &str {
        &self.axis.unit
    }
}

/// Days from one day to another; negative where the other is earlier.
pub fn days(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// A day as the language writes it.
pub fn written(day: Date) -> Written {
    Written { year: day.year(), month: day.month(), day: Some(day.day()) }
}

/// A written date; a month is its last day.
pub fn last_day(date: Written) -> Option<Date> {
    match date.day {
        Some(day) => Date::new(date.year, date.month, day).ok(),
        None => Date::new(date.year, date.month, 1).ok().map(Date::last_of_month),
    }
}

fn civil(date: Written) -> Option<Date> {
    Date::new(date.year, date.month, date.day.unwrap_or(1)).ok()
}
