//! The names of units that a strategy may use, and what they mean.

use std::collections::BTreeMap;

use milepost_syntax::ast::UnitExpr;
use milepost_syntax::{Diagnostic, Span};

use crate::model::Display;
use crate::nearest;
use crate::unit::Unit;

/// Units of time that follow the calendar's months, in months.
const MONTHS: [(&str, f64); 3] = [("month", 1.0), ("quarter", 3.0), ("year", 12.0)];
/// Units of time of fixed length, in days.
const DAYS: [(&str, f64); 5] =
    [("second", 1.0 / 86400.0), ("minute", 1.0 / 1440.0), ("hour", 1.0 / 24.0), ("day", 1.0), ("week", 7.0)];
/// Mean length of a month of the Gregorian calendar in days, 365.2425 / 12.
pub(crate) const DAYS_PER_MONTH: f64 = 30.436875;
/// Counting and measuring units known without a declaration.
const BASES: [&str; 10] = ["person", "household", "usd", "eur", "barrel", "km", "kg", "tonne", "MW", "MWh"];

/// A unit of time's length.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Length {
    /// In calendar months.
    Months(f64),
    /// In days.
    Days(f64),
}

/// The length of a unit of time, if `name` is one.
pub(crate) fn time_unit(name: &str) -> Option<Length> {
    let find = |list: &[(&str, f64)]| list.iter().find(|(n, _)| *n == name).map(|(_, v)| *v);
    find(&MONTHS).map(Length::Months).or_else(|| find(&DAYS).map(Length::Days))
}

fn in_days(length: Length) -> f64 {
    match length {
        Length::Months(m) => m * DAYS_PER_MONTH,
        Length::Days(d) => d,
    }
}

/// All known units: name to unit and canonical value.
#[derive(Clone, Debug, Default)]
pub(crate) struct Units {
    known: BTreeMap<String, (Unit, f64)>,
}

impl Units {
    /// The predefined units of a strategy whose unit of time is `time`.
    pub fn new(time: &str) -> Units {
        let mut units = Units::default();
        let axis = time_unit(time).unwrap_or(Length::Months(1.0));
        for (name, _) in MONTHS.iter().chain(&DAYS) {
            let Some(length) = time_unit(name) else { continue };
            let scale = match (length, axis) {
                (Length::Months(a), Length::Months(b)) | (Length::Days(a), Length::Days(b)) => a / b,
                (a, b) => in_days(a) / in_days(b),
            };
            units.known.insert(name.to_string(), (Unit::base(time), scale));
        }
        for name in BASES {
            units.declare(name);
        }
        units.known.insert("share".into(), (Unit::one(), 1.0));
        units.known.insert("percent".into(), (Unit::one(), 0.01));
        units
    }

    /// Makes `name` a base unit.
    pub fn declare(&mut self, name: &str) {
        self.known.insert(name.to_string(), (Unit::base(name), 1.0));
    }

    /// A unit and the canonical value of one of it.
    pub fn get(&self, name: &str) -> Option<&(Unit, f64)> {
        self.known.get(name)
    }

    /// The finding that `name` is no unit.
    pub fn unknown(&self, name: &str, span: Span) -> Diagnostic {
        let finding = Diagnostic::error(span, format!("unknown unit `{name}`"));
        match nearest(name, self.known.keys().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help(format!("declare it with `unit {name}`")),
        }
    }

    /// The meaning of a written unit.
    pub fn resolve(&self, written: &UnitExpr) -> Result<(Unit, Display), Vec<Diagnostic>> {
        let (mut unit, mut scale, mut findings) = (Unit::one(), 1.0, Vec::new());
        for (name, power) in &written.factors {
            match self.get(&name.text) {
                Some((base, value)) => {
                    unit = unit.times(&base.power(*power));
                    scale *= value.powi(*power);
                }
                None => findings.push(self.unknown(&name.text, name.span)),
            }
        }
        if findings.is_empty() { Ok((unit, Display { text: spell(written), scale })) } else { Err(findings) }
    }
}

/// A written unit in its usual form: `person/month`.
fn spell(written: &UnitExpr) -> String {
    let mut text = String::new();
    for (name, power) in &written.factors {
        match (text.is_empty(), *power < 0) {
            (true, true) => text.push_str("1/"),
            (false, true) => text.push('/'),
            (false, false) => text.push('*'),
            (true, false) => {}
        }
        text.push_str(&name.text);
        if power.abs() != 1 {
            text.push_str(&format!("^{}", power.abs()));
        }
    }
    text
}
