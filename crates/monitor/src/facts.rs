//! What is known: figures of indicators, dates moved, decisions made.

use std::collections::BTreeMap;

use jiff::civil::Date;
use milepost_evidence::import::ROW;
use milepost_evidence::{Origin, Series};
use milepost_ir::Evidence;
use milepost_record::Store;
use milepost_strategy::model::{Strategy, VariableId, VariableKind};

use crate::contract::Board;
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

/// Where the figure of an indicator's element and period stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// Places of rows, such as `evidence/deaths.csv:12` or `record:812`.
    pub named: Vec<String>,
    /// Further rows, too many to name.
    pub more: u64,
}

/// Where figures stand: asked for the few that a status names.
pub trait Rows {
    /// Places of the rows behind the figure of an element and a period of a series, by their positions there.
    fn rows(&self, series: &Series, element: usize, period: usize) -> Places;
}

/// Events named behind one figure, at most: a figure with more of them says how many.
const MOST_EVENTS: u64 = 12;

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
    /// How obligations stand by the contract, in a word each; what the record never speaks of is not here.
    pub standings: BTreeMap<String, String>,
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

    /// What the record knew of every indicator at the end of a day, and for those of which it holds no rows, their tables.
    ///
    /// # Errors
    /// A sentence where the record cannot be read.
    pub fn known(store: Option<&dyn Store>, strategy: &Strategy, known_at: Option<Date>) -> Result<Facts, String> {
        let Some(store) = store else { return Ok(Facts::of_tables(strategy, known_at)) };
        let mut facts = Facts::of_tables(strategy, known_at);
        // Asked once: the record looks through its rows for it.
        let topics = store.topics(ROW).map_err(|e| e.to_string())?;
        let recorded = |name: &str| topics.iter().any(|t| t.kind == ROW && t.subject == name);
        for (i, variable) in strategy.variables.iter().enumerate() {
            let id = VariableId(i as u32);
            if matches!(variable.kind, VariableKind::Indicator(_)) && recorded(&variable.name) {
                let series = Series::from_record(store, strategy, id, known_at.unwrap_or(Date::MAX))?;
                facts.unread.remove(&id);
                facts.series.insert(id, series);
            }
        }
        Ok(facts)
    }

    /// With what the contract says: dates moved, decisions, how obligations stand.
    pub fn with_contract(mut self, board: &Board) -> Facts {
        for standing in board.obligations.iter().chain(&board.milestones) {
            let subject = &standing.term.name;
            for m in &standing.moved {
                let (Some(from), Some(to)) = (m.from, m.to) else { continue };
                let (reason, by) = (m.reason.clone(), m.by.clone());
                self.moves.push(Move { subject: subject.clone(), from, to, reason, by, known: m.on });
            }
        }
        for standing in &board.obligations {
            if standing.version.is_some() || standing.last.is_some() {
                self.standings.insert(standing.term.name.clone(), standing.state.word().into());
            }
        }
        self.decisions.extend(board.decisions.iter().map(|d| Decision {
            subject: d.trigger.clone(),
            acts: d.answer == "act",
            reason: d.reason.clone(),
            known: d.on,
        }));
        self
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
    fn rows(&self, series: &Series, element: usize, period: usize) -> Places {
        let Origin::Table { file } = &series.origin else { return Places::default() };
        let variable = self.0.variable(series.variable);
        let VariableKind::Indicator(indicator) = &variable.kind else { return Places::default() };
        let Some(evidence) = &indicator.evidence else { return Places::default() };
        let length = f64::from(indicator.every) * self.0.time.step;
        let wanted = series.periods[period].index;
        let place = |end: f64| ((end - self.0.time.start) / length - 1e-6).floor() as i64;
        let points = evidence.points.iter().zip(&evidence.lines);
        let lines = points.filter(|((end, _), _)| place(*end) == wanted).map(|(_, lines)| lines[element]);
        let named = lines.filter(|line| *line > 0).map(|line| format!("{file}:{line}")).collect();
        Places { named, more: 0 }
    }
}

/// Events of the record, and lines of tables for what it does not hold.
pub struct RecordRows<'a> {
    /// The record.
    pub store: &'a dyn Store,
    /// The strategy that names the tables.
    pub strategy: &'a Strategy,
    /// Only what was known by the end of this day; everything where absent.
    pub known_at: Option<Date>,
}

impl Rows for RecordRows<'_> {
    fn rows(&self, series: &Series, element: usize, period: usize) -> Places {
        if series.origin != Origin::Record {
            return TableRows(self.strategy).rows(series, element, period);
        }
        let count = series.values[period][element].map_or(0, |cell| cell.rows);
        if count > MOST_EVENTS {
            return Places { named: Vec::new(), more: count };
        }
        let (name, day) = (&series.elements[element], series.periods[period].from);
        match self.store.rows_of(&series.indicator, name, day, self.known_at.unwrap_or(Date::MAX)) {
            Ok(rows) => Places { named: rows.iter().map(|row| format!("record:{}", row.event.seq)).collect(), more: 0 },
            // The figure was read a moment ago; its rows are still counted.
            Err(_) => Places { named: Vec::new(), more: count },
        }
    }
}
