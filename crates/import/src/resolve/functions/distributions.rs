//! Distributions that have no quantile in closed form, worked out before the run as tables of their quantiles.

/// Lanczos' coefficients for g = 7, nine terms: relative error below 1e-14.
pub(super) const LANCZOS: [f64; 9] = [
    0.999_999_999_999_809_9,
    676.520_368_121_885_1,
    -1_259.139_216_722_402_8,
    771.323_428_777_653_1,
    -176.615_029_162_140_6,
    12.507_343_278_686_905,
    -0.138_571_095_265_720_12,
    9.984_369_578_019_572e-6,
    1.505_632_735_149_311_6e-7,
];
/// Lanczos' g.
pub(super) const LANCZOS_G: f64 = 7.0;

/// Quantiles are kept for so many standard deviations of a normal variate, this far apart.
const FARTHEST: f64 = 7.0;
const APART: f64 = 0.01;
/// Parts of a segment of a density.
const PIECES: usize = 200;
/// So many whole numbers a distribution may spread over.
const MOST: usize = 100_000;
/// What may be left out at the far end of a distribution over whole numbers.
const LEFT_OUT: f64 = 1e-13;

/// The logarithm of the gamma function, for x above 0.
pub(super) fn ln_gamma(x: f64) -> f64 {
    let z = x - 1.0;
    let mut series = LANCZOS[0];
    for (i, factor) in LANCZOS.iter().enumerate().skip(1) {
        series += factor / (z + i as f64);
    }
    let t = z + LANCZOS_G + 0.5;
    (z + 0.5) * t.ln() - t + series.ln() + 0.5 * std::f64::consts::TAU.ln()
}

/// A distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Spread {
    /// Gamma of some order, with scale 1.
    Gamma(f64),
    /// Beta with its two parameters.
    Beta(f64, f64),
    /// Poisson with a mean.
    Poisson(f64),
    /// Successes among trials: probability, trials.
    Binomial(f64, f64),
    /// Trials until so many successes: probability, successes.
    NegativeBinomial(f64, f64),
}

impl Spread {
    /// Whether its parameters make sense.
    pub fn sound(self) -> bool {
        let whole = |n: f64| n >= 1.0 && n.fract() == 0.0 && n <= MOST as f64;
        match self {
            Spread::Gamma(order) => order > 0.0 && order < 1e6,
            Spread::Beta(a, b) => a > 0.0 && b > 0.0 && a < 1e6 && b < 1e6,
            Spread::Poisson(mean) => mean > 0.0 && mean < 50_000.0,
            Spread::Binomial(p, n) => (0.0..=1.0).contains(&p) && whole(n),
            Spread::NegativeBinomial(p, n) => p > 0.0 && p <= 1.0 && whole(n),
        }
    }

    /// Whether its values are whole numbers.
    pub fn whole(self) -> bool {
        !matches!(self, Spread::Gamma(_) | Spread::Beta(..))
    }

    /// Its quantiles between two ends, against a standard normal variate: linear between the points.
    pub fn quantiles(self, from: f64, to: f64) -> Option<Vec<(f64, f64)>> {
        let (low, high) = (self.below(from), self.below(to));
        if !(high > low && low.is_finite()) {
            return None;
        }
        let steps = (2.0 * FARTHEST / APART) as i64;
        let mut points = Vec::with_capacity(steps as usize + 1);
        for i in 0..=steps {
            let z = i as f64 * APART - FARTHEST;
            let p = low + (high - low) * normal(z);
            points.push((z, self.quantile(p).clamp(from, to)));
        }
        Some(points)
    }

    /// For whole numbers k with `from <= value(k) <= to`: the probability below each, among these, and its value.
    pub fn steps(self, value: impl Fn(f64) -> f64, from: f64, to: f64) -> Option<Vec<(f64, f64)>> {
        let mut kept = Vec::new();
        let mut seen = 0.0;
        let first = if let Spread::NegativeBinomial(_, n) = self { n } else { 0.0 };
        for i in 0..MOST {
            let k = first + i as f64;
            let p = self.at(k);
            if (from..=to).contains(&value(k)) && p > 0.0 {
                kept.push((p, value(k)));
            }
            seen += p;
            let last = matches!(self, Spread::Binomial(_, n) if k >= n);
            if last || 1.0 - seen < LEFT_OUT && k > self.center() {
                let total: f64 = kept.iter().map(|(p, _)| p).sum();
                let mut below = 0.0;
                let each = kept.into_iter().map(|(p, value)| {
                    let point = (below / total, value);
                    below += p;
                    point
                });
                return Some(each.collect()).filter(|all: &Vec<_>| !all.is_empty());
            }
        }
        None
    }

