//! What an equation's unit is, from those of what it reads.

use super::{Kind, Mismatch};
use crate::foreign::{Binary, Expr, ExprKind, Unary, same};
use milepost_strategy::unit::Unit;
use milepost_syntax::Span;
use std::collections::BTreeMap;

/// What is known of the unit of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Measure {
    /// Zero and `:NA:` have any unit.
    Any,
    /// A number as it stands: it has no unit, and is a quantity where a whole equation is one.
    Number,
    /// A unit.
    Of(Unit),
    /// Not known: nothing is said of what it is used for.
    Unknown,
}

/// Reads equations and notes what does not fit.
pub(super) struct Reader<'v> {
    /// Units of variables, by the name as it is compared.
    pub units: &'v BTreeMap<String, Measure>,
    /// The unit of time.
    pub time: Measure,
    /// The variable whose equation is read.
    pub variable: &'v str,
    /// What does not fit.
    pub found: Vec<Mismatch>,
}

impl Reader<'_> {
    pub fn measure(&mut self, e: &Expr) -> Measure {
        match &e.kind {
            ExprKind::Number(zero) if *zero == 0.0 => Measure::Any,
            ExprKind::Number(_) => Measure::Number,
            ExprKind::NotAvailable => Measure::Any,
            ExprKind::Text(_) | ExprKind::Table(_) => Measure::Unknown,
            ExprKind::Name(name, _) => self.named(name),
            ExprKind::Call { name, arguments, outputs, .. } if outputs.is_empty() => self.call(name, arguments, e.span),
            ExprKind::Call { .. } => Measure::Unknown,
            ExprKind::Unary(Unary::Not, a) => {
                self.measure(a);
                Measure::Number
            }
            ExprKind::Unary(_, a) => self.measure(a),
            ExprKind::Binary(op, a, b) => self.infix(*op, a, b, e.span),
            ExprKind::If(parts) => {
                self.measure(&parts[0]);
                let (a, b) = (self.measure(&parts[1]), self.measure(&parts[2]));
                self.alike("chooses between", a, b, e.span)
            }
        }
    }

    fn named(&self, name: &str) -> Measure {
        let key = same(name);
        match self.units.get(&key) {
            Some(measure) => measure.clone(),
            None => match key.as_str() {
                "time" | "time step" | "initial time" | "final time" | "saveper" | "dt" | "starttime" | "stoptime" => {
                    self.time.clone()
                }
                "pi" => Measure::Number,
                _ => Measure::Unknown,
            },
        }
    }

    fn infix(&mut self, op: Binary, a: &Expr, b: &Expr, span: Span) -> Measure {
        let (left, right) = (self.measure(a), self.measure(b));
        match op {
            Binary::Add => self.alike("adds", left, right, span),
            Binary::Sub => self.alike("subtracts", left, right, span),
            Binary::Mod => self.alike("divides, for a remainder,", left, right, span),
            Binary::Lt | Binary::Le | Binary::Gt | Binary::Ge | Binary::Eq | Binary::Ne => {
                self.alike("compares", left, right, span);
                Measure::Number
            }
            Binary::And | Binary::Or => Measure::Number,
            Binary::Mul => product(left, right),
            Binary::Div => product(left, inverse(right)),
            Binary::Power => self.power(left, right, b, span),
        }
    }

    fn power(&mut self, base: Measure, exponent: Measure, b: &Expr, span: Span) -> Measure {
        self.pure("an exponent", exponent, b.span);
        let Measure::Of(unit) = base else { return base };
        if unit.is_one() {
            return Measure::Of(unit);
        }
        match constant(b) {
            Some(n) if n.fract() == 0.0 && n.abs() <= 20.0 => Measure::Of(unit.power(n as i32)),
            Some(n) if n == 0.5 && unit.root().is_some() => unit.root().map_or(Measure::Unknown, Measure::Of),
            _ => {
                self.note(Kind::Units, format!("raises {unit} to a power that is no whole number"), span);
                Measure::Unknown
            }
        }
    }

    /// Two that must have one unit; `does` says what is done with them.
    pub fn alike(&mut self, does: &str, a: Measure, b: Measure, span: Span) -> Measure {
        match (a, b) {
            (Measure::Unknown, _) | (_, Measure::Unknown) => Measure::Unknown,
            (Measure::Any, other) | (other, Measure::Any) => other,
            (Measure::Number, Measure::Number) => Measure::Number,
            (Measure::Number, Measure::Of(unit)) | (Measure::Of(unit), Measure::Number) => {
                if !unit.is_one() {
                    self.note(Kind::Number, format!("{does} a bare number and {unit}"), span);
                }
                Measure::Of(unit)
            }
            (Measure::Of(a), Measure::Of(b)) if a == b => Measure::Of(a),
            (Measure::Of(a), Measure::Of(b)) => {
                self.note(Kind::Units, format!("{does} {a} and {b}"), span);
                Measure::Unknown
            }
        }
    }

    /// One that must have no unit.
    pub fn pure(&mut self, what: &str, measure: Measure, span: Span) {
        if let Measure::Of(unit) = measure
            && !unit.is_one()
        {
            self.note(Kind::Units, format!("{what} is {unit}, and must be dimensionless"), span);
        }
    }

    pub fn note(&mut self, kind: Kind, what: String, span: Span) {
        self.found.push(Mismatch { variable: self.variable.to_string(), kind, what, span });
    }
}

/// A product.
pub(super) fn product(a: Measure, b: Measure) -> Measure {
    match (a, b) {
        (Measure::Unknown, _) | (_, Measure::Unknown) => Measure::Unknown,
        (Measure::Any, _) | (_, Measure::Any) => Measure::Any,
        (Measure::Number, other) | (other, Measure::Number) => other,
        (Measure::Of(a), Measure::Of(b)) => Measure::Of(a.times(&b)),
    }
}

/// One over it.
pub(super) fn inverse(a: Measure) -> Measure {
    match a {
        Measure::Of(unit) => Measure::Of(unit.power(-1)),
        other => other,
    }
}

/// A number as it stands, with its sign.
fn constant(e: &Expr) -> Option<f64> {
    match &e.kind {
        ExprKind::Number(n) => Some(*n),
        ExprKind::Unary(Unary::Minus, a) => constant(a).map(|n| -n),
        ExprKind::Unary(Unary::Plus, a) => constant(a),
        _ => None,
    }
}
