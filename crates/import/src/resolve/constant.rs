//! Values that are known before the run: orders of delays, the axis of time.

use super::Resolver;
use super::assemble::Cell;
use milepost_strategy::Settled;
use milepost_strategy::model::{Expr, ExprKind, Function, LookupShape, Select, VariableId, VariableKind};
use milepost_syntax::ast::BinaryOp;

/// So deep equations are followed.
const DEEPEST: usize = 200;

/// The value of an expression of numbers alone.
pub(crate) fn fold(e: &Expr) -> Option<f64> {
    match &e.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Truth(truth) => Some(f64::from(u8::from(*truth))),
        ExprKind::Neg(a) => fold(a).map(|a| -a),
        ExprKind::Binary(op, a, b) => infix(*op, fold(a)?, fold(b)?),
        _ => None,
    }
}

fn infix(op: BinaryOp, a: f64, b: f64) -> Option<f64> {
    let truth = |t: bool| f64::from(u8::from(t));
    Some(match op {
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div => a / b,
        BinaryOp::Pow => a.powf(b),
        BinaryOp::Lt => truth(a < b),
        BinaryOp::Le => truth(a <= b),
        BinaryOp::Gt => truth(a > b),
        BinaryOp::Ge => truth(a >= b),
        BinaryOp::Eq => truth(a == b),
        BinaryOp::Ne => truth(a != b),
        BinaryOp::And => truth(a != 0.0 && b != 0.0),
        BinaryOp::Or => truth(a != 0.0 || b != 0.0),
    })
}

