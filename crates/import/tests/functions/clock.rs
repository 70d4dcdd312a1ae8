//! An axis of time that changes during the run.

use super::near;
use super::support::{Beside, run};
use milepost_import::Settings;
use std::collections::BTreeMap;

type Columns = BTreeMap<String, Vec<f64>>;

fn model(text: &str) -> BTreeMap<String, Vec<u8>> {
    BTreeMap::from([("m.mdl".to_string(), format!("{{UTF-8}}\n{text}").into_bytes())])
}

fn ran(text: &str) -> (Vec<f64>, Columns) {
    run("m.mdl", &Beside::Memory(model(text)), &Settings::default()).unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn steps_of_different_length_add_up() {
    let (times, columns) =
        ran("s = INTEG(Time, 1) ~~|\nr = RAMP(2, 1, 9) ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 4 ~~|\n\
        TIME STEP = IF THEN ELSE(Time < 2, 1, 0.5) ~~|\nSAVEPER = TIME STEP ~~|");
    near(&times, &[0.0, 1.0, 2.0, 2.5, 3.0, 3.5, 4.0]);
    // 1, + 0, + 1, then halves of 2, 2.5, 3 and 3.5.
    near(&columns["s"], &[1.0, 1.0, 2.0, 3.0, 4.25, 5.75, 7.5]);
    near(&columns["r"], &[0.0, 0.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    near(&columns["TIME STEP"], &[1.0, 1.0, 0.5, 0.5, 0.5, 0.5, 0.5]);
}

#[test]
fn the_end_may_depend_on_what_happens() {
    let (times, columns) = ran("s = INTEG(1.5, 0) ~~|\nINITIAL TIME = 2 ~~|\nTIME STEP = 1 ~~|\n\
        FINAL TIME = IF THEN ELSE(s >= 6, 4, 50) ~~|\nSAVEPER = 1 ~~|");
    near(&times, &[2.0, 3.0, 4.0, 5.0, 6.0]);
    near(&columns["s"], &[0.0, 1.5, 3.0, 4.5, 6.0]);
}

#[test]
fn the_interval_of_saving_may_change() {
    let (times, _) = ran("INITIAL TIME = 0 ~~|\nTIME STEP = 0.5 ~~|\nFINAL TIME = 8 ~~|\n\
        SAVEPER = IF THEN ELSE(Time < 2, TIME STEP, 3) ~~|");
    near(&times, &[0.0, 0.5, 1.0, 1.5, 3.0, 6.0]);
}

#[test]
fn what_cannot_be_told_before_the_run_is_refused() {
    let axis = "INITIAL TIME = 0 ~~|\nSAVEPER = 1 ~~|\n";
    for (text, words) in [
        ("TIME STEP = 1 ~~|\nFINAL TIME = 5 + s ~~|\ns = INTEG(0.5, 0) ~~|", "has no known upper end"),
        (
            "TIME STEP = IF THEN ELSE(s > 1, 1, 2) ~~|\nFINAL TIME = 5 ~~|\ns = INTEG(0.5, 0) ~~|",
            "depends on more than the time",
        ),
        (
            "TIME STEP = IF THEN ELSE(Time > 1, 1, 2) ~~|\nFINAL TIME = 5 ~~|\nx = SMOOTH(Time, 3) ~~|",
            "and the step of time changes",
        ),
    ] {
        let why = run("m.mdl", &Beside::Memory(model(&format!("{axis}{text}"))), &Settings::default()).expect_err(text);
        assert!(why.contains(words), "{why}");
    }
    // Who cannot show such an axis is told so.
    let files =
        Beside::Memory(model(&format!("{axis}TIME STEP = 1 ~~|\nFINAL TIME = IF THEN ELSE(Time < 3, 4, 5) ~~|")));
    let imported = milepost_import::read("m.mdl", &files, &Settings::default()).unwrap();
    assert!(imported.strategy.is_none());
    assert!(imported.diagnostics[0].message.contains("the last instant may change"), "{:?}", imported.diagnostics);
}
