//! Units as they are written: `people/year`, `(a*b)/c`, `$`, `1/Month`, `m^2`.
//!
//! Vensim's names may have blanks and most signs in them; Stella's may not have `-`, which multiplies there as `*` does.

use super::names::Names;
use crate::foreign::Dialect;
use milepost_strategy::unit::Unit;

/// No unit is longer, in bytes.
const LONGEST: usize = 1000;
/// So deep brackets may be nested.
const DEEPEST: usize = 50;
/// No unit has a higher power.
const HIGHEST: i32 = 20;

/// The unit that a text stands for; a sentence where it stands for none.
pub(super) fn read(text: &str, dialect: Dialect, names: &mut Names) -> Result<Unit, String> {
    if text.len() > LONGEST {
        return Err(format!("it is longer than {LONGEST} bytes"));
    }
    let mut reader = Reader { rest: text.trim(), dialect, names, depth: 0 };
    let unit = reader.product()?;
    match reader.rest.chars().next() {
        None => Ok(unit),
        Some(c) => Err(format!("`{c}` is not expected")),
    }
}

struct Reader<'t, 'n> {
    rest: &'t str,
    dialect: Dialect,
    names: &'n mut Names,
    depth: usize,
}

impl Reader<'_, '_> {
    /// `a*b/c`
    fn product(&mut self) -> Result<Unit, String> {
        let mut unit = self.power()?;
        loop {
            self.blanks();
            let over = match self.rest.chars().next() {
                Some('*') => false,
                Some('-') if self.dialect == Dialect::Xmile => false,
                Some('/') => true,
                _ => return Ok(unit),
            };
            self.rest = &self.rest[1..];
            let next = self.power()?;
            unit = if over { unit.over(&next) } else { unit.times(&next) };
        }
    }

    /// `a^2`
    fn power(&mut self) -> Result<Unit, String> {
        let unit = self.factor()?;
        self.blanks();
        let Some(rest) = self.rest.strip_prefix('^') else { return Ok(unit) };
        let rest = rest.trim_start();
        let end = rest.find(|c: char| !(c.is_ascii_digit() || c == '-' || c == '+')).unwrap_or(rest.len());
        let power: i32 = rest[..end].parse().map_err(|_| "a power is a whole number".to_string())?;
        if power.abs() > HIGHEST {
            return Err(format!("a power of {power} is none"));
        }
        self.rest = &rest[end..];
        Ok(unit.power(power))
    }

    fn factor(&mut self) -> Result<Unit, String> {
        self.blanks();
        if let Some(rest) = self.rest.strip_prefix('(') {
            self.depth += 1;
            if self.depth > DEEPEST {
                return Err(format!("brackets are nested more than {DEEPEST} deep"));
            }
            self.rest = rest;
            let unit = self.product()?;
            self.blanks();
            self.rest = self.rest.strip_prefix(')').ok_or("`)` is missing")?;
            self.depth -= 1;
            return Ok(unit);
        }
        let dash = self.dialect == Dialect::Xmile;
        let ends = |c: char| matches!(c, '*' | '/' | '^' | '(' | ')') || dash && c == '-';
        let end = self.rest.find(ends).unwrap_or(self.rest.len());
        let name = self.rest[..end].trim();
        self.rest = &self.rest[end..];
        match name {
            "" => Err("the name of a unit is missing".into()),
            "1" => Ok(Unit::one()),
            number if number.parse::<f64>().is_ok() => Err(format!("`{number}` is a number, not a unit")),
            name => Ok(self.names.unit(name)),
        }
    }

    fn blanks(&mut self) {
        self.rest = self.rest.trim_start();
    }
}
