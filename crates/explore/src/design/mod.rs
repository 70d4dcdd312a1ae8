//! The futures of a run laid out by a design instead of drawn: what varies, and where each future lies.
//!
//! A design places what is drawn before a future begins: uncertainties, categories, deliveries, compliance, under-reporting,
//! and the levers that are varied.  What is drawn at a step stays keyed by the future's number.  Every pathway is run at
//! every point.

mod drawn;
mod error;
mod laid;
#[cfg(test)]
mod tests;

pub use drawn::{Drawn, Values, drawn};
pub use error::Error;
pub use laid::{Laid, lay, usual_futures};

use milepost_ensemble::summary::{Design, Method};
use milepost_strategy::model::{Strategy, VariableKind};

use crate::asked::unknown;

/// Makes of a strategy what a run of this design runs: levers vary, and what is not among the inputs stands still.
///
/// # Errors
/// A lever that cannot be varied, or an input that is not there.
pub fn apply(strategy: &mut Strategy, design: &Design) -> Result<(), Error> {
    milepost_strategy::vary_levers(strategy, &design.varied).map_err(Error::Lever)?;
    if !design.inputs.is_empty() {
        check(strategy, &design.inputs)?;
        let levers: Vec<String> = varied(strategy).map(String::from).collect();
        let named = |name: &str| design.inputs.iter().any(|input| stands_for(input, name));
        milepost_strategy::hold_others(strategy, |name| named(name) || levers.iter().any(|lever| lever == name));
    } else if design.method == Method::Factorial {
        // The only delivery of an actor goes along with no other.
        milepost_strategy::hold_others(strategy, |_| true);
    }
    Ok(())
}

/// What tells a run of this design from one of the same files: pairs of a name and a text, to be hashed with them.  Designs
/// that spread the same distributions differently tell the same story, and are not told apart.
pub fn told(design: &Design) -> Vec<(String, String)> {
    let mut told: Vec<(String, String)> =
        design.varied.iter().map(|text| ("--vary".into(), text.trim().into())).collect();
    if !design.inputs.is_empty() {
        told.push(("--inputs".into(), design.inputs.join(",")));
    }
    if design.method == Method::Factorial {
        told.push(("--design factorial".into(), design.levels.to_string()));
    }
    told
}

/// Names of the levers that vary.
fn varied(strategy: &Strategy) -> impl Iterator<Item = &str> {
    let varies = |kind: &VariableKind| matches!(kind, VariableKind::Lever(lever) if lever.varied.is_some());
    strategy.variables.iter().filter(move |v| varies(&v.kind)).map(|v| v.name.as_str())
}

/// Whether an input's name stands for a column: its own, or one of its elements.
fn stands_for(input: &str, column: &str) -> bool {
    input == column || column.split_once('[').is_some_and(|(base, _)| base == input)
}

fn check(strategy: &Strategy, inputs: &[String]) -> Result<(), Error> {
    let known: Vec<String> = drawn(strategy).into_iter().map(|drawn| drawn.name).collect();
    for (k, input) in inputs.iter().enumerate() {
        if !known.iter().any(|column| stands_for(input, column)) {
            return Err(unknown("input", input, known.iter().map(String::as_str)).into());
        }
        if inputs[..k].contains(input) {
            return Err(Error::Twice { name: input.clone() });
        }
    }
    Ok(())
}
