//! Levers varied from outside the files, as `--vary` says.

use milepost_syntax::nearest;

use crate::model::*;
use crate::vary::{drawn, ends, ends_of};
use crate::with::shown;

/// Lets levers vary over futures like uncertainties: each takes, in all pathways alike, from the decision on and for all
/// elements, a value of its own in every future.  Each text is a lever's name, which stands for its whole range or all its
/// categories; a name and a range as the language writes one, `pace in 10% .. 50%` or `size in 1 .. 100 log`; or a name
/// and some of its categories, `rule in { timetable milestones }`, each as likely as the others.  What a claim sets itself
/// stands.  The title of the strategy tells what was varied.
///
/// # Errors
/// A sentence for the first that cannot be varied; the strategy is then as it was.
pub fn vary_levers(strategy: &mut Strategy, texts: &[String]) -> Result<(), String> {
    let mut made: Vec<(VariableId, Distribution)> = Vec::new();
    for text in texts {
        let (id, rest) = named(strategy, text)?;
        let name = &strategy.variables[id.index()].name;
        if made.iter().any(|(known, _)| *known == id) {
            return Err(format!("`{name}` is varied twice; give it one range"));
        }
        if strategy.variants.iter().take(strategy.pathways.len()).any(|v| v.with.iter().any(|(set, _)| *set == id)) {
            return Err(format!("`{name}` is set by --with and varied by --vary; give it one of the two"));
        }
        made.push((id, distribution(strategy, id, rest)?));
    }
    for (id, distribution) in made {
        if let VariableKind::Lever(lever) = &mut strategy.variables[id.index()].kind {
            lever.varied = Some(distribution);
        }
    }
    if !texts.is_empty() {
        let told: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
        strategy.title = format!("{}, varying {}", strategy.title, told.join(" and "));
    }
    Ok(())
}

/// The lever that a text speaks of, and what stands behind its name.
fn named<'t>(strategy: &Strategy, text: &'t str) -> Result<(VariableId, &'t str), String> {
    let (name, rest) = match ends(text).first() {
        Some(end) => (text[..*end].trim(), text[*end..].trim()),
        None => (text.trim(), ""),
    };
    let is_lever = |v: &&Variable| matches!(v.kind, VariableKind::Lever(_));
    match strategy.find(name) {
        Some(id) if is_lever(&strategy.variable(id)) => Ok((id, rest)),
        Some(id) if matches!(strategy.variable(id).kind, VariableKind::Uncertain(_)) => {
            Err(format!("`{name}` is an uncertainty, which varies by itself; --vary is for levers"))
        }
        Some(_) => Err(format!("`{name}` is no lever, so it cannot be varied; write it as `uncertain` in the files")),
        None => {
            let levers = strategy.variables.iter().filter(is_lever).map(|v| v.name.as_str());
            let help = match nearest(name, levers.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if levers.clone().next().is_none() => "the strategy has none".into(),
                None => format!("there are {}", levers.take(12).collect::<Vec<_>>().join(", ")),
            };
            Err(format!("there is no lever `{name}` to vary; {help}"))
        }
    }
}

fn distribution(strategy: &Strategy, id: VariableId, rest: &str) -> Result<Distribution, String> {
    let variable = strategy.variable(id);
    let name = &variable.name;
    match &variable.ty {
        Type::Category(labels) => {
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            categories(name, &labels, rest)
        }
        Type::Truth => categories(name, &["false", "true"], rest),
        Type::Number(_) => numbers(strategy, id, rest),
    }
}

/// Some categories, each as likely as the others.
fn categories(name: &str, labels: &[&str], rest: &str) -> Result<Distribution, String> {
    let inside = rest.strip_prefix("in").map(str::trim).and_then(|r| r.strip_prefix('{')?.strip_suffix('}'));
    let mut chosen = vec![rest.is_empty(); labels.len()];
    if !rest.is_empty() {
        let all = labels.join(" ");
        let inside = inside.ok_or_else(|| {
            format!(
                "`{name}` cannot be varied by `{rest}`; write some of its categories, as in `{name} in {{ {all} }}`"
            )
        })?;
        for word in inside.split([' ', ',', '\t']).filter(|word| !word.is_empty()) {
            let Some(at) = labels.iter().position(|label| *label == word) else {
                let help = match nearest(word, labels.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("it is one of {}", labels.join(", ")),
                };
                return Err(format!("`{name}` has no category `{word}`; {help}"));
            };
            chosen[at] = true;
        }
    }
    let count = chosen.iter().filter(|chosen| **chosen).count();
    if count < 2 {
        return Err(format!("`{name}` would not vary: name two of its categories or more, or set it by --with"));
    }
    // The last takes what is left, so that the weights sum to 1 to the last bit and no draw lies beyond it.
    let (mut weights, mut left, mut sum) = (vec![0.0; labels.len()], count, 0.0);
    for (weight, _) in weights.iter_mut().zip(&chosen).filter(|(_, chosen)| **chosen) {
        *weight = if left == 1 { 1.0 - sum } else { 1.0 / count as f64 };
        sum += *weight;
        left -= 1;
    }
    Ok(Distribution::Categories(weights))
}

/// A range inside the lever's.
fn numbers(strategy: &Strategy, id: VariableId, rest: &str) -> Result<Distribution, String> {
    let variable = strategy.variable(id);
    let name = &variable.name;
    let VariableKind::Lever(Lever { range: Some((lo, hi)), .. }) = variable.kind else {
        return Err(format!("`{name}` has no range; write one, as in `{name} in 0 .. 1`"));
    };
    if rest.is_empty() {
        return match lo < hi && (hi - lo).is_finite() {
            true => Ok(Distribution::Uniform(lo, hi)),
            false => Err(format!("the range of `{name}` has no width; set it by --with")),
        };
    }
    let distribution = drawn(strategy, id, rest)?.0.distribution;
    let (from, to) = ends_of(&distribution);
    // Units blur the last digits.
    let slack = 1e-9 * (hi - lo);
    if from < lo - slack || to > hi + slack {
        let range = shown((lo, hi), &variable.display);
        return Err(format!("`{name}` cannot be varied {rest}: it is held at its range, {range}"));
    }
    if matches!(distribution, Distribution::Fixed(_)) || from >= to {
        return Err(format!("`{name}` would not vary; write a range with a width, or set it by --with"));
    }
    Ok(distribution)
}
