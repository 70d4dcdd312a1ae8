//! Reductions over ranges.

use super::super::Resolver;
use super::super::build::*;
use super::super::subscripts::Subject;
use super::Call;
use crate::equation::Read;
use crate::foreign::{Dialect, ExprKind as Kind};
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::Span;
use milepost_syntax::ast::BinaryOp;

impl Resolver<'_> {
    pub(super) fn reduction(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let xmile = self.model.dialect == Dialect::Xmile;
        match key {
            "sum" | "prod" | "vmin" | "vmax" => {}
            "mean" | "stddev" | "size" if xmile => {}
            "elmcount" => return self.elmcount(c).map(Some),
            "vector select" => return self.vector_select(c).map(Some),
            _ => return Ok(None),
        }
        c.count(1, 1)?;
        let argument = c.argument(0)?;
        let mut ranges = Vec::new();
        self.every(argument, c.scope, &mut ranges)?;
        if ranges.is_empty() {
            let message = format!("`{}` has nothing to go over", c.name);
            return Err(c.fault(message).help("mark a range with `!`, as in `SUM(x[range!])`"));
        }
        let mut values = Vec::new();
        for scope in self.combinations(&ranges, c.scope, span)? {
            values.push(self.number(argument, &scope)?);
        }
        self.reduced(key, values, c).map(Some)
    }

    /// One number of many.
    pub(super) fn reduced(&mut self, key: &str, values: Vec<Expr>, c: &Call) -> Read<Expr> {
        let span = c.span;
        let n = values.len() as f64;
        Ok(match key {
            "sum" => sum(values, span),
            "prod" => product(values, span),
            "vmin" | "min" => call(Function::Min, values, span),
            "vmax" | "max" => call(Function::Max, values, span),
            "size" => number(n, span),
            "mean" => div(sum(values, span), number(n, span)),
            _ => {
                // The sample's standard deviation.
                let mean = self.extra("mean", div(sum(values.clone(), span), number(n, span)));
                let squares = values.into_iter().map(|v| {
                    let gap = sub(v, variable(mean, &[], span));
                    mul(gap.clone(), gap)
                });
                let total = sum(squares.collect(), span);
                call(Function::Sqrt, vec![div(total, number((n - 1.0).max(1.0), span))], span)
            }
        })
    }

    fn elmcount(&mut self, c: &Call) -> Read<Expr> {
        c.count(1, 1)?;
        let argument = c.argument(0)?;
        if let Kind::Name(name, none) = &argument.kind
            && none.is_empty()
            && let Subject::Range(range) = self.subject(name, argument.span)?
        {
            return Ok(number(self.subscripts.ranges[range].atoms.len() as f64, c.span));
        }
        Err(c.fault("`ELMCOUNT` takes the name of a range"))
    }

    /// `VECTOR SELECT(selection, expression, missing, numerical action, error action)`.
    fn vector_select(&mut self, c: &Call) -> Read<Expr> {
        let span = c.span;
        c.count(5, 5)?;
        let (selection, expression) = (c.argument(0)?, c.argument(1)?);
        // 1: none selected is an error; 2: several are; 3: both.
        let errors = match self.told_argument(c, 4, "the error action")? {
            errors @ (0.0 | 1.0 | 2.0 | 3.0) => errors as u32,
            other => return Err(c.fault(format!("`VECTOR SELECT` has no error action {other}"))),
        };
        let missing = self.number(c.argument(2)?, c.scope)?;
        let mut ranges = Vec::new();
        self.every(selection, c.scope, &mut ranges)?;
        self.every(expression, c.scope, &mut ranges)?;
        if ranges.is_empty() {
            return Err(c.fault("`VECTOR SELECT` has nothing to go over").help("mark a range with `!`"));
        }
        let mut pairs = Vec::new();
        for scope in self.combinations(&ranges, c.scope, span)? {
            let pair = vec![self.number(selection, &scope)?, self.number(expression, &scope)?];
            pairs.push(self.named("selected", pair));
        }
        let test = |s: &Expr| binary(BinaryOp::Ne, s.clone(), number(0.0, span));
        let count = sum(pairs.iter().map(|pair| as_number(test(&pair[0]))).collect(), span);
        let count = variable(self.extra("selected", count), &[], span);
        let action = self.number(c.argument(3)?, c.scope)?;
        let value = match self.throughout(&action) {
            Some(action @ 0.0..11.0) => selected(action as u32, &pairs, &count, span),
            Some(action) => return Err(c.fault(format!("`VECTOR SELECT` has no numerical action {action}"))),
            None => {
                // The action is computed: all of them are, and one is taken.
                let action = variable(self.extra("action", call(Function::Integer, vec![action], span)), &[], span);
                let mut value = selected(10, &pairs, &count, span);
                for other in (0..10).rev() {
                    let here = binary(BinaryOp::Eq, action.clone(), number(f64::from(other), span));
                    value = choose(here, selected(other, &pairs, &count, span), value);
                }
                value
            }
        };
        let missing = if errors & 1 == 1 { nothing(span) } else { missing };
        let several = less(number(1.0, span), count.clone());
        let value = if errors & 2 == 2 { choose(several, nothing(span), value) } else { value };
        Ok(choose(binary(BinaryOp::Eq, count, number(0.0, span)), missing, value))
    }
}

/// What a numerical action makes of pairs of selection and expression, over those that are selected.
fn selected(action: u32, pairs: &[Vec<Expr>], count: &Expr, span: Span) -> Expr {
    let with = |fill: f64| -> Vec<Expr> {
        let value = |pair: &Vec<Expr>| {
            let (s, x) = (pair[0].clone(), pair[1].clone());
            let test = binary(BinaryOp::Ne, s.clone(), number(0.0, span));
            let value = match action {
                0..=4 => mul(s, x),
                5 => binary(BinaryOp::Pow, x, s),
                _ => x,
            };
            choose(test, value, number(fill, span))
        };
        pairs.iter().map(value).collect()
    };
    match action {
        0 | 6 => sum(with(0.0), span),
        1 | 5 | 7 => product(with(1.0), span),
        2 | 8 => call(Function::Min, with(f64::INFINITY), span),
        3 | 9 => call(Function::Max, with(f64::NEG_INFINITY), span),
        _ => div(sum(with(0.0), span), count.clone()),
    }
}
