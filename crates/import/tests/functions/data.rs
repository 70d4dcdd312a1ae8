//! Functions of data variables.

use super::near;
use super::support::{Beside, run};
use milepost_import::Settings;
use std::collections::BTreeMap;

fn with_data(equations: &str) -> Result<BTreeMap<String, Vec<f64>>, String> {
    let text = format!(
        "{{UTF-8}}\nd ~~|\n{equations}\nINITIAL TIME = 0 ~~|\nFINAL TIME = 10 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n"
    );
    let data = "Time,d\n2,10\n4,30\n8,50\n";
    let files = Beside::Memory(BTreeMap::from([
        ("m.mdl".to_string(), text.into_bytes()),
        ("data.csv".to_string(), data.as_bytes().to_vec()),
    ]));
    run("m.mdl", &files, &Settings::default()).map(|(_, columns)| columns)
}

fn column(equation: &str) -> Vec<f64> {
    with_data(&format!("x {equation} ~~|")).unwrap_or_else(|why| panic!("{why}"))["x"].clone()
}

#[test]
fn data_are_read_at_other_times() {
    near(
        &column("= GET DATA BETWEEN TIMES(d, Time, 0)")[1..],
        &[0.0, 10.0, 20.0, 30.0, 35.0, 40.0, 45.0, 50.0, 50.0, 50.0],
    );
    near(
        &column("= GET DATA BETWEEN TIMES(d, Time, 1)"),
        &[10.0, 10.0, 10.0, 30.0, 30.0, 50.0, 50.0, 50.0, 50.0, 50.0, 50.0],
    );
    // The point before, which at a point is the one before that.
    near(
        &column("= GET DATA BETWEEN TIMES(d, Time, -1)"),
        &[10.0, 10.0, 10.0, 10.0, 10.0, 30.0, 30.0, 30.0, 30.0, 30.0, 30.0],
    );
    let na = -(2.0_f64.powi(109));
    near(&column("= GET DATA AT TIME(d, Time)")[1..5], &[na, 10.0, na, 30.0]);
    near(&column(":= TIME SHIFT(d, 2)")[..4], &[10.0, 20.0, 30.0, 35.0]);
}

#[test]
fn other_data_are_read_in_a_way_of_their_own() {
    let na = -(2.0_f64.powi(109));
    near(&column(":RAW: := d")[..5], &[na, na, 10.0, na, 30.0]);
    near(&column(":HOLD BACKWARD: := d")[2..6], &[10.0, 10.0, 30.0, 30.0]);
    let why = with_data("x :RAW: := d + 1 ~~|").unwrap_err();
    assert!(why.contains("its equation is more than the name of data"), "{why}");
}

#[test]
fn a_macro_reads_the_points_of_the_data_that_it_is_given() {
    // What is left over at points, and how many there were before.
    let text = ":MACRO: GAP(seen, made : count)\nGAP = IF THEN ELSE(raw = :NA:, -1, made - raw) ~~|\n\
        raw :RAW: := seen ~~|\ncount = INTEG(IF THEN ELSE(raw = :NA:, 0, 1) / step, 0) ~~|\nstep = TIME STEP$ ~~|\n:END OF MACRO:\n\
        :MACRO: OUTER(it)\nOUTER = GAP(it, Time$) ~~|\n:END OF MACRO:\n\
        x = GAP(d, 10 * Time : n) ~~|\ny = OUTER(d) ~~|";
    let run = with_data(text).unwrap_or_else(|why| panic!("{why}"));
    near(&run["x"][..5], &[-1.0, -1.0, 10.0, -1.0, 10.0]);
    near(&run["n"], &[0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0]);
    near(&run["y"][1..3], &[-1.0, -8.0]);
}

#[test]
fn data_are_summed_up() {
    for (call, value) in [
        ("GET DATA FIRST TIME(d)", 2.0),
        ("GET DATA LAST TIME(d)", 8.0),
        ("GET DATA TOTAL POINTS(d)", 3.0),
        ("GET DATA MEAN(d, 2, 4)", 20.0),
        ("GET DATA MAX(d, 0, 5)", 30.0),
        ("GET DATA MIN(d, 3, 9)", 30.0),
        ("GET DATA MEAN(d, 5, 6)", -(2.0_f64.powi(109))),
    ] {
        near(&column(&format!("= {call}"))[..1], &[value]);
    }
}

#[test]
fn what_is_no_data_variable_is_refused() {
    let why = with_data("y = 3 ~~|\nx = GET DATA LAST TIME(y) ~~|").unwrap_err();
    assert!(why.contains("needs the name of a data variable"), "{why}");
}
