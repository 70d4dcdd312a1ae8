//! Models of other tools as people meet them: what `check` and `simulate` say, and where.
//!
//! Snapshots lie in `snapshots/`; after a change on purpose run `INSTA_UPDATE=always cargo test -p milepost-cli`
//! and read what became of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

/// A folder with one model in it.
fn folder(name: &str, file: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("models").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join(file), text).unwrap();
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let plain = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap().replace(&folder.display().to_string(), "FOLDER");
        text.lines().map(|l| l.trim_end().to_string() + "\n").collect::<String>()
    };
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", plain(&output.stdout), plain(&output.stderr))
}

/// People, with all that can be said of units and readers.
const PEOPLE: &str = r#"{UTF-8}
people[place] = INTEG(births[place] - deaths[place], 100) ~ People ~|
place: north, south ~~|
births[place] = people[place] * birth rate ~ People/Year ~|
deaths[place] = people[place] / life + 1 ~ People/Year ~|
birth rate = 0.03 ~ 1/Month ~|
life = 50 ~ Years ~|
spare = 4 ~ $*/day ~|
inverse = 1 / (people[north] - 100) ~ 1/Person ~|
half[place, place two] :EXCEPT: [north, left] = 1 ~ fraction ~|
place two: left, right ~~|
all = SUM(people[place!]) ~~ ~ :SUPPLEMENTARY |
FINAL TIME = 10 ~ Year ~|
TIME STEP = 0.5 ~ Year ~|
\\\---/// Sketch information
"#;

#[test]
fn check_says_what_a_model_is_and_what_does_not_fit() {
    let here = folder("people", "people.mdl", PEOPLE);
    assert_snapshot!("model_checked", milepost(&here, &["check", "people.mdl"]));
}

#[test]
fn many_findings_are_counted_unless_all_are_asked_for() {
    let many: String = (0..30).map(|i| format!("wrong {i} = life ~ Person ~|\n")).collect();
    let text = format!("life = 5 ~ Year ~|\n{many}FINAL TIME = 1 ~ Year ~|\n");
    let here = folder("many", "many.mdl", &text);
    let short = milepost(&here, &["check", "many.mdl"]);
    assert!(short.contains("30 equations do not fit") && short.contains("and 20 more: --verbose shows all"), "{short}");
    let all = milepost(&here, &["check", "many.mdl", "--verbose"]);
    assert_eq!(all.matches("needs Person, and the equation is Year").count(), 30, "{all}");
    assert!(!all.contains("more"), "{all}");
}

#[test]
fn what_is_wrong_is_refused_with_its_place() {
    let text = "a = b + 1 ~~|\nb = c ~~|\nc = a ~~|\nFINAL TIME = 1 ~~|\n";
    let here = folder("circle", "circle.mdl", text);
    assert_snapshot!("model_circle", milepost(&here, &["check", "circle.mdl"]));
    assert_snapshot!("model_circle_simulated", milepost(&here, &["simulate", "circle.mdl", "--csv", "-"]));
    let here = folder("empty", "empty.mdl", "");
    assert_snapshot!("model_empty", milepost(&here, &["check", "empty.mdl"]));
    let here = folder("unknown", "unknown.mdl", "people = 1 ~~|\nx = poeple ~~|\ny = x[z] ~~|\nFINAL TIME = 1 ~~|\n");
    assert_snapshot!("model_unknown", milepost(&here, &["check", "unknown.mdl"]));
    assert_snapshot!("model_not_there", milepost(&here, &["check", "nothing.mdl"]));
}

#[test]
fn a_value_that_is_no_number_is_not_written_unless_asked_for() {
    let here = folder("nan", "people.mdl", PEOPLE);
    assert_snapshot!("model_not_finite", milepost(&here, &["simulate", "people.mdl", "--csv", "-"]));
    let allowed = milepost(
        &here,
        &["simulate", "people.mdl", "--csv", "-", "--allow-nan", "--until", "0", "--outputs", "inverse"],
    );
    assert!(allowed.starts_with("exit code 0") && allowed.contains("0,inf"), "{allowed}");
    let others =
        milepost(&here, &["simulate", "people.mdl", "--csv", "-", "--outputs", "people[south]", "--until", "0.5"]);
    assert!(others.contains("time,\"people\u{5b}south]\"\n") || others.contains("time,people[south]\n"), "{others}");
    let here = folder("runaway", "runaway.mdl", "s = INTEG(s ^ 2, 9) ~~|\nFINAL TIME = 99 ~~|\n");
    assert_snapshot!("model_runaway", milepost(&here, &["simulate", "runaway.mdl", "--csv", "-"]));
}

#[test]
fn where_a_table_cannot_be_written_is_said_in_words_of_its_own() {
    let here = folder("write", "m.mdl", "s = 1 ~~|\nFINAL TIME = 2 ~~|\n");
    assert_snapshot!("model_not_written", milepost(&here, &["simulate", "m.mdl", "--csv", "nowhere/x.csv"]));
}

#[test]
fn one_file_of_our_own_is_checked_by_itself() {
    let text = "strategy \"One\" { time month from 2025-01 to 2025-12 }\nstock s: person { initial 1 }\npathway p = nothing\nregime nothing {}\nmeasure m maximise peak(s)\n";
    let here = folder("own", "one.mile", text);
    std::fs::write(here.join("other.mile"), "nonsense").unwrap();
    assert_snapshot!("model_own", milepost(&here, &["check", "one.mile"]));
}
