//! Numbers as sources write them.

/// What a cell of figures holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Figure {
    /// A number.
    Known(f64),
    /// Nothing, or a word that says so.
    Unknown,
    /// Something else: why it cannot be used, and what to write.
    Wrong(String, String),
}

/// Words for a figure that is not known.
const UNKNOWN: [&str; 7] = ["", "nan", "n/a", "na", "null", "none", "unknown"];

/// Reads a cell; `count` says that it cannot be negative.
pub(super) fn figure(cell: &str, header: &str, counts: bool) -> Figure {
    if let Ok(v) = cell.parse::<f64>()
        && v.is_finite()
    {
        if counts && v < 0.0 {
            return Figure::Wrong(
                format!("`{header}` is {cell}, and nothing is counted below zero"),
                "see the source".into(),
            );
        }
        // There is one zero.
        return Figure::Known(v + 0.0);
    }
    if UNKNOWN.iter().any(|w| cell.eq_ignore_ascii_case(w)) {
        return Figure::Unknown;
    }
    let cause = format!("`{header}` is `{cell}`, which is not a number");
    let remedy = if cell.contains(',') {
        "write 1234 without a comma: it means thousands in some countries and parts of one in others"
    } else {
        "write a plain number such as 1234.5"
    };
    Figure::Wrong(cause, remedy.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_is_not_zero_and_commas_are_not_guessed() {
        assert_eq!(figure("0", "deaths", true), Figure::Known(0.0));
        assert_eq!(figure("1234.5", "deaths", true), Figure::Known(1234.5));
        for cell in ["", "nan", "NaN", "N/A", "NULL"] {
            assert_eq!(figure(cell, "deaths", true), Figure::Unknown, "{cell}");
        }
        for cell in ["1,234", "-3", "inf", "about 5", "5-7"] {
            assert!(matches!(figure(cell, "deaths", true), Figure::Wrong(..)), "{cell}");
        }
        assert_eq!(figure("-3", "balance", false), Figure::Known(-3.0));
    }
}
