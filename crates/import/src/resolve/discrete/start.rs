//! What lies on a conveyor at first: a total, as it lies in the steady state, or what comes out in each unit of time.

use super::leak::{Leaking, reaching};
use super::length::Length;
use super::*;

/// The first state of a conveyor.
pub(super) struct Start {
    /// What is on each slat, from the exit on.
    pub slats: Vec<Expr>,
    /// For each linear leak: what share of a unit laid down it takes on each slat of its zone, with fraction 1.
    per_slat: Vec<(usize, Expr)>,
    /// What had been laid down for each slat.
    laid: Vec<Expr>,
}

impl Start {
    pub(super) fn per_slat(&self, flow: usize) -> Expr {
        let found = self.per_slat.iter().find(|(other, _)| *other == flow);
        found.map_or_else(|| number(0.0, Span::default()), |(_, share)| share.clone())
    }

    pub(super) fn basis(&self, flow: usize, i: usize, _span: Span) -> Expr {
        mul(self.laid[i].clone(), self.per_slat(flow))
    }
}

impl<'m> Resolver<'m> {
    pub(super) fn start(
        &mut self,
        stock: &Variable,
        conveyor: &'m Conveyor,
        scope: &Scope,
        length: &Length,
        leaks: &[Leaking],
    ) -> Read<Start> {
        self.check_zones(leaks, length)?;
        let span = stock.name_span;
        let n = length.most();
        let linear = !conveyor.exponential;
        let reach = match (length, linear) {
            (Length::Fixed(n), true) => reaching(leaks, *n, span),
            _ => vec![number(1.0, span); leaks.len()],
        };
        let mut per_slat = Vec::new();
        for (leak, reach) in leaks.iter().zip(reach) {
            let width = match length {
                Length::Fixed(n) => number(leak.width(*n).max(1) as f64, span),
                Length::Told(depth, _) => depth.clone(),
            };
            per_slat.push((leak.flow, self.aside("leak share", div(reach, width))));
        }
        // What is left, on each slat, of a unit that was laid down at the entry.
        let kept: Vec<Expr> = (0..n)
            .map(|i| match length {
                Length::Fixed(n) => kept(leaks, &per_slat, i, *n, self.dt(), span),
                Length::Told(depth, _) => kept_on_the_way(leaks, depth, i, self.dt(), span),
            })
            .collect();
        let kept: Vec<Expr> = kept.into_iter().map(|k| self.aside("kept", k)).collect();
        let (slats, laid) = match conveyor.others.is_empty() {
            true => {
                let total = self.number(&conveyor.initial, scope)?;
                let each = match known(&total) {
                    Some(0.0) => total,
                    _ => self.aside("laid", div(total, sum(kept.clone(), span))),
                };
                (kept.iter().map(|k| mul(each.clone(), k.clone())).collect(), vec![each; n])
            }
            false => {
                let slats = self.listed_slats(stock, conveyor, scope, length)?;
                let laid = slats.iter().zip(&kept).map(|(slat, kept)| div(slat.clone(), kept.clone())).collect();
                (slats, laid)
            }
        };
        let zero_free = |row: Vec<Expr>| row.into_iter().map(plain_number).collect();
        Ok(Start { slats: zero_free(slats), per_slat, laid: zero_free(laid) })
    }

    /// A list: one number for each unit of time, spread on its slats, or one for each slat.
    fn listed_slats(
        &mut self,
        stock: &Variable,
        conveyor: &'m Conveyor,
        scope: &Scope,
        length: &Length,
    ) -> Read<Vec<Expr>> {
        let span = stock.name_span;
        let fault = |message: String| Diagnostic::error(conveyor.initial.span, message);
        let &Length::Fixed(n) = length else {
            let message = format!("`{}` begins with a list, and its transit time varies", stock.name);
            return Err(fault(message).help("begin with a total"));
        };
        let values: Vec<Expr> = std::iter::once(&conveyor.initial)
            .chain(&conveyor.others)
            .map(|e| self.number(e, scope))
            .collect::<Read<_>>()?;
        if values.len() == n {
            return Ok(values);
        }
        let in_unit = (1.0 / self.dt()).round() as usize;
        let whole = (in_unit as f64 * self.dt() - 1.0).abs() < 1e-9;
        if !whole || values.len() * in_unit != n {
            let message = format!("`{}` begins with a list of {} numbers and has {n} slats", stock.name, values.len());
            return Err(fault(message).help("give one number for each unit of transit time, or one for each slat"));
        }
        let part = number(1.0 / in_unit as f64, span);
        Ok((0..n).map(|i| mul(values[i / in_unit].clone(), part.clone())).collect())
    }
}

/// A product with a number that is 0 or 1 is plain.
fn plain_number(e: Expr) -> Expr {
    match super::super::constant::fold(&e) {
        Some(value) => number(value, e.span),
        None => e,
    }
}

/// What is left on slat i of n.
fn kept(leaks: &[Leaking], per_slat: &[(usize, Expr)], i: usize, n: usize, dt: f64, span: Span) -> Expr {
    let one = || number(1.0, span);
    let zero = || number(0.0, span);
    if leaks.iter().any(|l| l.exponential) {
        let factors = leaks.iter().filter(|l| l.passed(i, n) > 0).map(|l| {
            let stays = extreme(Function::Max, sub(one(), mul(l.fraction.clone(), number(dt, span))), zero());
            binary(BinaryOp::Pow, stays, number(l.passed(i, n) as f64, span))
        });
        return factors.reduce(mul).unwrap_or_else(one);
    }
    let lost: Vec<Expr> = leaks
        .iter()
        .zip(per_slat)
        .filter(|(l, _)| l.passed(i, n) > 0)
        .map(|(l, (_, share))| mul(l.fraction.clone(), mul(share.clone(), number(l.passed(i, n) as f64, span))))
        .collect();
    match lost.is_empty() {
        true => one(),
        false => extreme(Function::Max, sub(one(), sum(lost, span)), zero()),
    }
}

/// The same where the way is as long as a variable says; leaks are everywhere.
fn kept_on_the_way(leaks: &[Leaking], depth: &Expr, i: usize, dt: f64, span: Span) -> Expr {
    let n = |x: f64| number(x, span);
    // Slats passed since the entry.
    let passed = sub(depth.clone(), n(i as f64 + 1.0));
    let left = leaks
        .iter()
        .map(|l| match l.exponential {
            true => {
                let stays = extreme(Function::Max, sub(n(1.0), mul(l.fraction.clone(), n(dt))), n(0.0));
                binary(BinaryOp::Pow, stays, extreme(Function::Max, passed.clone(), n(0.0)))
            }
            false => mul(l.fraction.clone(), div(passed.clone(), depth.clone())),
        })
        .collect::<Vec<Expr>>();
    let exponential = leaks.iter().any(|l| l.exponential);
    let value = match (left.is_empty(), exponential) {
        (true, _) => n(1.0),
        (false, true) => product(left, span),
        (false, false) => extreme(Function::Max, sub(n(1.0), sum(left, span)), n(0.0)),
    };
    choose(binary(BinaryOp::Lt, n(i as f64), depth.clone()), value, n(0.0))
}
