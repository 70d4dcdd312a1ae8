//! Constants of a bare model varied from outside its files, as the language writes an uncertainty.

use milepost_syntax::ast::{BinaryOp, DeclarationKind};
use milepost_syntax::{FileId, Severity, SourceMap, nearest};

use crate::model::*;
use crate::world::{MemoryWorld, Settled};
use crate::{same, with};

/// Makes uncertainties of constants: each text is what the language writes behind `uncertain`, such as
/// `birth rate in 0.02 .. 0.05 log`; the name as the model has it, blanks and all, perhaps with an element in brackets.
/// Without a default it is the model's own value where that lies in the range.  `settled` cannot be varied.
///
/// # Errors
/// A sentence for the first that cannot be varied; the strategy is then as it was.
pub fn vary(strategy: &mut Strategy, sources: &SourceMap, texts: &[String], settled: &[Settled]) -> Result<(), String> {
    let mut made: Vec<(VariableId, Uncertain)> = Vec::new();
    let mut varied: Vec<(VariableId, usize)> = Vec::new();
    for text in texts {
        let (id, flats, rest) = named(strategy, text)?;
        let values = values(strategy, id).ok_or_else(|| no_constant(strategy, sources, id))?;
        let (one, has_default) = drawn(strategy, id, rest)?;
        let own = made.iter().position(|(known, _)| *known == id).unwrap_or_else(|| {
            let fixed = values.iter().map(|v| Distribution::Fixed(*v)).collect();
            made.push((id, Uncertain { default: values.clone(), distribution: fixed }));
            made.len() - 1
        });
        for flat in flats {
            let name = strategy.element_of(id, flat);
            if varied.contains(&(id, flat)) {
                return Err(format!("`{name}` is varied twice; give it one range"));
            }
            varied.push((id, flat));
            free_to_vary(&name, id, flat, &one.distribution, settled)?;
            let uncertain = &mut made[own].1;
            if has_default || !within(&one.distribution, values[flat]) {
                uncertain.default[flat] = one.default;
            }
            uncertain.distribution[flat] = one.distribution.clone();
        }
    }
    for (id, uncertain) in made {
        strategy.variables[id.index()].kind = VariableKind::Uncertain(uncertain);
    }
    Ok(())
}

/// The constants of a model and their values by element, in declared order.
pub fn constants(strategy: &Strategy) -> Vec<(VariableId, Vec<f64>)> {
    let ids = (0..strategy.variables.len()).map(|i| VariableId(i as u32));
    let constant = |id: &VariableId| !matches!(strategy.variable(*id).kind, VariableKind::Uncertain(_));
    ids.filter(constant).filter_map(|id| Some((id, values(strategy, id)?))).collect()
}

/// The values of a constant, by flat element: a number, a column of a table, arithmetic of numbers.
pub(crate) fn values(strategy: &Strategy, id: VariableId) -> Option<Vec<f64>> {
    let variable = strategy.variable(id);
    if !matches!(variable.ty, Type::Number(_)) {
        return None;
    }
    match &variable.kind {
        VariableKind::Constant(values) => Some(values.clone()),
        VariableKind::Uncertain(uncertain) => Some(uncertain.default.clone()),
        VariableKind::Let { value, .. } => {
            let element = |flat| constant(strategy, value, &strategy.environment(&variable.dims, flat));
            (0..strategy.size(&variable.dims)).map(element).collect()
        }
        _ => None,
    }
}

fn constant(strategy: &Strategy, e: &Expr, env: &[(DimensionId, usize)]) -> Option<f64> {
    let of = |e: &Expr| constant(strategy, e, env);
    match &e.kind {
        ExprKind::Number(value) => Some(*value),
        ExprKind::Neg(a) => of(a).map(|a| -a),
        ExprKind::Binary(op, a, b) => {
            let (a, b) = (of(a)?, of(b)?);
            match op {
                BinaryOp::Add => Some(a + b),
                BinaryOp::Sub => Some(a - b),
                BinaryOp::Mul => Some(a * b),
                BinaryOp::Div => Some(a / b),
                BinaryOp::Pow => Some(a.powf(b)),
                _ => None,
            }
        }
        ExprKind::ByElement(dim, arms) => of(arms.get(strategy.bound(env, *dim)?)?),
        _ => None,
    }
}

