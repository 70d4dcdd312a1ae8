//! Runs laid out by a design, as people meet them.

use std::path::{Path, PathBuf};
use std::process::Command;

use milepost_ensemble::{Stored, stored};

/// A smooth measure of two uncertainties, a category and a lever; no luck.
const STRATEGY: &str = r#"strategy "Smooth" { time month from 2025-01 to 2025-12; reference stay }
uncertain x = 1 in 0 .. 2
uncertain y = 1 in 0 .. 2
uncertain mood in { calm: 25% angry: 75% }
lever pace = 0 in 0 .. 1
regime present { }
regime fast { pace = 100% }
pathway stay = present
pathway hurry = fast
stock harm { initial 0  inflow (exp(x) + y * y + (if mood = angry then 1 else 0)) * (1 - pace / 2) / 12 month }
measure harm_done "Harm done" minimise harm at end acceptable <= 5
hypothesis haste { harm_done under hurry < harm_done under stay  in at least 50% of futures }
chart harm_seen "Harm" = harm
"#;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("design").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("a.mile"), STRATEGY).unwrap();
    path
}

/// Exit code, stdout and stderr.
fn milepost(folder: &Path, args: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    // What stands between bars is one argument.
    let parts: Vec<&str> = args.split('|').collect();
    let words = parts.iter().enumerate().flat_map(|(k, part)| match k % 2 {
        0 => part.split_whitespace().collect::<Vec<_>>(),
        _ => vec![*part],
    });
    command.current_dir(folder).args(words).env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

fn right(folder: &Path, args: &str) -> String {
    let (code, out, said) = milepost(folder, args);
    assert_eq!(code, 0, "{args}: {said}");
    out + &said
}

fn refused(folder: &Path, args: &str) -> String {
    let (code, _, said) = milepost(folder, args);
    assert_eq!(code, 1, "{args}");
    said
}

fn ran(folder: &Path, args: &str) -> Stored {
    right(folder, &format!("run . {args}"));
    stored(&folder.join("out")).unwrap()
}

fn column<'a>(stored: &'a Stored, name: &str) -> &'a [f64] {
    &stored.uncertainties.iter().find(|column| column.name == name).unwrap().values
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn a_latin_hypercube_has_one_future_in_every_stratum() {
    let stored = ran(&folder("latin"), "--design latin -n 500 --vary pace");
    for (name, width) in [("x", 2.0), ("y", 2.0), ("pace", 1.0)] {
        let mut strata: Vec<usize> = column(&stored, name).iter().map(|x| (x / width * 500.0) as usize).collect();
        strata.sort_unstable();
        assert_eq!(strata, (0..500).collect::<Vec<_>>(), "{name}");
    }
    let angry = stored.uncertainties.iter().find(|c| c.name == "mood").unwrap();
    let code = angry.categories.as_ref().unwrap().iter().position(|c| c == "angry").unwrap() as f64;
    assert_eq!(angry.values.iter().filter(|mood| **mood == code).count(), 375);
}

/// The first two columns of a Sobol' sequence: every box of 2^-a by 2^-(8 - a) holds exactly one of 256 points.
#[test]
fn a_sobol_sequence_has_one_future_in_every_elementary_box() {
    let stored = ran(&folder("sobol"), "--design sobol -n 256 --seed 5");
    let (x, y) = (column(&stored, "x"), column(&stored, "y"));
    for a in 0..=8 {
        let (across, up) = (f64::from(1 << a), f64::from(1 << (8 - a)));
        let cell = |(x, y): (&f64, &f64)| ((x / 2.0 * across) as usize, (y / 2.0 * up) as usize);
        let mut cells: Vec<(usize, usize)> = x.iter().zip(y).map(cell).collect();
        cells.sort_unstable();
        cells.dedup();
        assert_eq!(cells.len(), 256, "{a}");
    }
}

#[test]
fn a_factorial_design_is_the_product_of_its_levels() {
    let here = folder("factorial");
    let said = right(&here, "run . --design factorial --levels 4 --inputs x,mood --vary |pace in 0.2 .. 0.8|");
    assert!(said.contains("4 x 2 x 4 = 32 combinations of x, mood, pace; 64 runs of pathways"), "{said}");
    let stored = stored(&here.join("out")).unwrap();
    assert!(stored.uncertainties.iter().all(|c| c.name != "y"), "y stands still");
    let rounded = |value: f64| (value * 1e9).round() as i64;
    let (x, mood, pace) = (column(&stored, "x"), column(&stored, "mood"), column(&stored, "pace"));
    let mut rows: Vec<[i64; 3]> = (0..32).map(|i| [x[i], mood[i], pace[i]].map(rounded)).collect();
    rows.sort_unstable();
    let mut product = Vec::new();
    for x in [0.25, 0.75, 1.25, 1.75] {
        for mood in [0.0, 1.0] {
            product.extend([0.2, 0.4, 0.6, 0.8].map(|pace| [x, mood, pace].map(rounded)));
        }
    }
    product.sort_unstable();
    assert_eq!(rows, product);
    // Both pathways meet every combination, and the lever is the same in both.
    assert_eq!((stored.pathways.len(), &stored.outcomes[0]), (2, &stored.outcomes[1]));
    let judged = stored.record.summary.provenance.claim_futures;
    assert_eq!(judged, 32, "the first futures of a grid are a corner of it");
}

