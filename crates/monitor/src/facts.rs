//! What is known: figures of indicators, dates moved, decisions made.

use std::collections::BTreeMap;

use jiff::civil::Date;
use milepost_evidence::{Origin, Series};
use milepost_ir::Evidence;
use milepost_strategy::model::{Strategy, VariableId, VariableKind};

use crate::evaluate::Count;

/// A due date that was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Move {
    /// The obligation or milestone, such as `half_out`, or `conditions_reached[Anbar]`.
    pub subject: String,
    /// Due before.
    pub from: Date,
    /// Due since.
    pub to: Date,
    /// Why.
    pub reason: String,
    /// Who moved it.
    pub by: String,
    /// When that was known.
    pub known: Date,
}

/// An authority's answer to a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The trigger, such as `civil_war_guarantee`, or `incentive[Anbar]`.
    pub subject: String,
    /// Whether it acts; it declines otherwise.
    pub acts: bool,
    /// Why.
    pub reason: String,
    /// When that was known.
    pub known: Date,
}

/// Where a figure stands: asked for the few figures that a status names.
pub trait Rows {
    /// Places of the rows behind the figure of an indicator's element and period, which begins on a day, such as
    /// `evidence/deaths.csv:12` or `record:812`.
    fn rows(&self, series: &Series, element: usize, period: usize) -> Vec<String>;
}

/// What is known.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// By indicator; what has no series has no evidence.
    pub series: BTreeMap<VariableId, Series>,
    /// Indicators whose evidence could not be read as a series, and why.
    pub unread: BTreeMap<VariableId, String>,
    /// Dates moved, in the order in which that was recorded.
    pub moves: Vec<Move>,
    /// Decisions, likewise.
    pub decisions: Vec<Decision>,
}

impl Facts {
    /// What the tables say that the strategy names, as known at the end of a day; everything where no day is given.
    pub fn of_tables(strategy: &Strategy, known_at: Option<Date>) -> Facts {
        let mut facts = Facts::default();
        for (i, variable) in strategy.variables.iter().enumerate() {
            let id = VariableId(i as u32);
            let VariableKind::Indicator(indicator) = &variable.kind else { continue };
            if indicator.evidence.is_none() {
                continue;
            }
            match Series::from_table(strategy, id, known_at) {
                Ok(series) => drop(facts.series.insert(id, series)),
                Err(why) => drop(facts.unread.insert(id, why)),
            }
        }
        facts
    }

    /// The figures that a program is run over, at one end of their ranges or at the best counts.
    pub fn evidence(&self, count: Count) -> Evidence {
        let mut evidence = Evidence::default();
        for (id, series) in &self.series {
            for (period, values) in series.periods.iter().zip(&series.values) {
                let Ok(index) = u32::try_from(period.index + 1) else { continue };
                if index == 0 {
                    continue;
                }
                for (flat, cell) in values.iter().enumerate() {
                    let Some(cell) = cell else { continue };
                    let value = match count {
                        Count::Lowest => cell.low,
                        Count::Best => cell.best,
                        Count::Highest => cell.high,
                    };
                    evidence.insert(*id, flat, index, value);
                }
            }
        }
        evidence
    }
}

/// Lines of the tables that the strategy names.
pub struct TableRows<'a>(pub &'a Strategy);

impl Rows for TableRows<'_> {
    fn rows(&self, series: &Series, element: usize, period: usize) -> Vec<String> {
        let Origin::Table { file } = &series.origin else { return Vec::new() };
        let variable = self.0.variable(series.variable);
        let VariableKind::Indicator(indicator) = &variable.kind else { return Vec::new() };
        let Some(evidence) = &indicator.evidence else { return Vec::new() };
        let length = f64::from(indicator.every) * self.0.time.step;
        let wanted = series.periods[period].index;
        let place = |end: f64| ((end - self.0.time.start) / length - 1e-6).floor() as i64;
        let points = evidence.points.iter().zip(&evidence.lines);
        let lines = points.filter(|((end, _), _)| place(*end) == wanted).map(|(_, lines)| lines[element]);
        lines.filter(|line| *line > 0).map(|line| format!("{file}:{line}")).collect()
    }
}