/// The variable that a text speaks of, which of its elements, and what stands behind its name.
fn named<'t>(strategy: &Strategy, text: &'t str) -> Result<(VariableId, Vec<usize>, &'t str), String> {
    let ends = ends(text);
    for &end in ends.iter().rev() {
        let (name, inside) = bracketed(text[..end].trim());
        if let Some(id) = strategy.find(name) {
            return Ok((id, elements(strategy, id, inside)?, &text[end..]));
        }
    }
    let Some(end) = ends.iter().find(|end| text[**end..].starts_with('=')).or(ends.last()) else {
        return Err(format!("`{text}` gives no range; write \"NAME in LOW .. HIGH\""));
    };
    let name = bracketed(text[..*end].trim()).0;
    let known = constants(strategy);
    let near = nearest(name, known.iter().map(|(id, _)| strategy.variable(*id).name.as_str()));
    let near = near.or_else(|| nearest(name, strategy.variables.iter().map(|v| v.name.as_str())));
    let help = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
    Err(format!("there is no variable `{name}` to vary{help}"))
}

/// Where a name may end: before `=`, `:` and ` in `, outside quotes and brackets.
pub(crate) fn ends(text: &str) -> Vec<usize> {
    let (mut depth, mut quoted, mut ends) = (0_i32, false, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted = !quoted,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        let blank = at > 0 && text[..at].ends_with(char::is_whitespace);
        let word = blank && text[at..].strip_prefix("in").is_some_and(|rest| rest.starts_with(char::is_whitespace));
        if depth <= 0 && !quoted && (matches!(c, '=' | ':') || word) {
            ends.push(at);
        }
    }
    ends
}

/// `name[a,b]` in two.
fn bracketed(name: &str) -> (&str, Option<&str>) {
    match name.strip_suffix(']').and_then(|name| name.split_once('[')) {
        Some((name, inside)) => (name.trim(), Some(inside)),
        None => (name, None),
    }
}

