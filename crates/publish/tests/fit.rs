//! What a fit prints.
#![allow(missing_docs, reason = "names say it")]

use std::sync::atomic::AtomicBool;

use insta::assert_snapshot;
use milepost_ensemble::Plan;
use milepost_explore::fit::fit;
use milepost_publish::fit_table;
use milepost_strategy::model::{Fit, FitLine, PathwayId, Strategy, VariableId};
use milepost_strategy::{MemoryWorld, check};
use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

const TEXT: &str = "
strategy \"Case\" { time month from 2004-01 to 2007-12; decide 2005-12-15; reference stay }
dimension place { north south }
uncertain ferocity = 1 in 0.5 .. 2 log
uncertain temper = 0 in 0 .. 1
uncertain weather in { dry: 3  wet: 1 }
lever help = 0 in 0 .. 1
let size[place]: person/month = { north: 1000  south: 200 }
flow deaths[place]: person/month = size * ferocity * (1 - help / 2) * (if weather = wet then 0.5 else 1)
indicator counted[place]: person/month observes deaths {
  from \"deaths.csv\" by month, place column deaths
  noise 10%  under_reporting 0% .. 30%  produced by press
}
regime present { }
regime better { help = 1 over 6 month }
pathway stay = present
pathway aid = better
pathway past for comparison = present
measure lost \"Deaths\" minimise total(sum(deaths) from 2006-01) matters 1000 person
measure calm maximise if sum(deaths) < 800 person/month then 1 else 0 at end
";

fn strategy() -> Strategy {
    let mut csv = String::from("month,place,deaths\n");
    for (year, north, south) in [(2004, 900, 180), (2005, 950, 160), (2006, 820, 400), (2007, 1900, 170)] {
        for month in 1..=12 {
            csv += &format!("{year}-{month:02},north,{north}\n{year}-{month:02},south,{south}\n");
        }
    }
    let world = MemoryWorld::default().with("case.mile", TEXT).with("deaths.csv", csv);
    let checked = check(&world);
    checked.strategy.unwrap_or_else(|| panic!("{:#?}", checked.diagnostics))
}

fn declared(strategy: &Strategy, within: f64) -> Fit {
    let indicator = VariableId(strategy.variables.iter().position(|v| v.name == "counted").unwrap() as u32);
    let line = |from, to| FitLine { indicator, within, by: 6.0, from, to, span: Span::default() };
    Fit {
        name: "history".into(),
        title: None,
        docs: Docs::default(),
        span: Span::default(),
        pathway: PathwayId(2),
        keep: vec![line(0.0, 24.0)],
        judge: vec![line(24.0, 48.0)],
    }
}

fn told(within: f64, width: usize) -> String {
    let mut strategy = strategy();
    let declared = declared(&strategy, within);
    strategy.fits = vec![declared.clone()];
    let plan = Plan { threads: 1, ..Plan::new(0..512, 1) };
    let found = fit(&strategy, &declared, &plan, &(), &AtomicBool::new(false)).unwrap();
    fit_table(&strategy, &found, width, false)
}

#[test]
fn what_was_counted_stands_beside_what_the_model_reports() {
    assert_snapshot!("fit_narrow", told(0.25, 100));
    let wide = told(9.0, 60);
    assert_snapshot!("fit_wide", wide);
    assert!(wide.lines().all(|line| line.chars().count() <= 60), "{wide}");
}
