//! Allocation of what is short among those who ask, and the market's price: one at which all take together what there is.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use super::profile::{Claim, FIXED, Supply, offered, taken};
use crate::equation::Read;
use crate::foreign::{Expr as Foreign, ExprKind as Kind, Subscript};
use crate::resolve::subscripts::Subject;
use milepost_strategy::model::Expr;
use milepost_syntax::ast::BinaryOp;

impl Resolver<'_> {
    pub(super) fn allocation(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        match key {
            "allocate by priority" => self.allocate_by_priority(c).map(Some),
            "allocate available" => self.allocate_available(c).map(Some),
            "find market price" => self.market_price(c).map(Some),
            "demand at price" | "supply at price" => self.at_price(key, c).map(Some),
            _ => Ok(None),
        }
    }

    /// `ALLOCATE BY PRIORITY(request, priority, size, width, supply)`: rectangular profiles of one width.
    fn allocate_by_priority(&mut self, c: &Call) -> Read<Expr> {
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
            let shape = number(1.0, c.span);
            let claim = |(quantity, priority)| Claim { quantity, priority, width: width.clone(), shape: shape.clone() };
            let claims = requests.into_iter().zip(priorities).map(claim).collect();
            Ok(resolver.allocated(claims, supply, c)?.into_iter().map(|v| resolver.extra("allocated", v)).collect())
        })?;
        Ok(variable(made[at], &[], c.span))
    }

    /// `ALLOCATE AVAILABLE(request, profile, available)`.
    fn allocate_available(&mut self, c: &Call) -> Read<Expr> {
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
                claims.push(resolver.claim(quantity, profile, &c.scope.with(range, atom, false), c)?);
            }
            Ok(resolver.allocated(claims, supply, c)?.into_iter().map(|v| resolver.extra("allocated", v)).collect())
        })?;
        Ok(variable(made[at], &[], c.span))
    }

    /// What each gets: all that it asks where there is enough, else what it takes at the price; where quantities are
    /// fixed, its part of what there is.
    fn allocated(&mut self, claims: Vec<Claim>, supply: Expr, c: &Call) -> Read<Vec<Expr>> {
        let span = c.span;
        let claims = self.named_claims(claims, c)?;
        let fixed: Vec<Option<bool>> = claims.iter().map(|k| known(&k.shape).map(|kind| kind == FIXED)).collect();
        if fixed.contains(&Some(true)) && fixed.contains(&Some(false)) {
            let message = format!("`{}` with fixed quantities beside others is not supported", c.name);
            return Err(c.fault(message).help("give all the profile type 0, or none"));
        }
        let supply = self.named("supply", vec![supply]).remove(0);
        let all = sum(claims.iter().map(|claim| claim.quantity.clone()).collect(), span);
        let all = variable(self.extra("all requests", all), &[], span);
        let price = match fixed.iter().all(|&f| f == Some(true)) {
            true => number(0.0, span),
            false => self.price(&claims, &Supply::Amount(supply.clone()), span),
        };
        let zero = number(0.0, span);
        let empty = binary(BinaryOp::Le, supply.clone(), zero.clone());
        let enough = binary(BinaryOp::Le, all.clone(), supply.clone());
        let first = claims[0].shape.clone();
        let values = claims.iter().map(|claim| {
            let part = div(mul(claim.quantity.clone(), supply.clone()), all.clone());
            let by_price = taken(claim, &price, span);
            let part = match known(&claim.shape) {
                Some(FIXED) => part,
                Some(_) => by_price,
                None => {
                    let is_fixed = |shape: &Expr| binary(BinaryOp::Eq, shape.clone(), number(FIXED, span));
                    // Fixed quantities beside others have no meaning: then there is no value.
                    let both = choose(is_fixed(&first), part, nothing(span));
                    let none = choose(is_fixed(&first), nothing(span), by_price);
                    choose(is_fixed(&claim.shape), both, none)
                }
            };
            choose(enough.clone(), claim.quantity.clone(), choose(empty.clone(), zero.clone(), part))
        });
        Ok(values.collect())
    }

    /// `FIND MARKET PRICE(demands, their profiles, supplies, their profiles)`: each is named by its first element, or by
    /// its range.
    fn market_price(&mut self, c: &Call) -> Read<Expr> {
        c.count(4, 4)?;
        let mut sides = Vec::new();
        for side in [0, 2] {
            let mut claims = Vec::new();
            for (quantity, profile) in self.along(c.argument(side)?, c.argument(side + 1)?, c)? {
                let quantity = self.number(&quantity, c.scope)?;
                claims.push(self.claim(quantity, &profile, c.scope, c)?);
            }
            sides.push(self.named_claims(claims, c)?);
        }
        let offers = sides.pop().unwrap_or_default();
        let claims = sides.pop().unwrap_or_default();
        Ok(self.price(&claims, &Supply::Offers(offers), c.span))
    }

    /// A quantity and its profile, with each element in place of the one (or the range) that the quantity names last.
    fn along(&self, quantity: &Foreign, profile: &Foreign, c: &Call) -> Read<Vec<(Foreign, Foreign)>> {
        let fault = || c.fault(format!("`{}` needs quantities and profiles with subscripts", c.name));
        let (Kind::Name(name, own), Kind::Name(other, theirs)) = (&quantity.kind, &profile.kind) else {
            return Err(fault());
        };
        let Some(&slot) = self.index.get(&crate::foreign::same(name)) else { return Err(fault()) };
        let Some(Subscript::Name(last, place) | Subscript::Every(last, place)) = own.last() else {
            return Err(fault());
        };
        let (true, Some(before)) = (own.len() == self.slots[slot].axes.len(), theirs.len().checked_sub(2)) else {
            return Err(fault());
        };
        let atoms = match self.subject(last, *place)? {
            Subject::Range(range) => self.subscripts.ranges[range].atoms.clone(),
            Subject::Atom(_) => self.slots[slot].axes[own.len() - 1].atoms.clone(),
        };
        let at = |name: &str, subscripts: &[Subscript], position: usize, atom: u32, whole: &Foreign| {
            let mut subscripts = subscripts.to_vec();
            subscripts[position] = Subscript::Name(self.subscripts.atoms[atom as usize].clone(), *place);
            Foreign { kind: Kind::Name(name.to_string(), subscripts), span: whole.span }
        };
        let pair =
            |&atom: &u32| (at(name, own, own.len() - 1, atom, quantity), at(other, theirs, before, atom, profile));
        Ok(atoms.iter().map(pair).collect())
    }

    /// `DEMAND AT PRICE(quantity, profile, price)` and `SUPPLY AT PRICE`.
    fn at_price(&mut self, key: &str, c: &Call) -> Read<Expr> {
        c.count(3, 3)?;
        let quantity = self.number(c.argument(0)?, c.scope)?;
        let claim = self.claim(quantity, c.argument(1)?, c.scope, c)?;
        let claim = self.named_claims(vec![claim], c)?.remove(0);
        let price = self.number(c.argument(2)?, c.scope)?;
        let price = self.named("price", vec![price]).remove(0);
        Ok(if key == "demand at price" { taken(&claim, &price, c.span) } else { offered(&claim, &price, c.span) })
    }
}
