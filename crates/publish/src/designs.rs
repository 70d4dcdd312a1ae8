//! How the futures of a run were chosen: in words, and as the options that choose them again.

use milepost_ensemble::summary::{Design, Method};

use crate::language::Language;
use crate::numbers::count;

/// What people read of a design: `a Latin hypercube of 4,096 futures; pace varied`.
pub(crate) fn words(words: &'static Language, design: &Design) -> String {
    let points = count(design.points);
    let mut told = match design.method {
        Method::Random => words.say("method.random").to_string(),
        Method::Latin => words.fill("method.latin", &[("points", &points)]),
        Method::Sobol => words.fill("method.sobol", &[("points", &points)]),
        Method::Factorial => {
            words.fill("method.factorial", &[("levels", &design.levels.to_string()), ("points", &points)])
        }
    };
    if !design.varied.is_empty() {
        told = words.fill("method.varied", &[("design", &told), ("levers", &design.varied.join(", "))]);
    }
    if !design.inputs.is_empty() {
        told = words.fill("method.inputs", &[("design", &told), ("inputs", &design.inputs.join(", "))]);
    }
    told
}

/// The options of `milepost run` that choose it, each after a blank.
pub(crate) fn options(design: &Design) -> String {
    let mut options = match design.method {
        Method::Random => String::new(),
        Method::Latin => " --design latin".into(),
        Method::Sobol => " --design sobol".into(),
        Method::Factorial => format!(" --design factorial --levels {}", design.levels),
    };
    if !design.inputs.is_empty() {
        options += &format!(" --inputs {}", design.inputs.join(","));
    }
    for lever in &design.varied {
        options += &format!(" --vary \"{lever}\"");
    }
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_design_is_said_and_can_be_typed_again() {
        let english = |design: &Design| words(Language::english(), design);
        let none = Design::default();
        assert_eq!((english(&none).as_str(), options(&none).as_str()), ("drawn independently", ""));
        let grid = Design {
            method: Method::Factorial,
            points: 12,
            levels: 2,
            inputs: vec!["x".into(), "mood".into()],
            varied: vec!["pace in 0 .. 1".into()],
        };
        assert_eq!(options(&grid), " --design factorial --levels 2 --inputs x,mood --vary \"pace in 0 .. 1\"");
        let said = english(&grid);
        assert!(
            said.contains("12 in all")
                && said.ends_with("levers varied: pace in 0 .. 1; of the uncertainties only x, mood varied"),
            "{said}"
        );
        let sobol = Design { method: Method::Sobol, points: 4096, ..Design::default() };
        assert_eq!(english(&sobol), "a scrambled Sobol\u{2019} sequence of 4,096");
    }
}
