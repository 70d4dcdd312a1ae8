//! What declarations parse to.

mod common;

use common::{EVERYTHING, full, right};
use milepost_syntax::ast::*;

/// The declarations of a kind, in order.
macro_rules! all {
    ($kind:ident) => {
        right(EVERYTHING)
            .into_iter()
            .filter_map(|d| match d.kind {
                DeclarationKind::$kind(inner) => Some((d.docs, inner)),
                _ => None,
            })
            .collect::<Vec<_>>()
    };
}

fn texts(names: &[Name]) -> Vec<&str> {
    names.iter().map(|name| name.text.as_str()).collect()
}

fn cited(docs: &Docs) -> Vec<(u32, u32)> {
    docs.citations.iter().map(|c| (c.first, c.last)).collect()
}

#[test]
fn everything_parses() {
    assert_eq!(right(EVERYTHING).len(), 58);
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_nothing() {
    let windows = format!("\u{feff}{}", EVERYTHING.replace('\n', "\r\n"));
    let (plain, windows) = (right(EVERYTHING), right(&windows));
    assert_eq!(plain.len(), windows.len());
    for (a, b) in plain.iter().zip(&windows) {
        assert_eq!((&a.docs.text, &a.docs.notes), (&b.docs.text, &b.docs.notes));
    }
}

#[test]
fn comments_become_documentation_notes_and_citations() {
    let (docs, strategy) = all!(Strategy).remove(0);
    assert_eq!(docs.text, "How a delta town keeps its feet dry.\nSecond line, after [3].");
    assert_eq!(docs.notes, ["history before [1, 2]"]);
    assert_eq!(cited(&docs), [(3, 3), (1, 1), (2, 2)]);
    assert_eq!(strategy.index.as_ref().map(|file| file.text.as_str()), Some("data/index.csv"));
    assert_eq!(strategy.source.unwrap().1.map(|r| (r.first, r.last)), Some((1, 60)));
    let (docs, _) = all!(Stock).remove(0);
    assert!(docs.assumption);
    assert_eq!(cited(&docs), [(12, 12), (14, 16)]);
    let (docs, _) = all!(Milestone).remove(0);
    assert_eq!((cited(&docs), docs.assumption), (vec![(45, 45)], false));
}

#[test]
fn a_comment_behind_a_setting_belongs_to_it_and_to_the_declaration() {
    let (docs, recommendation) = all!(Recommendation).remove(0);
    let settings = &recommendation.settings;
    assert_eq!(settings.iter().map(|s| s.docs.notes.len()).collect::<Vec<_>>(), [1, 0, 0]);
    assert_eq!((cited(&settings[0].docs), cited(&docs)), (vec![(10, 10)], vec![(10, 10)]));
}

#[test]
fn comments_find_their_declaration() {
    let declarations = right(
        "// free\n/// one\nlet a = 1 // behind a [4]\n// free\n\n/// two [5..6]\n/// *assumption*\nlet b = 2; let c = 3 // behind c\n",
    );
    let docs: Vec<_> = declarations.iter().map(|d| (d.docs.text.as_str(), d.docs.notes.join("|"))).collect();
    assert_eq!(
        docs,
        [
            ("one", "behind a [4]".to_string()),
            ("two [5..6]\n*assumption*", String::new()),
            ("", "behind c".to_string())
        ]
    );
    assert_eq!(cited(&declarations[1].docs), [(5, 6)]);
    assert!(declarations[1].docs.assumption);
}

#[test]
fn dimensions_and_tables() {
    let dimensions = all!(Dimension);
    match &dimensions[1].1.elements {
        Elements::Listed(names) => assert_eq!(texts(names), ["tenants", "owners", "summer guests"]),
        other => panic!("{other:?}"),
    }
    assert_eq!(dimensions[2].1.parent.as_ref().map(|n| n.text.as_str()), Some("quarter"));
    let (_, table) = all!(Table).remove(0);
    assert_eq!(table.columns[1].header.as_ref().map(|n| n.text.as_str()), Some("share below 1 m"));
    let (_, table) = all!(Table).remove(1);
    let unit = table.columns[0].unit.as_ref().unwrap();
    let factors: Vec<_> = unit.factors.iter().map(|(name, power)| (name.text.as_str(), *power)).collect();
    assert_eq!(factors, [("euro", 1), ("person", -1), ("month", -1)]);
    assert!(table.columns[1].unit.is_none());
}

#[test]
fn units_take_powers_and_parentheses() {
    for (text, expected) in [
        ("1", ""),
        ("1/month", "month^-1"),
        ("a*b^2/c^-3", "a^1 b^2 c^3"),
        ("a/(b*c)", "a^1 b^-1 c^-1"),
        ("1/(a/b)/c", "a^-1 b^1 c^-1"),
    ] {
        let declaration = right(&format!("let x: {text} = 1")).remove(0);
        let DeclarationKind::Let(x) = declaration.kind else { panic!() };
        let factors = x.head.unit.unwrap().factors;
        let shown: Vec<_> = factors.iter().map(|(name, power)| format!("{}^{power}", name.text)).collect();
        assert_eq!(shown.join(" "), expected, "{text}");
    }
}

#[test]
fn uncertainties_and_levers_take_their_clauses_in_any_order() {
    let shown: Vec<_> = all!(Uncertain).into_iter().map(|(_, u)| (draw(u.default, u.range), u.log)).collect();
    let shown: Vec<_> = shown.iter().map(|(text, log)| (text.as_str(), *log)).collect();
    assert_eq!(
        shown,
        [
            ("2.2 in 0.5 .. 4", false),
            ("0.004 pct in 0.0015 pct .. 0.008 pct", true),
            ("normal(9, 3) in 4 .. 24", false),
            ("lognormal(1, 0.5) in -", false),
            ("- in counted modelled", false),
            ("- in low=2 high=1", false),
        ]
    );
    let shown: Vec<_> = all!(Lever)
        .into_iter()
        .map(|(_, l)| (draw(l.default, l.domain), l.by.is_some(), l.element.is_some()))
        .collect();
    let shown: Vec<_> = shown.iter().map(|(text, by, element)| (text.as_str(), *by, *element)).collect();
    assert_eq!(
        shown,
        [("loose in strict loose", true, true), ("1 in 0 .. 5", true, true), ("- in low .. (2 Mul low)", false, false)]
    );
}

fn draw(default: Option<Expr>, domain: Option<Domain>) -> String {
    let default = default.map_or("-".to_string(), |e| full(&e));
    let domain = match domain {
        None => "-".to_string(),
        Some(Domain::Interval(low, high)) => format!("{} .. {}", full(&low), full(&high)),
        Some(Domain::Categories(list)) => {
            let shown = list.iter().map(|(name, weight)| match weight {
                Some(weight) => format!("{}={}", name.text, full(weight)),
                None => name.text.clone(),
            });
            shown.collect::<Vec<_>>().join(" ")
        }
    };
    format!("{default} in {domain}")
}

#[test]
fn pathways_regimes_and_recommendations() {
    let (_, pathway) = all!(Pathway).remove(1);
    assert_eq!(texts(&pathway.following), ["dikes", "board"]);
    let stage = &pathway.stages[1];
    let [when, not_before, latest] =
        [&stage.when, &stage.not_before, &stage.at_latest].map(|e| full(e.as_ref().unwrap()));
    assert_eq!([when, not_before, latest], ["water_high", "2025-01", "2030-06"]);
    let (_, regime) = all!(Regime).remove(0);
    let settings: Vec<_> = regime.settings.iter().map(|s| (s.lever.text.as_str(), full(&s.value))).collect();
    assert_eq!(settings, [("height", "1 m".into()), ("rule", "strict".into()), ("slack", "0".into())]);
    assert_eq!(regime.aspects.len(), 1);
    let (_, regime) = all!(Regime).remove(1);
    assert_eq!(texts(&regime.settings[0].elements), ["Harbour", "Old Town"]);
    let (_, recommendation) = all!(Recommendation).remove(0);
    let changes: Vec<_> = recommendation.settings.iter().map(|s| s.change).collect();
    assert_eq!(changes, [Change::Add, Change::Scale, Change::Set]);
    let delivered = recommendation.delivered.unwrap();
    assert_eq!(
        (delivered.head.name.text.as_str(), draw(delivered.default, delivered.range)),
        ("delivered", "0.8 in 0.5 .. 1".into())
    );
}

#[test]
fn conditions_triggers_and_approvals() {
    let (_, condition) = all!(Condition).remove(0);
    assert_eq!(full(&condition.holds.test), "((seen_water Div people) Lt (5 Div 100000 m))");
    assert_eq!(full(&condition.lost.unwrap().test), "(((observed seen_water) Gt 2 m) Or ((true water) Gt 3 m))");
    let (_, trigger) = all!(Trigger).remove(0);
    let persistence = trigger.fires.persistence.unwrap();
    assert_eq!((persistence.of, full(&persistence.span)), (Some(2), "3 month".into()));
    assert_eq!(trigger.second_source.unwrap().text, "seen_water");
    assert_eq!(trigger.then.len(), 2);
    let bars: Vec<_> = all!(Approval)
        .into_iter()
        .filter_map(|(_, a)| match &a.readings[0].rule {
            VotingRule::Share(VotingShare { bar, strict, scope: VotingScope::Count { count, .. }, .. }) => {
                Some(((bar.top, bar.below), !strict, *count))
            }
            _ => None,
        })
        .collect();
    assert_eq!(bars, [((2, 3), true, 3), ((5, 8), false, 1)]);
}

#[test]
fn measures_and_hypotheses() {
    let measures: Vec<_> = all!(Measure).into_iter().map(|(_, m)| m).collect();
    assert_eq!(full(measures[0].acceptable.as_ref().map(|(_, bar)| bar).unwrap()), "80000 euro");
    assert_eq!(full(measures[0].matters.as_ref().unwrap()), "2000 euro");
    assert_eq!(full(&measures[1].value), "((if ((max(water) Lt 1 m) And (trust Gt 0.15 pct)) 1 0) at end)");
    assert_eq!(full(&measures[2].value), "(water[Harbour] at 2025-01)");
    let hypotheses: Vec<_> = all!(Hypothesis).into_iter().map(|(_, h)| h).collect();
    assert_eq!(texts(&hypotheses[0].for_each), ["element"]);
    assert_eq!(full(&hypotheses[0].claim), "(gain(loss, <build -[element] +[]>) Ge (0.5 pct Mul gain(loss, build)))");
    assert!(matches!(&hypotheses[1].scope, Scope::Share { at_least: false, share } if full(share) == "(1 Div 3)"));
    assert!(matches!(hypotheses[2].scope, Scope::Ensemble));
}

#[test]
fn series_and_lookups() {
    let series: Vec<_> = all!(Series).into_iter().map(|(_, s)| s).collect();
    match &series[0].data {
        SeriesData::File { column, by, .. } => {
            assert_eq!((column.as_ref().map(|c| c.text.as_str()), texts(by)), (Some("mm"), vec!["time", "quarter"]));
        }
        other => panic!("{other:?}"),
    }
    assert!(series[0].hold && !series[1].hold);
    assert!(matches!(&series[1].data, SeriesData::Listed(points) if points.len() == 3));
    let (_, lookup) = all!(Lookup).remove(0);
    assert_eq!(
        lookup.points.iter().map(|(x, y)| full(x) + " " + &full(y)).collect::<Vec<_>>(),
        ["0 0", "1 0.2 pct", "3 0.9 pct"]
    );
}

#[test]
fn links() {
    let links: Vec<_> = all!(Link).into_iter().map(|(_, l)| l).collect();
    let LinkClaim::Present { source, elements, raises, target, within, under } = &links[0].claim else { panic!() };
    assert_eq!((source.text.as_str(), texts(elements), *raises), ("water", vec!["Harbour", "Old Town"], true));
    assert_eq!((full(target), within.as_ref().map(full)), ("max(loss_of(slack))".into(), Some("6 month".into())));
    assert_eq!(under.as_ref().map(|u| u.text.as_str()), Some("build"));
    let LinkClaim::Present { raises, target, within, under, .. } = &links[1].claim else { panic!() };
    assert_eq!((*raises, full(target), within.is_none()), (false, "(trust Mul 2)".into(), true));
    assert_eq!(under.as_ref().map(|u| u.text.as_str()), Some("wait"));
    let LinkClaim::Absent(why) = &links[2].claim else { panic!() };
    assert_eq!((links[2].title.is_some(), why.text.as_str()), (true, "outside this model"));
}

#[test]
fn fits() {
    let (_, fit) = all!(Fit).remove(0);
    assert_eq!(fit.under.as_ref().map(|u| u.text.as_str()), Some("wait"));
    let spelt = |line: &FitLine| {
        let clauses = [&line.within, &line.by, &line.from, &line.to];
        let clauses: Vec<String> = clauses.map(|c| c.as_ref().map_or("-".into(), full)).into();
        format!("{} {} {}", line.judge, line.indicator.text, clauses.join(" "))
    };
    let lines: Vec<String> = fit.lines.iter().map(spelt).collect();
    assert_eq!(
        lines,
        ["false seen_water 0.4 pct 6 month 2021-01 2022-12", "true seen_water - 1 year 2023-01 2024-12",]
    );
}