    fn center(self) -> f64 {
        match self {
            Spread::Poisson(mean) => mean,
            Spread::Binomial(p, n) => p * n,
            Spread::NegativeBinomial(p, n) => n / p,
            Spread::Gamma(order) => order,
            Spread::Beta(a, b) => a / (a + b),
        }
    }

    /// The probability of a whole number.
    fn at(self, k: f64) -> f64 {
        let choose = |n: f64, k: f64| ln_gamma(n + 1.0) - ln_gamma(k + 1.0) - ln_gamma(n - k + 1.0);
        // 0 ln 0 is 0.
        let times = |n: f64, p: f64| if n == 0.0 { 0.0 } else { n * p.ln() };
        match self {
            Spread::Poisson(mean) => (k * mean.ln() - mean - ln_gamma(k + 1.0)).exp(),
            Spread::Binomial(p, n) => (choose(n, k) + times(k, p) + times(n - k, 1.0 - p)).exp(),
            Spread::NegativeBinomial(p, n) => (choose(k - 1.0, n - 1.0) + times(n, p) + times(k - n, 1.0 - p)).exp(),
            Spread::Gamma(_) | Spread::Beta(..) => 0.0,
        }
    }

    /// The probability of a value up to x.
    fn below(self, x: f64) -> f64 {
        match self {
            Spread::Gamma(order) => gamma_below(order, x),
            Spread::Beta(a, b) => beta_below(a, b, x),
            _ => f64::NAN,
        }
    }

    fn quantile(self, p: f64) -> f64 {
        let mut low = 0.0;
        let mut high = match self {
            Spread::Beta(..) => 1.0,
            _ => {
                let mut high = self.center().max(1.0);
                while self.below(high) < p && high < 1e9 {
                    high *= 2.0;
                }
                high
            }
        };
        for _ in 0..100 {
            let middle = 0.5 * (low + high);
            if self.below(middle) < p { low = middle } else { high = middle }
        }
        0.5 * (low + high)
    }
}

/// Quantiles of a density that is linear between points, within two ends: each segment is cut into [`PIECES`], between
/// which the quantile is taken as linear.
pub(super) fn by_density(points: &[(f64, f64)], (from, to): (f64, f64)) -> Option<Vec<(f64, f64)>> {
    let mut below = Vec::new();
    let mut total = 0.0;
    for pair in points.windows(2) {
        let (low, high) = (pair[0].0.max(from), pair[1].0.min(to));
        if high <= low {
            continue;
        }
        let density = |x: f64| pair[0].1 + (x - pair[0].0) * (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0);
        for i in 0..PIECES {
            let at = |i: usize| low + (high - low) * i as f64 / PIECES as f64;
            below.push((total, at(i)));
            total += (at(i + 1) - at(i)) * 0.5 * (density(at(i)) + density(at(i + 1)));
        }
        below.push((total, high));
    }
    below.dedup_by(|next, before| {
        let same = next.0 == before.0;
        if same && next.0 == 0.0 {
            before.1 = next.1;
        }
        same
    });
    (total > 0.0).then(|| below.into_iter().map(|(p, x)| (p / total, x)).collect())
}

/// The normal distribution function, from the regularised gamma function.
fn normal(z: f64) -> f64 {
    let tail = 0.5 * (1.0 - gamma_below(0.5, 0.5 * z * z));
    if z < 0.0 { tail } else { 1.0 - tail }
}

/// The regularised lower gamma function: its series, or its continued fraction by Lentz.
fn gamma_below(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x == f64::INFINITY {
        return 1.0;
    }
    let scale = (a * x.ln() - x - ln_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut total, mut n) = (1.0 / a, 1.0 / a, a);
        for _ in 0..100_000 {
            n += 1.0;
            term *= x / n;
            total += term;
            if term < total * 1e-17 {
                break;
            }
        }
        return (total * scale).min(1.0);
    }
    let mut b = x + 1.0 - a;
    let (mut c, mut d) = (1e300, 1.0 / b);
    let mut fraction = d;
    for i in 1..100_000 {
        let i = f64::from(i);
        let factor = -i * (i - a);
        b += 2.0;
        d = 1.0 / (factor * d + b);
        c = b + factor / c;
        fraction *= d * c;
        if (d * c - 1.0).abs() < 1e-16 {
            break;
        }
    }
    (1.0 - scale * fraction).clamp(0.0, 1.0)
}

