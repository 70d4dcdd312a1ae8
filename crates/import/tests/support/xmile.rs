//! Small models of XMILE.

use super::{Beside, Run, run};
use milepost_import::Settings;
use std::collections::BTreeMap;

/// A file of these variables, from time 0 to `stop` in steps of `dt`; `root` stands before the model.
pub fn file(root: &str, variables: &str, stop: f64, dt: f64) -> String {
    format!(
        "<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n<sim_specs><start>0</start>\
         <stop>{stop}</stop><dt>{dt}</dt></sim_specs>\n{root}<model><variables>{variables}</variables></model></xmile>"
    )
}

/// Runs a whole file.
pub fn whole(text: &str, settings: &Settings) -> Run {
    let files = Beside::Memory(BTreeMap::from([("m.xmile".to_string(), text.as_bytes().to_vec())]));
    run("m.xmile", &files, settings)
}

/// Runs variables from time 0 to `stop` in steps of `dt`; the columns.
pub fn xmile(variables: &str, stop: f64, dt: f64) -> BTreeMap<String, Vec<f64>> {
    match whole(&file("", variables, stop, dt), &Settings::default()) {
        Ok((_, columns)) => columns,
        Err(why) => panic!("{why}"),
    }
}

/// Why variables cannot be run.
pub fn refusal(variables: &str) -> String {
    match whole(&file("", variables, 4.0, 0.5), &Settings::default()) {
        Ok((_, columns)) => panic!("{columns:?}"),
        Err(why) => why,
    }
}

/// An auxiliary.
pub fn aux(name: &str, equation: &str) -> String {
    format!("<aux name=\"{name}\"><eqn>{}</eqn></aux>", equation.replace('<', "&lt;"))
}

/// The values of one equation from time 0 to 10 in steps of 1, with others before it.
pub fn values(before: &str, equation: &str) -> Vec<f64> {
    xmile(&format!("{before}{}", aux("x", equation)), 10.0, 1.0)["x"].clone()
}

/// The first value of one equation.
pub fn value(equation: &str) -> f64 {
    values("", equation)[0]
}

pub fn near(got: &[f64], want: &[f64]) {
    let close = |(g, w): (&f64, &f64)| (g - w).abs() <= 1e-9 * w.abs().max(1.0);
    assert!(got.len() >= want.len() && got.iter().zip(want).all(close), "{got:?} is not {want:?}");
}
