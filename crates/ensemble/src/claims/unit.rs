//! The unit in which people read the margin of a claim.

use milepost_strategy::model::{Claim, Display, Function, Strategy};
use milepost_strategy::unit::Unit;
use milepost_syntax::ast::BinaryOp;

use super::evaluate::is_comparison;

/// The unit of the margin as people read it, and its scale; dimensionless where the claim has none.
pub(crate) fn margin_unit(strategy: &Strategy, claim: &Claim) -> (String, f64) {
    match claim {
        Claim::Binary(op, a, b) if is_comparison(*op) => {
            let display = read(strategy, a).or_else(|| read(strategy, b)).map(|read| read.display);
            display.map_or((String::new(), 1.0), |display| (display.text, display.scale))
        }
        Claim::All(parts) => parts.first().map_or((String::new(), 1.0), |(_, part)| margin_unit(strategy, part)),
        _ => (String::new(), 1.0),
    }
}

/// A unit and how it is read.
struct Read {
    unit: Unit,
    display: Display,
}

impl Read {
    fn new(unit: Unit) -> Read {
        let text = if unit.is_one() { String::new() } else { unit.to_string() };
        Read { unit, display: Display { text, scale: 1.0 } }
    }
}

/// The unit of a number in a claim; `None` for one that has none.
fn read(strategy: &Strategy, claim: &Claim) -> Option<Read> {
    match claim {
        Claim::Number(_) => None,
        Claim::Measure(measure, _) | Claim::Gain(measure, _) => {
            let measure = strategy.measures.get(measure.index())?;
            Some(Read { unit: measure.unit.clone(), display: measure.display.clone() })
        }
        Claim::Unary(_, a) | Claim::Statistic(_, a) => read(strategy, a),
        Claim::Binary(op, a, b) => {
            let (a, b) = (read(strategy, a), read(strategy, b));
            match (op, a, b) {
                (BinaryOp::Add | BinaryOp::Sub, a, b) => a.or(b),
                (BinaryOp::Mul, Some(a), Some(b)) => Some(Read::new(a.unit.times(&b.unit))),
                (BinaryOp::Mul, a, b) => a.or(b),
                (BinaryOp::Div, Some(a), Some(b)) => Some(Read::new(a.unit.over(&b.unit))),
                (BinaryOp::Div, None, Some(b)) => Some(Read::new(Unit::one().over(&b.unit))),
                (BinaryOp::Div, a, None) => a,
                _ => None,
            }
        }
        Claim::If(parts) => read(strategy, &parts[1]).or_else(|| read(strategy, &parts[2])),
        Claim::Call(Function::Abs | Function::Min | Function::Max | Function::Clip, arguments) => {
            arguments.iter().find_map(|argument| read(strategy, argument))
        }
        Claim::Call(..) | Claim::All(_) => None,
    }
}
