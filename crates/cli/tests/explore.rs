//! `milepost explore`: from a strategy to the three sentences, their page and the tables.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TEXT: &str = "
strategy \"Relief\" { time month from 2025-01 to 2025-12 step 1/4; reference wait; question \"Which plan?\" }
actor council \"the Council\"
element aid \"Aid\"
uncertain winter \"harshness of the winter\": person/month = 50 in 0 .. 100
uncertain roads \"state of the roads\" = 0.5 in 0 .. 1
lever effort: share = 0% in 0% .. 100% by council in aid
stock victims: person { initial 0 person  inflow winter * (1 - effort * roads) }
regime nothing { }
regime help { effort = 80% over 3 month }
pathway wait \"Wait\" = nothing
pathway act \"Act\" = help
/// assumption
measure harm \"Victims at the end\" minimise victims at end acceptable <= 500 person matters 10 person
chart victims = victims
";

fn folder(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("explore").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("relief.mile"), text).unwrap();
    path
}

fn milepost(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn three_sentences_with_their_evidence_a_click_away() {
    let dir = folder("whole", TEXT);
    let output = milepost(&dir, &["explore", ".", "--futures", "1000"]);
    let (said, told) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{told}");
    insta::assert_snapshot!("explore", said);
    // Before it starts it says what it will run; then each step with the command that does it alone.
    assert!(told.starts_with("exploring .: a run of 1000 futures and 6 studies\nabout "), "{told}");
    assert!(told.contains("\n4 of 7  where each pathway fails: milepost discover .\n"), "{told}");

    let page = std::fs::read_to_string(dir.join("out/explore.html")).unwrap();
    for section in ["sensitivity", "discover", "robustness"] {
        assert!(page.contains(&format!("<a href=\"#{section}\">The evidence</a>")), "{section}");
        assert!(page.contains(&format!("<section id=\"{section}\"")), "{section}");
    }
    // Every link leads somewhere: to a place of the page, or into the report.
    let report = std::fs::read_to_string(dir.join("out/report.html")).unwrap();
    for link in page.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let (whole, id) = link.split_once('#').map_or((link, ""), |(file, id)| (file, id));
        let there = if whole.is_empty() { &page } else { &report };
        assert!(id.is_empty() || there.contains(&format!(" id=\"{id}\"")), "{link} leads nowhere");
    }
    for table in ["sensitivity", "boxes", "robustness", "tipping", "loops"] {
        let bytes = std::fs::read(dir.join(format!("out/{table}.parquet")));
        let expected = table != "loops";
        assert_eq!(bytes.is_ok_and(|bytes| bytes.starts_with(b"PAR1")), expected, "{table}");
    }
}

#[test]
fn a_second_time_it_runs_nothing_and_says_the_same() {
    let dir = folder("again", TEXT);
    let first = milepost(&dir, &["explore", ".", "--futures", "600", "--threads", "1"]);
    let files = ["explore.html", "sensitivity.parquet", "boxes.parquet", "robustness.parquet", "tipping.parquet"];
    let read = || files.map(|file| std::fs::read(dir.join("out").join(file)).unwrap());
    let before = read();
    let again = milepost(&dir, &["explore", ".", "--futures", "600", "--threads", "2"]);
    assert_eq!(text(&first.stdout), text(&again.stdout));
    assert!(before == read());
}

#[test]
fn what_cannot_be_studied_is_left_out_with_its_reason() {
    // No bar, so nothing fails and no regime tips; the other studies stand.
    let dir = folder("no-bar", &TEXT.replace(" acceptable <= 500 person", ""));
    let output = milepost(&dir, &["explore", ".", "--futures", "600"]);
    let (said, told) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{told}");
    assert!(told.matches("left out: ").count() >= 2, "{told}");
    assert!(said.contains("not worked out yet; `milepost discover .` does it"), "{said}");
}

#[test]
fn a_strategy_with_errors_is_refused_once() {
    let dir = folder("wrong", &TEXT.replace("winter * (1", "wintr * (1"));
    let output = milepost(&dir, &["explore", "."]);
    let told = text(&output.stderr);
    assert_eq!(output.status.code(), Some(1));
    assert!(told.contains("wintr") && told.ends_with("1 error\n"), "{told}");
    assert!(!dir.join("out").exists());
}
