//! What a formula makes of a pot, unit by unit.

use milepost_strategy::model::FormulaReceiver;

use super::{Shared, Told};
use crate::command::figures::{aligned, count, list, wrapped};

/// The page, for a terminal of this width.
pub fn page(told: &Told, width: usize) -> String {
    let Shared { declared, division, .. } = &told.shared;
    let unit = if declared.unit.is_empty() { String::new() } else { format!(" {}", declared.unit) };
    let mut out = wrapped(&format!("{}: {}{unit}", declared.title, money(division.pot)), "", 2, width);
    if !declared.docs.text.is_empty() {
        out += &wrapped(&declared.docs.text, "  ", 2, width);
    }
    out += "\n";
    out += &steps(told);
    out += "\n";
    out += &table(told);
    for sentence in told.against.iter().flat_map(|other| against(told, other)) {
        out += &wrapped(&sentence, "", 2, width);
    }
    out += "\n";
    for sentence in notes(told) {
        out += &wrapped(&sentence, "", 2, width);
    }
    out
}

/// Hundredths as an amount.
fn money(cents: u128) -> String {
    format!("{}.{:02}", count(cents / 100), cents % 100)
}

/// What goes where before it comes to units.
fn steps(told: &Told) -> String {
    let steps = told.shared.division.steps.iter().map(|s| {
        let to = match (&s.receiver, &s.principle) {
            (Some(to), _) if *to == s.name => String::new(),
            (Some(to), _) => format!("to {to}"),
            (None, by) => by.clone().unwrap_or_default(),
        };
        vec![s.name.clone(), to, money(s.amount)]
    });
    aligned(&steps.collect::<Vec<_>>(), &[0, 1])
}

/// Every unit as declared, with the sum; other receivers are in the steps.
fn table(told: &Told) -> String {
    let Shared { declared, formula, division } = &told.shared;
    let dimension = &told.strategy.dimensions[declared.dimension.index()].name;
    let per = declared.per.map(|id| told.strategy.variables[id.index()].name.clone());
    let mut head = vec![dimension.clone(), "amount".into()];
    head.extend(per.map(|name| format!("per {name}")));
    if let Some(other) = &told.against {
        head.extend([other.declared.name.clone(), "gains or loses".into(), "in %".into()]);
    }
    let mut rows = vec![head];
    for (i, name) in formula.units.iter().enumerate() {
        let heads = told.per.as_ref().map(|p| p[i]);
        rows.push(row(told, name, division.units[i], told.against.as_ref().map(|o| o.division.units[i]), heads));
    }
    let sum = |d: &milepost_decide::Division| d.units.iter().sum::<u128>();
    let heads = told.per.as_ref().map(|p| p.iter().sum());
    rows.push(row(told, "sum", sum(division), told.against.as_ref().map(|o| sum(&o.division)), heads));
    aligned(&rows, &[0])
}

fn row(told: &Told, name: &str, now: u128, other: Option<u128>, heads: Option<f64>) -> Vec<String> {
    let mut cells = vec![name.to_string(), money(now)];
    if told.per.is_some() {
        let each = heads.filter(|h| *h > 0.0).map(|h| format!("{:.2}", now as f64 / 100.0 / h));
        cells.push(each.unwrap_or_else(|| "-".into()));
    }
    if let Some(other) = other {
        cells.push(money(other));
        cells.push(difference(now, other));
        let share = (other > 0).then(|| {
            let tenths = (now.abs_diff(other) * 2000 + other) / (2 * other);
            format!("{}{}.{}", sign(now, other), tenths / 10, tenths % 10)
        });
        cells.push(share.unwrap_or_else(|| "-".into()));
    }
    cells
}

fn difference(now: u128, other: u128) -> String {
    format!("{}{}", sign(now, other), money(now.abs_diff(other)))
}

fn sign(now: u128, other: u128) -> &'static str {
    match now.cmp(&other) {
        std::cmp::Ordering::Less => "-",
        std::cmp::Ordering::Equal => "",
        std::cmp::Ordering::Greater => "+",
    }
}

