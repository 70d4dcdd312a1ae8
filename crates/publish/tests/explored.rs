//! What is said of where it fails and of which choice is robust: in the terminal and in the page.

mod fixture;

use fixture::explored::{discovery, found, held, limit, robustness};
use milepost_explore::discover::{Discovery, Finding, FoundBox, Said};
use milepost_explore::robustness::Robustness;
use milepost_publish::{Studies, discover_table, report, robustness_table};
use roxmltree::{Document, Node, ParsingOptions};

fn told(all: &[Discovery], tree: bool) -> String {
    let (strategy, summary, _) = fixture::iraq();
    discover_table(&strategy, &summary, all, tree, 100, false)
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn one_discovery_with_what_stands_behind_it() {
    insta::assert_snapshot!("discover", told(&[discovery("liberation", "lives")], true));
}

#[test]
fn every_finding_has_its_sentence() {
    let of = |finding: Finding, failures: u64, unknown: u64| {
        let nothing = Discovery { finding, failures, unknown, boxes: vec![], ..discovery("liberation", "lives") };
        line(told(&[nothing], false).split_once('\n').unwrap().1)
    };
    assert_eq!(of(Finding::NoneFails, 0, 0), "Under liberation, none of the 2,000 futures fails");
    assert_eq!(
        of(Finding::AllFail, 2_000, 2_000),
        "Under liberation, all 2,000 futures fail, so nothing tells them apart. In all of these it is unknown, which is not met"
    );
    assert_eq!(
        of(Finding::FewFail, 1, 0),
        "Under liberation, 1 of 2,000 futures fails: too few to say where, as it takes at least 20"
    );
    assert_eq!(
        of(Finding::FewHold, 1_990, 5),
        "Under liberation, all but 10 of 2,000 futures fail: too few do not to say what sets them apart, as it takes at \
         least 20. In 5 of these it is unknown, which is not met"
    );
}

#[test]
fn boxes_are_said_with_their_doubts() {
    let of = |change: &dyn Fn(&mut FoundBox)| {
        let mut one = discovery("liberation", "lives");
        change(&mut one.boxes[0]);
        line(told(&[one.clone(), one], false).split("Under").nth(1).unwrap())
    };
    let plain = of(&|_| {});
    assert_eq!(
        plain,
        "liberation, 34 of 100 futures fail It fails when recruit rate > 0.005 per month and composition is map based: 77% \
         of those futures fail, 75% of all failures; 34% of all futures fail; 33% of the futures lie there"
    );
    let weak = of(&|b| (b.held, b.said.held) = (held(1_900, 660), held(1_900, 660)));
    assert!(
        weak.ends_with(
            "This explains little: futures in it fail hardly more often (35%) than those it is taken from (34%)"
        ),
        "{weak}"
    );
    let chance = of(&|b| b.limits = vec![limit("recruit_rate", Some(0.005), None, Some(0.3))]);
    assert!(
        chance.ends_with("This explains little: chance explains each of its limits (quasi-p above 0.05)"),
        "{chance}"
    );
    let one = of(&|b| b.limits[0] = limit("recruit_rate", Some(0.005), None, Some(0.3)));
    assert!(one.ends_with("Of these, the limit on recruit rate may be chance (quasi-p above 0.05)"), "{one}");
    let dropped = of(&|b| b.dropped = vec!["composition".into()]);
    assert!(
        dropped.ends_with("Limits on composition were dropped: in a search of 44 inputs, chance explains them"),
        "{dropped}"
    );
    let none = of(&|b| (b.limits, b.said) = (vec![], Said::default()));
    assert!(
        none.ends_with("No limit on any input sets the failures apart that chance would not explain as well"),
        "{none}"
    );
    let two = of(&|b| b.said.limits = vec![limit("delivered.NT_GOI_1", Some(0.25), Some(0.5), None)]);
    assert!(two.contains("fails when delivery of NT-GOI-1 from 25% to 50%: "), "{two}");
}

#[test]
fn few_futures_are_counted() {
    let mut few = discovery("liberation", "lives");
    (few.run.futures, few.failures) = (45, 20);
    few.boxes[0].said.held = held(9, 7);
    few.boxes[0].before = held(45, 20);
    let text = line(&told(&[few.clone(), few], false));
    assert!(text.contains("20 of 45 futures fail"), "{text}");
    assert!(
        text.contains(
            "7 of those 9 futures fail, 7 of all 20 failures; 20 of all 45 futures fail; 9 of the 45 futures lie there"
        ),
        "{text}"
    );
}

#[test]
fn a_further_box_is_said_to_lie_outside() {
    let mut one = discovery("liberation", "lives");
    let further = FoundBox { before: held(1_336, 169), held: held(150, 90), halves: None, ..found() };
    one.boxes.push(FoundBox { said: Said { held: held(150, 90), ..further.said.clone() }, ..further });
    let text = line(&told(&[one.clone(), one], false));
    assert!(text.contains("Outside of that, it fails when recruit rate > 0.005 per month and composition is map based: 60% of those futures fail, a further 13% of all failures; 8% of the futures lie there"), "{text}");
}

#[test]
fn no_line_is_wider_than_asked() {
    let (strategy, summary, _) = fixture::iraq();
    for width in [60, 80, 100, 120] {
        let first = discover_table(&strategy, &summary, &[discovery("liberation", "lives")], true, width, false);
        let second = robustness_table(&strategy, &summary, &robustness(), width, false);
        for line in first.lines().chain(second.lines()) {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}

#[test]
fn robustness_in_the_terminal() {
    let (strategy, summary, _) = fixture::iraq();
    insta::assert_snapshot!("robustness", robustness_table(&strategy, &summary, &robustness(), 100, false));
    let mut none: Robustness = robustness();
    none.bars.as_mut().unwrap().pathways.iter_mut().for_each(|met| met.all = 0.0);
    none.measures.truncate(1);
    none.measures[0].metrics.iter_mut().for_each(|row| row.ranks = vec![Some(1); 3]);
    let text = line(&robustness_table(&strategy, &summary, &none, 100, false));
    assert!(text.contains("no yardstick tells the choices apart"), "{text}");
    assert!(text.contains("Both bars are met together in no future under any choice"), "{text}");
}

fn section(discover: &[Discovery], robustness: &Robustness, id: &str) -> String {
    let (strategy, summary, sources) = fixture::iraq();
    let studies = Studies { discover, robustness: Some(robustness), ..Studies::default() };
    let page = report(&strategy, &summary, &sources, &studies);
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let document = Document::parse_with_options(&page, options).unwrap();
    let section = document.descendants().find(|n| n.attribute("id") == Some(id)).unwrap();
    let texts =
        |node: Node| -> String { node.descendants().filter(|n| n.is_text()).filter_map(|n| n.text()).collect() };
    line(&texts(section))
}

#[test]
fn the_page_leads_with_the_pathway_that_is_best() {
    let said = section(&fixture::explored::discoveries(), &robustness(), "discover");
    for part in [
        "34 of 100 futures fail on civilian deaths",
        "It fails when recruit rate > 0.005 per month and composition is map based: 77% of those futures fail",
        "From all futures, of which 34% fail, to the smallest box in 3 steps; the box shown holds 75% of all failures, and 77% of it fail.",
        "9 of 10 at its coverage, 10 of 10 at its density",
        "100 of 2,000 futures are drawn, evenly over all",
        "74% of 700 futures fail where recruit rate > 0.006 per month",
        "none of the 2,000 futures fails",
        "unknown in 3",
    ] {
        assert!(said.contains(part), "{part:?} is missing in {said}");
    }
    let lead = said.find("civilian deaths").unwrap();
    let title = "Modified, then post-Coalition";
    assert!(said[..lead].contains(title), "{}", &said[..lead]);
    let said = section(&[], &robustness(), "robustness");
    for part in
        ["best by 4 of 6 yardsticks", "Hollow", "2nd", "binds", "alone 17%", "undefined", "What each yardstick asks"]
    {
        assert!(said.to_lowercase().contains(&part.to_lowercase()), "{part:?} is missing in {said}");
    }
}

#[test]
fn studies_of_another_run_of_the_same_files_are_not_shown() {
    let mut all = fixture::explored::discoveries();
    all.iter_mut().for_each(|d| d.run.seed = 3);
    let mut other = robustness();
    other.run.futures = 100;
    assert!(section(&all, &other, "discover").contains("milepost discover ."));
    assert!(section(&all, &other, "robustness").contains("milepost robustness ."));
}
