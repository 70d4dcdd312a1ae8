//! Conveyors: what comes out is what went in, later; closed forms for leaks; nothing is lost.

mod support;

use std::collections::BTreeMap;
use support::xmile::{near, refusal, xmile};

/// A conveyor `c` from `source` (a flow `in`) to its exit `out`.
fn conveyor(initial: &str, attributes: &str, inside: &str, inflow: &str, more: &str) -> String {
    format!(
        "<stock name=\"c\"><eqn>{initial}</eqn><inflow>in</inflow><outflow>out</outflow>{more}\
         <conveyor {attributes}>{inside}</conveyor></stock><flow name=\"in\"><eqn>{inflow}</eqn></flow>\
         <flow name=\"out\"/><stock name=\"gone\"><eqn>0</eqn><inflow>out</inflow></stock>\
         <stock name=\"came\"><eqn>0</eqn><inflow>in</inflow></stock>"
    )
}

const LEAK: &str = "<outflow>leak</outflow>";

fn leak(attributes: &str, fraction: &str) -> String {
    format!(
        "<flow name=\"leak\" {attributes}><eqn>{fraction}</eqn><leak/></flow>\
         <stock name=\"lost\"><eqn>0</eqn><inflow>leak</inflow></stock>"
    )
}

fn last(columns: &BTreeMap<String, Vec<f64>>, name: &str) -> f64 {
    *columns[name].last().unwrap()
}

/// What is on the conveyor is what was there, and came, and did not go.
fn nothing_is_lost(run: &BTreeMap<String, Vec<f64>>) {
    for (t, held) in run["c"].iter().enumerate() {
        let lost = run.get("lost").map_or(0.0, |lost| lost[t]);
        let left = run["c"][0] + run["came"][t] - run["gone"][t] - lost;
        assert!((held - left).abs() < 1e-9 * held.abs().max(1.0), "{held} is not {left} at {t}");
    }
}

#[test]
fn in_the_steady_state_it_holds_inflow_times_transit_time() {
    let run = xmile(&conveyor("1000", "", "<len>4</len><capacity>1200</capacity>", "250", ""), 12.0, 0.25);
    near(&run["c"], &[1000.0; 49]);
    near(&run["out"], &[250.0; 49]);
    nothing_is_lost(&run);
}

#[test]
fn a_step_comes_out_after_the_transit_time() {
    for (len, dt) in [(4.0, 0.25), (100.0, 0.5)] {
        let run = xmile(&conveyor("0", "", &format!("<len>{len}</len>"), "2 + TIME", ""), 2.0 * len, dt);
        for (i, out) in run["out"].iter().enumerate() {
            let t = i as f64 * dt;
            let want = if t < len { 0.0 } else { 2.0 + t - len };
            assert!((out - want).abs() < 1e-9, "{out} at {t}, wanted {want}");
        }
        nothing_is_lost(&run);
    }
}

#[test]
fn what_takes_longer_than_the_run_never_arrives() {
    let run = xmile(&conveyor("5e9", "", "<len>1e9</len>", "1", ""), 4.0, 1.0);
    near(&run["out"], &[5.0; 5]);
    nothing_is_lost(&run);
    assert!(refusal(&(conveyor("0", "", "<len>1e9</len>", "1", LEAK) + &leak("", "0.1"))).contains("too many slats"));
}

#[test]
fn the_way_is_a_whole_number_of_steps_halves_rounded_up() {
    for (len, first) in [("4.1", 16), ("4.125", 17), ("0.01", 1)] {
        let run = xmile(&conveyor("0", "", &format!("<len>{len}</len>"), "1", ""), 6.0, 0.25);
        assert_eq!(run["out"].iter().position(|&v| v > 0.0), Some(first), "{len}");
    }
}

