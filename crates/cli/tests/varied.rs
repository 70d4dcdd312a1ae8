//! Ensembles of bare models, and strategies that build on one.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

const TEA: &str = "\
Teacup Temperature= INTEG(-Heat Loss, 180) ~ Degrees Fahrenheit ~|
Heat Loss= (Teacup Temperature - Room Temperature) / Cooling Time ~~|
Room Temperature= 70 ~ Degrees Fahrenheit ~|
Cooling Time= 10 ~ Minute ~|
INITIAL TIME= 0 ~ Minute ~|
FINAL TIME= 30 ~ Minute ~|
TIME STEP= 0.125 ~ Minute ~|
SAVEPER= 1 ~ Minute ~|
";

const PLACES: &str = "\
Place: north side, south ~~|
growth[Place]= 0.5, 0.25 ~~|
People[Place]= INTEG(growth[Place] * People[Place], 100) ~~|
INITIAL TIME= 0 ~ Year ~|
FINAL TIME= 4 ~ Year ~|
TIME STEP= 1 ~ Year ~|
SAVEPER= 1 ~ Year ~|
";

/// A folder with files in it, for one test.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("varied").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    for (file, text) in files {
        std::fs::write(path.join(file), text).unwrap();
    }
    path
}

fn milepost(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap()
}

/// What a command that goes well prints.
fn right(folder: &Path, args: &[&str]) -> String {
    let output = milepost(folder, args);
    assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// What a command that is refused says.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = milepost(folder, args);
    assert_eq!(output.status.code(), Some(1), "{args:?}");
    assert!(output.stdout.is_empty(), "{args:?}");
    String::from_utf8(output.stderr).unwrap().trim_end().to_string()
}

/// The outputs of a single future, by name: with one future the smallest value is the value.
fn member(folder: &Path, args: &[&str], member: u64) -> Vec<(String, f64)> {
    let members = format!("{member}..{}", member + 1);
    let out = format!("out-{member}");
    let all: Vec<&str> =
        args.iter().copied().chain(["--members", &members, "--out", &out, "--format", "json"]).collect();
    let summary: Value = serde_json::from_str(&right(folder, &all)).unwrap();
    let measures = summary["pathways"][0]["measures"].as_array().unwrap();
    let value = |m: &Value| (m["name"].as_str().unwrap().to_string(), m["values"]["min"].as_f64().unwrap());
    measures.iter().map(value).collect()
}

/// The last row of a simulation, by column.
fn last_row(csv: &str) -> Vec<(String, f64)> {
    let (head, last) = (csv.lines().next().unwrap(), csv.lines().last().unwrap());
    // No name of these models holds a comma or a quote.
    head.split(',').map(str::to_string).zip(last.split(',').map(|v| v.parse().unwrap())).skip(1).collect()
}

#[test]
fn each_future_is_a_simulation_with_its_draws_set() {
    let dir = folder("bits", &[("tea.mdl", TEA), ("places.mdl", PLACES)]);
    let cases: [(&str, &str, &[&str], &[&str]); 2] = [
        (
            "tea.mdl",
            "Teacup Temperature,Heat Loss,Room Temperature,Cooling Time",
            &["Room Temperature = normal(70, 5) in 60 .. 80", "cooling_time in 5 .. 20 log"],
            &["Room Temperature", "Cooling Time"],
        ),
        ("places.mdl", "People,growth", &["growth in 0.1 .. 0.9"], &["growth[north side]", "growth[south]"]),
    ];
    for (model, outputs, vary, drawn) in cases {
        let mut args = vec!["run", model, "--outputs", outputs];
        vary.iter().for_each(|v| args.extend(["--vary", v]));
        let mut seen = Vec::new();
        for k in [0, 1, 7, 4096, 100_000] {
            let future = member(&dir, &args, k);
            let of = |name: &str| future.iter().find(|(n, _)| n == name).unwrap().1;
            let set: Vec<String> = drawn.iter().map(|name| format!("{name}={:?}", of(name))).collect();
            let mut once = vec!["simulate", model, "--csv", "-", "--outputs", outputs];
            set.iter().for_each(|s| once.extend(["--set", s]));
            let simulated = last_row(&right(&dir, &once));
            assert_eq!(simulated.len(), future.len());
            for ((name, a), (other, b)) in simulated.iter().zip(&future) {
                assert_eq!((name, a.to_bits()), (other, b.to_bits()), "{model}, future {k}");
            }
            seen.push(set);
        }
        seen.dedup();
        assert_eq!(seen.len(), 5, "the futures of {model} differ");
    }
}

