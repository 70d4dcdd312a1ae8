//! The page is well-formed, escaped, self-contained and the same every time.

mod fixture;

use std::collections::BTreeSet;

use milepost_ensemble::summary::Summary;
use milepost_publish::{Studies, claims_table, report, table};
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;
use milepost_syntax::ast::Docs;
use roxmltree::{Document, Node, ParsingOptions};

fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap()
}

/// The page of the fixture with all its studies.
fn whole() -> String {
    let (strategy, summary, sources) = fixture::iraq();
    let all = fixture::studies::All::new(&strategy);
    report(&strategy, &summary, &sources, &all.studies())
}

fn texts(node: Node) -> String {
    node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect()
}

#[test]
fn the_page_is_well_formed_and_its_references_lead_somewhere() {
    let page = whole();
    let document = parsed(&page);
    let mut ids = BTreeSet::new();
    for id in document.descendants().filter_map(|n| n.attribute("id")) {
        assert!(ids.insert(id), "id {id} stands twice");
        assert!(!id.contains(' '), "id {id:?} holds a blank");
    }
    for node in document.descendants() {
        for id in node.attribute("aria-labelledby").into_iter().flat_map(str::split_whitespace) {
            assert!(ids.contains(id), "nothing is called {id}");
        }
        if let Some(target) = node.attribute("href") {
            assert!(target.strip_prefix('#').is_some_and(|id| ids.contains(id)), "{target} leads nowhere");
        }
    }
}

#[test]
fn every_chart_has_a_title_a_description_and_a_table() {
    let page = whole();
    let document = parsed(&page);
    let named = |node: &Node, name: &str| node.has_tag_name(name);
    let drawings: Vec<Node> = document.descendants().filter(|n| n.attribute("role") == Some("img")).collect();
    assert!(drawings.len() > 40, "{} drawings", drawings.len());
    for drawing in &drawings {
        for what in ["title", "desc"] {
            let found = drawing.children().find(|n| named(n, what)).map(texts).unwrap_or_default();
            assert!(!found.trim().is_empty(), "a drawing without {what}");
        }
    }
    let charts = document.descendants().filter(|n| n.attribute("class") == Some("chart"));
    for chart in charts {
        assert!(chart.descendants().any(|n| named(&n, "table")), "a chart without a table");
    }
}

#[test]
fn the_page_needs_nothing_from_elsewhere() {
    let page = whole();
    let lower = page.to_lowercase();
    for reference in
        ["http:", "https:", "src=", "url(", "@import", "<link", "<script", "<iframe", "<object", "javascript:"]
    {
        assert!(!lower.contains(reference), "the page holds {reference}");
    }
    let document = parsed(&page);
    for attribute in document.descendants().flat_map(|n| n.attributes()) {
        assert!(!attribute.name().starts_with("on"), "the page holds {}", attribute.name());
    }
}

#[test]
fn everything_declared_is_said() {
    let (strategy, summary, sources) = fixture::iraq();
    let said = texts(parsed(&report(&strategy, &summary, &sources, &Studies::default())).root());
    let mut wanted: Vec<String> = vec![strategy.title.clone(), strategy.question.clone().unwrap()];
    wanted.extend(strategy.pathways.iter().map(|p| p.title.clone()));
    wanted.extend(strategy.measures.iter().map(|m| m.title.clone()));
    wanted.extend(strategy.charts.iter().map(|c| c.title.clone()));
    wanted.extend(strategy.regimes.iter().flat_map(|r| r.aspects.iter().map(|a| a.1.clone())));
    wanted.extend(strategy.recommendations.iter().map(|r| r.name.clone()));
    wanted.extend(strategy.hypotheses.iter().map(|h| h.text.clone()));
    wanted.extend(strategy.obligations.iter().map(|o| o.title.clone()));
    wanted.extend(strategy.approvals.iter().map(|a| a.rule.clone()));
    wanted.extend(summary.notices.iter().map(|n| n.text.clone()));
    let watched = ["sum(troops) <= 0.5 * at(sum(troops), 2005-12)", "intercommunal_deaths > 1500 person/month"];
    wanted.extend(watched.map(str::to_string));
    wanted.extend(["foreign_inflow", "20 to 200 people per month", "20051211", "41d09e6ab2c85f17"].map(str::to_string));
    for text in wanted {
        assert!(said.contains(&text), "{text:?} is not said");
    }
}