#[test]
fn a_linear_leak_takes_its_fraction_of_what_came() {
    let more = |f: &str, initial: &str| conveyor(initial, "", "<len>4</len>", "250", LEAK) + &leak("", f);
    let run = xmile(&more("0.2", "0"), 12.0, 0.25);
    // Stella: inflow * T * (1 - f * (T - dt) / T / 2).
    near(&[last(&run, "c"), last(&run, "out"), last(&run, "leak")], &[906.25, 200.0, 50.0]);
    nothing_is_lost(&run);
    // A total at first lies as in that state.
    let run = xmile(&more("0.2", "906.25"), 6.0, 0.25);
    near(&run["c"], &[906.25; 25]);
    near(&run["out"], &[200.0; 25]);
    // Everything leaks.
    let run = xmile(&more("1", "0"), 12.0, 0.25);
    near(&[last(&run, "out"), last(&run, "leak")], &[0.0, 250.0]);
}

#[test]
fn an_exponential_leak_takes_its_rate_of_what_is_there() {
    let model =
        |initial: &str| conveyor(initial, "exponential_leak=\"true\"", "<len>4</len>", "250", LEAK) + &leak("", "0.1");
    let run = xmile(&model("0"), 12.0, 0.25);
    let kept = 0.975_f64.powi(16);
    // Stella: inflow * (1 - (1 - f * dt)^(T / dt)) / f.
    let content = 250.0 * (1.0 - kept) / 0.1;
    near(&[last(&run, "c"), last(&run, "out")], &[content, 250.0 * kept]);
    nothing_is_lost(&run);
    let run = xmile(&model(&content.to_string()), 6.0, 0.25);
    near(&run["out"], &[250.0 * kept; 25]);
}

#[test]
fn leaks_keep_to_their_zones() {
    // Four slats, of which the last two leak a fifth each of what came.
    let text = conveyor("0", "", "<len>2</len>", "100", LEAK) + &leak("leak_start=\"0.5\" leak_end=\"1\"", "0.4");
    let run = xmile(&text, 6.0, 0.5);
    // 50 a step: 50, 50, 50, 40 on the slats from the entry, 30 leave.
    near(&[last(&run, "c"), last(&run, "out"), last(&run, "leak")], &[190.0, 60.0, 40.0]);
    nothing_is_lost(&run);
    // Of what reaches the second zone, four fifths, a quarter leaks there.
    let two = conveyor("0", "", "<len>2</len>", "100", "<outflow>leak</outflow><outflow>more</outflow>")
        + &leak("leak_end=\"0.5\"", "0.2")
        + "<flow name=\"more\" leak_start=\"0.5\"><eqn>0.25</eqn><leak/></flow>";
    let run = xmile(&two, 6.0, 0.5);
    near(&[last(&run, "leak"), last(&run, "more"), last(&run, "out")], &[20.0, 20.0, 60.0]);
}

#[test]
fn unmarked_outflows_after_the_first_leak() {
    let text = conveyor("0", "", "<len>2</len>", "100", "<outflow>spill</outflow>")
        + "<flow name=\"spill\"><eqn>0.5</eqn></flow>";
    near(&[last(&xmile(&text, 6.0, 0.5), "spill")], &[50.0]);
}

