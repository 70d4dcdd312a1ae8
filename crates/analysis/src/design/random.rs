//! Random bits by position: what is drawn depends on (seed, purpose, index, counter) only, so that any part of a design
//! can be made alone and is the same on every machine.

/// Steele, Lea & Flood 2014: the odd constant by which SplitMix64 counts.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a stream is for: two purposes never share draws.
#[derive(Clone, Copy)]
pub(crate) enum Purpose {
    MonteCarlo = 1,
    Strata,
    Jitter,
    Scramble,
    Tail,
    Order,
    Base,
    Replicate,
    Resample,
    Shuffle,
}

/// SplitMix64 with its state at hand: draw number `counter` is computed directly.
#[derive(Clone, Copy)]
pub(crate) struct Stream {
    state: u64,
}

impl Stream {
    /// The stream of a purpose; `index` tells columns, trajectories or resamples apart.
    pub(crate) fn new(seed: u64, purpose: Purpose, index: u64) -> Self {
        let purposed = mix(mix(seed.wrapping_add(STEP)).wrapping_add(purpose as u64));
        Stream { state: mix(purposed.wrapping_add(mix(index.wrapping_add(STEP)))) }
    }

    /// Sixty-four bits.
    pub(crate) fn bits(self, counter: u64) -> u64 {
        mix(self.state.wrapping_add(counter.wrapping_add(1).wrapping_mul(STEP)))
    }

    /// A number in the open interval (0, 1).
    pub(crate) fn unit(self, counter: u64) -> f64 {
        unit(self.bits(counter))
    }

    /// A whole number below `end`, which must not be 0.  The bias is below `end` / 2^64.
    pub(crate) fn below(self, counter: u64, end: u64) -> u64 {
        ((u128::from(self.bits(counter)) * u128::from(end)) >> 64) as u64
    }
}

/// The midpoint of one of 2^52 equal parts of (0, 1): never 0, never 1.
pub(crate) fn unit(bits: u64) -> f64 {
    ((bits >> 12) as f64 + 0.5) / (1u64 << 52) as f64
}

/// Stafford's variant 13 of the 64-bit finaliser, as in SplitMix64.
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A random order of 0..n of which any place can be asked alone: a Feistel network over the bits of n (Luby & Rackoff 1988),
/// its halves unequal where the bits are odd, walked until the place lies below n (Black & Rogaway 2002).
#[derive(Clone, Copy)]
pub(crate) struct Permutation {
    stream: Stream,
    n: u64,
    left: u32,
    right: u32,
    /// Each round stirs one half by the other.  Halves of a bit or two have few ways to be stirred: eight rounds would leave
    /// the orders of five things far from equally likely.
    rounds: u64,
}

impl Permutation {
    pub(crate) fn new(stream: Stream, n: u64) -> Self {
        let bits = 64 - n.saturating_sub(1).leading_zeros();
        Permutation { stream, n, left: bits / 2, right: bits - bits / 2, rounds: if bits > 6 { 8 } else { 24 } }
    }

    /// Where `place`, which must be below n, goes.
    pub(crate) fn at(&self, place: u64) -> u64 {
        debug_assert!(place < self.n);
        let mut x = place;
        loop {
            x = self.once(x);
            if x < self.n {
                return x;
            }
        }
    }

    fn once(&self, x: u64) -> u64 {
        let (lefts, rights) = ((1u64 << self.left) - 1, (1u64 << self.right) - 1);
        let (mut left, mut right) = (x >> self.right, x & rights);
        for round in (0..self.rounds).step_by(2) {
            left ^= self.stream.bits((round << 32) | right) & lefts;
            right ^= self.stream.bits(((round + 1) << 32) | left) & rights;
        }
        (left << self.right) | right
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Oracle: the first outputs of SplitMix64 from state 1234567, as in the reference implementation's tests.
    #[test]
    fn counts_like_splitmix() {
        let stream = Stream { state: 1_234_567 };
        assert_eq!(stream.bits(0), 6_457_827_717_110_365_317);
        assert_eq!(stream.bits(1), 3_203_168_211_198_807_973);
    }

    #[test]
    fn every_place_once() {
        for n in [1, 2, 3, 5, 8, 63, 64, 65, 1000] {
            let order = Permutation::new(Stream::new(7, Purpose::Strata, n), n);
            let mut seen = vec![false; n as usize];
            (0..n).for_each(|i| seen[order.at(i) as usize] = true);
            assert!(seen.iter().all(|s| *s), "{n}");
        }
    }

    /// All orders of four and of five things come equally often, 1,000 times each: chi-square with 23 and 119 degrees of
    /// freedom, of which the 99.9 % quantiles are 49.7 and 172.
    #[test]
    fn all_orders_alike() {
        for (n, orders, most) in [(4, 24, 49.7), (5, 120, 172.0)] {
            let mut counts = std::collections::BTreeMap::new();
            for index in 0..1000 * orders as u64 {
                let order = Permutation::new(Stream::new(11, Purpose::Strata, index), n);
                *counts.entry((0..n).map(|i| order.at(i)).collect::<Vec<u64>>()).or_insert(0.0) += 1.0;
            }
            assert_eq!(counts.len(), orders);
            let chi: f64 = counts.values().map(|c: &f64| (c - 1000.0).powi(2) / 1000.0).sum();
            assert!(chi < most, "{n}: {chi}");
        }
    }

    #[test]
    fn purposes_differ() {
        let a = Stream::new(1, Purpose::Strata, 0).bits(0);
        assert_ne!(a, Stream::new(1, Purpose::Jitter, 0).bits(0));
        assert_ne!(a, Stream::new(1, Purpose::Strata, 1).bits(0));
        assert_ne!(a, Stream::new(2, Purpose::Strata, 0).bits(0));
    }
}
