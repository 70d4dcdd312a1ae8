//! `milepost replay` as people meet it.

mod support;

use insta::assert_snapshot;
use support::{STRATEGY, folder, milepost};

/// With an opponent, another choice, and deaths that the opponent drives.
fn played() -> String {
    let killing = "(if opponent = active then 0.08/month else 0.06/month) * guards";
    STRATEGY
        .replace("lever relief", "lever opponent in { none active } = none\nlever relief")
        .replace(
            "pathway stay = present",
            "regime leaving { relief = 10% }\npathway stay = present\npathway leave = leaving from 2025-07",
        )
        .replace("0.001/month * guards", killing)
}

#[test]
fn month_by_month() {
    let here = folder("told", &played());
    let args = ["replay", ".", "--from", "2025-02", "--to", "2025-08", "--futures", "64"];
    let told = milepost(&here, "100", &args);
    assert_snapshot!("replay", told);
    assert_eq!(milepost(&here, "100", &args), told, "the same twice");
    let narrow = milepost(&here, "80", &args);
    assert!(narrow.lines().filter(|l| !l.starts_with("next:")).all(|l| l.chars().count() <= 80), "{narrow}");
}

#[test]
fn what_is_scored_by_hand() {
    let here = folder("scored", &played());
    let out = milepost(&here, "100", &["replay", ".", "--to", "2025-10", "--futures", "64", "--format", "json"]);
    let json = out.split("---- stdout\n").nth(1).unwrap().split("---- stderr").next().unwrap();
    let told: serde_json::Value = serde_json::from_str(json).unwrap();
    let signals = told["replayed"]["signals"].as_array().unwrap();
    let alarm = signals.iter().find(|s| s["name"] == "alarm").unwrap();
    // Sums: 10, 8, unknown, 11, 14, 16, 16.  Two of three above 14 are there in July; the alarm hears of it in August, and both act 14 days later.
    assert_eq!(alarm["lag"], 1);
    let score = &alarm["scores"][0];
    assert_eq!(
        (score["called_for"].as_u64(), score["told"].as_u64(), score["delays"][0].as_u64()),
        (Some(1), Some(1), Some(1))
    );
    assert_eq!(score["false_alarms"], 0);
    let simulated = told["simulated"].as_array().unwrap();
    let sides: Vec<_> =
        simulated.iter().map(|s| (s["pathway"].as_str().unwrap(), s["against"].as_str().unwrap())).collect();
    assert_eq!(sides, [("stay", ""), ("stay", "opponent = active")]);
}

#[test]
fn what_cannot_be_replayed_is_said() {
    let here = folder("refused", &played());
    for (name, args) in [
        ("backwards", vec!["replay", ".", "--from", "2025-06", "--to", "2025-02"]),
        ("outside", vec!["replay", ".", "--from", "2024-06", "--to", "2025-02"]),
        ("pathway", vec!["replay", ".", "--pathway", "leav"]),
        ("against", vec!["replay", ".", "--against", "opponent=activ"]),
    ] {
        assert_snapshot!(format!("replay_{name}"), milepost(&here, "100", &args));
    }
    let without = played().replace("from \"deaths.csv\" by month, place column deaths in least .. most", "");
    let without = without.replace("  from \"guards.csv\" by month column seen\n", "");
    let here = folder("nothing", &without);
    assert_snapshot!("replay_nothing", milepost(&here, "100", &["replay", "."]));
}
