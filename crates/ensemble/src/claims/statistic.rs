//! Statistics over all judged futures, exact.

use milepost_strategy::model::{Claim, Statistic};

use super::walk;
use crate::shard::SHARD;

/// The statistics in a claim, in the order in which they are written, and what each is of.
pub(crate) fn statistics_of(claim: &Claim) -> Vec<(Statistic, &Claim)> {
    let mut found = Vec::new();
    walk(claim, &mut |part| {
        if let Claim::Statistic(statistic, of) = part {
            found.push((*statistic, &**of));
        }
    });
    found
}

/// The statistic of known values in member order; unknown of none.
pub(crate) fn statistic(which: Statistic, values: &[f64]) -> f64 {
    if values.is_empty() {
        return f64::NAN;
    }
    match which {
        // A truth value is 1 or 0, so its mean is the share.
        Statistic::Mean | Statistic::Share => {
            let sum: f64 = values.chunks(SHARD as usize).map(|block| block.iter().sum::<f64>()).sum();
            sum / values.len() as f64
        }
        Statistic::Median => percentile(values, 50.0),
        Statistic::Percentile(percent) => percentile(values, percent),
    }
}

/// The percentile, interpolated between neighbouring ranks.
fn percentile(values: &[f64], percent: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let last = sorted.len() - 1;
    let rank = (percent / 100.0).clamp(0.0, 1.0) * last as f64;
    let below = rank.floor() as usize;
    let (a, b) = (sorted[below.min(last)], sorted[(below + 1).min(last)]);
    a + (b - a) * (rank - rank.floor())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exact_by_hand() {
        let values = [4.0, 1.0, 3.0, 2.0];
        for (which, expected) in [
            (Statistic::Mean, 2.5),
            (Statistic::Median, 2.5),
            (Statistic::Percentile(0.0), 1.0),
            (Statistic::Percentile(100.0), 4.0),
            (Statistic::Percentile(25.0), 1.75),
            (Statistic::Percentile(900.0), 4.0),
        ] {
            assert_eq!(statistic(which, &values), expected, "{which:?}");
        }
        assert_eq!(statistic(Statistic::Share, &[1.0, 0.0, 1.0, 1.0]), 0.75);
        assert!(statistic(Statistic::Median, &[]).is_nan());
    }
}
