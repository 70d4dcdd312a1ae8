//! What is said of sensitivity: sentences, tables and the section of the page.

mod fixture;

use fixture::sensitivity::{all, given, share, sobol, timed};
use milepost_explore::sensitivity::{Found, Kind, Sensitivity, Verdict};
use milepost_publish::{Studies, report, sensitivity_table};

fn of(measure: &str, found: Found) -> Sensitivity {
    Sensitivity { measure: measure.into(), found, ..all().swap_remove(0) }
}

/// The terminal's text on one line.
fn said(found: Sensitivity) -> String {
    let (strategy, _, _) = fixture::iraq();
    let text = sensitivity_table(&strategy, &[found], 100, false);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn holds(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn the_terminals_tables() {
    let (strategy, _, _) = fixture::iraq();
    insta::assert_snapshot!("sensitivity", sensitivity_table(&strategy, &all(), 100, false));
    for width in [60, 80, 100, 120] {
        for line in sensitivity_table(&strategy, &all(), width, false).lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn shares_add_up_to_the_whole() {
    let text = said(of("lives", Found::Sobol(sobol())));
    let parts = [
        "depends most on recruit rate (38% of the spread), deliveries by the Coalition (20%) and composition (9%); \
         together 67%; the other 61 uncertainties together 12%; 15% is luck; 6% is what they do only with each other",
        "1 of 4 looked at singly comes to less than half a percent in all, or cannot be told from 0",
        "Beyond what each does alone (S2): Recruit rate with Composition: 4% (3 to 5)",
        "1 of 2 pairs does nothing together",
    ];
    holds(&text, &parts);
}

/// Noise is not told as a share, whichever side of 0 it lies on.
#[test]
fn noise_is_no_share() {
    let mut noise = sobol();
    for group in &mut noise.groups {
        if matches!(group.driver.kind, Kind::Others | Kind::Luck) {
            (group.first, group.total) = (share(-0.01, 0.02), share(0.01, 0.02));
        }
    }
    let text = said(of("lives", Found::Sobol(noise.clone())));
    holds(&text, &["neither the other 61 uncertainties together nor luck alone can be told from 0", "below 1%"]);
    assert!(!text.contains('\u{2212}'), "{text}");
    noise.groups.iter_mut().for_each(|group| group.first = share(0.02, 0.04));
    let text = said(of("lives", Found::Sobol(noise)));
    holds(&text, &["depends on no single uncertainty alone, as far as can be told"]);
}

#[test]
fn whether_enough_was_run_is_told() {
    let text = said(of("lives", Found::Given(given())));
    let parts = [
        "depends most on recruit rate (about 35% of the spread) and composition; one uncertainty cannot be told from chance",
        "1,980 futures were not enough: the share alone of recruit rate is known only to within 6 percentage points; some \
         2,900 should do",
        "Unknown in 20 of 2,000 futures, which fail, and are left out of the shares",
    ];
    holds(&text, &parts);
    let mut halves = sobol();
    let (index, input) = (milepost_explore::sensitivity::Index::Total, "Composition".to_string());
    halves.convergence.verdict = Verdict::HalvesDiffer { index, input, first: 0.2, second: 0.45 };
    let text = said(of("lives", Found::Sobol(halves)));
    holds(&text, &["the share in all of composition is 20% by the first half of them and 45% by the second"]);
}

#[test]
fn who_leads_when_is_told() {
    let text = said(of("deaths", Found::OverTime(timed())));
    holds(&text, &["depends most on recruit rate until the end of December 2006, then on luck", "too wide"]);
}

#[test]
fn the_section_leads_with_the_decomposition() {
    let (strategy, summary, sources) = fixture::iraq();
    let leads = milepost_explore::sensitivity::leading(&strategy).unwrap();
    let leads = &strategy.pathways[leads.index()].name;
    let lead = |s: Sensitivity| Sensitivity {
        pathway: if s.pathway == "stay" { "hollow".into() } else { leads.clone() },
        ..s
    };
    let all: Vec<Sensitivity> = all().into_iter().map(lead).collect();
    let page = report(&strategy, &summary, &sources, &Studies { sensitivity: &all, ..Studies::default() });
    let section = page.split("<section id=\"sensitivity\"").nth(1).unwrap();
    let section = section.split("<section id=\"").next().unwrap();
    let first = |part: &str| section.find(part).unwrap_or_else(|| panic!("{part} is missing"));
    assert!(first("38% of the spread") < first("What the run itself shows"));
    assert!(first("Screening") < first("What drives it, and when"));
    assert!(first("What drives it, and when") < first("Other measures and pathways"));
    // Of another run's files nothing is shown.
    let mut stale = all;
    stale.iter_mut().for_each(|s| s.strategy = "other".into());
    let page = report(&strategy, &summary, &sources, &Studies { sensitivity: &stale, ..Studies::default() });
    assert!(page.contains("What it depends on was worked out for other files") && !page.contains("38% of the spread"));
}
