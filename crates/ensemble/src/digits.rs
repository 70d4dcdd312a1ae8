//! Whole numbers as people read them.

/// With commas between groups of three digits: `81,920`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn commas_stand_every_three_digits_from_the_right() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (81_920, "81,920"), (1_234_567, "1,234,567")] {
            assert_eq!(super::grouped(number), text);
        }
    }
}
