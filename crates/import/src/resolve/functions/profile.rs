//! Priority profiles: how much of a quantity is taken (or offered) at a price (Vensim's reference, *Allocation overview*).
//!
//! A profile has four numbers in the last subscript of a variable: type, priority, width and one more that no type here
//! reads.  The share that is taken falls with the price, by the integral of a distribution around the priority.

use super::super::Resolver;
use super::super::build::*;
use super::super::subscripts::Subject;
use super::Call;
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, Subscript};
use crate::resolve::Symbol;
use crate::resolve::scope::Scope;
use milepost_strategy::model::{Expr, Function};
use milepost_syntax::Span;
use milepost_syntax::ast::BinaryOp;

/// A fixed quantity, whatever the price.
pub(super) const FIXED: f64 = 0.0;
const RECTANGULAR: f64 = 1.0;
const TRIANGULAR: f64 = 2.0;
const NORMAL: f64 = 3.0;
const EXPONENTIAL: f64 = 4.0;

/// Halvings of the price's interval: as many as a double has bits, and some.
const HALVINGS: usize = 60;
/// So many may ask.
const LONGEST: usize = 200;
/// The narrowest profile: one of width 0 is a step, which no price can meet.
const NARROWEST: f64 = 1e-6;

/// Who asks or offers: how much, and by which profile.
pub(super) struct Claim {
    pub quantity: Expr,
    pub priority: Expr,
    pub width: Expr,
    /// The profile's type: a number where it is known.
    pub shape: Expr,
}

/// What is there to be shared out.
pub(super) enum Supply {
    Amount(Expr),
    Offers(Vec<Claim>),
}

impl Resolver<'_> {
    /// A claim from its quantity and its profile.
    pub(super) fn claim(&mut self, quantity: Expr, profile: &Foreign, scope: &Scope, c: &Call) -> Read<Claim> {
        let [shape, priority, width] = self.profile(profile, scope, c)?;
        let shape = match self.throughout(&shape) {
            Some(kind @ (FIXED | RECTANGULAR | TRIANGULAR | NORMAL | EXPONENTIAL)) => number(kind, c.span),
            Some(other) => {
                let message = format!("`{}` with the profile type {other} is not supported", c.name);
                return Err(c.fault(message).help("use 0, 1, 2, 3 or 4"));
            }
            None => shape,
        };
        Ok(Claim { quantity, priority, width, shape })
    }

    /// Type, priority and width: the elements from the profile's last subscript on.
    fn profile(&mut self, profile: &Foreign, scope: &Scope, c: &Call) -> Read<[Expr; 3]> {
        let fault = || c.fault(format!("the profile of `{}` needs its four numbers as last subscript", c.name));
        let Kind::Name(name, subscripts) = &profile.kind else { return Err(fault()) };
        let Symbol::Slot(slot) = self.symbol(name, scope) else { return Err(fault()) };
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
        <[Expr; 3]>::try_from(found).map_err(|_| fault())
    }

    /// Claims whose parts are variables, worked out once however often they are read.
    pub(super) fn named_claims(&mut self, claims: Vec<Claim>, c: &Call) -> Read<Vec<Claim>> {
        if claims.len() > LONGEST {
            return Err(c.fault(format!("`{}` among more than {LONGEST} is not supported", c.name)));
        }
        let mut all = Vec::with_capacity(claims.len());
        for claim in claims {
            let width = extreme(Function::Max, claim.width, number(NARROWEST, c.span));
            all.push(Claim {
                quantity: self.named("request", vec![claim.quantity]).remove(0),
                priority: self.named("priority", vec![claim.priority]).remove(0),
                width: self.named("width", vec![width]).remove(0),
                shape: self.named("profile type", vec![claim.shape]).remove(0),
            });
        }
        Ok(all)
    }

    /// The price at which what is taken is what there is, by halving an interval.
    pub(super) fn price(&mut self, claims: &[Claim], supply: &Supply, span: Span) -> Expr {
        let offers: &[Claim] = if let Supply::Offers(offers) = supply { offers } else { &[] };
        let all: Vec<&Claim> = claims.iter().chain(offers).collect();
        let ends = |function: Function, sign: fn(Expr, Expr) -> Expr| {
            let ends = all.iter().map(|claim| sign(claim.priority.clone(), reach(claim, span)));
            call(function, ends.collect(), span)
        };
        let (low, high) = (ends(Function::Min, sub), ends(Function::Max, add));
        let mut low = variable(self.extra("lowest price", low), &[], span);
        let mut high = variable(self.extra("highest price", high), &[], span);
        for _ in 0..HALVINGS {
            let middle = mul(add(low.clone(), high.clone()), number(0.5, span));
            let middle = variable(self.extra("price", middle), &[], span);
            let taken = sum(claims.iter().map(|claim| taken(claim, &middle, span)).collect(), span);
            let there = match supply {
                Supply::Amount(amount) => amount.clone(),
                Supply::Offers(offers) => sum(offers.iter().map(|o| offered(o, &middle, span)).collect(), span),
            };
            // Where more is taken than there is the price is higher.
            let short = as_number(less(there, taken));
            let short = variable(self.extra("short", short), &[], span);
            low = variable(self.extra("low", choose(short.clone(), middle.clone(), low)), &[], span);
            high = variable(self.extra("high", choose(short, high, middle)), &[], span);
        }
        high
    }
}

