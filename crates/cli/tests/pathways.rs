//! `milepost pathways` as people meet it.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2028-12 step 1/4; decide 2025-07; reference stay }
actor council
uncertain rate: person/month = 10 in 5 .. 20
lever share_met: share = 0 in 0 .. 1 by council
lever relief: share = 0 in 0 .. 1 by council
regime present { share_met = 10% }
regime half    { share_met = 50% over 6 month }
regime most    { share_met = 80% over 12 month }
pathway stay "Nothing changes" = present
pathway some "Half is met" = half
pathway later "Half, then most" = half then most from 2027-01
flow unmet: person/month = rate * (1 - share_met) * (1 - relief) * (1 + time / (24 month))
indicator counted observes unmet { known after 1 month  noise 20%  under_reporting 10% .. 40% }
trigger alarm "Alarm" by council within 1 month {
  fires when counted > 15 person/month for 2 of 3 month
  then relief = 20% over 2 month
}
measure harm "People in need" minimise total(unmet from 2025-07) acceptable <= 300 person matters 10 person
measure rush "Most in a month" minimise peak(unmet from 2025-07) acceptable <= 25 person/month
measure reached "People reached" maximise total(rate * share_met) acceptable >= 100 person
"#;

/// A folder of this name with a strategy.
fn folder(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pathways").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("small.mile"), text).unwrap();
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

#[test]
fn regimes_changes_and_triggers_are_told_and_kept() {
    let here = folder("told", STRATEGY);
    let told = milepost(&here, &["pathways", ".", "-n", "400", "-j", "1"]);
    assert_snapshot!("pathways", told);
    assert_eq!(milepost(&here, &["pathways", ".", "-n", "400", "-j", "2"]), told);
    let kept = std::fs::read_to_string(here.join("out/pathways.json")).unwrap();
    assert!(kept.contains("\"in_force\": \"present\""), "{kept}");
    // With a run beside it, the report has the section.
    milepost(&here, &["run", ".", "-n", "64"]);
    let json = milepost(&here, &["pathways", ".", "-n", "64", "--format", "json", "--measure", "harm"]);
    assert!(json.contains("\"measure\": \"harm\"") && !json.contains("report:"), "{json}");
    let shown = milepost(&here, &["pathways", ".", "-n", "64", "--lead", "most=2 year", "--margin", "90 day"]);
    assert!(shown.contains("report: ./out/report.html"), "{shown}");
    assert!(shown.contains("most 24 months, as given"), "{shown}");
    let page = std::fs::read_to_string(here.join("out/report.html")).unwrap();
    assert!(page.contains("How long each regime can be used") && page.contains("class=\"metro\""));
}

#[test]
fn wrong_use_is_refused_with_the_remedy() {
    let here = folder("refused", STRATEGY);
    // A measure ends with its line, and so without its bar.
    let bare: Vec<&str> = STRATEGY.lines().map(|line| line.split(" acceptable").next().unwrap_or(line)).collect();
    let bare = folder("bare", &bare.join("\n"));
    let ask = |args: &[&str]| milepost(&here, &[&["pathways", ".", "-n", "16"], args].concat());
    let all = [
        milepost(&bare, &["pathways", ".", "-n", "16"]),
        ask(&["--measure", "ham"]),
        ask(&["--measure", "reached"]),
        ask(&["--lead", "mst=2 month"]),
        ask(&["--lead", "most=2 moons"]),
        ask(&["--cost", "reached"]),
        ask(&["--window", "99"]),
        ask(&["--often", "0"]),
        ask(&["--miss-cost", "much"]),
    ];
    assert_snapshot!("pathways_refused", all.join("\n"));
}
