//! Declarations in words: levers moved, stages, distributions, persistence.

use milepost_strategy::model::{
    ActorId, Begins, Display, Distribution, ElementId, Expr, ExprKind, Pathway, Setting, Strategy, TimeAxis, Type,
    Variable, When,
};
use milepost_syntax::SourceMap;
use milepost_syntax::ast::Change;

use crate::calendar::{end, instant};
use crate::docs::snippet;
use crate::elements::{element_name, slice};
use crate::numbers::{exact, is_share, per_unit, plain, unit_words};
use crate::phrase::{list, titled};

/// A lever's or another variable's title, or its name in words.
pub(crate) fn title(variable: &Variable) -> String {
    variable.title.clone().unwrap_or_else(|| titled(&variable.name))
}

/// An actor's title.
pub(crate) fn actor(strategy: &Strategy, id: Option<ActorId>) -> Option<&str> {
    Some(strategy.actors.get(id?.index())?.title.as_str())
}

/// An element's title.
pub(crate) fn element(strategy: &Strategy, id: Option<ElementId>) -> Option<&str> {
    Some(strategy.elements.get(id?.index())?.title.as_str())
}

/// What a setting does, the lever first: `Troop goal to 86,000 people over 9 months`.
pub(crate) fn setting(strategy: &Strategy, sources: &SourceMap, setting: &Setting) -> String {
    let lever = &strategy.variables[setting.lever.index()];
    let value = value(sources, lever, setting);
    let how = match setting.change {
        Change::Set => format!("to {value}"),
        Change::Scale => format!("\u{d7} {value}"),
        Change::Add if value.starts_with('\u{2212}') => value,
        Change::Add => format!("+{value}"),
    };
    format!("{}{} {how}{}", title(lever), elements(strategy, lever, setting), ramp(&strategy.time, setting.over))
}

/// Only the value a setting gives and its ramp, for a column named after the lever.
pub(crate) fn setting_value(strategy: &Strategy, sources: &SourceMap, setting: &Setting) -> String {
    let lever = &strategy.variables[setting.lever.index()];
    let elements = elements(strategy, lever, setting);
    let value = value(sources, lever, setting);
    let value = match setting.change {
        Change::Set => value,
        Change::Scale => format!("\u{d7} {value}"),
        Change::Add => format!("+{value}"),
    };
    format!("{value}{}{}", elements, ramp(&strategy.time, setting.over))
}

fn value(sources: &SourceMap, lever: &Variable, setting: &Setting) -> String {
    let Some(number) = constant(&setting.value) else { return snippet(sources, setting.value.span) };
    match (&lever.ty, setting.change) {
        (Type::Category(_), _) => category(lever, number),
        (_, Change::Scale) => plain(number),
        (_, Change::Add) if is_share(&lever.display) => {
            format!("{} points", plain(number * per_unit(&lever.display)))
        }
        _ => exact(&lever.display, number),
    }
}

/// A lever's value, by name where it is a category.
pub(crate) fn category(variable: &Variable, value: f64) -> String {
    match &variable.ty {
        Type::Category(names) => names.get(value as usize).map_or_else(|| plain(value), |name| name.replace('_', " ")),
        _ => exact(&variable.display, value),
    }
}

fn constant(expr: &Expr) -> Option<f64> {
    match &expr.kind {
        ExprKind::Number(n) => Some(*n),
        ExprKind::Truth(t) => Some(f64::from(u8::from(*t))),
        ExprKind::Neg(inner) => Some(-constant(inner)?),
        _ => None,
    }
}

fn elements(strategy: &Strategy, lever: &Variable, setting: &Setting) -> String {
    let Some(elements) = &setting.elements else { return String::new() };
    match slice(strategy, lever, elements).as_deref() {
        Some("") => return String::new(),
        Some(slice) => return format!(" in {slice}"),
        None => {}
    }
    let names: Vec<String> = elements.iter().take(4).map(|&flat| element_name(strategy, lever, flat)).collect();
    let more = elements.len().saturating_sub(4);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!(" in {}{more}", if more.is_empty() { list(&names) } else { names.join(", ") })
}

fn ramp(axis: &TimeAxis, over: f64) -> String {
    if over > 0.0 { format!(" over {}", duration(axis, over)) } else { String::new() }
}