/// Writes the same hostile words over everything that a strategy's author or a file may say.
fn poison(strategy: &mut Strategy, summary: &mut Summary) {
    const BAD: &str = "\"'><script>alert(1)</script>&amp;<!-- [5] `code` *em* \u{1}";
    let bad = || BAD.to_string();
    let docs = |docs: &mut Docs| docs.text = bad();
    strategy.title = bad();
    docs(&mut strategy.docs);
    strategy.question = Some(bad());
    strategy.source = Some((bad(), None));
    for v in &mut strategy.variables {
        (v.name, v.title, v.display.text) = (bad(), Some(bad()), bad());
        docs(&mut v.docs);
    }
    for p in &mut strategy.pathways {
        docs(&mut p.docs);
    }
    for r in &mut strategy.regimes {
        r.title = bad();
        r.aspects.iter_mut().for_each(|a| *a = (bad(), bad()));
    }
    for r in &mut strategy.recommendations {
        (r.name, r.title, r.no_effect) = (bad(), Some(bad()), r.no_effect.as_ref().map(|_| bad()));
    }
    for h in &mut strategy.hypotheses {
        (h.title, h.text) = (Some(bad()), bad());
    }
    for m in &mut strategy.measures {
        (m.title, m.display.text) = (bad(), bad());
    }
    for c in &mut strategy.charts {
        (c.title, c.display.text) = (bad(), bad());
    }
    strategy.actors.iter_mut().for_each(|a| a.title = bad());
    strategy.elements.iter_mut().for_each(|e| e.title = bad());
    strategy.obligations.iter_mut().for_each(|o| (o.title, o.evidence) = (bad(), Some(bad())));
    strategy.approvals.iter_mut().for_each(|a| (a.title, a.rule) = (bad(), bad()));
    summary.pathways.iter_mut().for_each(|p| p.title = bad());
    summary.notices.iter_mut().for_each(|n| (n.text, n.pathway) = (bad(), bad()));
    summary.provenance.engine = bad();
    summary.provenance.milepost = bad();
}

#[test]
fn hostile_words_stay_words() {
    let (mut strategy, mut summary, sources) = fixture::iraq();
    poison(&mut strategy, &mut summary);
    let all = fixture::studies::All::new(&strategy);
    let page = report(&strategy, &summary, &sources, &all.studies());
    assert!(!page.contains("<script"), "a script got through");
    assert!(!page.contains("<!--"), "a comment got through");
    parsed(&page);
}

#[test]
fn an_empty_run_and_spans_outside_the_sources_are_no_accident() {
    let (strategy, mut summary, _) = fixture::iraq();
    parsed(&report(&strategy, &summary, &SourceMap::default(), &Studies::default()));
    for pathway in &mut summary.pathways {
        pathway.measures.iter_mut().for_each(|m| (m.values, m.regret) = Default::default());
    }
    summary.charts.iter_mut().flat_map(|c| &mut c.pathways).flatten().for_each(|s| *s = Default::default());
    parsed(&report(&strategy, &summary, &SourceMap::default(), &Studies::default()));
    table(&strategy, &summary, 80, false);
    summary.pathways.clear();
    summary.charts.clear();
    summary.claims.clear();
    let all = fixture::studies::All::new(&strategy);
    parsed(&report(&strategy, &summary, &SourceMap::default(), &all.studies()));
    parsed(&report(&strategy, &summary, &SourceMap::default(), &Studies::default()));
    table(&strategy, &summary, 80, false);
    claims_table(&strategy, &summary, 80);
}

