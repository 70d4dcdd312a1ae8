//! What our language says, in Vensim's words and in XMILE's.

mod support;

use milepost_convert::Format;
use support::{flat, from_mile};

/// Declarations, what must stand in the .mdl, and in the XMILE.
const CASES: &[(&str, &str, &str)] = &[
    (
        "let people: person = 200\nstock camp: person { initial people  inflow 3 person/month  outflow camp / (5 month) }",
        "camp = INTEG ( camp inflow - camp outflow, people)",
        "<units>person</units>",
    ),
    (
        "stock belief: share { initial 5%  toward 30% over 3 month }",
        "(0.3 - belief) / 3",
        "<inflow>belief_adjustment</inflow>",
    ),
    (
        "stock s nonnegative { initial 5  outflow 1/month  outflow 2/month }",
        "MIN(2, MAX(s / TIME STEP, 0) - s outflow)",
        "<non_negative/>",
    ),
    ("flow f: 1/month = 2/month\nstock s { initial 1  inflow f }", "s = INTEG ( f, 1)", "<inflow>f</inflow>"),
    ("let x = smooth_n(time / month, 3 month, 4, 1)", "SMOOTH N(Time, 3, 1, 4)", "SMTHN(TIME, 3, 4, 1)"),
    ("let x = delay_fixed(time / month, 2 month, 1)", "DELAY FIXED(Time", "DELAY(TIME"),
    (
        "let x = floor(time / month - 3.5) + ceil(2.5) + round(time / month) + integer(-time / month)",
        "INTEGER(",
        "INT(",
    ),
    ("let x = clip(time / month, 2, 6) + modulo(time / month, 3) + logistic(time / month)", "MIN(MAX(", "MOD 3"),
    (
        "let x = step(3, 4 month) + pulse(2 month, 3 month)\nlet y: month = ramp(2, 2 month, 5 month)",
        "IF THEN ELSE(Time >=",
        "IF TIME >=",
    ),
    (
        "let calm = time > 3 month\nlet x = if calm and not time > 8 month then 1 else 2",
        "calm = Time > 3",
        "IF calm AND NOT (TIME > 8)",
    ),
    ("lookup t of month: share = (0, 100%) (4, 60%) (10, 10%)\nlet x = t(time)", "t(Time)", "LOOKUP(t, TIME)"),
    (
        "series s = { 0: 1  4: 3  12: 2 } linear\nseries u = { 0: 1  4: 3 } step hold",
        "LOOKUP BACKWARD(u table, Time)",
        "type=\"discrete\"",
    ),
    (
        "dimension d { a b c }\nlet k[d] = { a: 1  b: time / month  else 3 }\nlet x = sum(k over d) + max(k) + mean(k)",
        "SUM(k[d!]) + VMAX(k[d!])",
        "SUM(k[*]) + MAX(k[*]) + MEAN(k[*])",
    ),
    (
        "dimension d { a b c }\ndimension e in d { a c }\nlet k[d] = { a: 1  b: 5  c: 2 }\nlet x = sum(k over e)\nlet y[e] = k * 2",
        "SUM(k[e!])",
        "SUM(k[*:e])",
    ),
    (
        "dimension d { a b }\nlet k[d] = { a: 1  b: 5 }\nlet x = count(k > 2 over d)\nlet y = any(k > time / month)\nlet z = mean(k weighted by k)",
        "SUM(IF THEN ELSE(k[d!] > 2, 1, 0))",
        "SUM(IF k[*] > 2 THEN 1 ELSE 0)",
    ),
    (
        "uncertain lag: month = 9 in 4 .. 24\nlever pace = 1 in 0 .. 2\nlet x = pace * lag / month",
        "[4,24]",
        "<range min=\"4\" max=\"24\"/>",
    ),
];

#[test]
fn our_language_is_said_in_both_formats() {
    let mut faults = Vec::new();
    for (declarations, mdl, xmile) in CASES {
        for (to, wanted) in [(Format::Mdl, mdl), (Format::Xmile, xmile)] {
            match from_mile(declarations, to) {
                Err(why) => faults.push(format!("{declarations}\n  {to:?}: {why}")),
                Ok(converted) if !flat(&converted.text.replace("&gt;", ">")).contains(wanted) => {
                    faults.push(format!("{declarations}\n  {to:?} lacks {wanted}\n{}", converted.text));
                }
                Ok(_) => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn choices_are_left_behind_by_name() {
    let strategy = "actor council\nelement law\nlever pace = 1 in 0 .. 2 by council in law\nregime quick { pace = 2 }\n\
        pathway p = quick\nlet x = pace * time / month\nmeasure m maximise x at end\n\
        indicator seen observes x { every quarter }\ncondition calm { holds when seen < 3 for 3 month }";
    let converted = from_mile(strategy, Format::Mdl).expect("it converts");
    assert_eq!(
        converted.lost[..8],
        [
            "pathways: p",
            "regimes: quick",
            "actors: council",
            "elements of the strategy: law",
            "measures: m",
            "ranges of levers, which are written at their defaults: pace",
            "indicators: seen",
            "conditions: calm",
        ]
    );
    assert!(flat(&converted.text).contains("pace = 1 ~ dmnl [0,2]"), "{}", converted.text);
    let why = from_mile(&format!("{strategy}\nlet y = if calm then 1 else 0"), Format::Mdl).expect_err("it reads calm");
    assert!(why.contains("`calm` is read by the model, and only observers have it"), "{why}");
    let why = from_mile("let x = occurs(0.2/month)", Format::Xmile).expect_err("a random event");
    assert!(why.contains("`occurs`, a random event"), "{why}");
}
