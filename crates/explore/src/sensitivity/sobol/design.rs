//! The design: which groups come from which table, in which block.

use std::ops::Range;

use milepost_analysis::design::{Blocks, Design, MonteCarlo, Order, Sobol, replicate};
use milepost_ensemble::Points;

use super::super::groups::Group;
use super::super::parts::Kind;

/// Saltelli's scheme over groups, by blocks: A, AB of each group, BA of each group for pairs, B.
pub(super) struct Swaps<'a> {
    pub groups: &'a [Group],
    pub pairs: bool,
    pub samples: u64,
    pub replicates: u64,
    pub seed: u64,
}

impl Swaps<'_> {
    /// How many blocks.
    pub fn blocks(&self) -> usize {
        let order = if self.pairs { Order::Second } else { Order::First };
        Blocks { inputs: self.groups.len(), order }.step()
    }

    /// Whether a group comes from B in a block.
    fn of_b(&self, block: usize, group: usize) -> bool {
        let groups = self.groups.len();
        match block {
            0 => false,
            k if k == self.blocks() - 1 => true,
            k if k <= groups => k - 1 == group,
            k => k - 1 - groups != group,
        }
    }

    /// The futures of a block and the points they lie at: one for each base point of each replicate.
    pub fn block(&self, block: usize) -> (Range<u64>, Points) {
        let all = self.samples * self.replicates;
        // Luck is keyed by the future's number: that of B are other futures than that of A.
        let luck = self.groups.iter().position(|group| group.driver.kind == Kind::Luck);
        let first = if luck.is_some_and(|luck| self.of_b(block, luck)) { all } else { 0 };
        let mut columns: Vec<(u64, Vec<f64>)> = Vec::new();
        for (group, swapped) in self.groups.iter().enumerate() {
            for stream in &swapped.streams {
                let place = columns.len();
                columns.push((*stream, self.column(place, self.of_b(block, group))));
            }
        }
        (first..first + all, Points::new(first, columns))
    }

    /// A column of A or of B, one replicate after the other.  Streams beyond what the sequence is tabulated for are
    /// independent points.
    fn column(&self, place: usize, from_b: bool) -> Vec<f64> {
        let streams: usize = self.groups.iter().map(|group| group.streams.len()).sum();
        let tabulated = streams.min(Sobol::MOST_COLUMNS / 2);
        let rows = self.samples as usize;
        let mut out = vec![0.0; rows * self.replicates as usize];
        for (number, part) in (0..).zip(out.chunks_exact_mut(rows)) {
            let seed = replicate(self.seed, number);
            let of = |place: usize, half: usize| place + if from_b { half } else { 0 };
            // Both were checked when the study was made.
            if place < tabulated {
                if let Ok(design) = Sobol::new(self.samples, 2 * tabulated, seed) {
                    design.fill(of(place, tabulated), 0, part);
                }
            } else if let Ok(design) = MonteCarlo::new(self.samples, 2 * (streams - tabulated), seed) {
                design.fill(of(place - tabulated, streams - tabulated), 0, part);
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sensitivity::Driver;
    use milepost_analysis::design::{Independence, Saltelli};

    fn group(name: &str, kind: Kind, streams: &[u64]) -> Group {
        let driver = Driver { name: name.into(), title: name.into(), kind, members: streams.len() as u64 };
        Group { driver, streams: streams.to_vec(), names: Vec::new() }
    }

    /// With single inputs the blocks hold the numbers of the textbook design.
    #[test]
    fn blocks_are_saltellis() {
        let groups = [group("a", Kind::Input, &[1]), group("b", Kind::Input, &[2]), group("c", Kind::Input, &[3])];
        for (pairs, order) in [(false, Order::First), (true, Order::Second)] {
            let swaps = Swaps { groups: &groups, pairs, samples: 8, replicates: 2, seed: 5 };
            for number in 0..2 {
                let design = Saltelli::new(8, 3, order, replicate(5, number), &Independence::Independent).unwrap();
                for block in 0..swaps.blocks() {
                    for (column, _) in groups.iter().enumerate() {
                        let mine = swaps.column(column, swaps.of_b(block, column));
                        for i in 0..8 {
                            let row = i * swaps.blocks() + block;
                            let theirs = design.point(row as u64)[column];
                            assert_eq!(mine[number as usize * 8 + i], theirs, "{block} {column} {i}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn luck_is_swapped_by_other_futures() {
        let groups = [group("a", Kind::Input, &[1]), group("luck", Kind::Luck, &[])];
        let swaps = Swaps { groups: &groups, pairs: true, samples: 4, replicates: 3, seed: 1 };
        let first: Vec<u64> = (0..swaps.blocks()).map(|k| swaps.block(k).0.start).collect();
        // A, AB of a, AB of luck, BA of a (luck from B), BA of luck (luck from A), B.
        assert_eq!(first, [0, 0, 12, 12, 0, 12]);
    }

    /// More streams than the sequence has columns for: all of them are filled.
    #[test]
    fn too_many_streams_are_independent_points() {
        let streams: Vec<u64> = (0..600).collect();
        let groups = [group("others", Kind::Others, &streams)];
        let swaps = Swaps { groups: &groups, pairs: false, samples: 4, replicates: 2, seed: 1 };
        let last = [false, true].map(|from_b| swaps.column(599, from_b));
        assert!(last.iter().flatten().all(|u| *u > 0.0 && *u < 1.0) && last[0] != last[1]);
    }
}
