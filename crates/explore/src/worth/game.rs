//! Which sets of parts are to be valued, and what each part contributes to them.

use std::collections::BTreeMap;

/// For each part, whether it is in.
pub(super) type Set = Vec<bool>;

/// The sets to be valued.
pub(super) struct Game {
    /// Number of parts.
    parts: usize,
    /// The sets, none twice.
    pub sets: Vec<Set>,
    /// All parts, as an index into the sets.
    full: usize,
    /// No part.
    empty: usize,
    /// All but this part.
    without: Vec<usize>,
    /// This part only.
    only: Vec<usize>,
    averaging: Averaging,
}

/// Over which orders contributions are averaged.
enum Averaging {
    /// All: weights by the number of parts that came before.  The sets are in the order of their bits.
    All(Vec<f64>),
    /// Pairs of orders; the sets that each walks through, and who joins.
    Drawn(Vec<[Walk; 2]>),
}

/// An order, and the sets it walks through from none to all.
struct Walk {
    order: Vec<usize>,
    sets: Vec<usize>,
}

/// What parts are worth in one future.
pub(super) struct Values {
    /// Gain of all parts.
    pub full: f64,
    /// Gain of none.
    pub empty: f64,
    /// Per part: gain of all minus gain of the others.
    pub lost: Vec<f64>,
    /// Per part: gain of it alone minus gain of none.
    pub alone: Vec<f64>,
    /// Per group of orders (all, or a pair) and part: its mean contribution.
    pub contributions: Vec<Vec<f64>>,
}

impl Game {
    /// All sets of up to [`super::EXACT`] parts.
    pub fn exact(parts: usize) -> Game {
        let sets: Vec<Set> =
            (0..1_usize << parts).map(|bits| (0..parts).map(|i| bits >> i & 1 == 1).collect()).collect();
        // Of n! orders, s! (n - s - 1)! have just these s parts before this one.
        let mut weights = vec![1.0 / parts.max(1) as f64; parts];
        for s in 1..parts {
            weights[s] = weights[s - 1] * s as f64 / (parts - s) as f64;
        }
        let full = sets.len() - 1;
        Game {
            parts,
            full,
            empty: 0,
            without: (0..parts).map(|i| full ^ 1 << i).collect(),
            only: (0..parts).map(|i| 1 << i).collect(),
            sets,
            averaging: Averaging::All(weights),
        }
    }

    /// The sets that drawn orders walk through, each order with its reverse.
    pub fn drawn(parts: usize, pairs: usize, seed: u64) -> Game {
        let mut known = BTreeMap::new();
        let mut sets = Vec::new();
        let mut at = |set: Set| {
            *known.entry(set).or_insert_with_key(|set| {
                sets.push(set.clone());
                sets.len() - 1
            })
        };
        let (full, empty) = (at(vec![true; parts]), at(vec![false; parts]));
        let all_but = |i: usize, inside: bool| (0..parts).map(|k| (k == i) == inside).collect();
        let without = (0..parts).map(|i| at(all_but(i, false))).collect();
        let only = (0..parts).map(|i| at(all_but(i, true))).collect();
        let mut random = Random(seed);
        let walks = (0..pairs).map(|_| {
            let order = random.order(parts);
            let reverse = order.iter().rev().copied().collect();
            [order, reverse].map(|order: Vec<usize>| {
                let mut set = vec![false; parts];
                let mut sets = vec![at(set.clone())];
                for &i in &order {
                    set[i] = true;
                    sets.push(at(set.clone()));
                }
                Walk { order, sets }
            })
        });
        let walks = walks.collect();
        Game { parts, full, empty, without, only, sets, averaging: Averaging::Drawn(walks) }
    }

    /// Groups of orders: one of all, or the pairs drawn.
    pub fn groups(&self) -> usize {
        match &self.averaging {
            Averaging::All(_) => 1,
            Averaging::Drawn(pairs) => pairs.len(),
        }
    }

    /// What parts are worth in a future, from the gain of each set there.
    pub fn values(&self, gain: &[f64]) -> Values {
        Values {
            full: gain[self.full],
            empty: gain[self.empty],
            lost: self.without.iter().map(|&set| gain[self.full] - gain[set]).collect(),
            alone: self.only.iter().map(|&set| gain[set] - gain[self.empty]).collect(),
            contributions: self.contributions(gain),
        }
    }

    fn contributions(&self, gain: &[f64]) -> Vec<Vec<f64>> {
        let pairs = match &self.averaging {
            Averaging::All(weights) => return vec![self.weighted(weights, gain)],
            Averaging::Drawn(pairs) => pairs,
        };
        let of_pair = |pair: &[Walk; 2]| {
            let mut mean = vec![0.0; self.parts];
            for walk in pair {
                for (&part, step) in walk.order.iter().zip(walk.sets.windows(2)) {
                    mean[part] += 0.5 * (gain[step[1]] - gain[step[0]]);
                }
            }
            mean
        };
        pairs.iter().map(of_pair).collect()
    }

    fn weighted(&self, weights: &[f64], gain: &[f64]) -> Vec<f64> {
        let mut values = vec![0.0; self.parts];
        for (bits, before) in gain.iter().enumerate() {
            let size = bits.count_ones() as usize;
            for (i, value) in values.iter_mut().enumerate().filter(|(i, _)| bits >> i & 1 == 0) {
                *value += weights[size] * (gain[bits | 1 << i] - before);
            }
        }
        values
    }
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same orders from the same seed on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A whole number below `n`; the bias is below n in 2^64.
    fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next()) * n as u128) >> 64) as usize
    }

    /// A random order (Fisher and Yates).
    fn order(&mut self, n: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..n).collect();
        for last in (1..n).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}
