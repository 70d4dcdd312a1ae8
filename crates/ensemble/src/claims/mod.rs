//! Hypotheses: every future is judged by each claim, and the counts give the verdict.

mod evaluate;
mod guard;
mod judge;
mod statistic;
#[cfg(test)]
mod tests;
mod unit;
mod verdict;
mod wilson;

pub(crate) use judge::{Judge, Judged};
pub(crate) use verdict::verdict;

use milepost_strategy::model::{Claim, MeasureId, VariantId};

/// The outcomes of one future.
pub(crate) trait Outcomes {
    /// The measure under the variant, in canonical units; NaN where it is unknown or was not run.
    fn outcome(&self, measure: MeasureId, variant: VariantId) -> f64;
}

/// Calls `visit` on a claim and everything in it, in the order in which they are written.
pub(crate) fn walk<'c>(claim: &'c Claim, visit: &mut impl FnMut(&'c Claim)) {
    visit(claim);
    match claim {
        Claim::Number(_) | Claim::Measure(..) | Claim::Gain(..) => {}
        Claim::Unary(_, a) | Claim::Statistic(_, a) => walk(a, visit),
        Claim::Binary(_, a, b) => {
            walk(a, visit);
            walk(b, visit);
        }
        Claim::If(parts) => parts.iter().for_each(|part| walk(part, visit)),
        Claim::Call(_, arguments) => arguments.iter().for_each(|argument| walk(argument, visit)),
        Claim::All(parts) => parts.iter().for_each(|(_, part)| walk(part, visit)),
    }
}

/// The variants a claim speaks of, with the reference where it speaks of gains.
pub(crate) fn variants_of(claim: &Claim, reference: Option<VariantId>) -> Vec<VariantId> {
    let mut found = Vec::new();
    walk(claim, &mut |part| match part {
        Claim::Measure(_, variant) => found.push(*variant),
        Claim::Gain(_, variant) => {
            found.push(*variant);
            found.extend(reference);
        }
        _ => {}
    });
    found.sort_unstable();
    found.dedup();
    found
}
