//! `milepost worth` and `milepost diff` as people meet them.
//!
//! Snapshots lie in `snapshots/`; after a change on purpose run `INSTA_UPDATE=always cargo test -p milepost-cli`
//! and read what became of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

/// An empty folder of this name for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("studies").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1");
    told(command.output().unwrap(), folder)
}

fn told(output: std::process::Output, folder: &Path) -> String {
    let plain =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(&folder.display().to_string(), "FOLDER");
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", plain(&output.stdout), plain(&output.stderr))
}

fn git(folder: &Path, args: &[&str]) {
    let identity = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"];
    let mut command = Command::new("git");
    command.current_dir(folder).args(identity).args(args);
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let output = command.output().unwrap();
    assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Two elements of three move something, one measure is yes or no.
const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2025-12; reference stay }
actor iraq
actor un
element law "The law"
element trust "Trust"
element words "Words"
uncertain luck = 1 in 0.5 .. 1.5
lever push = 0 in 0 .. 10 by iraq in law
lever grip = 0 in 0 .. 1 by un in trust
regime present { }
regime other { grip = 1 }
recommendation R by iraq in law due 2025-02 { push += 4 }
recommendation Q by un in law due 2025-02 { push += 3 }
recommendation N by un in words due 2025-02 { no effect "It is said" }
pathway stay = present
pathway strong "Strong" following all = other
dimension place from "data/places.csv" column place
table "data/places.csv" by place { people: person }
stock harm: person {
  initial 1000
  inflow  sum(people) * 0.1/month
  outflow luck * push * (0.5 + grip) * 10 person/month
}
measure victims "Victims at the end" minimise harm at end matters 20 person
measure safe "Safe at the end" maximise if harm < 1200 person then 1 else 0 at end
hypothesis fewer { victims under strong < 1250 person  in at least 66% of futures }
hypothesis always { victims under strong <= victims under stay  in at least 66% of futures }
"#;

const PLACES: &str = "place,people\nnorth,100\nsouth,200\n";

fn small(name: &str) -> PathBuf {
    let path = folder(name);
    write(&path, STRATEGY, PLACES);
    path
}

fn write(path: &Path, strategy: &str, places: &str) {
    std::fs::create_dir_all(path.join("data")).unwrap();
    std::fs::write(path.join("a.mile"), strategy).unwrap();
    std::fs::write(path.join("data/places.csv"), places).unwrap();
}

#[test]
fn worth_by_each_kind_of_part() {
    let here = small("worth");
    let ask = |more: &[&str]| milepost(&here, &[&["worth", ".", "-n", "200", "-j", "1"], more].concat());
    assert_snapshot!("worth", ask(&["--measure", "victims", "--measure", "safe"]));
    assert_snapshot!("worth_by_recommendation", ask(&["--by", "recommendation", "--orders", "4"]));
    assert_snapshot!("worth_by_actor", ask(&["--by", "actor"]));
    // What was kept holds all four, the last asked last.
    let kept = std::fs::read_to_string(here.join("out/worth.json")).unwrap();
    let of = |field: &str| -> Vec<String> {
        let values = kept.lines().filter_map(|l| l.strip_prefix(&format!("    \"{field}\": \"")));
        values.map(|v| v.trim_end_matches("\",").to_string()).collect()
    };
    assert_eq!(of("by"), ["element", "element", "recommendation", "actor"]);
    assert_eq!(of("measure"), ["victims", "safe", "victims", "victims"]);
    // Asked again it replaces its own answer; another strategy's are dropped.
    ask(&["--by", "actor"]);
    assert_eq!(std::fs::read_to_string(here.join("out/worth.json")).unwrap(), kept);
    write(&here, &STRATEGY.replace("push += 4", "push += 5"), PLACES);
    let json = milepost(&here, &["worth", ".", "-n", "20", "--format", "json"]);
    assert!(json.contains("\"measure\": \"victims\"") && json.starts_with("exit code 0"), "{json}");
    assert_eq!(std::fs::read_to_string(here.join("out/worth.json")).unwrap().matches("\"by\":").count(), 1);
}

#[test]
fn worth_refuses_what_it_cannot_do() {
    let here = small("worth_refused");
    let ask = |more: &[&str]| milepost(&here, &[&["worth", ".", "-n", "20"], more].concat());
    let all = [
        ask(&["--measure", "victim"]),
        ask(&["--pathway", "stay"]),
        ask(&["--pathway", "strung"]),
        ask(&["--by", "part"]),
        {
            std::fs::write(here.join("out"), "in the way").unwrap();
            ask(&["--format", "json"]).split("---- stderr").last().unwrap().to_string()
        },
    ];
    assert_snapshot!("worth_refused", all.join("\n"));
}

