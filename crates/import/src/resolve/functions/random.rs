//! Random numbers: fresh ones at every step, from streams named after the variable.
//!
//! They have the distributions that are asked for; no tool can have the same numbers as another one's generator.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use super::distributions::{Spread, by_density};
use crate::equation::Read;
use crate::foreign::Dialect;
use milepost_strategy::model::{Expr, ExprKind, Function, LookupShape};
use milepost_syntax::ast::BinaryOp;

impl Resolver<'_> {
    pub(super) fn random(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let n = |x: f64| number(x, span);
        let ln = |x: Expr| call(Function::Ln, vec![x], span);
        let vensim = self.model.dialect == Dialect::Vensim;
        Ok(Some(match key {
            "random 0 1" => self.draw(c),
            "random uniform" => {
                c.count(3, 3)?;
                let [from, to] = self.two(c)?;
                let u = self.draw(c);
                add(from.clone(), mul(sub(to, from), u))
            }
            "random" | "uniform" if !vensim => {
                c.count(2, 3)?;
                let [from, to] = self.two(c)?;
                let u = self.draw(c);
                add(from.clone(), mul(sub(to, from), u))
            }
            "random normal" => {
                c.count(5, 5)?;
                let v = self.numbers(c)?;
                let [low, high, mean, sd, _] = <[Expr; 5]>::try_from(v).map_err(|_| c.fault("five arguments"))?;
                let z = self.between(c, [&low, &high].map(|e| div(sub(e.clone(), mean.clone()), sd.clone())));
                let value = add(mean, mul(sd, z));
                call(Function::Clip, vec![value, low, high], span)
            }
            "normal" if !vensim => {
                c.count(2, 3)?;
                let [mean, sd] = self.two(c)?;
                let u = self.draw(c);
                add(mean, mul(sd, call(Function::NormalQuantile, vec![u], span)))
            }
            "lognormal" if !vensim => {
                // Mean and standard deviation of the lognormal variate itself.
                c.count(2, 3)?;
                let [mean, sd] = self.two(c)?;
                let u = self.draw(c);
                let ratio = div(sd, mean.clone());
                let variance = ln(add(n(1.0), mul(ratio.clone(), ratio)));
                let z = call(Function::NormalQuantile, vec![u], span);
                let location = sub(ln(mean), mul(n(0.5), variance.clone()));
                let log = add(location, mul(call(Function::Sqrt, vec![variance], span), z));
                call(Function::Exp, vec![log], span)
            }
            "random exponential" => {
                // min, max, shift, stretch, seed
                c.count(5, 5)?;
                let v = self.numbers(c)?;
                let [low, high, shift, stretch, _] = <[Expr; 5]>::try_from(v).map_err(|_| c.fault("five arguments"))?;
                let below = |end: &Expr| {
                    let way = extreme(Function::Max, div(sub(end.clone(), shift.clone()), stretch.clone()), n(0.0));
                    sub(n(1.0), call(Function::Exp, vec![negative(way)], span))
                };
                let (from, to) = (below(&low), below(&high));
                let u = self.draw(c);
                let p = add(from.clone(), mul(sub(to, from), u));
                let value = add(shift, mul(stretch, negative(ln(sub(n(1.0), p)))));
                call(Function::Clip, vec![value, low, high], span)
            }
            "random weibull" => {
                // min, max, shape, shift, stretch, seed; before it is stretched it has the mean 1.
                c.count(6, 6)?;
                let v = self.numbers(c)?;
                let [low, high, shape, shift, stretch, _] =
                    <[Expr; 6]>::try_from(v).map_err(|_| c.fault("six arguments"))?;
                let Some(shape) = self.throughout(&shape).filter(|s| *s > 0.0) else {
                    return Err(c.fault("the shape of `RANDOM WEIBULL` must be a constant above 0"));
                };
                let scale = (-super::distributions::ln_gamma(1.0 + 1.0 / shape)).exp();
                let power = |x: Expr, by: f64| binary(BinaryOp::Pow, x, n(by));
                let below = |end: &Expr| {
                    let way = div(sub(end.clone(), shift.clone()), mul(n(scale), stretch.clone()));
                    let way = power(extreme(Function::Max, way, n(0.0)), shape);
                    sub(n(1.0), call(Function::Exp, vec![negative(way)], span))
                };
                let (from, to) = (below(&low), below(&high));
                let u = self.draw(c);
                let p = add(from.clone(), mul(sub(to, from), u));
                let wait = power(negative(ln(sub(n(1.0), p))), 1.0 / shape);
                let value = add(shift, mul(stretch, mul(n(scale), wait)));
                call(Function::Clip, vec![value, low, high], span)
            }
            "random gamma" => self.spread(c, 1, |v| Spread::Gamma(v[0].max(1.0)))?,
            "random poisson" => self.spread(c, 1, |v| Spread::Poisson(v[0]))?,
            "random beta" => self.spread(c, 2, |v| Spread::Beta(v[0], v[1]))?,
            "random binomial" => self.spread(c, 2, |v| Spread::Binomial(v[0], v[1]))?,
            "random negative binomial" => self.spread(c, 2, |v| Spread::NegativeBinomial(v[0], v[1]))?,
            "random lookup" => self.by_table(c)?,
            "exprnd" if !vensim => {
                c.count(1, 2)?;
                let mean = self.number(c.argument(0)?, c.scope)?;
                let u = self.draw(c);
                mul(mean, negative(ln(sub(n(1.0), u))))
            }
            "random triangular" => {
                // min, max, start, peak, stop, seed
                c.count(6, 6)?;
                let v = self.numbers(c)?;
                let [low, high, start, peak, stop, _] =
                    <[Expr; 6]>::try_from(v).map_err(|_| c.fault("six arguments"))?;
                let (a, m, b) = (start, peak, stop);
                let cumulative = |x: &Expr| {
                    let x = call(Function::Clip, vec![x.clone(), a.clone(), b.clone()], span);
                    let (up, down) = (sub(x.clone(), a.clone()), sub(b.clone(), x.clone()));
                    let whole = sub(b.clone(), a.clone());
                    let left = div(mul(up.clone(), up), mul(whole.clone(), sub(m.clone(), a.clone())));
                    let right = sub(n(1.0), div(mul(down.clone(), down), mul(whole, sub(b.clone(), m.clone()))));
                    choose(less(x, m.clone()), left, right)
                };
                let (from, to) = (cumulative(&low), cumulative(&high));
                let u = self.draw(c);
                let p = add(from.clone(), mul(sub(to, from), u));
                let whole = sub(b.clone(), a.clone());
                let root = |x: Expr| call(Function::Sqrt, vec![extreme(Function::Max, x, n(0.0))], span);
                let left = add(a.clone(), root(mul(p.clone(), mul(whole.clone(), sub(m.clone(), a.clone())))));
                let right = sub(b.clone(), root(mul(sub(n(1.0), p.clone()), mul(whole.clone(), sub(b, m.clone())))));
                let value = choose(binary(BinaryOp::Lt, p, div(sub(m, a), whole)), left, right);
                call(Function::Clip, vec![value, low, high], span)
            }
            _ => return Ok(None),
        }))
    }

    /// `RANDOM GAMMA(min, max, order, shift, stretch, seed)` and the like: a distribution worked out before the run.
    fn spread(&mut self, c: &Call, parameters: usize, of: impl Fn(&[f64]) -> Spread) -> Read<Expr> {
        c.count(5 + parameters, 5 + parameters)?;
        let mut told = Vec::new();
        for at in 0..4 + parameters {
            told.push(self.told_argument(c, at, "every argument")?);
        }
        let (low, high) = (told[0], told[1]);
        let spread = of(&told[2..2 + parameters]);
        let (shift, stretch) = (told[2 + parameters], told[3 + parameters]);
        let fault = || c.fault(format!("`{}` has no values between {low} and {high}", c.name));
        if !(spread.sound() && stretch > 0.0 && low < high) {
            let message = format!("`{}` is not supported with these arguments", c.name);
            return Err(c
                .fault(message)
                .help("its parameters and the stretch must be above 0, and the minimum below the maximum"));
        }
        let u = self.draw(c);
        if spread.whole() {
            let points = spread.steps(|k| shift + stretch * k, low, high).ok_or_else(fault)?;
            return self.at_points(c.name, points, LookupShape::Step, u, c.span);
        }
        let points = spread.quantiles((low - shift) / stretch, (high - shift) / stretch).ok_or_else(fault)?;
        let points = points.into_iter().map(|(z, x)| (z, shift + stretch * x)).collect();
        let z = call(Function::NormalQuantile, vec![u], c.span);
        self.at_points(c.name, points, LookupShape::Line, z, c.span)
    }

    /// `RANDOM LOOKUP(table, min, max, shift, stretch, seed)`: the table is the density.
    fn by_table(&mut self, c: &Call) -> Read<Expr> {
        c.count(6, 6)?;
        let points = self.points_of(c.argument(0)?, c)?;
        let mut told = Vec::new();
        for at in 1..5 {
            told.push(self.told_argument(c, at, "every argument")?);
        }
        let [low, high, shift, stretch] = told[..] else { return Err(c.fault("six arguments")) };
        let fault =
            || c.fault("`RANDOM LOOKUP` needs a density that is nowhere below 0 and has values between its ends");
        if !(stretch > 0.0 && low < high) || points.iter().any(|p| p.1 < 0.0) {
            return Err(fault());
        }
        let inside = ((low - shift) / stretch, (high - shift) / stretch);
        let quantiles = by_density(&points, inside).ok_or_else(fault)?;
        let quantiles = quantiles.into_iter().map(|(p, x)| (p, shift + stretch * x)).collect();
        let u = self.draw(c);
        self.at_points(c.name, quantiles, LookupShape::Line, u, c.span)
    }

    /// A number between 0 and 1, new at every step.
    pub(super) fn draw(&mut self, c: &Call) -> Expr {
        let stream = format!("{} at {}", c.scope.label, self.extras.len());
        let drawn = of(ExprKind::Noise { stream }, c.span);
        let id = self.extra(&format!("draw in {}", c.scope.label), drawn);
        variable(id, &[], c.span)
    }

    /// A standard normal variate between two ends.
    fn between(&mut self, c: &Call, ends: [Expr; 2]) -> Expr {
        let span = c.span;
        let [from, to] = ends.map(|end| call(Function::NormalCdf, vec![end], span));
        let u = self.draw(c);
        let p = add(from.clone(), mul(sub(to, from), u));
        call(Function::NormalQuantile, vec![p], span)
    }
}
