//! Tiny strategies that differ in one thing each.

use std::sync::atomic::AtomicBool;

use milepost_ensemble::summary::Outcome;
use milepost_strategy::{Checked, MemoryWorld, check};

use super::*;

const TINY: &str = r#"strategy "Tiny" { time month from 0 to 4; reference stay }
/// How fast.  [assumed]
uncertain rate: 1/month = 1 in 0.5 .. 1.5
lever push = 0 in 0 .. 10
regime present { }
regime strong { push = 2 }
pathway stay = present
pathway act = strong
table "data.csv" by place { people }
dimension place from "data.csv" column place
stock score { initial 0  inflow push * rate }
measure power maximise score at end
measure crowd maximise sum(people) at end
hypothesis more { power under act > 8  in at least 66% of futures }
hypothesis even { power under stay <= 0  in at least 66% of futures }
"#;

const DATA: &str = "place,people,oil\nnorth,10,1\nsouth,20,2\n";

fn world(text: &str, data: &str) -> Checked {
    let checked = check(&MemoryWorld::default().with("a.mile", text).with("data.csv", data));
    assert!(checked.strategy.is_some(), "{:#?}", checked.diagnostics);
    checked
}

fn compared(a: &Checked, b: &Checked, measures: &[&str]) -> Result<Diff, Error> {
    let side = |name, checked: &'static Checked| Side {
        name,
        strategy: checked.strategy.as_ref().unwrap(),
        sources: &checked.sources,
    };
    let leak = |c: &Checked| -> &'static Checked {
        Box::leak(Box::new(Checked {
            sources: c.sources.clone(),
            diagnostics: c.diagnostics.clone(),
            strategy: c.strategy.clone(),
        }))
    };
    let measures = measures.iter().map(|m| m.to_string()).collect();
    let comparison = Comparison { measures, futures: 400, seed: 1, threads: 2, allow_nan: false };
    diff(side("a", leak(a)), side("b", leak(b)), &comparison, &(), &AtomicBool::new(false))
}

fn changed(text: &str, data: &str) -> Diff {
    compared(&world(TINY, DATA), &world(text, data), &[]).unwrap()
}

#[test]
fn layout_order_and_files_make_no_difference() {
    let mut lines: Vec<&str> = TINY.lines().collect();
    // The doc line goes with its declaration.
    lines.swap(3, 4);
    lines.reverse();
    let at = lines.iter().position(|l| l.starts_with("///")).unwrap();
    lines.swap(at, at - 1);
    let text = lines.join("\n").replace("{ push = 2 }", "{\n  push  =  2.0\n}").replace("push * rate", "push*rate");
    let diff = changed(&text, "place,people,oil\r\nnorth,10,1\r\nsouth,20,2\r\n");
    assert!(diff.is_empty(), "{diff:#?}");
    assert_eq!((diff.futures, diff.pathways.len()), (0, 0));
}

#[test]
fn a_comment_is_told_and_not_run() {
    let diff = changed(&TINY.replace("How fast.", "How  very fast."), DATA);
    let Change::Comments(a, b) = &diff.declarations[0].change else { panic!("{diff:#?}") };
    assert_eq!((a.as_str(), b.as_str()), ("How fast. [assumed]", "How very fast. [assumed]"));
    assert_eq!((diff.declarations.len(), diff.futures, diff.is_empty()), (1, 0, false));
}

#[test]
fn what_was_added_removed_and_changed_is_sorted_by_name() {
    let text = TINY.replace("lever push = 0", "lever push = 0.0").replace("0.5 .. 1.5", "0.5 .. 2.5");
    let text = text.replace("measure crowd maximise sum(people) at end\n", "measure add minimise score at end\n");
    let diff = changed(&text, DATA);
    let told: Vec<_> = diff.declarations.iter().map(|d| (d.kind.as_str(), d.name.as_str(), d.place.as_str())).collect();
    let expected =
        [("measure", "add", "a.mile:13"), ("measure", "crowd", "a.mile:13"), ("uncertain", "rate", "a.mile:3")];
    assert_eq!(told, expected);
    let (before, after) = ("uncertain rate: 1/month = 1 in 0.5 .. 1.5", "uncertain rate: 1/month = 1 in 0.5 .. 2.5");
    assert_eq!(diff.declarations[2].change, Change::Changed(vec![before.into()], vec![after.into()]));
    assert!(matches!(diff.declarations[0].change, Change::Added(_)));
    assert!(matches!(diff.declarations[1].change, Change::Removed(_)));
}

#[test]
fn a_variable_that_becomes_another_kind_is_changed() {
    let diff = changed(&TINY.replace("lever push = 0 in 0 .. 10", "lever push = 1 in 0 .. 10"), DATA);
    assert_eq!(diff.declarations.len(), 1);
    let diff = changed(&TINY.replace("uncertain rate: 1/month = 1 in 0.5 .. 1.5", "let rate: 1/month = 1"), DATA);
    assert_eq!((diff.declarations.len(), diff.declarations[0].kind.as_str()), (1, "let"));
}

