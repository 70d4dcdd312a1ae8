//! `milepost discover` and `milepost robustness` as people meet them, on a strategy whose failures are planted.
//!
//! Snapshots lie in `snapshots/`; after a change on purpose run `INSTA_UPDATE=always cargo test -p milepost-cli`
//! and read what became of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use milepost_explore::discover::{Discovery, Finding};
use milepost_explore::robustness::Robustness;

/// Under `stay` people are harmed where trust is under 40 % and the pull above 0.7, which is in 12 of 100 futures; under
/// `leave` where the rule is no vote, in two of three; under `calm` nowhere, and under `worst` everywhere.
const STRATEGY: &str = r#"strategy "Planted" { time month from 2025-01 to 2025-06; reference stay }
uncertain trust "Trust in the police": share = 50% in 0 .. 100%
uncertain pull: 1/month = 0.5/month in 0 .. 1/month
uncertain rule in { map vote wait }
uncertain weather = 1 in 0.5 .. 1.5
lever way in { staying leaving calming worsening } = staying
regime present { way = staying }
regime out { way = leaving }
regime quiet { way = calming }
regime bad { way = worsening }
pathway stay "Stay" = present
pathway leave "Leave" = out
pathway calm "Calm" = quiet
pathway worst "Worst" = bad
pathway history "What was done" for comparison = present
let low_trust = if trust < 40% and pull > 0.7/month then 1 else 0
let no_vote = if rule = vote then 0 else 1
let hit = if way = staying then low_trust else if way = leaving then no_vote else if way = calming then 0 else 1
stock harm: person { initial 0  inflow 20 person/month + hit * 40 person/month }
measure harmed "People harmed" minimise harm at end acceptable <= 200 person matters 10 person
measure content "Who trust the police" maximise trust at end acceptable >= 25%
measure vote minimise harm at end
"#;

const FUTURES: u64 = 2_000;

/// A folder of this name with the strategy and a run of it.
fn ran(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("discover").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("a.mile"), STRATEGY).unwrap();
    let text = milepost(&path, &["run", ".", "-n", &FUTURES.to_string(), "-j", "1"]);
    assert!(text.starts_with("exit code 0"), "{text}");
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let plain =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(&folder.display().to_string(), "FOLDER");
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", plain(&output.stdout), plain(&output.stderr))
}

fn kept<T: serde::de::DeserializeOwned>(folder: &Path, name: &str) -> T {
    serde_json::from_slice(&std::fs::read(folder.join("out").join(name)).unwrap()).unwrap()
}

#[test]
fn what_was_planted_is_found() {
    let here = ran("found");
    assert_snapshot!("discover", milepost(&here, &["discover", ".", "-j", "1"]));
    let all: Vec<Discovery> = kept(&here, "discover.json");
    let of = |measure: &str, pathway: &str| {
        all.iter().find(|d| (d.measure.as_str(), d.pathway.as_str()) == (measure, pathway)).unwrap()
    };
    // Two fifths of three tenths; the planted corner and nothing else.
    let stay = of("harmed", "stay");
    assert!((stay.failures as f64 / FUTURES as f64 - 0.12).abs() < 0.02, "{}", stay.failures);
    let held = stay.boxes[0].said.held;
    assert!(held.density() > 0.95 && held.failures as f64 > 0.95 * stay.failures as f64, "{held:?}");
    let limits: Vec<&str> = stay.boxes[0].limits.iter().map(|l| l.input.as_str()).collect();
    assert_eq!(limits, ["trust", "pull"]);
    // Two categories of three, of which all fail, and no other future does.
    let leave = of("harmed", "leave");
    assert_eq!(leave.boxes[0].limits[0].among, ["map", "wait"]);
    assert_eq!((leave.boxes[0].held.density(), leave.boxes[0].held.failures), (1.0, leave.failures));
    assert_eq!(of("harmed", "calm").finding, Finding::NoneFails);
    assert_eq!(of("harmed", "worst").finding, Finding::AllFail);
    // A quarter of the futures, in all pathways alike.
    assert!(
        ["stay", "leave", "calm", "worst"].iter().all(|p| of("content", p).failures == of("content", "stay").failures)
    );
    assert!(all.iter().all(|d| d.pathway != "history"));
    // The failures are those that the run counts as not acceptable.
    let run: serde_json::Value = kept(&here, "run.json");
    for (pathway, name) in ["stay", "leave", "calm", "worst"].iter().enumerate() {
        let good = run["summary"]["pathways"][pathway]["measures"][0]["acceptable"].as_f64().unwrap();
        let failures = of("harmed", name).failures as f64;
        assert!((1.0 - good - failures / FUTURES as f64).abs() < 1e-12, "{name}: {good} {failures}");
    }
    // The page shows it, without the tables that it was read from.
    std::fs::remove_file(here.join("out/futures.parquet")).unwrap();
    std::fs::remove_file(here.join("out/outcomes.parquet")).unwrap();
    assert!(milepost(&here, &["report", "."]).starts_with("exit code 0"));
    let page = std::fs::read_to_string(here.join("out/report.html")).unwrap();
    for part in ["Where it fails", "trade-harmed", "fail-lines"] {
        assert!(page.contains(part), "{part}");
    }
}