#[test]
fn one_element_varies_and_the_others_stay() {
    let dir = folder("element", &[("places.mdl", PLACES)]);
    let args = ["run", "places.mdl", "--outputs", "growth", "--vary", "GROWTH[north_side] in 0.1 .. 0.4"];
    for k in 0..5 {
        let future = member(&dir, &args, k);
        assert_eq!(future[1], ("growth[south]".to_string(), 0.25));
        assert!((0.1..0.4).contains(&future[0].1), "{future:?}");
    }
}

#[test]
fn the_table_shows_the_stocks_at_the_end() {
    let dir = folder("table", &[("tea.mdl", TEA)]);
    let args = [
        "run",
        "tea.mdl",
        "-n",
        "1000",
        "--vary",
        "Cooling Time in 10 .. 10",
        "--vary",
        "Room Temperature in 60 .. 80",
    ];
    let text = right(&dir, &args);
    // T = room + (180 - room) r, with r = (1 - 1/80)^240: 65.7 + 0.2 (room - 60) ... worked out for each quantile below.
    let r = (1.0_f64 - 0.0125).powi(240);
    let at = |share: f64| {
        let room = 60.0 + 20.0 * share;
        format!("{:.1}", room + (180.0 - room) * r)
    };
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "At the end, time 30 Minute, over 1,000 futures: so many of them lie below");
    assert_eq!(lines[1].split_whitespace().collect::<Vec<_>>(), ["5%", "25%", "50%", "75%", "95%", "unit"]);
    let cells: Vec<&str> = lines[2].split_whitespace().collect();
    assert_eq!(cells[..2], ["Teacup", "Temperature"]);
    for (cell, share) in cells[2..7].iter().zip([0.05, 0.25, 0.5, 0.75, 0.95]) {
        let (shown, wanted): (f64, f64) = (cell.parse().unwrap(), at(share).parse().unwrap());
        assert!((shown - wanted).abs() < 1.0, "{cell} for {wanted}");
    }
    assert!(text.contains("report: out/tea/report.html"));
    for file in ["report.html", "run.json", "futures.parquet", "outcomes.parquet", "bands.parquet"] {
        assert!(dir.join("out/tea").join(file).exists(), "{file}");
    }
    let page = std::fs::read_to_string(dir.join("out/tea/report.html")).unwrap();
    assert!(page.contains("Over time") && !page.contains("The pathways compared"), "no section stands empty");
    assert!(right(&dir, &args).contains("nothing to run: all of it was finished earlier"));
    // Another range is another run.
    let other: Vec<&str> =
        args.iter().map(|a| if a.starts_with("Room") { "Room Temperature in 60 .. 81" } else { a }).collect();
    assert!(right(&dir, &other).contains("1000 runs in"));
}

#[test]
fn the_same_bytes_on_any_number_of_threads_and_from_parts() {
    let dir = folder("threads", &[("tea.mdl", TEA)]);
    let run = |out: &str, more: &[&str]| {
        let base = ["run", "tea.mdl", "-n", "9000", "--vary", "Room Temperature in 60 .. 80", "--out", out];
        right(&dir, &base.iter().chain(more).copied().collect::<Vec<_>>())
    };
    run("one", &["-j", "1"]);
    run("two", &["-j", "2"]);
    run("parts", &["--members", "0..4096"]);
    run("parts", &[]);
    for file in ["futures.parquet", "outcomes.parquet", "bands.parquet"] {
        let bytes = |out: &str| std::fs::read(dir.join(out).join(file)).unwrap();
        assert!(bytes("one") == bytes("two") && bytes("one") == bytes("parts"), "{file}");
    }
}

