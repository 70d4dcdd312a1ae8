//! What observers knew of an indicator, by reporting period and element.

use jiff::civil;
use milepost_strategy::model::{Indicator, Strategy, VariableId, VariableKind};

use crate::calendar::{Calendar, Period};

/// Where a series is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// The table that the strategy declares, read with it.
    Table {
        /// The file.
        file: String,
    },
    /// The record.
    Record,
    /// The indicator declares no evidence, and the record has none.
    Nowhere,
}

/// One figure, in the units of [`Evidence::points`](milepost_strategy::model::Evidence): a rate per unit of the
/// strategy's time where the indicator averages.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The least it may be.
    pub low: f64,
    /// What is counted with.
    pub best: f64,
    /// The most it may be.
    pub high: f64,
    /// Rows of evidence it rests on.
    pub rows: u64,
}

/// What was known of one indicator at a date.
///
/// `values[p][e]` is the figure of `periods[p]` and `elements[e]`, `None` where nothing was known: unknown, never zero.
/// Periods are contiguous, from the first of the strategy's time (or of the evidence, if that is earlier) to the last that
/// either has.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    /// Name of the indicator.
    pub indicator: String,
    /// The indicator.
    pub variable: VariableId,
    /// Names of its flat elements (`Anbar`; `Anbar,sunni` over two dimensions); one empty name without dimensions.
    pub elements: Vec<String>,
    /// Reporting periods, ascending.
    pub periods: Vec<Period>,
    /// By period and element.
    pub values: Vec<Vec<Option<Cell>>>,
    /// By period: what could be assigned to no element, of the nation as a whole.
    pub unassigned: Vec<Option<Cell>>,
    /// A figure of the series times this is the number as people read and record it: a total of the period where the
    /// indicator averages, else a level in the declared unit.
    pub per_figure: f64,
    /// Where it is from.
    pub origin: Origin,
}

impl Series {
    /// The series of the table that the indicator declares, as known at the end of a day: a period is known once the
    /// lag that the indicator declares has passed since its end.  Everything, where no day is given.
    ///
    /// # Errors
    /// A sentence where it is no indicator, has no such table, or the strategy's time has no dates.
    pub fn from_table(
        strategy: &Strategy,
        variable: VariableId,
        known_at: Option<civil::Date>,
    ) -> Result<Series, String> {
        let indicator = indicator(strategy, variable)?;
        let name = &strategy.variable(variable).name;
        let evidence = indicator.evidence.as_ref().ok_or_else(|| format!("`{name}` names no file of evidence"))?;
        let calendar = Calendar::new(strategy, indicator)?;
        let mut series = Series::empty(strategy, variable, &calendar, Origin::Table { file: evidence.file.clone() })?;
        for (i, (end, values)) in evidence.points.iter().enumerate() {
            let Some(period) = calendar.ending_at(*end) else { continue };
            if known_at.is_some_and(|day| calendar.published(&period) > day) {
                continue;
            }
            let Some(at) = series.row(&calendar, period) else { continue };
            for (e, best) in values.iter().enumerate() {
                let Some(best) = *best else { continue };
                let (low, high) = evidence.spread.get(i).and_then(|s| s[e]).unwrap_or((best, best));
                let cell = Cell { low, best, high, rows: 1 };
                let slot = &mut series.values[at][e];
                *slot = match slot.take() {
                    // Rates of the parts of a period add up as their totals do, over the length of the whole.
                    Some(old) if indicator.averages => Some(old.plus(cell)),
                    _ => Some(cell),
                };
            }
        }
        Ok(series)
    }

    /// A series in which nothing is known.
    pub(crate) fn empty(
        strategy: &Strategy,
        variable: VariableId,
        calendar: &Calendar,
        origin: Origin,
    ) -> Result<Series, String> {
        let indicator = indicator(strategy, variable)?;
        let v = strategy.variable(variable);
        let elements: Vec<String> =
            (0..strategy.size(&v.dims)).map(|flat| strategy.element_names(&v.dims, flat)).collect();
        let periods = calendar.all();
        Ok(Series {
            indicator: v.name.clone(),
            variable,
            values: vec![vec![None; elements.len()]; periods.len()],
            unassigned: vec![None; periods.len()],
            periods,
            elements,
            per_figure: per_figure(indicator, v.display.scale, calendar),
            origin,
        })
    }

    /// The place of a period in the series, which grows to hold it; none beyond the calendar's years.
    pub(crate) fn row(&mut self, calendar: &Calendar, period: Period) -> Option<usize> {
        let none = vec![None; self.elements.len()];
        while self.periods.first().is_some_and(|first| period.index < first.index) {
            let earlier = calendar.period(self.periods[0].index - 1)?;
            self.periods.insert(0, earlier);
            self.values.insert(0, none.clone());
            self.unassigned.insert(0, None);
        }
        while self.periods.last().is_none_or(|last| last.index < period.index) {
            let next = self.periods.last().map_or(Some(period), |last| calendar.period(last.index + 1))?;
            self.periods.push(next);
            self.values.push(none.clone());
            self.unassigned.push(None);
        }
        Some((period.index - self.periods[0].index) as usize)
    }

    /// The place of the period in which a day lies.
    pub fn at(&self, day: civil::Date) -> Option<usize> {
        self.periods.iter().position(|p| p.from <= day && day <= p.to)
    }

    /// Whether anything is known at all.
    pub fn is_empty(&self) -> bool {
        self.values.iter().flatten().chain(&self.unassigned).all(Option::is_none)
    }
}

impl Cell {
    pub(crate) fn plus(self, other: Cell) -> Cell {
        Cell {
            low: self.low + other.low,
            best: self.best + other.best,
            high: self.high + other.high,
            rows: self.rows + other.rows,
        }
    }
}

/// The indicator that a variable is.
pub(crate) fn indicator(strategy: &Strategy, variable: VariableId) -> Result<&Indicator, String> {
    match &strategy.variable(variable).kind {
        VariableKind::Indicator(indicator) => Ok(indicator),
        _ => Err(format!("`{}` is not an indicator", strategy.variable(variable).name)),
    }
}

/// A total is a rate times the length of its period; a level is told in its declared unit.
fn per_figure(indicator: &Indicator, scale: f64, calendar: &Calendar) -> f64 {
    if indicator.averages { calendar.length() } else { 1.0 / scale }
}
