//! Cells of a table of votes: counts, ranges, percents, and the many ways of saying nothing.

use crate::Count;
use crate::votes::TURNOUT;

/// Counts above this are slips of the pen.
const MOST: u64 = 1_000_000_000_000;

/// A count: `12345`, `12,345`, `12 345`, `100..200` for one disputed between two; unknown where the cell is empty.
///
/// # Errors
/// What is wrong with it.
pub(super) fn count(cell: &str) -> Result<Count, String> {
    if nothing(cell) {
        return Ok(Count::unknown());
    }
    match cell.split_once("..") {
        None => whole(cell).map(Count::exact),
        Some((low, high)) => {
            let (low, high) = (whole(low)?, whole(high)?);
            if low > high {
                return Err(format!("the range `{cell}` runs backwards"));
            }
            Ok(Count::between(low, high))
        }
    }
}

/// Whether a cell says that nothing is known.
pub(super) fn nothing(cell: &str) -> bool {
    ["", "-", "?", "..", "na", "n/a", "nan", "unknown", "\u{2013}", "\u{2014}"].contains(&cell.to_lowercase().as_str())
}

/// A whole number with or without separators between its thousands.
fn whole(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let wrong = || format!("`{text}` is no whole number");
    let separator = |c: char| matches!(c, ',' | '\'' | '_' | ' ' | '\u{a0}' | '\u{202f}');
    let groups: Vec<&str> = text.split(separator).collect();
    let digits = |g: &&str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let grouped = groups.len() == 1 || (groups[0].len() <= 3 && groups[1..].iter().all(|g| g.len() == 3));
    if !groups.iter().all(digits) || !grouped {
        return Err(wrong());
    }
    let number = groups.concat().parse::<u64>().map_err(|_| wrong())?;
    if number > MOST {
        return Err(format!("`{text}` is more than there are people"));
    }
    Ok(number)
}

/// A percent as bounds in fractions of [`TURNOUT`]: `32` is from 31.5 to 32.5 %, as figures are rounded.
///
/// # Errors
/// What is wrong with it.
pub(super) fn percent(cell: &str) -> Result<Option<(u64, u64)>, String> {
    if nothing(cell) {
        return Ok(None);
    }
    let wrong = || format!("`{cell}` is no percentage from 0 to 100");
    let plain = cell.trim_end_matches('%').trim();
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 4 {
        return Err(wrong());
    }
    // A percent of `TURNOUT` is 100,000: five decimals, the last of which the half of a rounded digit needs.
    let unit = 10_u64.pow(5 - decimals.len() as u32);
    let value: u64 = format!("{whole}{decimals}").parse().map_err(|_| wrong())?;
    let value = value.checked_mul(unit).filter(|v| *v <= TURNOUT).ok_or_else(wrong)?;
    Ok(Some((value.saturating_sub(unit / 2), (value + unit / 2).min(TURNOUT))))
}

/// A share in percent with so many decimals, rounded half up; exact whatever the numbers.
pub(super) fn shown(part: u64, whole: u64) -> String {
    let hundredths = (u128::from(part) * 20_000 + u128::from(whole)) / (2 * u128::from(whole.max(1)));
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_come_in_many_spellings() {
        for cell in ["1234567", "1,234,567", "1 234 567", "1'234'567", "1\u{202f}234\u{202f}567"] {
            assert_eq!(count(cell), Ok(Count::exact(1_234_567)), "{cell}");
        }
        assert_eq!(count("10..1,000"), Ok(Count::between(10, 1000)));
        assert!(["", "n/a", "?", "\u{2013}"].iter().all(|c| count(c) == Ok(Count::unknown())));
        for cell in ["12.5", "-3", "1,23", "12,3456", "x", "9..3", "99999999999999"] {
            assert!(count(cell).is_err(), "{cell}");
        }
    }

    #[test]
    fn percents_are_rounded_figures() {
        assert_eq!(percent("32"), Ok(Some((3_150_000, 3_250_000))));
        assert_eq!(percent("64.58 %"), Ok(Some((6_457_500, 6_458_500))));
        assert_eq!(percent("100"), Ok(Some((9_950_000, 10_000_000))));
        assert_eq!(percent("unknown"), Ok(None));
        assert!(percent("132").is_err() && percent("a").is_err());
    }
}