/// What is taken at a price.
pub(super) fn taken(claim: &Claim, price: &Expr, span: Span) -> Expr {
    by_shape(claim, &|kind| match kind {
        FIXED => claim.quantity.clone(),
        _ => mul(claim.quantity.clone(), share(kind, claim, price, span)),
    })
}

/// What is offered at a price: more as it rises.
pub(super) fn offered(claim: &Claim, price: &Expr, span: Span) -> Expr {
    by_shape(claim, &|kind| match kind {
        FIXED => claim.quantity.clone(),
        _ => mul(claim.quantity.clone(), sub(number(1.0, span), share(kind, claim, price, span))),
    })
}

/// A value for the type that the profile has; none for a number that is no type.
fn by_shape(claim: &Claim, of: &dyn Fn(f64) -> Expr) -> Expr {
    if let Some(kind) = known(&claim.shape) {
        return of(kind);
    }
    let span = claim.shape.span;
    let mut value = nothing(span);
    for kind in [EXPONENTIAL, NORMAL, TRIANGULAR, RECTANGULAR, FIXED] {
        value = choose(binary(BinaryOp::Eq, claim.shape.clone(), number(kind, span)), of(kind), value);
    }
    value
}

/// How far from its priority a profile is neither all nor nothing.
fn reach(claim: &Claim, span: Span) -> Expr {
    let widths = match known(&claim.shape) {
        Some(RECTANGULAR | TRIANGULAR) => 0.5,
        Some(NORMAL) => 8.5,
        _ => 40.0,
    };
    mul(claim.width.clone(), number(widths, span))
}

/// The share that is taken at a price.
fn share(kind: f64, claim: &Claim, price: &Expr, span: Span) -> Expr {
    let n = |x: f64| number(x, span);
    let z = div(sub(claim.priority.clone(), price.clone()), claim.width.clone());
    match kind {
        RECTANGULAR => call(Function::Clip, vec![add(z, n(0.5)), n(0.0), n(1.0)], span),
        TRIANGULAR => {
            let z = call(Function::Clip, vec![z, n(-0.5), n(0.5)], span);
            let (up, down) = (add(z.clone(), n(0.5)), sub(n(0.5), z.clone()));
            let rising = mul(n(2.0), mul(up.clone(), up));
            let falling = sub(n(1.0), mul(n(2.0), mul(down.clone(), down)));
            choose(less(z, n(0.0)), rising, falling)
        }
        _ => {
            let size = call(Function::Abs, vec![z.clone()], span);
            let tail = if kind == NORMAL { normal_tail(size, span) } else { exponential_tail(size, span) };
            choose(less(z, n(0.0)), tail.clone(), sub(n(1.0), tail))
        }
    }
}

/// The normal distribution's upper tail as Vensim has it: three terms (Abramowitz and Stegun, 26.2.16), which differ from
/// the distribution itself by up to 1e-5 and so do the allocations.
fn normal_tail(z: Expr, span: Span) -> Expr {
    let n = |x: f64| number(x, span);
    let t = div(n(1.0), add(n(1.0), mul(n(0.33267), z.clone())));
    let inner = add(n(-0.1201676), mul(t.clone(), n(0.9372980)));
    let terms = mul(t.clone(), add(n(0.4361836), mul(t, inner)));
    let density = call(Function::Exp, vec![mul(n(-0.5), mul(z.clone(), z))], span);
    mul(mul(density, n(0.398_942_280_401_432_7)), terms)
}

fn exponential_tail(z: Expr, span: Span) -> Expr {
    mul(number(0.5, span), call(Function::Exp, vec![negative(z)], span))
}
