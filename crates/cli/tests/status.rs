//! `milepost status` as people meet it.

mod support;

use insta::assert_snapshot;
use support::{STRATEGY, folder, milepost};

#[test]
fn a_briefing() {
    let here = folder("told", STRATEGY);
    let told = milepost(&here, "100", &["status", ".", "--as-of", "2025-06-30"]);
    assert_snapshot!("status", told);
    // A month is its last day, and the same question has the same answer.
    assert_eq!(milepost(&here, "100", &["status", ".", "--as-of", "2025-06"]), told);
    let narrow = milepost(&here, "80", &["status", ".", "--as-of", "2025-06-30"]);
    assert!(narrow.lines().filter(|l| !l.starts_with("next:")).all(|l| l.chars().count() <= 80), "{narrow}");
    assert_snapshot!(
        "status_north",
        milepost(&here, "80", &["status", ".", "--as-of", "2025-07", "--element", "north"])
    );
    // The alarm is over once the second month below 14 has come; what is not published is not known.
    assert_snapshot!("status_later", milepost(&here, "100", &["status", ".", "--as-of", "2025-08-31"]));
}

#[test]
fn a_program_reads_the_same() {
    let here = folder("json", STRATEGY);
    let out = milepost(&here, "100", &["status", ".", "--as-of", "2025-06-30", "--format", "json"]);
    let json = out.split("---- stdout\n").nth(1).unwrap().split("---- stderr").next().unwrap();
    let status: serde_json::Value = serde_json::from_str(json).unwrap();
    let north = &status["conditions"][0]["found"][0];
    assert_eq!(north["element"], "north");
    // Below 5 in February and March, so it holds since March is known; 10 in May, known at the end of June, loses it.
    assert_eq!((north["state"].as_str(), north["since"].as_str()), (Some("lost"), Some("2025-06-30")));
    // At the least it was 8.
    assert_eq!((north["at_lowest"].as_str(), north["depends_on_count"].as_bool()), (Some("holds"), Some(true)));
    assert_eq!(north["why"][0]["parts"][0]["judged"][0]["left"], 10.0);
    assert_eq!(north["rests_on"][0]["periods"][0]["rows"][0], "deaths.csv:9");
    // March is missing in the south: two months together are known again at the end of June, for April and May.
    let south = &status["conditions"][0]["found"][1];
    assert_eq!((south["state"].as_str(), south["since"].as_str()), (Some("holds"), Some("2025-06-30")));
    assert_eq!(south["not_judged"], 2);
    assert_snapshot!("status_json", json);
}

#[test]
fn what_was_not_known_yet_does_not_count() {
    let here = folder("known", STRATEGY);
    let ask = |known: &str| {
        let out = milepost(
            &here,
            "100",
            &["status", ".", "--as-of", "2025-06-30", "--known-at", known, "--element", "north"],
        );
        out.lines().find(|l| l.contains("calm:")).map(|l| l.trim_start().to_string()).unwrap()
    };
    assert!(ask("2025-06-30").starts_with("LOST"), "{}", ask("2025-06-30"));
    // The figure of May is known a month after it: the day before, nobody knew it.
    assert!(ask("2025-06-29").starts_with("UNKNOWN"), "{}", ask("2025-06-29"));
}

#[test]
fn wrong_use_is_refused_with_the_remedy() {
    let here = folder("refused", STRATEGY);
    let bare = folder("undated", "strategy \"Bare\" { time month from 0 to 12 }\nlet x = time\n");
    let ask = |args: &[&str]| milepost(&here, "100", &[&["status", "."], args].concat());
    let all = [
        ask(&["--as-of", "2031-01-01"]),
        ask(&["--as-of", "2024-12-31"]),
        ask(&["--as-of", "30.6.2025"]),
        ask(&["--as-of", "2025-06-30", "--governorate", "nort"]),
        milepost(&bare, "100", &["status", ".", "--as-of", "2025-06-30"]),
    ];
    assert_snapshot!("status_refused", all.join("\n"));
}
