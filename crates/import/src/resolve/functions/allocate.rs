//! Allocation of what is short among those who ask: one price at which what all take together is what there is.
//!
//! Each asks less as the price rises past its priority, by the shape and width of its profile (Vensim's manual,
//! *Allocation overview*).  The price is found by halving an interval, [`HALVINGS`] times.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use crate::equation::Read;
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::Span;
use milepost_syntax::ast::BinaryOp;

/// Halvings of the price's interval: as many as a double has bits, and some.
const HALVINGS: usize = 60;
/// So many may ask.
const LONGEST: usize = 200;

/// Who asks: how much, at which priority, how wide, with which shape.
struct Claim {
    quantity: Expr,
    priority: Expr,
    width: Expr,
    /// 1 rectangular, 2 triangular, 3 normal, 4 exponential.
    shape: u32,
}

impl Resolver<'_> {
    /// `ALLOCATE BY PRIORITY(request, priority, size, width, supply)`: rectangular profiles of one width.
    pub(super) fn allocate_by_priority(&mut self, c: &Call) -> Read<Expr> {
        c.count(5, 5)?;
        let (request, priority) = (c.argument(0)?, c.argument(1)?);
        let (range, atom) = self.vector_range(request, 0, c)?;
        let at = self.subscripts.ranges[range].position(atom).unwrap_or(0);
        let made = self.once(range, c, |resolver| {
            let requests = resolver.vector(request, range, c.scope)?;
            let priorities = resolver.vector(priority, range, c.scope)?;
            let width = resolver.number(c.argument(3)?, c.scope)?;
            let supply = resolver.number(c.argument(4)?, c.scope)?;
            let width = resolver.named("width", vec![width]).remove(0);
            let claims = requests.into_iter().zip(priorities).map(|(quantity, priority)| Claim {
                quantity,
                priority,
                width: width.clone(),
                shape: 1,
            });
            let claims = claims.collect();
            Ok(resolver.allocated(claims, supply, c)?.into_iter().map(|v| resolver.extra("allocated", v)).collect())
        })?;
        Ok(variable(made[at], &[], c.span))
    }

    /// `ALLOCATE AVAILABLE(request, profile, available)`; the profile's last subscript goes over its four numbers.
    pub(super) fn allocate_available(&mut self, c: &Call) -> Read<Expr> {
        c.count(3, 3)?;
        let (request, profile) = (c.argument(0)?, c.argument(1)?);
        let (range, atom) = self.vector_range(request, 0, c)?;
        let at = self.subscripts.ranges[range].position(atom).unwrap_or(0);
        let made = self.once(range, c, |resolver| {
            let requests = resolver.vector(request, range, c.scope)?;
            let supply = resolver.number(c.argument(2)?, c.scope)?;
            let atoms = resolver.subscripts.ranges[range].atoms.clone();
            let mut claims = Vec::new();
            for (quantity, atom) in requests.into_iter().zip(atoms) {
                let scope = c.scope.with(range, atom, false);
                let [shape, priority, width] = resolver.profile(profile, &scope, c)?;
                let shape = match resolver.before_run(&shape) {
                    Some(shape @ (1.0 | 2.0 | 3.0 | 4.0)) => shape as u32,
                    Some(other) => {
                        let message = format!("`ALLOCATE AVAILABLE` with the profile type {other} is not supported");
                        return Err(c.fault(message).help("use 1, 2, 3 or 4"));
                    }
                    None => return Err(c.fault("the profile types of `ALLOCATE AVAILABLE` must be constants")),
                };
                claims.push(Claim { quantity, priority, width, shape });
            }
            Ok(resolver.allocated(claims, supply, c)?.into_iter().map(|v| resolver.extra("allocated", v)).collect())
        })?;
        Ok(variable(made[at], &[], c.span))
    }

    /// Shape, priority and width of a profile: the elements from its last subscript on.
    fn profile(
        &mut self,
        profile: &crate::foreign::Expr,
        scope: &super::super::scope::Scope,
        c: &Call,
    ) -> Read<[Expr; 3]> {
        use super::super::subscripts::Subject;
        use crate::foreign::{ExprKind as Kind, Subscript};
        let fault = || c.fault("the profile of `ALLOCATE AVAILABLE` needs its four numbers as last subscript");
        let Kind::Name(name, subscripts) = &profile.kind else { return Err(fault()) };
        let super::super::Symbol::Slot(slot) = self.symbol(name, scope) else { return Err(fault()) };
        let Some((last, rest)) = subscripts.split_last() else { return Err(fault()) };
        let Some(axis) = self.slots[slot].axes.last().map(|a| a.atoms.clone()) else { return Err(fault()) };
        let (Subscript::Name(first, span) | Subscript::Every(first, span)) = last else { return Err(fault()) };
        let from = match self.subject(first, *span)? {
            Subject::Atom(atom) => axis.iter().position(|&a| a == atom).ok_or_else(fault)?,
            Subject::Range(_) => 0,
        };
        if from + 3 > axis.len() {
            return Err(fault());
        }
        let mut found = Vec::new();
        for &atom in &axis[from..from + 3] {
            let mut subscripts = rest.to_vec();
            subscripts.push(Subscript::Name(self.subscripts.atoms[atom as usize].clone(), *span));
            found.push(self.name(name, &subscripts, profile.span, scope)?);
        }
        let [a, b, c] = <[Expr; 3]>::try_from(found).map_err(|_| fault())?;
        Ok([a, b, c])
    }

    fn allocated(&mut self, claims: Vec<Claim>, supply: Expr, c: &Call) -> Read<Vec<Expr>> {
        let span = c.span;
        if claims.len() > LONGEST {
            return Err(c.fault(format!("`{}` among more than {LONGEST} is not supported", c.name)));
        }
        let mut named = Vec::new();
        for claim in claims {
            named.push(Claim {
                quantity: self.named("request", vec![claim.quantity]).remove(0),
                priority: self.named("priority", vec![claim.priority]).remove(0),
                width: self.named("width", vec![claim.width]).remove(0),
                shape: claim.shape,
            });
        }
        let supply = self.named("supply", vec![supply]).remove(0);
        let reach = |claim: &Claim| {
            // Beyond so many widths from its priority a profile is all or nothing.
            let widths = match claim.shape {
                3 => 8.5,
                4 => 40.0,
                _ => 0.5,
            };
            mul(claim.width.clone(), number(widths, span))
        };
        let ends = |function: Function, sign: fn(Expr, Expr) -> Expr| {
            let ends = named.iter().map(|claim| sign(claim.priority.clone(), reach(claim)));
            call(function, ends.collect(), span)
        };
        let low = ends(Function::Min, sub);
        let high = ends(Function::Max, add);
        let mut low = variable(self.extra("lowest price", low), &[], span);
        let mut high = variable(self.extra("highest price", high), &[], span);
        for _ in 0..HALVINGS {
            let middle = mul(add(low.clone(), high.clone()), number(0.5, span));
            let middle = variable(self.extra("price", middle), &[], span);
            let taken = sum(named.iter().map(|claim| taken(claim, &middle, span)).collect(), span);
            // Where more is taken than there is the price is higher.
            let short = as_number(less(supply.clone(), taken));
            let short = variable(self.extra("short", short), &[], span);
            low = variable(self.extra("low", choose(short.clone(), middle.clone(), low)), &[], span);
            high = variable(self.extra("high", choose(short, high, middle)), &[], span);
        }
        let all = sum(named.iter().map(|claim| claim.quantity.clone()).collect(), span);
        let all = variable(self.extra("all requests", all), &[], span);
        let price = high;
        let nothing = binary(BinaryOp::Le, supply.clone(), number(0.0, span));
        let values = named.iter().map(|claim| {
            let enough = binary(BinaryOp::Le, all.clone(), supply.clone());
            let part = taken(claim, &price, span);
            choose(enough, claim.quantity.clone(), choose(nothing.clone(), number(0.0, span), part))
        });
        Ok(values.collect())
    }
}

/// What is taken at a price.
fn taken(claim: &Claim, price: &Expr, span: Span) -> Expr {
    let n = |x: f64| number(x, span);
    let below = sub(claim.priority.clone(), price.clone());
    let z = div(below, claim.width.clone());
    let share = match claim.shape {
        1 => call(Function::Clip, vec![add(z, n(0.5)), n(0.0), n(1.0)], span),
        2 => {
            let z = call(Function::Clip, vec![z, n(-0.5), n(0.5)], span);
            let up = add(z.clone(), n(0.5));
            let down = sub(n(0.5), z.clone());
            let rising = mul(n(2.0), mul(up.clone(), up));
            let falling = sub(n(1.0), mul(n(2.0), mul(down.clone(), down)));
            choose(less(z, n(0.0)), rising, falling)
        }
        3 => call(Function::NormalCdf, vec![z], span),
        _ => {
            let size = call(Function::Abs, vec![z.clone()], span);
            let tail = mul(n(0.5), call(Function::Exp, vec![negative(size)], span));
            choose(less(z, n(0.0)), tail.clone(), sub(n(1.0), tail))
        }
    };
    mul(claim.quantity.clone(), share)
}