impl Resolver<'_> {
    /// The value of an expression at the first instant, where it can be told from equations and initial values.
    pub(crate) fn before_run(&mut self, e: &Expr) -> Option<f64> {
        self.fixed = false;
        self.value_of(e, 0)
    }

    /// The value of an expression that is the same throughout, where it can be told.
    pub(crate) fn throughout(&mut self, e: &Expr) -> Option<f64> {
        self.fixed = true;
        let value = self.value_of(e, 0);
        self.fixed = false;
        value
    }

    /// The value of an expression at a time, where it depends on the time and on what is the same throughout only.
    pub(crate) fn at_time(&mut self, e: &Expr, now: f64) -> Option<f64> {
        let start = self.start.replace(now);
        (self.fixed, self.moving) = (true, true);
        self.known.clear();
        let value = self.value_of(e, 0);
        (self.fixed, self.moving) = (false, false);
        self.known.clear();
        self.start = start;
        value
    }

    /// A number that an expression is never above, where its branches are known.
    pub(crate) fn never_above(&mut self, e: &Expr, depth: usize) -> Option<f64> {
        if let Some(value) = self.throughout(e) {
            return Some(value);
        }
        if depth > DEEPEST {
            return None;
        }
        match &e.kind {
            ExprKind::If(parts) => {
                Some(self.never_above(&parts[1], depth + 1)?.max(self.never_above(&parts[2], depth + 1)?))
            }
            ExprKind::Call(Function::Max, all) => {
                let all: Option<Vec<f64>> = all.iter().map(|a| self.never_above(a, depth + 1)).collect();
                all?.into_iter().reduce(f64::max)
            }
            ExprKind::Call(Function::Min, all) => {
                let all: Vec<f64> = all.iter().filter_map(|a| self.never_above(a, depth + 1)).collect();
                all.into_iter().reduce(f64::min)
            }
            ExprKind::Binary(BinaryOp::Add, a, b) => {
                Some(self.never_above(a, depth + 1)? + self.never_above(b, depth + 1)?)
            }
            ExprKind::Variable(id, selects) if selects.is_empty() => {
                let value = match id.index().checked_sub(self.slots.len()) {
                    None => match self.cell_value(id.index(), 0).ok()? {
                        Cell::Value(value) => value,
                        Cell::Stock { .. } => return None,
                    },
                    Some(extra) => match &self.extras.get(extra)?.as_ref()?.kind {
                        VariableKind::Let { value, .. } => value.clone(),
                        _ => return None,
                    },
                };
                self.never_above(&value, depth + 1)
            }
            _ => None,
        }
    }

    fn value_of(&mut self, e: &Expr, depth: usize) -> Option<f64> {
        if depth > DEEPEST {
            return None;
        }
        if let ExprKind::Initial(a) = &e.kind {
            if self.moving {
                // What was at the first instant is not known while the time moves.
                return None;
            }
            let fixed = std::mem::replace(&mut self.fixed, false);
            let value = self.value_of(a, depth + 1);
            self.fixed = fixed;
            return value;
        }
        let (fixed, moving) = (self.fixed, self.moving);
        let mut at = |e: &Expr| self.value_of(e, depth + 1);
        match &e.kind {
            ExprKind::Number(value) => Some(*value),
            ExprKind::Truth(truth) => Some(f64::from(u8::from(*truth))),
            ExprKind::Time if fixed && !moving => None,
            ExprKind::Time => self.start,
            ExprKind::Neg(a) => at(a).map(|a| -a),
            ExprKind::Not(a) => at(a).map(|a| 1.0 - a),
            ExprKind::Binary(op, a, b) => infix(*op, at(a)?, at(b)?),
            ExprKind::If(parts) => match at(&parts[0])? {
                test if test != 0.0 => at(&parts[1]),
                _ => at(&parts[2]),
            },
            ExprKind::Active { value, .. } if fixed => at(value),
            ExprKind::Lag { .. } | ExprKind::Previous { .. } | ExprKind::Smooth { .. } if fixed => None,
            ExprKind::Active { initial: a, .. } | ExprKind::Previous { initial: a, .. } => at(a),
            ExprKind::Lag { initial, .. } => at(initial),
            ExprKind::Smooth { input, initial, .. } => at(initial.as_deref().unwrap_or(input)),
            ExprKind::Lookup(id, a) => {
                let x = at(a)?;
                let lookup = &self.lookups[id.index()];
                if lookup.shape != LookupShape::Line {
                    return None;
                }
                let points = &lookup.points;
                let above = points.partition_point(|p| p.0 <= x);
                Some(match (above.checked_sub(1).and_then(|i| points.get(i)), points.get(above)) {
                    (Some(a), Some(b)) => a.1 + (x - a.0) * (b.1 - a.1) / (b.0 - a.0),
                    (Some(only), None) | (None, Some(only)) => only.1,
                    (None, None) => return None,
                })
            }
            ExprKind::Call(function, arguments) => {
                let values = arguments.iter().map(at).collect::<Option<Vec<f64>>>()?;
                function_of(*function, &values)
            }
            ExprKind::Variable(id, selects) => self.variable_before_run(*id, selects, depth),
            _ => None,
        }
    }

    /// Notes that the value of a constant was needed before the run.
    fn settle(&mut self, variable: VariableId, flat: usize) {
        let settled = Settled { variable, flat, why: self.asking.clone(), least: None };
        self.settled.push(settled);
    }

    fn variable_before_run(&mut self, id: VariableId, selects: &[Select], depth: usize) -> Option<f64> {
        if id.index() >= self.slots.len() {
            return match self.extras[id.index() - self.slots.len()].as_ref()?.kind.clone() {
                VariableKind::Let { value, .. } => self.value_of(&value, depth + 1),
                VariableKind::Stock(_) if self.fixed => None,
                VariableKind::Stock(stock) => self.value_of(&stock.initial, depth + 1),
                _ => None,
            };
        }
        let mut flat = 0;
        for (axis, select) in self.slots[id.index()].axes.iter().zip(selects) {
            let Select::Element(element) = select else { return None };
            flat = flat * axis.atoms.len() + element;
        }
        if let Some(&literal) = self.literals.get(&(id, flat)) {
            self.settle(id, flat);
            return Some(literal);
        }
        if let Some(known) = self.known.get(&(self.fixed, id, flat)) {
            return *known;
        }
        self.known.insert((self.fixed, id, flat), None);
        let value = match self.cell_value(id.index(), flat).ok()? {
            Cell::Value(value) => {
                if let Some(literal) = fold(&value) {
                    self.literals.insert((id, flat), literal);
                    self.settle(id, flat);
                }
                self.value_of(&value, depth + 1)
            }
            Cell::Stock { .. } if self.fixed => None,
            Cell::Stock { initial, .. } => self.value_of(&initial, depth + 1),
        };
        self.known.insert((self.fixed, id, flat), value);
        value
    }
}

fn function_of(function: Function, v: &[f64]) -> Option<f64> {
    let x = *v.first()?;
    Some(match function {
        Function::Exp => x.exp(),
        Function::Ln => x.ln(),
        Function::Sqrt => x.sqrt(),
        Function::Abs => x.abs(),
        Function::Sin => x.sin(),
        Function::Cos => x.cos(),
        Function::Tan => x.tan(),
        Function::Floor => x.floor(),
        Function::Ceil => x.ceil(),
        Function::Round => x.round(),
        Function::Integer => x.trunc(),
        Function::Min => v.iter().copied().fold(x, f64::min),
        Function::Max => v.iter().copied().fold(x, f64::max),
        Function::Sum => v.iter().sum(),
        Function::Modulo => x - v.get(1)? * (x / v.get(1)?).floor(),
        _ => return None,
    })
}
