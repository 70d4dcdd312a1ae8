//! What failing goes with on the other measures: quantiles over all futures, and some of them as they are.

use milepost_strategy::model::Measure;

use super::study::{Asked, Study};
use super::{SAMPLED, Sample, Split};
use crate::asked;

impl<'a> Study<'a> {
    /// The measures that are shown beside each other: those with a bar, and the one asked for; all where these are few.
    pub(super) fn shown(&self, asked: &Asked) -> Vec<(&'a Measure, usize)> {
        let all = asked::measures(self.strategy, self.stored);
        let with_bar = |m: &(&Measure, usize)| m.0.acceptable.is_some() || m.1 == asked.measure;
        let some: Vec<_> = all.iter().copied().filter(with_bar).collect();
        if some.len() < 2 { all } else { some }
    }

    pub(super) fn sample(&self, asked: &Asked) -> Sample {
        let futures = self.size().2;
        let rows: Vec<usize> = match futures <= SAMPLED {
            true => (0..futures).collect(),
            false => (0..SAMPLED).map(|i| i * futures / SAMPLED).collect(),
        };
        let first = self.run_of().first;
        let known = |value: f64| value.is_finite().then_some(value);
        let one = |(measure, at): (&Measure, usize)| {
            let values = &self.stored.outcomes[asked.pathway][at];
            (measure.name.clone(), rows.iter().map(|&row| known(values[row])).collect())
        };
        let measures = self.shown(asked).into_iter().map(one).collect();
        Sample { futures: rows.iter().map(|&row| first + row as u64).collect(), measures }
    }

    pub(super) fn split(&self, pathway: usize, (measure, at): (&Measure, usize), fails: &[bool]) -> Split {
        let of = |wanted: bool| -> (Option<[f64; 3]>, u64) {
            let rows = self.stored.outcomes[pathway][at].iter().zip(fails).filter(|(_, fails)| **fails == wanted);
            let (mut known, mut unknown) = (vec![], 0);
            rows.for_each(|(value, _)| if value.is_nan() { unknown += 1 } else { known.push(*value) });
            known.sort_unstable_by(f64::total_cmp);
            let at = |share: f64| known[((known.len() - 1) as f64 * share).round() as usize];
            ((!known.is_empty()).then(|| [0.1, 0.5, 0.9].map(at)), unknown)
        };
        let ((failing, a), (holding, b)) = (of(true), of(false));
        Split { measure: measure.name.clone(), failing, holding, unknown: [a, b] }
    }
}
