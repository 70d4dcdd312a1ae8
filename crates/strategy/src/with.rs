//! Levers and uncertainties set from outside the files, as `with` sets them in a claim.

use milepost_syntax::{Severity, nearest};

use crate::model::*;
use crate::units::{Units, time_unit};
use crate::world::MemoryWorld;

/// Sets levers and uncertainties in all pathways and variants: a lever from the decision on, an uncertainty throughout, all
/// elements alike.  A value is a category's name, or a number, bare in the declared unit or with a unit or percent sign.
/// What a claim sets itself stands.  The title of the strategy tells what was set.
///
/// # Errors
/// A sentence for the first that cannot be set; the strategy is then as it was.
pub fn with_settings(strategy: &mut Strategy, settings: &[(String, String)]) -> Result<(), String> {
    if settings.is_empty() {
        return Ok(());
    }
    let set = settings_of(strategy, settings)?;
    for variant in &mut strategy.variants {
        // The last one that names a variable counts: what a claim sets itself.
        variant.with.splice(0..0, set.iter().copied());
    }
    let told: Vec<String> = settings.iter().map(|(name, value)| format!("{name} = {}", value.trim())).collect();
    strategy.title = format!("{}, with {}", strategy.title, told.join(" and "));
    Ok(())
}

/// What settings come to: each variable with its value in canonical units, or as a category's position.
///
/// # Errors
/// A sentence for the first that cannot be set.
pub fn settings_of(strategy: &Strategy, settings: &[(String, String)]) -> Result<Vec<(VariableId, f64)>, String> {
    let mut set = Vec::new();
    for (name, value) in settings {
        let id = settable(strategy, name)?;
        if set.iter().any(|(known, _)| *known == id) {
            return Err(format!("`{name}` is set twice; give it one value"));
        }
        set.push((id, canonical(strategy, id, value.trim())?));
    }
    Ok(set)
}

/// The lever or uncertainty of this name.
fn settable(strategy: &Strategy, name: &str) -> Result<VariableId, String> {
    let can = |v: &&Variable| matches!(v.kind, VariableKind::Lever(_) | VariableKind::Uncertain(_));
    match strategy.find(name) {
        Some(id) if can(&strategy.variable(id)) => Ok(id),
        Some(_) => Err(format!("`{name}` is neither a lever nor an uncertainty, so it cannot be set")),
        None => {
            let names = strategy.variables.iter().filter(can).map(|v| v.name.as_str());
            let help = match nearest(name, names) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "levers and uncertainties can be set".into(),
            };
            Err(format!("there is no lever or uncertainty `{name}`; {help}"))
        }
    }
}

/// What is written, in canonical units or as a category's position.
fn canonical(strategy: &Strategy, id: VariableId, text: &str) -> Result<f64, String> {
    let variable = &strategy.variables[id.index()];
    let name = &variable.name;
    match &variable.ty {
        Type::Category(labels) => labels.iter().position(|label| label == text).map(|k| k as f64).ok_or_else(|| {
            let help = match nearest(text, labels.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("it is one of {}", labels.join(", ")),
            };
            format!("`{name}` has no category `{text}`; {help}")
        }),
        Type::Truth => match text {
            "true" => Ok(1.0),
            "false" => Ok(0.0),
            _ => Err(format!("`{name}` is true or false, not `{text}`")),
        },
        Type::Number(unit) => {
            let value = number(strategy, variable, unit, text)?;
            let outside = ranges(&variable.kind).into_iter().find(|(lo, hi)| !(*lo..=*hi).contains(&value));
            match outside {
                None => Ok(value),
                Some(range) => {
                    let range = shown(range, &variable.display);
                    Err(format!("`{name}` = {text} lies outside its range, {range}"))
                }
            }
        }
    }
}

/// A number as the language reads it, by a strategy that declares nothing else.
fn number(strategy: &Strategy, variable: &Variable, unit: &crate::unit::Unit, text: &str) -> Result<f64, String> {
    let name = &variable.name;
    let display = &variable.display.text;
    let strange = |c: char| !(c.is_alphanumeric() || "_.+-*/^%() ".contains(c));
    let not = || {
        let example = if display.is_empty() { String::new() } else { format!(" or with its unit, {display}") };
        format!("`{text}` is no number for `{name}`; write it bare{example}")
    };
    if text.is_empty() || text.contains(strange) {
        return Err(not());
    }
    let (frame, of) = frame(strategy, unit, display);
    let whole = format!("{frame}lever value_{of} = {text} in -1e300 .. 1e300\n");
    let checked = crate::check(&MemoryWorld::default().with("with.mile", whole));
    let value = checked.strategy.as_ref().and_then(|s| {
        s.variables.iter().find_map(|v| match &v.kind {
            VariableKind::Lever(lever) if v.name == "value_" => lever.default.first().copied(),
            _ => None,
        })
    });
    value.ok_or_else(|| {
        let first = checked.diagnostics.iter().find(|d| d.severity == Severity::Error);
        let why = first.map(|d| d.message.replace("value_", name)).unwrap_or_default();
        format!("{}: {why}", not())
    })
}

/// A strategy that declares the units that a number may have and nothing else, and the unit of a declaration in it.
pub(crate) fn frame(strategy: &Strategy, unit: &crate::unit::Unit, display: &str) -> (String, String) {
    // A model of another tool may count in what is no unit here.
    let time = if time_unit(&strategy.time.unit).is_some() { strategy.time.unit.as_str() } else { "month" };
    let known = Units::new(time);
    let strange = unit.bases().filter(|base| known.get(base).is_none());
    let units: String = strange.map(|base| format!("unit {base}\n")).collect();
    let plain = unit.is_one() && !matches!(display, "share" | "percent");
    let of = if plain { String::new() } else { format!(": {display}") };
    (format!("strategy \"with\" {{ time {time} from 0 to 1 }}\n{units}"), of)
}

/// The ranges that a value must lie in.
fn ranges(kind: &VariableKind) -> Vec<(f64, f64)> {
    match kind {
        VariableKind::Lever(lever) => lever.range.into_iter().collect(),
        VariableKind::Uncertain(uncertain) => {
            let range = |d: &Distribution| match *d {
                Distribution::Uniform(lo, hi) | Distribution::LogUniform(lo, hi) => Some((lo, hi)),
                Distribution::Normal { lo, hi, .. } | Distribution::LogNormal { lo, hi, .. } => Some((lo, hi)),
                Distribution::Fixed(_) | Distribution::Categories(_) => None,
            };
            uncertain.distribution.iter().filter_map(range).collect()
        }
        _ => Vec::new(),
    }
}

/// A range in the declared unit.
pub(crate) fn shown((lo, hi): (f64, f64), display: &Display) -> String {
    let (lo, hi) = (lo / display.scale, hi / display.scale);
    match display.text.as_str() {
        "share" => format!("{}% .. {}%", rounded(100.0 * lo), rounded(100.0 * hi)),
        unit => format!("{} .. {} {unit}", rounded(lo), rounded(hi)).trim_end().into(),
    }
}

/// Without the last digits, which unit conversions blur.
fn rounded(value: f64) -> String {
    let text = format!("{value:.9}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').into(),
        false => text,
    }
}
