//! The upper tail of the binomial distribution, exact to about twelve digits at any size.

use std::f64::consts::PI;

/// The probability of at least `successes` in `trials` that each succeed with probability `share`.
///
/// The density is Loader's (2000), which loses no digits at large counts; from it the shorter tail is summed.
pub fn at_least(successes: u64, trials: u64, share: f64) -> f64 {
    if successes == 0 {
        return 1.0;
    }
    if successes > trials || share <= 0.0 {
        return 0.0;
    }
    if share >= 1.0 {
        return 1.0;
    }
    if successes as f64 > trials as f64 * share {
        upward(successes, trials, share).min(1.0)
    } else {
        // At most `successes - 1`, counted as failures of the opposite.
        1.0 - upward(trials - successes + 1, trials, 1.0 - share).min(1.0)
    }
}

/// Sums densities from `from` up, where they fall from one to the next.
fn upward(from: u64, trials: u64, share: f64) -> f64 {
    let odds = share / (1.0 - share);
    let (mut sum, mut term) = (1.0, 1.0);
    for at in from..trials {
        term *= (trials - at) as f64 / (at + 1) as f64 * odds;
        sum += term;
        if term < sum * 1e-17 {
            break;
        }
    }
    sum * density(from, trials, share)
}

/// The probability of exactly `successes`; `share` lies between 0 and 1.
fn density(successes: u64, trials: u64, share: f64) -> f64 {
    let (x, n) = (successes as f64, trials as f64);
    if successes == trials {
        return share.powf(n);
    }
    if successes == 0 {
        return (n * (-share).ln_1p()).exp();
    }
    let exponent = stirling_error(n)
        - stirling_error(x)
        - stirling_error(n - x)
        - deviance(x, n * share)
        - deviance(n - x, n * (1.0 - share));
    (n / (2.0 * PI * x * (n - x))).sqrt() * exponent.exp()
}

/// ln(n!) less Stirling's approximation to it.
fn stirling_error(n: f64) -> f64 {
    if n < 16.0 {
        let factorial: f64 = (1..=n as u64).map(|k| k as f64).product();
        return factorial.ln() - (0.5 * (2.0 * PI * n).ln() + n * n.ln() - n);
    }
    let squared = n * n;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / squared) / squared) / squared) / squared)
        / n
}

/// x ln(x / m) + m - x, without cancellation where x is near m.
fn deviance(x: f64, m: f64) -> f64 {
    if (x - m).abs() >= 0.1 * (x + m) {
        return x * (x / m).ln() + m - x;
    }
    let v = (x - m) / (x + m);
    let mut sum = (x - m) * v;
    let mut power = 2.0 * x * v;
    for odd in (3..).step_by(2) {
        power *= v * v;
        let next = sum + power / odd as f64;
        if next == sum {
            break;
        }
        sum = next;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_cases_by_hand() {
        let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-14, "{found} {expected}");
        near(at_least(5, 10, 0.5), 638.0 / 1024.0);
        near(at_least(1, 3, 0.5), 7.0 / 8.0);
        near(at_least(2, 2, 0.25), 1.0 / 16.0);
        near(at_least(0, 9, 0.2), 1.0);
        near(at_least(4, 3, 0.9), 0.0);
        near(at_least(3, 3, 1.0), 1.0);
        near(at_least(1, 3, 0.0), 0.0);
    }

    #[test]
    fn tails_fall_with_the_count_and_rise_with_the_share() {
        for trials in [1, 7, 40, 1000] {
            for percent in 1..100 {
                let share = percent as f64 / 100.0;
                let tails: Vec<f64> = (0..=trials).map(|count| at_least(count, trials, share)).collect();
                assert!(tails.windows(2).all(|pair| pair[1] <= pair[0] + 1e-14), "{trials} {share}");
                assert!(at_least(trials / 2 + 1, trials, share) <= at_least(trials / 2 + 1, trials, share + 0.005));
            }
        }
    }
}
