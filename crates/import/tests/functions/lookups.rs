//! Functions of tables, and of single numbers that are tables in other tools.

use super::near;
use super::support::{column, vensim};

fn value(text: &str) -> f64 {
    column(text, "x")[0]
}

#[test]
fn areas_go_on_level_beyond_the_ends() {
    for (from, to, area) in [(0.0, 1.0, 1.0), (2.0, 4.0, 4.0), (0.5, 2.5, 3.0), (-1.0, 0.5, 1.5), (2.5, 0.5, -3.0)] {
        let text = format!("t((0,1),(1,1),(2,2)) ~~|\nx = LOOKUP AREA(t, {from}, {to} + 0 * Time) ~~|");
        near(&[value(&text)], &[area]);
    }
}

#[test]
fn slopes_are_averaged_at_points() {
    let na = -(2.0_f64.powi(109));
    for (at, mode, slope) in [
        (-1.0, -1, na),
        (-1.0, 0, 0.0),
        (-1.0, 1, 1.0),
        (3.0, 1, 0.5),
        (3.0, 0, 0.0),
        (1.0, 0, 0.75),
        (0.5, 0, 1.0),
        (1.5, 0, 0.5),
    ] {
        let text = format!("t((0,0),(1,1),(2,1.5)) ~~|\nx = LOOKUP SLOPE(t, {at} + 0 * Time, {mode}) ~~|");
        near(&[value(&text)], &[slope]);
    }
}

#[test]
fn the_gamma_function_is_that_of_factorials() {
    // ln 10!, of a constant and of what changes.
    near(&[value("x = GAMMA LN(11) ~~|")], &[3_628_800_f64.ln()]);
    let x = column("x = EXP(GAMMA LN(Time + 1)) ~~|", "x");
    let mut factorial = 1.0;
    for (n, got) in x.iter().enumerate() {
        factorial *= n.max(1) as f64;
        assert!((got / factorial - 1.0).abs() < 1e-12, "{n}: {got}");
    }
    assert!(column("x = GAMMA LN(-1 - Time) ~~|", "x").iter().all(|x| x.is_nan()));
}

#[test]
fn streams_are_valued_at_the_end_of_each_step() {
    // 100 a step at ten per cent: 100/1.1, then that and 100/1.21.
    near(&column("x = NPVE(100, 0.1, 0, 1) ~~|", "x")[..2], &[100.0 / 1.1, 100.0 / 1.1 + 100.0 / 1.21]);
}

#[test]
fn what_came_in_is_written_off_evenly() {
    let x = column(
        "in = IF THEN ELSE(Time = 1, 40, IF THEN ELSE(Time = 3, 8, 0)) ~~|\nx = DEPRECIATE STRAIGHTLINE(in, 4, 1, 0) ~~|",
        "x",
    );
    near(&x, &[0.0, 10.0, 10.0, 12.0, 12.0, 2.0, 2.0, 0.0, 0.0, 0.0, 0.0]);
}

#[test]
fn delays_of_constant_length_are_pipes() {
    let x = column("x = DELAY MATERIAL(Time, 2, 9, 0) ~~|", "x");
    near(&x[..5], &[9.0, 9.0, 0.0, 1.0, 2.0]);
    near(&column("x = DELAY INFORMATION(Time, 2, 9) ~~|", "x"), &x);
    let why = vensim("x = DELAY MATERIAL(Time, 2 + Time, 9, 0) ~~|").unwrap_err();
    assert!(why.contains("a time that may change"), "{why}");
}

#[test]
fn other_clocks_run_beside_the_time() {
    near(&column("x = TIME BASE(1970, 0.5) ~~|", "x")[..3], &[1970.0, 1970.5, 1971.0]);
    near(&column("x = GET TIME VALUE(1, 3, 0) ~~|", "x")[..3], &[3.0, 3.0, 3.0]);
    assert!(vensim("x = GET TIME VALUE(0, 0, 3) ~~|").unwrap_err().contains("calendar"));
}
