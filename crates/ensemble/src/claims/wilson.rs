//! Wilson's interval for a share.

/// The 97.5 % quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// The 95 % interval of a share after `yes` of `judged` (Wilson 1927, *J. Am. Stat. Assoc.* 22, 209-212).
/// Nothing judged leaves everything open: (0, 1).
pub(crate) fn wilson(yes: u64, judged: u64) -> (f64, f64) {
    if judged == 0 {
        return (0.0, 1.0);
    }
    let n = judged as f64;
    let p = yes as f64 / n;
    let z2 = Z * Z;
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt() / (1.0 + z2 / n);
    // At the ends the interval reaches 0 and 1 exactly; rounding would miss them.
    let low = if yes == 0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if yes == judged { 1.0 } else { (centre + half).min(1.0) };
    (low, high)
}

#[cfg(test)]
mod tests {
    use super::wilson;

    /// Oracle: statsmodels 0.15, `proportion_confint(yes, judged, method='wilson')`.
    #[test]
    fn agrees_with_statsmodels() {
        for (yes, judged, low, high) in [
            (8, 10, 0.4901625, 0.9433178),
            (0, 20, 0.0, 0.1611252),
            (20, 20, 0.8388748, 1.0),
            (66, 100, 0.5627773, 0.7453848),
        ] {
            let (a, b) = wilson(yes, judged);
            assert!((a - low).abs() < 5e-8 && (b - high).abs() < 5e-8, "{yes}/{judged}: {a} .. {b}");
        }
    }

    #[test]
    fn nothing_judged_is_open() {
        assert_eq!(wilson(0, 0), (0.0, 1.0));
    }
}
