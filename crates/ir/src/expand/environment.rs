//! Which element stands for which dimension.

use milepost_strategy::model::{Dimension, DimensionId, Strategy, Variable, VariableId};

use crate::Fault;

/// Bindings of dimensions to elements, innermost last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Environment(Vec<(DimensionId, usize)>);

impl Environment {
    /// Binds a dimension, and those that it is a subrange of.
    pub fn bind(&mut self, strategy: &Strategy, dimension: DimensionId, element: usize) {
        let (mut dimension, mut element) = (dimension, element);
        // Dimensions cannot contain each other, but nothing here relies on it.
        for _ in 0..strategy.dimensions.len() {
            self.0.push((dimension, element));
            match parent(strategy, dimension, element) {
                Some(next) => (dimension, element) = next,
                None => break,
            }
        }
    }

    pub fn mark(&self) -> usize {
        self.0.len()
    }

    /// Forgets the bindings made since a mark.
    pub fn reset(&mut self, mark: usize) {
        self.0.truncate(mark);
    }

    pub fn get(&self, dimension: DimensionId) -> Option<usize> {
        self.0.iter().rev().find(|(d, _)| *d == dimension).map(|(_, e)| *e)
    }

    /// The element of `wanted` for what is bound to `bound`, either of which may be a subrange of the other.
    pub fn element(&self, strategy: &Strategy, bound: DimensionId, wanted: DimensionId) -> Result<usize, Fault> {
        let unbound = || Fault::Unbound(strategy.dimensions[bound.index()].name.clone());
        let mut here = (bound, self.get(bound).or_else(|| self.get(wanted)).ok_or_else(unbound)?);
        if self.get(bound).is_none() {
            return Ok(here.1);
        }
        for _ in 0..=strategy.dimensions.len() {
            if here.0 == wanted {
                return Ok(here.1);
            }
            match parent(strategy, here.0, here.1) {
                Some(next) => here = next,
                None => break,
            }
        }
        // Downwards: the element of the subrange that is this element of its parent.
        match &strategy.dimensions[wanted.index()].parent {
            Some((up, positions)) => {
                let above = self.element(strategy, bound, *up)?;
                positions.iter().position(|&p| p == above).ok_or_else(unbound)
            }
            None => Err(unbound()),
        }
    }

    /// The bindings that matter to an expression with these free dimensions.
    pub fn only(&self, dims: &[DimensionId]) -> Vec<(DimensionId, usize)> {
        dims.iter().filter_map(|&d| Some((d, self.get(d)?))).collect()
    }
}

fn parent(strategy: &Strategy, dimension: DimensionId, element: usize) -> Option<(DimensionId, usize)> {
    let (up, positions) = strategy.dimensions[dimension.index()].parent.as_ref()?;
    Some((*up, *positions.get(element)?))
}

/// Elements of a dimension.
pub(crate) fn size(strategy: &Strategy, dimension: DimensionId) -> usize {
    strategy.dimensions[dimension.index()].elements.len()
}

/// Number of elements of a variable.
pub(crate) fn count(strategy: &Strategy, variable: &Variable) -> usize {
    variable.dims.iter().map(|&d| size(strategy, d)).product()
}

/// Element of each dimension of a variable, for a flat position (the last dimension varies fastest).
pub(crate) fn positions(strategy: &Strategy, variable: &Variable, flat: usize) -> Vec<usize> {
    let mut rest = flat;
    let mut out = vec![0; variable.dims.len()];
    for (slot, &dimension) in out.iter_mut().zip(&variable.dims).rev() {
        let n = size(strategy, dimension).max(1);
        *slot = rest % n;
        rest /= n;
    }
    out
}

/// Each dimension of a variable bound to its element at a flat position.
pub(crate) fn environment(strategy: &Strategy, id: VariableId, flat: usize) -> Environment {
    let variable = &strategy.variables[id.index()];
    let mut environment = Environment::default();
    for (&dimension, element) in variable.dims.iter().zip(positions(strategy, variable, flat)) {
        environment.bind(strategy, dimension, element);
    }
    environment
}

/// `name[a,b]`, or `name` for a scalar.
pub(crate) fn label(strategy: &Strategy, id: VariableId, flat: usize) -> String {
    let variable = &strategy.variables[id.index()];
    let element = |(d, e): (&DimensionId, usize)| {
        let dimension: &Dimension = &strategy.dimensions[d.index()];
        dimension.elements.get(e).cloned().unwrap_or_default()
    };
    let names: Vec<String> = variable.dims.iter().zip(positions(strategy, variable, flat)).map(element).collect();
    if names.is_empty() { variable.name.clone() } else { format!("{}[{}]", variable.name, names.join(",")) }
}
