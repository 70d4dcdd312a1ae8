//! What Vensim says, in XMILE's words and in ours: each line once by hand, and all of them with the same numbers.

mod support;

use milepost_convert::Format;
use support::{flat, from_vensim};

/// A model of one or several equations, what must stand in the XMILE, and in the .mile.
const CASES: &[(&str, &str, &str)] = &[
    // Stocks: a sum of flows becomes these flows, any other rate one net flow.
    (
        "in = 3 ~~| out = S/5 ~~| S = INTEG(in - out, 10) ~~|",
        "<inflow>in</inflow> <outflow>out</outflow>",
        "inflow in_value / month outflow out / month",
    ),
    ("S = INTEG(-S/5 + 1, 10) ~~|", "<flow name=\"S net flow\"> <eqn>-S / 5 + 1</eqn>", "inflow (-s / 5 + 1) / month"),
    ("f = 1 ~~| A = INTEG(f, 0) ~~| B = INTEG(f, 1) ~~|", "<inflow>A_net_flow</inflow>", "inflow f / month"),
    // Functions that XMILE has under another name or with other arguments.
    ("x = SMOOTHI(Time, 3, 2) ~~|", "SMTH1(TIME, 3, 2)", "smooth(time / month, 3 * month, 2)"),
    ("x = SMOOTH N(Time, 3, 2, 4) ~~|", "SMTHN(TIME, 3, 4, 2)", "smooth_n(time / month, 3 * month, 4, 2)"),
    ("x = DELAY3I(Time, 3, 2) ~~|", "DELAY3(TIME, 3, 2)", "delay3(time / month, 3 * month, 2)"),
    ("x = DELAY FIXED(Time, 3, 2) ~~|", "DELAY(TIME, 3, 2)", "delay_fixed(time / month, 3 month, 2)"),
    (
        "x = DELAY N(Time, 3, 2, 20) ~~|",
        "DELAYN(TIME, 3, MIN(20, MAX(1, INT(3 / DT + 1e-9))), 2)",
        "delay_n(time / month, 3 * month, 6, 2)",
    ),
    ("x = FORECAST(Time + 1, 3, 2) ~~|", "FORCST(TIME + 1, 3, 2)", "smooth(time / month + 1, 3 * month"),
    ("x = LOG(Time + 2, 10) ~~|", "LN(TIME + 2) / LN(10)", "ln(time / month + 2) / ln(10)"),
    ("x = POWER(Time + 1, 2) ~~|", "(TIME + 1)^2", "(time / month + 1) ^ 2"),
    // Functions that XMILE lacks.
    (
        "x = INTEGER(Time/3 - 2) ~~|",
        "IF TIME / 3 - 2 < 0 THEN -INT(-(TIME / 3 - 2)) ELSE INT(TIME / 3 - 2)",
        "integer(time / month / 3 - 2)",
    ),
    ("x = MODULO(Time - 5, 3) ~~|", "ELSE INT((TIME - 5) / 3))", "integer((time / month - 5) / 3)"),
    ("x = ZIDZ(1, Time) ~~|", "IF ABS(TIME) < 1e-6 THEN 0 ELSE 1 / TIME", "if abs(time / month) < 1e-6"),
    ("x = RAMP(2, 3, 6) ~~|", "IF 3 < TIME THEN 2 * (MIN(TIME, 6) - 3) ELSE 0", "min(time / month, 6)"),
    (
        "x = PULSE(3, 2) ~~|",
        "IF (3 < TIME + DT / 2) AND (TIME + DT / 2 < 3 + MAX(2, DT)) THEN 1 ELSE 0",
        "if 3 < time / month",
    ),
    ("x = PULSE TRAIN(1, 1, 3, 8) ~~|", "((TIME + DT / 2 - 1) MOD 3 < MAX(1, DT))", "modulo("),
    (
        "x = SAMPLE IF TRUE(Time > 3 :AND: Time < 6, Time, 7) ~~|",
        "ELSE PREVIOUS(x_sample, 7)",
        "delay_fixed(sample_in_x, 0.5 month, 7)",
    ),
    ("x = TANH(Time) ~~|", "1 - 2 / (EXP(2 * TIME) + 1)", "exp(2 * (time / month))"),
    // Logic, signs, the time.
    (
        "x = IF THEN ELSE(:NOT: (Time > 3 :OR: Time = 1), 1, -1) ~~|",
        "IF NOT ((TIME > 3) OR (TIME = 1)) THEN 1 ELSE -1",
        "if not (time / month > 3",
    ),
    ("x = -Time^2 + (-Time)^2 ~~|", "-TIME^2 + (-TIME)^2", "-(time / month) ^ 2 + (-(time / month)) ^ 2"),
    (
        "x = FINAL TIME - INITIAL TIME + TIME STEP ~~|",
        "STOPTIME - STARTTIME + DT",
        "final_time - initial_time + time_step_value",
    ),
    ("x = IF THEN ELSE(y = :NA:, 1, 2) ~~| y = :NA: ~~|", "<eqn>-6.490371073168535e32</eqn>", "-6.490371073168535e32"),
    // Tables.
    ("t((0,1),(5,3),(10,2)) ~~| x = t(Time) ~~|", "LOOKUP(t, TIME)", "lookup t_table = (0, 1) (5, 3) (10, 2)"),
    ("x = WITH LOOKUP(Time, ((0,1),(5,3),(10,2))) ~~|", "<xpts>0,5,10</xpts>", "x_table(time / month)"),
    (
        "t((2,1),(5,3)) ~~| x = LOOKUP EXTRAPOLATE(t, Time) ~~|",
        "<gf name=\"t extrapolated\" type=\"extrapolate\">",
        "else t_table",
    ),
    (
        "t((2,1),(5,3),(7,0)) ~~| x = LOOKUP BACKWARD(t, Time) ~~|",
        "<gf name=\"t backward\" type=\"discrete\">",
        "if (time / month) < (5)",
    ),
    ("t((2,1),(5,3),(7,0)) ~~| x = LOOKUP FORWARD(t, Time) ~~|", "LOOKUP(t_forward, -TIME)", "x_argument"),
    ("t((2,1),(5,3),(7,8)) ~~| x = LOOKUP INVERT(t, Time) ~~|", "<xpts>1,3,8</xpts>", "(1, 2) (3, 5) (8, 7)"),
    // Subscripts: as they are, written out, mapped, excepted, listed, summed.
    (
        "d: a, b, c ~~| k[d] = 1, 2, 3 ~~| x[d] = k[d] * Time ~~|",
        "<dimensions><dim name=\"d\"/></dimensions> <eqn>k[d] * TIME</eqn>",
        "let x[d] = k * (time / month)",
    ),
    ("d: a, b, c ~~| k[d] = 1, 2, 3 ~~| x = SUM(k[d!]) ~~|", "SUM(k[*])", "sum(k over d)"),
    ("d: a, b, c ~~| e: a, b ~~| k[d] = 1, 2, 3 ~~| x = SUM(k[e!]) ~~|", "SUM(k[*:e])", "k[a] + k[b]"),
    ("d: a, b ~~| k[d] = 1, 2 ~~| x[d] = k[d] / SUM(k[d!]) ~~|", "k[d] / SUM(k[*])", "let x[d] = k / sum(k over d)"),
    (
        "d: a, b, c ~~| k[d] = 1, 2, 3 ~~| x[d] :EXCEPT: [b] = k[d] ~~| x[b] = 9 ~~|",
        "<element subscript=\"b\"> <eqn>9</eqn>",
        "b: 9",
    ),
    (
        "d: a, b -> e ~~| e: p, q ~~| k[d] = 1, 2 ~~| x[e] = k[d] + Time ~~|",
        "<element subscript=\"q\"> <eqn>k[b] + TIME</eqn>",
        "q: k[b] + time / month",
    ),
    (
        "d: a, b ~~| x[d] = IF THEN ELSE(d = b, Time, 0) ~~|",
        "IF d = 2 THEN TIME ELSE 0",
        "if 2 = 2 then time / month else 0",
    ),
    (
        "d: a, b ~~| S[d] = INTEG(S[d] * r[d], 1) ~~| r[d] = 0.1, 0.2 ~~|",
        "<inflow>S_net_flow</inflow>",
        "inflow s * r / month",
    ),
    (
        "d: a, b ~~| k[d] = 1, 2 ~~| x = VMAX(k[d!]) + PROD(k[d!]) + ELMCOUNT(d) ~~|",
        "MAX(k[*]) + PROD(k[*]) + 2",
        "max(k over d)",
    ),
    // Macros, active initial values, names.
    (
        ":MACRO: twice(a, b)\ntwice = a * 2 + b ~~|\n:END OF MACRO:\nx = twice(Time, 1) ~~|",
        "<macro name=\"twice\"> <parm>a</parm> <parm>b</parm> <eqn>a * 2 + b</eqn>",
        "let x = twice_twice",
    ),
    ("\"odd | name\" = Time ~~| x = \"odd | name\" ~~|", "<aux name=\"odd | name\">", "let odd_name = time / month"),
    (
        "Room Temperature = Time ~~| x = room_temperature + 1 ~~|",
        "room_temperature + 1",
        "let x = room_temperature + 1",
    ),
];

