//! The value of a claim in one future.  Truth is 1 and 0; unknown is NaN, with Kleene's connectives.
//!
//! The functions are the engine's own, so that a claim comes to the same bits on every machine.

use milepost_engine::math;
use milepost_strategy::model::{Claim, Function, Strategy, VariantId};
use milepost_syntax::ast::{BinaryOp, UnaryOp};

use super::Outcomes;

/// Evaluates claims in one future, or, given the statistics, on the ensemble.
pub(crate) struct Evaluator<'a> {
    /// Directions of measures and the reference.
    pub strategy: &'a Strategy,
    /// The future.
    pub outcomes: &'a dyn Outcomes,
    /// Values of the claim's statistics that have not been used yet, in the order in which they are written.
    /// Every branch is evaluated, so the order holds.
    pub statistics: std::slice::Iter<'a, f64>,
}

impl Evaluator<'_> {
    /// The value.
    pub fn value(&mut self, claim: &Claim) -> f64 {
        match claim {
            Claim::Number(value) => *value,
            Claim::Measure(measure, variant) => known(self.outcomes.outcome(*measure, *variant)),
            Claim::Gain(measure, variant) => {
                let Some(reference) = self.strategy.reference else { return f64::NAN };
                let there = known(self.outcomes.outcome(*measure, *variant));
                let here = known(self.outcomes.outcome(*measure, VariantId(reference.0)));
                let maximise = self.strategy.measures.get(measure.index()).is_some_and(|m| m.maximise);
                if maximise { there - here } else { here - there }
            }
            Claim::Unary(UnaryOp::Neg, a) => -self.value(a),
            Claim::Unary(UnaryOp::Not, a) => 1.0 - self.value(a),
            Claim::Binary(op, a, b) => {
                let (a, b) = (self.value(a), self.value(b));
                binary(*op, a, b)
            }
            Claim::If(parts) => {
                let [test, yes, no] = &**parts;
                let (test, yes, no) = (self.value(test), self.value(yes), self.value(no));
                if test == 1.0 { yes } else { no }
            }
            Claim::Call(function, arguments) => {
                let arguments: Vec<f64> = arguments.iter().map(|argument| self.value(argument)).collect();
                call(*function, &arguments)
            }
            Claim::All(parts) => {
                parts.iter().map(|(_, part)| self.value(part)).fold(1.0, |a, b| binary(BinaryOp::And, a, b))
            }
            Claim::Statistic(..) => self.statistics.next().copied().unwrap_or(f64::NAN),
        }
    }

    /// By how much a comparison holds: positive supports it.  The least of them where every part must hold;
    /// `None` for a claim that is no comparison.
    pub fn margin(&mut self, claim: &Claim) -> Option<f64> {
        match claim {
            Claim::Binary(op, a, b) if is_comparison(*op) => {
                let difference = self.value(a) - self.value(b);
                Some(match op {
                    BinaryOp::Lt | BinaryOp::Le => -difference,
                    BinaryOp::Eq => -difference.abs(),
                    BinaryOp::Ne => difference.abs(),
                    _ => difference,
                })
            }
            Claim::All(parts) => {
                let margins: Option<Vec<f64>> = parts.iter().map(|(_, part)| self.margin(part)).collect();
                margins.filter(|margins| !margins.is_empty()).map(|margins| extreme(&margins, f64::min))
            }
            _ => None,
        }
    }
}

/// Whether the claim has a margin.
pub(crate) fn has_margin(claim: &Claim) -> bool {
    match claim {
        Claim::Binary(op, ..) => is_comparison(*op),
        Claim::All(parts) => !parts.is_empty() && parts.iter().all(|(_, part)| has_margin(part)),
        _ => false,
    }
}

/// Whether the operator compares.
pub(crate) fn is_comparison(op: BinaryOp) -> bool {
    matches!(op, BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge | BinaryOp::Eq | BinaryOp::Ne)
}

/// An outcome that is not finite is unknown.
fn known(value: f64) -> f64 {
    if value.is_finite() { value } else { f64::NAN }
}

fn binary(op: BinaryOp, a: f64, b: f64) -> f64 {
    match op {
        BinaryOp::And => math::known_and(a, b),
        BinaryOp::Or => math::known_or(a, b),
        BinaryOp::Eq => math::known_eq(a, b),
        BinaryOp::Ne => 1.0 - math::known_eq(a, b),
        BinaryOp::Lt => math::known_lt(a, b),
        BinaryOp::Le => math::known_le(a, b),
        BinaryOp::Gt => math::known_lt(b, a),
        BinaryOp::Ge => math::known_le(b, a),
        BinaryOp::Add => a + b,
        BinaryOp::Sub => a - b,
        BinaryOp::Mul => a * b,
        BinaryOp::Div => a / b,
        BinaryOp::Pow => math::pow(a, b),
    }
}

/// The least or greatest value; unknown if any is.
fn extreme(values: &[f64], pick: fn(f64, f64) -> f64) -> f64 {
    if values.iter().any(|value| value.is_nan()) {
        return f64::NAN;
    }
    values.iter().copied().reduce(pick).unwrap_or(f64::NAN)
}

fn call(function: Function, arguments: &[f64]) -> f64 {
    let at = |k: usize| arguments.get(k).copied().unwrap_or(f64::NAN);
    let x = at(0);
    match function {
        Function::Exp => math::exp(x),
        Function::Ln => math::ln(x),
        Function::Log10 => math::ln(x) / std::f64::consts::LN_10,
        Function::Sqrt => x.sqrt(),
        Function::Abs => x.abs(),
        Function::Sin => math::sin(x),
        Function::Cos => math::cos(x),
        Function::Tan => math::tan(x),
        Function::Arcsin => math::asin(x),
        Function::Arccos => math::acos(x),
        Function::Arctan => math::atan(x),
        Function::Floor => math::floor(x),
        Function::Ceil => math::ceil(x),
        Function::Round => math::round(x),
        Function::Integer => math::trunc(x),
        Function::Min => extreme(arguments, f64::min),
        Function::Max => extreme(arguments, f64::max),
        Function::Sum => arguments.iter().sum(),
        Function::Clip => extreme(&[extreme(&[x, at(1)], f64::max), at(2)], f64::min),
        Function::Modulo => math::modulo(x, at(1)),
        Function::NormalCdf => math::normal_cdf(x),
        Function::NormalQuantile => math::normal_quantile(x),
        Function::Logistic => math::logistic(x),
        Function::Known => 1.0 - math::is_unknown(x),
        // A claim is judged after the last step: functions of time have no value there.
        Function::Step | Function::Pulse | Function::Ramp => f64::NAN,
    }
}