#[test]
fn a_file_beside_the_model_is_part_of_the_run() {
    let model = TEA.replace("Room Temperature= 70", "Room Temperature= GET DIRECT CONSTANTS('room.csv', ',', 'B1')");
    let dir = folder("beside", &[("tea.mdl", &model), ("room.csv", "room,70\n")]);
    let args = ["run", "tea.mdl", "-n", "100", "--vary", "Cooling Time in 5 .. 20"];
    assert!(right(&dir, &args).contains("100 runs in"));
    assert!(right(&dir, &args).contains("nothing to run"));
    std::fs::write(dir.join("room.csv"), "room,60\n").unwrap();
    assert!(right(&dir, &args).contains("100 runs in"));
}

#[test]
fn a_model_with_random_functions_needs_no_vary() {
    let model = TEA.replace("Room Temperature= 70", "Room Temperature= RANDOM UNIFORM(60, 80, 3)");
    let dir = folder("random", &[("tea.mdl", &model)]);
    let cup = |k| member(&dir, &["run", "tea.mdl"], k)[0].1;
    assert!(cup(0) != cup(1) && (60.0..100.0).contains(&cup(0)));
}

#[test]
fn a_bare_mile_model_is_varied_alike() {
    let model = "strategy \"Tea\" { time minute from 0 to 2 }\nlet room = 70\nlet cooling: minute = 10\n\
                 stock tea { initial 180  outflow (tea - room) / cooling }\n";
    let dir = folder("mile", &[("tea.mile", model)]);
    let future = member(&dir, &["run", ".", "--vary", "room in 60 .. 80", "--outputs", "tea,room"], 3);
    let room = future[1].1;
    let by_hand = room + (180.0 - room) * 0.81;
    assert!((future[0].1 - by_hand).abs() < 1e-9, "{future:?}");
    assert_eq!(
        refused(&dir, &["run", ".", "--vary", "tea in 60 .. 80"]),
        "error: --vary: `tea` is a stock, not a constant: `stock tea { initial 180 outflow (tea - room) / cooling }`; \
         vary `room`"
    );
    let one: Vec<_> =
        member(&dir, &["run", ".", "--vary", "cooling = 600 second in 5 .. 20", "--outputs", "cooling"], 3);
    assert!((5.0..20.0).contains(&one[0].1), "{one:?}");
}

#[test]
fn what_cannot_be_varied_is_refused_in_one_sentence() {
    let dir = folder("refused", &[("tea.mdl", TEA), ("places.mdl", PLACES)]);
    let vary = |model: &str, text: &str| refused(&dir, &["run", model, "--vary", text]);
    let cases = [
        (
            refused(&dir, &["run", "tea.mdl"]),
            "nothing is varied: say what is uncertain, as in --vary \"Room Temperature in 35 .. 140\"; the constants of \
             `tea.mdl` are `Room Temperature` (70), `Cooling Time` (10)",
        ),
        (
            vary("tea.mdl", "Room Temprature in 60 .. 80"),
            "--vary: there is no variable `Room Temprature` to vary; did you mean `Room Temperature`?",
        ),
        (
            vary("tea.mdl", "Heat Loss in 1 .. 2"),
            "--vary: `Heat Loss` is computed, not a constant: `Heat Loss= (Teacup Temperature - Room Temperature) / Cooling \
             Time`; vary `Room Temperature`",
        ),
        (
            vary("tea.mdl", "TIME STEP in 0.1 .. 0.2"),
            "--vary: `TIME STEP` cannot be varied, since it decides the axis of time before any future is drawn",
        ),
        (
            vary("tea.mdl", "Room Temperature"),
            "--vary: `Room Temperature` gives no range; write \"NAME in LOW .. HIGH\"",
        ),
        (
            vary("tea.mdl", "Room Temperature in 80 .. 60"),
            "--vary: `Room Temperature` cannot be varied by `in 80 .. 60`: the range of `Room Temperature` is empty; write \
             the lower end first",
        ),
        (
            vary("tea.mdl", "Room Temperature in -1 .. 2 log"),
            "--vary: `Room Temperature` cannot be varied by `in -1 .. 2 log`: a `log` range is above zero, that of `Room \
             Temperature` is not; raise its lower end or leave `log` out",
        ),
        (
            vary("tea.mdl", "Room Temperature in { a b }"),
            "--vary: `Room Temperature` cannot be varied by `in { a b }`: it is not a number in the unit of `Room \
             Temperature`",
        ),
        (
            vary("places.mdl", "growth[sooth] in 0 .. 1"),
            "--vary: `growth` has no element `sooth`; did you mean `growth[south]`?",
        ),
        (
            refused(&dir, &["run", "tea.mdl", "--vary", "Cooling Time in 1 .. 2", "--vary", "cooling time in 1 .. 3"]),
            "--vary: `Cooling Time` is varied twice; give it one range",
        ),
        (
            refused(&dir, &["run", "tea.mdl", "--vary", "Cooling Time in 1 .. 2", "--outputs", "Teacup"]),
            "there is no variable `Teacup` to write",
        ),
        (
            refused(&dir, &["run", "tea.mdl", "--vary", "Cooling Time in 1 .. 2", "--pathway", "stay"]),
            "--pathway, --with and --claims are for strategies; a bare model has --vary and --outputs",
        ),
        (refused(&dir, &["run", "milk.mdl", "--vary", "x in 1 .. 2"]), "there is no file `milk.mdl`"),
    ];
    for (said, wanted) in cases {
        assert_eq!(said, format!("error: {wanted}"));
    }
}

