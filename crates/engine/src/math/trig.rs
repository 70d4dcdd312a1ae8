//! Sine, cosine and tangent, after fdlibm's e_rem_pio2.c, k_sin.c and k_cos.c (Sun Microsystems 1993).

use super::huge;

/// Up to here the angle is reduced in three steps; beyond, one lane at a time with as many digits as it takes.
pub(crate) const LIMIT: f64 = 1.0e6;

/// An angle less a multiple of pi / 2, as a sum, and the multiple modulo 4.
#[derive(Clone, Copy)]
pub(super) struct Reduced {
    pub(super) high: f64,
    pub(super) low: f64,
    pub(super) quadrant: u64,
}

/// Cody and Waite's reduction, for angles up to [`LIMIT`].
#[inline(always)]
fn reduce(x: f64) -> Reduced {
    const ROUNDER: f64 = 6_755_399_441_055_744.0;
    const PIO2_1: f64 = 1.57079632673412561417e+00;
    const PIO2_2: f64 = 6.07710050630396597660e-11;
    const PIO2_3: f64 = 2.02226624871116645580e-21;
    const PIO2_3_REST: f64 = 8.47842766036889956997e-32;
    let rounded = x * std::f64::consts::FRAC_2_PI + ROUNDER;
    let n = rounded - ROUNDER;
    let first = x - n * PIO2_1;
    let w = n * PIO2_2;
    let second = first - w;
    let lost = (first - second) - w;
    let w = n * PIO2_3;
    let third = second - w;
    let rest = n * PIO2_3_REST - ((second - third) - w) - lost;
    let high = third - rest;
    Reduced { high, low: (third - high) - rest, quadrant: rounded.to_bits() & 3 }
}

#[inline(always)]
fn sine(r: Reduced) -> f64 {
    const S: [f64; 6] = [
        -1.66666666666666324348e-01,
        8.33333333332248946124e-03,
        -1.98412698298579493134e-04,
        2.75573137070700676789e-06,
        -2.50507602534068634195e-08,
        1.58969099521155010221e-10,
    ];
    let (x, y) = (r.high, r.low);
    let z = x * x;
    let v = z * x;
    let p = S[1] + z * (S[2] + z * (S[3] + z * (S[4] + z * S[5])));
    x - ((z * (0.5 * y - v * p) - y) - v * S[0])
}

#[inline(always)]
fn cosine(r: Reduced) -> f64 {
    const C: [f64; 6] = [
        4.16666666666666019037e-02,
        -1.38888888888741095749e-03,
        2.48015872894767294178e-05,
        -2.75573143513906633035e-07,
        2.08757232129817482790e-09,
        -1.13596475577881948265e-11,
    ];
    let (x, y) = (r.high, r.low);
    let z = x * x;
    let p = z * (C[0] + z * (C[1] + z * (C[2] + z * (C[3] + z * (C[4] + z * C[5])))));
    let half = 0.5 * z;
    let w = 1.0 - half;
    w + (((1.0 - w) - half) + (z * p - x * y))
}

#[inline(always)]
fn sin_of(r: Reduced) -> f64 {
    let (s, c) = (sine(r), cosine(r));
    let value = if r.quadrant & 1 == 0 { s } else { c };
    let flipped = -value;
    if r.quadrant & 2 == 0 { value } else { flipped }
}

#[inline(always)]
fn cos_of(r: Reduced) -> f64 {
    sin_of(Reduced { quadrant: (r.quadrant + 1) & 3, ..r })
}

#[inline(always)]
fn tan_of(r: Reduced) -> f64 {
    let (s, c) = (sine(r), cosine(r));
    let (over, under) = if r.quadrant & 1 == 0 { (s, c) } else { (-c, s) };
    over / under
}

/// Sine up to [`LIMIT`].
#[inline(always)]
pub(crate) fn sin_within(x: f64) -> f64 {
    let r = sin_of(reduce(x));
    if x == 0.0 { x } else { r }
}

/// Cosine up to [`LIMIT`].
#[inline(always)]
pub(crate) fn cos_within(x: f64) -> f64 {
    cos_of(reduce(x))
}

/// Tangent up to [`LIMIT`].
#[inline(always)]
pub(crate) fn tan_within(x: f64) -> f64 {
    let r = tan_of(reduce(x));
    if x == 0.0 { x } else { r }
}

/// Sine; NaN for an infinite angle.
pub fn sin(x: f64) -> f64 {
    if x.abs() <= LIMIT { sin_within(x) } else { huge::reduce(x).map_or(f64::NAN, sin_of) }
}

/// Cosine; NaN for an infinite angle.
pub fn cos(x: f64) -> f64 {
    if x.abs() <= LIMIT { cos_within(x) } else { huge::reduce(x).map_or(f64::NAN, cos_of) }
}

/// Tangent; NaN for an infinite angle.
pub fn tan(x: f64) -> f64 {
    if x.abs() <= LIMIT { tan_within(x) } else { huge::reduce(x).map_or(f64::NAN, tan_of) }
}
