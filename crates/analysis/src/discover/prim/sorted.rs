use std::thread;

use crate::table::{Kind, Table};

/// The rows in play, and per numeric column the same rows from its lowest value to its highest.
///
/// Columns are sorted once; taking rows away keeps the order, so no peel sorts anything.
#[derive(Clone, Debug)]
pub(super) struct Sorted {
    /// Ascending.
    pub rows: Vec<u32>,
    /// Per column; empty for categories.
    pub orders: Vec<Vec<u32>>,
}

impl Sorted {
    /// Sorts every numeric column.
    pub fn new(table: &Table, threads: usize) -> Self {
        let mut orders: Vec<Vec<u32>> = vec![vec![]; table.columns().len()];
        let columns = table.columns();
        each(&mut orders, threads, |column, order| {
            if !matches!(columns[column].kind, Kind::Categorical(_)) {
                *order = sorted_rows(columns[column].values);
            }
        });
        Sorted { rows: (0..table.rows() as u32).collect(), orders }
    }

    /// Keeps the rows that are marked.
    pub fn retain(&mut self, marked: &[bool], threads: usize) {
        let threads = if self.rows.len() < WORTH_A_THREAD { 1 } else { threads };
        each(&mut self.orders, threads, |_, order| keep(order, marked));
        keep(&mut self.rows, marked);
    }
}

/// Below this many rows, starting a thread costs more than it saves.
const WORTH_A_THREAD: usize = 1 << 15;

/// Row numbers by value, equal values by row.  `-0` counts as `0`.
pub(in crate::discover) fn sorted_rows(values: &[f64]) -> Vec<u32> {
    let mut keyed: Vec<(u64, u32)> = values.iter().zip(0..).map(|(&value, row)| (ascending_bits(value), row)).collect();
    keyed.sort_unstable();
    keyed.into_iter().map(|(_, row)| row).collect()
}

/// Bits that are ordered as the finite numbers are.
fn ascending_bits(value: f64) -> u64 {
    let bits = (value + 0.0).to_bits();
    if bits >> 63 == 1 { !bits } else { bits | 1 << 63 }
}

/// Without a branch: which rows go is as good as random to the processor.
fn keep(rows: &mut Vec<u32>, marked: &[bool]) {
    let mut kept = 0;
    for at in 0..rows.len() {
        let row = rows[at];
        rows[kept] = row;
        kept += usize::from(marked[row as usize]);
    }
    rows.truncate(kept);
}

/// Does the work on every item, split into runs of neighbours; what comes out does not depend on the split.
fn each<T: Send>(items: &mut [T], threads: usize, work: impl Fn(usize, &mut T) + Sync) {
    let run = items.len().div_ceil(threads.max(1)).max(1);
    if run >= items.len() {
        return items.iter_mut().enumerate().for_each(|(at, item)| work(at, item));
    }
    thread::scope(|scope| {
        for (part, items) in items.chunks_mut(run).enumerate() {
            let work = &work;
            scope.spawn(move || {
                for (at, item) in items.iter_mut().enumerate() {
                    work(part * run + at, item);
                }
            });
        }
    });
}

/// Where to cut sorted values, as in sdtoolkit: the middle between the two values round the share, widened until they
/// differ; away from the nearer end, so that a cut always takes something unless all values are equal.
pub(super) fn quantile(count: usize, share: f64, value: impl Fn(usize) -> f64) -> f64 {
    let at = (count - 1) as f64 * share;
    let (mut low, mut high) = (at.floor() as usize, at.ceil() as usize);
    let level = value(low);
    if level == value(high) {
        if share > 0.5 {
            low = first_at(low, |at| value(at) == level).saturating_sub(1);
        } else {
            high = (last_from(high, count, |at| value(at) == level) + 1).min(count - 1);
        }
    }
    (value(low) + value(high)) / 2.0
}

/// The first index of the run of equals that ends at `end`.
fn first_at(end: usize, equal: impl Fn(usize) -> bool) -> usize {
    count_while(end, |at| !equal(at))
}

/// The last index of the run of equals that begins at `start`.
fn last_from(start: usize, count: usize, equal: impl Fn(usize) -> bool) -> usize {
    start + count_while(count - start - 1, |at| equal(start + 1 + at))
}

/// How many of the first `count` indices fulfil a condition that holds up to some index and never after it.
pub(in crate::discover) fn count_while(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition, word by word.
    fn by_definition(values: &[f64], share: f64) -> f64 {
        let at = (values.len() - 1) as f64 * share;
        let (mut low, mut high) = (at.floor() as usize, at.ceil() as usize);
        while share > 0.5 && values[low] == values[high] && low > 0 {
            low -= 1;
        }
        while share <= 0.5 && values[low] == values[high] && high < values.len() - 1 {
            high += 1;
        }
        (values[low] + values[high]) / 2.0
    }

    #[test]
    fn quantiles_widen_over_equal_values() {
        let cases: [&[f64]; 6] = [
            &[1.0],
            &[1.0, 1.0, 1.0],
            &[0.0, 0.0, 0.0, 1.0, 2.0, 2.0, 2.0],
            &[0.0, 1.0, 2.0, 3.0, 4.0],
            &[-3.0, -3.0, -1.0, 0.5, 0.5, 7.0, 7.0, 7.0, 7.0],
            &[0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 9.0],
        ];
        for values in cases {
            for share in [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] {
                let found = quantile(values.len(), share, |at| values[at]);
                assert_eq!(found, by_definition(values, share), "{values:?} at {share}");
            }
        }
    }

    #[test]
    fn rows_are_sorted_by_value_then_row() {
        assert_eq!(sorted_rows(&[2.0, -1.0, 0.0, -0.0, -5.0, 2.0]), [4, 1, 2, 3, 0, 5]);
    }
}
