//! Functions and tables that tests share.

use std::f64::consts::PI;

use crate::design::Design;

/// Ishigami's function of three numbers in (-pi, pi), with a = 7 and b = 0.1, on the unit cube.
pub(super) fn ishigami(u: &[f64]) -> f64 {
    let x: Vec<f64> = u.iter().map(|u| (2.0 * u - 1.0) * PI).collect();
    x[0].sin() + 7.0 * x[1].sin().powi(2) + 0.1 * x[2].powi(4) * x[0].sin()
}

/// Sobol's G function with coefficients a.
pub(super) fn g_function(u: &[f64], a: &[f64]) -> f64 {
    u.iter().zip(a).map(|(u, a)| ((4.0 * u - 2.0).abs() + a) / (1.0 + a)).product()
}

/// A function of every point of a design.
pub(super) fn evaluate(design: &dyn Design, f: impl Fn(&[f64]) -> f64) -> Vec<f64> {
    let columns: Vec<Vec<f64>> = (0..design.columns()).map(|c| design.column(c)).collect();
    let mut point = vec![0.0; columns.len()];
    let row = |i: usize| {
        point.iter_mut().zip(&columns).for_each(|(value, column)| *value = column[i]);
        f(&point)
    };
    (0..design.rows() as usize).map(row).collect()
}

/// Cells of a table of numbers, its heading left out.
pub(super) fn table(text: &str) -> Vec<Vec<f64>> {
    let row = |line: &str| line.split(',').map(|cell| cell.parse().expect("a number")).collect();
    text.lines().skip(1).map(row).collect()
}
