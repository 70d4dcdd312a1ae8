//! The functions of the ops against exact values, the standard library and the rules of IEEE 754.

mod exact;

use milepost_engine::math::*;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// Distance in units of the last place.
fn ulps(a: f64, b: f64) -> u64 {
    let ordered = |x: f64| {
        let bits = x.to_bits() as i64;
        if bits < 0 { i64::MIN.wrapping_sub(bits) } else { bits }
    };
    if a.is_nan() && b.is_nan() { 0 } else { ordered(a).abs_diff(ordered(b)) }
}

#[track_caller]
fn check(name: &str, f: fn(f64) -> f64, cases: &[(f64, f64)], most: u64) {
    for &(x, y) in cases {
        let distance = ulps(f(x), y);
        assert!(distance <= most, "{name}({x:e}) = {:e}, not {y:e}: {distance} ulp", f(x));
    }
}

#[test]
fn exact_values() {
    check("exp", exp, &exact::EXP, 1);
    check("ln", ln, &exact::LN, 1);
    check("sin", sin, &exact::SIN, 1);
    check("cos", cos, &exact::COS, 1);
    check("tan", tan, &exact::TAN, 2);
    check("atan", atan, &exact::ATAN, 1);
    check("asin", asin, &exact::ASIN, 1);
    check("acos", acos, &exact::ACOS, 1);
    for (x, y, exact) in exact::POW {
        assert!(ulps(pow(x, y), exact) <= 1, "pow({x:e}, {y:e}) = {:e}, not {exact:e}", pow(x, y));
    }
}

#[test]
fn normal_distribution() {
    for (p, exact) in exact::QUANTILE {
        let error = (normal_quantile(p) - exact).abs() / exact.abs();
        assert!(error <= 1e-15, "quantile({p:e}): {error:e}");
    }
    for (x, exact) in exact::CDF {
        let error = (normal_cdf(x) - exact).abs() / exact;
        assert!(error <= 2e-15, "cdf({x}): {error:e}");
    }
    assert_eq!([0.0, 0.5, 1.0].map(normal_quantile), [-INF, 0.0, INF]);
    assert_eq!([-INF, 0.0, INF].map(normal_cdf), [0.0, 0.5, 1.0]);
    assert!([-0.1, 1.1, NAN].iter().all(|&p| normal_quantile(p).is_nan()) && normal_cdf(NAN).is_nan());
}

/// Splitmix64, for points to compare at.
fn points(n: u64) -> impl Iterator<Item = u64> {
    (0..n).map(|i| {
        let z = i.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    })
}

#[track_caller]
fn against(name: &str, ours: fn(f64) -> f64, theirs: fn(f64) -> f64, from: f64, to: f64, most: u64) {
    for bits in points(100_000) {
        let x = from + (to - from) * (bits >> 11) as f64 / (1_u64 << 53) as f64;
        let distance = ulps(ours(x), theirs(x));
        assert!(distance <= most, "{name}({x:e}): {distance} ulp");
    }
}

/// The standard library itself errs by up to 1 ulp.
#[test]
fn standard_library() {
    against("exp", exp, f64::exp, -745.0, 710.0, 1);
    against("exp", exp, f64::exp, -1.0, 1.0, 1);
    against("ln", ln, f64::ln, 0.0, 3.0, 1);
    against("ln", ln, f64::ln, 0.0, 1e300, 1);
    against("sin", sin, f64::sin, -10.0, 10.0, 1);
    against("sin", sin, f64::sin, -2e6, 2e6, 1);
    against("sin", sin, f64::sin, -1e300, 1e300, 1);
    against("cos", cos, f64::cos, -10.0, 10.0, 1);
    against("cos", cos, f64::cos, -2e6, 2e6, 1);
    against("tan", tan, f64::tan, -10.0, 10.0, 3);
    against("atan", atan, f64::atan, -5.0, 5.0, 1);
    against("asin", asin, f64::asin, -1.0, 1.0, 2);
    against("acos", acos, f64::acos, -1.0, 1.0, 2);
    for (i, bits) in points(200_000).enumerate() {
        let low = f64::from((bits >> 32) as u32) / f64::from(u32::MAX);
        let high = f64::from(bits as u32) / f64::from(u32::MAX);
        let (x, y) = match i % 3 {
            0 => (low * 5.0, high * 800.0 - 400.0),
            1 => ((low * 1400.0 - 700.0).exp(), high * 4.0 - 2.0),
            _ => (1.0 + (low - 0.5) * 1e-6, (high - 0.5) * 1e9),
        };
        assert!(ulps(pow(x, y), x.powf(y)) <= 1, "pow({x:e}, {y:e})");
    }
}

