//! That `strategies/iraq-2005` says all of the report: counts taken from the report itself, not from the strategy.

use std::path::Path;

use milepost_strategy::Coverage;
use milepost_strategy::model::{Expr, ExprKind, LinkClaim, Strategy, Variable, VariableId, VariableKind};
use milepost_syntax::ast::Change;

fn strategy() -> Strategy {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../strategies/iraq-2005");
    let checked = milepost_strategy::check(&milepost_suite::folder(&root));
    let shown = milepost_syntax::render(&checked.sources, &checked.diagnostics, false);
    checked.strategy.unwrap_or_else(|| panic!("{shown}"))
}

#[test]
fn everything_the_report_holds_is_declared() {
    let coverage = Coverage::of(&strategy());
    let expected = [("element", 7), ("actor", 24), ("recommendation", 66 + 16), ("aspect", 4 * 7), ("link", 94)];
    let expected: Vec<_> = expected.iter().map(|(kind, n)| (kind.to_string(), *n, *n)).collect();
    assert_eq!(coverage.kinds, expected);
    let paragraphs = coverage.paragraphs.expect("the source has paragraphs");
    assert_eq!((paragraphs.cited, paragraphs.all), (77, 77), "not cited: {:?}", paragraphs.silent);
    for (name, reason) in coverage.without_effect {
        assert!(reason.is_some(), "{name} has no effect and does not say why");
    }
}

/// Recommendations of each list and addressee, as the report prints them.
#[test]
fn each_list_has_as_many_recommendations_as_the_report() {
    let s = strategy();
    let count = |start: &str| s.recommendations.iter().filter(|r| r.name.starts_with(start)).count();
    let lists = ["KR_1_", "KR_2_", "KR_3_", "KR_4_", "KR_5_", "KR_6_", "KR_7_"];
    assert_eq!(lists.map(count), [4, 2, 3, 2, 4, 3, 3]);
    let addressees = ["CIV", "GOI", "COA", "USA", "UN", "ARAB", "INT", "DON"];
    assert_eq!(addressees.map(|a| count(&format!("NT_{a}_"))), [3, 15, 11, 1, 5, 5, 4, 1]);
    for r in s.recommendations.iter().filter(|r| r.name.starts_with("NT_")) {
        let due = r.due_date.map(|d| (d.year, d.month));
        assert_eq!(due, Some((2006, 6)), "{} is due by the review of the mandate", r.name);
    }
}

/// What a lever reaches where the modified regime is followed and all recommendations are delivered.
fn reached(s: &Strategy, lever: &Variable) -> f64 {
    let VariableKind::Lever(l) = &lever.kind else { panic!("`{}` is no lever", lever.name) };
    let is_it = |id: VariableId| s.variables[id.index()].name == lever.name;
    let regime = s.regimes.iter().find(|r| r.name == "modified").expect("a regime of the report");
    let set = regime.settings.iter().find(|x| is_it(x.lever)).map(|x| constant(&x.value));
    let moved = s.recommendations.iter().flat_map(|r| &r.settings).filter(|x| is_it(x.lever));
    moved.fold(set.unwrap_or(l.default[0]), |sum, x| {
        assert_eq!(x.change, Change::Add, "{}", lever.name);
        sum + constant(&x.value)
    })
}

fn constant(e: &Expr) -> f64 {
    match e.kind {
        ExprKind::Number(n) => n,
        _ => panic!("a recommendation of this strategy moves its lever by a number"),
    }
}

/// Recommendations that ask for the same thing share one value, which is what the head of recommend-legitimacy.mile says.
#[test]
fn nothing_counts_twice() {
    let s = strategy();
    let nominal = [
        ("power_sharing", 0.70),
        ("mediation", 0.80),
        ("local_security", 0.85),
        ("local_funds", 0.90),
        ("training", 9000.0),
        ("commitment", 0.40),
        ("oil_share", 0.70),
        ("jobs", 0.70),
        ("anti_corruption", 0.70),
        ("redress", 0.80),
        ("respect", 0.70),
        ("guarantee_effort", 0.90),
        ("regional_dialogue", 0.60),
    ];
    for (name, expected) in nominal {
        let lever = s.variables.iter().find(|v| v.name == name).expect("a lever of the strategy");
        let reached = reached(&s, lever);
        assert!((reached - expected).abs() < 1e-9 * expected, "{name} reaches {reached}, not {expected}");
    }
}

#[test]
fn links_are_asked_or_say_why_not() {
    let s = strategy();
    let absent = s.links.iter().filter(|l| matches!(l.claim, LinkClaim::Absent(_))).count();
    assert_eq!((s.links.len(), absent), (94, 28), "README.md says how many are absent");
}