#[test]
fn what_a_number_rests_on_is_one_link_away() {
    let page = whole();
    let document = parsed(&page);
    let targets: BTreeSet<&str> =
        document.descendants().filter_map(|n| n.attribute("href")?.strip_prefix('#')).collect();
    let (strategy, ..) = fixture::iraq();
    let ids: BTreeSet<&str> = document.descendants().filter_map(|n| n.attribute("id")).collect();
    for v in &strategy.variables {
        assert!(ids.contains(format!("v-{}", v.name).as_str()), "{} has no entry", v.name);
    }
    for name in strategy.measures.iter().map(|m| format!("measure-{}", m.name)) {
        assert!(targets.contains(name.as_str()), "nothing leads to {name}");
    }
    for name in strategy.recommendations.iter().map(|r| format!("r-{}", r.name)) {
        assert!(targets.contains(name.as_str()), "nothing leads to {name}");
    }
    for paragraph in [5, 12, 38, 77] {
        assert!(ids.contains(format!("par-{paragraph}").as_str()), "paragraph {paragraph} is not listed");
    }
    assert!(targets.contains("par-12") && targets.contains("v-civilian_deaths") && targets.contains("v-recruit_rate"));
}

#[test]
fn studies_of_other_files_are_not_shown() {
    let (strategy, summary, sources) = fixture::iraq();
    let mut all = fixture::studies::All::new(&strategy);
    let said =
        |all: &fixture::studies::All| texts(parsed(&report(&strategy, &summary, &sources, &all.studies())).root());
    let fresh = said(&all);
    for text in ["holds the rest hostage in 62 of 100", "74 of 2,000 futures are kept", "with the sign in 31 of 100"] {
        assert!(fresh.contains(text), "{text:?} is not said");
    }
    assert!(!fresh.contains("milepost worth .") && !fresh.contains("milepost fit ."));
    all.worth.iter_mut().for_each(|w| w.strategy = "other".into());
    all.links.strategy = "other".into();
    all.fits[0].strategy = "other".into();
    let stale = said(&all);
    for text in ["holds the rest hostage in", "futures are kept", "with the sign in"] {
        assert!(!stale.contains(text), "{text:?} is said of other files");
    }
    for command in ["milepost worth .", "milepost check .", "milepost fit ."] {
        assert!(stale.contains(command), "{command} is not named");
    }
    let none = texts(parsed(&report(&strategy, &summary, &sources, &Studies::default())).root());
    assert!(none.contains("has not been worked out yet") && !none.contains("for other files"));
}

#[test]
fn claims_that_fail_stand_first() {
    let said = texts(parsed(&whole()).root());
    assert!(said.contains("of the source\u{2019}s claims fail here:"), "no word on failing claims");
}

/// Relative luminance and contrast as WCAG 2.2 defines them.
fn contrast(a: &str, b: &str) -> f64 {
    let luminance = |hex: &str| {
        let channel = |i: usize| {
            let c = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
            if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn colours_have_contrast_in_every_theme() {
    let css = include_str!("../src/style.css");
    let themes: Vec<&str> = css.split(":root {").skip(1).map(|t| t.split('}').next().unwrap()).collect();
    assert_eq!(themes.len(), 3, "light, dark, print");
    for theme in themes {
        let color = |name: &str| {
            let at = theme.split(&format!("--{name}: ")).nth(1).unwrap_or_else(|| panic!("no {name} in {theme}"));
            &at[..7]
        };
        let check = |front: &str, back: &str, least: f64| {
            let found = contrast(color(front), color(back));
            assert!(found >= least, "{front} on {back}: {found:.2}, not {least}, in {theme}");
        };
        for text in ["ink", "soft", "accent", "holds", "fails", "mixed"] {
            check(text, "paper", 4.5);
        }
        check("ink", "faint", 4.5);
        for mark in ["mark", "worse"] {
            check(mark, "paper", 3.0);
        }
        check("accent", "same", 3.0);
        check("accent", "band90", 3.0);
        check("ink", "band90", 4.5);
        check("ink", "band50", 3.0);
    }
}