#[test]
fn the_bytes_are_the_same_however_a_run_is_split() {
    let here = folder("split");
    let tables = |out: &str| {
        ["futures", "outcomes", "bands"].map(|t| std::fs::read(here.join(out).join(format!("{t}.parquet"))).unwrap())
    };
    for (design, n) in [
        ("--design latin -n 5000", 5000),
        ("--design sobol -n 8192", 8192),
        ("--design factorial --levels 18 --inputs x,y --vary pace", 5832),
    ] {
        let with = format!("{design} --claims 0");
        right(&here, &format!("run . {with} --out one --threads 1"));
        right(&here, &format!("run . {with} --out two --threads 2"));
        right(&here, &format!("run . {with} --out parts --members 0..4096"));
        right(&here, &format!("run . {with} --out parts --members 4096..{n}"));
        let said = right(&here, &format!("run . {with} --out parts"));
        assert!(said.contains("nothing to run"), "{design}: {said}");
        assert!(tables("one") == tables("two") && tables("one") == tables("parts"), "{design}");
        for out in ["one", "two", "parts"] {
            std::fs::remove_dir_all(here.join(out)).unwrap();
        }
    }
}

#[test]
fn runs_of_different_designs_never_mix() {
    let here = folder("apart");
    right(&here, "run . -n 512 --claims 0");
    for args in [
        "--design latin -n 512",
        "--design sobol -n 512",
        "--vary pace -n 512",
        "--inputs x -n 512",
        "--design latin -n 600 --members 0..512",
    ] {
        let said = right(&here, &format!("run . --claims 0 {args}"));
        assert!(said.contains("1024 runs in"), "{args}: {said}");
    }
}

/// Twelve seeds of 64 futures each: the mean of all agrees with a long random run, and varies far less than that of random
/// ones, since the measure is smooth and almost a sum.
#[test]
fn designs_agree_with_random_futures_and_vary_less() {
    let here = folder("mean");
    let of = |args: &str| mean(&ran(&here, args).outcomes[0][0]);
    let spread = |design: &str| {
        let means: Vec<f64> = (1..=12).map(|seed| of(&format!("--design {design} -n 64 --seed {seed}"))).collect();
        let middle = mean(&means);
        (middle, means.iter().map(|m| (m - middle).powi(2)).sum::<f64>() / 11.0)
    };
    let (random, varies) = spread("random");
    // The mean of exp(x) over 0 .. 2, of y * y, and of the category.
    let truth = (2.0_f64.exp() - 1.0) / 2.0 + 4.0 / 3.0 + 0.75;
    assert!((random - truth).abs() < 4.0 * (varies / 12.0).sqrt(), "{random} {truth}");
    for design in ["latin", "sobol"] {
        let (found, less) = spread(design);
        assert!((found - truth).abs() < 4.0 * (varies / 12.0).sqrt() / 5.0, "{design} {found} {truth}");
        assert!(less < varies / 20.0, "{design}: {less} beside {varies}");
    }
}

#[test]
fn studies_read_a_run_with_a_lever_among_its_inputs() {
    let here = folder("studies");
    right(&here, "run . --design sobol -n 1024 --vary pace");
    let said = right(&here, "sensitivity . --format json");
    assert!(said.contains("\"pace (lever)\"") && said.contains("\"lever\": true"), "{said}");
    let said = right(&here, "sensitivity . --method sobol --samples 64 --pathway stay --format json");
    assert!(said.contains("\"kind\": \"lever\""), "{said}");
    let said = right(&here, "discover . --fails |harm_done > 5| --pathway stay");
    assert!(said.contains("pace (lever)"), "{said}");
    right(&here, "robustness .");
    right(&here, "report .");
    let page = std::fs::read_to_string(here.join("out/report.html")).unwrap();
    for words in
        ["a scrambled Sobol\u{2019} sequence of 1,024; levers varied: pace", "--design sobol --vary &quot;pace&quot;"]
    {
        assert!(page.contains(words), "{words}");
    }
    // A plain run is of other distributions, and what was found of the first is not shown beside it.
    right(&here, "run . -n 256");
    let page = std::fs::read_to_string(here.join("out/report.html")).unwrap();
    assert!(!page.contains("pace (lever)"));
}

#[test]
fn what_a_design_cannot_do_is_refused_with_a_remedy() {
    let here = folder("refused");
    for (args, sentence) in [
        ("--design sobol -n 1000", "ask for 512 or 1024"),
        ("--design factorial --levels 2000 --inputs x,y", "4000000 combinations, more than the 1048576 allowed"),
        ("--design factorial -n 7", "has as many futures as combinations, here 18, not 7"),
        ("--design factorial --levels 1", "at least 2 --levels"),
        ("--design factorial --claims 3", "are a corner of it"),
        ("--design latin -n 100 --members 50..200", "the design has futures 0..100"),
        ("--levels 3", "--levels is for --design factorial"),
        ("--inputs z", "unknown input `z`"),
        ("--vary pac", "did you mean `pace`?"),
        ("--vary |pace in 0 .. 3|", "it is held at its range, 0 .. 1"),
        ("--vary pace --with pace=0.5", "set by --with and varied by --vary"),
        ("--vary x", "is an uncertainty, which varies by itself"),
    ] {
        let said = refused(&here, &format!("run . {args}"));
        assert!(said.contains(sentence) && said.trim_end().lines().count() == 1, "{args}: {said}");
    }
}
