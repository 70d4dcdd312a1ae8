//! `milepost status` as people meet it.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2026-12 step 1/4; decide 2025-07; reference stay }
dimension place { north south }
actor council "The council"
actor army "The army"
element order "Order"
table "people.csv" by place { people: person }
lever relief: share = 0 in 0 .. 1 by council in order
stock guards[place]: person { initial 100 person  outflow relief * 1/month * guards }
flow deaths[place]: person/month = 0.001/month * guards
indicator counted[place]: person/month observes deaths {
  from "deaths.csv" by month, place column deaths in least .. most
  known after 1 month  produced by press
}
indicator seen: person observes sum(guards) {
  from "guards.csv" by month column seen
  produced by army
}
indicator order_seen[place]: share observes relief { known after 1 month  produced by monitors }
/// Few are killed.
condition calm[place] "Calm" {
  holds when counted / people < 5/100000/month for 2 month
  lost  when counted / people > 9/100000/month
}
condition orderly[place] { holds when order_seen > 50% }
condition calm_everywhere { holds when sum(counted) < 12 person/month }
milestone half_out "Half of the guards gone" due 2025-06 by army in order { met when seen <= 0.5 * at(seen, 2025-03) }
milestone some_out "Some of the guards gone" due 2025-03 by army in order { met when seen <= 180 person }
milestone unseen "Nobody counts these" due 2025-12 by army in order { met when sum(guards) < 10 person }
trigger alarm "Alarm" by council within 14 day {
  fires when sum(counted) > 14 person/month for 2 of 3 month
  then  relief = 50% over 1 month
  ends  when sum(counted) < 10 person/month
}
obligation publish "Publish the plan" by army to council overseen by council due 2025-06 evidence document
regime present { relief = 0 }
pathway stay = present
measure dead minimise total(deaths)
"#;

/// Rates of the north per 100,000 (of 100,000): 6, 4, 4, 7, 10, 8; of the south (200,000): 2, 2, nothing in March, 2, 2, 4.
const DEATHS: &str = "month,place,deaths,least,most
2025-01,north,6,6,6
2025-01,south,4,4,4
2025-02,north,4,4,5
2025-02,south,4,4,4
2025-03,north,4,3,6
2025-04,north,7,7,7
2025-04,south,4,4,4
2025-05,north,10,8,12
2025-05,south,4,4,4
2025-06,north,8,8,8
2025-06,south,8,6,9
2025-07,north,9,9,9
2025-07,south,7,7,7
";

const GUARDS: &str = "month,seen
2025-01,200
2025-02,200
2025-03,190
2025-04,180
2025-06,120
";

fn folder(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("status").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    let files = [
        ("small.mile", text),
        ("people.csv", "place,people\nnorth,100000\nsouth,200000\n"),
        ("deaths.csv", DEATHS),
        ("guards.csv", GUARDS),
    ];
    files.into_iter().for_each(|(file, text)| std::fs::write(path.join(file), text).unwrap());
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, columns: &str, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", columns).env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

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
