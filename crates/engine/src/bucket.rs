//! Magnitudes rounded to 8 significant bits, which distributions count.
//!
//! A magnitude is at most 1 part in 256 (0.4 %) from the one that its bucket stands for; whole numbers up to 256 stand for
//! themselves.

/// Bits of the mantissa that are rounded off: 7 stay.
const DROPPED: u32 = 45;

/// Buckets to a power of two.
pub(crate) const OCTAVE: u32 = 128;

/// The bucket of a value's magnitude, growing with it: its leading bits, rounded to the nearest.
#[inline]
pub(crate) fn bucket(value: f64) -> u32 {
    ((value.abs().to_bits() + (1 << (DROPPED - 1))) >> DROPPED) as u32
}

/// The magnitude that a bucket stands for.
pub(crate) fn magnitude(bucket: u32) -> f64 {
    f64::from_bits(u64::from(bucket) << DROPPED)
}
