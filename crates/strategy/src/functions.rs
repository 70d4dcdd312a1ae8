//! The functions and constants of the language.

use crate::model::{Function, OverTime, Reduction};

/// Constants that can be read in any expression.
pub(crate) const CONSTANTS: [&str; 7] =
    ["time", "time_step", "start_time", "end_time", "decision_time", "true", "false"];

/// Pure functions: name, number of arguments (`None`: two or more), function.
const PURE: [(&str, Option<usize>, Function); 24] = [
    ("exp", Some(1), Function::Exp),
    ("ln", Some(1), Function::Ln),
    ("log10", Some(1), Function::Log10),
    ("sqrt", Some(1), Function::Sqrt),
    ("abs", Some(1), Function::Abs),
    ("sin", Some(1), Function::Sin),
    ("cos", Some(1), Function::Cos),
    ("tan", Some(1), Function::Tan),
    ("arcsin", Some(1), Function::Arcsin),
    ("arccos", Some(1), Function::Arccos),
    ("arctan", Some(1), Function::Arctan),
    ("floor", Some(1), Function::Floor),
    ("ceil", Some(1), Function::Ceil),
    ("round", Some(1), Function::Round),
    ("integer", Some(1), Function::Integer),
    ("min", None, Function::Min),
    ("max", None, Function::Max),
    ("clip", Some(3), Function::Clip),
    ("modulo", Some(2), Function::Modulo),
    ("logistic", Some(1), Function::Logistic),
    ("known", Some(1), Function::Known),
    ("step", Some(2), Function::Step),
    ("pulse", Some(2), Function::Pulse),
    ("ramp", Some(3), Function::Ramp),
];

/// Reductions over dimensions.
const REDUCTIONS: [(&str, Reduction); 8] = [
    ("sum", Reduction::Sum),
    ("mean", Reduction::Mean),
    ("min", Reduction::Min),
    ("max", Reduction::Max),
    ("product", Reduction::Product),
    ("any", Reduction::Any),
    ("all", Reduction::All),
    ("count", Reduction::Count),
];

/// Reductions over time.
const OVER_TIME: [(&str, OverTime); 6] = [
    ("total", OverTime::Total),
    ("peak", OverTime::Peak),
    ("lowest", OverTime::Lowest),
    ("average", OverTime::Average),
    ("first", OverTime::First),
    ("duration", OverTime::Duration),
];

/// Functions with a memory: name, whether a material delay, order (`None`: an argument gives it).
const STATEFUL: [(&str, bool, Option<u32>); 6] = [
    ("smooth", false, Some(1)),
    ("smooth3", false, Some(3)),
    ("smooth_n", false, None),
    ("delay1", true, Some(1)),
    ("delay3", true, Some(3)),
    ("delay_n", true, None),
];

/// Names with their own forms.
const SPECIAL: [&str; 7] = ["at", "delay_fixed", "occurs", "gain", "median", "percentile", "fraction"];

/// A pure function and its number of arguments.
pub(crate) fn pure(name: &str) -> Option<(Option<usize>, Function)> {
    PURE.iter().find(|(n, ..)| *n == name).map(|(_, count, f)| (*count, *f))
}

/// A reduction over dimensions.
pub(crate) fn reduction(name: &str) -> Option<Reduction> {
    REDUCTIONS.iter().find(|(n, _)| *n == name).map(|(_, r)| *r)
}

/// A reduction over time.
pub(crate) fn over_time(name: &str) -> Option<OverTime> {
    OVER_TIME.iter().find(|(n, _)| *n == name).map(|(_, r)| *r)
}

/// A smooth or a material delay: (material, order).
pub(crate) fn stateful(name: &str) -> Option<(bool, Option<u32>)> {
    STATEFUL.iter().find(|(n, ..)| *n == name).map(|(_, material, order)| (*material, *order))
}

/// All names of functions.
pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    let pure = PURE.iter().map(|(n, ..)| *n);
    let reductions = REDUCTIONS.iter().map(|(n, _)| *n);
    let over = OVER_TIME.iter().map(|(n, _)| *n);
    pure.chain(reductions).chain(over).chain(STATEFUL.iter().map(|(n, ..)| *n)).chain(SPECIAL)
}

/// Whether a variable may not have this name.
pub(crate) fn is_reserved(name: &str) -> bool {
    CONSTANTS.contains(&name) || names().any(|n| n == name)
}
