//! Pure functions.

use milepost_strategy::model::{Expr, Function};

use super::Lowering;
use super::environment::Environment;
use super::exact::rounds;
use crate::graph::Id;
use crate::{Code, Fault};

impl<'a> Lowering<'a> {
    pub(super) fn call(
        &mut self,
        function: Function,
        arguments: &'a [Expr],
        environment: &Environment,
    ) -> Result<Id, Fault> {
        let mut values = Vec::with_capacity(arguments.len());
        let exact = self.exact;
        self.exact |= rounds(function);
        for argument in arguments {
            values.push(self.value(argument, environment)?);
        }
        self.exact = exact;
        let short = || Fault::Misplaced(format!("a function has too few arguments in `{}`", self.subject()));
        let (&a, rest) = values.split_first().ok_or_else(short)?;
        let second = rest.first().copied().ok_or_else(short);
        let third = rest.get(1).copied().ok_or_else(short);
        let simple = match function {
            Function::Exp => Code::Exp,
            Function::Ln => Code::Ln,
            Function::Sqrt => Code::Sqrt,
            Function::Abs => Code::Abs,
            Function::Sin => Code::Sin,
            Function::Cos => Code::Cos,
            Function::Tan => Code::Tan,
            Function::Arcsin => Code::Asin,
            Function::Arccos => Code::Acos,
            Function::Arctan => Code::Atan,
            Function::Floor => Code::Floor,
            Function::Ceil => Code::Ceil,
            Function::Round => Code::Round,
            Function::Integer => Code::Trunc,
            Function::Logistic => Code::Logistic,
            Function::NormalCdf => Code::NormalCdf,
            Function::NormalQuantile => Code::NormalQuantile,
            Function::Log10 => {
                let ln = self.graph.unary(Code::Ln, a);
                let ten = self.number(std::f64::consts::LN_10);
                return Ok(self.graph.div(ln, ten));
            }
            Function::Min => return Ok(rest.iter().fold(a, |x, &y| self.graph.extreme(Code::Min, x, y))),
            Function::Max => return Ok(rest.iter().fold(a, |x, &y| self.graph.extreme(Code::Max, x, y))),
            Function::Sum => return Ok(self.graph.sum(&values)),
            Function::Clip => return Ok(self.graph.clip(a, second?, third?)),
            Function::Modulo => return Ok(self.graph.binary(Code::Mod, a, second?)),
            Function::Known => {
                let lost = self.graph.is_unknown(a);
                return Ok(self.graph.not(lost));
            }
            Function::Step => {
                let from = self.reached(second?);
                return Ok(self.either(from, a, Id::ZERO));
            }
            Function::Pulse => {
                let end = self.graph.add(a, second?);
                let (begun, over) = (self.reached(a), self.reached(end));
                let running = self.graph.not(over);
                return Ok(self.graph.and(begun, running));
            }
            Function::Ramp => {
                let (from, to) = (second?, third?);
                let passed = self.graph.sub(Id::TIME, from);
                let length = self.graph.sub(to, from);
                let passed = self.graph.clip(passed, Id::ZERO, length);
                return Ok(self.graph.mul(a, passed));
            }
        };
        Ok(self.graph.unary(simple, a))
    }

    /// Whether a date has come; dates fall on the first step that is not clearly before them.
    pub(super) fn reached(&mut self, date: Id) -> Id {
        match self.graph.constant(date) {
            Some(date) => self.since(date),
            None => {
                let slack = self.number(1e-9 * self.grid.step);
                let date = self.graph.sub(date, slack);
                self.graph.at_most(date, Id::TIME)
            }
        }
    }

    /// Whether a fixed date has come.
    pub(super) fn since(&mut self, date: f64) -> Id {
        match self.grid.step_of(date) {
            0 => Id::ONE,
            n if n > self.grid.steps => Id::ZERO,
            n => {
                let date = self.number(self.grid.time(n));
                self.graph.at_most(date, Id::TIME)
            }
        }
    }
}
