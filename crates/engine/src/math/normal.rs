//! The standard normal distribution.

use super::{exp, ln};

/// c0 + c1 x + .. by Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(x: f64, coefficients: [f64; N]) -> f64 {
    let mut value = coefficients[N - 1];
    let mut i = N - 1;
    while i > 0 {
        i -= 1;
        value = value * x + coefficients[i];
    }
    value
}

#[inline(always)]
fn choose<const N: usize>(condition: bool, yes: [f64; N], no: [f64; N]) -> [f64; N] {
    let mut chosen = no;
    let mut i = 0;
    while i < N {
        chosen[i] = if condition { yes[i] } else { no[i] };
        i += 1;
    }
    chosen
}

/// Quantile: algorithm AS 241, PPND16 (Wichura 1988), 1 part in 10^16.  NaN outside 0..=1.
#[inline(always)]
pub fn normal_quantile(p: f64) -> f64 {
    const A: [f64; 8] = [
        3.3871328727963666080e0,
        1.3314166789178437745e+2,
        1.9715909503065514427e+3,
        1.3731693765509461125e+4,
        4.5921953931549871457e+4,
        6.7265770927008700853e+4,
        3.3430575583588128105e+4,
        2.5090809287301226727e+3,
    ];
    const B: [f64; 8] = [
        1.0,
        4.2313330701600911252e+1,
        6.8718700749205790830e+2,
        5.3941960214247511077e+3,
        2.1213794301586595867e+4,
        3.9307895800092710610e+4,
        2.8729085735721942674e+4,
        5.2264952788528545610e+3,
    ];
    const C: [f64; 8] = [
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ];
    const D: [f64; 8] = [
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ];
    const E: [f64; 8] = [
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ];
    const F: [f64; 8] = [
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ];
    let q = p - 0.5;
    let r = 0.180625 - q * q;
    let central = q * polynomial(r, A) / polynomial(r, B);

    let upper = 1.0 - p;
    let tail = if q < 0.0 { p } else { upper };
    let r = (-ln(tail)).sqrt();
    let near = r <= 5.0;
    let x = if near { r - 1.6 } else { r - 5.0 };
    let outer = polynomial(x, choose(near, C, E)) / polynomial(x, choose(near, D, F));
    let outer = if tail == 0.0 { f64::INFINITY } else { outer };
    let flipped = -outer;
    let outer = if q < 0.0 { flipped } else { outer };
    if q.abs() <= 0.425 { central } else { outer }
}

/// Distribution function (Cody 1969, in the form of R's pnorm): 1 part in 10^15, also in the lower tail.
#[inline(always)]
pub fn normal_cdf(x: f64) -> f64 {
    const A: [f64; 5] = [
        18154.981253343561249,
        1067.6894854603709582,
        161.02823106855587881,
        2.2352520354606839287,
        0.065682337918207449113,
    ];
    const B: [f64; 5] =
        [45507.789335026729956, 10260.932208618978205, 976.09855173777669322, 47.20258190468824187, 1.0];
    const C: [f64; 9] = [
        9842.7148383839780218,
        11602.651437647350124,
        6848.1904505362823326,
        2494.5375852903726711,
        597.27027639480026226,
        93.506656132177855979,
        8.8831497943883759412,
        0.39894151208813466764,
        1.0765576773720192317e-8,
    ];
    const D: [f64; 9] = [
        19685.429676859990727,
        38912.003286093271411,
        34900.952721145977266,
        18615.571640885098091,
        6485.558298266760755,
        1519.377599407554805,
        235.38790178262499861,
        22.266688044328115691,
        1.0,
    ];
    const P: [f64; 6] = [
        2.9112874951168792e-5,
        0.001421619193227893466,
        0.022235277870649807,
        0.1274011611602473639,
        0.21589853405795699,
        0.02307344176494017303,
    ];
    const Q: [f64; 6] = [
        7.29751555083966205e-5,
        0.00378239633202758244,
        0.0659881378689285515,
        0.468238212480865118,
        1.28426009614491121,
        1.0,
    ];
    const INVERSE_ROOT_2_PI: f64 = 0.398_942_280_401_432_7;
    /// Rounds to sixteenths when added and taken away again.
    const ROUNDER: f64 = 6_755_399_441_055_744.0 / 16.0;

    let y = x.abs();
    let y = if y > 40.0 { 40.0 } else { y };
    let z = y * y;
    let central = 0.5 + x * (polynomial(z, A) / polynomial(z, B));

    let middle = polynomial(y, C) / polynomial(y, D);
    let i = 1.0 / z;
    let far = (INVERSE_ROOT_2_PI - i * polynomial(i, P) / polynomial(i, Q)) / y;
    let ratio = if y <= 5.656_854_249_492_381 { middle } else { far };
    // e^(-y^2 / 2) with the digits that squaring loses.
    let coarse = (y + ROUNDER) - ROUNDER;
    let rest = (y - coarse) * (y + coarse);
    let tail = exp(-coarse * coarse * 0.5) * exp(-rest * 0.5) * ratio;
    let upper = 1.0 - tail;
    let outer = if x > 0.0 { upper } else { tail };
    let value = if y <= 0.67448975 { central } else { outer };
    if x.is_nan() { f64::NAN } else { value }
}
