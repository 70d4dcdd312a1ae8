//! Tails of the distributions that intervals and tests need.

/// The quantile of Student's distribution, for p above 1/2; found by bisection on its tail, to 1e-12 relative.
pub(super) fn student_quantile(p: f64, freedom: f64) -> f64 {
    let tail = 1.0 - p;
    let (mut low, mut high) = (0.0, 1.0);
    while student_tail(high, freedom) > tail && high < 1e300 {
        (low, high) = (high, high * 2.0);
    }
    while high - low > 1e-12 * high {
        let middle = (low + high) / 2.0;
        if middle <= low || middle >= high {
            break;
        }
        if student_tail(middle, freedom) > tail { low = middle } else { high = middle }
    }
    (low + high) / 2.0
}

/// P(T > t) of Student's distribution, for t at least 0.
pub(super) fn student_tail(t: f64, freedom: f64) -> f64 {
    0.5 * beta(freedom / 2.0, 0.5, freedom / (freedom + t * t))
}

/// P(F > f) of Fisher's distribution.
pub(super) fn fisher_tail(f: f64, above: f64, below: f64) -> f64 {
    if f <= 0.0 { 1.0 } else { beta(below / 2.0, above / 2.0, below / (below + above * f)) }
}

/// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Press et al., *Numerical Recipes*,
/// 6.4); about 1e-13 relative.
pub(super) fn beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let front = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (-x).ln_1p()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut product = d;
    for m in 1..10_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away(1.0 + even * d);
        c = away(1.0 + even / c);
        product *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away(1.0 + odd * d);
        c = away(1.0 + odd / c);
        product *= d * c;
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    product
}

/// ln of the gamma function for positive arguments: Stirling's series after shifting the argument above 12.
fn ln_gamma(x: f64) -> f64 {
    let mut shift = 1.0;
    let mut z = x;
    while z < 12.0 {
        shift *= z;
        z += 1.0;
    }
    let w = 1.0 / (z * z);
    let series =
        (((((-691.0 / 360_360.0 * w + 1.0 / 1188.0) * w - 1.0 / 1680.0) * w + 1.0 / 1260.0) * w - 1.0 / 360.0) * w
            + 1.0 / 12.0)
            / z;
    (z - 0.5) * z.ln() - z + 0.5 * (2.0 * std::f64::consts::PI).ln() + series - shift.ln()
}

/// P(K > x) of Kolmogorov's distribution, by whichever of its two series converges faster.
pub(super) fn kolmogorov_tail(x: f64) -> f64 {
    use std::f64::consts::PI;
    if x <= 0.0 {
        return 1.0;
    }
    if x < 1.18 {
        let terms = (1..=4).map(|k| (-PI * PI * f64::from((2 * k - 1) * (2 * k - 1)) / (8.0 * x * x)).exp());
        return 1.0 - (2.0 * PI).sqrt() / x * terms.sum::<f64>();
    }
    let term = |k: i32| (-2.0 * f64::from(k * k) * x * x).exp() * if k % 2 == 1 { 2.0 } else { -2.0 };
    (1..=6).map(term).sum::<f64>().clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(found: f64, wanted: f64, relative: f64) {
        assert!((found - wanted).abs() <= relative * wanted.abs(), "{found} is not {wanted}");
    }

    /// Oracle: scipy 1.17, `stats.t.ppf`, `stats.t.sf`, `stats.f.sf`, `special.betainc`, `special.kolmogorov`.
    #[test]
    fn agree_with_scipy() {
        near(student_quantile(0.975, 1.0), 12.706204736174694, 1e-10);
        near(student_quantile(0.975, 2.0), 4.302652729749462, 1e-10);
        near(student_quantile(0.975, 7.0), 2.364624251592784, 1e-10);
        near(student_quantile(0.975, 31.0), 2.039513446396408, 1e-10);
        near(student_quantile(0.975, 1000.0), 1.9623390808264083, 1e-10);
        near(student_quantile(0.9995, 19.0), 3.883405852592131, 1e-10);
        near(student_quantile(0.999875, 199.0), 3.729657085328918, 1e-10);
        near(student_tail(0.5, 3.0), 0.3257239824240755, 1e-12);
        near(student_tail(3.0, 10.0), 0.006671827511284785, 1e-12);
        near(student_tail(8.0, 40.0), 3.952542055052269e-10, 1e-12);
        near(fisher_tail(1.0, 9.0, 990.0), 0.43810922240889794, 1e-10);
        near(fisher_tail(2.5, 9.0, 990.0), 0.007899661471697359, 1e-10);
        near(fisher_tail(6.0, 9.0, 65000.0), 1.9040197475352184e-08, 1e-10);
        near(fisher_tail(0.3, 4.0, 20.0), 0.8744672921500907, 1e-10);
        near(beta(0.5, 0.5, 0.3), 0.36901011956554536, 1e-12);
        near(beta(40.0, 3.0, 0.9), 0.19510765482693676, 1e-12);
        near(beta(2.0, 300.0, 0.01), 0.8038364237148571, 1e-12);
        near(kolmogorov_tail(0.3), 0.9999906941986655, 1e-12);
        near(kolmogorov_tail(0.7), 0.7112351950296893, 1e-12);
        near(kolmogorov_tail(1.0), 0.26999967167735456, 1e-12);
        near(kolmogorov_tail(1.17), 0.12939004218561884, 1e-12);
        near(kolmogorov_tail(1.19), 0.11774229287977166, 1e-12);
        near(kolmogorov_tail(1.5), 0.022217962616525127, 1e-12);
        near(kolmogorov_tail(3.0), 3.045995948942526e-08, 1e-12);
    }
}
