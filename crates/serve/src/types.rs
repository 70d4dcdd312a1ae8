//! What goes over the wire.  `web/src/types.ts` is written from these.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What can be moved.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct LeverSheet {
    /// Every lever, in declared order.
    pub levers: Vec<LeverShown>,
}

/// A lever.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "Lever"))]
pub struct LeverShown {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// The element that it belongs to.
    pub element: Option<String>,
    /// Who moves it.
    pub actor: Option<String>,
    /// Unit of its numbers.
    pub unit: String,
    /// What it can be.
    pub kind: Kind,
    /// Words for positions, evenly spread from the least to the most; empty where a choice names itself.
    pub words: Vec<String>,
    /// Where each pathway puts it from the decision on, before recommendations and later stages.
    pub values: BTreeMap<String, Position>,
}

/// What a lever can be.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Kind {
    /// A number.
    Number(Range),
    /// One of some words.
    Choice {
        /// The words.
        options: Vec<String>,
    },
}

/// Numbers that a lever can take, in its unit.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Range {
    /// Least.
    pub min: f64,
    /// Most.
    pub max: f64,
    /// Where it stands if nobody moves it.
    pub default: f64,
    /// Step of a slider; 0 for any.
    pub step: f64,
}

/// Where a lever stands: a number in its unit, or a word.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Position {
    /// A number in the lever's unit.
    Number(f64),
    /// A word, or a number as the language writes it: `30%`.
    Word(String),
}

/// A lever and where it is put.
pub type LeverAsked = (String, Position);

/// A move of the levers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Move {
    /// The pathway.
    pub pathway: String,
    /// The levers that are moved; all others stand as in the pathway.
    pub levers: Vec<LeverAsked>,
    /// Futures to run: 256 or 1000.
    pub futures: u32,
    /// Who asks, as they call themselves: a newer move of the same viewer takes the place of one that waits.
    #[serde(default)]
    #[cfg_attr(test, ts(optional))]
    pub viewer: Option<String>,
}

/// What a move comes to.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Moved {
    /// Futures that were run.
    pub futures: u32,
    /// Seconds from when it was asked until it was answered.
    pub seconds: f64,
    /// From which moment on futures were run.
    pub from: Beginning,
    /// Every measure, as moved and unchanged.
    pub measures: Vec<Measured>,
    /// The measures as a table: HTML.
    pub table: String,
    /// Charts, as moved with the unchanged pathway as a line: HTML.
    pub charts: Vec<String>,
    /// The command that gives the same numbers.
    pub command: String,
}

/// From which moment on futures were run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Beginning {
    /// From the first instant.
    Start,
    /// From the decision: what lies before it is the same whatever is moved, and was kept.
    Decision,
}

/// A measure in numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Measured {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit of the numbers.
    pub unit: String,
    /// As moved.
    #[serde(flatten)]
    pub after: Numbers,
    /// Unchanged.
    pub before: Numbers,
}

/// Numbers of a measure over futures; `null` is unknown, or means nothing for this measure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Numbers {
    /// The median; for what is so or not, the share of futures in which it is so.
    pub typical: Option<f64>,
    /// One future in ten is worse.
    pub bad: Option<f64>,
    /// One future in ten is better.
    pub good: Option<f64>,
    /// Share of futures that are acceptable.
    pub share_acceptable: Option<f64>,
}

/// Futures as columns of numbers: the axes of `/api/outcomes.bin`, which holds one column of `rows` numbers (32 bits,
/// little-endian) for each, in this order.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Outcomes {
    /// One for each column.
    pub axes: Vec<Axis>,
    /// Numbers in a column.
    pub rows: u32,
    /// The futures of the rows; `null` where row k is future k.
    pub members: Option<Vec<u32>>,
}

/// A column of numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Axis {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// Unit of the numbers.
    pub unit: String,
    /// What it is.
    pub kind: AxisKind,
    /// Least known number.
    pub min: f64,
    /// Greatest known number.
    pub max: f64,
    /// Which end is better, of a measure.
    pub better: Option<Better>,
    /// The bar that is acceptable, of a measure that has one.
    pub bar: Option<f64>,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum AxisKind {
    /// What was drawn.
    Uncertainty,
    /// How it went.
    Measure,
}

/// Which end of a measure is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum Better {
    /// More is better.
    High,
    /// Less is better.
    Low,
}

/// Positions of the levers under a name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Scenario {
    /// Name.
    pub name: String,
    /// Pathway.
    pub pathway: String,
    /// The levers that are moved.
    pub levers: Vec<LeverAsked>,
}

/// How the strategy's files stand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Event {
    /// Grows whenever something else is served.
    #[cfg_attr(test, ts(type = "number"))]
    pub version: u64,
    /// What is wrong with the files, as the terminal shows it; the last good state is served meanwhile.
    pub diagnostics: Option<String>,
    /// What the reader should know, in a sentence each.
    pub notes: Vec<String>,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ts_rs::{Config, TS};

    use super::*;

    /// The types of the wire for the page's script; `MILEPOST_TYPES=write` writes them anew.
    #[test]
    fn the_script_knows_these_types() {
        let config = Config::default();
        let mut text = String::from(
            "// What the server sends and takes: written from crates/serve/src/types.rs, as\n\
             // `MILEPOST_TYPES=write cargo test -p milepost-serve types` does.\n",
        );
        let declared = [
            Position::decl(&config),
            Range::decl(&config),
            Kind::decl(&config),
            LeverShown::decl(&config),
            LeverSheet::decl(&config),
            Move::decl(&config),
            Numbers::decl(&config),
            Measured::decl(&config),
            Beginning::decl(&config),
            Moved::decl(&config),
            AxisKind::decl(&config),
            Better::decl(&config),
            Axis::decl(&config),
            Outcomes::decl(&config),
            Scenario::decl(&config),
            Event::decl(&config),
        ];
        for one in declared {
            text += &format!("\nexport {one}\n");
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/src/types.ts");
        if std::env::var_os("MILEPOST_TYPES").is_some_and(|what| what == "write") {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &text).unwrap();
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert_eq!(there, text, "run `MILEPOST_TYPES=write cargo test -p milepost-serve types`");
    }
}
