//! Expressions, in an environment that says which element stands for which dimension.

use milepost_strategy::model::{DimensionId, Expr, ExprKind, LookupShape, Reduction, Select, VariableId};
use milepost_syntax::ast::BinaryOp;

use super::environment::{Environment, size};
use super::{LIMIT, Lowering, Watch, comparison};
use crate::graph::{Id, Traits};
use crate::{Code, Fault, NoticeKind};

impl<'a> Lowering<'a> {
    /// The value of an expression, at the current time.
    pub(super) fn value(&mut self, expr: &'a Expr, environment: &Environment) -> Result<Id, Fault> {
        self.depth += 1;
        if self.depth > LIMIT {
            self.depth -= 1;
            return Err(Fault::TooDeep(self.subject()));
        }
        let value = self.kind(expr, environment);
        self.depth -= 1;
        value
    }

    fn kind(&mut self, expr: &'a Expr, environment: &Environment) -> Result<Id, Fault> {
        match &expr.kind {
            ExprKind::Number(value) => Ok(self.number(*value)),
            ExprKind::Truth(truth) => Ok(if *truth { Id::ONE } else { Id::ZERO }),
            ExprKind::Time => Ok(Id::TIME),
            ExprKind::Variable(id, selects) => {
                let flat = self.flat(*id, selects, environment)?;
                self.element(*id, flat)
            }
            ExprKind::Not(a) => {
                let a = self.value(a, environment)?;
                Ok(self.graph.not(a))
            }
            ExprKind::Neg(_) | ExprKind::Binary(..) => self.arithmetic(expr, environment),
            ExprKind::If(parts) => {
                let [test, a, b] = &**parts;
                let test = self.value(test, environment)?;
                let a = self.value(a, environment)?;
                let b = self.value(b, environment)?;
                Ok(self.choose(test, a, b))
            }
            ExprKind::Call(function, arguments) => self.call(*function, arguments, environment),
            ExprKind::Lookup(id, a) => {
                let a = self.value(a, environment)?;
                let lookup = &self.strategy.lookups[id.index()];
                let value = self.table(&lookup.points, lookup.shape == LookupShape::Step, a);
                Ok(match lookup.shape {
                    LookupShape::Extrapolated => self.extrapolated(&lookup.points, value, a),
                    LookupShape::Line | LookupShape::Step => value,
                })
            }
            ExprKind::Reduce { how, over, body, weight } => {
                self.reduce(*how, over, body, weight.as_deref(), environment)
            }
            ExprKind::ByElement(dimension, parts) => {
                let element = environment.element(self.strategy, *dimension, *dimension)?;
                match parts.get(element) {
                    Some(part) => self.value(part, environment),
                    None => Err(Fault::Unbound(self.subject())),
                }
            }
            ExprKind::At(a, date) => self.at(expr, a, *date, environment),
            ExprKind::Noise { .. } | ExprKind::Occurs { .. } if self.evidence.is_some() => Ok(Id::UNKNOWN),
            ExprKind::Occurs { rate, stream } => self.occurs(expr, rate, stream, environment),
            ExprKind::Smooth { order, input, over, initial } => {
                self.smooth(expr, *order, input, over, initial.as_deref(), environment)
            }
            ExprKind::Delay { order, input, over, initial } => {
                self.delay(expr, *order, input, over, initial.as_deref(), environment)
            }
            ExprKind::DelayFixed { input, steps, initial } => {
                self.delay_fixed(expr, input, *steps, initial, environment)
            }
            ExprKind::Lag { input, over, initial } => self.lag(expr, input, over, initial, environment),
            ExprKind::Previous { input, initial } => self.previous(expr, input, initial, environment),
            ExprKind::Initial(value) => self.initial(expr, value, environment),
            ExprKind::Active { value, initial } => self.active(expr, value, initial, environment),
            ExprKind::Noise { stream } => Ok(self.noise(stream)),
            ExprKind::OverTime { how, body, from, to } => self.over_time(*how, body, *from, *to, environment),
        }
    }

    /// Which element of a variable is meant.
    pub(super) fn flat(&self, id: VariableId, selects: &[Select], environment: &Environment) -> Result<usize, Fault> {
        let variable = &self.strategy.variables[id.index()];
        if selects.len() != variable.dims.len() {
            return Err(Fault::Unbound(variable.name.clone()));
        }
        let mut flat = 0;
        for (&dimension, select) in variable.dims.iter().zip(selects) {
            let element = match *select {
                Select::Bound(bound) => environment.element(self.strategy, bound, dimension)?,
                Select::Element(element) => element,
            };
            let n = size(self.strategy, dimension);
            if element >= n {
                return Err(Fault::Unbound(variable.name.clone()));
            }
            flat = flat * n + element;
        }
        Ok(flat)
    }

    pub(super) fn infix(&mut self, op: BinaryOp, a: Id, b: Id) -> Id {
        let graph = &mut self.graph;
        match op {
            BinaryOp::Or => graph.or(a, b),
            BinaryOp::And => graph.and(a, b),
            BinaryOp::Add => graph.add(a, b),
            BinaryOp::Sub => graph.sub(a, b),
            BinaryOp::Mul => graph.mul(a, b),
            BinaryOp::Div => graph.div(a, b),
            BinaryOp::Pow => graph.binary(Code::Pow, a, b),
            _ => match comparison(op) {
                Some((code, true)) => graph.compare(code, b, a),
                Some((code, false)) => graph.compare(code, a, b),
                None => Id::UNKNOWN,
            },
        }
    }

