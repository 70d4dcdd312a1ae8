//! What is said of worth where there is little to say, and that no line is too wide.

mod fixture;

use milepost_ensemble::summary::Spread;
use milepost_explore::worth::{Hostage, PartWorth, Worth};
use milepost_publish::worth_table;

fn spread(low: f64, median: f64, high: f64) -> Spread {
    let quantiles = [low, low, low, median, high, high, high];
    Spread { known: 200, unknown: 0, mean: median, min: low, max: high, quantiles }
}

/// Two parts of the fixture's first measure.
fn worth(gain: Spread) -> Worth {
    let (strategy, _, _) = fixture::iraq();
    let part = |name: &str, share: f64, hostage: f64| PartWorth {
        name: name.into(),
        moves: true,
        holders: vec!["iraq".into()],
        lost: gain.clone(),
        alone: gain.clone(),
        shapley: spread(-1_000.0, share * gain.quantiles[3], 90_000.0),
        share,
        shares: spread(share - 0.1, share, share + 0.1),
        hostage,
        ..PartWorth::default()
    };
    Worth {
        pathway: "liberation".into(),
        reference: "stay".into(),
        measure: strategy.measures[0].name.clone(),
        futures: 200,
        gaining: 0.75,
        hostage: Hostage { judged: 150, share: 0.4, typical: Some("law".into()), typically: 0.9 },
        parts: vec![part("law", 0.8, 0.36), part("trust", 0.2, 0.1)],
        gain,
        ..Worth::default()
    }
}

fn said(worth: &Worth) -> String {
    let (strategy, _, _) = fixture::iraq();
    let text = worth_table(&strategy, worth, 100, false);
    let top: Vec<&str> = text.split("\n\n").next().unwrap_or("").split_whitespace().collect();
    top.join(" ")
}

#[test]
fn a_gain_is_told_with_who_is_due_and_who_holds_it_hostage() {
    let text = said(&worth(spread(1_000.0, 20_000.0, 50_000.0)));
    for part in [
        "liberation typically lowers",
        "by 20,000 people against stay (a gain of 1,000 to 50,000 in nine of ten of 200 futures)",
        "worth naming in 75 of 100",
        "Typically, 16,000 comes from law and 4,000 from trust",
        "Of the mean gain, 80% is due to law and 20% to trust; together the elements account for all of it",
        "In 40 of 100 futures with a gain worth naming, at least one element holds the rest hostage",
        "Typically it is law (90% of these futures), in the hands of iraq",
    ] {
        assert!(text.contains(part), "{part} is missing in {text}");
    }
}

#[test]
fn shares_of_the_mean_are_told_only_where_all_of_them_say_something() {
    let mut tails = worth(spread(1_000.0, 20_000.0, 50_000.0));
    tails.parts[0].share = 4.2;
    tails.parts[1].share = -3.2;
    tails.parts[1].shapley = spread(-250_000.0, -23_000.0, 800.0);
    let text = said(&tails);
    assert!(text.contains("Typically, 16,000 comes from law; 23,000 is taken away by trust"), "{text}");
    assert!(!text.contains("is due to") && !text.contains("420%"), "{text}");
}

#[test]
fn parts_stand_by_what_they_typically_add_in_one_block() {
    let (strategy, _, _) = fixture::iraq();
    let mut turned = worth(spread(1_000.0, 20_000.0, 50_000.0));
    turned.parts[1].shapley = spread(-1_000.0, 18_000.0, 90_000.0);
    let text = worth_table(&strategy, &turned, 100, false);
    let begins = |name: &str| text.lines().position(|line| line.starts_with(name)).unwrap_or_default();
    assert!(begins("trust") > 0 && begins("trust") + 1 == begins("law"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("trust")).count(), 1, "{text}");
    assert!(text.contains("18,000 (\u{2212}1,000 to 90,000)"), "{text}");
}

#[test]
fn a_loss_is_not_called_a_gain_and_has_no_shares() {
    let mut lost = worth(spread(-50_000.0, -20_000.0, -1_000.0));
    (lost.gaining, lost.hostage) = (0.0, Hostage::default());
    let text = said(&lost);
    assert!(text.contains("liberation typically raises") && text.contains("by 20,000 people against stay"), "{text}");
    assert!(text.contains("There is no future with a gain worth naming") && !text.contains("is due to"), "{text}");
    assert!(text.contains("Typically, 16,000 is taken away by law and 4,000 by trust"), "{text}");
}

#[test]
fn no_hostage_and_nothing_known_are_told() {
    let mut free = worth(spread(1_000.0, 20_000.0, 50_000.0));
    free.hostage = Hostage { judged: 150, ..Hostage::default() };
    assert!(
        said(&free)
            .contains("In none of 150 futures with a gain worth naming does a single element hold the rest hostage")
    );
    let mut unknown = worth(Spread { unknown: 200, ..Spread::default() });
    (unknown.gaining, unknown.hostage) = (0.0, Hostage::default());
    assert!(said(&unknown).contains("in no future is it known"), "{}", said(&unknown));
}

#[test]
fn no_line_is_wider_than_asked() {
    let (strategy, _, _) = fixture::iraq();
    for width in [60, 80, 100, 120] {
        let text = worth_table(&strategy, &worth(spread(-1_000.0, 20_000.0, 50_000.0)), width, false);
        for line in text.lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
    }
}