/// Who gains and who loses.
fn against(told: &Told, other: &Shared) -> Vec<String> {
    let pairs: Vec<(&str, u128, u128)> = told
        .shared
        .formula
        .units
        .iter()
        .zip(told.shared.division.units.iter().zip(&other.division.units))
        .map(|(name, (now, then))| (name.as_str(), *now, *then))
        .collect();
    let gain: Vec<&str> = pairs.iter().filter(|(_, a, b)| a > b).map(|p| p.0).collect();
    let lose: Vec<&str> = pairs.iter().filter(|(_, a, b)| a < b).map(|p| p.0).collect();
    let name = &other.declared.name;
    let said =
        |who: &[&str], what: &str| (!who.is_empty()).then(|| format!("{} against `{name}`: {}.", what, list(who)));
    let mut out = vec![String::new()];
    out.extend(said(&gain, &format!("{} gain", gain.len())));
    out.extend(said(&lose, &format!("{} lose", lose.len())));
    if out.len() == 1 {
        out.push(format!("Nobody gains or loses against `{name}`."));
    }
    out
}

/// What to know before quoting a number.
fn notes(told: &Told) -> Vec<String> {
    let Shared { declared, formula, .. } = &told.shared;
    let mut out = Vec::new();
    if let Some(order) = &told.order {
        let names: Vec<&str> = order.order.iter().map(|i| formula.deductions[*i].name.as_str()).collect();
        let moved = money(order.moved);
        let most = largest(told, order);
        out.push(format!(
            "The order of deductions matters: taken as {}, {moved} would go elsewhere{most}.",
            list(&names)
        ));
    } else if declared.deductions.len() > 1 {
        out.push("The order of deductions changes nothing here.".into());
    }
    for p in &told.paradox {
        let unit = &formula.units[p.unit];
        let fewer = money(p.loses);
        out.push(format!("Alarm: of a pot larger by 0.01, {unit} would have {fewer} less (the Alabama paradox)."));
    }
    let places: Vec<String> = declared.columns().iter().map(|id| source(told, *id)).collect();
    if !places.is_empty() {
        out.push(format!("Reads {}.", places.join(", ")));
    }
    out.extend(lines(told).into_iter().map(|(what, why)| format!("{what}: {why}")));
    out.push("What rounding leaves over goes to the largest remainders, equal ones in the order of the table.".into());
    out
}

/// Who gains most in another order.
fn largest(told: &Told, order: &milepost_decide::Order) -> String {
    let now = &told.shared.division;
    let units = told.shared.formula.units.iter().map(String::as_str).zip(now.units.iter().copied());
    let units = units.zip(order.division.units.iter().copied());
    let others = order.division.receivers();
    let named = now.receivers().into_iter().map(|(n, a)| {
        let then = others.iter().find(|(m, _)| *m == n).map_or(0, |(_, b)| *b);
        ((n, a), then)
    });
    let most = units.chain(named).filter(|((_, a), b)| b > a).max_by_key(|((_, a), b)| b - a);
    most.map(|((name, a), b)| format!(", most of it to {name} ({})", difference(b, a))).unwrap_or_default()
}

/// A column with the place where its source is said.
fn source(told: &Told, id: milepost_strategy::model::VariableId) -> String {
    let v = &told.strategy.variables[id.index()];
    format!("{} ({}:{})", v.name, told.sources.get(v.span.file).path, told.sources.line(v.span))
}

/// Notes that stand behind the lines of the formula, as written.
fn lines(told: &Told) -> Vec<(String, String)> {
    let declared = told.shared.declared;
    let share = |to: &FormulaReceiver, name: &str| match to {
        FormulaReceiver::Named(to) if to != name => format!("{name}, to {to}"),
        _ => name.to_string(),
    };
    let deductions = declared.deductions.iter().map(|d| (share(&d.to, &d.title), &d.docs));
    let levels = declared.levels.iter().map(|l| (l.name.clone(), &l.docs));
    let noted = deductions.chain(levels).filter(|(_, docs)| !docs.notes.is_empty());
    noted.map(|(name, docs)| (name, docs.notes.join("; "))).collect()
}
