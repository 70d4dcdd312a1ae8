//! Functions of XMILE and of Stella, at values that follow from their definitions.

mod support;

use support::xmile::{aux, file, near, refusal, value, values, whole, xmile};

#[test]
fn numbers_are_made_of_numbers() {
    let tau = std::f64::consts::TAU;
    for (equation, want) in [
        ("ABS(-3) + INT(-1.5) + INT(2.7)", 3.0 - 2.0 + 2.0),
        ("ROUND(2.4) + ROUND(-2.6)", 2.0 - 3.0),
        ("LOG10(1000) + LN(EXP(2)) + LOGN(EXP(1))", 6.0),
        ("-7 MOD 3", 2.0),
        ("MOD(7, 3)", 1.0),
        ("2^-1 + -2^2 + 2^3^2", 0.5 - 4.0 + 512.0),
        ("6 // 0 + 6 // 3", 2.0),
        ("SAFEDIV(1, 0, 9) + SAFEDIV(1, 0)", 9.0),
        ("ROOTN(27, 3) + ROOTN(-27, 3) + ROOTN(16, 4)", 2.0),
        ("PERCENT(0.65) + PCT(0.1)", 75.0),
        ("ARCTAN(1) * 4 - PI", 0.0),
        ("MAX(1, 7, 3) - MIN(4, 2)", 5.0),
        ("MEAN(1, 2, 6)", 3.0),
        ("SWITCH(2, 1) + SWITCH(1, 1)", 1.0),
        ("FACTORIAL(5) + FACTORIAL(0)", 121.0),
        ("COMBINATIONS(5, 3) + PERMUTATIONS(5, 3)", 70.0),
        ("GAMMALN(0.5) * 2 - LN(PI)", 0.0),
        ("IF NOT 0 AND 2 &gt; 1 OR 0 THEN 4 ELSE 5", 4.0),
        ("(3 = 3) + (3 &lt;&gt; 4) { twice }", 2.0),
        ("SINWAVE(3, 8)", 0.0),
        ("COSWAVE(3, 8)", 3.0),
        ("CGROWTH(10)", 0.1),
        ("DT + STARTTIME + STOPTIME", 11.0),
    ] {
        near(&[value(&equation.replace("&gt;", ">").replace("&lt;", "<"))], &[want]);
    }
    near(&values("", "SINWAVE(3, 8)")[..3], &[0.0, 3.0 * (tau / 8.0).sin(), 3.0]);
}

#[test]
fn compound_growth_does_not_depend_on_the_step() {
    let text =
        "<stock name=\"s\"><eqn>100</eqn><inflow>g</inflow></stock><flow name=\"g\"><eqn>s * CGROWTH(10)</eqn></flow>";
    for dt in [1.0, 0.25, 0.0625] {
        near(&[*xmile(text, 3.0, dt)["s"].last().unwrap()], &[133.1]);
    }
}

#[test]
fn payments_balance() {
    // Stella's own example: 10,000 at 1 % in 36 payments.
    assert!((value("PMT(0.01, 36, 10000, 0)") + 332.14).abs() < 0.005);
    near(&[value("PV(0.01, 36, PMT(0.01, 36, 10000, 500), 500)")], &[10000.0]);
    near(&[value("FV(0.01, 36, PMT(0.01, 36, 10000, 500), 10000)")], &[500.0]);
    near(
        &[value("PMT(0, 10, 100, 50)"), value("PV(0, 10, -15, 50)"), value("FV(0, 10, -15, 100)")],
        &[-15.0, 100.0, 50.0],
    );
}