/// The flat elements that are meant: all of them without brackets.
fn elements(strategy: &Strategy, id: VariableId, inside: Option<&str>) -> Result<Vec<usize>, String> {
    let variable = strategy.variable(id);
    let size = strategy.size(&variable.dims);
    let Some(inside) = inside else { return Ok((0..size).collect()) };
    let wanted: Vec<String> = inside.split(',').map(same).collect();
    let label = |flat: usize| strategy.element_names(&variable.dims, flat);
    let fits = |flat: &usize| label(*flat).split(',').map(same).eq(wanted.iter().cloned());
    if let Some(flat) = (0..size).find(fits) {
        return Ok(vec![flat]);
    }
    let name = &variable.name;
    if variable.dims.is_empty() {
        return Err(format!("`{name}` has no elements; leave the brackets out"));
    }
    let labels: Vec<String> = (0..size.min(1_000)).map(label).collect();
    let help = match nearest(inside, labels.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{name}[{near}]`?"),
        None => format!("its first is `{name}[{}]`", labels.first().map_or("", String::as_str)),
    };
    Err(format!("`{name}` has no element `{inside}`; {help}"))
}

/// One draw, with its default.
pub(crate) struct One {
    pub(crate) default: f64,
    pub(crate) distribution: Distribution,
}

/// What stands behind the name, read as the language reads it; and whether a default was among it.
pub(crate) fn drawn(strategy: &Strategy, id: VariableId, rest: &str) -> Result<(One, bool), String> {
    let variable = strategy.variable(id);
    let name = &variable.name;
    let Type::Number(unit) = &variable.ty else { return Err(format!("`{name}` is no number")) };
    let (frame, of) = with::frame(strategy, unit, &variable.display.text);
    let line = format!("uncertain value_{} {rest}", if rest.starts_with(':') { "" } else { &of });
    let parsed = milepost_syntax::parse(FileId(0), &line);
    let declared = match parsed.file.declarations.as_slice() {
        [only] => match &only.kind {
            DeclarationKind::Uncertain(u) => Some(u),
            _ => None,
        },
        _ => None,
    };
    let why = |message: &str| format!("`{name}` cannot be varied by `{}`: {message}", rest.trim());
    let Some(declared) = declared.filter(|_| !rest.contains(['\n', '\r'])) else {
        let first = parsed.diagnostics.first().map_or("it is one range, such as `in 1 .. 2`", |d| d.message.as_str());
        return Err(why(first));
    };
    let checked = crate::check(&MemoryWorld::default().with("vary.mile", format!("{frame}{line}\n")));
    let found = checked.strategy.as_ref().and_then(|s| match &s.variables.last()?.kind {
        VariableKind::Uncertain(u) => Some((u.clone(), s.variables.last()?.ty.clone())),
        _ => None,
    });
    let Some((uncertain, ty)) = found else {
        let first = checked.diagnostics.iter().find(|d| d.severity == Severity::Error);
        let message = first.map(|d| {
            let help = d.help.first().map(|help| format!("; {help}")).unwrap_or_default();
            format!("{}{help}", d.message).replace("value_", name)
        });
        return Err(why(message.as_deref().unwrap_or("it has no range")));
    };
    if ty != variable.ty {
        return Err(why(&format!("it is not a number in the unit of `{name}`")));
    }
    match (uncertain.default.first(), uncertain.distribution.into_iter().next()) {
        (Some(&default), Some(distribution)) => Ok((One { default, distribution }, declared.default.is_some())),
        _ => Err(why("it has no value")),
    }
}

/// Whether a value can be drawn.
pub(crate) fn within(distribution: &Distribution, value: f64) -> bool {
    let (lo, hi) = ends_of(distribution);
    (lo..=hi).contains(&value)
}

/// The ends of a distribution of numbers.
pub(crate) fn ends_of(distribution: &Distribution) -> (f64, f64) {
    match *distribution {
        Distribution::Uniform(lo, hi) | Distribution::LogUniform(lo, hi) => (lo, hi),
        Distribution::Normal { lo, hi, .. } | Distribution::LogNormal { lo, hi, .. } => (lo, hi),
        Distribution::Fixed(value) => (value, value),
        Distribution::Categories(_) => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

/// Refuses a constant that decides how the model is built.
pub(crate) fn free_to_vary(
    name: &str,
    id: VariableId,
    flat: usize,
    distribution: &Distribution,
    settled: &[Settled],
) -> Result<(), String> {
    let lowest = ends_of(distribution).0;
    for settled in settled.iter().filter(|s| s.variable == id && s.flat == flat) {
        let why = &settled.why;
        match settled.least {
            Some(least) if lowest >= least => {}
            Some(least) => {
                return Err(format!(
                    "`{name}` must stay at {least} or above: below it {why} has fewer stages; raise the lower end"
                ));
            }
            None if settled.is_table() => {
                return Err(format!("`{name}` is a table of points, which cannot be varied; vary a factor of it"));
            }
            None => {
                return Err(format!("`{name}` cannot be varied, since it decides {why} before any future is drawn"));
            }
        }
    }
    Ok(())
}

/// What to say of a variable that is no constant: its equation, and a constant that it reads.
pub(crate) fn no_constant(strategy: &Strategy, sources: &SourceMap, id: VariableId) -> String {
    let variable = strategy.variable(id);
    let what = match &variable.kind {
        VariableKind::Stock(_) => "a stock",
        VariableKind::Series(_) => "a series",
        VariableKind::Lever(_) => "a lever",
        _ => "computed",
    };
    let equation = sources.snippet(variable.span).split_whitespace().collect::<Vec<_>>().join(" ");
    let equation = match equation.char_indices().nth(160) {
        Some((at, _)) => format!("{}...", &equation[..at]),
        None => equation,
    };
    let mut read = Vec::new();
    let mut note = |id: VariableId| read.push(id);
    match &variable.kind {
        VariableKind::Let { value, .. } => crate::visit::variables(value, &mut note),
        VariableKind::Stock(stock) => {
            crate::visit::variables(&stock.initial, &mut note);
            for flow in &stock.flows {
                let (StockFlow::In(e) | StockFlow::Out(e) | StockFlow::Toward { goal: e, .. }) = flow;
                crate::visit::variables(e, &mut note);
            }
        }
        _ => {}
    }
    let first = read.into_iter().find(|id| values(strategy, *id).is_some());
    let help = first.map_or("vary a constant".into(), |id| format!("vary `{}`", strategy.variable(id).name));
    format!("`{}` is {what}, not a constant: `{equation}`; {help}", variable.name)
}
