//! Values over evidence: what is published is given, and what nothing observes is unknown.

use milepost_strategy::model::{Distribution, Indicator, VariableId, VariableKind};

use super::Lowering;
use crate::Lookup;
use crate::graph::Id;

impl Lowering<'_> {
    /// The value of a variable that nobody knows, where nothing is simulated; `None` where it follows from something.
    pub(super) fn unobserved(&self, id: VariableId, flat: usize) -> Option<Id> {
        self.evidence?;
        match &self.strategy.variables[id.index()].kind {
            VariableKind::Stock(_) | VariableKind::Lever(_) => Some(Id::UNKNOWN),
            VariableKind::Uncertain(uncertain) => match uncertain.distribution.get(flat) {
                Some(Distribution::Fixed(_)) => None,
                _ => Some(Id::UNKNOWN),
            },
            _ => None,
        }
    }

    /// What is known of the period that ends now, by the evidence.
    pub(super) fn told(&mut self, id: VariableId, flat: usize, indicator: &Indicator) -> Option<Id> {
        let evidence = self.evidence?;
        let every = indicator.every.max(1);
        let known: Vec<(u32, f64)> = evidence.of(id, flat).collect();
        // A value stands for its own period alone: what comes after is unknown again until it is told.
        let (mut told, mut values) = (Vec::new(), Vec::new());
        for (i, &(period, value)) in known.iter().enumerate() {
            told.push((self.grid.time(period.saturating_mul(every)), 1.0));
            values.push((self.grid.time(period.saturating_mul(every)), value));
            if known.get(i + 1).is_none_or(|(next, _)| *next > period + 1) {
                told.push((self.grid.time((period + 1).saturating_mul(every)), 0.0));
            }
        }
        if known.is_empty() {
            return Some(Id::UNKNOWN);
        }
        // Nothing was told before the first period: a table holds its first value there.
        told.insert(0, (f64::MIN, 0.0));
        let told = self.step_function(&told);
        let value = self.step_function(&values);
        Some(self.graph.select(told, value, Id::UNKNOWN))
    }

    fn step_function(&mut self, points: &[(f64, f64)]) -> Id {
        let (x, y) = points.iter().copied().unzip();
        let table = self.graph.table(Lookup { x, y, step: true });
        self.graph.bare_lookup(table, Id::TIME)
    }

    /// `if test then a else b`: where nothing is simulated, an unknown test leaves open which it is.
    pub(super) fn either(&mut self, test: Id, a: Id, b: Id) -> Id {
        let value = self.graph.select(test, a, b);
        if self.evidence.is_none() || a == b {
            return value;
        }
        let open = self.graph.is_unknown(test);
        self.graph.select(open, Id::UNKNOWN, value)
    }
}
