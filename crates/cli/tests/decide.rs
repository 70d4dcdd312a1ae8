//! `milepost decide` as people meet it.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2025-12 }
dimension state { North South East West }
table "states.csv" by state { people }
approval treaty "The treaty" {
  adopted when majority and majority in at least 3 state and quorum 40%
  reading "Half of all who are registered" from 2025-03-01 { adopted when yes > 1/2 of registered }
}
approval weighed {
  adopted when majority in state holding at least 65% of people, each at most 1/2
}
"#;

const STATES: &str = "state,people\nNorth,60\nSouth,30\nEast,20\nWest,10\n";

/// A folder of this name with a strategy and a table of votes.
fn folder(name: &str, votes: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("decide").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    for (file, text) in [("small.mile", STRATEGY), ("states.csv", STATES), ("votes.csv", votes)] {
        std::fs::write(path.join(file), text).unwrap();
    }
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

const VOTES: &str = "unit,yes,no,invalid,registered\nNorth,700,300,10,1500\nSouth,260,240,0,900\nEast,90,110,0,300\n\
                     West,49,51,0,200\nTotal,1099,701,,2900\n";

#[test]
fn a_decision_its_units_and_its_distance_are_told() {
    let here = folder("told", VOTES);
    assert_snapshot!("decide", milepost(&here, &["decide", ".", "treaty", "--votes", "votes.csv", "--reading", "1"]));
    let later = milepost(&here, &["decide", ".", "treaty", "--votes", "votes.csv"]);
    assert!(later.contains("37.90 %"), "{later}");
    let then = milepost(&here, &["decide", ".", "treaty", "--votes", "votes.csv", "--as-of", "2025-02-28"]);
    assert_eq!(then, milepost(&here, &["decide", ".", "treaty", "--votes", "votes.csv", "--reading", "1"]));
    assert_eq!(later, milepost(&here, &["decide", ".", "treaty", "--votes", "votes.csv", "--as-of", "2025-03"]));
}

/// North counts 60 of 120 at most, and does: with South 90 of 120 is enough, and 78 is what it takes.
#[test]
fn weights_and_programs() {
    let here = folder("weights", VOTES);
    let told = milepost(&here, &["decide", ".", "weighed", "--votes", "votes.csv", "--format", "json"]);
    let json = told.split("---- stdout\n").nth(1).unwrap().split("---- stderr").next().unwrap();
    let json: serde_json::Value = serde_json::from_str(json).unwrap();
    let reading = &json["readings"][0];
    assert_eq!(reading["outcomes"], serde_json::json!(["adopted"]));
    // South is ten votes ahead of half; East with ten more for it would not make up for North.
    assert_eq!(reading["switched"]["votes"], 10);
    assert_eq!(reading["switched"]["units"][0]["unit"], "South");
}

#[test]
fn what_is_missing_or_wrong_is_told_and_opens_the_outcome() {
    let votes = "\u{feff}unit,yes,no,invalid,registered\nNorth,\"1,700\",300,10,3500\nSoth,260,240,0,900\nEast,90,110,0,150\nWest,x,51,0,200\n";
    let here = folder("wrong", votes);
    assert_snapshot!("open", milepost(&here, &["decide", ".", "treaty", "--votes", "votes.csv", "--reading", "1"]));
}

#[test]
fn wrong_use_is_refused_with_the_remedy() {
    let here = folder("refused", VOTES);
    for (args, why) in [
        (vec!["decide", ".", "traety", "--votes", "votes.csv"], "unknown approval `traety`; did you mean `treaty`?"),
        (vec!["decide", ".", "treaty", "--votes", "none.csv"], "cannot read `none.csv`"),
        (vec!["decide", ".", "treaty", "--votes", "states.csv", "--reading", "3"], "--reading counts from 1"),
        (vec!["decide", ".", "treaty", "--votes", "votes.csv", "--as-of", "soon"], "`soon` is no date"),
        (vec!["decide", ".", "treaty", "--votes", "small.mile"], "no column holds the units"),
    ] {
        let told = milepost(&here, &args);
        assert!(told.starts_with("exit code 1") && told.contains(why), "{told}");
    }
}

/// The referendum of October 2005 as the strategy has it.
#[test]
fn the_referendum_of_2005() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let votes = "strategies/iraq-2005/evidence/referendum-2005-10-15.csv";
    let told = milepost(&root, &["decide", "strategies/iraq-2005", "blocking_minority", "--votes", votes]);
    assert_snapshot!("referendum", told);
    for said in
        ["83,280 votes switched from yes to no in Ninewa", "249,840 votes added for no in Ninewa", "1,000 fewer"]
    {
        assert!(told.contains(said), "{said}");
    }
    let registered = ["decide", "strategies/iraq-2005", "blocking_minority", "--votes", votes, "--as-of", "2005-10-03"];
    assert_snapshot!("referendum_of_registered", milepost(&root, &registered));
}
