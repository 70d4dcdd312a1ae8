//! Uncertainties at the points of a design.

use std::sync::atomic::AtomicBool;

use milepost_engine::{AT_START, uniform};
use milepost_ensemble::{Plan, Points, outcomes, outcomes_at, stream};
use milepost_strategy::{MemoryWorld, check};

const TEXT: &str = "
strategy \"Case\" { time month from 2006-01 to 2006-12 step 1/8; reference stay }
uncertain x = 5 in 0 .. 10
uncertain y = 2 in 1 .. 4 log
regime base { }
pathway stay = base
let luck: share = if occurs(0.3/month) then 1 else 0
stock harm: share { initial 0  inflow luck / 1 month }
measure at_x maximise x at end
measure at_y maximise y at end
measure lucky maximise harm at end
";

#[test]
fn points_stand_in_for_draws_and_leave_luck_alone() {
    let checked = check(&MemoryWorld::default().with("case.mile", TEXT));
    let strategy = checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics));
    let plan = Plan::new(0..300, 7);
    let (pathways, go) = (&strategy.variants[..1], AtomicBool::new(false));
    let drawn = outcomes(&strategy, pathways, &plan, &(), &go).unwrap();

    let same = ["x", "y"].map(|name| {
        let name = stream(name);
        (name, (0..300).map(|member| uniform(7, name, member, AT_START)).collect())
    });
    let again = outcomes_at(&strategy, pathways, &plan, Some(&Points::new(0, same)), &(), &go).unwrap();
    assert_eq!(drawn, again, "the same numbers give the same bits");

    let grid: Vec<f64> = (0..100).map(|k| (f64::from(k) + 0.5) / 100.0).collect();
    let points = Points::new(100, [(stream("x"), grid.clone())]);
    let placed = outcomes_at(&strategy, pathways, &plan, Some(&points), &(), &go).unwrap();
    let [x, y, lucky] = &placed.measures[0][..] else { panic!("three measures") };
    for member in 0..300 {
        let inside = (100..200).contains(&member);
        let expected = if inside { 10.0 * grid[member - 100] } else { drawn.measures[0][0][member] };
        assert!((x[member] - expected).abs() < 1e-12, "{member}");
        assert_eq!(y[member], drawn.measures[0][1][member], "no column, so drawn as ever");
        assert_eq!(lucky[member], drawn.measures[0][2][member], "the luck is that of the member's number");
    }
}
