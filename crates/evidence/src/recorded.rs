//! Series from the record.

use jiff::civil::Date;
use milepost_record::Store;
use milepost_strategy::model::{Strategy, VariableId};

use crate::calendar::Calendar;
use crate::import::ROW;
use crate::series::{Cell, Origin, Series, indicator};

impl Series {
    /// What was known of an indicator at the end of a day: from the record once that holds rows of it, else from the
    /// table that it declares, by its lag; with neither, nothing.
    ///
    /// # Errors
    /// A sentence where the record cannot be read, or the strategy's time has no dates.
    pub fn known(
        store: Option<&dyn Store>,
        strategy: &Strategy,
        variable: VariableId,
        known_at: Date,
    ) -> Result<Series, String> {
        let name = &strategy.variable(variable).name;
        if let Some(store) = store
            && recorded(store, name)?
        {
            return Series::from_record(store, strategy, variable, known_at);
        }
        if indicator(strategy, variable)?.evidence.is_some() {
            return Series::from_table(strategy, variable, Some(known_at));
        }
        let calendar = Calendar::new(strategy, indicator(strategy, variable)?)?;
        Series::empty(strategy, variable, &calendar, Origin::Nowhere)
    }

    /// What the record knew of an indicator at the end of a day.  Counts of elements that the strategy no longer has
    /// are among the unassigned.
    ///
    /// # Errors
    /// A sentence where the record cannot be read, or the strategy's time has no dates.
    pub fn from_record(
        store: &dyn Store,
        strategy: &Strategy,
        variable: VariableId,
        known_at: Date,
    ) -> Result<Series, String> {
        let calendar = Calendar::new(strategy, indicator(strategy, variable)?)?;
        let mut series = Series::empty(strategy, variable, &calendar, Origin::Record)?;
        for cell in store.cells(&series.indicator, known_at).map_err(|e| e.to_string())? {
            let Some(at) = calendar.of_day(cell.period).and_then(|p| series.row(&calendar, p)) else { continue };
            let told = Cell {
                low: cell.low / series.per_figure,
                best: cell.best / series.per_figure,
                high: cell.high / series.per_figure,
                rows: cell.rows,
            };
            let slot = match series.elements.iter().position(|e| *e == cell.element) {
                Some(e) => &mut series.values[at][e],
                None => &mut series.unassigned[at],
            };
            *slot = Some(slot.take().map_or(told, |old| old.plus(told)));
        }
        Ok(series)
    }
}

/// Whether the record holds rows of an indicator.
///
/// # Errors
/// A sentence where the record cannot be read.
pub fn recorded(store: &dyn Store, indicator: &str) -> Result<bool, String> {
    let topics = store.topics(ROW).map_err(|e| e.to_string())?;
    Ok(topics.iter().any(|t| t.kind == ROW && t.subject == indicator))
}
