//! What observers published, in place of what a simulation would have them publish.

use std::collections::BTreeMap;

use milepost_strategy::model::VariableId;

/// What indicators say of their reporting periods.  What is not here is unknown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Evidence {
    known: BTreeMap<(VariableId, usize), BTreeMap<u32, f64>>,
}

impl Evidence {
    /// Says what an indicator's flat element was in a period, in canonical units; periods count from 1, by the
    /// indicator's own length.  When it becomes visible follows from the indicator's lag.
    pub fn insert(&mut self, indicator: VariableId, flat: usize, period: u32, value: f64) {
        let periods = self.known.entry((indicator, flat)).or_default();
        if value.is_finite() {
            periods.insert(period, value);
        } else {
            periods.remove(&period);
        }
    }

    /// Forgets what is known of a period.
    pub fn remove(&mut self, indicator: VariableId, flat: usize, period: u32) {
        if let Some(periods) = self.known.get_mut(&(indicator, flat)) {
            periods.remove(&period);
        }
    }

    /// What is known of an element, by period, ascending.
    pub fn of(&self, indicator: VariableId, flat: usize) -> impl Iterator<Item = (u32, f64)> + '_ {
        self.known.get(&(indicator, flat)).into_iter().flatten().map(|(period, value)| (*period, *value))
    }

    /// Every known cell: indicator, flat element, period, value.
    pub fn cells(&self) -> impl Iterator<Item = (VariableId, usize, u32, f64)> + '_ {
        self.known.iter().flat_map(|((id, flat), periods)| periods.iter().map(move |(k, v)| (*id, *flat, *k, *v)))
    }
}
