//! Functions with a memory: delays, smooths, trends, samples.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use crate::equation::Read;
use crate::foreign::Dialect;
use milepost_strategy::model::{Expr, ExprKind, VariableKind};

/// What Vensim takes for zero in a divisor.
const TINY: f64 = 1e-6;

impl Resolver<'_> {
    pub(super) fn delay(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        let span = c.span;
        let xmile = self.model.dialect == Dialect::Xmile;
        let (smooth, order, initial) = match key {
            "smooth" | "smth1" => (true, Some(1), if xmile { Some(2) } else { None }),
            "smoothi" => (true, Some(1), Some(2)),
            "smooth3" | "smth3" => (true, Some(3), if xmile { Some(2) } else { None }),
            "smooth3i" => (true, Some(3), Some(2)),
            "smooth n" => (true, None, Some(2)),
            "smthn" => (true, None, Some(3)),
            "delay1" => (false, Some(1), if xmile { Some(2) } else { None }),
            "delay1i" => (false, Some(1), Some(2)),
            "delay3" => (false, Some(3), if xmile { Some(2) } else { None }),
            "delay3i" => (false, Some(3), Some(2)),
            "delay n" => (false, None, Some(2)),
            "delayn" => (false, None, Some(3)),
            _ => return self.memory(key, c, xmile),
        };
        // Vensim's `DELAY N(in, time, initial, order)`; XMILE's `DELAYN(in, time, order, initial)`.
        let most = 2 + usize::from(initial.is_some()) + usize::from(order.is_none());
        let least = if xmile { 2 + usize::from(order.is_none()) } else { most };
        c.count(least, most)?;
        let order = match order {
            Some(order) => order,
            None => self.order(c, if xmile { 2 } else { 3 }, "the order")?,
        };
        let [input, over] = self.two(c)?;
        let order = if key == "delay n" { self.stable_order(order, &over) } else { order };
        let initial = match initial.and_then(|i| c.arguments.get(i)) {
            Some(initial) => Some(Box::new(self.number(initial, c.scope)?)),
            None => None,
        };
        let (input, over) = (Box::new(input), Box::new(over));
        let kind = match smooth {
            true => ExprKind::Smooth { order, input, over, initial },
            false => ExprKind::Delay { order, input, over, initial },
        };
        Ok(Some(of(kind, span)))
    }

    /// The order that `DELAY N` has: no stage is shorter than a step of time.
    fn stable_order(&mut self, order: u32, over: &Expr) -> u32 {
        // A constant may be another one in each future, as long as the order stays the same.
        let known = self.settled.len();
        let (value, step) = (self.before_run(over), self.step);
        if let (ExprKind::Variable(id, _), Some(value), Some(step)) = (&over.kind, value, step)
            && f64::from(order) * step <= value * (1.0 + 1e-9)
        {
            let least = f64::from(order) * step;
            self.settled[known..].iter_mut().filter(|s| s.variable == *id).for_each(|s| s.least = Some(least));
        }
        match (value, step) {
            (Some(over), Some(step)) if f64::from(order) * step > over * (1.0 + 1e-9) => {
                ((over / step * (1.0 + 1e-9)).floor() as u32).clamp(1, order)
            }
            _ => order,
        }
    }

    /// Functions of the time alone as the number that they are at the first instant.
    fn without_variables(&mut self, over: Expr) -> Expr {
        let mut reads = false;
        milepost_strategy::visit::variables(&over, &mut |_| reads = true);
        let value = if reads { None } else { self.before_run(&over) };
        value.map_or(over.clone(), |value| number(value, over.span))
    }

    /// The length of a fixed delay, which decides how many values are held: what it is made from is noted as settled.
    fn held_for(&mut self, over: Expr) -> Expr {
        let over = self.without_variables(over);
        self.throughout(&over);
        over
    }

    fn memory(&mut self, key: &str, c: &Call, xmile: bool) -> Read<Option<Expr>> {
        let span = c.span;
        Ok(Some(match key {
            "delay fixed" => {
                c.count(3, 3)?;
                let [input, over] = self.two(c)?;
                let over = self.held_for(over);
                let initial = self.number(c.argument(2)?, c.scope)?;
                of(ExprKind::Lag { input: Box::new(input), over: Box::new(over), initial: Box::new(initial) }, span)
            }
            "delay material" | "delay information" if !xmile => {
                let material = key == "delay material";
                c.count(3 + usize::from(material), 3 + usize::from(material))?;
                let [input, over] = self.two(c)?;
                let Some(over) = self.throughout(&over) else {
                    let message = format!("`{}` over a time that may change is not supported", c.name);
                    return Err(c.fault(message).help("use a constant, or stocks and flows"));
                };
                let initial = Box::new(self.number(c.argument(2)?, c.scope)?);
                of(ExprKind::Lag { input: Box::new(input), over: Box::new(number(over, span)), initial }, span)
            }
            "depreciate straightline" if !xmile => self.depreciated(c)?,
            "delay" if xmile => {
                c.count(2, 3)?;
                let [input, over] = self.two(c)?;
                let over = self.held_for(over);
                let initial = match c.arguments.get(2) {
                    Some(initial) => self.number(initial, c.scope)?,
                    None => of(ExprKind::Initial(Box::new(input.clone())), span),
                };
                of(ExprKind::Lag { input: Box::new(input), over: Box::new(over), initial: Box::new(initial) }, span)
            }
            "sample if true" => {
                c.count(3, 3)?;
                let test = self.expr(c.argument(0)?, c.scope)?;
                let input = self.number(c.argument(1)?, c.scope)?;
                let initial = self.number(c.argument(2)?, c.scope)?;
                let held = self.reserve();
                let read = variable(held, &[], span);
                let before = of(ExprKind::Previous { input: Box::new(read.clone()), initial: Box::new(initial) }, span);
                let value = choose(test, input, before);
                let name = format!("sample in {}", c.scope.label);
                self.define(held, name, VariableKind::Let { flow: false, value }, span);
                read
            }
            "trend" => {
                c.count(if xmile { 2 } else { 3 }, 3)?;
                let [input, over] = self.two(c)?;
                let trend = match c.arguments.get(2) {
                    Some(trend) => self.number(trend, c.scope)?,
                    None => number(0.0, span),
                };
                let below = add(number(1.0, span), mul(trend, over.clone()));
                let average = self.average(&input, &over, div(input.clone(), below), c);
                self.safe_ratio(sub(input, average.clone()), mul(average, over))
            }
            "forecast" | "forcst" => {
                c.count(3, if xmile { 4 } else { 3 })?;
                let [input, over] = self.two(c)?;
                let horizon = self.number(c.argument(2)?, c.scope)?;
                let initial = match c.arguments.get(3) {
                    Some(trend) => {
                        let trend = self.number(trend, c.scope)?;
                        div(input.clone(), add(number(1.0, span), mul(trend, over.clone())))
                    }
                    None => input.clone(),
                };
                let average = self.average(&input, &over, initial, c);
                let trend = self.safe_ratio(sub(input.clone(), average.clone()), mul(average, over));
                mul(input, add(number(1.0, span), mul(trend, horizon)))
            }
            "npve" if !xmile => {
                c.count(4, 4)?;
                let [stream, rate] = self.two(c)?;
                let initial = self.number(c.argument(2)?, c.scope)?;
                let factor = self.number(c.argument(3)?, c.scope)?;
                // What comes in a step is worth what it is at the end of that step.
                let grown = add(number(1.0, span), mul(rate.clone(), self.time_step(span)));
                let (discount, total) = (self.reserve(), self.reserve());
                let read = variable(discount, &[], span);
                let fall = negative(div(mul(read.clone(), rate), grown.clone()));
                self.stock(discount, "discount", fall, div(number(1.0, span), grown));
                let now = mul(stream, read);
                self.stock(total, "present value", now.clone(), initial);
                mul(add(variable(total, &[], span), mul(now, self.time_step(span))), factor)
            }
            "npv" if !xmile => {
                c.count(4, 4)?;
                let [stream, rate] = self.two(c)?;
                let initial = self.number(c.argument(2)?, c.scope)?;
                let factor = self.number(c.argument(3)?, c.scope)?;
                let (discount, total) = (self.reserve(), self.reserve());
                let read = variable(discount, &[], span);
                self.stock(discount, "discount", negative(mul(read.clone(), rate)), number(1.0, span));
                let now = mul(stream, read);
                self.stock(total, "present value", now.clone(), initial);
                mul(add(variable(total, &[], span), mul(now, self.time_step(span))), factor)
            }
            _ => return Ok(None),
        }))
    }

    /// `DEPRECIATE STRAIGHTLINE(stream, time, fiscal year, initial)`: what came in over the last `time`, evenly.
    fn depreciated(&mut self, c: &Call) -> Read<Expr> {
        c.count(4, 4)?;
        let span = c.span;
        let [stream, over] = self.two(c)?;
        let told = |resolver: &mut Self, at: usize| -> Read<Option<f64>> {
            let value = resolver.number(c.argument(at)?, c.scope)?;
            Ok(resolver.throughout(&value))
        };
        let (over, fiscal, initial) = (self.throughout(&over), told(self, 2)?, told(self, 3)?);
        let (Some(over), Some(1.0), Some(0.0), Some(1.0)) = (over.filter(|t| *t > 0.0), fiscal, initial, self.step)
        else {
            let message = "`DEPRECIATE STRAIGHTLINE` is supported with steps and fiscal years of 1, a constant time and an initial value of 0";
            return Err(c.fault(message).help("write it as stocks and flows"));
        };
        let stream = variable(self.extra("stream", stream), &[], span);
        let (input, initial) = (Box::new(stream.clone()), Box::new(number(0.0, span)));
        let gone = of(ExprKind::Lag { input, over: Box::new(number(over, span)), initial }, span);
        let gone = variable(self.extra("depreciated", gone), &[], span);
        let change = sub(stream, gone);
        let total = self.reserve();
        self.stock(total, "under depreciation", change.clone(), number(0.0, span));
        Ok(div(add(variable(total, &[], span), change), number(over, span)))
    }

    /// A first-order smooth as a variable of its own, so that it can be read twice.
    fn average(&mut self, input: &Expr, over: &Expr, initial: Expr, c: &Call) -> Expr {
        let kind = ExprKind::Smooth {
            order: 1,
            input: Box::new(input.clone()),
            over: Box::new(over.clone()),
            initial: Some(Box::new(initial)),
        };
        let id = self.extra(&format!("average in {}", c.scope.label), of(kind, c.span));
        variable(id, &[], c.span)
    }

    /// a / b, and 0 where b is next to nothing.
    fn safe_ratio(&self, a: Expr, b: Expr) -> Expr {
        let span = a.span;
        let size = call(milepost_strategy::model::Function::Abs, vec![b.clone()], span);
        choose(less(size, number(TINY, span)), number(0.0, span), div(a, b))
    }
}
