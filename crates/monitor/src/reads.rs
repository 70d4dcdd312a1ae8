//! What a predicate reads, element by element, down to what is observed or not.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::{DimensionId, Expr, ExprKind, Strategy, VariableId, VariableKind, When};
use milepost_strategy::visit;

/// Something that is not worked out from other variables, or an indicator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Leaf {
    pub variable: VariableId,
    pub flat: usize,
}

/// What is read: each leaf with the date at which it is sampled, as bits, where it is read by `at`.
pub(crate) type Leaves = BTreeMap<Leaf, BTreeSet<Option<u64>>>;

/// Reads of predicates of one element.
pub(crate) struct Reader<'a> {
    strategy: &'a Strategy,
    seen: BTreeSet<(VariableId, usize, Option<u64>)>,
    leaves: Leaves,
}

/// What a predicate reads for a flat element of the variable that it belongs to.
pub(crate) fn leaves(strategy: &Strategy, owner: VariableId, flat: usize, tests: &[&Expr]) -> Leaves {
    let mut reader = Reader { strategy, seen: BTreeSet::new(), leaves: Leaves::new() };
    let mut env = strategy.environment(&strategy.variable(owner).dims, flat);
    for test in tests {
        reader.expr(test, &mut env, None);
    }
    reader.leaves
}

impl Reader<'_> {
    fn expr(&mut self, expr: &Expr, env: &mut Vec<(DimensionId, usize)>, at: Option<u64>) {
        match &expr.kind {
            ExprKind::Variable(id, selects) => {
                if let Some(flat) = self.strategy.flat(*id, selects, env) {
                    self.variable(*id, flat, at);
                }
            }
            ExprKind::At(a, date) => self.expr(a, env, Some(date.to_bits())),
            ExprKind::Reduce { over, body, weight, .. } => {
                let sizes: Vec<usize> = over.iter().map(|d| self.strategy.dimension(*d).elements.len()).collect();
                for flat in 0..sizes.iter().product() {
                    let mark = env.len();
                    let mut rest: usize = flat;
                    for (dimension, size) in over.iter().zip(&sizes).rev() {
                        env.push((*dimension, rest % size));
                        rest /= size;
                    }
                    self.expr(body, env, at);
                    if let Some(weight) = weight {
                        self.expr(weight, env, at);
                    }
                    env.truncate(mark);
                }
            }
            ExprKind::ByElement(dimension, parts) => {
                if let Some(part) = self.strategy.bound(env, *dimension).and_then(|e| parts.get(e)) {
                    self.expr(part, env, at);
                }
            }
            _ => visit::parts(expr).into_iter().for_each(|part| self.expr(part, env, at)),
        }
    }

    fn variable(&mut self, id: VariableId, flat: usize, at: Option<u64>) {
        if !self.seen.insert((id, flat, at)) {
            return;
        }
        let strategy = self.strategy;
        let variable = strategy.variable(id);
        let mut env = strategy.environment(&variable.dims, flat);
        let whens: Vec<&When> = match &variable.kind {
            VariableKind::Let { flow: false, value } => return self.expr(value, &mut env, at),
            VariableKind::Condition(c) => std::iter::once(&c.holds).chain(&c.lost).collect(),
            VariableKind::Milestone(m) => vec![&m.met],
            VariableKind::Trigger(t) => std::iter::once(&t.fires).chain(&t.second).chain(&t.ends).collect(),
            _ => {
                self.leaves.entry(Leaf { variable: id, flat }).or_default().insert(at);
                return;
            }
        };
        for when in whens {
            self.expr(&when.test, &mut env, at);
        }
    }
}

/// Whether a leaf is known without being observed: a constant, a table, an exogenous series.
pub(crate) fn given(strategy: &Strategy, id: VariableId) -> bool {
    matches!(strategy.variable(id).kind, VariableKind::Constant(_) | VariableKind::Series(_))
}
