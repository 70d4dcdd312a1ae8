//! Equal payments (Stella's *Financial builtins*): `pv (1 + r)^n + pmt ((1 + r)^n - 1) / r + fv = 0`, and without
//! interest `pv + pmt n + fv = 0`.  Payments fall due at the ends of periods.

use super::super::super::Resolver;
use super::super::super::build::*;
use super::super::Call;
use crate::equation::Read;
use milepost_strategy::model::Expr;
use milepost_syntax::ast::BinaryOp;

impl Resolver<'_> {
    pub(super) fn finance(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        if !matches!(key, "pmt" | "pv" | "fv") {
            return Ok(None);
        }
        c.count(4, 4)?;
        let span = c.span;
        let v = self.numbers(c)?;
        let [rate, periods, a, b] = <[Expr; 4]>::try_from(v).map_err(|_| c.fault("four arguments"))?;
        let one = || number(1.0, span);
        let free = binary(BinaryOp::Eq, rate.clone(), number(0.0, span));
        let growth = binary(BinaryOp::Pow, add(one(), rate.clone()), periods.clone());
        // Worth at the end of a payment of 1 in every period.
        let annuity = choose(free, periods, div(sub(growth.clone(), one()), rate));
        Ok(Some(negative(match key {
            // rate, number, present value, future value
            "pmt" => div(add(mul(a, growth), b), annuity),
            // rate, number, payment, future value
            "pv" => div(add(mul(a, annuity), b), growth),
            // rate, number, payment, present value
            _ => add(mul(b, growth), mul(a, annuity)),
        })))
    }
}
