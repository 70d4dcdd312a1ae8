//! The command as people meet it: exit code, what it says, and where.
//!
//! Snapshots lie in `snapshots/`; after a change on purpose run `INSTA_UPDATE=always cargo test -p milepost-cli`
//! and read what became of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

/// An empty folder of this name for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("cli").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// A folder with files in it.
fn strategy(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = folder(name);
    for (file, text) in files {
        std::fs::write(path.join(file), text).unwrap();
    }
    path
}

/// Runs the command in a folder: exit code, stdout and stderr, without what differs from run to run.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let plain = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap().replace(&folder.display().to_string(), "FOLDER");
        text.lines().map(|l| timeless(l) + "\n").collect::<String>()
    };
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", plain(&output.stdout), plain(&output.stderr))
}

/// A line without durations, speeds, numbers of threads and hashes.
fn timeless(line: &str) -> String {
    if let Some((before, after)) = line.split_once("/shards/") {
        let rest = after.trim_start_matches(|c: char| c.is_ascii_hexdigit());
        return format!("{before}/shards/HASH{rest}");
    }
    match line.split_once(" runs in ") {
        Some((runs, _)) => format!("{runs} runs in TIME"),
        None => line.trim_end().to_string(),
    }
}

/// A small strategy with every kind of name.
const SMALL: &str = r#"/// Whether to stay.
strategy "Small" {
  source "A report" paragraphs 1..3
  question "Stay or go?"
  time month from 2025-01 to 2025-12
  reference stay
}
actor mission "The mission"
element handover "Handover" paragraphs 1..2
dimension place { north south }
/// How many should be there.  [1]
lever goal[place]: person = 40 in 0 .. 60 by mission in handover
lookup fade of month: share = (0, 1) (12, 50%)
uncertain rate: 1/month = 20%/month in 10%/month .. 30%/month
/// Soldiers.  *assumption*
stock troops[place]: person {
  initial 40
  inflow  (goal - troops) * rate
}
let needed = sum(troops) * fade(time)
indicator counted[place] observes troops { produced by mission }
condition low { holds when sum(counted) < 40 person }
milestone out due 2025-10 { met when sum(true troops) < 20 person }
trigger alarm by mission within 1 month { fires when sum(counted) > 90 person  then goal = 10 }
regime present "As now" { goal = 40 }
regime gone "None" { goal = 0 over 6 month }
pathway stay = present
pathway leave "Leave" following all = gone from 2025-02
recommendation DO_IT by mission in handover due 2025-06 { goal *= 0.5 over 2 month }  // [2, 3]
obligation publish by mission due 2025-05 evidence document
approval treaty { majority in every place }
measure presence "Soldier-months" minimise total(troops) matters 10 person*month
hypothesis fewer { presence under leave < presence under stay  in at least 66% of futures }
"#;

/// A strategy without `hypothesis`, whose stock runs away in one pathway.
const RUNAWAY: &str = "strategy \"Runaway\" { time month from 2025-01 to 2025-12 }
lever growth: 1/month = 0 in 0 .. 1e300
stock people: person { initial 1  inflow people * growth }
regime slow { growth = 1 }
regime fast { growth = 1e200 }
pathway calm = slow
pathway mad = fast
measure most minimise peak(people)
";

#[test]
fn help() {
    let here = folder("help");
    assert_snapshot!("no_arguments", milepost(&here, &[]));
    for command in ["new", "check", "run", "report", "test", "fit", "worth", "diff", "simulate", "explain"] {
        assert_snapshot!(format!("help_{command}"), milepost(&here, &[command, "--help"]));
    }
    assert_snapshot!("help_codegen_c", milepost(&here, &["codegen", "c", "--help"]));
    assert_snapshot!("unknown_command", milepost(&here, &["chek", "x"]));
}

