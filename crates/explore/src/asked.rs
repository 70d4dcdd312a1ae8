//! What studies are asked about by the names people type, and what is said where there is none of a name.

use milepost_ensemble::Stored;
use milepost_strategy::model::{Measure, Strategy};
use milepost_syntax::nearest;
use thiserror::Error;

/// A name that nothing has: one sentence with the nearest that there is.
#[derive(Clone, Debug, Error, PartialEq)]
#[error("unknown {kind} `{name}`; {}", instead(.nearest, .known))]
pub struct Unknown {
    /// `measure`, `pathway`, `regime`, `input` or `chart`.
    pub kind: &'static str,
    /// As asked for.
    pub name: String,
    /// What was probably meant.
    pub nearest: Option<String>,
    /// What there is; of many the first, and how many more.
    pub known: Vec<String>,
}

/// Most names that are listed where none is near.
const LISTED: usize = 12;

/// Nothing of this kind has this name.
pub(crate) fn unknown<'a>(kind: &'static str, name: &str, known: impl IntoIterator<Item = &'a str>) -> Unknown {
    let known: Vec<&str> = known.into_iter().collect();
    let nearest = nearest(name, known.iter().copied()).map(String::from);
    let mut listed: Vec<String> = known.iter().take(LISTED).map(|name| name.to_string()).collect();
    if known.len() > LISTED {
        listed.push(format!("{} more", known.len() - LISTED));
    }
    Unknown { kind, name: name.into(), nearest, known: listed }
}

fn instead(nearest: &Option<String>, known: &[String]) -> String {
    match nearest {
        Some(name) => format!("did you mean `{name}`?"),
        None if known.is_empty() => "there is none".into(),
        None => format!("there are {}", known.join(", ")),
    }
}

/// A name that stands for nothing that can be looked at in a run.  Each is one sentence with the remedy.
#[derive(Clone, Debug, Error, PartialEq)]
pub enum Misnamed {
    /// Nothing is called so.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// Declared, but not in the run.
    #[error("pathway `{name}` is not in this run, which has {}; run it as well: milepost run DIR", .known.join(", "))]
    NotRun {
        /// As asked for.
        name: String,
        /// What was run.
        known: Vec<String>,
    },
}

/// A measure that was run: as declared, and its position among the stored ones.
pub(crate) fn measure<'a>(
    strategy: &'a Strategy,
    stored: &Stored,
    name: &str,
) -> Result<(&'a Measure, usize), Misnamed> {
    let found = measures(strategy, stored).into_iter().find(|(m, _)| m.name == name);
    found.ok_or_else(|| {
        unknown("measure", name, measures(strategy, stored).into_iter().map(|(m, _)| m.name.as_str())).into()
    })
}

/// The measures that were run, in declared order.
pub(crate) fn measures<'a>(strategy: &'a Strategy, stored: &Stored) -> Vec<(&'a Measure, usize)> {
    let place = |m: &Measure| stored.measures.iter().position(|(name, _)| *name == m.name);
    strategy.measures.iter().filter_map(|m| Some((m, place(m)?))).collect()
}

/// The pathways of these names as positions among the stored ones, none twice, in the order they were run; those that
/// can be chosen where no name is given.
pub(crate) fn pathways(strategy: &Strategy, stored: &Stored, names: &[String]) -> Result<Vec<usize>, Misnamed> {
    let known: Vec<&str> = stored.pathways.iter().map(String::as_str).collect();
    if let Some(name) = names.iter().find(|name| !known.contains(&name.as_str())) {
        let declared = strategy.pathways.iter().any(|p| p.name == *name);
        return Err(match declared {
            true => Misnamed::NotRun { name: name.clone(), known: stored.pathways.clone() },
            false => unknown("pathway", name, known.iter().copied()).into(),
        });
    }
    let asked = |name: &str| match names.is_empty() {
        true => !for_comparison(strategy, name),
        false => names.iter().any(|n| n == name),
    };
    Ok((0..known.len()).filter(|&p| asked(known[p])).collect())
}

/// Whether a pathway of this name is shown for comparison only.
pub(crate) fn for_comparison(strategy: &Strategy, name: &str) -> bool {
    strategy.pathways.iter().any(|p| p.name == name && p.comparison)
}
