//! From values to places, and round numbers for ticks.

/// A linear scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Values at the two ends.
    pub(crate) domain: (f64, f64),
    /// Places of the two ends.
    pub(crate) range: (f64, f64),
}

impl Scale {
    /// The place of a value; values outside lie on the nearer end.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let ((a, b), (from, to)) = (self.domain, self.range);
        let share = if b > a { ((value - a) / (b - a)).clamp(0.0, 1.0) } else { 0.5 };
        from + share * (to - from)
    }
}

/// Round numbers that cover `low..=high` in about `wanted` steps of 1, 2 or 5 times a power of ten.
pub(crate) fn ticks(low: f64, high: f64, wanted: usize) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite()) {
        return vec![0.0, 1.0];
    }
    let (low, high) = if high > low { (low, high) } else { (low - pad(low), low + pad(low)) };
    let raw = (high - low) / wanted.max(1) as f64;
    let power = 10f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|m| m * power).into_iter().find(|s| *s >= raw * 0.999).unwrap_or(raw);
    let (first, last) = ((low / step + 1e-9).floor(), (high / step - 1e-9).ceil());
    (0..=(last - first) as usize).map(|i| (first + i as f64) * step).collect()
}

fn pad(value: f64) -> f64 {
    if value == 0.0 { 0.5 } else { value.abs() * 0.5 }
}

/// The range that a chart of these values should show: from zero where that is near or where values lie on both sides.
pub(crate) fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
    for value in values.filter(|v| v.is_finite()) {
        low = low.min(value);
        high = high.max(value);
    }
    if low > high {
        return None;
    }
    let low = if low > 0.0 && low < 0.6 * high { 0.0 } else { low };
    let high = if high < 0.0 && high > 0.6 * low { 0.0 } else { high };
    Some((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_cover() {
        assert_eq!(ticks(0.0, 4600.0, 4), [0.0, 2000.0, 4000.0, 6000.0]);
        assert_eq!(ticks(0.0, 1.0, 4), [0.0, 0.5, 1.0]);
        assert_eq!(ticks(-3.0, 7.0, 4), [-5.0, 0.0, 5.0, 10.0]);
        assert_eq!(ticks(5.0, 5.0, 4), [2.0, 4.0, 6.0, 8.0]);
        assert_eq!(ticks(0.0, 0.0, 2), [-0.5, 0.0, 0.5]);
        assert_eq!(ticks(f64::NAN, 1.0, 4), [0.0, 1.0]);
    }

    #[test]
    fn the_extent_reaches_to_zero_when_that_is_near() {
        assert_eq!(extent([40.0, 100.0].into_iter()), Some((0.0, 100.0)));
        assert_eq!(extent([90.0, 100.0, f64::NAN].into_iter()), Some((90.0, 100.0)));
        assert_eq!(extent([f64::NAN].into_iter()), None);
    }

    #[test]
    fn places_stay_inside() {
        let scale = Scale { domain: (0.0, 10.0), range: (100.0, 0.0) };
        assert_eq!([-5.0, 2.5, 20.0].map(|v| scale.place(v)), [100.0, 75.0, 0.0]);
    }
}