#[test]
fn check_says_what_there_is_or_what_is_wrong() {
    let good = strategy("good", &[("a.mile", SMALL)]);
    assert_snapshot!("check_good", milepost(&good, &["check", "."]));
    let bad = strategy(
        "bad",
        &[
            ("a.mile", &SMALL.replace("- troops) * rate", "- trops) * rate").replace("40 person }", "40 month }")),
            ("b.mile", "lever idle = 0 in 0 .. 1\n"),
        ],
    );
    assert_snapshot!("check_bad", milepost(&bad, &["check", "."]));
    let warned = strategy("warned", &[("a.mile", SMALL), ("b.mile", "lever idle = 0 in 0 .. 1\n")]);
    assert_snapshot!("check_warned", milepost(&warned, &["check", "."]));
    assert_snapshot!("check_errors_only", milepost(&warned, &["check", ".", "--errors-only"]));
}

/// A small strategy with an index of its source.
const INDEXED: &str = r#"
strategy "Delta" {
  source "A report" paragraphs 1..9
  time   month from 0 to 12
  index  "data/index.csv"
}
actor town
element dikes
lever height = 1 in 0 .. 5 by town in dikes
regime wait { height = 1 }
pathway stay = wait
/// [1-3]
recommendation KR_1_1 "Raise it" by town in dikes due 3 { height += 1 }
/// [5]
recommendation KR_1_2 "Speak of it" by town in dikes due 3 {
  no effect "What is said in the town hall moves no water in this model, and nothing that people would do after it is known well enough to be in it"
}
/// [9]
recommendation KR_2 "Thank the board" by town in dikes { no effect "Words only" }
link L01 height lowers height
"#;

#[test]
fn check_says_how_much_of_the_source_is_there() {
    let index = "kind,id,paragraphs,note\nrecommendation,KR-1.1,1-3,a\nrecommendation,KR-1.2,5,b\nrecommendation,KR-2,9,\n\
                 link,L01,4,\nlink,L02,6,\n";
    let here = strategy("indexed", &[("a.mile", INDEXED)]);
    std::fs::create_dir(here.join("data")).unwrap();
    std::fs::write(here.join("data/index.csv"), index).unwrap();
    assert_snapshot!("check_indexed", milepost(&here, &["check", "."]));
    assert_snapshot!("check_verbose", milepost(&here, &["check", ".", "-v"]));
}

#[test]
fn folders_that_are_no_strategy() {
    let here = strategy("odd", &[("file.txt", "x")]);
    std::fs::create_dir(here.join("empty")).unwrap();
    std::fs::create_dir(here.join("blank")).unwrap();
    std::fs::write(here.join("blank/a.mile"), "").unwrap();
    std::fs::create_dir(here.join("latin")).unwrap();
    std::fs::write(here.join("latin/a.mile"), b"let x = 1 // caf\xe9\n").unwrap();
    std::fs::create_dir(here.join("outside")).unwrap();
    let outside = "strategy \"s\" { time month from 0 to 1 }\ndimension d from \"../file.txt\" column x\n";
    std::fs::write(here.join("outside/a.mile"), outside).unwrap();
    let all = ["missing", "file.txt", "empty", "blank", "latin", "outside"].map(|f| milepost(&here, &["check", f]));
    assert_snapshot!("check_odd_folders", all.join("\n"));
}

#[test]
fn new_makes_a_strategy_that_is_right_and_never_overwrites() {
    let here = folder("new");
    assert_snapshot!("new", milepost(&here, &["new", "mine"]));
    assert_snapshot!("new_again", milepost(&here, &["new", "mine"]));
    let checked = milepost(&here, &["check", "mine"]);
    assert!(checked.starts_with("exit code 0") && checked.ends_with("---- stderr\n"), "{checked}");
}

#[test]
fn explain_every_kind_of_name() {
    let here = strategy("explain", &[("a.mile", SMALL)]);
    for name in [
        "troops", "goal", "rate", "needed", "fade", "counted", "low", "out", "alarm", "place", "mission", "handover",
        "gone", "leave", "DO_IT", "publish", "treaty", "presence", "fewer",
    ] {
        assert_snapshot!(format!("explain_{name}"), milepost(&here, &["explain", ".", name]));
    }
    assert_snapshot!("explain_unknown", milepost(&here, &["explain", ".", "trops"]));
}

