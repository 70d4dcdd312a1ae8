//! Ops that take many instructions a lane: one function over a row for each instruction set.

use milepost_ir::Code;

use super::Chunk;
use crate::{math, philox};

/// Applies `f` to rows of `lanes` lanes, a chunk at a time.
///
/// # Safety
/// The pointers are to that many lanes, a multiple of 8, aligned to 64 bytes.
#[inline(always)]
unsafe fn map(dst: *mut f64, a: *const f64, b: *const f64, lanes: usize, f: impl Fn(f64, f64) -> f64) {
    for i in 0..lanes / 8 {
        // SAFETY: i * 8 + 8 <= lanes.
        unsafe {
            let x = a.cast::<Chunk>().add(i).read().0;
            let y = b.cast::<Chunk>().add(i).read().0;
            let mut r = [0.0; 8];
            for j in 0..8 {
                r[j] = f(x[j], y[j]);
            }
            dst.cast::<Chunk>().add(i).write(Chunk(r));
        }
    }
}

/// Applies `f` where |x| <= [`math::LIMIT`], else `slow`.
///
/// # Safety
/// As for [`map`].
#[inline(always)]
unsafe fn map_within(dst: *mut f64, a: *const f64, lanes: usize, f: impl Fn(f64) -> f64, slow: fn(f64) -> f64) {
    for i in 0..lanes / 8 {
        // SAFETY: i * 8 + 8 <= lanes.
        unsafe {
            let x = a.cast::<Chunk>().add(i).read().0;
            let mut r = [0.0; 8];
            let mut beyond = 0;
            for j in 0..8 {
                r[j] = f(x[j]);
                beyond |= u64::from((x[j].abs() > math::LIMIT) | x[j].is_nan());
            }
            if beyond != 0 {
                for j in 0..8 {
                    r[j] = slow(x[j]);
                }
            }
            dst.cast::<Chunk>().add(i).write(Chunk(r));
        }
    }
}

/// One op on a row; only those that [`super::body`] hands over.
///
/// # Safety
/// The pointers are to that many lanes, a multiple of 8, aligned to 64 bytes.
#[inline(always)]
pub(super) unsafe fn row(code: Code, dst: *mut f64, a: *const f64, b: *const f64, lanes: usize) {
    macro_rules! one {
        ($f:path) => {
            map(dst, a, a, lanes, |x, _| $f(x))
        };
    }
    // SAFETY: passed on from the caller.
    unsafe {
        match code {
            Code::Exp => one!(math::exp),
            Code::Ln => one!(math::ln),
            Code::Pow => map(dst, a, b, lanes, math::pow),
            Code::Sin => map_within(dst, a, lanes, math::sin_within, math::sin),
            Code::Cos => map_within(dst, a, lanes, math::cos_within, math::cos),
            Code::Tan => map_within(dst, a, lanes, math::tan_within, math::tan),
            Code::Atan => one!(math::atan),
            Code::Asin => one!(math::asin),
            Code::Acos => one!(math::acos),
            Code::Logistic => one!(math::logistic),
            Code::NormalQuantile => one!(math::normal_quantile),
            Code::NormalCdf => one!(math::normal_cdf),
            Code::Ceil => one!(math::ceil),
            Code::Round => one!(math::round),
            Code::Trunc => one!(math::trunc),
            Code::Mod => map(dst, a, b, lanes, math::modulo),
            Code::KnownLt => map(dst, a, b, lanes, math::known_lt),
            Code::KnownLe => map(dst, a, b, lanes, math::known_le),
            Code::KnownEq => map(dst, a, b, lanes, math::known_eq),
            Code::KnownAnd => map(dst, a, b, lanes, math::known_and),
            Code::KnownOr => map(dst, a, b, lanes, math::known_or),
            _ => unreachable!("{code:?} is done in place"),
        }
    }
}

/// Uniform draws of consecutive members.
///
/// # Safety
/// The pointer is to that many lanes, a multiple of 8, aligned to 64 bytes.
#[inline(always)]
pub(super) unsafe fn draw(dst: *mut f64, lanes: usize, seed: u64, stream: u64, member: u32, step: u32) {
    for i in 0..lanes / 8 {
        let mut r = [0.0; 8];
        for (j, r) in r.iter_mut().enumerate() {
            *r = philox::uniform(seed, stream, member.wrapping_add((i * 8 + j) as u32), step);
        }
        // SAFETY: i * 8 + 8 <= lanes.
        unsafe { dst.cast::<Chunk>().add(i).write(Chunk(r)) };
    }
}
