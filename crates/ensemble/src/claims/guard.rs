//! Futures in which there is no gain to compare with.

use milepost_strategy::model::{Claim, MeasureId, Strategy, VariantId};

use super::walk;

/// The full gains a claim compares the gain of a lesser pathway with: `gain(m, P)` wherever the claim also speaks of
/// `gain(m, P without ...)` or `gain(m, P with ...)`.  Futures in which one of them is less than matters are counted
/// apart: a part of nothing says nothing.
pub(crate) fn guards(strategy: &Strategy, claim: &Claim) -> Vec<(MeasureId, VariantId)> {
    let mut gains = Vec::new();
    walk(claim, &mut |part| {
        if let Claim::Gain(measure, variant) = part {
            gains.push((*measure, *variant));
        }
    });
    let plain = |variant: VariantId| {
        strategy.variants.get(variant.index()).filter(|v| v.without.is_empty() && v.with.is_empty()).map(|v| v.pathway)
    };
    let lesser: Vec<_> = gains
        .iter()
        .filter(|(_, variant)| plain(*variant).is_none())
        .filter_map(|(measure, variant)| Some((*measure, strategy.variants.get(variant.index())?.pathway)))
        .collect();
    let mut full: Vec<_> = gains
        .into_iter()
        .filter(|(measure, variant)| plain(*variant).is_some_and(|pathway| lesser.contains(&(*measure, pathway))))
        .collect();
    full.sort_unstable();
    full.dedup();
    full
}