#[test]
fn run_refuses_what_it_cannot_do() {
    let here = strategy("refused", &[("a.mile", SMALL), ("taken", "")]);
    assert_snapshot!("run_no_futures", milepost(&here, &["run", ".", "--futures", "0"]));
    assert_snapshot!("run_no_members", milepost(&here, &["run", ".", "--members", "5..5"]));
    assert_snapshot!("run_odd_members", milepost(&here, &["run", ".", "--members", "5-9"]));
    assert_snapshot!("run_unknown_pathway", milepost(&here, &["run", ".", "-n", "4", "--pathway", "leaf"]));
    assert_snapshot!("run_unwritable", milepost(&here, &["run", ".", "-n", "4", "--out", "taken/out"]));
}

#[test]
fn run_and_test() {
    let here = strategy("run", &[("a.mile", SMALL)]);
    assert_snapshot!("run", milepost(&here, &["run", ".", "-n", "64", "-j", "1", "--claims", "32"]));
    for file in ["report.html", "run.json", "futures.parquet", "outcomes.parquet", "bands.parquet"] {
        assert!(here.join("out").join(file).is_file(), "{file}");
    }
    assert_snapshot!("run_again", milepost(&here, &["run", ".", "-n", "64", "-j", "1", "--claims", "32"]));
    assert_snapshot!("test", milepost(&here, &["test", ".", "-n", "64", "-j", "1"]));
    let fails = strategy("fails", &[("a.mile", &SMALL.replace("under leave <", "under leave >"))]);
    assert_snapshot!("test_strict", milepost(&fails, &["test", ".", "-n", "64", "-j", "1", "--strict"]));
}

#[test]
fn report_shows_a_run_again_without_running() {
    let here = strategy("report", &[("a.mile", SMALL)]);
    assert_snapshot!("report_without_run", milepost(&here, &["report", "."]));
    milepost(&here, &["run", ".", "-n", "64", "-j", "1", "--claims", "32"]);
    let page = || std::fs::read_to_string(here.join("out/report.html")).unwrap();
    let first = page();
    std::fs::remove_file(here.join("out/report.html")).unwrap();
    assert_snapshot!("report", milepost(&here, &["report", "."]));
    assert_eq!(first, page(), "the page that run wrote and the one that report wrote differ");
    std::fs::write(here.join("out/worth.json"), "[{]").unwrap();
    assert_snapshot!("report_odd_study", milepost(&here, &["report", "."]));
    assert_eq!(first, page(), "a study that cannot be read changed the page");
    std::fs::write(here.join("a.mile"), SMALL.replace("initial 40", "initial 39")).unwrap();
    assert_snapshot!("report_of_other_files", milepost(&here, &["report", "."]));
    assert_eq!(first, page(), "a refused report changed the page");
}

#[test]
fn test_without_hypotheses() {
    let here = strategy("unclaimed", &[("a.mile", RUNAWAY)]);
    assert_snapshot!("test_without_hypotheses", milepost(&here, &["test", "."]));
}

#[test]
fn a_number_that_stops_being_finite_is_named() {
    let here = strategy("runaway", &[("a.mile", RUNAWAY)]);
    assert_snapshot!("run_infinite", milepost(&here, &["run", ".", "-n", "4", "-j", "1"]));
    assert_snapshot!("run_allow_nan", milepost(&here, &["run", ".", "-n", "4", "-j", "1", "--allow-nan"]));
}

/// Links of every finding about the small strategy.
const LINKS: &str = "
let trust = (rate - 20%/month) * sum(troops)
link L1 goal raises troops within 6 month
link L2 \"More soldiers, less trust\" goal[north] lowers trust
link L3 rate raises sum(troops) under leave
link L4 rate raises goal
link L10 \"Elections elsewhere calm\" absent \"this model has no neighbours and no press, so it cannot know of them\"
";

