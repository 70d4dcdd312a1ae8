//! Which uncertainties the futures kept differ in.

use milepost_ensemble::{Outcomes, Tally};
use milepost_strategy::model::{Strategy, Type};

use super::Narrowed;

/// Share of choices by chance alone in which any uncertainty is called narrowed.
const LEVEL: f64 = 0.05;

/// Every uncertainty that varies, the most narrowed first.
pub(super) fn narrowed(strategy: &Strategy, tried: &Outcomes, kept: &[usize]) -> Vec<Narrowed> {
    let varies = |values: &[f64]| values.iter().any(|v| *v != values[0]);
    let all: Vec<(&String, &Vec<f64>)> = tried.parameters.iter().zip(&tried.drawn).filter(|(_, v)| varies(v)).collect();
    let count = all.len();
    let mut found: Vec<Narrowed> = all
        .into_iter()
        .map(|(name, values)| {
            let mut is_kept = vec![false; values.len()];
            kept.iter().for_each(|k| is_kept[*k] = true);
            let side = |want: bool| {
                let chosen = values.iter().zip(&is_kept).filter(|(_, is)| **is == want);
                chosen.map(|(v, _)| *v).collect::<Vec<f64>>()
            };
            let (inside, outside) = (side(true), side(false));
            let chance = critical(LEVEL / count as f64, inside.len(), outside.len());
            let distance = distance(&inside, &outside);
            Narrowed {
                name: name.clone(),
                before: Tally::of(values.iter().copied()).spread(),
                after: Tally::of(inside.iter().copied()).spread(),
                categories: categories(strategy, name, values, &inside),
                distance,
                chance,
                identified: distance > chance,
            }
        })
        .collect();
    found.sort_by(|a, b| b.distance.total_cmp(&a.distance));
    found
}

/// Each category of an uncertainty with its share before and after.
fn categories(strategy: &Strategy, name: &str, before: &[f64], after: &[f64]) -> Vec<(String, f64, f64)> {
    let base = name.split('[').next().unwrap_or_default();
    let Some(Type::Category(labels)) = strategy.variables.iter().find(|v| v.name == base).map(|v| &v.ty) else {
        return Vec::new();
    };
    let share = |values: &[f64], k: usize| {
        values.iter().filter(|v| **v == k as f64).count() as f64 / values.len().max(1) as f64
    };
    labels.iter().enumerate().map(|(k, label)| (label.clone(), share(before, k), share(after, k))).collect()
}

/// The largest distance between the distribution functions of two samples; 0 where either is empty.
pub(super) fn distance(a: &[f64], b: &[f64]) -> f64 {
    let sorted = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(f64::total_cmp);
        values
    };
    let (a, b) = (sorted(a), sorted(b));
    let (mut i, mut j, mut largest) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        let at = if a[i].total_cmp(&b[j]).is_le() { a[i] } else { b[j] };
        i += a[i..].iter().take_while(|v| v.total_cmp(&at).is_le()).count();
        j += b[j..].iter().take_while(|v| v.total_cmp(&at).is_le()).count();
        largest = largest.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    largest
}

/// The distance that two samples of one distribution exceed with this probability, asymptotically.
pub(super) fn critical(level: f64, n: usize, m: usize) -> f64 {
    if n == 0 || m == 0 {
        return 1.0;
    }
    let (n, m) = (n as f64, m as f64);
    ((-(level / 2.0).ln() / 2.0).sqrt() * ((n + m) / (n * m)).sqrt()).min(1.0)
}
