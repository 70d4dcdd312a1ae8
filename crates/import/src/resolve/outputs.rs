//! Macros with several outputs: `total = m(a, b : low, high)` also says what `low` and `high` are.

use crate::foreign::{Expr, ExprKind as Kind, Model, Variable, What, same};
use std::borrow::Cow;

/// Between the name of a macro and that of one of its outputs, in a call that stands for this output; no name has it.
const BETWEEN: char = '\u{1}';

/// The model in which each output that a call names is a variable of its own, with the subscripts of the variable that
/// makes the call.
pub(super) fn spread(model: &Model) -> Cow<'_, Model> {
    let calls = |v: &Variable| any(v, &mut |e| matches!(&e.kind, Kind::Call { outputs, .. } if !outputs.is_empty()));
    if !model.variables.iter().chain(model.macros.iter().flat_map(|m| &m.variables)).any(calls) {
        return Cow::Borrowed(model);
    }
    let mut model = model.clone();
    let macros: Vec<(String, Vec<String>)> = model.macros.iter().map(|m| (same(&m.name), m.outputs.clone())).collect();
    let lists = std::iter::once(&mut model.variables).chain(model.macros.iter_mut().map(|m| &mut m.variables));
    for variables in lists {
        let mut more = Vec::new();
        for variable in variables.iter() {
            any(variable, &mut |e| {
                more.extend(named(variable, e, &macros));
                false
            });
        }
        let own: Vec<String> = variables.iter().map(|v| same(&v.name)).collect();
        variables.extend(more.into_iter().filter(|v| !own.contains(&same(&v.name))));
    }
    Cow::Owned(model)
}

/// The macro and the output that a call's name stands for.
pub(super) fn parts(name: &str) -> (&str, Option<&str>) {
    match name.split_once(BETWEEN) {
        Some((called, output)) => (called, Some(output)),
        None => (name, None),
    }
}

/// The variables that a call with outputs defines.
fn named(variable: &Variable, e: &Expr, macros: &[(String, Vec<String>)]) -> Vec<Variable> {
    let Kind::Call { name, arguments, outputs, .. } = &e.kind else { return Vec::new() };
    let Some((_, theirs)) = macros.iter().find(|(known, _)| *known == same(name)) else { return Vec::new() };
    // A call with another number of outputs is refused where it is expanded.
    if theirs.len() != outputs.len() {
        return Vec::new();
    }
    let made = outputs.iter().zip(theirs).filter_map(|(output, inner)| {
        let Kind::Name(target, _) = &output.kind else { return None };
        let kind = Kind::Call {
            name: format!("{name}{BETWEEN}{inner}"),
            subscripts: Vec::new(),
            arguments: arguments.clone(),
            outputs: Vec::new(),
        };
        let what = What::Equation(Expr { kind, span: e.span });
        let own = Variable::new(target.clone(), output.span, what, output.span);
        Some(Variable { subscripts: variable.subscripts.clone(), except: variable.except.clone(), ..own })
    });
    made.collect()
}

/// Whether a test holds for any part of a variable's equations.
fn any(variable: &Variable, test: &mut dyn FnMut(&Expr) -> bool) -> bool {
    match &variable.what {
        What::Equation(e) | What::Graph(e, _) => within(e, test),
        What::Level { rate, initial } => within(rate, test) || within(initial, test),
        What::Stock { initial, .. } => within(initial, test),
        _ => false,
    }
}

fn within(e: &Expr, test: &mut dyn FnMut(&Expr) -> bool) -> bool {
    if test(e) {
        return true;
    }
    match &e.kind {
        Kind::Call { arguments, .. } => arguments.iter().any(|a| within(a, test)),
        Kind::Unary(_, a) => within(a, test),
        Kind::Binary(_, a, b) => within(a, test) || within(b, test),
        Kind::If(three) => three.iter().any(|a| within(a, test)),
        _ => false,
    }
}
