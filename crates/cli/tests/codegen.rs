//! `milepost codegen c` beside `milepost simulate`: the same numbers, bit for bit.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const TEACUP: &str = "{UTF-8}
Characteristic Time = 10 ~ Minutes ~ |
Heat Loss to Room = (Teacup Temperature - Room Temperature) / Characteristic Time ~ ~ |
Room Temperature = 70 ~ ~ |
Teacup Temperature = INTEG(-Heat Loss to Room, 180) ~ ~ |
FINAL TIME = 30 ~ ~ |
INITIAL TIME = 0 ~ ~ |
SAVEPER = 1 ~ ~ |
TIME STEP = 0.125 ~ ~ |
";

/// Subscripts, a fixed delay, smooths, a lookup, functions of the time, a sample and a pulse.
const MIXED: &str = "{UTF-8}
place: north, south, west ~~|
weight[place] = 0.3, 0.5, 0.2 ~~|
table((0,0),(10,2),(20,1.5),(40,7)) ~~|
season = SIN(6.28318 * Time / 12) + 0.1 * COS(Time) ~~|
inflow[place] = weight[place] * EXP(-Level[place] / 50) * (1 + season) * table(Time) + PULSE(7, 2) ~~|
outflow[place] = MAX(0, Level[place]) ^ 0.7 / 9 ~~|
Level[place] = INTEG(inflow[place] - outflow[place], 10 * weight[place]) ~~|
late = DELAY FIXED(SUM(Level[place!]), 3, 1) ~~|
smooth[place] = SMOOTH3(outflow[place], 4) ~~|
kept = SAMPLE IF TRUE(late > 8, late, 0) ~~|
change = LN(1 + late) + SQRT(SUM(smooth[place!])) + MODULO(Time, 5) + kept ~~|
\"odd, name\" = IF THEN ELSE(Level[north] > Level[south] :AND: Time > 4, 1, 0) ~~|
FINAL TIME = 40 ~~|
INITIAL TIME = 0 ~~|
SAVEPER = 0.5 ~~|
TIME STEP = 0.25 ~~|
";

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("codegen").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn milepost(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_milepost")).args(args).env("NO_COLOR", "1").output().unwrap()
}

fn right(output: Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What the compiled model prints; `None` where there is no compiler.
fn compiled(folder: &Path, model: &str, options: &[&str], words: &[&str]) -> Option<String> {
    if !Command::new("cc").arg("--version").output().is_ok_and(|o| o.status.success()) {
        eprintln!("SKIPPED: there is no C compiler `cc`");
        return None;
    }
    let (source, binary) = (folder.join("model.c"), folder.join("compiled"));
    let mut args = vec!["codegen", "c", model, "--out", source.to_str().unwrap()];
    args.extend(options);
    right(milepost(&args));
    let mut cc = Command::new("cc");
    cc.args(["-std=c99", "-O3", "-ffp-contract=off", "-Wall", "-Werror", "-Wno-unused-but-set-variable", "-o"]);
    right(cc.arg(&binary).arg(&source).arg("-lm").output().unwrap());
    Some(right(Command::new(&binary).args(words).output().unwrap()))
}

/// The names and the numbers of a table, without its first columns.
fn table(text: &str, skip: usize) -> (Vec<String>, Vec<Vec<u64>>) {
    let mut lines = text.lines();
    let head = lines.next().unwrap_or_default();
    // Commas in quotes are part of a name.
    let mut names = vec![String::new()];
    let mut quoted = false;
    for c in head.chars() {
        quoted ^= c == '"';
        match c {
            ',' if !quoted => names.push(String::new()),
            c => names.last_mut().unwrap().push(c),
        }
    }
    let bits = |x: &str| x.parse::<f64>().map(|x| if x.is_nan() { 1 } else { x.to_bits() }).unwrap();
    (names[skip..].to_vec(), lines.map(|l| l.split(',').skip(skip).map(bits).collect()).collect())
}

fn same_as_simulate(name: &str, model: &str, options: &[&str]) {
    let folder = folder(name);
    let Some(c) = compiled(&folder, model, options, &[]) else { return };
    let mut args = vec!["simulate", model, "--csv", "-"];
    args.extend(options);
    let simulated = right(milepost(&args));
    let (c, simulated) = (table(&c, 1), table(&simulated, 0));
    assert_eq!(c.0, simulated.0);
    assert!(simulated.1.len() > 10 && simulated.0.len() > 1);
    assert!(c.1 == simulated.1, "{name}: the bits differ");
}

fn written(name: &str, text: &str) -> String {
    let path = folder(&format!("{name}-model")).join(format!("{name}.mdl"));
    std::fs::write(&path, text).unwrap();
    path.display().to_string()
}

#[test]
fn models_of_other_tools() {
    same_as_simulate("teacup", &written("teacup", TEACUP), &[]);
    let mixed = written("mixed", MIXED);
    same_as_simulate("mixed", &mixed, &[]);
    same_as_simulate("mixed-rk4", &mixed, &["--method", "rk4", "--until", "30"]);
    same_as_simulate("mixed-rk2", &mixed, &["--method", "rk2"]);
    same_as_simulate("mixed-some", &mixed, &["--outputs", "smooth[south],Level"]);
}

#[test]
fn strategies_of_our_own() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    same_as_simulate("chain30", root.join("bench/chain30.mile").to_str().unwrap(), &[]);
    same_as_simulate("iraq", root.join("strategies/iraq-2005").to_str().unwrap(), &["--outputs", "leakage,services"]);
}

