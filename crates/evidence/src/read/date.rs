//! Dates as sources write them, without guessing.

use jiff::civil::Date;

/// The first and the last day that a text names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Years in which evidence lies.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// The day or month that a text names: `2006-06-30`, with a time of day behind it or not; `2006-06`; `20 Nov 2005`;
/// `March 31, 2015`; `Nov 2005`.
///
/// # Errors
/// What is wrong, and what to write: a date in figures whose order or century would have to be guessed is refused.
pub fn dated(text: &str) -> Result<Dated, (String, String)> {
    let text = text.trim();
    let found = iso(text).or_else(|| in_words(text));
    match found {
        Some(d) if YEARS.contains(&d.from.year()) => Ok(d),
        Some(_) => Err((format!("`{text}` lies outside the years 1900 to 2199"), "write 2006-06-30".into())),
        None => Err(refused(text)),
    }
}

fn refused(text: &str) -> (String, String) {
    let remedy = "write 2006-06-30, or 20 Nov 2005".to_string();
    if text.is_empty() {
        return ("there is no date".into(), remedy);
    }
    let parts: Vec<&str> = text.split(['/', '-', '.']).collect();
    let figures: Option<Vec<u32>> = parts.iter().map(|p| p.trim().parse().ok()).collect();
    let cause = match (figures.as_deref(), &parts[..]) {
        (Some([a, b, _]), [_, _, year]) if year.len() == 2 && *a <= 31 && *b <= 31 => {
            format!("`{text}` has a year of two figures, and does not say which figure is the month")
        }
        (Some([a, b, _]), [_, _, year]) if year.len() == 4 && *a <= 12 && *b <= 12 && a != b => {
            format!("`{text}` can be read in two ways: month {a} or month {b}")
        }
        (Some([_, _, _]), [_, _, year]) if year.len() == 4 => {
            format!("`{text}` does not say which figure is the month")
        }
        (Some([_, m, d]), [year, ..]) if year.len() == 4 => format!("there is no day {d} of month {m} (`{text}`)"),
        _ => format!("`{text}` is not a date"),
    };
    (cause, remedy)
}

/// `2006-06-30`, `2006-06`, `2017-07-31 00:00:00.000`, `2017-07-31T10:00:00Z`
fn iso(text: &str) -> Option<Dated> {
    let bytes = text.as_bytes();
    let number = |range: std::ops::Range<usize>| {
        let part = bytes.get(range)?;
        part.iter().all(u8::is_ascii_digit).then(|| part.iter().fold(0i16, |n, b| n * 10 + i16::from(b - b'0')))
    };
    let (year, month) = (number(0..4)?, number(5..7)? as i8);
    if bytes[4] != b'-' {
        return None;
    }
    if bytes.len() == 7 {
        let from = Date::new(year, month, 1).ok()?;
        return Some(Dated { from, to: from.last_of_month() });
    }
    let day = number(8..10)? as i8;
    let clock = bytes.len() == 10
        || (matches!(bytes[10], b' ' | b'T')
            && bytes[11..].first().is_some_and(u8::is_ascii_digit)
            && bytes[11..].iter().all(|b| b.is_ascii_digit() || b":.Z+-".contains(b)));
    if bytes[7] != b'-' || !clock {
        return None;
    }
    let from = Date::new(year, month, day).ok()?;
    Some(Dated { from, to: from })
}

/// `20 Nov 2005`, `March 31, 2015`, `Nov 2005`
fn in_words(text: &str) -> Option<Dated> {
    let words: Vec<&str> = text.split([' ', ',', '-']).filter(|w| !w.is_empty()).collect();
    let (day, name, year) = match words[..] {
        [a, b, year] if month(b).is_some() => (Some(a), b, year),
        [a, b, year] if month(a).is_some() => (Some(b), a, year),
        [a, year] => (None, a, year),
        _ => return None,
    };
    let year: i16 = if year.len() == 4 { year.parse().ok()? } else { return None };
    let month = month(name)?;
    match day {
        Some(day) => {
            let from = Date::new(year, month, day.parse().ok()?).ok()?;
            Some(Dated { from, to: from })
        }
        None => {
            let from = Date::new(year, month, 1).ok()?;
            Some(Dated { from, to: from.last_of_month() })
        }
    }
}

fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.').to_ascii_lowercase();
    let found = MONTHS.iter().position(|m| *m == word || (word.len() == 3 && m.starts_with(&word)));
    found.map(|i| i as i8 + 1)
}

/// The day of a time stamp in seconds since 1970, or of a date.
pub(super) fn stamped(text: &str) -> Result<Date, (String, String)> {
    let seconds = (text.len() >= 9 && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse::<i64>().ok());
    match seconds.flatten() {
        Some(seconds) => {
            let days = jiff::Span::new().try_days(seconds.div_euclid(86_400));
            let day = days.and_then(|days| jiff::civil::date(1970, 1, 1).checked_add(days));
            day.map_err(|_| (format!("`{text}` is no time stamp"), "write seconds since 1970, or 2006-06-30".into()))
        }
        None => dated(text).map(|d| d.to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        match dated(text) {
            Ok(d) if d.from == d.to => d.from.to_string(),
            Ok(d) => format!("{}..{}", d.from, d.to),
            Err((cause, _)) => cause,
        }
    }

    #[test]
    fn dates_are_read_as_sources_write_them() {
        for (text, wanted) in [
            ("2006-06-30", "2006-06-30"),
            ("2006-02", "2006-02-01..2006-02-28"),
            ("2017-07-31 00:00:00.000", "2017-07-31"),
            ("2017-07-31T10:00:00Z", "2017-07-31"),
            ("20 Nov 2005", "2005-11-20"),
            ("15 November 2005", "2005-11-15"),
            ("1 March 2015", "2015-03-01"),
            ("March 31, 2015", "2015-03-31"),
            ("Nov 2005", "2005-11-01..2005-11-30"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn nothing_is_guessed() {
        for (text, wanted) in [
            ("03-18-14", "`03-18-14` has a year of two figures, and does not say which figure is the month"),
            ("19/3/15", "`19/3/15` has a year of two figures, and does not say which figure is the month"),
            ("04/05/2006", "`04/05/2006` can be read in two ways: month 4 or month 5"),
            ("18/03/2014", "`18/03/2014` does not say which figure is the month"),
            ("2006-02-30", "there is no day 30 of month 2 (`2006-02-30`)"),
            ("2006-06-30 noon", "`2006-06-30 noon` is not a date"),
            ("1066-10-14", "`1066-10-14` lies outside the years 1900 to 2199"),
            ("AM onwards", "`AM onwards` is not a date"),
            ("", "there is no date"),
        ] {
            assert_eq!(told(text), wanted, "{text}");
        }
    }

    #[test]
    fn time_stamps_are_days() {
        assert_eq!(stamped("1132444800").unwrap().to_string(), "2005-11-20");
        assert_eq!(stamped("2005-11-20").unwrap().to_string(), "2005-11-20");
    }
}