#[test]
fn check_asks_for_the_links_of_the_source_and_keeps_the_answer() {
    let here = strategy("links", &[("a.mile", SMALL), ("links.mile", LINKS)]);
    assert_snapshot!("check_no_links", milepost(&here, &["check", ".", "--no-links"]));
    assert!(!here.join("out").exists());
    assert_snapshot!("check_links", milepost(&here, &["check", ".", "-n", "64"]));
    let kept = std::fs::read_to_string(here.join("out/links.json")).unwrap();
    assert!(kept.contains("\"contradicted\"") && kept.contains("\"futures\": 64"), "{kept}");
    // Asked once: what is kept is told again, until the files or the futures are others.
    let told = kept.replace("\"contradicted\"", "\"weak\"");
    let ask = |futures: &str| milepost(&here, &["check", ".", "-n", futures]);
    std::fs::write(here.join("out/links.json"), &told).unwrap();
    assert!(!ask("64").contains("\ncontradicted\n"));
    assert!(ask("32").contains("\ncontradicted\n"));
    std::fs::write(here.join("out/links.json"), told.replace("\"milepost\": \"", "\"milepost\": \"0.0.")).unwrap();
    assert!(ask("64").contains("\ncontradicted\n"));
    std::fs::write(here.join("out/links.json"), &told).unwrap();
    std::fs::write(here.join("links.mile"), format!("{LINKS}\n// another file\n")).unwrap();
    assert!(ask("64").contains("\ncontradicted\n"));
    std::fs::write(here.join("out/links.json"), "{").unwrap();
    assert!(ask("64").contains("\ncontradicted\n"));
    let taken = strategy("links_taken", &[("a.mile", SMALL), ("links.mile", LINKS), ("out", "")]);
    let noted = milepost(&taken, &["check", ".", "-n", "8"]);
    assert!(noted.starts_with("exit code 0") && noted.contains("note: links.json is not kept: "), "{noted}");
}

#[test]
fn settings_are_shown_and_are_another_run() {
    let here = strategy("with", &[("a.mile", SMALL)]);
    let plain = ["run", ".", "-n", "16", "-j", "1"];
    let set = ["run", ".", "-n", "16", "-j", "1", "--with", "rate=10%/month", "--with", "goal=20"];
    let hash = || {
        let record = std::fs::read_to_string(here.join("out/run.json")).unwrap();
        let at = record.find("\"strategy\"").unwrap();
        record[at..at + 80].to_string()
    };
    milepost(&here, &plain);
    let before = hash();
    assert_snapshot!("run_with", milepost(&here, &set));
    assert_ne!(before, hash());
    assert!(
        std::fs::read_to_string(here.join("out/report.html")).unwrap().contains("with rate = 10%/month and goal = 20")
    );
    // Neither takes the other's shards; both find their own.
    for args in [&plain[..], &set] {
        assert!(milepost(&here, args).contains("nothing to run: all of it was finished earlier"));
    }
    assert_snapshot!("test_with", milepost(&here, &["test", ".", "-n", "16", "-j", "1", "--with", "rate=10%"]));
    assert_snapshot!("run_with_unknown", milepost(&here, &["run", ".", "-n", "4", "--with", "gaol=1"]));
    assert_snapshot!("run_with_nothing", milepost(&here, &["run", ".", "-n", "4", "--with", "goal"]));
}

#[test]
fn fit_needs_a_fit() {
    let here = strategy("unfitted", &[("a.mile", SMALL)]);
    assert_snapshot!("fit_none", milepost(&here, &["fit", "."]));
}

#[cfg(unix)]
#[test]
fn a_reader_who_leaves_ends_the_command_quietly() {
    use std::os::unix::process::ExitStatusExt;
    use std::process::Stdio;
    let here = folder("pipe");
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let mut child =
        command.args(["new", "mine"]).current_dir(&here).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let child = child.as_mut().unwrap();
    drop(child.stdout.take());
    let status = child.wait().unwrap();
    let mut said = String::new();
    std::io::Read::read_to_string(&mut child.stderr.take().unwrap(), &mut said).unwrap();
    // Ended by SIGPIPE, or done before the reader left.
    assert!(status.signal() == Some(13) || status.success(), "{status}");
    assert_eq!(said, "");
}
