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
use crate::language::Language;
use crate::numbers::{exact, is_share, per_unit, plain};
use crate::phrase::titled;

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
pub(crate) fn setting(words: &'static Language, strategy: &Strategy, sources: &SourceMap, setting: &Setting) -> String {
    let lever = &strategy.variables[setting.lever.index()];
    let value = value(words, sources, lever, setting);
    let how = match setting.change {
        Change::Set => words.fill("setting.to", &[("value", &value)]),
        Change::Scale => format!("\u{d7} {value}"),
        Change::Add if value.starts_with('\u{2212}') => value,
        Change::Add => format!("+{value}"),
    };
    let lever = within(words, title(lever), elements(words, strategy, lever, setting));
    let told = words.fill("setting.moved", &[("lever", &lever), ("how", &how)]);
    over(words, told, &strategy.time, setting.over)
}

/// Only the value a setting gives and its ramp, for a column named after the lever.
pub(crate) fn setting_value(
    words: &'static Language,
    strategy: &Strategy,
    sources: &SourceMap,
    setting: &Setting,
) -> String {
    let lever = &strategy.variables[setting.lever.index()];
    let elements = elements(words, strategy, lever, setting);
    let value = value(words, sources, lever, setting);
    let value = match setting.change {
        Change::Set => value,
        Change::Scale => format!("\u{d7} {value}"),
        Change::Add => format!("+{value}"),
    };
    over(words, within(words, value, elements), &strategy.time, setting.over)
}

fn value(words: &'static Language, sources: &SourceMap, lever: &Variable, setting: &Setting) -> String {
    let Some(number) = constant(&setting.value) else { return snippet(sources, setting.value.span) };
    match (&lever.ty, setting.change) {
        (Type::Category(_), _) => category(words, lever, number),
        (_, Change::Scale) => plain(number),
        (_, Change::Add) if is_share(&lever.display) => {
            words.fill("setting.points", &[("number", &plain(number * per_unit(&lever.display)))])
        }
        _ => exact(words, &lever.display, number),
    }
}

