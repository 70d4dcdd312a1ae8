//! Distributions whose inverse is a formula: fresh draws at every step, from our own streams.

use super::super::super::Resolver;
use super::super::super::build::*;
use super::super::Call;
use crate::equation::Read;
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::ast::BinaryOp;

impl Resolver<'_> {
    pub(super) fn distribution(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let n = |x: f64| number(x, span);
        let ln = |x: Expr| call(Function::Ln, vec![x], span);
        let power = |a: Expr, b: Expr| binary(BinaryOp::Pow, a, b);
        Ok(Some(match key {
            // lower end, mode, upper end
            "triangular" => {
                c.count(3, 4)?;
                let [low, mode] = self.two(c)?;
                let high = self.number(c.argument(2)?, c.scope)?;
                let u = self.draw(c);
                let width = sub(high.clone(), low.clone());
                let root = |x: Expr| call(Function::Sqrt, vec![x], span);
                let (up, down) = (sub(mode.clone(), low.clone()), sub(high.clone(), mode));
                let rising = add(low, root(mul(mul(u.clone(), width.clone()), up.clone())));
                let falling = sub(high, root(mul(mul(sub(n(1.0), u.clone()), width.clone()), down)));
                choose(less(u, div(up, width)), rising, falling)
            }
            // shape, scale
            "weibull" => {
                c.count(2, 3)?;
                let [shape, scale] = self.two(c)?;
                let u = self.draw(c);
                mul(scale, power(negative(ln(sub(n(1.0), u))), div(n(1.0), shape)))
            }
            // shape, scale
            "pareto" => {
                c.count(2, 3)?;
                let [shape, scale] = self.two(c)?;
                let u = self.draw(c);
                div(scale, power(sub(n(1.0), u), div(n(1.0), shape)))
            }
            // mean, scale
            "logistic" => {
                c.count(2, 3)?;
                let [mean, scale] = self.two(c)?;
                let u = self.draw(c);
                add(mean, mul(scale, ln(div(u.clone(), sub(n(1.0), u)))))
            }
            _ => return Ok(None),
        }))
    }
}
