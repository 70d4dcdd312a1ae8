//! Inverse trigonometric functions, after fdlibm's s_atan.c, e_asin.c and e_acos.c (Sun Microsystems 1993).

/// High half of the bits.
#[inline(always)]
fn high(x: f64) -> f64 {
    f64::from_bits(x.to_bits() & 0xffff_ffff_0000_0000)
}

/// Arc tangent.
#[inline(always)]
pub fn atan(x: f64) -> f64 {
    const A: [f64; 11] = [
        3.33333333333329318027e-01,
        -1.99999999998764832476e-01,
        1.42857142725034663711e-01,
        -1.11111104054623557880e-01,
        9.09088713343650656196e-02,
        -7.69187620504482999495e-02,
        6.66107313738753120669e-02,
        -5.83357013379057348645e-02,
        4.97687799461593236017e-02,
        -3.65315727442169155270e-02,
        1.62858201153657823623e-02,
    ];
    /// Arc tangents of 1/2, 1, 3/2 and infinity as sums.
    const HIGH: [f64; 4] = [
        4.63647609000806093515e-01,
        7.85398163397448278999e-01,
        9.82793723247329054082e-01,
        1.57079632679489655800e+00,
    ];
    const LOW: [f64; 4] = [
        2.26987774529616870924e-17,
        3.06161699786838301793e-17,
        1.39033110312309984516e-17,
        6.12323399573676603587e-17,
    ];
    let t = x.abs();
    let pick = |values: [f64; 5]| {
        let v = if t >= 0.4375 { values[1] } else { values[0] };
        let v = if t >= 0.6875 { values[2] } else { v };
        let v = if t >= 1.1875 { values[3] } else { v };
        if t >= 2.4375 { values[4] } else { v }
    };
    let over = pick([t, 2.0 * t - 1.0, t - 1.0, t - 1.5, -1.0]);
    let under = pick([1.0, 2.0 + t, t + 1.0, 1.0 + 1.5 * t, t]);
    let base_high = pick([0.0, HIGH[0], HIGH[1], HIGH[2], HIGH[3]]);
    let base_low = pick([0.0, LOW[0], LOW[1], LOW[2], LOW[3]]);
    let r = over / under;
    let z = r * r;
    let w = z * z;
    let even = z * (A[0] + w * (A[2] + w * (A[4] + w * (A[6] + w * (A[8] + w * A[10])))));
    let odd = w * (A[1] + w * (A[3] + w * (A[5] + w * (A[7] + w * A[9]))));
    let value = base_high - ((r * (even + odd) - base_low) - r);
    value.copysign(x)
}

/// (asin(sqrt(z)) - sqrt(z)) / sqrt(z)^3 * z, for z up to 1/4.
#[inline(always)]
fn rational(z: f64) -> f64 {
    const P: [f64; 6] = [
        1.66666666666666657415e-01,
        -3.25565818622400915405e-01,
        2.01212532134862925881e-01,
        -4.00555345006794114027e-02,
        7.91534994289814532176e-04,
        3.47933107596021167570e-05,
    ];
    const Q: [f64; 4] = [
        -2.40339491173441421878e+00,
        2.02094576023350569471e+00,
        -6.88283971605453293030e-01,
        7.70381505559019352791e-02,
    ];
    let p = z * (P[0] + z * (P[1] + z * (P[2] + z * (P[3] + z * (P[4] + z * P[5])))));
    let q = 1.0 + z * (Q[0] + z * (Q[1] + z * (Q[2] + z * Q[3])));
    p / q
}

const PIO2_HIGH: f64 = 1.57079632679489655800e+00;
const PIO2_LOW: f64 = 6.12323399573676603587e-17;

/// Arc sine; NaN outside -1..=1.
#[inline(always)]
pub fn asin(x: f64) -> f64 {
    let t = x.abs();
    let near = x + x * rational(x * x);
    let z = (1.0 - t) * 0.5;
    let s = z.sqrt();
    let r = rational(z);
    let f = high(s);
    let c = (z - f * f) / (s + f);
    let c = if s > 0.0 { c } else { 0.0 };
    let p = 2.0 * s * r - (PIO2_LOW - 2.0 * c);
    let q = 0.25 * std::f64::consts::PI - 2.0 * f;
    let far = (0.25 * std::f64::consts::PI - (p - q)).copysign(x);
    let value = if t < 0.5 { near } else { far };
    if t <= 1.0 { value } else { f64::NAN }
}

/// Arc cosine; NaN outside -1..=1.
#[inline(always)]
pub fn acos(x: f64) -> f64 {
    let t = x.abs();
    let near = PIO2_HIGH - (x - (PIO2_LOW - x * rational(x * x)));
    let z = (1.0 - t) * 0.5;
    let s = z.sqrt();
    let r = rational(z);
    let f = high(s);
    let c = (z - f * f) / (s + f);
    let c = if s > 0.0 { c } else { 0.0 };
    let right = 2.0 * (f + (r * s + c));
    let left = 2.0 * (PIO2_HIGH - (s + (r * s - PIO2_LOW)));
    let far = if x < 0.0 { left } else { right };
    let value = if t < 0.5 { near } else { far };
    if t <= 1.0 { value } else { f64::NAN }
}
