//! What no single case can show: futures compared across strategies, seeds and ranges of members.

use milepost_engine::{Futures, Keep, Lanes, Prepared, Settings, run, run_with};
use milepost_ir::{Want, lower};
use milepost_strategy::model::VariableId;
use milepost_suite::case::{Case, read};
use milepost_suite::run::{Runs, checked};

/// The first futures of variable `x` of a strategy.
fn draws(seed: u64, files: &[&str]) -> Vec<u64> {
    let blocks: String =
        files.iter().enumerate().map(|(i, text)| format!("```mile file=f{i}.mile\n{text}\n```\n")).collect();
    let case: Case = read("futures.md", &format!("## A case\n{blocks}")).expect("a case").remove(0);
    let checked = checked(&case);
    let strategy = checked.strategy.unwrap_or_else(|| panic!("{:?}", checked.diagnostics));
    let mut runs = Runs::new(&strategy, Some((100, seed)));
    runs.simulate(0).expect("a run");
    let x = strategy.variables.iter().position(|v| v.name == "x").expect("x");
    (0..100).map(|member| runs.variable(0, x, 0, 0, member).to_bits()).collect()
}

const X: &str = "uncertain x = 0.5 in 0 .. 1";
const MORE: &str = "uncertain a = 0.5 in 0 .. 1\nuncertain zz in { p q }\nlet y = a + 1";

#[test]
fn a_seed_gives_the_same_futures() {
    assert_eq!(draws(1, &[X]), draws(1, &[X]));
    assert_ne!(draws(1, &[X]), draws(2, &[X]));
}

#[test]
fn adding_a_declaration_changes_no_other_draw() {
    let alone = draws(7, &[X]);
    assert_eq!(draws(7, &[&format!("{MORE}\n{X}")]), alone, "declared before it");
    assert_eq!(draws(7, &[X, MORE]), alone, "declared in another file");
    assert_eq!(draws(7, &[MORE, X]), alone, "the other file first");
}

/// The futures 60 to 100, run by themselves on another lane width, are those of the whole range.
#[test]
fn a_future_does_not_depend_on_the_range_it_is_run_in() {
    let text = format!("## A case\n```mile\n{X}\nindicator i observes x {{ noise 10% }}\n{MORE}\n```\n");
    let case = read("futures.md", &text).expect("a case").remove(0);
    let strategy = checked(&case).strategy.expect("no errors");
    let variables = (0..strategy.variables.len()).map(|i| VariableId(i as u32)).collect();
    let want = Want { variables, ..Want::default() };
    let lowered = lower(&strategy, &strategy.variants[0], &want).expect("it lowers");
    let prepared = Prepared::new(lowered.program).expect("a program");
    let keep = Keep::series(prepared.program());
    let whole = run(&prepared, Futures { seed: 3, members: 0..100 }, &keep).expect("a run");
    let settings = Settings { lanes: Some(Lanes::L8), ..Settings::default() };
    let part = run_with(&prepared, Futures { seed: 3, members: 60..100 }, &keep, settings).expect("a run");
    for (whole, part) in whole.series.iter().flatten().zip(part.series.iter().flatten()) {
        let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
        assert_eq!(bits(&whole[60..]), bits(part));
    }
}

#[test]
fn a_draw_belongs_to_its_name() {
    let renamed = "uncertain w = 0.5 in 0 .. 1\nlet x = w";
    assert_ne!(draws(7, &[renamed]), draws(7, &[X]));
}

#[test]
fn a_wider_range_stretches_the_same_draw() {
    let narrow = draws(7, &[X]).into_iter().map(f64::from_bits);
    let wide = draws(7, &["uncertain x = 0.5 in 0 .. 4"]).into_iter().map(f64::from_bits);
    assert!(narrow.zip(wide).all(|(narrow, wide)| (wide - 4.0 * narrow).abs() < 1e-12));
}