#[test]
fn what_finds_no_room_stays_where_it_is() {
    let source = "<stock name=\"s\"><eqn>5000</eqn><outflow>in</outflow><non_negative/></stock>";
    let text = conveyor("0", "", "<len>4</len><capacity>600</capacity>", "250", "") + source;
    let run = xmile(&text, 12.0, 0.25);
    assert!(run["c"].iter().all(|&c| c <= 600.0 + 1e-9));
    // Full after 2.4: then what leaves makes room.
    assert_eq!(run["c"][12], 600.0);
    assert_eq!(run["in"][12], 0.0);
    near(&[run["s"][48] + run["came"][48]], &[5000.0]);
    nothing_is_lost(&run);
    let limited = conveyor("0", "", "<len>4</len><in_limit>150</in_limit>", "250", "") + source;
    let run = xmile(&limited, 12.0, 0.25);
    near(&[last(&run, "c"), last(&run, "in"), last(&run, "out")], &[600.0, 150.0, 150.0]);
    // Flows enter in order.
    let two = "<stock name=\"c\"><eqn>0</eqn><inflow>a</inflow><inflow>b</inflow><outflow>o</outflow><conveyor>\
        <len>4</len><in_limit>10</in_limit></conveyor></stock><flow name=\"a\"><eqn>7</eqn></flow>\
        <flow name=\"b\"><eqn>7</eqn></flow><flow name=\"o\"/>";
    let run = xmile(two, 2.0, 1.0);
    assert_eq!((run["a"][0], run["b"][0]), (7.0, 3.0));
}

#[test]
fn what_flows_in_is_never_below_zero() {
    let run = xmile(&conveyor("0", "", "<len>2</len>", "TIME - 3", ""), 6.0, 1.0);
    near(&run["in"], &[0.0, 0.0, 0.0, 0.0, 1.0, 2.0, 3.0]);
}

#[test]
fn another_transit_time_holds_for_what_enters_then() {
    // From 4 to 2 at time 2: what enters then leaves with what entered two before.
    let text = conveyor("0", "", "<len>4 - STEP(2, 2)</len>", "1", "");
    let run = xmile(&text, 8.0, 1.0);
    near(&run["out"], &[0.0, 0.0, 0.0, 0.0, 2.0, 2.0, 1.0, 1.0, 1.0]);
    nothing_is_lost(&run);
    // Longer: nothing leaves for a while.
    let text = conveyor("0", "", "<len>2 + STEP(2, 2)</len>", "1", "");
    near(&xmile(&text, 8.0, 1.0)["out"], &[0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 1.0, 1.0, 1.0]);
    // Read anew at time 4 only.
    let text = conveyor("0", "", "<len>4 - STEP(2, 2)</len><sample>TIME = 4</sample>", "1", "");
    near(&xmile(&text, 8.0, 1.0)["out"], &[0.0, 0.0, 0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 1.0]);
    // A time that only a stock tells has the run for its bound.
    let text = conveyor("6", "", "<len>k</len>", "1", "")
        + "<stock name=\"k\"><eqn>3</eqn><inflow>grow</inflow></stock><flow name=\"grow\"><eqn>STEP(1, 1)</eqn></flow>";
    let run = xmile(&text, 8.0, 1.0);
    // Three slats of 2; k is 3, 3, 4, 5, 6, ...: what enters arrives two steps apart from then on.
    near(&run["out"], &[2.0, 2.0, 2.0, 1.0, 1.0, 0.0, 1.0, 0.0, 1.0]);
    nothing_is_lost(&run);
}

#[test]
fn leaks_go_by_the_transit_time_of_what_entered() {
    let text = conveyor("0", "", "<len>4 - STEP(2, 2)</len>", "250", LEAK) + &leak("", "0.2");
    let run = xmile(&text, 16.0, 0.25);
    near(&[last(&run, "out"), last(&run, "leak")], &[200.0, 50.0]);
    nothing_is_lost(&run);
}

#[test]
fn arrested_it_stands_still_and_loses_nothing() {
    let text = conveyor("0", "", "<len>2</len><arrest>TIME &gt;= 3 AND TIME &lt; 5</arrest>", "1 + TIME", "");
    let run = xmile(&text, 8.0, 1.0);
    near(&run["in"], &[1.0, 2.0, 3.0, 0.0, 0.0, 6.0, 7.0, 8.0, 9.0]);
    near(&run["out"], &[0.0, 0.0, 1.0, 0.0, 0.0, 2.0, 3.0, 6.0, 7.0]);
    nothing_is_lost(&run);
}

