//! Days as people type them, and today's.

pub use jiff::civil::Date;

/// `2006-06-30`, or `2006-06` for the last day of the month.
pub fn parse(text: &str) -> Result<Date, String> {
    let whole = || format!("`{text}` is no date; write 2006-06-30, or 2006-06 for the last day of that month");
    if let Ok(date) = text.parse::<Date>() {
        return if date.to_string() == text { Ok(date) } else { Err(whole()) };
    }
    let month = format!("{text}-01").parse::<Date>().map_err(|_| whole())?;
    if month.to_string().starts_with(text) { Ok(month.last_of_month()) } else { Err(whole()) }
}

/// Today, by Greenwich.
pub fn today() -> Date {
    jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months() {
        let day = |text: &str| parse(text).map(|date| date.to_string());
        assert_eq!(day("2006-06-30").as_deref(), Ok("2006-06-30"));
        assert_eq!(day("2006-02").as_deref(), Ok("2006-02-28"));
        for wrong in ["2006", "30.6.2006", "2006-6", "2006-13", "2006-02-30", "2006-06-30T10:00", ""] {
            assert!(day(wrong).is_err(), "{wrong}");
        }
    }
}