/// The regularised beta function, by its continued fraction.
fn beta_below(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let head = (ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * x.ln() + b * (1.0 - x).ln()).exp();
    if x < (a + 1.0) / (a + b + 2.0) {
        head * beta_fraction(a, b, x) / a
    } else {
        1.0 - head * beta_fraction(b, a, 1.0 - x) / b
    }
}

fn beta_fraction(a: f64, b: f64, x: f64) -> f64 {
    let away = |v: f64| if v.abs() < 1e-300 { 1e-300 } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / away(1.0 - (a + b) * x / (a + 1.0));
    let mut fraction = d;
    for m in 1..100_000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        for factor in [even, odd] {
            d = 1.0 / away(1.0 + factor * d);
            c = away(1.0 + factor / c);
            fraction *= d * c;
        }
        if (d * c - 1.0).abs() < 1e-15 {
            break;
        }
    }
    fraction
}

#[cfg(test)]
mod tests {
    use super::{Spread, ln_gamma, normal};

    #[test]
    fn functions_have_their_known_values() {
        // Factorials, and the gamma function at a half, the square root of pi.
        assert!((ln_gamma(11.0) - 3_628_800_f64.ln()).abs() < 1e-12);
        assert!((ln_gamma(0.5) - 0.5 * std::f64::consts::PI.ln()).abs() < 1e-13);
        assert!((normal(1.0) - 0.841_344_746_068_542_9).abs() < 1e-14);
        assert!((normal(-3.0) - 0.001_349_898_031_630_095).abs() < 1e-15);
        // A gamma distribution of order 1 is exponential; of order 2 it has 1 - (1 + x) e^-x below x.
        let below = Spread::Gamma(2.0).below(3.0);
        assert!((below - (1.0 - 4.0 * (-3.0_f64).exp())).abs() < 1e-14);
        assert!((Spread::Gamma(1.0).quantile(0.5) - 2.0_f64.ln()).abs() < 1e-12);
        // Beta(2, 1) has x^2 below x, Beta(1, 3) has 1 - (1 - x)^3.
        assert!((Spread::Beta(2.0, 1.0).below(0.3) - 0.09).abs() < 1e-14);
        assert!((Spread::Beta(1.0, 3.0).below(0.3) - 0.657).abs() < 1e-14);
    }

    #[test]
    fn whole_numbers_have_the_probabilities_that_they_should() {
        let steps = Spread::Poisson(2.0).steps(|k| k, 0.0, 1e9).unwrap();
        assert!((steps[1].0 - (-2.0_f64).exp()).abs() < 1e-14 && steps[3].1 == 3.0);
        // Two trials of a half: a quarter, a half, a quarter.
        let steps = Spread::Binomial(0.5, 2.0).steps(|k| k, 0.0, 9.0).unwrap();
        let near = |steps: &[(f64, f64)], want: &[(f64, f64)]| {
            assert_eq!(steps.len(), want.len(), "{steps:?}");
            assert!(steps.iter().zip(want).all(|(s, w)| (s.0 - w.0).abs() < 1e-13 && s.1 == w.1), "{steps:?}");
        };
        near(&steps, &[(0.0, 0.0), (0.25, 1.0), (0.75, 2.0)]);
        // At least one of them: two thirds and a third.
        near(&Spread::Binomial(0.5, 2.0).steps(|k| k, 1.0, 9.0).unwrap(), &[(0.0, 1.0), (2.0 / 3.0, 2.0)]);
        // The first success at the first, second, third trial.
        let steps = Spread::NegativeBinomial(0.5, 1.0).steps(|k| 10.0 * k, 0.0, 1e9).unwrap();
        near(&steps[..3], &[(0.0, 10.0), (0.5, 20.0), (0.75, 30.0)]);
        assert_eq!(Spread::Poisson(2.0).steps(|k| k, 0.2, 0.8), None);
    }
}