#[test]
fn limits() {
    let same = |a: f64, b: f64| assert_eq!(a.to_bits(), b.to_bits(), "{a:e} {b:e}");
    for (x, y) in [(0.0, 1.0), (-0.0, 1.0), (-INF, 0.0), (INF, INF), (710.0, INF), (-746.0, 0.0), (-1e308, 0.0)] {
        same(exp(x), y);
    }
    for (x, y) in [(0.0, -INF), (-0.0, -INF), (1.0, 0.0), (INF, INF)] {
        same(ln(x), y);
    }
    for f in [exp, ln, sin, cos, tan, atan, asin, acos, logistic] {
        assert!(f(NAN).is_nan());
    }
    assert!([-1.0, -5e-324, -INF].iter().all(|&x| ln(x).is_nan()));
    assert!([INF, -INF].iter().all(|&x| sin(x).is_nan() && cos(x).is_nan() && tan(x).is_nan()));
    assert!([1.0 + f64::EPSILON, -2.0, INF].iter().all(|&x| asin(x).is_nan() && acos(x).is_nan()));
    for f in [sin, tan, atan, asin] {
        same(f(0.0), 0.0);
        same(f(-0.0), -0.0);
    }
    same(atan(INF), std::f64::consts::FRAC_PI_2);
    same(atan(-INF), -std::f64::consts::FRAC_PI_2);
    same(logistic(-1000.0), 0.0);
    same(logistic(1000.0), 1.0);
}

/// All pairs of special values, against the standard library, which follows IEEE 754.
#[test]
fn powers_of_special_values() {
    let positive =
        [0.0, 5e-324, 0.5, 1.0, 1.5, 2.0, 3.0, 1e9 + 1.0, 9_007_199_254_740_991.0, 1e300, f64::MAX, INF, NAN];
    let values: Vec<f64> = positive.iter().flat_map(|&x| [x, -x]).collect();
    for &x in &values {
        for &y in &values {
            let (ours, theirs) = (pow(x, y), x.powf(y));
            assert!(ulps(ours, theirs) <= 1, "pow({x:e}, {y:e}) = {ours:e}, not {theirs:e}");
        }
    }
}

#[test]
fn rounding() {
    let values = [0.0, 0.3, 0.5, 0.49999999999999994, 1.5, 2.5, 2.7, 4503599627370495.5, 1e300, INF];
    for x in values.iter().flat_map(|&x| [x, -x]) {
        assert_eq!(round(x), x.round(), "{x}");
        assert_eq!(trunc(x), x.trunc(), "{x}");
        assert_eq!(ceil(x), x.ceil(), "{x}");
    }
    assert_eq!([modulo(7.5, 2.0), modulo(-7.5, 2.0), modulo(7.5, -2.0)], [1.5, 0.5, -0.5]);
}

/// Unknown, no and yes, in Kleene's tables.
#[test]
fn unknown() {
    let all = [NAN, 0.0, 1.0];
    let table =
        |f: fn(f64, f64) -> f64| all.map(|a| all.map(|b| f(a, b)).map(|x| if x.is_nan() { -1 } else { x as i32 }));
    assert_eq!(table(known_and), [[-1, 0, -1], [0, 0, 0], [-1, 0, 1]]);
    assert_eq!(table(known_or), [[-1, -1, 1], [-1, 0, 1], [1, 1, 1]]);
    assert_eq!(table(known_lt), [[-1, -1, -1], [-1, 0, 1], [-1, 0, 0]]);
    assert_eq!(table(known_le), [[-1, -1, -1], [-1, 1, 1], [-1, 0, 1]]);
    assert_eq!(table(known_eq), [[-1, -1, -1], [-1, 1, 0], [-1, 0, 1]]);
    assert_eq!(table(and), [[0, 0, 0], [0, 0, 0], [0, 0, 1]]);
    assert_eq!(table(or), [[0, 0, 1], [0, 0, 1], [1, 1, 1]]);
    assert_eq!(select(NAN, 1.0, 2.0), 2.0);
}
