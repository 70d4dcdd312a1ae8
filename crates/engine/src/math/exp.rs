//! Exponential, logarithm and power, after fdlibm's e_exp.c, e_log.c and e_pow.c (Sun Microsystems 1993), with their
//! branches turned into selects.

/// 1.5 * 2^52: adding it rounds to an integer, which is then in the low bits.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// 2^52.
const TWO52: f64 = 4_503_599_627_370_496.0;
/// 2^53.
const TWO53: f64 = 9_007_199_254_740_992.0;
/// 2^54.
const TWO54: f64 = 18_014_398_509_481_984.0;
/// Clears the low half of the bits, so that products of two such numbers are exact.
const HIGH: u64 = 0xffff_ffff_0000_0000;
const MANTISSA: u64 = 0x000f_ffff_ffff_ffff;
const ONE: u64 = 0x3ff0_0000_0000_0000;

#[inline(always)]
fn high(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & HIGH)
}

/// y * 2^k for k in -2000..=2000, rounded once; `rounded` is ROUNDER + k.
#[inline(always)]
fn scale(y: f64, rounded: f64) -> f64 {
    let k = rounded.to_bits().wrapping_sub(ROUNDER.to_bits());
    let half = (k.wrapping_add(4096) >> 1).wrapping_sub(2048);
    let rest = k.wrapping_sub(half);
    let power = |k: u64| f64::from_bits(k.wrapping_add(1023) << 52);
    y * power(half) * power(rest)
}

/// 2 z / (2 - c) - 1 for the kernel of e^z, |z| < ln 2 / 2.
#[inline(always)]
fn kernel(z: f64) -> f64 {
    const P: [f64; 5] = [
        1.66666666666666019037e-01,
        -2.77777777770155933842e-03,
        6.61375632143793436117e-05,
        -1.65339022054652515390e-06,
        4.13813679705723846039e-08,
    ];
    let t = z * z;
    z - t * (P[0] + t * (P[1] + t * (P[2] + t * (P[3] + t * P[4]))))
}

/// e^x.
#[inline(always)]
pub fn exp(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.93147180369123816490e-01;
    const LN2_LOW: f64 = 1.90821492927058770002e-10;
    let x = if x < -746.0 { -746.0 } else { x };
    let x = if x > 710.0 { 710.0 } else { x };
    let rounded = x * std::f64::consts::LOG2_E + ROUNDER;
    let k = rounded - ROUNDER;
    let hi = x - k * LN2_HIGH;
    let lo = k * LN2_LOW;
    let r = hi - lo;
    let c = kernel(r);
    let y = 1.0 - ((lo - (r * c) / (2.0 - c)) - hi);
    scale(y, rounded)
}

/// 1 / (1 + e^-x).
#[inline(always)]
pub fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + exp(-x))
}

/// Natural logarithm: NaN below 0, -inf at 0.
#[inline(always)]
pub fn ln(x: f64) -> f64 {
    const LN2_HIGH: f64 = 6.93147180369123816490e-01;
    const LN2_LOW: f64 = 1.90821492927058770002e-10;
    const L: [f64; 7] = [
        6.666666666666735130e-01,
        3.999999999940941908e-01,
        2.857142874366239149e-01,
        2.222219843214978396e-01,
        1.818357216161805012e-01,
        1.531383769920937332e-01,
        1.479819860511658591e-01,
    ];
    /// High half of sqrt(1/2): the mantissa lies between it and sqrt(2).
    const ROOT: u64 = 0x3fe6_a09e_0000_0000;
    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = x * TWO54;
    let bits = (if subnormal { scaled } else { x }).to_bits().wrapping_add(ONE - ROOT);
    let bias = if subnormal { TWO52 + 1023.0 + 54.0 } else { TWO52 + 1023.0 };
    let k = f64::from_bits((bits >> 52) | TWO52.to_bits()) - bias;
    let f = f64::from_bits((bits & MANTISSA) + ROOT) - 1.0;
    let half = 0.5 * f * f;
    let s = f / (2.0 + f);
    let z = s * s;
    let w = z * z;
    let even = w * (L[1] + w * (L[3] + w * L[5]));
    let odd = z * (L[0] + w * (L[2] + w * (L[4] + w * L[6])));
    let r = k * LN2_HIGH - ((half - (s * (half + (odd + even)) + k * LN2_LOW)) - f);
    let r = if x < f64::INFINITY { r } else { x };
    let r = if x < 0.0 { f64::NAN } else { r };
    if x == 0.0 { f64::NEG_INFINITY } else { r }
}