#[test]
fn varied_constants_differ_between_members_and_stay_in_their_range() {
    let model = written("varied", TEACUP);
    let options = ["--vary", "Room Temperature in 60 .. 80", "--outputs", "Teacup Temperature,Room Temperature"];
    let Some(text) = compiled(&folder("varied"), &model, &options, &["50", "7"]) else { return };
    let (names, rows) = table(&text, 0);
    assert_eq!(names, ["member", "time", "Room Temperature", "Teacup Temperature", "Room Temperature"]);
    assert_eq!(rows.len(), 50 * 31);
    let mut seen: Vec<u64> = rows.iter().map(|row| row[2]).collect();
    assert!(rows.iter().all(|row| row[2] == row[4] && (60.0..80.0).contains(&f64::from_bits(row[2]))));
    seen.dedup();
    assert_eq!(seen.len(), 50);
    // The last ten alone are the same.
    let alone = right(Command::new(folder_of("varied").join("compiled")).args(["10", "7", "40"]).output().unwrap());
    assert_eq!(table(&alone, 0).1, rows[40 * 31..]);
}

fn folder_of(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("codegen").join(name)
}

#[test]
fn what_cannot_be_varied_is_refused_by_name() {
    let more = "order = 3 ~~|\ndelayed = DELAY N(late, 5, 0, order) ~~|\nlag = 3 ~~|\nlate =";
    let model = MIXED.replace("late =", more).replace("Level[place!]), 3, 1)", "Level[place!]), lag, 1)");
    let model = written("refused", &model);
    let refused = |what: &str| {
        let output = milepost(&["codegen", "c", &model, "--vary", what]);
        assert_eq!(output.status.code(), Some(1), "{what}");
        String::from_utf8(output.stderr).unwrap()
    };
    for (what, said) in [
        ("order in 2 .. 4", "order"),
        ("lag in 2 .. 4", "`lag` cannot be varied, since it decides the equation of `late`"),
        ("FINAL TIME in 10 .. 20", "`FINAL TIME`"),
        ("late in 1 .. 2", "late"),
        ("weigt in 1 .. 2", "did you mean `weight`?"),
        ("weight in 2 .. 1", "weight"),
        ("weight 1 to 2", "weight"),
    ] {
        let message = refused(what);
        assert!(message.contains(said) && message.lines().count() < 12, "{what}: {message}");
        eprintln!("{what}: {message}");
    }
}