/// The score ends at 4 x push x rate.  With `push` 3 instead of 2 it is higher by 4 x rate, in each future its own rate.
#[test]
fn futures_are_compared_with_themselves() {
    let diff = changed(&TINY.replace("push = 2", "push = 3"), DATA);
    assert_eq!(diff.futures, 400);
    let [stay, act] = &diff.pathways[..] else { panic!("{diff:#?}") };
    assert!(stay.measures.iter().all(|m| m.same && m.difference.mean == 0.0));
    let [power, crowd] = &act.measures[..] else { panic!("{act:#?}") };
    assert!(crowd.same && !power.same && !power.other_unit);
    assert!(power.difference.min >= 2.0 && power.difference.max <= 6.0, "{:?}", power.difference);
    assert!((power.difference.mean - power.a.mean / 2.0).abs() < 1e-9);
    assert!((power.b.mean - power.a.mean * 1.5).abs() < 1e-9);
    // 8 x rate > 8 in half of the futures, 12 x rate > 8 in five of six.
    let [more] = &diff.verdicts[..] else { panic!("{:#?}", diff.verdicts) };
    assert_eq!((more.name.as_str(), more.a.verdict, more.b.verdict), ("more", Outcome::Fails, Outcome::Holds));
    assert!((more.a.share - 0.5).abs() < 0.1 && (more.b.share - 5.0 / 6.0).abs() < 0.08, "{more:?}");
    assert_eq!(diff.same_verdicts, 1);
}

#[test]
fn a_measure_in_another_unit_has_no_difference() {
    let diff = changed(&TINY.replace("sum(people) at end", "sum(people) * 1 month at end"), DATA);
    let crowd = &diff.pathways[1].measures[1];
    assert!(crowd.other_unit && crowd.difference.known == 0 && crowd.a.known == 400, "{crowd:#?}");
}

#[test]
fn tables_are_compared_cell_by_cell() {
    let cells = |data: &str| match changed(TINY, data).tables.as_slice() {
        [] => None,
        [Table { change: TableChange::Changed(cells), .. }] => Some(cells.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(cells("place, people, oil\nnorth,10,1\nsouth,20,2"), None);
    let one = Cells { cells: 1, rows: 1, ..Cells::default() };
    assert_eq!(cells("place,people,oil\nnorth,10,1\nsouth,25,2\n"), Some(one.clone()));
    let moved = Cells { reordered: true, ..one };
    assert_eq!(cells("place,people,oil\nsouth,25,2\nnorth,10,1\n"), Some(moved));
    let more = Cells { rows_added: 1, rows_removed: 1, ..Cells::default() };
    assert_eq!(cells("place,people,oil\nnorth,10,1\neast,7,7\n"), Some(more));
    let column = Cells { columns_added: vec!["gas".into()], columns_removed: vec!["oil".into()], ..Cells::default() };
    assert_eq!(cells("place,gas,people\nnorth,1,10\nsouth,2,20\n"), Some(column));
    // 5 more people in the south; two cells, one of which no declaration reads.
    let diff = changed(TINY, "place,people,oil\nnorth,10,1\nsouth,25,3\n");
    assert_eq!((diff.pathways[0].measures[1].difference.mean, diff.declarations.len()), (5.0, 0));
}

#[test]
fn rows_that_nothing_names_are_counted_whole() {
    let read = |rows: &[[&str; 2]]| rows.iter().map(|r| format!("{},{}\n", r[0], r[1])).collect::<String>();
    let map = |text: String| {
        let mut sources = SourceMap::default();
        sources.add("t.csv", format!("a,b\n{text}"));
        sources
    };
    let a = map(read(&[["x", "1"], ["x", "1"], ["y", "2"]]));
    let b = map(read(&[["x", "1"], ["y", "2"], ["y", "2"], ["y", "2"]]));
    let expected = Cells { rows_added: 2, rows_removed: 1, ..Cells::default() };
    assert_eq!(tables::compare(&a, &b)[0].change, TableChange::Changed(expected));
    assert_eq!(tables::compare(&a, &SourceMap::default())[0].change, TableChange::Removed(3));
    assert_eq!(tables::compare(&SourceMap::default(), &a)[0].change, TableChange::Added(3));
}

#[test]
fn measures_are_named_or_all() {
    let world = world(TINY, DATA);
    let error = compared(&world, &world, &["pawer"]).unwrap_err().to_string();
    assert_eq!(error, "no measure `pawer` is declared in both; did you mean `power`?");
    let other = self::world(&TINY.replace("push = 2", "push = 3"), DATA);
    let diff = compared(&world, &other, &["crowd"]).unwrap();
    assert_eq!((diff.pathways[1].measures.len(), diff.pathways[1].measures[0].name.as_str()), (1, "crowd"));
}
