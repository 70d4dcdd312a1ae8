//! Strategies as people write them, lowered.
#![allow(missing_docs, reason = "names say it")]

use milepost_engine::{Prepared, scalar};
use milepost_ir::{Code, Draws, Fault, Lowered, Want, lower};
use milepost_strategy::model::Strategy;
use milepost_strategy::{MemoryWorld, check};

fn strategy(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("a.mile", text));
    let rendered = milepost_syntax::render(&checked.sources, &checked.diagnostics, false);
    checked.strategy.unwrap_or_else(|| panic!("{rendered}"))
}

fn lowered(strategy: &Strategy, variant: &str, want: &Want) -> Lowered {
    let variant = strategy.variants.iter().find(|v| v.name == variant).expect("the variant is there");
    lower(strategy, variant, want).expect("it can be lowered")
}

const HEAD: &str = r#"
strategy "Test" { time month from 2004-01 to 2005-12 step 1/8 decide 2005-01 reference stay }
actor coalition "The Coalition"
element withdrawals "Withdrawals"
dimension place { north south east west }
"#;

#[test]
fn what_elements_share_is_computed_once() {
    let model = r#"
        uncertain rate: 1/month = 0.2 in 0.1 .. 0.3
        uncertain effect = 0.5 in 0 .. 1
        stock mood { initial 0.3; toward 1 - 0.5 * mood over 7 month }
        stock troops[place]: person { initial 100 person; outflow leaving }
        flow leaving[place]: person/month = rate * troops * 2 * effect * mood * (1 - mood) / (1 + mood)
        pathway stay = none
        regime none {}
        measure left minimise sum(troops) at end
    "#;
    let strategy = strategy(&format!("{HEAD}{model}"));
    let program = lowered(&strategy, "stay", &Want { diagnostics: false, ..Want::default() }).program;
    // For each place one fused op; the rest is scalar, and what does not change is in `once`.
    let reads = |place: &str| {
        let slot = program.stocks.iter().find(|s| s.name == format!("troops[{place}]")).expect("a stock").slot;
        program.rates.iter().filter(|op| [op.a, op.b].contains(&slot) && op.code == Code::SubMul).count()
    };
    assert_eq!(["north", "south", "east", "west"].map(reads), [1; 4], "{:?}", program.rates);
    assert!(program.rates.len() <= 12, "{:?}", program.rates);
}

#[test]
fn a_whole_strategy_runs() {
    let model = r#"
        lever pace: 1/month = 0 in 0 .. 1 by coalition in withdrawals
        lever effort: share = 0.1 in 0 .. 1 by coalition in withdrawals
        stock troops[place]: person { initial { north: 400 person  else 100 person }; outflow leaving }
        flow leaving[place]: person/month = troops * (if calm then pace else 0.5 * pace)
        stock anger[place] { initial 0.5; toward logistic(troops / (100 person) - 2 - effort) over 3 month }
        flow deaths[place]: person/month = 10 person/month * anger
        indicator reported[place] observes deaths { known after 1 month  noise 10%  under_reporting 0 .. 20% }
        condition calm[place] { holds when reported < 4 person/month for 2 month; lost when reported > 6 person/month }
        milestone half_out due 2005-09 { met when sum(troops) <= 0.5 * at(sum(troops), 2005-01) }
        regime present {}
        regime leaving_now { pace = 0.6/month over 3 month }
        pathway stay = present
        pathway go following all = present then leaving_now when all(calm over place), not before 2005-02, at latest 2005-06
        recommendation NT_1 by coalition in withdrawals due 2005-03 { effort += 0.4 over 6 month; delivered in 0 .. 1 }
        measure killed minimise total(deaths from 2005-01)
        measure met maximise if half_out then 1 else 0 at end
        chart troops_left = sum(troops)
    "#;
    let strategy = strategy(&format!("{HEAD}{model}"));
    let outputs = |variant: &str, want: &Want, member| {
        let lowered = lowered(&strategy, variant, want);
        let names: Vec<String> = lowered.parameters.iter().map(|p| p.name.clone()).collect();
        assert_eq!(names, ["under_reporting.reported", "delivered.NT_1"]);
        let run = scalar::run(&Prepared::new(lowered.program).expect("it is a program"), 3, member);
        run.outputs[lowered.measures].to_vec()
    };
    let sampled = Want::default();
    for member in 0..20 {
        let (stay, go) = (outputs("stay", &sampled, member), outputs("go", &sampled, member));
        assert!(go[0] < stay[0], "{go:?} {stay:?}");
        assert_eq!((stay[1], go[1]), (0.0, 1.0));
        let plain = Want { optimise: false, diagnostics: false, ..Want::default() };
        assert_eq!(outputs("go", &plain, member), go, "the same bits however it is computed");
    }
    let program = || format!("{:?}", lowered(&strategy, "go", &sampled).program);
    assert_eq!(program(), program(), "the same program every time");
    let defaults = Want { draws: Draws::Defaults, ..Want::default() };
    assert_eq!(outputs("go", &defaults, 0), outputs("go", &defaults, 1));
}

#[test]
fn depth_is_followed_or_refused_and_never_overflows() {
    let lowers = |text: &str| {
        let checked = check(&MemoryWorld::default().with("a.mile", format!("{HEAD}{text}")));
        checked.strategy.map(|s| lower(&s, &s.variants[0], &Want::default()).map(drop))
    };
    let tail = "\nregime none {}\npathway stay = none\n";
    for depth in [50, 150, 250, 1000] {
        let nested = format!("{}time{}", "min(time, ".repeat(depth), ")".repeat(depth));
        let found = lowers(&format!("measure m minimise {nested} at end{tail}"));
        assert!(matches!(found, None | Some(Ok(()) | Err(Fault::TooDeep(_)))), "{found:?}");
        let mut chain = String::from("let v0 = time > 3 month\n");
        for i in 1..=depth {
            let holds = format!("condition v{i} {{ holds when v{} for 2 month }}\n", i - 1);
            chain.push_str(&holds);
        }
        let found = lowers(&format!("{chain}measure m maximise if v{depth} then 1 else 0 at end{tail}"));
        assert!(matches!(found, Some(Ok(()) | Err(Fault::TooDeep(_)))), "{found:?}");
    }
}