#[test]
fn before_a_conveyor_that_stands_still_the_exit_waits() {
    let text = "<stock name=\"a\"><eqn>4</eqn><outflow>f</outflow><conveyor><len>2</len></conveyor></stock><flow name=\"f\"/>\
        <stock name=\"b\"><eqn>0</eqn><inflow>f</inflow><outflow>g</outflow><conveyor><len>1</len><arrest>TIME &lt; 2</arrest>\
        <capacity>1</capacity></conveyor></stock><flow name=\"g\"/>";
    let run = xmile(text, 5.0, 1.0);
    // Two and two pile up at the exit; what a conveyor hands on is not turned away.
    near(&run["f"], &[0.0, 0.0, 4.0, 0.0, 0.0]);
    near(&run["a"], &[4.0, 4.0, 4.0, 0.0]);
    near(&run["b"], &[0.0, 0.0, 0.0, 4.0, 0.0]);
    near(&run["g"], &[0.0, 0.0, 0.0, 4.0, 0.0]);
}

#[test]
fn a_list_is_what_comes_out_in_each_unit_of_time() {
    let run = xmile(&conveyor("1, 2, 3", "", "<len>3</len>", "0", ""), 4.0, 0.5);
    near(&run["out"], &[1.0, 1.0, 2.0, 2.0, 3.0, 3.0, 0.0]);
    assert_eq!(run["c"][0], 6.0);
    assert!(refusal(&conveyor("1, 2", "", "<len>3</len>", "0", "")).contains("a list of 2 numbers and has 6 slats"));
}

#[test]
fn inflow_may_lie_down_evenly() {
    let text = conveyor("0", "", "<len>2</len>", "IF TIME = 0 THEN 8 ELSE 0", "")
        .replace("<flow name=\"in\">", "<flow name=\"in\" isee:spreadflow=\"even\">");
    near(&xmile(&text, 4.0, 0.5)["out"], &[0.0, 2.0, 2.0, 2.0, 2.0, 0.0]);
}

#[test]
fn every_element_is_a_conveyor_of_its_own() {
    let text = "<stock name=\"c\"><eqn>0</eqn><dimensions><dim name=\"d\"/></dimensions><inflow>i</inflow><outflow>o</outflow>\
        <conveyor><len>k</len></conveyor></stock><aux name=\"k\"><dimensions><dim name=\"d\"/></dimensions><element subscript=\"a\">\
        <eqn>1</eqn></element><element subscript=\"b\"><eqn>3</eqn></element></aux><flow name=\"i\"><dimensions><dim name=\"d\"/>\
        </dimensions><eqn>5</eqn></flow><flow name=\"o\"><dimensions><dim name=\"d\"/></dimensions></flow>";
    let root = "<dimensions><dim name=\"d\"><elem name=\"a\"/><elem name=\"b\"/></dim></dimensions>";
    let (_, run) = support::xmile::whole(&support::xmile::file(root, text, 4.0, 1.0), &Default::default()).unwrap();
    near(&run["o[a]"], &[0.0, 5.0, 5.0, 5.0, 5.0]);
    near(&run["o[b]"], &[0.0, 0.0, 0.0, 5.0, 5.0]);
    near(&run["c[b]"], &[0.0, 5.0, 10.0, 15.0, 15.0]);
}

#[test]
fn what_lies_on_it_is_told_apart() {
    let read: String = ["SUM(c)", "MEAN(c)", "MIN(c)", "MAX(c)", "SIZE(c)", "c[1]", "c[4]", "STDDEV(c)"]
        .iter()
        .enumerate()
        .map(|(i, equation)| support::xmile::aux(&format!("r{i}"), equation))
        .collect();
    let run = xmile(&(conveyor("0", "", "<len>2</len>", "10 + 4 * TIME", "") + &read), 4.0, 0.5);
    // At 2 there are 5, 6, 7 and 8 on it.
    let at_2: Vec<f64> = (0..8).map(|i| run[&format!("r{i}")][4]).collect();
    near(&at_2, &[26.0, 6.5, 5.0, 8.0, 4.0, 5.0, 8.0, (5.0_f64 / 3.0).sqrt()]);
    let varying = conveyor("0", "", "<len>2 + STEP(1, 1)</len>", "1", "") + &support::xmile::aux("r", "MAX(c)");
    assert!(refusal(&varying).contains("what is within `c` is not told apart: its transit time varies"));
}