#[test]
fn vensim_is_said_in_xmile_and_in_our_language() {
    let mut faults = Vec::new();
    for (equations, xmile, mile) in CASES {
        for (to, wanted) in [(Format::Xmile, xmile), (Format::Mile, mile), (Format::Mdl, &"")] {
            match from_vensim(equations, to) {
                Err(why) => faults.push(format!("{equations}\n  {to:?}: {why}")),
                Ok(converted) => {
                    let text = converted.text.replace("&lt;", "<").replace("&gt;", ">");
                    if !flat(&text).contains(wanted) {
                        faults.push(format!("{equations}\n  {to:?} lacks {wanted}\n{text}"));
                    }
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn what_cannot_be_said_is_refused_by_name_at_its_line() {
    for (equations, to, wanted) in [
        ("x = RANDOM NORMAL(0, 1, 0.5, 0.2, 7) ~~|", Format::Xmile, "XMILE has no `RANDOM NORMAL`"),
        ("x = RANDOM UNIFORM(0, 1, 7) ~~|", Format::Mile, "a random number of every step"),
        ("x = ACTIVE INITIAL(S, 3) ~~| S = INTEG(1, x) ~~|", Format::Mile, "another equation for initial values"),
        ("d: a, b ~~| x[d] = SUM(ALLOCATE(y[d!])) ~~| y[d] = 1, 2 ~~|", Format::Xmile, "`ALLOCATE` is not supported"),
    ] {
        let why = from_vensim(equations, to).expect_err(equations);
        assert!(why.contains(wanted) && why.contains("m.mdl:2"), "{equations}: {why}");
    }
}

#[test]
fn what_says_nothing_about_values_is_listed() {
    let converted = from_vensim(
        "k == 3 ~~| x = GAME(Time) ~ widgets [0,10] ~ What it is ~ :SUPPLEMENTARY |\n\
         c :THE CONDITION: x = 0 :IMPLIES: x < 1 ~~|",
        Format::Xmile,
    )
    .expect("it converts");
    assert_eq!(
        converted.lost,
        [
            "`c`, a reality check",
            "the marks `==` of constants that may not be changed for a run",
            "the marks :SUPPLEMENTARY of variables that no other reads",
            "`GAME`: that a player may set a value",
        ]
    );
    let text = flat(&converted.text);
    assert!(text.contains("<doc>What it is</doc> <units>widgets</units> <range min=\"0\" max=\"10\"/>"), "{text}");
    let back = from_vensim("k == 3 ~~| c :THE CONDITION: k = 0 :IMPLIES: k < 1 ~~|", Format::Mdl).expect("it converts");
    assert!(
        back.text.contains("k ==\n\t3") && back.text.contains("c :THE CONDITION: k = 0 :IMPLIES: k < 1"),
        "{}",
        back.text
    );
}

#[test]
fn random_numbers_are_not_compared_and_that_is_told() {
    let converted = from_vensim("x = RANDOM UNIFORM(0, 1, 7) ~~| y = x + 1 ~~| z = Time ~~|", Format::Xmile);
    let agreement = converted.expect("it converts").agreement.expect("it was compared");
    assert_eq!((agreement.random, agreement.columns), (2, 1));
}
