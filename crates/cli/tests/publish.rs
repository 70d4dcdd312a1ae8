//! `milepost publish` as people meet it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

/// A new strategy that was run, in a folder of its own.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("publish").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    assert!(milepost(&path, &["new", "s"]).starts_with("exit code 0"));
    path
}

fn ran(name: &str) -> PathBuf {
    let path = folder(name);
    let told = milepost(&path, &["run", "s", "-n", "64"]);
    assert!(told.starts_with("exit code 0"), "{told}");
    path
}

fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

/// Files of a site by their names.
fn files(site: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    for part in ["", "data"] {
        for entry in std::fs::read_dir(site.join(part)).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                let name = path.strip_prefix(site).unwrap().to_string_lossy().into_owned();
                all.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    all
}

const DAY: [&str; 2] = ["--as-of", "2026-01-31"];

#[test]
fn a_site_is_written_whole_and_the_same_each_time() {
    let here = ran("written");
    let publish = ["publish", "s", "--out", "site", DAY[0], DAY[1]];
    assert_snapshot!("publish", milepost(&here, &publish));
    let first = files(&here.join("site"));
    let names: Vec<&str> = first.keys().map(String::as_str).collect();
    assert_snapshot!("publish_files", names.join("\n"));
    assert!(milepost(&here, &publish).starts_with("exit code 0"));
    assert!(first == files(&here.join("site")), "another time, other bytes");
    // Every table is there in both formats, and every link to one leads to it.
    for (name, bytes) in first.iter().filter(|(name, _)| name.ends_with(".html")) {
        let page = String::from_utf8(bytes.clone()).unwrap();
        for link in page.split("href=\"data/").skip(1) {
            let file = format!("data/{}", link.split('"').next().unwrap());
            assert!(first.contains_key(&file), "{name} leads to {file}, which is not there");
        }
    }
    let csv = String::from_utf8(first["data/outcomes.csv"].clone()).unwrap();
    assert_eq!(csv.lines().count(), 1 + 3 * 64, "a line of names and one for each future of each pathway");
    // Nothing is left beside it.
    let beside: Vec<_> = std::fs::read_dir(&here).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(beside.len(), 2, "{beside:?}");
}

#[test]
fn numbers_on_the_pages_are_those_of_the_run() {
    let here = ran("numbers");
    assert!(milepost(&here, &["publish", "s", "--out", "site", DAY[0], DAY[1]]).starts_with("exit code 0"));
    let run = std::fs::read_to_string(here.join("s/out/run.json")).unwrap();
    let run: serde_json::Value = serde_json::from_str(&run).unwrap();
    let csv = std::fs::read_to_string(here.join("site/data/measures.csv")).unwrap();
    let mut lines = csv.lines();
    let names: Vec<&str> = lines.next().unwrap().split(',').collect();
    let at = |name: &str| names.iter().position(|n| *n == name).unwrap();
    let pathways = run["summary"]["pathways"].as_array().unwrap();
    let mut checked = 0;
    for line in lines {
        // Titles may hold commas; what is looked at stands behind them.
        let cells: Vec<&str> = line.split(',').collect();
        let from_end = |name: &str| cells[cells.len() - (names.len() - at(name))];
        let pathway = pathways.iter().find(|p| p["name"] == cells[0]).unwrap();
        let measure = pathway["measures"].as_array().unwrap().iter().find(|m| m["name"] == cells[1]).unwrap();
        if names.contains(&"share_best") {
            assert_eq!(from_end("share_best").parse::<f64>().unwrap(), measure["best"].as_f64().unwrap());
            checked += 1;
        }
    }
    assert_eq!(checked, pathways.len() * pathways[0]["measures"].as_array().unwrap().len());
}

#[test]
fn what_cannot_be_published_is_refused_and_changes_nothing() {
    let here = folder("refused");
    assert_snapshot!("publish_without_a_run", milepost(&here, &["publish", "s", "--out", "site"]));
    assert!(milepost(&here, &["run", "s", "-n", "64"]).starts_with("exit code 0"));
    // A folder of somebody's own is never written into.
    std::fs::create_dir(here.join("mine")).unwrap();
    std::fs::write(here.join("mine/letter.txt"), "dear").unwrap();
    assert_snapshot!("publish_over_another_folder", milepost(&here, &["publish", "s", "--out", "mine"]));
    assert_eq!(std::fs::read_to_string(here.join("mine/letter.txt")).unwrap(), "dear");
    assert_snapshot!("publish_over_the_strategy", milepost(&here, &["publish", "s", "--out", "s"]));
    // An empty one is.
    std::fs::create_dir(here.join("empty")).unwrap();
    assert!(milepost(&here, &["publish", "s", "--out", "empty", DAY[0], DAY[1]]).starts_with("exit code 0"));
    let before = files(&here.join("empty"));
    let outside = milepost(&here, &["publish", "s", "--out", "empty", "--as-of", "1999-01-01"]);
    assert_snapshot!("publish_outside_the_time", outside);
    let text = std::fs::read_to_string(here.join("s/model.mile")).unwrap();
    std::fs::write(here.join("s/model.mile"), format!("{text}\n// changed\n")).unwrap();
    assert_snapshot!("publish_other_files", milepost(&here, &["publish", "s", "--out", "empty"]));
    assert!(before == files(&here.join("empty")), "a refusal changed the site");
    assert_eq!(std::fs::read_dir(&here).unwrap().count(), 3, "something was left behind");
}

#[test]
fn a_private_milestone_stays_private() {
    let here = ran("private");
    let secret = "The barracks are handed over in the ninth week";
    std::fs::create_dir_all(here.join("s/private")).unwrap();
    std::fs::write(here.join("s/private/handover.txt"), secret).unwrap();
    let told = milepost(
        &here,
        &["milestone", "commit", "s", "--private", "handover", "--by", "council", "--known", "2025-09-01"],
    );
    assert!(told.starts_with("exit code 0"), "{told}");
    assert!(milepost(&here, &["publish", "s", "--out", "site", DAY[0], DAY[1]]).starts_with("exit code 0"));
    for (name, bytes) in files(&here.join("site")) {
        let found = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!found, "{name} holds a private milestone");
    }
}

#[test]
fn the_language_is_chosen() {
    let here = ran("language");
    let told = milepost(&here, &["publish", "s", "--out", "site", DAY[0], DAY[1], "--language", "pseudo"]);
    assert!(told.starts_with("exit code 0"), "{told}");
    let page = std::fs::read_to_string(here.join("site/index.html")).unwrap();
    assert!(page.contains("<html lang=\"en-XA\" dir=\"rtl\">"), "{}", page.get(..200).unwrap_or(&page));
}