/// A lever's value, by name where it is a category.
pub(crate) fn category(words: &'static Language, variable: &Variable, value: f64) -> String {
    match &variable.ty {
        Type::Category(names) => names.get(value as usize).map_or_else(|| plain(value), |name| name.replace('_', " ")),
        _ => exact(words, &variable.display, value),
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

/// The elements that a setting moves; nothing where it moves all.
fn elements(words: &'static Language, strategy: &Strategy, lever: &Variable, setting: &Setting) -> Option<String> {
    let elements = setting.elements.as_ref()?;
    if let Some(slice) = slice(strategy, lever, elements) {
        return Some(slice).filter(|slice| !slice.is_empty());
    }
    let names: Vec<String> = elements.iter().take(4).map(|&flat| element_name(strategy, lever, flat)).collect();
    Some(match elements.len().saturating_sub(4) {
        0 => words.list(&names),
        more => words.fill("setting.more", &[("names", &names.join(", ")), ("more", &more.to_string())]),
    })
}

fn within(words: &'static Language, what: String, elements: Option<String>) -> String {
    match elements {
        Some(elements) => words.fill("setting.within", &[("what", &what), ("elements", &elements)]),
        None => what,
    }
}

/// With the length of its ramp.
fn over(words: &'static Language, what: String, axis: &TimeAxis, length: f64) -> String {
    match length > 0.0 {
        true => words.fill("setting.over", &[("what", &what), ("length", &duration(words, axis, length))]),
        false => what,
    }
}

/// A length of time: `9 months`; below one unit in the next smaller one, as `14 days`.
pub(crate) fn duration(words: &'static Language, axis: &TimeAxis, length: f64) -> String {
    let (number, unit) = match axis.unit.as_str() {
        "month" if length > 0.0 && length < 1.0 => ((length * 30.4375).round(), "day"),
        "year" if length > 0.0 && length < 1.0 => ((length * 12.0 * 100.0).round() / 100.0, "month"),
        unit => (length, unit),
    };
    exact(words, &Display { text: unit.into(), scale: 1.0 }, number)
}

/// The stages of a pathway: `Modified Coalition from January 2006; then ...`
pub(crate) fn stages(words: &'static Language, strategy: &Strategy, sources: &SourceMap, pathway: &Pathway) -> String {
    let axis = &strategy.time;
    let stages = pathway.stages.iter().map(|stage| {
        let regime = &strategy.regimes[stage.regime.index()].title;
        match &stage.begins {
            Begins::At(time) if *time <= axis.decide => regime.clone(),
            Begins::At(time) => words.fill("stage.from", &[("regime", regime), ("when", &instant(words, axis, *time))]),
            Begins::When { test, not_before, at_latest } => {
                let test = snippet(sources, test.span);
                let mut parts = vec![words.fill("stage.when", &[("regime", regime), ("test", &test)])];
                if *not_before > axis.decide {
                    parts.push(words.fill("stage.not-before", &[("when", &instant(words, axis, *not_before))]));
                }
                if let Some(latest) = at_latest {
                    parts.push(words.fill("stage.at-latest", &[("when", &end(words, axis, *latest))]));
                }
                parts.join(", ")
            }
        }
    });
    let then = |before: String, next: String| words.fill("stage.then", &[("before", &before), ("next", &next)]);
    stages.reduce(then).unwrap_or_default()
}

/// What a pathway follows: `Follows all 45 recommendations.`
pub(crate) fn follows(words: &'static Language, strategy: &Strategy, pathway: &Pathway) -> String {
    let all = strategy.recommendations.len();
    let key = match pathway.follows.len() {
        0 if all == 0 => return String::new(),
        0 => "follows.none",
        n if n == all => "follows.all",
        _ => "follows.some",
    };
    words.fill(key, &[("n", &pathway.follows.len().to_string()), ("all", &all.to_string())])
}

/// Where an uncertain value may lie, and how likely it is there.
pub(crate) fn distribution(
    words: &'static Language,
    display: &Display,
    ty: &Type,
    distribution: &Distribution,
) -> (String, String) {
    let exact = |value: f64| exact(words, display, value);
    let from_to = |low: f64, high: f64| match low == high {
        true => exact(low),
        false => {
            let bare = Display { text: if is_share(display) { "share".into() } else { String::new() }, ..*display };
            range(words, &crate::numbers::exact(words, &bare, low), &exact(high))
        }
    };
    match distribution {
        Distribution::Fixed(v) => (exact(*v), words.say("drawn.fixed").into()),
        Distribution::Uniform(low, high) => (from_to(*low, *high), words.say("drawn.uniform").into()),
        Distribution::LogUniform(low, high) => (from_to(*low, *high), words.say("drawn.log-uniform").into()),
        Distribution::Normal { mean, sd, lo, hi } => {
            let values = [("mean", exact(*mean)), ("sd", exact(*sd))];
            let told = words.fill("drawn.normal", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
            (from_to(*lo, *hi), told)
        }
        Distribution::LogNormal { median, sigma, lo, hi } => {
            let values = [("median", exact(*median)), ("sigma", plain(*sigma))];
            let told = words.fill("drawn.log-normal", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
            (from_to(*lo, *hi), told)
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
            (each.join(", "), words.say(if alike { "drawn.alike" } else { "drawn.weighted" }).into())
        }
    }
}

/// A range: `3 to 12 months`.
pub(crate) fn range(words: &'static Language, low: &str, high: &str) -> String {
    words.fill("number.range", &[("low", low), ("high", high)])
}

/// A range of shares: `30% to 100%`.
pub(crate) fn shares(words: &'static Language, (low, high): (f64, f64)) -> String {
    let percent = |share: f64| format!("{}%", plain(share * 100.0));
    if low == high { percent(low) } else { range(words, &percent(low), &percent(high)) }
}

/// A predicate as written, with its persistence: the code, then `for 3 months`.
pub(crate) fn when(words: &'static Language, axis: &TimeAxis, sources: &SourceMap, when: &When) -> (String, String) {
    let length = f64::from(when.every) * axis.step;
    let periods = |n: u32| {
        let whole = duration(words, axis, f64::from(n) * length);
        match n == 1 || (length - 1.0).abs() < 1e-9 {
            true => whole,
            false => words.fill("persists.periods", &[("n", &n.to_string())]),
        }
    };
    let persistence = match (when.of, when.periods) {
        (1, 1) => String::new(),
        (of, all) if of == all => words.fill("persists.for", &[("periods", &periods(all))]),
        (of, all) => words.fill("persists.for-of", &[("n", &of.to_string()), ("periods", &periods(all))]),
    };
    (snippet(sources, when.test.span), persistence)
}
