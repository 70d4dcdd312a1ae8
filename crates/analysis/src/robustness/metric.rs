use super::performance::{Performance, Unusable, sorted};

/// A yardstick of robustness; of every one more is better (McPhail et al. 2018).
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Metric {
    /// The worst future.
    Maximin,
    /// The best future.
    Maximax,
    /// This weight on the worst future, the rest on the best.
    Hurwicz(f64),
    /// The mean over futures.
    Laplace,
    /// The largest shortfall behind the best alternative of each future, as a number that is never above 0.
    MinimaxRegret,
    /// The shortfall that only this share of futures exceeds (0.1: the 90th percentile of regret), never above 0.
    PercentileRegret(f64),
    /// (mean + 1) / (standard deviation + 1).  Undefined where the mean is -1 or less, since spread would then raise it,
    /// and for a single future.
    MeanVariance,
    /// The mean distance of the worse half of the futures below the alternative's own median, never above 0.
    UndesirableDeviations,
    /// How far the median lies toward the better end of the 10th to 90th percentiles, -1 to 1; undefined where these meet.
    PercentileSkew,
    /// The 10th to 90th percentiles' width over that of the 25th to 75th; undefined where the latter meet.
    PercentileKurtosis,
    /// The share of futures at least as good as this threshold (Starr's domain criterion).
    Starr(f64),
}

impl Metric {
    /// All eleven with their usual settings: equal weights, the 90th percentile of regret, and a threshold where one is given.
    pub fn all(threshold: Option<f64>) -> Vec<Metric> {
        use Metric::*;
        let mut all = vec![
            Maximin,
            Maximax,
            Hurwicz(0.5),
            Laplace,
            MinimaxRegret,
            PercentileRegret(0.1),
            MeanVariance,
            UndesirableDeviations,
            PercentileSkew,
            PercentileKurtosis,
        ];
        all.extend(threshold.map(Starr));
        all
    }

    /// As the literature calls it.
    pub fn name(self) -> &'static str {
        match self {
            Metric::Maximin => "maximin",
            Metric::Maximax => "maximax",
            Metric::Hurwicz(_) => "Hurwicz",
            Metric::Laplace => "Laplace",
            Metric::MinimaxRegret => "minimax regret",
            Metric::PercentileRegret(_) => "percentile regret",
            Metric::MeanVariance => "mean-variance",
            Metric::UndesirableDeviations => "undesirable deviations",
            Metric::PercentileSkew => "percentile skew",
            Metric::PercentileKurtosis => "percentile kurtosis",
            Metric::Starr(_) => "Starr's domain",
        }
    }

    /// What it asks, in plain words.
    pub fn question(self) -> &'static str {
        match self {
            Metric::Maximin => "how good is its worst future",
            Metric::Maximax => "how good is its best future",
            Metric::Hurwicz(_) => "how good are its worst and its best future, weighted",
            Metric::Laplace => "how good is it on average",
            Metric::MinimaxRegret => "how far does it ever fall behind the best alternative",
            Metric::PercentileRegret(_) => {
                "how far does it fall behind the best alternative, save in the worst futures"
            }
            Metric::MeanVariance => "how good is it on average, for its spread",
            Metric::UndesirableDeviations => "how far does its worse half fall below its own median",
            Metric::PercentileSkew => "does its middle lie toward its better end",
            Metric::PercentileKurtosis => "do its futures crowd round the middle",
            Metric::Starr(_) => "in how many futures is it good enough",
        }
    }

    /// Its value for every alternative; `None` where it is undefined.
    ///
    /// # Errors
    /// A weight or percentile outside 0 to 1, or a threshold that is not finite.
    pub fn of(self, performance: &Performance) -> Result<Vec<Option<f64>>, Unusable> {
        self.check()?;
        let per_alternative = |value: &dyn Fn(&[f64]) -> Option<f64>| {
            performance.oriented().iter().map(|values| value(values)).collect::<Vec<_>>()
        };
        let of_regret = |share: Option<f64>| {
            let regret = performance.regret();
            regret
                .iter()
                .map(|values| Some(share.map_or_else(|| worst(values), |share| nearest(&sorted(values), share))))
                .collect()
        };
        Ok(match self {
            Metric::Maximin => per_alternative(&|values| Some(worst(values))),
            Metric::Maximax => per_alternative(&|values| Some(best(values))),
            Metric::Hurwicz(weight) => {
                per_alternative(&|values| Some(weight * worst(values) + (1.0 - weight) * best(values)))
            }
            Metric::Laplace => per_alternative(&|values| Some(mean(values))),
            Metric::MinimaxRegret => of_regret(None),
            Metric::PercentileRegret(share) => of_regret(Some(share)),
            Metric::MeanVariance => per_alternative(&mean_variance),
            Metric::UndesirableDeviations => per_alternative(&|values| Some(undesirable_deviations(values))),
            Metric::PercentileSkew => per_alternative(&skew),
            Metric::PercentileKurtosis => per_alternative(&kurtosis),
            Metric::Starr(threshold) => {
                let threshold = performance.direction().oriented(threshold);
                per_alternative(&|values| {
                    let met = values.iter().filter(|&&value| value >= threshold).count();
                    Some(met as f64 / values.len() as f64)
                })
            }
        })
    }

    fn check(self) -> Result<(), Unusable> {
        let share = |name, value: f64| {
            if (0.0..=1.0).contains(&value) { Ok(()) } else { Err(Unusable::Share { name, value }) }
        };
        match self {
            Metric::Hurwicz(weight) => share("the weight on the worst future", weight),
            Metric::PercentileRegret(part) => share("the share of futures with more regret", part),
            Metric::Starr(threshold) if !threshold.is_finite() => Err(Unusable::Threshold),
            _ => Ok(()),
        }
    }
}

