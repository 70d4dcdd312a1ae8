//! What is known of the indicators on the day of which the pages speak.

use milepost_monitor::status::Source;
use milepost_monitor::{Rows, TableRows};
use milepost_strategy::model::{Indicator, Strategy, Variable, VariableId, VariableKind};

use super::Room;
use crate::numbers::{exact, is_share, plain};
use crate::words::range;

/// Periods shown of each indicator.
const PERIODS: usize = 3;

/// Rows named beside a figure, at most.
const ROWS: usize = 2;

/// An indicator and what is known of it.
pub(super) struct Known<'a> {
    pub(super) variable: &'a Variable,
    pub(super) indicator: &'a Indicator,
    /// How much of it there is, where the day is known.
    pub(super) source: Option<&'a Source>,
    /// The latest figures, the last first.
    pub(super) latest: Vec<Figure>,
}

/// What is known of a period.
pub(super) struct Figure {
    /// Such as `2006-05`.
    pub(super) period: String,
    /// The figure with its unit: the sum over places, or from the lowest place to the highest where a sum means nothing.
    pub(super) value: String,
    /// Least and most, where the sources differ.
    pub(super) range: Option<String>,
    /// Places of which something is known, and all there are; one of one for the nation.
    pub(super) places: (usize, usize),
    /// Where its rows stand.
    pub(super) rows: String,
}

impl Known<'_> {
    /// The latest figure.
    pub(super) fn last(&self) -> Option<&Figure> {
        self.latest.first()
    }

    /// The newest period of which something might have been known and is not, where that is newer than all that is known.
    pub(super) fn late(&self) -> Option<&str> {
        let source = self.source?;
        let newest = source.to.as_deref()?;
        source.gaps.first().map(|(period, _)| period.as_str()).filter(|gap| *gap > newest)
    }
}

/// All indicators, in declared order.
pub(super) fn all<'a>(room: &Room<'a>) -> Vec<Known<'a>> {
    let strategy = room.site.strategy;
    let known = |(i, variable): (usize, &'a Variable)| {
        let VariableKind::Indicator(indicator) = &variable.kind else { return None };
        let source = room.site.status.and_then(|s| s.sources.iter().find(|s| s.indicator == variable.name));
        let id = VariableId(i as u32);
        Some(Known { variable, indicator, source, latest: latest(room, strategy, id, variable, source) })
    };
    strategy.variables.iter().enumerate().filter_map(known).collect()
}

fn latest(
    room: &Room,
    strategy: &Strategy,
    id: VariableId,
    variable: &Variable,
    source: Option<&Source>,
) -> Vec<Figure> {
    let Some(series) = room.site.facts.and_then(|facts| facts.series.get(&id)) else { return Vec::new() };
    // What was not published by the day is not known on it.
    let Some(last) = source.and_then(|s| s.to.as_deref()) else { return Vec::new() };
    let Some(last) = series.periods.iter().position(|p| p.label() == last) else { return Vec::new() };
    let mut figures = Vec::new();
    for at in (0..=last).rev() {
        let cells: Vec<_> = series.values.get(at).into_iter().flatten().flatten().collect();
        if cells.is_empty() || figures.len() >= PERIODS {
            continue;
        }
        let all = series.elements.len();
        let display = &variable.display;
        let sums = all > 1 && !is_share(display);
        let sum = |of: fn(f64, f64) -> f64, pick: &dyn Fn(usize) -> f64| {
            (0..cells.len()).map(pick).reduce(of).unwrap_or(f64::NAN)
        };
        let add = |a: f64, b: f64| a + b;
        let (value, range) = if all == 1 || sums {
            let [low, best, high] =
                [sum(add, &|i| cells[i].low), sum(add, &|i| cells[i].best), sum(add, &|i| cells[i].high)];
            let range = (low < best || best < high)
                .then(|| range(room.words, &plain(low / display.scale), &exact(room.words, display, high)));
            (exact(room.words, display, best), range)
        } else {
            let (low, high) = (sum(f64::min, &|i| cells[i].best), sum(f64::max, &|i| cells[i].best));
            (range(room.words, &exact(room.words, display, low), &exact(room.words, display, high)), None)
        };
        let mut rows: Vec<String> = Vec::new();
        let mut lines = 0;
        for element in (0..all).filter(|e| series.values[at].get(*e).is_some_and(Option::is_some)) {
            let places = TableRows(strategy).rows(series, element, at);
            lines += places.named.len();
            rows.extend(places.named);
        }
        rows.truncate(ROWS);
        let more = lines.saturating_sub(rows.len());
        let mut rows = rows.join(", ");
        if more > 0 {
            rows = room.words.fill("evidence.more-rows", &[("rows", &rows), ("n", &more.to_string())]);
        }
        figures.push(Figure { period: series.periods[at].label(), value, range, places: (cells.len(), all), rows });
    }
    figures
}
