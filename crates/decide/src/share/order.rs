//! Where a formula's result hangs on the order of its deductions, or turns against a unit when the pot grows.

use super::{Division, Formula, Refusal};

/// Deductions of which every order is tried; of more only neighbours are swapped.
const ALL_ORDERS: usize = 5;

/// Another order of the deductions that gives another result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The deductions in that order, by position.
    pub order: Vec<usize>,
    /// What comes of it.
    pub division: Division,
    /// Cents that go to another receiver than in the declared order.
    pub moved: u128,
}

/// A unit that loses where the pot grows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paradox {
    /// Unit, by position.
    pub unit: usize,
    /// Cents it has less.
    pub loses: u128,
}

impl Formula {
    /// The order of deductions that changes the result most, if any does; the first of equals.
    ///
    /// # Errors
    /// As of [`Formula::divide`], in the declared order.
    pub fn order_matters(&self, pot: u128) -> Result<Option<Order>, Refusal> {
        let declared = self.divide(pot)?;
        let mut worst: Option<Order> = None;
        for order in orders(self.deductions.len()) {
            let deductions = order.iter().map(|i| self.deductions[*i].clone()).collect();
            // An order in which a sum is no longer there is no order.
            let Ok(division) = (Formula { deductions, ..self.clone() }).divide(pot) else { continue };
            let moved = moved(&declared, &division);
            if moved > worst.as_ref().map_or(0, |w| w.moved) {
                worst = Some(Order { order, division, moved });
            }
        }
        Ok(worst)
    }

    /// Units that would have less of a pot that is larger by `more` cents: the Alabama paradox of largest remainders, or
    /// deductions that grow faster than the pot.
    ///
    /// # Errors
    /// As of [`Formula::divide`].
    pub fn paradox(&self, pot: u128, more: u128) -> Result<Vec<Paradox>, Refusal> {
        let (now, then) = (self.divide(pot)?, self.divide(pot.checked_add(more).ok_or(Refusal::TooLarge)?)?);
        let pairs = now.units.iter().zip(&then.units).enumerate();
        Ok(pairs.filter(|(_, (a, b))| b < a).map(|(unit, (a, b))| Paradox { unit, loses: a - b }).collect())
    }
}

impl Division {
    /// Cents of every receiver that is no unit, in order of first mention.
    pub fn receivers(&self) -> Vec<(&str, u128)> {
        let mut out: Vec<(&str, u128)> = Vec::new();
        for step in &self.steps {
            let Some(name) = step.receiver.as_deref() else { continue };
            match out.iter_mut().find(|(n, _)| *n == name) {
                Some((_, sum)) => *sum += step.amount,
                None => out.push((name, step.amount)),
            }
        }
        out
    }
}

/// Cents that somebody else has.
fn moved(a: &Division, b: &Division) -> u128 {
    let lost = |x: u128, y: u128| x.saturating_sub(y);
    let units: u128 = a.units.iter().zip(&b.units).map(|(x, y)| lost(*x, *y)).sum();
    let others = b.receivers();
    let named = a.receivers().into_iter().map(|(name, x)| {
        let y = others.iter().find(|(n, _)| *n == name).map_or(0, |(_, y)| *y);
        lost(x, y)
    });
    units + named.sum::<u128>()
}

/// Orders to try, without the declared one.
fn orders(n: usize) -> Vec<Vec<usize>> {
    let declared: Vec<usize> = (0..n).collect();
    if n > ALL_ORDERS {
        let swap = |i: usize| {
            let mut order = declared.clone();
            order.swap(i, i + 1);
            order
        };
        return (0..n - 1).map(swap).collect();
    }
    let mut all = vec![Vec::new()];
    for _ in 0..n {
        let longer = all.iter().flat_map(|order: &Vec<usize>| {
            (0..n).filter(|i| !order.contains(i)).map(|i| order.iter().copied().chain([i]).collect::<Vec<_>>())
        });
        all = longer.collect();
    }
    all.retain(|order| *order != declared);
    all
}
