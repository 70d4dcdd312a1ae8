//! Numbers as sentences say them: no finer than they are known.

/// The power of ten that a bound of a column with this range is said to: at most a twentieth of the range, more than a
/// two-hundredth.
fn exponent(range: f64) -> i32 {
    (range / 20.0).log10().floor() as i32
}

/// The nearest number that is said of a column with this range.
pub(super) fn to_step(value: f64, range: f64) -> f64 {
    // Through text, so that 0.42 is the number that reads 0.42.
    text(value, range).parse().unwrap_or(value)
}

/// A number of a column with this range, as a sentence says it: neither an exponent nor a zero at the end.
pub(super) fn text(value: f64, range: f64) -> String {
    if !(range > 0.0 && range.is_finite()) {
        return plain(value.to_string());
    }
    let exponent = exponent(range);
    if exponent >= 0 {
        let step = 10f64.powi(exponent);
        return plain(format!("{:.0}", (value / step).round() * step));
    }
    plain(format!("{:.*}", exponent.unsigned_abs() as usize, value))
}

/// Without zeros behind the last digit that counts, and without a minus before zero.
fn plain(text: String) -> String {
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    if text == "-0" { "0".into() } else { text.into() }
}

/// From this many on, a share is said in percent: below it one more or less would move it by more than two.
const IN_PERCENT: usize = 50;

/// A part of a whole, as a sentence says it: `77 %`, `under 1 %`, or `7 of 9` where they are few.
pub(super) fn share(part: usize, whole: usize) -> String {
    if whole < IN_PERCENT {
        return format!("{part} of {whole}");
    }
    let percent = 100.0 * part as f64 / whole as f64;
    match percent.round() {
        _ if part == 0 => "none".into(),
        _ if part == whole => "all".into(),
        0.0 => "under 1 %".into(),
        100.0 => "over 99 %".into(),
        rounded => format!("{rounded:.0} %"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_said_as_finely_as_their_column_is_wide() {
        assert_eq!(text(0.20123, 1.0), "0.2");
        assert_eq!(text(0.2049, 0.8), "0.2");
        assert_eq!(text(0.217, 1.0), "0.22");
        assert_eq!(text(755.799988, 550.0), "760");
        assert_eq!(text(-0.422, 0.267), "-0.42");
        assert_eq!(text(0.00712, 0.05), "0.007");
        assert_eq!(text(0.0067, 0.019), "0.0067");
        assert_eq!(text(-0.0001, 1.0), "0");
        assert_eq!(text(1_234_567.0, 4_000_000.0), "1200000");
        assert_eq!(to_step(0.4249, 1.0), 0.42);
    }

    #[test]
    fn shares_of_few_are_counts() {
        assert_eq!(share(67, 87), "77 %");
        assert_eq!(share(7, 9), "7 of 9");
        assert_eq!(share(1, 1000), "under 1 %");
        assert_eq!(share(999, 1000), "over 99 %");
        assert_eq!(share(0, 1000), "none");
        assert_eq!(share(1000, 1000), "all");
    }
}