/// A length of time: `9 months`; below one unit in the next smaller one, as `14 days`.
pub(crate) fn duration(axis: &TimeAxis, length: f64) -> String {
    let (number, unit) = match axis.unit.as_str() {
        "month" if length > 0.0 && length < 1.0 => ((length * 30.4375).round(), "day"),
        "year" if length > 0.0 && length < 1.0 => ((length * 12.0 * 100.0).round() / 100.0, "month"),
        unit => (length, unit),
    };
    let number = plain(number);
    let unit = unit_words(unit, number != "1");
    format!("{number} {unit}").trim().into()
}

/// The stages of a pathway: `Modified Coalition from January 2006, then ...`
pub(crate) fn stages(strategy: &Strategy, sources: &SourceMap, pathway: &Pathway) -> String {
    let stages = pathway.stages.iter().map(|stage| {
        let regime = &strategy.regimes[stage.regime.index()].title;
        match &stage.begins {
            Begins::At(time) if *time <= strategy.time.decide => regime.clone(),
            Begins::At(time) => format!("{regime} from {}", instant(&strategy.time, *time)),
            Begins::When { test, not_before, at_latest } => {
                let mut words = format!("{regime} when `{}`", snippet(sources, test.span));
                if *not_before > strategy.time.decide {
                    words += &format!(", not before {}", instant(&strategy.time, *not_before));
                }
                if let Some(latest) = at_latest {
                    words += &format!(", at latest by the end of {}", end(&strategy.time, *latest));
                }
                words
            }
        }
    });
    stages.collect::<Vec<_>>().join("; then ")
}

/// What a pathway follows: `follows all 45 recommendations`.
pub(crate) fn follows(strategy: &Strategy, pathway: &Pathway) -> String {
    let all = strategy.recommendations.len();
    match pathway.follows.len() {
        0 if all == 0 => String::new(),
        0 => "Follows no recommendation.".into(),
        n if n == all => format!("Follows all {n} recommendations."),
        n => format!("Follows {n} of {all} recommendations."),
    }
}

/// Where an uncertain value may lie, and how likely it is there.
pub(crate) fn distribution(display: &Display, ty: &Type, distribution: &Distribution) -> (String, String) {
    let from_to = |low: f64, high: f64| {
        if low == high {
            return exact(display, low);
        }
        let bare = Display { text: if display.text == "share" { "share".into() } else { String::new() }, ..*display };
        format!("{} to {}", exact(&bare, low), exact(display, high))
    };
    match distribution {
        Distribution::Fixed(v) => (exact(display, *v), "fixed".into()),
        Distribution::Uniform(low, high) => (from_to(*low, *high), "uniform".into()),
        Distribution::LogUniform(low, high) => (from_to(*low, *high), "log-uniform".into()),
        Distribution::Normal { mean, sd, lo, hi } => {
            (from_to(*lo, *hi), format!("normal, {} \u{b1} {}", exact(display, *mean), exact(display, *sd)))
        }
        Distribution::LogNormal { median, sigma, lo, hi } => {
            (from_to(*lo, *hi), format!("log-normal, median {}, sigma {}", exact(display, *median), plain(*sigma)))
        }
        Distribution::Categories(weights) => {
            let names: &[String] = if let Type::Category(names) = ty { names } else { &[] };
            let name = |i: usize| names.get(i).map_or_else(|| i.to_string(), |n| n.replace('_', " "));
            let alike = weights.iter().all(|w| (w - weights[0]).abs() < 1e-9);
            let each = weights.iter().enumerate().map(|(i, w)| match alike {
                true => name(i),
                false => format!("{} {}", name(i), crate::numbers::percent(*w)),
            });
            let each: Vec<String> = each.collect();
            (each.join(", "), if alike { "equally likely".into() } else { "weighted".into() })
        }
    }
}

/// A range of shares: `30% to 100%`.
pub(crate) fn shares((low, high): (f64, f64)) -> String {
    let percent = |share: f64| format!("{}%", plain(share * 100.0));
    if low == high { percent(low) } else { format!("{} to {}", percent(low), percent(high)) }
}

/// A predicate as written, with its persistence: the code, then ` for 3 months`.
pub(crate) fn when(axis: &TimeAxis, sources: &SourceMap, when: &When) -> (String, String) {
    let length = f64::from(when.every) * axis.step;
    let periods = |n: u32| {
        let whole = duration(axis, f64::from(n) * length);
        if n == 1 || (length - 1.0).abs() < 1e-9 { whole } else { format!("{n} reporting periods") }
    };
    let persistence = match (when.of, when.periods) {
        (1, 1) => String::new(),
        (of, all) if of == all => format!(" for {}", periods(all)),
        (of, all) => format!(" for {of} of {}", periods(all)),
    };
    (snippet(sources, when.test.span), persistence)
}
