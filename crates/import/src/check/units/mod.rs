//! Units of a model: what is written, and whether its equations fit.
//!
//! Each variable is looked at once, whatever its subscripts.  Nothing here bears on values: the tools run a model whose
//! units do not fit, and so does this one.

mod functions;
mod infer;
mod names;
#[cfg(test)]
mod tests;
mod text;

use crate::foreign::{Expr, Model, Variable, What, same};
use infer::{Measure, Reader, inverse, product};
use milepost_syntax::Span;
use names::Names;
use std::collections::{BTreeMap, BTreeSet};

/// What was found of units.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Units {
    /// Variables that have units.
    pub given: usize,
    /// Equations whose units do not fit, in the order of the file.
    pub mismatches: Vec<Mismatch>,
    /// Variables without units, in the order of the file.
    pub missing: Vec<(String, Span)>,
    /// Units that are not understood: the variable, its units and why.
    pub unread: Vec<(String, String, Span)>,
}

/// Why units do not fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Two units differ.
    Units,
    /// A number without a name stands where a quantity is needed.
    Number,
}

/// Something that does not fit.
#[derive(Clone, Debug, PartialEq)]
pub struct Mismatch {
    /// The variable whose equation it is.
    pub variable: String,
    /// Why.
    pub kind: Kind,
    /// What is wrong, as the end of a sentence about the variable.
    pub what: String,
    /// Where.
    pub span: Span,
}

/// Looks at the units of all variables.
pub(crate) fn check(model: &Model) -> Units {
    let mut names = Names::new(model);
    let mut found = Units::default();
    let mut units: BTreeMap<String, Measure> = BTreeMap::new();
    for variable in model.variables.iter().filter(|v| !matches!(v.what, What::Nothing(_))) {
        let written = variable.units.as_deref().map(str::trim).filter(|u| !u.is_empty());
        // Several equations of one variable: one of them says the units.
        let key = same(&variable.name);
        let Some(written) = written else {
            units.entry(key).or_insert(Measure::Unknown);
            continue;
        };
        if matches!(units.get(&key), Some(Measure::Of(_))) {
            continue;
        }
        let measure = match text::read(written, model.dialect, &mut names) {
            Ok(unit) => Measure::Of(unit),
            Err(why) => {
                let shown: String = written.chars().take(40).collect();
                found.unread.push((variable.name.clone(), format!("{shown}: {why}"), variable.name_span));
                Measure::Unknown
            }
        };
        units.insert(key, measure);
    }
    count(model, &units, &mut found);
    let time = model.time.unit.as_deref().and_then(|unit| text::read(unit, model.dialect, &mut names).ok());
    let time = time.map_or(Measure::Unknown, Measure::Of);
    for variable in &model.variables {
        let mut reader = Reader { units: &units, time: time.clone(), variable: &variable.name, found: Vec::new() };
        equation(&mut reader, variable);
        found.mismatches.append(&mut reader.found);
    }
    found
}

/// Counts variables with units, and notes those without.
fn count(model: &Model, units: &BTreeMap<String, Measure>, found: &mut Units) {
    let unread: BTreeSet<String> = found.unread.iter().map(|(name, ..)| same(name)).collect();
    let mut seen = BTreeSet::new();
    for variable in model.variables.iter().filter(|v| !matches!(v.what, What::Nothing(_))) {
        let key = same(&variable.name);
        if !seen.insert(key.clone()) {
            continue;
        }
        match units.get(&key) {
            Some(Measure::Of(_)) => found.given += 1,
            _ if unread.contains(&key) => {}
            _ => found.missing.push((variable.name.clone(), variable.name_span)),
        }
    }
}

/// One equation beside the units of its variable.
fn equation(reader: &mut Reader, variable: &Variable) {
    let own = reader.units.get(&same(&variable.name)).cloned().unwrap_or(Measure::Unknown);
    match &variable.what {
        What::Equation(e) => fits(reader, "the equation", e, &own),
        What::Level { rate, initial } => {
            fits(reader, "the rate", rate, &product(own.clone(), inverse(reader.time.clone())));
            fits(reader, "the initial value", initial, &own);
        }
        What::Stock { inflows, outflows, initial } => {
            let wanted = product(own.clone(), inverse(reader.time.clone()));
            for (flow, span) in inflows.iter().chain(outflows) {
                let given = reader.units.get(&same(flow)).cloned().unwrap_or(Measure::Unknown);
                differs(reader, &format!("the flow `{flow}`"), &given, &wanted, *span);
            }
            fits(reader, "the initial value", initial, &own);
        }
        // What a table is asked with may have any unit; within it units must fit all the same.
        What::Graph(e, _) => {
            reader.measure(e);
        }
        What::Conveyor(_) | What::Driven { .. } | What::Lookup(_) | What::Numbers(_) => {}
        What::Data | What::Nothing(_) => {}
    }
}

fn fits(reader: &mut Reader, what: &str, e: &Expr, wanted: &Measure) {
    let given = reader.measure(e);
    differs(reader, what, &given, wanted, e.span);
}

fn differs(reader: &mut Reader, what: &str, given: &Measure, wanted: &Measure, span: Span) {
    if let (Measure::Of(given), Measure::Of(wanted)) = (given, wanted)
        && given != wanted
    {
        reader.note(Kind::Units, format!("needs {wanted}, and {what} is {given}"), span);
    }
}
