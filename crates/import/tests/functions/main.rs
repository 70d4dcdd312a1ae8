//! What functions of Vensim mean, in small models whose values are worked out by hand.

mod allocate;
mod clock;
mod data;
mod lookups;
mod macros;
mod random;
mod subscripts;
#[path = "../support/mod.rs"]
mod support;
mod syntax;
mod vectors;

use support::{column, vensim};

/// Whether values are what they should be.
fn near(got: &[f64], want: &[f64]) {
    let close = |(g, w): (&f64, &f64)| (g - w).abs() <= 1e-12 * w.abs().max(1.0);
    assert!(got.iter().zip(want).all(close), "{got:?} is not {want:?}");
}

#[test]
fn a_pulse_lasts_from_its_start_to_just_before_its_end() {
    near(&column("x = PULSE(2, 3) ~~|", "x")[..7], &[0.0, 0.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
    // A width of 0 is one step.
    near(&column("x = PULSE(2, 0) ~~|", "x")[..5], &[0.0, 0.0, 1.0, 0.0, 0.0]);
    near(&column("x = PULSE TRAIN(1, 1, 3, 8) ~~|", "x"), &[0., 1., 0., 0., 1., 0., 0., 1., 0., 0., 0.]);
    // An interval of 0 repeats nothing.
    near(&column("x = PULSE TRAIN(1, 2, 0, 8) ~~|", "x")[..5], &[0.0, 1.0, 1.0, 0.0, 0.0]);
}

#[test]
fn a_ramp_stays_where_it_ends() {
    near(&column("x = RAMP(2, 1, 4) ~~|", "x")[..7], &[0.0, 0.0, 2.0, 4.0, 6.0, 6.0, 6.0]);
}

#[test]
fn remainders_have_the_sign_of_the_first() {
    for (text, value) in [
        ("MODULO(-7, 3)", -1.0),
        ("MODULO(7, -3)", 7.0 - 3.0 * 2.0),
        ("QUANTUM(7.9, 2)", 6.0),
        ("QUANTUM(7.9, 0)", 7.9),
        ("INTEGER(-1.7)", -1.0),
        ("LOG(8, 2)", 3.0),
        ("ZIDZ(1, 1e-7)", 0.0),
        ("XIDZ(1, 0, 5)", 5.0),
        ("XIDZ(6, 2, 5)", 3.0),
        ("-2^2", -4.0),
        ("IF THEN ELSE(:NOT: 0 :AND: 3, 1, 2)", 1.0),
        ("(2 > 1) + 1", 2.0),
        (":NA:", -(2f64.powi(109))),
    ] {
        near(&column(&format!("x = {text} ~~|"), "x")[..1], &[value]);
    }
}

#[test]
fn a_fixed_delay_gives_back_what_went_in() {
    near(&column("x = DELAY FIXED(Time, 3, -1) ~~|", "x")[..6], &[-1.0, -1.0, -1.0, 0.0, 1.0, 2.0]);
    // A length that reads constants follows them.
    near(&column("n = 2 ~~|\nx = DELAY FIXED(Time, n, 9) ~~|", "x")[..4], &[9.0, 9.0, 0.0, 1.0]);
}

#[test]
fn smooths_and_delays_are_stocks() {
    // One stock that seeks 4 in 2: half of the gap is closed at each step.
    near(&column("x = SMOOTHI(4, 2, 0) ~~|", "x")[..4], &[0.0, 2.0, 3.0, 3.5]);
    // 8 waits in a stock of 2 x 4, of which half leaves at each step, and nothing comes in.
    near(&column("x = DELAY1I(0, 2, 4) ~~|", "x")[..4], &[4.0, 2.0, 1.0, 0.5]);
    // Two stages of one step each.
    near(&column("x = DELAY N(Time, 2, 0, 2) ~~|", "x")[..5], &[0.0, 0.0, 0.0, 1.0, 2.0]);
}

#[test]
fn a_sample_is_kept_until_the_next() {
    near(&column("x = SAMPLE IF TRUE(MODULO(Time, 3) = 1, Time, 7) ~~|", "x")[..6], &[7.0, 1.0, 1.0, 1.0, 4.0, 4.0]);
}

#[test]
fn initial_values_are_those_of_the_first_instant() {
    near(&column("x = INITIAL(Time + 5) ~~|", "x")[..3], &[5.0, 5.0, 5.0]);
    // The circle of s, x opens where initial values are worked out: s begins at 3.
    let circle = "s = INTEG(0, x) ~~|\nx = ACTIVE INITIAL(s + Time, 3) ~~|";
    near(&column(circle, "s")[..2], &[3.0, 3.0]);
    near(&column(circle, "x")[..2], &[3.0, 4.0]);
}

#[test]
fn tables_hold_extrapolate_and_turn_over() {
    let t = "t((0,0),(2,4),(4,4)) ~~|\n";
    for (call, value) in [
        ("t(1)", 2.0),
        ("t(-1)", 0.0),
        ("t(9)", 4.0),
        ("LOOKUP EXTRAPOLATE(t, -1)", -2.0),
        ("LOOKUP EXTRAPOLATE(t, 9)", 4.0),
        ("LOOKUP FORWARD(t, 1)", 4.0),
        ("LOOKUP FORWARD(t, 2)", 4.0),
        ("LOOKUP BACKWARD(t, 1.9)", 0.0),
        ("LOOKUP BACKWARD(t, 2)", 4.0),
        ("WITH LOOKUP(3, ((0,0),(10,5)))", 1.5),
    ] {
        near(&column(&format!("{t}x = {call} ~~|"), "x")[..1], &[value]);
    }
    near(&column("t((0,1),(2,5)) ~~|\nx = LOOKUP INVERT(t, 3) ~~|", "x")[..1], &[1.0]);
}

#[test]
fn vectors_are_ranked_and_sorted() {
    let v = "d: a, b, c ~~|\nv[d] = 5, 9, 2 ~~|\n";
    let (_, run) = vensim(&format!(
        "{v}up[d] = VECTOR RANK(v[d], 1) ~~|\nplaces[d] = VECTOR SORT ORDER(v[d], 1) ~~|\nm[d] = VECTOR ELM MAP(v[a], 3 - d) ~~|"
    ))
    .unwrap();
    let row = |name: &str| ["a", "b", "c"].map(|e| run[&format!("{name}[{e}]")][0]);
    assert_eq!(row("up"), [2.0, 3.0, 1.0]);
    assert_eq!(row("places"), [2.0, 0.0, 1.0]);
    // Offsets 2, 1 and 0 from the first.
    assert_eq!(row("m"), [2.0, 9.0, 5.0]);
}

#[test]
fn a_matrix_is_inverted_though_its_first_pivot_is_zero() {
    let text = "r: a, b ~~|\nc: d, e -> r ~~|\nm[r,c] = 0, 2; 4, 0; ~~|\ni[r,c] = INVERT MATRIX(m[r,c], 2) ~~|";
    let (_, run) = vensim(text).unwrap();
    assert_eq!(["i[a,d]", "i[a,e]", "i[b,d]", "i[b,e]"].map(|n| run[n][0]), [0.0, 0.25, 0.5, 0.0]);
}

#[test]
fn what_is_short_goes_to_the_first_and_then_to_the_next() {
    // Priorities are further apart than the width: one after the other.
    let text = "d: a, b ~~|\nask[d] = 6, 5 ~~|\nfirst[d] = 1, 9 ~~|\n\
        got[d] = ALLOCATE BY PRIORITY(ask[d], first[d], ELMCOUNT(d), 1, 8) ~~|";
    let (_, run) = vensim(text).unwrap();
    near(&[run["got[a]"][0], run["got[b]"][0]], &[3.0, 5.0]);
    // Equal priorities share by what they ask.
    let (_, run) = vensim(&text.replace("1, 9", "4, 4").replace("1, 8", "1, 5.5")).unwrap();
    near(&[run["got[a]"][0], run["got[b]"][0]], &[3.0, 2.5]);
}

#[test]
fn a_present_value_counts_the_step_that_is_under_way() {
    // Nothing is discounted: 2 a step, the present one included, on top of 10.
    near(&column("x = NPV(2, 0, 10, 1) ~~|", "x")[..3], &[12.0, 14.0, 16.0]);
}

#[test]
fn a_trend_is_the_growth_that_is_seen() {
    // The average begins below the input by the trend that is told.
    near(&column("x = TREND(3, 5, 0.1) ~~|", "x")[..1], &[0.1]);
    near(&column("x = FORECAST(3, 5, 10) ~~|", "x")[..2], &[3.0, 3.0]);
}

#[test]
fn random_numbers_lie_where_they_should() {
    let x = column("x = RANDOM UNIFORM(2, 3, 1) ~~|\ny = RANDOM NORMAL(-1, 1, 0, 5, 1) ~~|", "x");
    assert!(x.iter().all(|v| (2.0..3.0).contains(v)), "{x:?}");
    assert!(x.windows(2).all(|w| w[0] != w[1]), "{x:?}");
    let y = column("y = RANDOM NORMAL(-1, 1, 0, 5, 1) ~~|", "y");
    assert!(y.iter().all(|v| (-1.0..=1.0).contains(v)), "{y:?}");
}

#[test]
fn what_cannot_be_right_is_refused_by_name() {
    for (text, words) in [
        ("x = FROBNICATE(1) ~~|", "`FROBNICATE` is not supported"),
        ("x = y ~~|", "there is no variable `y`"),
        ("d: a, b ~~|\nx[a] = 1 ~~|\ny = x[b] ~~|", "`x[b]` has no equation"),
        ("d: a, b ~~|\nx[d] = 1, 2 ~~|\ny = x[d] ~~|", "does not say which element is meant"),
        ("d: a, b ~~|\nx[d] = 1, 2, 3 ~~|", "2 elements here and 3 numbers"),
        ("x = 1 ~~|\nx = 2 ~~|", "`x` has a second equation here"),
        ("x = y + 1 ~~|\ny = x ~~|", "needs its own value"),
        ("x = DELAY FIXED(Time, s, 0) ~~|\ns = INTEG(1, r) ~~|\nr = EXP(s2) ~~|\ns2 = INTEG(1, EXP(1)) ~~|", "length"),
        ("x = GET XLS CONSTANTS('none.xlsx', 'a', 'B2') ~~|", "none.xlsx"),
    ] {
        let why = vensim(text).expect_err(text);
        assert!(why.contains(words), "{text}\n{why}");
    }
}

#[test]
fn what_leaves_a_stock_that_stays_above_zero_is_what_arrives() {
    let text = "<xmile xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\" version=\"1.0\"><sim_specs><start>0</start>\
        <stop>5</stop><dt>1</dt></sim_specs><dimensions><dim name=\"d\" size=\"2\"/></dimensions><model><variables>\
        <stock name=\"a\"><dimensions><dim name=\"d\"/></dimensions><eqn>5</eqn><outflow>f</outflow><non_negative/></stock>\
        <flow name=\"f\"><dimensions><dim name=\"d\"/></dimensions><eqn>2</eqn></flow>\
        <stock name=\"b\"><dimensions><dim name=\"d\"/></dimensions><eqn>0</eqn><inflow>f</inflow></stock>\
        </variables></model></xmile>";
    let files = std::collections::BTreeMap::from([("m.xmile".to_string(), text.as_bytes().to_vec())]);
    let (_, run) = support::run("m.xmile", &support::Beside::Memory(files), &Default::default()).unwrap();
    near(&run["a[2]"], &[5.0, 3.0, 1.0, 0.0, 0.0, 0.0]);
    near(&run["f[2]"], &[2.0, 2.0, 1.0, 0.0, 0.0, 0.0]);
    near(&run["b[2]"], &[0.0, 2.0, 4.0, 5.0, 5.0, 5.0]);
}

#[test]
fn long_chains_of_elements_are_followed_in_either_direction() {
    let text = "d: (a1-a600) ~~|\nfirst: (a1-a599) -> later ~~|\nlater: (a2-a600) ~~|\n\
        up[a600] = 1 ~~|\nup[first] = up[later] + 1 ~~|\n\
        a[d] = b[d] ~~|\nb[a600] = 1 ~~|\nb[first] = a[later] * 2 - a[later] + 1 ~~|";
    let (_, run) = vensim(text).unwrap();
    assert_eq!((run["up[a1]"][0], run["a[a1]"][0]), (600.0, 600.0));
}