#[test]
fn one_question_shows_what_stands_behind_it() {
    let here = ran("one");
    let ask = |more: &[&str]| {
        milepost(&here, &[&["discover", ".", "-j", "1", "--measure", "harmed", "--pathway"], more].concat())
    };
    assert_snapshot!("discover_one", ask(&["leave", "--tree"]));
    assert_snapshot!("discover_step", ask(&["stay", "--step", "2", "--boxes", "1"]));
    let first: Vec<Discovery> = kept(&here, "discover.json");
    // Asked again it replaces its own answer, and the same question has the same answer on more threads.
    ask(&["stay", "--step", "2", "--boxes", "1"]);
    assert_eq!(kept::<Vec<Discovery>>(&here, "discover.json"), first);
    let json = milepost(
        &here,
        &["discover", ".", "-j", "3", "--fails", "vote > 200 person", "--pathway", "history", "--format", "json"],
    );
    assert!(json.starts_with("exit code 0") && json.contains("\"pathway\": \"history\""), "{json}");
    assert_eq!(kept::<Vec<Discovery>>(&here, "discover.json").len(), 3);
}

#[test]
fn help_teaches_with_examples() {
    let here = Path::new(env!("CARGO_TARGET_TMPDIR"));
    assert_snapshot!("help_discover", milepost(here, &["discover", "--help"]));
    assert_snapshot!("help_robustness", milepost(here, &["robustness", "--help"]));
}

#[test]
fn discover_refuses_what_it_cannot_do() {
    let here = ran("refused");
    let ask = |more: &[&str]| milepost(&here, &[&["discover", "."], more].concat());
    let all = [
        ask(&["--measure", "harm"]),
        ask(&["--pathway", "stey"]),
        ask(&["--measure", "vote"]),
        ask(&["--fails", "vote over 3"]),
        ask(&["--fails", "harmed > 3 month"]),
        ask(&["--measure", "harmed", "--pathway", "calm"]),
        ask(&["--measure", "harmed", "--pathway", "worst", "--pathway", "calm"]),
        ask(&["--step", "3"]),
        ask(&["--measure", "harmed", "--pathway", "stay", "--step", "999"]),
        ask(&["--alpha", "0.7"]),
        ask(&["--boxes", "0"]),
        {
            std::fs::write(here.join("a.mile"), STRATEGY.replace("40 person/month", "50 person/month")).unwrap();
            ask(&[])
        },
        {
            std::fs::remove_dir_all(here.join("out")).unwrap();
            ask(&[])
        },
    ];
    assert_snapshot!("discover_refused", all.join("\n"));
}

#[test]
fn choices_are_ranked() {
    let here = ran("ranked");
    assert_snapshot!("robustness", milepost(&here, &["robustness", "."]));
    let found: Robustness = kept(&here, "robustness.json");
    assert_eq!(found.pathways, ["stay", "leave", "calm", "worst"]);
    // 20 people a month under calm and 60 under the worst, in every future.
    let laplace = found.measures[0].metrics.iter().find(|row| row.metric == "Laplace").unwrap();
    assert!((laplace.values[3].unwrap() / laplace.values[2].unwrap() - 3.0).abs() < 1e-9);
    assert_eq!((laplace.ranks[2], laplace.ranks[3]), (Some(1), Some(4)));
    // Trust is the same under all pathways, so no metric ranks them.
    assert!(found.measures[1].winners().is_empty());
    // All bars at once: under calm where trust is at least a quarter.
    let run: serde_json::Value = kept(&here, "run.json");
    let bars = found.bars.unwrap();
    for (pathway, met) in bars.pathways.iter().enumerate() {
        let counted = run["summary"]["pathways"][pathway]["acceptable"].as_f64().unwrap();
        assert!((met.all - counted).abs() < 1e-12, "{pathway}: {} {counted}", met.all);
    }
    assert!((bars.pathways[2].all - 0.75).abs() < 0.02 && bars.pathways[3].all == 0.0);
    let ask = |more: &[&str]| milepost(&here, &[&["robustness", "."], more].concat());
    let all = [
        ask(&["--measure", "harmd"]),
        ask(&["--pathway", "stay"]),
        ask(&["--pathway", "stay", "--pathway", "history"]),
        ask(&["--measure", "vote", "--pathway", "stay", "--pathway", "calm"]),
    ];
    assert_snapshot!("robustness_asked", all.join("\n"));
}