#[test]
fn a_pulse_is_a_volume_within_a_step() {
    let pulse = |call: &str| xmile(&aux("x", call), 4.0, 0.5)["x"].clone();
    near(&pulse("PULSE(3, 1, 2)"), &[0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 6.0, 0.0, 0.0]);
    near(&pulse("PULSE(3, 1, 0)"), &[0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    // The standard fires once where no interval is given, Stella at every step.
    near(&pulse("PULSE(3, 1)"), &[0.0, 0.0, 6.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]);
    let maker = "<header><vendor>isee systems, inc.</vendor><product>Stella Architect</product></header>";
    let (_, run) = whole(&file(maker, &aux("x", "PULSE(3, 1)"), 2.0, 0.5), &Default::default()).unwrap();
    near(&run["x"], &[0.0, 0.0, 6.0, 6.0, 6.0]);
}

#[test]
fn steps_and_ramps_begin_when_they_say() {
    near(&values("", "STEP(4, 2)")[..4], &[0.0, 0.0, 4.0, 4.0]);
    near(&values("", "RAMP(2, 1)")[..4], &[0.0, 0.0, 2.0, 4.0]);
    near(&values("", "RAMP(2, 1, 3)")[..6], &[0.0, 0.0, 2.0, 4.0, 4.0, 4.0]);
    near(&values("", "RAMP(2)")[..3], &[0.0, 2.0, 4.0]);
}

#[test]
fn the_past_is_remembered() {
    near(&values("", "PREVIOUS(TIME, 9)")[..3], &[9.0, 0.0, 1.0]);
    near(&values("", "PREVIOUS(TIME + 5)")[..3], &[5.0, 5.0, 6.0]);
    near(&values("", "PREVIOUS(SELF, 1) * 2")[..4], &[2.0, 4.0, 8.0, 16.0]);
    near(&values("", "INIT(TIME + 3)")[..2], &[3.0, 3.0]);
    near(&values("", "DELAY(TIME, 2)")[..5], &[0.0, 0.0, 0.0, 1.0, 2.0]);
    near(&values("", "DELAY(TIME, 2, 7)")[..4], &[7.0, 7.0, 0.0, 1.0]);
    near(&values("", "DERIVN(TIME^2, 0)")[..4], &[0.0, 1.0, 4.0, 9.0]);
    near(&values("", "DERIVN(TIME^2, 1)")[..4], &[0.0, 1.0, 3.0, 5.0]);
    near(&values("", "DERIVN(TIME^2, 2)")[..4], &[0.0, 0.0, 2.0, 2.0]);
}

#[test]
fn delays_and_smooths_are_stocks() {
    // Half of the gap is closed at each step; half of what is held leaves.
    near(&values("", "SMTH1(4, 2, 0)")[..4], &[0.0, 2.0, 3.0, 3.5]);
    near(&values("", "DELAY1(0, 2, 4)")[..4], &[4.0, 2.0, 1.0, 0.5]);
    near(&values("", "SMTHN(TIME, 2, 2, 0)")[..4], &[0.0, 0.0, 0.0, 1.0]);
    near(&values("", "DELAYN(TIME, 3, 3, 0)")[..5], &[0.0, 0.0, 0.0, 0.0, 1.0]);
    near(&values("", "DELAY3(TIME, 3, 0)")[..5], &[0.0, 0.0, 0.0, 0.0, 1.0]);
    near(&values("", "SMTH3(TIME, 3, 0)")[..5], &[0.0, 0.0, 0.0, 0.0, 1.0]);
    // Both begin with the input where no initial value is given.
    near(&values("", "SMTH3(5, 3) + DELAY3(2, 4)")[..3], &[7.0, 7.0, 7.0]);
    near(&values("", "TREND(3, 5, 0.1)")[..1], &[0.1]);
    near(&values("", "FORCST(3, 5, 10)")[..2], &[3.0, 3.0]);
    // 10 % a unit of time are seen, and 10 % for 2 are ahead.
    near(&values("", "FORCST(3, 5, 2, 0.1)")[..1], &[3.6]);
}

#[test]
fn tables_are_read_by_name() {
    let table = "<gf name=\"t\"><xpts>0,2,4</xpts><ypts>0,4,5</ypts></gf>\
        <aux name=\"g\"><eqn>0</eqn><gf><xpts>0,1</xpts><ypts>1,3</ypts></gf></aux>";
    near(&values(table, "LOOKUP(t, 1) + t(3) + LOOKUP(g, 0.5)")[..1], &[2.0 + 4.5 + 2.0]);
    near(&values(table, "LOOKUPINV(t, 4.5) + g")[..1], &[3.0 + 1.0]);
}

const DIMS: &str = "<dimensions><dim name=\"G\"><elem name=\"a\"/><elem name=\"b\"/><elem name=\"c\"/><elem name=\"d\"/></dim>\
    <dim name=\"N\" size=\"3\"/></dimensions>";

fn arrays(equation: &str) -> f64 {
    let each = |name: &str, dim: &str, rows: &[(&str, &str)]| {
        let rows: String =
            rows.iter().map(|(e, v)| format!("<element subscript=\"{e}\"><eqn>{v}</eqn></element>")).collect();
        format!("<aux name=\"{name}\"><dimensions><dim name=\"{dim}\"/></dimensions>{rows}</aux>")
    };
    let text = each("v", "G", &[("a", "6"), ("b", "2"), ("c", "8"), ("d", "5")])
        + &each("w", "N", &[("1", "1"), ("2", "5"), ("3", "3")])
        + &aux("x", equation);
    let (_, run) = whole(&file(DIMS, &text, 1.0, 1.0), &Default::default()).unwrap_or_else(|why| panic!("{why}"));
    run["x"][0]
}

#[test]
fn arrays_are_reduced_ranked_and_interpolated() {
    for (equation, want) in [
        ("SUM(v)", 21.0),
        ("SUM(v[*]) - SUM(v[b:c])", 11.0),
        ("SUM(w[2:3])", 8.0),
        ("MEAN(v) + MAX(v) - MIN(v)", 5.25 + 6.0),
        ("PROD(v)", 480.0),
        ("SIZE(v) + SIZE(N)", 7.0),
        ("STDDEV(w)", 2.0),
        ("SUM(v * 2 + 1)", 46.0),
        // The second smallest of 6, 2, 8, 5 is the fourth.
        ("RANK(v, 2)", 4.0),
        ("RANK(v, 1)", 2.0),
        ("v[G.c] + v[3] + w[2]", 8.0 + 8.0 + 5.0),
        ("INTERPOLATE(w, 0) + INTERPOLATE(w, 0.25) + INTERPOLATE(w, 9)", 1.0 + 3.0 + 3.0),
    ] {
        near(&[arrays(equation)], &[want]);
    }
}

#[test]
fn an_element_is_named_with_its_dimension() {
    let text = "<aux name=\"x\"><dimensions><dim name=\"G\"/></dimensions><eqn>IF G = G.b THEN 7 ELSE 1</eqn></aux>";
    let (_, run) = whole(&file(DIMS, text, 1.0, 1.0), &Default::default()).unwrap();
    assert_eq!((run["x[a]"][0], run["x[b]"][0]), (1.0, 7.0));
}

#[test]
fn a_variable_of_an_array_may_read_its_own_past() {
    let text = "<aux name=\"x\"><dimensions><dim name=\"G\"/></dimensions><eqn>PREVIOUS(SELF, G) + 1</eqn></aux>";
    let (_, run) = whole(&file(DIMS, text, 2.0, 1.0), &Default::default()).unwrap();
    near(&run["x[c]"], &[4.0, 5.0, 6.0]);
}

#[test]
fn draws_have_their_distribution() {
    let drawn = |call: &str| xmile(&aux("x", call), 4000.0, 1.0)["x"].clone();
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    // Six standard errors of the mean of 4,001.
    for (call, want, sd) in [
        ("UNIFORM(2, 4)", 3.0, 0.577),
        ("RANDOM(2, 4)", 3.0, 0.577),
        ("NORMAL(5, 2)", 5.0, 2.0),
        ("EXPRND(3)", 3.0, 3.0),
        ("LOGNORMAL(4, 1)", 4.0, 1.0),
        ("TRIANGULAR(0, 1, 5)", 2.0, 1.08),
        ("WEIBULL(2, 1)", 0.886_226_925, 0.463),
        ("PARETO(4, 3)", 4.0, 1.42),
        ("LOGISTIC(2, 1)", 2.0, 1.814),
    ] {
        let x = drawn(call);
        assert!((mean(&x) - want).abs() < 6.0 * sd / 4001_f64.sqrt(), "{call}: {}", mean(&x));
        let var = mean(&x.iter().map(|v| (v - want) * (v - want)).collect::<Vec<_>>());
        assert!((var.sqrt() / sd - 1.0).abs() < 0.25, "{call}: {}", var.sqrt());
    }
}

#[test]
fn macros_may_leave_out_arguments_that_have_defaults() {
    let root = "<macro name=\"m\"><parm>a</parm><parm default=\"2 + 3\">b</parm><eqn>a * 10 + b</eqn></macro>\
        <macro name=\"filled\"><parm>rate</parm><parm default=\"1\">first</parm><eqn>level</eqn><variables>\
        <stock name=\"level\"><eqn>first</eqn><inflow>in</inflow></stock><flow name=\"in\"><eqn>rate</eqn></flow></variables></macro>";
    let text = aux("x", "m(1) + m(1, 1)") + &aux("y", "filled(2) + filled(1, 10)");
    let (_, run) = whole(&file(root, &text, 2.0, 1.0), &Default::default()).unwrap();
    near(&run["x"], &[26.0, 26.0]);
    near(&run["y"], &[11.0, 14.0, 17.0]);
    let why = whole(&file(root, &aux("x", "m()"), 2.0, 1.0), &Default::default()).unwrap_err();
    assert!(why.contains("the macro `m` takes 2 arguments, and 0 stand here"), "{why}");
    let round = "<macro name=\"m\"><parm>a</parm><eqn>m(a) + 1</eqn></macro>";
    let why = whole(&file(round, &aux("x", "m(1)"), 2.0, 1.0), &Default::default()).unwrap_err();
    assert!(why.contains("macros call one another more than 50 deep"), "{why}");
}

#[test]
fn the_first_method_that_is_known_is_used() {
    // s' = s from 1: after a step of 1 Euler has 2, Runge and Kutta's fourth order 65 / 24.
    let text = "<stock name=\"s\"><eqn>1</eqn><inflow>f</inflow></stock><flow name=\"f\"><eqn>s</eqn></flow>";
    let run = |method: &str| {
        let text = file("", text, 1.0, 1.0).replace("<sim_specs>", &format!("<sim_specs method=\"{method}\">"));
        whole(&text, &Default::default()).map(|(_, run)| run["s"][1])
    };
    near(&[run("gear, RK4, euler").unwrap(), run("Euler").unwrap(), run("rk2").unwrap()], &[65.0 / 24.0, 2.0, 2.5]);
    assert!(run("gear").unwrap_err().contains("the method of integration `gear` is not supported"));
}

#[test]
fn values_of_other_files_are_refused() {
    let with = |attributes: &str| {
        whole(&file(&format!("<data><import {attributes}/></data>"), &aux("x", "1"), 1.0, 1.0), &Default::default())
    };
    let why = with("type=\"CSV\" resource=\"d.csv\"").unwrap_err();
    assert!(why.contains("values that are imported from another file (`d.csv`) are not read"), "{why}");
    assert!(with("enabled=\"false\"").is_ok());
    assert!(with("frequency=\"on_demand\"").is_ok());
}

#[test]
fn what_is_not_known_is_refused_by_name() {
    for equation in [
        "CYCLETIME(x)",
        "COUNTER(1, 5)",
        "HISTORY(TIME, 2)",
        "ENDVAL(TIME)",
        "POISSON(2)",
        "NPV(1, 0.1)",
        "THROUGHPUT(x)",
    ] {
        let name = equation.split('(').next().unwrap();
        let why = refusal(&aux("y", equation));
        assert!(why.contains(&format!("the function `{name}` is not supported")), "{why}");
    }
    assert!(refusal(&aux("y", "IF 1 THEN 2")).contains("`ELSE`"));
    assert!(refusal(&aux("y", "self + 1")).contains("needs its own value"));
}