/// log2 of a positive finite number as a sum; the first part has 21 bits.
#[inline(always)]
fn log2_parts(x: f64) -> (f64, f64) {
    const L: [f64; 6] = [
        5.99999999999994648725e-01,
        4.28571428578550184252e-01,
        3.33333329818377432918e-01,
        2.72728123808534006489e-01,
        2.30660745775561754067e-01,
        2.06975017800338417784e-01,
    ];
    /// 2 / (3 ln 2), and as a sum.
    const C: f64 = 9.61796693925975554329e-01;
    const C_HIGH: f64 = 9.61796700954437255859e-01;
    const C_LOW: f64 = -7.02846165095275826516e-09;
    /// log2(1.5) as a sum.
    const D_HIGH: f64 = 5.84962487220764160156e-01;
    const D_LOW: f64 = 1.35003920212974897128e-08;
    const ROOT_3_HALVES: f64 = 1.224_744_871_391_589;
    const ROOT_3: f64 = 1.732_050_807_568_877_2;

    let subnormal = x < f64::MIN_POSITIVE;
    let scaled = x * TWO54;
    let bits = (if subnormal { scaled } else { x }).to_bits();
    let bias = if subnormal { TWO52 + 1023.0 + 54.0 } else { TWO52 + 1023.0 };
    let exponent = f64::from_bits((bits >> 52) | TWO52.to_bits()) - bias;
    let mantissa = f64::from_bits((bits & MANTISSA) | ONE);
    let above = mantissa >= ROOT_3;
    let n = exponent + if above { 1.0 } else { 0.0 };
    let m = mantissa * if above { 0.5 } else { 1.0 };
    let middle = (mantissa >= ROOT_3_HALVES) & !above;
    let base = if middle { 1.5 } else { 1.0 };
    let d_high = if middle { D_HIGH } else { 0.0 };
    let d_low = if middle { D_LOW } else { 0.0 };

    // s = (m - base) / (m + base) as a sum.
    let u = m - base;
    let v = 1.0 / (m + base);
    let s = u * v;
    let s_high = high(s);
    let t_high = high(m + base);
    let t_low = m - (t_high - base);
    let s_low = v * ((u - s_high * t_high) - s_high * t_low);
    // 3 + 3 * (s^2 / 3 + s^4 / 5 ..) as a sum.
    let s2 = s * s;
    let r = s2 * s2 * (L[0] + s2 * (L[1] + s2 * (L[2] + s2 * (L[3] + s2 * (L[4] + s2 * L[5])))));
    let r = r + s_low * (s_high + s);
    let s2 = s_high * s_high;
    let t_high = high(3.0 + s2 + r);
    let t_low = r - ((t_high - 3.0) - s2);
    // Their product, then times 2 / (3 ln 2).
    let u = s_high * t_high;
    let v = s_low * t_high + t_low * s;
    let p_high = high(u + v);
    let p_low = v - (p_high - u);
    let z_high = C_HIGH * p_high;
    let z_low = C_LOW * p_high + p_low * C + d_low;
    let log_high = high(((z_high + z_low) + d_high) + n);
    let log_low = z_low - (((log_high - n) - d_high) - z_high);
    (log_high, log_low)
}

/// 2^(h + l), for sums below 1025 in magnitude.
#[inline(always)]
fn exp2_parts(h: f64, l: f64) -> f64 {
    const LN2: f64 = 6.93147180559945286227e-01;
    const LN2_HIGH: f64 = 6.93147182464599609375e-01;
    const LN2_LOW: f64 = -1.90465429995776804525e-09;
    let rounded = (h + l) + ROUNDER;
    let h = h - (rounded - ROUNDER);
    let t = high(h + l);
    let u = t * LN2_HIGH;
    let v = (l - (t - h)) * LN2 + t * LN2_LOW;
    let z = u + v;
    let w = v - (z - u);
    let c = kernel(z);
    let r = (z * c) / (c - 2.0) - (w + z * w);
    scale(1.0 - (r - z), rounded)
}

/// x^y, with the special values of IEEE 754: 1 for y = 0 or x = 1, even where the other is unknown; negative x only
/// to whole powers.
#[inline(always)]
pub fn pow(x: f64, y: f64) -> f64 {
    let size = x.abs();
    let (log_high, log_low) = log2_parts(size);
    // Beyond 2^65 every power but that of 1 overflows or vanishes.
    const MOST: f64 = 36_893_488_147_419_103_232.0;
    let within = if y > MOST { MOST } else { y };
    let within = if within < -MOST { -MOST } else { within };
    let y_high = high(within);
    let p_low = (within - y_high) * log_high + within * log_low;
    let p_high = y_high * log_high;
    let z = p_low + p_high;
    let r = exp2_parts(p_high, p_low);
    let r = if z > 1025.0 { f64::INFINITY } else { r };
    let r = if z < -1077.0 { 0.0 } else { r };

    let up = y > 0.0;
    let at_zero = if up { 0.0 } else { f64::INFINITY };
    let at_infinity = if up { f64::INFINITY } else { 0.0 };
    let r = if size == 0.0 { at_zero } else { r };
    let r = if size == f64::INFINITY { at_infinity } else { r };

    // Whole numbers, and odd ones: above 2^53 all are even.
    let t = y.abs();
    let nearest = |t: f64| if t < TWO52 { (t + TWO52) - TWO52 } else { t };
    let whole = nearest(t) == t;
    let odd = whole & (t < TWO53) & (nearest(0.5 * t) != 0.5 * t);
    let negative = x.to_bits() >> 63 == 1;
    let flipped = -r;
    let r = if negative & odd { flipped } else { r };
    let finite = (size > 0.0) & (size < f64::INFINITY);
    let r = if negative & finite & !whole { f64::NAN } else { r };
    let r = if x.is_nan() | y.is_nan() { f64::NAN } else { r };
    let minus_one = (size == 1.0) & (t == f64::INFINITY);
    if (y == 0.0) | (x == 1.0) | minus_one { 1.0 } else { r }
}
