//! Variables that no equation reads.

use crate::equation::reads;
use crate::foreign::{Expr, ExprKind, Model, Subscript, Variable, What, same};
use milepost_syntax::Span;
use std::collections::BTreeSet;

/// Variables that no equation reads, in the order of the file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unused {
    /// Constants, tables and data: they have no effect on anything.
    pub inputs: Vec<(String, Span)>,
    /// Equations: what the model is for, or what was forgotten.
    pub results: Vec<(String, Span)>,
}

/// Finds them; stocks and what is marked `:SUPPLEMENTARY:` are meant to be looked at.
pub(crate) fn check(model: &Model) -> Unused {
    let mut read = BTreeSet::new();
    for variable in model.variables.iter().chain(model.macros.iter().flat_map(|m| &m.variables)) {
        let own = same(&variable.name);
        // What reads only itself is read by no other.
        let mut others = BTreeSet::new();
        equation(variable, &mut others);
        others.remove(&own);
        read.extend(others);
    }
    let time = &model.time;
    let value = model.macros.iter().filter_map(|m| m.value.as_ref());
    for e in [&time.start, &time.stop, &time.step, &time.save].into_iter().flatten().chain(value) {
        names(e, &mut read);
    }
    let mut found = Unused::default();
    let mut seen = BTreeSet::new();
    for variable in &model.variables {
        let meant = variable.supplementary
            || ["initial time", "final time", "time step", "saveper"]
                .iter()
                .any(|control| reads(&variable.name, control));
        if !seen.insert(same(&variable.name)) || meant || read.contains(&same(&variable.name)) {
            continue;
        }
        let place = (variable.name.clone(), variable.name_span);
        match &variable.what {
            What::Level { .. } | What::Stock { .. } | What::Conveyor(_) | What::Nothing(_) => {}
            What::Lookup(_) | What::Numbers(_) | What::Data => found.inputs.push(place),
            What::Equation(e) if is_constant(e) => found.inputs.push(place),
            What::Equation(_) | What::Graph(..) | What::Driven { .. } => found.results.push(place),
        }
    }
    found
}

/// Whether nothing is read there but a file.
pub(crate) fn is_constant(e: &Expr) -> bool {
    let text = |a: &Expr| matches!(a.kind, ExprKind::Text(_));
    if let ExprKind::Call { arguments, .. } = &e.kind
        && !arguments.is_empty()
        && arguments.iter().all(text)
    {
        return true;
    }
    let mut read = BTreeSet::new();
    names(e, &mut read);
    read.is_empty()
}

/// All names that a variable's equation reads.
fn equation(variable: &Variable, read: &mut BTreeSet<String>) {
    match &variable.what {
        What::Equation(e) | What::Graph(e, _) => names(e, read),
        What::Level { rate, initial } => {
            names(rate, read);
            names(initial, read);
        }
        What::Stock { inflows, outflows, initial } => {
            read.extend(inflows.iter().chain(outflows).map(|(name, _)| same(name)));
            names(initial, read);
        }
        What::Conveyor(conveyor) => {
            read.extend(conveyor.inflows.iter().chain(&conveyor.outflows).map(|(name, _)| same(name)));
            let times = [&conveyor.transit, &conveyor.sample, &conveyor.arrest];
            let limits = [&conveyor.capacity, &conveyor.inflow_limit];
            let parts = times.into_iter().chain(limits).flatten();
            parts.chain([&conveyor.initial]).chain(&conveyor.others).for_each(|e| names(e, read));
        }
        What::Driven { fraction, .. } => fraction.iter().for_each(|e| names(e, read)),
        What::Lookup(_) | What::Numbers(_) | What::Data | What::Nothing(_) => {}
    }
}

/// All names in an expression: variables, tables that are called, and elements.
fn names(e: &Expr, read: &mut BTreeSet<String>) {
    match &e.kind {
        ExprKind::Name(name, subscripts) => {
            read.insert(same(name));
            within(subscripts, read);
        }
        ExprKind::Call { name, subscripts, arguments, outputs } => {
            // Functions are no variables, but nothing else can have their names either.
            if !arguments.is_empty() {
                read.insert(same(name));
            }
            within(subscripts, read);
            arguments.iter().chain(outputs).for_each(|a| names(a, read));
        }
        ExprKind::Unary(_, a) => names(a, read),
        ExprKind::Binary(_, a, b) => {
            names(a, read);
            names(b, read);
        }
        ExprKind::If(parts) => parts.iter().for_each(|p| names(p, read)),
        ExprKind::Number(_) | ExprKind::NotAvailable | ExprKind::Text(_) | ExprKind::Table(_) => {}
    }
}

fn within(subscripts: &[Subscript], read: &mut BTreeSet<String>) {
    for subscript in subscripts {
        match subscript {
            Subscript::At(index) => names(index, read),
            Subscript::Range(Some((from, to)), _) => {
                names(from, read);
                names(to, read);
            }
            Subscript::Name(name, _) => {
                // XMILE: a variable may say which element is meant.
                read.insert(same(name));
            }
            Subscript::Every(..) | Subscript::Range(None, _) => {}
        }
    }
}