#[test]
fn nothing_is_lost_whatever_the_lengths_leaks_and_limits() {
    // A small generator of the same models on every machine.
    let mut state = 7_u64;
    let mut pick = |n: u64| {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (state >> 33) % n
    };
    for round in 0..60 {
        let len = match pick(3) {
            0 => format!("{}", pick(8) + 1),
            1 => format!("{} + STEP({}, {})", pick(4) + 1, pick(5), pick(6)),
            _ => format!("2 + SIN(TIME) * {}", pick(2)),
        };
        let limits = ["", "<capacity>9</capacity>", "<in_limit>2</in_limit>", "<arrest>TIME = 3 OR TIME = 4</arrest>"];
        let inside = format!("<len>{len}</len>{}", limits[pick(4) as usize]);
        let kind = if pick(2) == 0 { "" } else { "exponential_leak=\"true\"" };
        let leaky = pick(2) == 0;
        let inflow = format!("{} + {} * SIN(TIME)", pick(5), pick(5));
        let mut text = conveyor(&pick(20).to_string(), kind, &inside, &inflow, if leaky { LEAK } else { "" });
        if leaky {
            text += &leak("", &format!("0.{}", pick(10)));
        }
        let run = xmile(&text, 20.0, [1.0, 0.5][pick(2) as usize]);
        nothing_is_lost(&run);
        let signs = ["c", "out", "in"].iter().all(|name| run[*name].iter().all(|v| *v >= -1e-12));
        assert!(signs, "round {round}: {run:?}");
    }
}

#[test]
fn what_is_not_known_of_conveyors_is_refused_by_name() {
    let c = |attributes: &str, inside: &str| conveyor("0", attributes, inside, "1", "");
    for (text, words) in [
        (c("", ""), "`c` has no transit time"),
        (c("", "<len>0</len>"), "the transit time of `c` is 0"),
        (c("discrete=\"true\"", "<len>1</len>"), "`c` is discrete and takes from no queue"),
        (c("isee:fifo=\"true\"", "<len>1</len>"), "`isee:fifo=\"true\"` of a conveyor is not supported"),
        (c("", "<len>1</len><speed>2</speed>"), "`<speed>` of a conveyor is not understood"),
        (
            c("", "<len>1</len>").replace("<flow name=\"in\">", "<flow name=\"in\" isee:spreadflow=\"dist\">"),
            "`spreadflow=\"dist\"` is not supported",
        ),
        (c("", "<len>1</len>").replace("conveyor", "oven"), "`c` is an oven, which is not supported"),
        (
            conveyor("0", "", "<len>2</len>", "1", LEAK) + &leak("leak_end=\"0.3\"", "0.1"),
            "the zone of `leak` begins or ends within one of the conveyor's 4 slats",
        ),
        (
            conveyor("0", "", "<len>2</len>", "1", LEAK)
                + "<flow name=\"leak\"><eqn>0.1</eqn><leak/><leak_integers/></flow>",
            "leaks in whole units",
        ),
    ] {
        let why = refusal(&text);
        assert!(why.contains(words), "{text}\n{why}");
    }
    let text =
        support::xmile::file("", &c("", "<len>2</len>"), 4.0, 1.0).replace("<sim_specs>", "<sim_specs method=\"RK4\">");
    let why = support::xmile::whole(&text, &Default::default()).unwrap_err();
    assert!(why.contains("`c` is a conveyor and runs by Euler's method only"), "{why}");
}
