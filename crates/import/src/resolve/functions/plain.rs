//! Functions of numbers at one instant.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use crate::equation::Read;
use crate::foreign::Dialect;
use milepost_strategy::model::{Expr, ExprKind, Function};
use milepost_syntax::ast::BinaryOp;

/// What Vensim takes for zero in a divisor.
const TINY: f64 = 1e-6;

impl Resolver<'_> {
    pub(super) fn plain(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let one = |function: Function| -> Option<Function> { Some(function) };
        let simple = match key {
            "abs" => one(Function::Abs),
            "exp" => one(Function::Exp),
            "ln" => one(Function::Ln),
            "sqrt" => one(Function::Sqrt),
            "sin" => one(Function::Sin),
            "cos" => one(Function::Cos),
            "tan" => one(Function::Tan),
            "arcsin" => one(Function::Arcsin),
            "arccos" => one(Function::Arccos),
            "arctan" => one(Function::Arctan),
            "integer" => one(Function::Integer),
            "log10" => one(Function::Log10),
            "int" if self.vensim_made() => one(Function::Integer),
            "int" if self.model.dialect == Dialect::Xmile => one(Function::Floor),
            "round" if self.model.dialect == Dialect::Xmile => one(Function::Round),
            _ => None,
        };
        if let Some(function) = simple {
            c.count(1, 1)?;
            let arguments = self.numbers(c)?;
            return Ok(Some(call(function, arguments, span)));
        }
        let value = match key {
            "min" | "max" => {
                if c.arguments.is_empty() {
                    c.count(1, usize::MAX)?;
                }
                let function = if key == "min" { Function::Min } else { Function::Max };
                let mut ranges = Vec::new();
                if self.model.dialect == Dialect::Xmile && c.arguments.len() == 1 {
                    self.every(&c.arguments[0], c.scope, &mut ranges)?;
                }
                if !ranges.is_empty() {
                    return self.reduction(if key == "min" { "vmin" } else { "vmax" }, c);
                }
                call(function, self.numbers(c)?, span)
            }
            "sinh" | "cosh" | "tanh" => {
                c.count(1, 1)?;
                hyperbolic(key, self.number(c.argument(0)?, c.scope)?)
            }
            "log" if self.model.dialect == Dialect::Vensim => {
                c.count(2, 2)?;
                let [x, base] = self.two(c)?;
                let ln = |x: Expr| call(Function::Ln, vec![x], span);
                div(ln(x), ln(base))
            }
            "power" => {
                c.count(2, 2)?;
                let [a, b] = self.two(c)?;
                binary(BinaryOp::Pow, a, b)
            }
            "modulo" => {
                c.count(2, 2)?;
                let [a, b] = self.two(c)?;
                remainder(a, b)
            }
            "quantum" => {
                c.count(2, 2)?;
                let [a, b] = self.two(c)?;
                let whole = call(Function::Integer, vec![div(a.clone(), b.clone())], span);
                let test = less(number(0.0, span), b.clone());
                choose(test, mul(b, whole), a)
            }
            "zidz" | "xidz" => {
                let xidz = key == "xidz";
                c.count(2 + usize::from(xidz), 2 + usize::from(xidz))?;
                let [a, b] = self.two(c)?;
                let x = if xidz { self.number(c.argument(2)?, c.scope)? } else { number(0.0, span) };
                let small = less(call(Function::Abs, vec![b.clone()], span), number(TINY, span));
                choose(small, x, div(a, b))
            }
            "safediv" => {
                c.count(2, 3)?;
                let [a, b] = self.two(c)?;
                let x = match c.arguments.get(2) {
                    Some(x) => self.number(x, c.scope)?,
                    None => number(0.0, span),
                };
                let zero = binary(BinaryOp::Eq, b.clone(), number(0.0, span));
                choose(zero, x, div(a, b))
            }
            "gamma ln" => {
                c.count(1, 1)?;
                let x = self.number(c.argument(0)?, c.scope)?;
                match self.throughout(&x) {
                    Some(x) if x > 0.0 => number(super::distributions::ln_gamma(x), span),
                    _ => gamma_ln(self.named("x", vec![x]).remove(0)),
                }
            }
            "game" => {
                c.count(1, 1)?;
                self.number(c.argument(0)?, c.scope)?
            }
            "initial" | "init" => {
                c.count(1, 1)?;
                let value = self.number(c.argument(0)?, c.scope)?;
                match known(&value) {
                    Some(_) => value,
                    None => of(ExprKind::Initial(Box::new(value)), span),
                }
            }
            "active initial" => {
                c.count(2, 2)?;
                let [value, initial] = self.two(c)?;
                of(ExprKind::Active { value: Box::new(value), initial: Box::new(initial) }, span)
            }
            _ => return Ok(None),
        };
        Ok(Some(value))
    }

    /// Whether the file is XMILE that Vensim wrote: its functions round as Vensim's do.
    pub(crate) fn vensim_made(&self) -> bool {
        self.model.maker.as_deref().is_some_and(|maker| maker.to_lowercase().contains("vensim"))
    }

    /// The first two arguments.
    pub(super) fn two(&mut self, c: &Call) -> Read<[Expr; 2]> {
        Ok([self.number(c.argument(0)?, c.scope)?, self.number(c.argument(1)?, c.scope)?])
    }
}

/// What is left of a, with the sign of a: `a - b * integer(a / b)`.
pub(crate) fn remainder(a: Expr, b: Expr) -> Expr {
    let whole = call(Function::Integer, vec![div(a.clone(), b.clone())], a.span);
    sub(a, mul(b, whole))
}

/// The logarithm of the gamma function, written out as [`super::distributions::ln_gamma`] computes it; no number at and
/// below 0.
fn gamma_ln(x: Expr) -> Expr {
    use super::distributions::{LANCZOS, LANCZOS_G};
    let span = x.span;
    let n = |value: f64| number(value, span);
    let ln = |e: Expr| call(Function::Ln, vec![e], span);
    let z = sub(x.clone(), n(1.0));
    let mut series = n(LANCZOS[0]);
    for (i, &factor) in LANCZOS.iter().enumerate().skip(1) {
        series = add(series, div(n(factor), add(z.clone(), n(i as f64))));
    }
    let t = add(z.clone(), n(LANCZOS_G + 0.5));
    let head = sub(mul(add(z, n(0.5)), ln(t.clone())), t);
    let value = add(add(head, ln(series)), n(0.5 * std::f64::consts::TAU.ln()));
    choose(less(n(0.0), x), value, nothing(span))
}

fn hyperbolic(key: &str, x: Expr) -> Expr {
    let span = x.span;
    let e = |x: Expr| call(Function::Exp, vec![x], span);
    let (up, down) = (e(x.clone()), e(negative(x.clone())));
    match key {
        "sinh" => mul(sub(up, down), number(0.5, span)),
        "cosh" => mul(add(up, down), number(0.5, span)),
        _ => {
            // 1 - 2 / (e^2x + 1) does not overflow to infinity over infinity.
            let twice = e(mul(number(2.0, span), x));
            sub(number(1.0, span), div(number(2.0, span), add(twice, number(1.0, span))))
        }
    }
}
