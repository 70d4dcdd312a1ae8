//! Charts by element and of milestones: what is drawn, and the numbers in it.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::summary::{Spread, Summary};
use milepost_ensemble::{Plan, run};
use milepost_strategy::model::{ChartKind, Strategy};
use milepost_strategy::{MemoryWorld, check};

const MODEL: &str = r#"
strategy "s" { time month from 2004-01 to 2004-12 step 1/8 }
dimension place { north south east }
dimension warm in place { south east }
dimension group { a b }
table "t.csv" by place { across  down }
let x[place, group]: person = { north: { a: 1 person  b: 2 person }  south: 3 person  east: 4 person }
let near[place] = sum(x over group)
flow deaths[place]: person/month = near / month
indicator counted[place, group] observes x { from "e.csv" column n by place, group }
chart part[place] "Part" = near / sum(near over place) tiles down across
chart late[place]: person = smooth(step(near, 2 month), 1 month, 0) observed counted
chart hot[warm] "Hot" = deaths + { south: 1 person/month  east: sum(deaths over warm) }
chart whole: person = sum(x) observed counted
uncertain level in 0 .. 1
milestone reached "Reached" { met when level > 0.25 and time > 3.5 month }
milestone anywhere[place] { met when near > 3 person }
milestone never { met when level > 2 }
"#;

const PLACES: &str = "place,down,across\nnorth,1,2\nsouth,3,2\neast,2,3\n";

const COUNTED: &str = "time,place,group,n\n2004-01,north,a,1\n2004-01,north,b,2\n2004-01,south,a,3\n2004-01,south,b,4\n\
                       2004-01,east,a,5\n2004-01,east,b,6\n2004-02,north,a,7\n2004-02,north,b,8\n2004-02,south,a,9\n";

fn strategy() -> Strategy {
    let world = MemoryWorld::default().with("a.mile", MODEL).with("t.csv", PLACES).with("e.csv", COUNTED);
    let checked = check(&world);
    let shown = milepost_syntax::render(&checked.sources, &checked.diagnostics, false);
    checked.strategy.unwrap_or_else(|| panic!("{shown}"))
}

fn drawn(s: &Strategy) -> Summary {
    run(s, &Plan::new(0..4096, 1), None, &(), &AtomicBool::new(false)).expect("it runs")
}

fn at<'a>(summary: &'a Summary, chart: &str, time: f64) -> &'a Spread {
    let chart = summary.charts.iter().find(|c| c.name == chart).unwrap_or_else(|| panic!("no chart {chart}"));
    let t = chart.times.iter().position(|t| *t == time).expect("a period's end");
    &chart.pathways[0][t]
}

#[test]
fn one_chart_for_each_element_and_each_milestone() {
    let s = strategy();
    let names: Vec<&str> = s.charts.iter().map(|c| c.name.as_str()).collect();
    let expected = [
        "part[north]",
        "part[south]",
        "part[east]",
        "late[north]",
        "late[south]",
        "late[east]",
        "hot[south]",
        "hot[east]",
        "whole",
        "milestone.reached",
        "milestone.never",
    ];
    assert_eq!(names, expected);
    assert_eq!(s.charts[1].title, "Part: south");
    let tile = |element: &str, place| ChartKind::Tile { group: "part".into(), element: element.into(), place };
    assert_eq!(s.charts[0].kind, tile("north", Some((1, 2))));
    assert_eq!(s.charts[2].kind, tile("east", Some((2, 3))));
    assert!(matches!(s.charts[3].kind, ChartKind::Tile { place: None, .. }));
    assert_eq!(s.charts[8].kind, ChartKind::Plain);
    assert_eq!(s.charts[9].kind, ChartKind::Milestone(s.find("reached").unwrap()));
    // Evidence by place, summed over groups; a place with a gap in February has none then.
    assert_eq!(s.charts[3].observed, [(1.0, 3.0), (2.0, 15.0)]);
    assert_eq!(s.charts[4].observed, [(1.0, 7.0)]);
    assert_eq!(s.charts[8].observed, [(1.0, 21.0)]);
}

#[test]
fn each_tile_shows_its_element() {
    let s = strategy();
    let summary = drawn(&s);
    // 3, 6 and 8 of 17 people.
    for (chart, people) in [("part[north]", 3.0), ("part[south]", 6.0), ("part[east]", 8.0)] {
        let spread = at(&summary, chart, 5.0);
        assert!((spread.mean - people / 17.0).abs() < 1e-12 && spread.min == spread.max, "{chart}: {spread:?}");
    }
    // From month 2 on each Euler step leaves 7/8 of the distance; at month 3 eight of them.
    for (chart, people) in [("late[north]", 3.0), ("late[east]", 8.0)] {
        let expected = people * (1.0 - 0.875_f64.powi(8));
        assert!((at(&summary, chart, 3.0).mean - expected).abs() < 1e-9, "{chart}");
    }
    assert!((at(&summary, "hot[south]", 4.0).mean - 7.0).abs() < 1e-9);
    assert!((at(&summary, "hot[east]", 4.0).mean - 22.0).abs() < 1e-9);
}

/// The mean is the share of futures in which it has been met; before the first judgement there is none.
#[test]
fn a_milestone_shows_in_how_many_futures_it_has_been_met() {
    let summary = drawn(&strategy());
    let first = at(&summary, "milestone.reached", 0.0);
    assert_eq!((first.known, first.unknown), (0, 4096));
    assert_eq!(at(&summary, "milestone.reached", 3.0).mean, 0.0);
    // 4,096 draws: a standard deviation of 0.007.
    for time in [5.0, 12.0] {
        assert!((at(&summary, "milestone.reached", time).mean - 0.75).abs() < 0.03);
    }
    assert_eq!((at(&summary, "milestone.never", 12.0).mean, at(&summary, "milestone.never", 12.0).known), (0.0, 4096));
    assert!(summary.notices.is_empty(), "{:?}", summary.notices);
}