#[test]
fn diff_of_two_folders() {
    let here = folder("diff");
    let text = STRATEGY.replace("push += 4", "push += 5;  grip += 0.1").replace("0.5 .. 1.5", "0.6 .. 1.4");
    let text = text.replace("actor un\n", "/// [1]\nactor un\n").replace("< 1250 person", "< 1225 person");
    let text = text.replace("0.1/month", "0.2/month") + "measure worst minimise peak(harm)\n";
    write(&here.join("a"), STRATEGY, PLACES);
    write(&here.join("b"), &text, "place,people\nnorth,100\nsouth,210\neast,0\n");
    write(&here.join("c"), &STRATEGY.replace("\nelement", "\n// A note.\nelement"), PLACES);
    write(&here.join("d"), &STRATEGY.replace("actor un\n", "/// The UN.\nactor un\n"), PLACES);
    write(&here.join("broken"), &STRATEGY.replace("luck * push", "lack * push"), PLACES);
    assert_snapshot!("diff", milepost(&here, &["diff", "a", "b", "-j", "1"]));
    assert_snapshot!(
        "diff_one_measure",
        milepost(&here, &["diff", "b", "a", "-n", "32", "--measure", "safe", "--exit-code"])
    );
    assert_snapshot!("diff_same", milepost(&here, &["diff", "a", "a", "--exit-code"]));
    assert_snapshot!("diff_comments", milepost(&here, &["diff", "a", "d", "--exit-code"]));
    assert_snapshot!("diff_broken", milepost(&here, &["diff", "a", "broken", "--exit-code"]));
    assert_snapshot!("diff_unknown", milepost(&here, &["diff", "a", "b", "--measure", "worst", "--exit-code"]));
    let json = milepost(&here, &["diff", "a", "b", "-n", "32", "--format", "json"]);
    for part in ["\"declarations\": [", "\"cells\": 1", "\"pathways\": [", "\"same_verdicts\": "] {
        assert!(json.contains(part), "{part} is missing in {json}");
    }
    // A note before an element, which no reader of the tree sees, is no difference.
    assert!(milepost(&here, &["diff", "a", "c", "--exit-code"]).starts_with("exit code 0"));
}

#[test]
fn diff_of_revisions() {
    let here = folder("revisions");
    let strategy = here.join("deep/small");
    git(&here, &["init", "--quiet"]);
    write(&strategy, STRATEGY, PLACES);
    git(&here, &["add", "."]);
    git(&here, &["commit", "--quiet", "-m", "One"]);
    git(&here, &["tag", "one"]);
    write(&strategy, &STRATEGY.replace("grip = 1 }", "grip = 0.5 }"), "place,people\nnorth,100\nsouth,150\n");
    let now = milepost(&here, &["diff", "deep/small@one", "deep/small", "-n", "64", "-j", "1", "--exit-code"]);
    assert_snapshot!("diff_revision", now);
    // From within, by `HEAD`, and of a folder that is there no more: the same.
    let within = milepost(&strategy, &["diff", ".@HEAD", ".", "-n", "64", "-j", "1", "--exit-code"]);
    assert_eq!(within.replace("From .@HEAD to .:", "From deep/small@one to deep/small:"), now);
    git(&here, &["commit", "--quiet", "-am", "Two"]);
    git(&here, &["mv", "deep", "other"]);
    let moved = milepost(&here, &["diff", "deep/small@one", "other/small", "-n", "64", "-j", "1", "--exit-code"]);
    assert_eq!(moved.replace("other/small", "deep/small"), now);
    let same = milepost(&here, &["diff", "deep/small@HEAD", "other/small", "--exit-code"]);
    assert!(same.starts_with("exit code 0"), "{same}");

    let ask = |a: &str| milepost(&here, &["diff", a, "other/small"]);
    let empty = Command::new(env!("CARGO_BIN_EXE_milepost"))
        .current_dir(&here)
        .args(["diff", "other/small@HEAD", "other/small"])
        .env("PATH", "")
        .output();
    let all = [
        ask("other/small@two"),
        ask("other/small@--help"),
        ask("other@HEAD"),
        ask("other/small"),
        ask("nowhere"),
        milepost(Path::new("/"), &["diff", "/@HEAD", &here.join("other/small").display().to_string()]),
        told(empty.unwrap(), &here),
    ];
    assert_snapshot!("diff_revision_refused", all.join("\n"));
}
