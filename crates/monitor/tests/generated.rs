//! Generated strategies: judged as they are simulated, and never surer by knowing less.

mod support;

use milepost_strategy::model::{Strategy, VariableKind};
use proptest::prelude::*;
use proptest::strategy::Strategy as Texts;
use support::{Simulated, checked, ends, indicators, judged, over};

/// A comparison of what two indicators say.
fn comparison() -> impl Texts<Value = String> + Clone {
    let side = prop::sample::select(vec!["a", "b", "a + b", "min(a, b)", "max(a, b)", "a - b", "2 * a"]);
    let op = prop::sample::select(vec!["<", "<=", ">", ">="]);
    (side, op, -4_i32..12).prop_map(|(side, op, bar)| format!("{side} {op} {bar}"))
}

fn predicate() -> impl Texts<Value = String> + Clone {
    comparison().prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            (inner.clone(), inner.clone()).prop_map(|(x, y)| format!("({x} and {y})")),
            (inner.clone(), inner.clone()).prop_map(|(x, y)| format!("({x} or {y})")),
            inner.prop_map(|x| format!("not ({x})")),
        ]
    })
}

fn lasting() -> impl Texts<Value = String> + Clone {
    let all = ["", "", " for 2 month", " for 3 month", " for 2 of 3 month", " for 1 of 2 month", " for 3 of 5 month"];
    prop::sample::select(all.to_vec()).prop_map(String::from)
}

fn when() -> impl Texts<Value = String> + Clone {
    (predicate(), lasting()).prop_map(|(p, l)| format!("{p}{l}"))
}

fn text() -> impl Texts<Value = String> + Clone {
    let lags = (0..4_u32, 0..4_u32, 2..9_u32);
    let judged = (when(), when(), when(), when(), when(), when(), when());
    (lags, judged, 0..3_u32).prop_map(|((la, lb, wave), (h, l, h2, m, m2, f, e), within)| {
        format!(
            "strategy \"case\" {{ time month from 0 to 24 step 1/4 }}
actor council
uncertain u = 1 in 0.5 .. 2
let x = 4 + 5 * u * sin(time / ({wave} month))
let y = 3 + 4 * sin(time / (3 month) + u)
indicator a observes x {{ known after {la} month  noise 20% }}
indicator b observes y {{ known after {lb} month  noise 10%  under_reporting 0 .. 30% }}
condition held {{
  holds when {h}
  lost when {l}
}}
condition plain {{ holds when {h2} }}
condition both {{ holds when held and not plain for 2 month }}
milestone reached {{ met when {m} }}
milestone later {{ met when held or {m2} }}
trigger alarm by council within {within} month {{
  fires when {f}
  ends when {e}
}}
"
        )
    })
}

fn strategy(text: &str) -> Strategy {
    checked(text).unwrap_or_else(|| panic!("a generated strategy has errors:\n{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_run_and_a_status_agree(text in text(), member in 0..100_u64) {
        let strategy = strategy(&text);
        let simulated = Simulated::new(&strategy, member);
        let status = over(&strategy, &simulated.published(&strategy));
        for id in judged(&strategy) {
            for step in ends(&strategy) {
                let (was, is) = (simulated.after(id, 0, step), status.after(id, 0, step));
                prop_assert_eq!(
                    was.to_bits(), is.to_bits(),
                    "{} at {}: {} in a run, {} here\n{}", strategy.variable(id).name, step, was, is, text
                );
            }
        }
    }

    /// With more unknown, what is judged is the same or unknown: no unknown makes anything met, or not met.
    #[test]
    fn knowing_less_never_tells_more(
        text in text(),
        member in 0..100_u64,
        forgotten in prop::collection::vec((0..2_usize, 1..24_u32), 1..12),
        more in prop::collection::vec((0..2_usize, 1..24_u32), 1..6),
    ) {
        let strategy = strategy(&text);
        let seen = indicators(&strategy);
        let mut evidence = Simulated::new(&strategy, member).published(&strategy);
        for cells in [&forgotten, &more] {
            let before = over(&strategy, &evidence);
            for (which, period) in cells {
                evidence.remove(seen[*which], 0, *period);
            }
            let after = over(&strategy, &evidence);
            for id in judged(&strategy) {
                // A trigger fires or does not: an authority is obliged by what is known.
                if matches!(strategy.variable(id).kind, VariableKind::Trigger(_)) {
                    continue;
                }
                for step in ends(&strategy) {
                    let (knew, knows) = (before.after(id, 0, step), after.after(id, 0, step));
                    prop_assert!(
                        knows.is_nan() || knows == knew,
                        "{} at {}: {} with more known, {} with less\n{}",
                        strategy.variable(id).name, step, knew, knows, text
                    );
                }
            }
        }
    }
}
