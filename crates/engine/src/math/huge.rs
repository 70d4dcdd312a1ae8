//! Reduction of huge angles after Payne and Hanek (1983), in integers.

use super::trig::Reduced;

/// Bits of 2 / pi after the point, with 64 zero bits before.
const TWO_OVER_PI: [u64; 21] = [
    0,
    0xa2f9836e4e441529,
    0xfc2757d1f534ddc0,
    0xdb6295993c439041,
    0xfe5163abdebbc561,
    0xb7246e3a424dd2e0,
    0x06492eea09d1921c,
    0xfe1deb1cb129a73e,
    0xe88235f52ebb4484,
    0xe99c7026b45f7e41,
    0x3991d639835339f4,
    0x9c845f8bbdf9283b,
    0x1ff897ffde05980f,
    0xef2f118b5a0a6d1f,
    0x6d367ecf27cb09b7,
    0x4f463f669e5fea2d,
    0x7527bac7ebe5f17b,
    0x3d0739f78a5292ea,
    0x6bfb5fb11f8d5d08,
    0x56033046fc7b6bab,
    0xf0cfbc209af4361d,
];
/// pi / 2 * 2^63.
const PI_OVER_2: u64 = 0xc90fdaa22168c234;

/// The angle less a multiple of pi / 2; none if it is not finite.  For angles above 2^16.
pub(super) fn reduce(x: f64) -> Option<Reduced> {
    if !x.is_finite() {
        return None;
    }
    let bits = x.to_bits();
    let mantissa = (bits & 0x000f_ffff_ffff_ffff) | 0x0010_0000_0000_0000;
    let exponent = ((bits >> 52) & 0x7ff) as i64 - 1075;
    // x = mantissa * 2^exponent.  Bits of 2 / pi whose product with it is a multiple of 4 are left out:
    // the first that counts has weight 2^(1 - exponent).  192 of them are enough.
    let offset = (exponent + 62).max(0) as usize;
    let (word, shift) = (offset / 64, offset % 64);
    let take = |i: usize| {
        let at = |i: usize| TWO_OVER_PI.get(word + i).copied().unwrap_or(0);
        if shift == 0 { at(i) } else { at(i) << shift | at(i + 1) >> (64 - shift) }
    };
    let wide = |i: usize| u128::from(mantissa) * u128::from(take(i));
    let low = wide(2);
    let middle = wide(1) + (low >> 64);
    let top = (wide(0) as u64).wrapping_add((middle >> 64) as u64);
    // The product modulo 4, in units of 2^-190; of the fraction 126 bits are kept.
    let mut quadrant = top >> 62;
    let mut fraction = u128::from(top << 2) << 64 | u128::from(middle as u64) << 2 | u128::from(low as u64 >> 62);
    let mut negative = x < 0.0;
    if negative {
        quadrant = quadrant.wrapping_neg() & 3;
    }
    if fraction >> 127 == 1 {
        fraction = fraction.wrapping_neg();
        let next = if negative { quadrant.wrapping_sub(1) } else { quadrant + 1 };
        quadrant = next & 3;
        negative = !negative;
    }
    let zeros = fraction.leading_zeros();
    let leading = ((fraction << zeros.min(127)) >> 64) as u64;
    let product = u128::from(leading) * u128::from(PI_OVER_2);
    // The product is below 2^128 and stands for product * 2^(-127 - zeros).
    let unit = f64::from_bits((1023 - 127 - u64::from(zeros)) << 52);
    let first = (product >> 75) << 75;
    let high = first as f64 * unit;
    let low = (product - first) as f64 * unit;
    let sign = if negative { -1.0 } else { 1.0 };
    Some(Reduced { high: sign * high, low: sign * low, quadrant })
}