    /// `if`; an unknown test takes the else branch, and that is counted.
    fn choose(&mut self, test: Id, a: Id, b: Id) -> Id {
        let value = self.either(test, a, b);
        if self.want.diagnostics && self.graph.is(test, Traits::UNKNOWN) && a != b {
            let flag = self.graph.is_unknown(test);
            let subject = self.subject();
            let variable = subject.split('[').next().unwrap_or_default();
            let text = format!("a test in `{variable}` was unknown and took the else branch");
            self.watches.push(Watch { kind: NoticeKind::UnknownTest, text, subject: value, flag });
        }
        value
    }

    /// A piecewise linear function or a step function, through points.
    pub(super) fn table(&mut self, points: &[(f64, f64)], step: bool, at: Id) -> Id {
        match points {
            [] => Id::UNKNOWN,
            [(_, y), rest @ ..] if rest.iter().all(|(_, other)| other == y) => self.number(*y),
            _ => {
                let (x, y) = points.iter().copied().unzip();
                let table = self.graph.table(crate::Lookup { x, y, step });
                self.graph.lookup(table, at)
            }
        }
    }

    /// A table that goes on straight beyond its ends: its value there, and the slope of the last piece times the way.
    fn extrapolated(&mut self, points: &[(f64, f64)], value: Id, at: Id) -> Id {
        let mut value = value;
        if let [a, b, ..] = points {
            let way = self.beyond(at, a.0, Code::Min);
            value = self.along(value, way, *a, *b);
        }
        if let [.., a, b] = points {
            let way = self.beyond(at, b.0, Code::Max);
            value = self.along(value, way, *a, *b);
        }
        value
    }

    /// How far a value lies below (or above) an end; 0 on the other side of it.
    fn beyond(&mut self, at: Id, end: f64, side: Code) -> Id {
        let end = self.number(end);
        let way = self.graph.sub(at, end);
        self.graph.extreme(side, way, Id::ZERO)
    }

    fn along(&mut self, value: Id, way: Id, a: (f64, f64), b: (f64, f64)) -> Id {
        let run = b.0 - a.0;
        let slope = self.number(if run == 0.0 { 0.0 } else { (b.1 - a.1) / run });
        let rise = self.graph.mul(slope, way);
        self.graph.add(value, rise)
    }

    fn reduce(
        &mut self,
        how: Reduction,
        over: &[DimensionId],
        body: &'a Expr,
        weight: Option<&'a Expr>,
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let sizes: Vec<usize> = over.iter().map(|&d| size(self.strategy, d)).collect();
        let count: usize = sizes.iter().product();
        let mut inner = environment.clone();
        let mut values = Vec::with_capacity(count);
        let mut weights = Vec::new();
        for flat in 0..count {
            let mark = inner.mark();
            let mut rest = flat;
            let mut elements = vec![0; over.len()];
            for (element, &n) in elements.iter_mut().zip(&sizes).rev() {
                *element = rest % n;
                rest /= n;
            }
            for (&dimension, element) in over.iter().zip(elements) {
                inner.bind(self.strategy, dimension, element);
            }
            values.push(self.value(body, &inner)?);
            if let Some(weight) = weight {
                weights.push(self.value(weight, &inner)?);
            }
            inner.reset(mark);
        }
        Ok(self.reduction(how, &values, &weights))
    }

    fn reduction(&mut self, how: Reduction, values: &[Id], weights: &[Id]) -> Id {
        let graph = &mut self.graph;
        let Some((&first, rest)) = values.split_first() else {
            return match how {
                Reduction::Product | Reduction::All => Id::ONE,
                Reduction::Sum | Reduction::Count | Reduction::Any => Id::ZERO,
                Reduction::Mean | Reduction::Min | Reduction::Max => Id::UNKNOWN,
            };
        };
        match how {
            Reduction::Sum | Reduction::Count => graph.sum(values),
            Reduction::Mean if !weights.is_empty() => {
                let terms: Vec<Id> = values.iter().zip(weights).map(|(&v, &w)| graph.mul(v, w)).collect();
                let (total, weight) = (graph.sum(&terms), graph.sum(weights));
                self.quotient(total, weight)
            }
            Reduction::Mean => {
                let (total, n) = (graph.sum(values), graph.number(values.len() as f64));
                self.quotient(total, n)
            }
            Reduction::Min => rest.iter().fold(first, |a, &b| graph.extreme(Code::Min, a, b)),
            Reduction::Max => rest.iter().fold(first, |a, &b| graph.extreme(Code::Max, a, b)),
            Reduction::Product => rest.iter().fold(first, |a, &b| graph.mul(a, b)),
            Reduction::Any => rest.iter().fold(first, |a, &b| graph.or(a, b)),
            Reduction::All => rest.iter().fold(first, |a, &b| graph.and(a, b)),
        }
    }
}