#[test]
fn a_strategy_with_measures_says_in_its_files_what_is_uncertain() {
    let model = "strategy \"Tea\" { time minute from 0 to 2 }\nlet room = 70\nmeasure m minimise room at end\n";
    let dir = folder("strategy", &[("tea.mile", model)]);
    assert_eq!(
        refused(&dir, &["run", ".", "--vary", "room in 60 .. 80"]),
        "error: --vary: `room` is no lever, so it cannot be varied; write it as `uncertain` in the files"
    );
}

#[test]
fn until_and_method_are_those_that_were_asked_for() {
    let dir = folder("until", &[("tea.mdl", TEA)]);
    let run = |more: &[&str]| {
        let base = ["run", "tea.mdl", "--vary", "Room Temperature in 70 .. 70"];
        member(&dir, &base.iter().chain(more).copied().collect::<Vec<_>>(), 0)[0].1
    };
    let exact = |t: f64| 70.0 + 110.0 * (-t / 10.0).exp();
    assert!((run(&["--until", "10", "--method", "rk4"]) - exact(10.0)).abs() < 1e-6);
    assert!((run(&["--method", "rk4"]) - exact(30.0)).abs() < 1e-6);
    assert!((run(&[]) - exact(30.0)).abs() > 1e-3, "Euler's error is seen");
}

#[test]
fn a_strategy_on_the_model_meets_the_same_futures() {
    let strategy = "strategy \"Tea\" { }\n\
        use model \"tea.mdl\" {\n  uncertain room_temperature in 60 .. 80\n  uncertain cooling_time in 5 .. 20 log\n}\n\
        measure cup minimise teacup_temperature at end\n";
    let dir = folder("both", &[("tea.mdl", TEA)]);
    let on = folder("both-strategy", &[("tea.mdl", TEA), ("tea.mile", strategy)]);
    let bare = ["run", "tea.mdl", "--vary", "Room Temperature in 60 .. 80", "--vary", "Cooling Time in 5 .. 20 log"];
    for k in [0, 5, 77] {
        let (a, b) = (member(&dir, &bare, k)[0].1, member(&on, &["run", "."], k)[0].1);
        assert_eq!(a.to_bits(), b.to_bits(), "future {k}");
    }
    let explained = right(&on, &["explain", ".", "room_temperature"]);
    assert!(explained.contains("Room Temperature"), "{explained}");
    assert!(right(&on, &["run", ".", "-n", "20", "--with", "cooling_time=6"]).contains("with cooling_time = 6"));
}

#[test]
fn the_guide_shows_the_files_beside_it() {
    let guide = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/guide");
    let page = std::fs::read_to_string(guide.join("foreign-models.md")).unwrap();
    for (file, fence) in [("epidemic.mdl", "mdl file=epidemic.mdl"), ("epidemic.mile", "mile")] {
        let text = std::fs::read_to_string(guide.join("epidemic").join(file)).unwrap();
        assert!(page.contains(&format!("```{fence}\n{text}```")), "the guide shows {file} as it is");
    }
}