fn worst(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::INFINITY, f64::min)
}

fn best(values: &[f64]) -> f64 {
    values.iter().copied().fold(f64::NEG_INFINITY, f64::max)
}

/// Blocks of futures are added first, so that the error of the sum stays small at any number of them.
fn sum(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    const BLOCK: usize = 4096;
    let (mut blocks, mut block, mut count) = (0.0, 0.0, 0);
    for value in values {
        block += value;
        count += 1;
        if count == BLOCK {
            blocks += block;
            (block, count) = (0.0, 0);
        }
    }
    blocks + block
}

fn mean(values: &[f64]) -> f64 {
    sum(values.iter().copied()) / values.len() as f64
}

fn mean_variance(values: &[f64]) -> Option<f64> {
    let mean = mean(values);
    if values.len() < 2 || mean <= -1.0 {
        return None;
    }
    let squares = sum(values.iter().map(|value| (value - mean) * (value - mean)));
    Some((mean + 1.0) / ((squares / (values.len() - 1) as f64).sqrt() + 1.0))
}

fn undesirable_deviations(values: &[f64]) -> f64 {
    let sorted = sorted(values);
    let count = sorted.len();
    let median = (sorted[(count - 1) / 2] + sorted[count / 2]) / 2.0;
    let worse = &sorted[..count.div_ceil(2)];
    sum(worse.iter().map(|value| value - median)) / worse.len() as f64
}

/// The value whose place is nearest to the share; halfway between two, the even place.
fn nearest(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share).round_ties_even() as usize]
}

fn skew(values: &[f64]) -> Option<f64> {
    let sorted = sorted(values);
    let [low, middle, high] = [0.1, 0.5, 0.9].map(|share| nearest(&sorted, share));
    (high > low).then(|| (middle - (high + low) / 2.0) / ((high - low) / 2.0))
}

fn kurtosis(values: &[f64]) -> Option<f64> {
    let sorted = sorted(values);
    let [lowest, low, high, highest] = [0.1, 0.25, 0.75, 0.9].map(|share| nearest(&sorted, share));
    (high > low).then(|| (highest - lowest) / (high - low))
}
