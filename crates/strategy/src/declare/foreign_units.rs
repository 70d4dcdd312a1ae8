//! Units as models of other tools write them: names with blanks, plurals, `Dmnl`.

use crate::unit::Unit;
use crate::units::Units;

/// The unit that a text means, if the language knows all of it and counts as the text does.
pub(crate) fn parse(text: &str, units: &Units) -> Option<Unit> {
    let mut rest = text.trim();
    // A range may stand behind: `Person [0,100]`.
    if let Some((unit, _)) = rest.split_once('[') {
        rest = unit.trim();
    }
    let mut reader = Reader { rest, units };
    let unit = reader.product(0)?;
    reader.rest.trim().is_empty().then_some(unit)
}

struct Reader<'t> {
    rest: &'t str,
    units: &'t Units,
}

/// So deep brackets are read.
const DEEPEST: usize = 50;

impl Reader<'_> {
    fn product(&mut self, depth: usize) -> Option<Unit> {
        let mut unit = self.factor(depth)?;
        loop {
            self.rest = self.rest.trim_start();
            if self.eat('*') {
                unit = unit.times(&self.factor(depth)?);
            } else if self.eat('/') {
                unit = unit.over(&self.factor(depth)?);
            } else {
                return Some(unit);
            }
        }
    }

    fn factor(&mut self, depth: usize) -> Option<Unit> {
        self.rest = self.rest.trim_start();
        let base = if self.eat('(') {
            let inner = if depth < DEEPEST { self.product(depth + 1)? } else { return None };
            self.rest = self.rest.trim_start();
            if !self.eat(')') {
                return None;
            }
            inner
        } else {
            let end = self.rest.find(['*', '/', '(', ')', '^']).unwrap_or(self.rest.len());
            let (name, rest) = self.rest.split_at(end);
            self.rest = rest;
            self.named(name.trim())?
        };
        self.rest = self.rest.trim_start();
        if !self.eat('^') {
            return Some(base);
        }
        let digits = self.rest.trim_start();
        let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
        let power: i32 = digits[..end].parse().ok().filter(|n| *n < 100)?;
        self.rest = &digits[end..];
        Some(base.power(power))
    }

    fn eat(&mut self, sign: char) -> bool {
        let there = self.rest.strip_prefix(sign);
        self.rest = there.unwrap_or(self.rest);
        there.is_some()
    }

    /// A unit by its name: as it is, in lower case with `_` for blanks, in the singular.
    fn named(&self, name: &str) -> Option<Unit> {
        let lower = crate::same(name).replace(' ', "_");
        if matches!(lower.as_str(), "1" | "dmnl" | "dimensionless" | "unitless" | "fraction") {
            return Some(Unit::one());
        }
        let singular = match lower.as_str() {
            "people" => "person",
            other => other.strip_suffix('s').unwrap_or(other),
        };
        let known = [name, lower.as_str(), singular].into_iter().find_map(|n| self.units.get(n));
        // The model's numbers stay as they are: only what counts as one is the same unit.
        known.filter(|(_, scale)| *scale == 1.0).map(|(unit, _)| unit.clone())
    }
}

/// The unit of time that a model counts in, in the language's word.
pub(crate) fn time(text: &str) -> Option<&'static str> {
    const WORDS: [&str; 8] = ["second", "minute", "hour", "day", "week", "month", "quarter", "year"];
    let lower = crate::same(text);
    let singular = lower.strip_suffix('s').unwrap_or(&lower);
    WORDS.into_iter().find(|word| *word == singular)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_as_the_tools_write_them() {
        let mut units = Units::new("month");
        units.declare("degrees_fahrenheit");
        let parsed = |text: &str| parse(text, &units).map(|u| u.to_string());
        assert_eq!(parsed("People/Month").as_deref(), Some("person/month"));
        assert_eq!(parsed("1/(Months*person)").as_deref(), Some("1/month/person"));
        assert_eq!(parsed("Degrees Fahrenheit").as_deref(), Some("degrees_fahrenheit"));
        assert_eq!(parsed("km^2").as_deref(), Some("km^2"));
        assert_eq!(parsed("Dmnl").as_deref(), Some("dimensionless"));
        assert_eq!(parsed("person [0,100]").as_deref(), Some("person"));
        // A week is no month, a percent no share: the numbers would be others.
        for text in ["widgets", "person/", "week", "percent", "person)", "km^x", ""] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    #[test]
    fn deep_brackets_are_refused() {
        let text = format!("{}person{}", "(".repeat(100_000), ")".repeat(100_000));
        assert_eq!(parse(&text, &Units::new("month")), None);
    }
}
