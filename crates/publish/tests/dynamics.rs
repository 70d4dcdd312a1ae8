//! The dynamics of a small strategy, read from its text: what is drawn, and what its loops are called.

use milepost_ensemble::summary::{Provenance, Summary};
use milepost_publish::{Studies, report};
use milepost_strategy::{MemoryWorld, check};
use roxmltree::{Document, ParsingOptions};

const TEXT: &str = "strategy \"Trust\" { source \"R\" paragraphs 1..10; time month from 0 to 24 step 1/4; decide 6 }
actor us
element talks paragraphs 1..5
element leaving paragraphs 6..10
lever mediation = 0 in 0 .. 1 by us in talks
lever troops = 1 in 0 .. 1 by us in leaving
regime now { }
pathway all following all = now
recommendation A by us in talks due 8 { mediation += 50% }
recommendation B by us in leaving due 8 { troops *= 50% }
/// [2]
stock trust: share { initial 30%; toward goal over 6 month }
let goal: share = clip(0.3 + 0.5 * mediation + 0.4 * calm - 0.2 * troops, 0, 1)
/// [7]
let calm: share = 0.2 + 0.6 * trust
";

fn page() -> String {
    let checked = check(&MemoryWorld::default().with("trust.mile", TEXT));
    let errors: Vec<_> = checked.diagnostics.iter().map(|d| d.message.clone()).collect();
    let strategy = checked.strategy.unwrap_or_else(|| panic!("{errors:?}"));
    let provenance = Provenance {
        milepost: "0".into(),
        program: String::new(),
        strategy: String::new(),
        design: Default::default(),
        seed: 1,
        first: 0,
        last: 10,
        claim_futures: 0,
        threads: 1,
        seconds: 0.0,
        runs: 0,
        resumed: 0,
        engine: String::new(),
    };
    let summary =
        Summary { provenance, pathways: Vec::new(), charts: Vec::new(), claims: Vec::new(), notices: Vec::new() };
    report(&strategy, &summary, &checked.sources, &Studies::default())
}

#[test]
fn the_dynamics_are_drawn_from_the_equations() {
    let page = page();
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&page, options).unwrap();
    let section = document.descendants().find(|n| n.attribute("id") == Some("dynamics")).unwrap();
    let texts: Vec<String> = section
        .descendants()
        .filter(|n| n.has_tag_name("desc") || n.has_tag_name("li"))
        .map(|n| n.descendants().filter_map(|t| t.text().filter(|_| t.is_text())).collect())
        .collect();
    let told = |text: &str| assert!(texts.iter().any(|t| t == text), "{text:?} is not among {texts:#?}");
    // Leaving raises trust's goal by fewer troops, as talks do by mediation.  What talks do to calm has no sign: leaving
    // itself moves calm only by way of trust, which belongs to the talks.
    told("leaving + talks");
    told("Mediation + Goal; Troops \u{2212} Goal; Trust + Calm; Goal + Trust; Calm + Goal");
    told("R Trust \u{2192} Calm \u{2192} Goal \u{2192} Trust");
    let stocks = section.descendants().filter(|n| n.has_tag_name("rect") && n.attribute("class") == Some("stock"));
    assert_eq!(stocks.count(), 1, "one stock stands in a box");
    for (name, line) in [("trust", "trust.mile:12"), ("goal", "trust.mile:13")] {
        let entry = document.descendants().find(|n| n.attribute("id") == Some(&format!("v-{name}"))).unwrap();
        let text: String = entry.descendants().filter_map(|t| t.text().filter(|_| t.is_text())).collect();
        assert!(text.contains(line), "{name}: {text}");
    }
}
