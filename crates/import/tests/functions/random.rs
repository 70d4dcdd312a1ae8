//! Random numbers: their means, spreads and limits over many draws.

use super::support::{Beside, run, vensim};
use milepost_import::Settings;
use std::collections::BTreeMap;

/// Mean and standard deviation of 40,000 draws, with the smallest and the largest.
fn draws(call: &str) -> [f64; 4] {
    let text = format!(
        "{{UTF-8}}\nt((0,0),(1,2)) ~~|\nx = {call} ~~|\nINITIAL TIME = 1 ~~|\nFINAL TIME = 40000 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 1 ~~|\n"
    );
    let files = Beside::Memory(BTreeMap::from([("m.mdl".to_string(), text.into_bytes())]));
    let (_, columns) = run("m.mdl", &files, &Settings::default()).unwrap_or_else(|why| panic!("{why}"));
    let x = &columns["x"];
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    let deviation = (x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n).sqrt();
    let low = x.iter().copied().fold(f64::INFINITY, f64::min);
    [mean, deviation, low, x.iter().copied().fold(f64::NEG_INFINITY, f64::max)]
}

#[test]
fn means_and_deviations_are_those_of_the_distributions() {
    let root = f64::sqrt;
    // Of a Weibull variate of shape 2 with mean 1: the second moment is 4 / pi.
    let weibull = root(4.0 / std::f64::consts::PI - 1.0);
    for (call, mean, deviation) in [
        ("RANDOM 0 1()", 0.5, root(1.0 / 12.0)),
        ("RANDOM UNIFORM(2, 6, 1)", 4.0, root(16.0 / 12.0)),
        ("RANDOM NORMAL(-99, 99, 3, 2, 0)", 3.0, 2.0),
        ("RANDOM EXPONENTIAL(0, 999, 1, 2, 0)", 3.0, 2.0),
        ("RANDOM WEIBULL(0, 99, 2, 0, 1, 0)", 1.0, weibull),
        ("RANDOM GAMMA(0, 999, 3, 1, 2, 0)", 7.0, 2.0 * root(3.0)),
        ("RANDOM BETA(0, 1, 2, 3, 0, 1, 0)", 0.4, 0.2),
        ("RANDOM POISSON(0, 999, 4, 0, 1, 0)", 4.0, 2.0),
        ("RANDOM BINOMIAL(0, 99, 0.25, 12, 1, 2, 0)", 7.0, 3.0),
        ("RANDOM NEGATIVE BINOMIAL(0, 999, 0.5, 3, 0, 1, 0)", 6.0, root(6.0)),
        ("RANDOM TRIANGULAR(0, 3, 0, 0, 3, 0)", 1.0, root(0.5)),
        // The density 2x on 0 to 1.
        ("RANDOM LOOKUP(t, 0, 1, 0, 1, 0)", 2.0 / 3.0, root(1.0 / 18.0)),
    ] {
        let [m, d, ..] = draws(call);
        // Five standard errors of the mean, and two per cent of the deviation.
        assert!((m - mean).abs() < 5.0 * deviation / 200.0, "{call}: mean {m} for {mean}");
        assert!((d / deviation - 1.0).abs() < 0.02, "{call}: deviation {d} for {deviation}");
    }
}

#[test]
fn draws_stay_between_their_limits() {
    for (call, low, high) in [
        ("RANDOM NORMAL(2, 3, 0, 1, 0)", 2.0, 3.0),
        ("RANDOM GAMMA(2, 3, 2, 0, 1, 0)", 2.0, 3.0),
        ("RANDOM WEIBULL(2, 3, 2, 0, 1, 0)", 2.0, 3.0),
        ("RANDOM POISSON(2, 3, 9, 0, 1, 0)", 2.0, 3.0),
        ("RANDOM LOOKUP(t, 0.5, 0.75, 0, 1, 0)", 0.5, 0.75),
    ] {
        let [_, deviation, least, most] = draws(call);
        assert!(least >= low && most <= high && deviation > 0.0, "{call}: {least} to {most}");
    }
}

#[test]
fn distributions_that_change_or_make_no_sense_are_refused() {
    for (call, words) in [
        ("RANDOM POISSON(0, 99, Time, 0, 1, 0)", "must be the same throughout"),
        ("RANDOM BETA(0, 1, -2, 3, 0, 1, 0)", "not supported with these arguments"),
        ("RANDOM POISSON(0.2, 0.8, 2, 0, 1, 0)", "has no values between 0.2 and 0.8"),
        ("RANDOM PINK NOISE(0, 1, 3, 0)", "`RANDOM PINK NOISE` is not supported"),
    ] {
        let why = vensim(&format!("x = {call} ~~|")).expect_err(call);
        assert!(why.contains(words), "{why}");
    }
}
