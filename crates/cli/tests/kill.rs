//! The commands killed at any point: an import is there whole or not at all, and what a party was told is recorded is there.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use milepost_record::{Filter, Sqlite, Store};

const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2026-12 step 1/4; decide 2025-07; reference stay }
dimension place { north south }
actor council "The council"
actor army "The army"
lever relief: share = 0 in 0 .. 1
stock guards[place]: person { initial 100 person  outflow relief * 1/month * guards }
flow deaths[place]: person/month = 0.001/month * guards
indicator counted[place]: person/month observes deaths {
  from "deaths.csv" layout rows by date, place column deaths id id
  known after 1 month
}
obligation publish "Publish the plan" by army to council due 2025-06
regime present { relief = 0 }
pathway stay = present
measure left minimise sum(guards) at end
"#;

const ROWS: usize = 400;
const KILLS: u32 = 60;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("kill").join(name).join("small");
    if let Some(parent) = path.parent().filter(|parent| parent.exists()) {
        std::fs::remove_dir_all(parent).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("small.mile"), STRATEGY).unwrap();
    path
}

fn milepost(folder: &Path, line: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(line.split_whitespace()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What it says, where it must succeed.
fn done(folder: &Path, line: &str) -> String {
    let output = milepost(folder, line).output().unwrap();
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{line}: {}", said(&output.stderr));
    said(&output.stdout)
}

/// Runs it and kills it after a while; whether it had ended by itself, and what it had said.
fn killed(folder: &Path, line: &str, after: Duration) -> (bool, String) {
    let mut child = milepost(folder, line).spawn().unwrap();
    std::thread::sleep(after);
    let ended = child.try_wait().unwrap().is_some();
    // It may end between the look and the kill: then what it said counts as well.
    let _ = child.kill();
    let output = child.wait_with_output().unwrap();
    (ended && output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Points spread over the time that a command takes, and beyond.
fn points(whole: Duration) -> impl Iterator<Item = Duration> {
    (0..KILLS).map(move |k| whole.mul_f64(1.3 * f64::from(k * 37 % KILLS) / f64::from(KILLS)))
}

fn rows(folder: &Path) -> usize {
    let file = folder.join("record.sqlite");
    if !file.exists() {
        return 0;
    }
    let store = Sqlite::open(&file).unwrap();
    // Every one of them can be read.
    let events: Result<Vec<_>, _> = store.events(&Filter::of("evidence.row")).unwrap().collect();
    events.unwrap().len()
}

#[test]
fn an_import_is_there_whole_or_not_at_all() {
    let here = folder("import");
    // Earlier rows stay in the file: what is no longer there would be withdrawn.
    let write = |batch: usize| {
        let mut text = "id,date,place,deaths\n".to_string();
        for (b, i) in (0..=batch).flat_map(|b| (0..ROWS).map(move |i| (b, i))) {
            text += &format!("b{b}-{i},2025-{:02}-11,{},1\n", 1 + i % 6, ["north", "south"][i % 2]);
        }
        std::fs::write(here.join("deaths.csv"), text).unwrap();
    };
    write(0);
    let begun = Instant::now();
    done(&here, "evidence import .");
    let whole = begun.elapsed();
    let (mut batch, mut had) = (0, rows(&here));
    assert_eq!(had, ROWS);
    let mut cut = 0;
    for after in points(whole) {
        batch = had / ROWS;
        write(batch);
        let (ended, _) = killed(&here, "evidence import .", after);
        let now = rows(&here);
        assert!(now == had || now == had + ROWS, "{now} rows after {had}, {batch}");
        assert!(!ended || now == had + ROWS, "an import that ended is there");
        cut += usize::from(now == had);
        had = now;
    }
    assert!(cut > 0, "none was killed before its end");
    done(&here, "log verify .");
    // What was cut off goes in now.
    write(batch);
    done(&here, "evidence import .");
    assert_eq!(rows(&here), (batch + 1) * ROWS);
}

#[test]
fn what_a_party_was_told_is_recorded_is_there() {
    let here = folder("contract");
    for party in ["council", "army"] {
        done(&here, &format!("log keys . --new {party} --out ../{party}.key"));
    }
    done(&here, "contract draft . --reason first --key ../council.key --on 2025-01-10");
    done(&here, "contract sign . --key ../army.key --on 2025-01-11");
    done(&here, "contract sign . --key ../council.key --on 2025-01-11");
    let begun = Instant::now();
    done(&here, "contract claim . publish --evidence 0 --key ../army.key --on 2025-02-01");
    let whole = begun.elapsed();
    let size = || Sqlite::open(&here.join("record.sqlite")).unwrap().head().unwrap().size;
    for (k, after) in points(whole).enumerate() {
        let before = size();
        let line = format!("contract claim . publish --evidence {} --key ../army.key --on 2025-02-01", k + 1);
        let (_, said) = killed(&here, &line, after);
        let now = size();
        // The claim and its signature together, or neither.
        assert!(now == before || now == before + 2, "{before} events, then {now}");
        assert!(!said.contains("recorded as event") || now == before + 2, "what was told is lost: {said}");
    }
    let told = done(&here, "contract status . publish --as-of 2025-03-01");
    assert!(told.starts_with("claimed"), "{told}");
    assert!(!told.contains("does not count"), "{told}");
    done(&here, "log verify .");
}
