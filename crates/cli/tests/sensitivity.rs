//! `milepost sensitivity` as people meet it.
//!
//! Snapshots lie in `snapshots/`; after a change on purpose run `INSTA_UPDATE=always cargo test -p milepost-cli`
//! and read what became of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use serde_json::Value;

/// Chance, tied deliveries, a category, and something that does nothing.
const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2025-12; reference stay }
actor council "The Council" correlation 0.5
element law "The law"
uncertain harshness "Harshness of the winter" = 1 in 0.5 .. 1.5
uncertain idle = 1 in 0 .. 1
uncertain mood in { calm angry }
lever push = 0 in 0 .. 10 by council in law
regime present { }
recommendation R "Pass the law" by council in law due 2025-02 { push += 4 }
recommendation Q "Keep the law" by council in law due 2025-04 { push += 3 }
pathway stay = present
pathway strong "The whole strategy" following all = present
pathway past "What was done" for comparison = present
let raid: share = if occurs(0.2/month) then 1 else 0
stock harm: person {
  initial 1000
  inflow  harshness * (if mood = angry then 60 person/month else 40 person/month) + raid * 40 person/month
  outflow push * 5 person/month
}
measure victims "Victims at the end" minimise harm at end acceptable <= 1300 person matters 20 person
measure safe "Safe at the end" maximise if harm < 1300 person then 1 else 0 at end
measure same maximise 5 at end
chart harm "Harm": person = harm
"#;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sensitivity").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("a.mile"), STRATEGY).unwrap();
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", text(output.stdout), text(output.stderr))
}

/// A folder with a run of 1,000 futures.
fn ran(name: &str) -> PathBuf {
    let here = folder(name);
    let said = milepost(&here, &["run", ".", "-n", "1000"]);
    assert!(said.starts_with("exit code 0"), "{said}");
    here
}

fn kept(here: &Path) -> Vec<Value> {
    serde_json::from_slice(&std::fs::read(here.join("out/sensitivity.json")).unwrap()).unwrap()
}

#[test]
fn what_people_read() {
    let here = ran("read");
    let ask = |more: &[&str]| milepost(&here, &[&["sensitivity", "."], more].concat());
    assert_snapshot!("given", ask(&[]));
    assert_snapshot!("given_yes_or_no", ask(&["--measure", "safe", "--pathway", "strong"]));
    assert_snapshot!("sobol", ask(&["--method", "sobol", "--samples", "256", "--inputs", "3"]));
    assert_snapshot!("over_time", ask(&["--over-time", "--samples", "128"]));
    assert_snapshot!(
        "sobol_pairs",
        ask(&["--method", "sobol", "--samples", "64", "--order", "2", "--replicates", "1"])
    );
    assert_snapshot!("morris", ask(&["--method", "morris"]));
    assert_snapshot!("help", milepost(&here, &["sensitivity", "--help"]));

    // A question asked again replaces its answer and no other.
    let questions = |all: &[Value]| -> Vec<String> {
        all.iter().map(|s| ["method", "measure", "pathway"].map(|k| s[k].as_str().unwrap()).join(" ")).collect()
    };
    let before = kept(&here);
    assert_eq!(
        questions(&before),
        [
            "given victims stay",
            "given victims strong",
            "given safe strong",
            "over_time harm strong",
            "sobol victims strong",
            "morris victims strong"
        ]
    );
    // On another number of threads: the same.
    ask(&["--method", "sobol", "--samples", "64", "--order", "2", "--replicates", "1", "-j", "1"]);
    let mut after = kept(&here);
    let sobol = after.pop().unwrap();
    after.insert(4, sobol);
    assert_eq!(before, after);

    // The report has them; of another strategy's files it shows none.
    let report = std::fs::read_to_string(here.join("out/report.html")).unwrap();
    for part in ["What it depends on", "What drives it, and when: Harm", "Screening", "deliveries by the Council"] {
        assert!(report.contains(part), "{part} is missing");
    }
    std::fs::write(here.join("a.mile"), STRATEGY.replace("0.5 .. 1.5", "0.6 .. 1.4")).unwrap();
    assert!(milepost(&here, &["sensitivity", "."]).contains("was made from other files"));
    milepost(&here, &["run", ".", "-n", "300"]);
    let report = std::fs::read_to_string(here.join("out/report.html")).unwrap();
    assert!(report.contains("What it depends on was worked out for other files"), "said to be missing");
    ask(&["--measure", "victims", "--pathway", "stay"]);
    assert_eq!(questions(&kept(&here)), ["given victims stay"]);
}

#[test]
fn wrong_use_is_refused() {
    let here = ran("refused");
    let none = folder("none");
    let ask = |more: &[&str]| {
        let said = milepost(&here, &[&["sensitivity", "."], more].concat());
        said.split("---- stderr").last().unwrap().trim().to_string()
    };
    let all = [
        ask(&["--measure", "victim"]),
        ask(&["--pathway", "strung"]),
        ask(&["--measure", "same"]),
        ask(&["--method", "sobol", "--samples", "500"]),
        ask(&["--method", "sobol", "--input", "delivered.R"]),
        ask(&["--method", "sobol", "--input", "harshnes"]),
        ask(&["--method", "morris", "--levels", "3"]),
        ask(&["--over-time", "--chart", "harms"]),
        ask(&["--samples", "64"]),
        ask(&["--method", "morris", "--samples", "64"]),
        ask(&["--method", "morris", "--over-time"]),
        ask(&["--input", "idle"]),
        milepost(&none, &["sensitivity", "."]),
        {
            milepost(&none, &["run", ".", "-n", "3"]);
            milepost(&none, &["sensitivity", "."])
        },
        {
            milepost(&none, &["run", ".", "-n", "100"]);
            milepost(&none, &["sensitivity", "."])
        },
    ];
    assert_snapshot!("refused", all.join("\n"));
}
