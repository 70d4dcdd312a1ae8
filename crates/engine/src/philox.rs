//! Random numbers: Philox4x32-10 (Salmon, Moraes, Dror and Shaw, 2011).

const MULTIPLIER: [u64; 2] = [0xd251_1f53, 0xcd9e_8d57];
const KEY_STEP: [u64; 2] = [0x9e37_79b9, 0xbb67_ae85];
const WORD: u64 = 0xffff_ffff;
const ROUNDS: usize = 10;

/// The step number of draws made before the first step.
pub const AT_START: u32 = u32::MAX;

/// The four words at a counter, each in the low half of an integer.
#[inline(always)]
pub(crate) fn philox(counter: [u64; 4], key: [u64; 2]) -> [u64; 4] {
    let ([mut a, mut b, mut c, mut d], [mut j, mut k]) = (counter, key);
    let mut round = 0;
    while round < ROUNDS {
        let p = (a & WORD) * MULTIPLIER[0];
        let q = (c & WORD) * MULTIPLIER[1];
        (a, b, c, d) = ((q >> 32) ^ b ^ j, q & WORD, (p >> 32) ^ d ^ k, p & WORD);
        j = (j + KEY_STEP[0]) & WORD;
        k = (k + KEY_STEP[1]) & WORD;
        round += 1;
    }
    [a, b, c, d]
}

/// A number in the open interval (0, 1), the centre of one of 2^52 equal cells.  (With 2^53 cells the centre of the
/// last would round to 1.)
#[inline(always)]
pub(crate) fn unit(low: u64, high: u64) -> f64 {
    const ONE: u64 = 0x3ff0_0000_0000_0000;
    const HALF_CELL: f64 = f64::EPSILON / 2.0;
    let word = high << 32 | low;
    (f64::from_bits(ONE | (word >> 12)) - 1.0) + HALF_CELL
}

/// The uniform draw on (0, 1) of a stream, for a member at a step; [`AT_START`] for draws before the first step.
#[inline(always)]
pub fn uniform(seed: u64, stream: u64, member: u32, step: u32) -> f64 {
    let counter = [u64::from(member), u64::from(step), stream & WORD, stream >> 32];
    let [low, high, ..] = philox(counter, [seed & WORD, seed >> 32]);
    unit(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From kat_vectors of Random123.
    #[test]
    fn known_answers() {
        let cases = [
            ([0; 4], [0; 2], [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]),
            ([WORD; 4], [WORD; 2], [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd]),
            (
                [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
                [0xa4093822, 0x299f31d0],
                [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
            ),
        ];
        for (counter, key, words) in cases {
            assert_eq!(philox(counter, key), words);
        }
    }

    #[test]
    fn the_interval_is_open() {
        assert_eq!(unit(0, 0), f64::EPSILON / 2.0);
        assert_eq!(unit(WORD, WORD), 1.0 - f64::EPSILON / 2.0);
    }

    #[test]
    fn the_counter_and_the_key_are_laid_out_as_documented() {
        let (seed, stream) = (0x299f31d0_a4093822, 0x03707344_13198a2e);
        assert_eq!(uniform(seed, stream, 0x243f6a88, 0x85a308d3), unit(0xd16cfe09, 0x94fdcceb));
    }

    #[test]
    fn moments_are_those_of_the_uniform_distribution() {
        let n = 100_000;
        let draws: Vec<f64> = (0..n).map(|i| uniform(7, 11, i, 3)).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / f64::from(n);
        assert!((mean - 0.5).abs() < 0.003, "{mean}");
        assert!((variance - 1.0 / 12.0).abs() < 0.001, "{variance}");
    }
}
