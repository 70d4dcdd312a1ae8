//! Numbers and names as C writes them.

use std::fmt::Write as _;

/// A number that reads back as the same bits.
pub(super) fn real(value: f64) -> String {
    if value.is_nan() {
        return "NAN".into();
    }
    if value.is_infinite() {
        return if value > 0.0 { "INFINITY".into() } else { "(-INFINITY)".into() };
    }
    // The shortest digits that read back as the same number; C needs a point or an exponent to call it a double.
    let digits = format!("{:?}", value.abs());
    if value.is_sign_negative() { format!("(-{digits})") } else { digits }
}

/// A name as a string.
pub(super) fn quoted(name: &str) -> String {
    let mut text = String::from("\"");
    for byte in name.split_whitespace().collect::<Vec<_>>().join(" ").bytes() {
        match byte {
            b'"' | b'\\' | b'?' => {
                text.push('\\');
                text.push(char::from(byte));
            }
            b' '..=b'~' => text.push(char::from(byte)),
            // Three octal digits end by themselves, so that a digit may follow.
            _ => {
                let _ = write!(text, "\\{byte:03o}");
            }
        }
    }
    text.push('"');
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_back_as_the_same_bits() {
        for value in [0.0, -0.0, 1.0, -2.5, 0.1, f64::MIN_POSITIVE, 5e-324, f64::MAX, 1e22, 123_456_789.123_456_78] {
            let text = real(value);
            let bare = text.trim_matches(['(', ')']);
            assert_eq!(bare.parse::<f64>().map(f64::to_bits), Ok(value.to_bits()), "{text}");
            assert!(bare.contains(['.', 'e']), "{text} would be an integer");
        }
        assert_eq!(real(f64::NAN), "NAN");
        assert_eq!(real(f64::NEG_INFINITY), "(-INFINITY)");
    }

    #[test]
    fn names_are_strings_of_c() {
        assert_eq!(quoted("a \"b\"\\"), r#""a \"b\"\\""#);
        assert_eq!(quoted("é1"), r#""\303\2511""#);
        assert_eq!(quoted("two\n  lines"), r#""two lines""#);
    }
}
