//! Two runs, column by column.

use crate::run::{Run, key};
use std::collections::BTreeSet;

/// Larger differences are no rounding: arithmetic in another order moves the last digits only.
const LARGEST: f64 = 1e-6;

/// How two runs compare.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// Columns that were compared.
    pub columns: usize,
    /// Instants at which they were.
    pub times: usize,
    /// The largest difference, relative to the column's largest value.
    pub largest: f64,
    /// Columns that random numbers reach, which were not compared.
    pub random: usize,
    /// What is not the same, in words; the largest difference first.
    pub apart: Vec<String>,
}

/// Compares the columns of two runs; `names` are the columns of the first and what they are called in the second.
pub fn compare(first: &Run, second: &Run, names: &[(String, String)], random: &BTreeSet<String>) -> Agreement {
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * a.abs().max(b.abs()).max(1.0);
    let mut from = 0;
    let mut pairs = Vec::new();
    for (i, &time) in first.times.iter().enumerate() {
        while second.times.get(from).is_some_and(|&t| t < time && !near(t, time)) {
            from += 1;
        }
        if second.times.get(from).is_some_and(|&t| near(t, time)) {
            pairs.push((i, from));
        }
    }
    let mut agreement = Agreement { times: pairs.len(), ..Agreement::default() };
    if pairs.len() != first.times.len() {
        let (a, b) = (first.times.len(), pairs.len());
        agreement.apart.push(format!("of {a} instants {b} are there again"));
    }
    let mut apart: Vec<(f64, String)> = Vec::new();
    for (old, new) in names {
        if random.contains(&key(old)) {
            agreement.random += 1;
            continue;
        }
        let Some(a) = first.columns.get(&key(old)) else { continue };
        let Some(b) = second.columns.get(&key(new)) else {
            if !CONTROL.contains(&key(old).as_str()) {
                apart.push((f64::INFINITY, format!("`{old}` is not there again")));
            }
            continue;
        };
        agreement.columns += 1;
        let scale = a.iter().copied().filter(|v| v.is_finite()).fold(0.0, |l: f64, v| l.max(v.abs()));
        let mut worst: Option<(f64, usize, f64, f64)> = None;
        for &(i, j) in &pairs {
            let size = difference(a[i], b[j], scale);
            if worst.is_none_or(|(known, ..)| size > known) {
                worst = Some((size, i, a[i], b[j]));
            }
        }
        let Some((size, at, was, is)) = worst else { continue };
        if size > LARGEST {
            let time = first.times[at];
            apart.push((size, format!("`{old}` is {was} at {time} and would be {is}")));
        } else {
            agreement.largest = agreement.largest.max(size);
        }
    }
    apart.sort_by(|a, b| b.0.total_cmp(&a.0));
    agreement.apart.extend(apart.into_iter().map(|(_, text)| text));
    agreement
}

/// What holds the axis of time in one format and is no variable in another.
const CONTROL: [&str; 4] = ["initial time", "final time", "time step", "saveper"];

fn difference(a: f64, b: f64, scale: f64) -> f64 {
    if a == b || a.is_nan() && b.is_nan() {
        0.0
    } else if a.is_finite() && b.is_finite() {
        (a - b).abs() / scale.max(f64::MIN_POSITIVE)
    } else {
        f64::INFINITY
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn run(times: &[f64], columns: &[(&str, &[f64])]) -> Run {
        let columns = columns.iter().map(|(n, v)| (n.to_string(), v.to_vec())).collect::<BTreeMap<_, _>>();
        Run { times: times.to_vec(), columns }
    }

    fn names(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect()
    }

    #[test]
    fn rounding_is_the_same_and_anything_more_is_told() {
        let a = run(&[0.0, 1.0], &[("x", &[1.0, 100.0]), ("y", &[0.0, f64::NAN])]);
        let b = run(&[0.0, 0.5, 1.0], &[("x", &[1.0, 7.0, 100.0 + 1e-9]), ("z", &[0.0, 0.0, f64::NAN])]);
        let found = compare(&a, &b, &names(&[("x", "x"), ("y", "z")]), &BTreeSet::new());
        assert_eq!((found.columns, found.times, found.apart.len()), (2, 2, 0));
        assert!(found.largest > 0.0 && found.largest < 1e-10);
        let c = run(&[0.0, 1.0], &[("x", &[1.0, 100.1])]);
        let found = compare(&a, &c, &names(&[("x", "x"), ("y", "y")]), &BTreeSet::new());
        assert_eq!(found.apart, ["`y` is not there again", "`x` is 100 at 1 and would be 100.1"]);
    }

    #[test]
    fn random_columns_are_counted_apart() {
        let a = run(&[0.0], &[("x", &[1.0])]);
        let b = run(&[0.0], &[("x", &[2.0])]);
        let found = compare(&a, &b, &names(&[("x", "x")]), &BTreeSet::from(["x".to_string()]));
        assert_eq!((found.columns, found.random, found.apart.len()), (0, 1, 0));
    }
}
