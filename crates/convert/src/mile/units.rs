//! Units as authors of other tools write them, in our algebra.

use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Units that our language knows and that mean the same to everyone.
const KNOWN: [&str; 9] = ["person", "household", "usd", "eur", "barrel", "km", "kg", "tonne", "MWh"];
/// Words for no unit.
const NONE: [&str; 8] = ["", "1", "dmnl", "dimensionless", "unitless", "no units", "none", "fraction"];
/// Units of time; one that is not that of the model would be converted, as other tools do not.
const TIMES: [&str; 8] = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
/// Words that our language reads in its own way.
const OTHER: [&str; 4] = ["share", "percent", "%", "mw"];

/// A unit in our spelling, empty for none; what it is made of is added to `declared`.  None where it cannot be said.
pub(super) fn unit(written: &str, time: &str, declared: &mut BTreeSet<String>) -> Option<String> {
    if NONE.contains(&written.trim().to_lowercase().as_str()) {
        return Some(String::new());
    }
    let mut factors: Vec<(String, i32)> = Vec::new();
    product(written, 1, time, &mut factors)?;
    let mut out = String::new();
    factors.retain(|(_, power)| *power != 0);
    // What is above the line first.
    factors.sort_by_key(|(_, power)| *power < 0);
    for (name, power) in &factors {
        match (out.is_empty(), *power < 0) {
            (true, true) => out.push_str("1/"),
            (false, true) => out.push('/'),
            (false, false) => out.push('*'),
            (true, false) => {}
        }
        out.push_str(name);
        if power.abs() != 1 {
            let _ = write!(out, "^{}", power.abs());
        }
        if !TIMES.contains(&name.as_str()) && !KNOWN.contains(&name.as_str()) {
            declared.insert(name.clone());
        }
    }
    Some(out)
}

/// `a*b/(c*d)`: every factor with its power.
fn product(text: &str, power: i32, time: &str, factors: &mut Vec<(String, i32)>) -> Option<()> {
    let mut sign = power;
    let mut rest = text.trim();
    loop {
        let (part, after) = first(rest)?;
        let (body, exponent) = match part.rsplit_once('^') {
            Some((body, exponent)) if !part.ends_with(')') => (body.trim(), exponent.trim().parse::<i32>().ok()?),
            _ => (part, 1),
        };
        match body.strip_prefix('(').and_then(|b| b.strip_suffix(')')) {
            Some(inner) => product(inner, sign.checked_mul(exponent)?, time, factors)?,
            None => factor(body, sign.checked_mul(exponent)?, time, factors)?,
        }
        let Some(operator) = after.chars().next() else { return Some(()) };
        sign = if operator == '*' { power } else { -power };
        rest = after[1..].trim();
    }
}

/// The first factor and what follows it, with its operator.
fn first(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            '*' | '/' if depth == 0 => return (at > 0).then(|| (text[..at].trim(), &text[at..])),
            _ => {}
        }
    }
    (depth == 0 && !text.is_empty()).then_some((text, ""))
}

fn factor(name: &str, power: i32, time: &str, factors: &mut Vec<(String, i32)>) -> Option<()> {
    let word = name.trim().to_lowercase();
    if NONE.contains(&word.as_str()) {
        return Some(());
    }
    let plain = word.chars().all(|c| c.is_alphanumeric() || c == ' ' || c == '_');
    if !plain || !word.chars().next().is_some_and(char::is_alphabetic) || OTHER.contains(&word.as_str()) {
        return None;
    }
    let single = match word.as_str() {
        "people" | "persons" => "person".to_string(),
        "$" | "dollar" | "dollars" => "usd".to_string(),
        _ => match word.strip_suffix('s').filter(|w| w.len() > 2 && !w.ends_with('s')) {
            Some(one) => one.replace(' ', "_"),
            None => word.replace(' ', "_"),
        },
    };
    if TIMES.contains(&single.as_str()) && single != time {
        return None;
    }
    match factors.iter_mut().find(|(known, _)| *known == single) {
        Some((_, sum)) => *sum += power,
        None => factors.push((single, power)),
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_as_their_authors_write_them() {
        for (written, ours) in [
            ("Degrees Fahrenheit/Minute", Some("degrees_fahrenheit/minute")),
            ("People", Some("person")),
            ("people/(Minutes*widgets)", Some("person/minute/widget")),
            ("1/Minute", Some("1/minute")),
            ("Dmnl", Some("")),
            ("m^2", Some("m^2")),
            ("widgets/widgets", Some("")),
            ("Year", None),
            ("percent", None),
            ("$/kg?", None),
            ("a//b", None),
        ] {
            assert_eq!(unit(written, "minute", &mut BTreeSet::new()).as_deref(), ours, "{written}");
        }
        let mut declared = BTreeSet::new();
        unit("widget*person/minute", "minute", &mut declared);
        assert_eq!(declared.into_iter().collect::<Vec<_>>(), ["widget"]);
    }
}
