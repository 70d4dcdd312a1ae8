//! How long regimes can be used, in the terminal and on the page; numbers made by hand.

mod fixture;

use milepost_explore::timing::*;
use milepost_publish::{Studies, report, timing_table};
use roxmltree::{Document, ParsingOptions};

fn tips(first: Option<f64>, half: Option<f64>, last: Option<f64>, never: f64) -> Tips {
    Tips { first, half, last, never, ..Tips::default() }
}

fn held(name: &str, lead: f64, tips: Tips) -> Held {
    let lever = (lead > 0.0).then(|| "troop_goal".to_string());
    Held {
        name: name.into(),
        title: name.into(),
        following: "liberation".into(),
        lead: Lead { time: lead, lever, given: false },
        bars: vec![tips.clone(), tips.clone()],
        fails_first: vec![0.75, 0.25],
        tips,
    }
}

fn transfer(to: &str, half: Option<f64>, too_late: f64) -> Transfer {
    let (from, to) = ("present".into(), to.into());
    Transfer { from, to, needed: 1.0, lasting: 0.8, in_time: 0.6, first: None, half, last: None, too_late }
}

fn scored(pathway: &str) -> Scored {
    let counts = |on_time, false_alarm| Counts {
        on_time,
        late: 300 - on_time,
        false_alarm,
        quiet: 200 - false_alarm,
        ..Counts::default()
    };
    Scored {
        trigger: "civil_war_guarantee".into(),
        title: "Guarantee against civil war".into(),
        pathway: pathway.into(),
        elements: 1,
        grace: 2.46,
        counts: Counts { on_time: 350, late: 460, early: 20, missed: 170, false_alarm: 4, quiet: 986, open: 10 },
        at_decision: 424,
        mean_lead: Some(-4.59),
        threshold: Threshold::Found(Best {
            indicator: "gone".into(),
            above: true,
            declared: 1_500.0,
            best: 650.0,
            judged: 500,
            with_declared: Judged { counts: counts(105, 0), cost: Some(0.4) },
            with_best: Judged { counts: counts(285, 50), cost: Some(0.1) },
            cost_of_none: Some(0.6),
        }),
    }
}

fn timing() -> Timing {
    let bar = |measure: &str, acceptable, level| Bar { measure: measure.into(), acceptable, level };
    let sequence = |regimes: &[&str], tips, cost| Sequence {
        regimes: regimes.iter().map(|r| r.to_string()).collect(),
        tips,
        cost,
    };
    let never = || tips(Some(29.0), None, None, 0.55);
    let present = Tips { at_start: 0.17, unknown: 3, ..tips(Some(25.0), Some(45.0), Some(48.0), 0.0) };
    Timing {
        strategy: fixture::studies::HASH.into(),
        futures: 1_000,
        seed: 1,
        decide: 23.5,
        horizon: 72.0,
        period: 1.0,
        window: 3,
        bars: vec![bar("lives", 80e3, false), bar("insurgents", 10e3, true)],
        aside: vec![Aside { name: "story".into(), why: "its bar is not met at the start in all futures".into() }],
        regimes: vec![
            held("present", 0.0, present.clone()),
            held("modified", 9.0, tips(Some(36.0), Some(36.0), Some(36.0), 0.0)),
            held("post_coalition", 9.0, never()),
            held("full_iraqi", 30.0, tips(None, None, None, 1.0)),
        ],
        pathways: ["stay", "liberation"]
            .map(|name| Own {
                name: name.into(),
                title: name.into(),
                regimes: vec!["present".into()],
                tips: never(),
                fails_first: vec![0.4, 0.6],
            })
            .into(),
        in_force: "present".into(),
        transfers: vec![
            transfer("modified", Some(36.0), 0.26),
            transfer("post_coalition", Some(36.0), 0.0),
            transfer("full_iraqi", Some(15.0), 0.83),
            Transfer { in_time: 0.01, ..transfer("full_iraqi", None, 0.0) },
        ],
        options: [(23.5, 1.6, 0.32), (36.0, 0.9, 0.5), (47.0, 0.0, 1.0)]
            .map(|(time, mean, none)| Options { time, mean, none })
            .into(),
        sequences: vec![sequence(&["present"], present, 0.0), sequence(&["present", "full_iraqi"], never(), 0.78)],
        cost: None,
        often: 0.1,
        triggers: vec![scored("stay"), scored("liberation")],
        unscored: vec![Aside { name: "clock".into(), why: "it reads no indicator".into() }],
        early: 6.0,
        miss_cost: 5.0,
        margin: 0.0,
    }
}

#[test]
fn the_terminal_tells_bands_dates_and_shares() {
    let (strategy, _, _) = fixture::iraq();
    let text = timing_table(&strategy, &timing(), 100, false);
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");
    insta::assert_snapshot!("timing", text);
}

#[test]
fn the_page_has_the_map_with_its_words_and_its_table() {
    let (strategy, summary, sources) = fixture::iraq();
    let timing = timing();
    let studies = Studies { timing: Some(&timing), ..Studies::default() };
    let page = report(&strategy, &summary, &sources, &studies);
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&page, options).unwrap();
    let section = document.descendants().find(|n| n.attribute("id") == Some("timing")).unwrap();
    let map = section.descendants().find(|n| n.attribute("class") == Some("metro")).unwrap();
    let count = |class: &str| map.descendants().filter(|n| n.attribute("class") == Some(class)).count();
    // Four regimes and two choices; one change is worth keeping, and it is too late for it already.
    assert_eq!((count("line"), count("station"), count("decide late"), count("decide")), (6, 1, 1, 0));
    let told: String = map.descendants().filter(|n| n.has_tag_name("desc")).filter_map(|n| n.text()).collect();
    for part in [
        "Present Coalition regime can be used until between January 2006 and December 2007 (half of the futures: September 2007)",
        "Modified Coalition regime can be used until December 2006",
        "can be used until between May 2006 and beyond the horizon (half of the futures: beyond the horizon)",
        "Full Iraqi security regime keeps every bar up to the horizon in all futures",
        "it must be decided by December 2006 in half of the futures (lead 9 months); in 26 of 100 it is too late already",
        "it is too late already in half of the futures and more (lead 30 months): in 83 of 100",
    ] {
        assert!(told.contains(part), "{part} is missing in {told}");
    }
    let text: String = section.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect();
    for part in
        ["Under Modified, then post-Coalition", "4.6 months late", "clock", "In 17 of 100 futures a bar is failed"]
    {
        assert!(text.contains(part), "{part} is missing");
    }
    assert!(section.descendants().filter(|n| n.has_tag_name("table")).count() >= 5);
    let other = Timing { strategy: "other files".into(), ..timing.clone() };
    let studies = Studies { timing: Some(&other), ..Studies::default() };
    assert!(!report(&strategy, &summary, &sources, &studies).contains("id=\"timing\""));
}
