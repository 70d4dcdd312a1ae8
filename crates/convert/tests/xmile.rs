//! What XMILE says, in Vensim's words and in ours: each line once by hand, and all of them with the same numbers.

mod support;

use milepost_convert::Format;
use support::{flat, from_xmile};

/// Variables, what must stand in the .mdl, and in the .mile.
const CASES: &[(&str, &str, &str)] = &[
    (
        "<stock name=\"S\"><eqn>10</eqn><inflow>i</inflow><outflow>o</outflow></stock><flow name=\"i\"><eqn>1</eqn></flow>\
      <flow name=\"o\"><eqn>S/5</eqn></flow>",
        "S = INTEG ( i - o, 10)",
        "inflow i / month outflow o / month",
    ),
    ("<flow name=\"f\"><eqn>TIME - 5</eqn><non_negative/></flow>", "MAX(Time - 5, 0)", "max(time / month - 5, 0)"),
    // A stock that stays above zero: its outflows are cut in order, and an inflow that turns negative takes no more than there is.
    (
        "<stock name=\"S\"><eqn>10</eqn><outflow>o</outflow><outflow>p</outflow><non_negative/></stock>\
      <flow name=\"o\"><eqn>3</eqn></flow><flow name=\"p\"><eqn>2</eqn></flow>",
        "MIN(2, MAX(S / TIME STEP, 0) - o)",
        "stock s nonnegative",
    ),
    (
        "<stock name=\"S\"><eqn>5</eqn><inflow>i</inflow><non_negative/></stock><flow name=\"i\"><eqn>-1</eqn></flow>",
        "MAX(i, -(S / TIME STEP))",
        "stock s nonnegative",
    ),
    (
        "<aux name=\"x\"><eqn>INT(TIME/3 - 2)</eqn></aux>",
        "IF THEN ELSE(Time / 3 - 2 < INTEGER(Time / 3 - 2)",
        "floor(time / month / 3 - 2)",
    ),
    (
        "<aux name=\"x\"><eqn>(TIME - 5) MOD 3</eqn></aux>",
        "IF THEN ELSE(MODULO(Time - 5, 3) * 3 < 0, MODULO(Time - 5, 3) + 3, MODULO(Time - 5, 3))",
        "modulo(time / month - 5, 3)",
    ),
    ("<aux name=\"x\"><eqn>ROUND(TIME - 4.75)</eqn></aux>", "INTEGER(Time - 4.75 - 0.5)", "round(time / month - 4.75)"),
    (
        "<aux name=\"x\"><eqn>SAFEDIV(1, TIME, 7) + (1 // TIME)</eqn></aux>",
        "IF THEN ELSE(Time = 0, 7, 1 / Time)",
        "if time / month = 0",
    ),
    (
        "<aux name=\"x\"><eqn>MIN(TIME, 3, 2) + MAX(TIME)</eqn></aux>",
        "MIN(MIN(Time, 3), 2) + Time",
        "min(time / month, 3, 2)",
    ),
    ("<aux name=\"x\"><eqn>1 + INIT(TIME + 4)</eqn></aux>", "INITIAL(Time + 4)", "stock x_at_start"),
    (
        "<aux name=\"x\"><eqn>1 + PREVIOUS(TIME, -1)</eqn></aux>",
        "DELAY FIXED(Time, TIME STEP, -1)",
        "delay_fixed(time / month, 0.5 month, -1)",
    ),
    (
        "<aux name=\"x\"><eqn>SMTHN(TIME, 3, 4, 2)</eqn></aux>",
        "SMOOTH N(Time, 3, 2, 4)",
        "smooth_n(time / month, 3 * month, 4, 2)",
    ),
    ("<aux name=\"x\"><eqn>DELAY3(TIME, 3)</eqn></aux>", "DELAY3(Time, 3)", "delay3(time / month, 3 * month)"),
    ("<aux name=\"x\"><eqn>TREND(TIME + 1, 3)</eqn></aux>", "TREND(Time + 1, 3, 0)", "smooth("),
    (
        "<aux name=\"x\"><eqn>FORCST(TIME + 1, 3, 2, 0.1)</eqn></aux>",
        "SMOOTHI(Time + 1, 3, (Time + 1) / (1 + 0.1 * 3))",
        "smooth(",
    ),
    ("<aux name=\"x\"><eqn>RAMP(2, 3)</eqn></aux>", "RAMP(2, 3, FINAL TIME)", "if 3 < time / month"),
    ("<aux name=\"x\"><eqn>PULSE(4, 1, 3)</eqn></aux>", "4 / TIME STEP", "modulo("),
    (
        "<aux name=\"x\"><eqn>PI * DT + STOPTIME - STARTTIME + LOG10(TIME + 1)</eqn></aux>",
        "3.141592653589793 * TIME STEP + FINAL TIME - INITIAL TIME + LOG(Time + 1, 10)",
        "log10(time / month + 1)",
    ),
    (
        "<aux name=\"x\"><eqn>IF TIME > 3 AND NOT (TIME > 6) THEN 1 ELSE IF TIME = 0 THEN 2 ELSE 3</eqn></aux>",
        "IF THEN ELSE(Time > 3 :AND: (:NOT: (Time > 6)), 1, IF THEN ELSE(Time = 0, 2, 3))",
        "else if time / month = 0 then 2 else 3",
    ),
    // Graphical functions.
    (
        "<aux name=\"x\"><eqn>TIME</eqn><gf><xscale min=\"0\" max=\"10\"/><ypts>1,3,2</ypts></gf></aux>",
        "WITH LOOKUP ( Time, ([(0,1)-(10,3)],(0,1),(5,3),(10,2)))",
        "(0, 1) (5, 3) (10, 2)",
    ),
    (
        "<gf name=\"t\" type=\"extrapolate\"><xpts>2,5</xpts><ypts>1,3</ypts></gf><aux name=\"x\"><eqn>LOOKUP(t, TIME)</eqn></aux>",
        "LOOKUP EXTRAPOLATE(t, Time)",
        "else t_table",
    ),
    (
        "<gf name=\"t\" type=\"discrete\"><xpts>2,5</xpts><ypts>1,3</ypts></gf><aux name=\"x\"><eqn>t(TIME)</eqn></aux>",
        "LOOKUP BACKWARD(t, Time)",
        "if (time / month) < (5)",
    ),
    (
        "<aux name=\"g\"><eqn>TIME</eqn><gf><xscale min=\"0\" max=\"9\"/><ypts>1,3</ypts></gf></aux><aux name=\"x\"><eqn>LOOKUP(g, 3)</eqn></aux>",
        "g table(3)",
        "g_table(3)",
    ),
    // Arrays.
    (
        "<aux name=\"k\"><dimensions><dim name=\"d\"/></dimensions><eqn>TIME</eqn></aux><aux name=\"x\"><dimensions><dim name=\"d\"/></dimensions><eqn>k * 2</eqn></aux>",
        "x[d] = k[d] * 2",
        "let x[d] = k * 2",
    ),
    (
        "<aux name=\"k\"><dimensions><dim name=\"d\"/></dimensions><element subscript=\"a\"><eqn>1</eqn></element><eqn>TIME</eqn></aux><aux name=\"x\"><eqn>SUM(k) + MEAN(k[*]) + MAX(k[*]) + SIZE(k)</eqn></aux>",
        "SUM(k[d!]) + SUM(k[d!]) / 3 + VMAX(k[d!]) + 3",
        "sum(k over d)",
    ),
    (
        "<aux name=\"k\"><dimensions><dim name=\"d\"/></dimensions><eqn>TIME</eqn></aux><aux name=\"x\"><eqn>SUM(k[1:2]) + k[3]</eqn></aux>",
        "SUM(k[range a to b!]) + k[c]",
        "k[a] + k[b] + k[c]",
    ),
    (
        "<aux name=\"k\"><dimensions><dim name=\"d\"/></dimensions><eqn>TIME + 1</eqn></aux><aux name=\"i\"><eqn>TIME / 2</eqn></aux><aux name=\"x\"><eqn>k[i + 0]</eqn></aux>",
        "IF THEN ELSE(INTEGER(i + 0) = 1, k[a],",
        "if integer(i + 0) = 1 then k[a]",
    ),
    (
        "<aux name=\"k\"><dimensions><dim name=\"d\"/></dimensions><eqn>TIME</eqn></aux><aux name=\"x\"><eqn>STDDEV(k[*])</eqn></aux>",
        "SQRT(SUM((k[d!] - x part)^2) / 2)",
        "sqrt(",
    ),
    (
        "<module name=\"m\"/><aux name=\"x\"><eqn>m.y + 1</eqn></aux></variables></model><model name=\"m\"><variables><aux name=\"y\"><eqn>TIME</eqn></aux>",
        "\"m.y\" + 1",
        "let x = m_y + 1",
    ),
];

#[test]
fn xmile_is_said_in_vensim_and_in_our_language() {
    let mut faults = Vec::new();
    for (variables, mdl, mile) in CASES {
        let variables = variables.replace(" > ", " &gt; ");
        for (to, wanted) in [(Format::Mdl, mdl), (Format::Mile, mile), (Format::Xmile, &"")] {
            match from_xmile(&variables, to) {
                Err(why) => faults.push(format!("{variables}\n  {to:?}: {why}")),
                Ok(converted) if !flat(&converted.text).contains(wanted) => {
                    faults.push(format!("{variables}\n  {to:?} lacks {wanted}\n{}", converted.text));
                }
                Ok(_) => {}
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn what_vensim_cannot_say_is_refused_by_name() {
    for (variables, wanted) in [
        ("<aux name=\"x\"><eqn>MIN(TIME, INF)</eqn></aux>", "Vensim has no infinity"),
        ("<aux name=\"x\"><eqn>EXPRND(3)</eqn></aux>", "Vensim has no `EXPRND`"),
    ] {
        let why = from_xmile(variables, Format::Mdl).expect_err(variables);
        assert!(why.contains(wanted) && why.contains("m.xmile:1"), "{variables}: {why}");
    }
}
