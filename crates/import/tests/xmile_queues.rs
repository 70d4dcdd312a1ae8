//! Queues: the oldest batch leaves first, and only a conveyor can make it wait.

mod support;

use support::xmile::{near, refusal, xmile};

/// A queue `q` that leads to a conveyor `c` by `board`, with an overflow `balk` where asked.
fn coupled(arrivals: &str, attributes: &str, inside: &str, overflow: bool) -> String {
    let (outflow, flow) = match overflow {
        true => ("<outflow>balk</outflow>", "<flow name=\"balk\"><eqn>0</eqn><overflow/></flow>"),
        false => ("", ""),
    };
    format!(
        "<stock name=\"q\"><eqn>0</eqn><inflow>arrive</inflow><outflow>board</outflow>{outflow}<queue/></stock>\
         <flow name=\"arrive\"><eqn>{arrivals}</eqn></flow><flow name=\"board\"><eqn>0</eqn></flow>{flow}\
         <stock name=\"c\"><eqn>0</eqn><inflow>board</inflow><outflow>leave</outflow><conveyor discrete=\"true\" {attributes}>\
         {inside}</conveyor></stock><flow name=\"leave\"/><stock name=\"done\"><eqn>0</eqn><inflow>leave</inflow></stock>"
    )
}

#[test]
fn a_queue_that_nothing_limits_lets_all_through() {
    let text = "<stock name=\"q\"><eqn>6</eqn><inflow>a</inflow><outflow>o</outflow><queue/></stock>\
        <flow name=\"a\"><eqn>10 - 2 * TIME</eqn></flow><flow name=\"o\"><eqn>0</eqn></flow>\
        <stock name=\"s\"><eqn>0</eqn><inflow>o</inflow></stock>";
    let run = xmile(text, 6.0, 1.0);
    near(&run["q"], &[6.0, 0.0, 0.0]);
    near(&run["o"], &[16.0, 8.0, 6.0, 4.0, 2.0, 0.0, 0.0]);
    near(&run["s"], &[0.0, 16.0, 24.0, 30.0, 34.0, 36.0, 36.0]);
}

#[test]
fn one_batch_enters_at_a_step() {
    // Batches of 1, 2, 3, ... and room for all: each enters as it comes.
    let run = xmile(&coupled("TIME + 1", "", "<len>2</len>", false), 5.0, 1.0);
    near(&run["board"], &[1.0, 2.0, 3.0, 4.0, 5.0]);
    // Two on the conveyor at a time, each a step long: parts of batches enter.
    let run = xmile(&coupled("IF TIME = 0 THEN 5 ELSE 1", "", "<len>1</len><capacity>2</capacity>", false), 6.0, 1.0);
    near(&run["board"], &[2.0, 2.0, 1.0, 1.0, 1.0, 1.0]);
    near(&run["q"], &[0.0, 3.0, 2.0, 2.0, 2.0, 2.0]);
    // All that fits.
    let all =
        coupled("IF TIME = 0 THEN 5 ELSE 1", "one_at_a_time=\"false\"", "<len>1</len><capacity>2</capacity>", false);
    near(&xmile(&all, 6.0, 1.0)["board"], &[2.0, 2.0, 2.0, 2.0, 1.0, 1.0]);
}

#[test]
fn whole_batches_wait_until_they_fit() {
    let whole = |one: &str| {
        coupled(
            "IF TIME = 0 THEN 2 ELSE IF TIME = 1 THEN 3 ELSE 1",
            &format!("batch_integrity=\"true\" one_at_a_time=\"{one}\""),
            "<len>2</len><capacity>4</capacity>",
            false,
        )
    };
    // 2 rides until 2, when 3 fits; then 1 beside it, and one behind the other.
    near(&xmile(&whole("true"), 7.0, 1.0)["board"], &[2.0, 0.0, 3.0, 1.0, 1.0, 1.0, 1.0]);
    near(&xmile(&whole("false"), 7.0, 1.0)["board"], &[2.0, 0.0, 4.0, 0.0, 2.0, 1.0, 1.0]);
}

#[test]
fn a_limit_holds_for_a_unit_of_time() {
    // Three in a unit of time, however it is cut into steps.
    let text = coupled("4", "one_at_a_time=\"false\"", "<len>1</len><in_limit>3</in_limit>", false);
    let run = xmile(&text, 3.0, 0.25);
    near(&run["board"], &[4.0, 4.0, 4.0, 0.0, 8.0, 4.0, 0.0, 0.0, 12.0]);
    near(&[run["q"][4], run["q"][8]], &[1.0, 2.0]);
}

#[test]
fn what_is_blocked_overflows() {
    // Worked out by hand: at 1.5 there are 1.75 on the conveyor, 0.75 leave, and 1 of 1.25 enters.
    let text = coupled("TIME + 1", "", "<len>1</len><capacity>2 + STEP(20, 2)</capacity>", true);
    let run = xmile(&text, 3.0, 0.5);
    near(&run["board"], &[1.0, 1.5, 2.0, 2.0, 3.0, 3.5, 4.0]);
    near(&run["balk"], &[0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0]);
    near(&run["q"], &[0.0; 7]);
    near(&run["c"], &[0.0, 0.5, 1.25, 1.75, 2.0, 2.5]);
}

#[test]
fn a_second_outflow_takes_what_the_conveyor_leaves() {
    let text = coupled("5", "", "<len>1</len><capacity>2</capacity>", true).replace("<overflow/>", "");
    let run = xmile(&text, 3.0, 1.0);
    near(&run["board"], &[2.0, 2.0, 2.0]);
    near(&run["balk"], &[3.0, 3.0, 3.0]);
}

#[test]
fn nothing_is_lost_in_any_order_of_batches() {
    for (one, whole) in [("true", "false"), ("true", "true"), ("false", "false"), ("false", "true")] {
        for overflow in [false, true] {
            let attributes = format!("one_at_a_time=\"{one}\" batch_integrity=\"{whole}\"");
            let inside = "<len>1.5</len><capacity>3 + SIN(TIME)</capacity><arrest>TIME = 4</arrest>";
            let run = xmile(&coupled("2 + 3 * SIN(2 * TIME)", &attributes, inside, overflow), 12.0, 0.5);
            let mut came = 0.0;
            for t in 0..25 {
                let there = run["q"][t] + run["c"][t] + run["done"][t];
                let balked: f64 = run.get("balk").map_or(0.0, |b| b[..t].iter().map(|v| v * 0.5).sum());
                assert!((there + balked - came).abs() < 1e-9, "{attributes} {overflow} {t}: {there} {balked} {came}");
                assert!(run["q"][t] >= 0.0 && run["c"][t] <= 4.0 + 1e-9);
                came += run["arrive"][t] * 0.5;
            }
        }
    }
}

#[test]
fn what_is_not_known_of_queues_is_refused_by_name() {
    let text = coupled("1", "", "<len>1</len>", false);
    for (text, words) in [
        (text.replace("discrete=\"true\"", ""), "`c` takes from a queue and is not discrete"),
        (
            text.replace("<eqn>0</eqn></flow>", "<eqn>0</eqn><overflow/></flow>"),
            "the first outflow of `q` is an overflow",
        ),
        (text.replace("<queue/>", "<queue><len>1</len></queue>"), "`<len>` of a queue is not understood"),
    ] {
        let why = refusal(&text);
        assert!(why.contains(words), "{text}\n{why}");
    }
    let why = refusal("<flow name=\"f\"><eqn>1</eqn><overflow/></flow>");
    assert!(why.contains("`f` leaves no conveyor or queue"), "{why}");
}
