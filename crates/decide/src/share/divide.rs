//! Dividing a pot, cent by cent.

use super::{Amount, Formula, Level, Principle, Receiver, Refusal};
use crate::apportion;

/// What comes of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Division {
    /// Cents in the pot.
    pub pot: u128,
    /// Every part in the order in which it was made; the amounts add up to the pot.
    pub steps: Vec<Step>,
    /// Cents of each unit, over all steps.
    pub units: Vec<u128>,
}

/// One part of the pot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The deduction or level.
    pub name: String,
    /// The principle, where the part went to units.
    pub principle: Option<String>,
    /// Who has it, where that is no unit.
    pub receiver: Option<String>,
    /// Cents.
    pub amount: u128,
    /// Cents of each unit; empty where it went to no unit.
    pub units: Vec<u128>,
}

impl Formula {
    /// Divides a pot of so many cents.
    ///
    /// A share of a sum is rounded to the cent that is nearest, in favour of the deduction where two are; levels, principles
    /// and units are rounded by largest remainder, equal ones in declared order.
    ///
    /// # Errors
    /// Shares that do not add up, weights that are all zero, deductions beyond the pot, amounts too large.
    pub fn divide(&self, pot: u128) -> Result<Division, Refusal> {
        let mut steps = Vec::new();
        let mut rest = pot;
        for d in &self.deductions {
            let amount = match d.amount {
                Amount::OfPot(a, b) => part(pot, a, b)?,
                Amount::OfRest(a, b) => part(rest, a, b)?,
                Amount::Fixed(cents) => cents,
            };
            let name = d.name.clone();
            rest = rest.checked_sub(amount).ok_or(Refusal::Overdrawn { name, wanted: amount, left: rest })?;
            self.give(&d.name, amount, &d.to, &mut steps)?;
        }
        let weights = whole(self.levels.iter().map(|l| l.share), "the levels")?;
        for (level, amount) in self.levels.iter().zip(apportion(rest, &weights)?) {
            let Level { name, to, .. } = level;
            self.give(name, amount, to, &mut steps)?;
        }
        let mut units = vec![0; self.units.len()];
        for step in &steps {
            for (sum, cents) in units.iter_mut().zip(&step.units) {
                *sum += cents;
            }
        }
        Ok(Division { pot, steps, units })
    }

    /// Gives a part to whoever has it.
    fn give(&self, name: &str, amount: u128, to: &Receiver, steps: &mut Vec<Step>) -> Result<(), Refusal> {
        let name = name.to_string();
        match to {
            Receiver::Named(receiver) => {
                let receiver = Some(receiver.clone());
                steps.push(Step { name, principle: None, receiver, amount, units: Vec::new() });
            }
            Receiver::Units(principles) => {
                let weights = whole(principles.iter().map(|p| p.share), &format!("`{name}`"))?;
                for (p, amount) in principles.iter().zip(apportion(amount, &weights)?) {
                    let Principle { name: by, weights, .. } = p;
                    if amount > 0 && weights.iter().all(|w| *w == 0) {
                        return Err(Refusal::Weightless(by.clone()));
                    }
                    let units = apportion(amount, weights)?;
                    let principle = Some(by.clone());
                    steps.push(Step { name: name.clone(), principle, receiver: None, amount, units });
                }
            }
        }
        Ok(())
    }
}

/// A share of a sum, to the nearest cent.
fn part(sum: u128, top: u64, below: u64) -> Result<u128, Refusal> {
    let (top, below) = (u128::from(top), u128::from(below.max(1)));
    let rest = below.checked_sub(top).ok_or(Refusal::TooLarge)?;
    Ok(apportion(sum, &[top, rest])?[0])
}

/// Weights in proportion to fractions that must add up to one.
fn whole(shares: impl Iterator<Item = (u64, u64)> + Clone, of: &str) -> Result<Vec<u128>, Refusal> {
    let mut below: u128 = 1;
    for (_, b) in shares.clone() {
        let b = u128::from(b.max(1));
        below = below.checked_mul(b / divisor(below, b)).filter(|n| *n < 1 << 64).ok_or(Refusal::TooLarge)?;
    }
    let weights: Vec<u128> = shares.map(|(a, b)| u128::from(a) * (below / u128::from(b.max(1)))).collect();
    match weights.iter().try_fold(0_u128, |sum, w| sum.checked_add(*w)) {
        Some(sum) if sum == below => Ok(weights),
        _ => Err(Refusal::Shares(of.into())),
    }
}

fn divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { divisor(b, a % b) }
}
