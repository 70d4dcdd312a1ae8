//! Ops that take many instructions a lane: one function over a row for each instruction set.

use milepost_ir::Code;

use super::Chunk;
use crate::{math, philox};

/// Applies a function to a row of so many lanes, or to two, a chunk at a time; where a function has limits, `slow` beyond.
///
/// A macro, so that the function is called by its name: one that is passed can be compiled on its own, without the row's
/// instruction set and a lane at a time.
macro_rules! map {
    ($f:path, $dst:ident, $lanes:ident, $a:ident) => {
        for i in 0..$lanes / 8 {
            let x = $a.cast::<Chunk>().add(i).read().0;
            let mut r = [0.0; 8];
            for j in 0..8 {
                r[j] = $f(x[j]);
            }
            $dst.cast::<Chunk>().add(i).write(Chunk(r));
        }
    };
    ($f:path, $dst:ident, $lanes:ident, $a:ident, $b:ident) => {
        for i in 0..$lanes / 8 {
            let x = $a.cast::<Chunk>().add(i).read().0;
            let y = $b.cast::<Chunk>().add(i).read().0;
            let mut r = [0.0; 8];
            for j in 0..8 {
                r[j] = $f(x[j], y[j]);
            }
            $dst.cast::<Chunk>().add(i).write(Chunk(r));
        }
    };
    ($f:path, slow $slow:path, $dst:ident, $lanes:ident, $a:ident) => {
        for i in 0..$lanes / 8 {
            let x = $a.cast::<Chunk>().add(i).read().0;
            let mut r = [0.0; 8];
            let mut beyond = 0;
            for j in 0..8 {
                r[j] = $f(x[j]);
                beyond |= u64::from((x[j].abs() > math::LIMIT) | x[j].is_nan());
            }
            if beyond != 0 {
                for j in 0..8 {
                    r[j] = $slow(x[j]);
                }
            }
            $dst.cast::<Chunk>().add(i).write(Chunk(r));
        }
    };
}

/// One op on a row; only those that [`super::body`] hands over.
///
/// # Safety
/// The pointers are to that many lanes, a multiple of 8, aligned to 64 bytes.
#[inline(always)]
pub(super) unsafe fn row(code: Code, dst: *mut f64, a: *const f64, b: *const f64, lanes: usize) {
    // SAFETY: a chunk of a row ends within it, as i * 8 + 8 <= lanes.
    unsafe {
        match code {
            Code::Exp => map!(math::exp, dst, lanes, a),
            Code::Ln => map!(math::ln, dst, lanes, a),
            Code::Pow => map!(math::pow, dst, lanes, a, b),
            Code::Sin => map!(math::sin_within, slow math::sin, dst, lanes, a),
            Code::Cos => map!(math::cos_within, slow math::cos, dst, lanes, a),
            Code::Tan => map!(math::tan_within, slow math::tan, dst, lanes, a),
            Code::Atan => map!(math::atan, dst, lanes, a),
            Code::Asin => map!(math::asin, dst, lanes, a),
            Code::Acos => map!(math::acos, dst, lanes, a),
            Code::Logistic => map!(math::logistic, dst, lanes, a),
            Code::NormalQuantile => map!(math::normal_quantile, dst, lanes, a),
            Code::NormalCdf => map!(math::normal_cdf, dst, lanes, a),
            Code::Ceil => map!(math::ceil, dst, lanes, a),
            Code::Round => map!(math::round, dst, lanes, a),
            Code::Trunc => map!(math::trunc, dst, lanes, a),
            Code::Mod => map!(math::modulo, dst, lanes, a, b),
            Code::KnownLt => map!(math::known_lt, dst, lanes, a, b),
            Code::KnownLe => map!(math::known_le, dst, lanes, a, b),
            Code::KnownEq => map!(math::known_eq, dst, lanes, a, b),
            Code::KnownAnd => map!(math::known_and, dst, lanes, a, b),
            Code::KnownOr => map!(math::known_or, dst, lanes, a, b),
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
