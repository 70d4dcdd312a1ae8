//! What a model consists of.

use super::unused::is_constant;
use crate::foreign::{Model, What, same};
use std::collections::BTreeSet;

/// Numbers of variables, each counted once whatever its subscripts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Counts {
    /// All of them.
    pub variables: usize,
    /// Stocks, conveyors and queues.
    pub stocks: usize,
    /// Constants.
    pub constants: usize,
    /// Tables that are called.
    pub tables: usize,
    /// Data that are read from a file beside the model.
    pub data: usize,
    /// All others.
    pub equations: usize,
    /// Macros.
    pub macros: usize,
    /// Ranges of subscripts, and the different elements in them.
    pub ranges: usize,
    /// Elements.
    pub elements: usize,
}

impl Counts {
    /// Counts the parts of a model.
    pub(crate) fn of(model: &Model) -> Counts {
        let mut counts = Counts { macros: model.macros.len(), ranges: model.dimensions.len(), ..Counts::default() };
        let mut seen = BTreeSet::new();
        for variable in &model.variables {
            if matches!(variable.what, What::Nothing(_)) || !seen.insert(same(&variable.name)) {
                continue;
            }
            counts.variables += 1;
            *match &variable.what {
                What::Level { .. } | What::Stock { .. } | What::Conveyor(_) => &mut counts.stocks,
                What::Lookup(_) => &mut counts.tables,
                What::Data => &mut counts.data,
                What::Numbers(_) => &mut counts.constants,
                What::Equation(e) if is_constant(e) => &mut counts.constants,
                What::Equation(_) | What::Graph(..) | What::Driven { .. } | What::Nothing(_) => &mut counts.equations,
            } += 1;
        }
        let ranges: BTreeSet<String> = model.dimensions.iter().map(|d| same(&d.name)).collect();
        let elements = model.dimensions.iter().flat_map(|d| &d.elements).map(|(name, _)| same(name));
        counts.elements = elements.filter(|name| !ranges.contains(name)).collect::<BTreeSet<_>>().len();
        counts
    }
}
