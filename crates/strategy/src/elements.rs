//! Elements and their flat positions.

use crate::model::*;

impl Strategy {
    /// A dimension's data.
    pub fn dimension(&self, id: DimensionId) -> &Dimension {
        &self.dimensions[id.index()]
    }

    /// A variable's data.
    pub fn variable(&self, id: VariableId) -> &Variable {
        &self.variables[id.index()]
    }

    /// A variable by name: as it is declared, or else as the tools of the field compare names, if one alone is alike.
    pub fn find(&self, name: &str) -> Option<VariableId> {
        let exact = self.variables.iter().position(|v| v.name == name);
        let alike = || {
            let key = crate::same(name);
            let mut all = (0..self.variables.len()).filter(|i| crate::same(&self.variables[*i].name) == key);
            all.next().filter(|_| all.next().is_none())
        };
        exact.or_else(alike).map(|i| VariableId(i as u32))
    }

    /// Number of combinations of elements.
    pub fn size(&self, dims: &[DimensionId]) -> usize {
        dims.iter().map(|d| self.dimension(*d).elements.len()).product()
    }

    /// Names of a flat element: `Anbar, sunni`.
    pub fn element_names(&self, dims: &[DimensionId], flat: usize) -> String {
        let env = self.environment(dims, flat);
        env.iter().map(|(d, i)| self.dimension(*d).elements[*i].as_str()).collect::<Vec<_>>().join(",")
    }

    /// The name of one element of a variable: `troops[Anbar]`, or just `violence`.
    pub fn element_of(&self, id: VariableId, flat: usize) -> String {
        let v = self.variable(id);
        if v.dims.is_empty() { v.name.clone() } else { format!("{}[{}]", v.name, self.element_names(&v.dims, flat)) }
    }

    /// The element of each dimension at a flat position; the last dimension varies fastest.
    pub fn environment(&self, dims: &[DimensionId], mut flat: usize) -> Vec<(DimensionId, usize)> {
        let mut out = Vec::with_capacity(dims.len());
        for d in dims.iter().rev() {
            let n = self.dimension(*d).elements.len();
            out.push((*d, flat % n));
            flat /= n;
        }
        out.reverse();
        out
    }

    /// The element that an environment binds a dimension to, directly or through a subrange.
    pub fn bound(&self, env: &[(DimensionId, usize)], dim: DimensionId) -> Option<usize> {
        env.iter().rev().find_map(|(d, i)| {
            if *d == dim {
                return Some(*i);
            }
            match &self.dimension(*d).parent {
                Some((parent, positions)) if *parent == dim => Some(positions[*i]),
                _ => None,
            }
        })
    }

    /// The flat position that selectors pick in an environment.
    pub fn flat(&self, id: VariableId, select: &[Select], env: &[(DimensionId, usize)]) -> Option<usize> {
        let mut flat = 0;
        for (s, d) in select.iter().zip(&self.variable(id).dims) {
            let i = match s {
                Select::Element(i) => *i,
                Select::Bound(b) => {
                    let i = self.bound(env, *b)?;
                    match &self.dimension(*b).parent {
                        Some((parent, positions)) if parent == d => positions[i],
                        _ => i,
                    }
                }
            };
            flat = flat * self.dimension(*d).elements.len() + i;
        }
        Some(flat)
    }
}
