//! Functions of numbers at one instant.

use super::super::super::Resolver;
use super::super::super::build::*;
use super::super::Call;
use crate::equation::Read;
use milepost_strategy::model::{Expr, ExprKind, Function};
use milepost_syntax::Span;
use milepost_syntax::ast::BinaryOp;
use std::f64::consts::TAU;

impl Resolver<'_> {
    pub(super) fn xmile_math(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let n = |x: f64| number(x, span);
        Ok(Some(match key {
            "logn" => call(Function::Ln, vec![self.only(c)?], span),
            "percent" | "pct" => mul(self.only(c)?, n(100.0)),
            "mod" => {
                c.count(2, 2)?;
                let [a, b] = self.two(c)?;
                match self.vensim_made() {
                    true => super::super::plain::remainder(a, b),
                    false => call(Function::Modulo, vec![a, b], span),
                }
            }
            "rootn" => {
                c.count(2, 2)?;
                let [x, order] = self.two(c)?;
                // An odd root of a negative number is negative.
                let odd = binary(BinaryOp::Eq, call(Function::Modulo, vec![order.clone(), n(2.0)], span), n(1.0));
                let root = |x: Expr| binary(BinaryOp::Pow, x, div(n(1.0), order.clone()));
                let below = and(less(x.clone(), n(0.0)), odd);
                choose(below, negative(root(call(Function::Abs, vec![x.clone()], span))), root(x))
            }
            "sinwave" | "coswave" => {
                c.count(2, 2)?;
                let [amplitude, period] = self.two(c)?;
                let wave = if key == "sinwave" { Function::Sin } else { Function::Cos };
                mul(amplitude, call(wave, vec![div(mul(n(TAU), time(span)), period)], span))
            }
            "switch" => {
                c.count(2, 2)?;
                let [a, b] = self.two(c)?;
                as_number(binary(BinaryOp::Gt, a, b))
            }
            // The fraction that grows by so many percent in a unit of time, whatever the step.
            "cgrowth" => {
                let percent = self.only(c)?;
                let step = self.time_step(span);
                let factor = binary(BinaryOp::Pow, add(n(1.0), div(percent, n(100.0))), step.clone());
                div(sub(factor, n(1.0)), step)
            }
            "gammaln" => {
                let x = self.only(c)?;
                self.ln_gamma(x)
            }
            "factorial" => {
                let x = self.only(c)?;
                self.whole_product(add(x, n(1.0)), None)
            }
            "permutations" | "combinations" => {
                c.count(2, 2)?;
                let [all, of] = self.two(c)?;
                let rest = self.ln_gamma(add(sub(all.clone(), of.clone()), n(1.0)));
                let below = match key {
                    "permutations" => rest,
                    _ => add(rest, self.ln_gamma(add(of, n(1.0)))),
                };
                self.whole_product(add(all, n(1.0)), Some(below))
            }
            "previous" => {
                c.count(1, 2)?;
                let input = self.number(c.argument(0)?, c.scope)?;
                let initial = match c.arguments.get(1) {
                    Some(initial) => self.number(initial, c.scope)?,
                    None => of(ExprKind::Initial(Box::new(input.clone())), span),
                };
                of(ExprKind::Previous { input: Box::new(input), initial: Box::new(initial) }, span)
            }
            "derivn" => self.derivative(c)?,
            _ => return Ok(None),
        }))
    }

    /// The only argument.
    pub(super) fn only(&mut self, c: &Call) -> Read<Expr> {
        c.count(1, 1)?;
        self.number(c.argument(0)?, c.scope)
    }

    /// The logarithm of the gamma function above zero: Stirling's series ten further up, and back by products
    /// (Abramowitz and Stegun 6.1.41 and 6.1.15); good to 1e-15 of the larger terms.
    fn ln_gamma(&mut self, x: Expr) -> Expr {
        let span = x.span;
        let n = |v: f64| number(v, span);
        let ln = |e: Expr| call(Function::Ln, vec![e], span);
        let x = match known(&x) {
            Some(_) => x,
            None => variable(self.extra("gamma", x), &[], span),
        };
        let up = add(x.clone(), n(10.0));
        let one = div(n(1.0), up.clone());
        let square = mul(one.clone(), one.clone());
        let terms = [-1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0];
        let series = terms.into_iter().fold(n(1.0 / 1188.0), |sum, t| add(mul(sum, square.clone()), n(t)));
        let stirling = add(sub(mul(sub(up.clone(), n(0.5)), ln(up.clone())), up), n(0.5 * TAU.ln()));
        let back = product((0..10).map(|k| add(x.clone(), n(f64::from(k)))).collect(), span);
        sub(add(stirling, mul(series, one)), ln(back))
    }

    /// A product of whole numbers: e to the logarithm of gamma, less another logarithm, rounded.
    fn whole_product(&mut self, gamma: Expr, below: Option<Expr>) -> Expr {
        let span = gamma.span;
        let log = self.ln_gamma(gamma);
        let log = below.into_iter().fold(log, sub);
        call(Function::Round, vec![call(Function::Exp, vec![log], span)], span)
    }

    /// `DERIVN(x, n)`: differences of differences; 0 until there are enough of them.
    fn derivative(&mut self, c: &Call) -> Read<Expr> {
        let span = c.span;
        c.count(2, 2)?;
        let order = self.told_argument(c, 1, "the order")?;
        if !(0.0..=20.0).contains(&order) || order.fract() != 0.0 {
            return Err(c.fault("the order of `DERIVN` must be a whole number from 0 to 20"));
        }
        let mut value = self.number(c.argument(0)?, c.scope)?;
        for k in 1..=order as u32 {
            let now = variable(self.extra(&format!("derivative in {}", c.scope.label), value), &[], span);
            let before = of(
                ExprKind::Previous {
                    input: Box::new(now.clone()),
                    initial: Box::new(of(ExprKind::Initial(Box::new(now.clone())), span)),
                },
                span,
            );
            value = self.after_steps(k, div(sub(now, before), self.time_step(span)));
        }
        Ok(value)
    }

    /// 0 at the first so many instants.
    fn after_steps(&self, steps: u32, value: Expr) -> Expr {
        let span: Span = value.span;
        let start = variable(self.control.start, &[], span);
        let early = mul(number(f64::from(steps) - 0.5, span), self.time_step(span));
        choose(less(time(span), add(start, early)), number(0.0, span), value)
    }
}
