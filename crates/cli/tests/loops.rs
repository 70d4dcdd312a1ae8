//! `milepost loops` as people meet it.
//!
//! Snapshots lie in `snapshots/`; after a change on purpose run `INSTA_UPDATE=always cargo test -p milepost-cli`
//! and read what became of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

/// An empty folder of this name for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("loops").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap();
    let plain = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", plain(&output.stdout), plain(&output.stderr))
}

/// Harm spreads until few are left to be harmed; help that comes with a guarantee wears it down.
const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2029-12 step 1/2; decide 2026-01; reference stay }
actor un
lever help = 0 in 0 .. 1 by un
uncertain rate: 1/month = 20% in 15% .. 25%
stock harm: share { initial 1%  inflow spreading  outflow healing }
flow spreading: 1/month = rate * harm * room
let room: share = 1 - harm
flow healing: 1/month = harm * (1 + 3 * trust) / (20 month)
/// Who is helped trusts, and who is harmed does not.
stock trust: share { initial 0  toward help * (1 - harm) over 6 month }
indicator seen observes harm { known after 1 month }
milestone calm due 2027-12 by un { met when seen < 5% }
regime present { }
regime better { help = 1 }
pathway stay "As it is" = present
pathway go "With help" = better
/// The more harm, the more who hand it on.
loop spread "Spreading" = harm -> spreading
loop limit "Running out" = harm -> room -> spreading
loop circle "Trust and healing" = harm -> trust -> healing
measure suffered "Harm done" minimise total(harm) acceptable <= 20 month
"#;

#[test]
fn a_strategy_over_futures() {
    let folder = folder("strategy");
    std::fs::write(folder.join("case.mile"), STRATEGY).unwrap();
    assert_snapshot!("loops_strategy", milepost(&folder, &["loops", ".", "-n", "100"]));
    let kept = std::fs::read_to_string(folder.join("out/loops.json")).unwrap();
    assert!(kept.contains("\"futures\": 100"), "{kept}");
    assert!(!folder.join("out/studies").exists(), "blocks are gone once the study is done");

    let printed = milepost(&folder, &["loops", ".", "-n", "100", "-j", "3", "--format", "json"]);
    assert!(printed.contains(kept.trim_end()), "the same on three threads");

    // A run beside it makes the report show it.
    milepost(&folder, &["run", ".", "-n", "100"]);
    let page = std::fs::read_to_string(folder.join("out/report.html")).unwrap();
    let from = page.find("<section id=\"loops\"").unwrap();
    let section = &page[from..];
    let section = &section[..section.find("<section id=\"regimes\"").unwrap()];
    assert_snapshot!("loops_section", section);
    assert_snapshot!("loops_one_pathway", milepost(&folder, &["loops", ".", "-n", "100", "--pathway", "go"]));
    assert_snapshot!("explain_loop", milepost(&folder, &["explain", ".", "circle"]));
}

/// The article of a chart in a page.
fn article<'a>(page: &'a str, name: &str) -> &'a str {
    let from = page.find(&format!("<article class=\"chart\" id=\"chart-{name}\"")).unwrap();
    &page[from..from + page[from..].find("</article>").unwrap()]
}

#[test]
fn who_is_in_charge_stands_under_the_fans() {
    let folder = folder("under");
    let charts = "chart room_left \"Room left\" = room\nchart helped \"Help\" = help\nchart hurt \"Harm\" = harm * 2\n";
    std::fs::write(folder.join("case.mile"), format!("{STRATEGY}{charts}")).unwrap();
    milepost(&folder, &["run", ".", "-n", "100"]);
    let page = std::fs::read_to_string(folder.join("out/report.html")).unwrap();
    assert!(!page.contains("class=\"fan ribbon\""), "loops were not looked at");
    milepost(&folder, &["loops", ".", "-n", "100", "--pathway", "stay"]);
    let page = std::fs::read_to_string(folder.join("out/report.html")).unwrap();

    // Of the loops in charge only one passes what is left of the room.
    let room = article(&page, "room_left");
    assert_eq!(room.matches("class=\"fan ribbon\"").count(), 2, "one for each pathway");
    assert_eq!(room.matches("not looked at").count(), 1, "for the pathway that the study left out");
    let swatch = |article: &str, class: &str| article.contains(&format!("<rect class=\"{class}\""));
    let key = |article: &str| -> Vec<bool> { (0..2).map(|n| swatch(article, &format!("loop{n}"))).collect() };
    assert_eq!(key(room).iter().filter(|full| **full).count(), 1, "{room}");
    assert_eq!(room.matches("<rect class=\"loop").count(), 3, "two loops are ever in charge; and nothing moves");
    assert!(room.contains("loops through <a href") && room.contains(">Room</a> are in full colour"), "{room}");

    // Both pass harm, and none the lever.
    assert_eq!(key(article(&page, "hurt")), [true; 2]);
    let helped = article(&page, "helped");
    assert!(helped.contains("class=\"fan\"") && !helped.contains("ribbon"), "{helped}");
}

/// The Bass model of a file of its own, whose time counts from zero.
const BASS: &str = r#"strategy "Bass" { time month from 0 to 15 step 1/16 }
stock potential { initial 999999  outflow adoption }
stock adopters { initial 1  inflow adoption }
let met = 100 / month * potential * (adopters / 1000000)
flow adoption: 1/month = 0.015 * met
"#;

#[test]
fn a_bare_model_as_it_stands() {
    let folder = folder("bare");
    std::fs::write(folder.join("bass.mile"), BASS).unwrap();
    assert_snapshot!("loops_bare", milepost(&folder, &["loops", "bass.mile"]));
    assert!(folder.join("out/bass/loops.json").exists());
    let mdl = "{UTF-8}\nTeacup = INTEG(-cooling, 180) ~~|\ncooling = (Teacup - 70) / 10 ~~|\n\
               INITIAL TIME = 0 ~~|\nFINAL TIME = 30 ~~|\nTIME STEP = 0.125 ~~|\nSAVEPER = 1 ~~|\n";
    std::fs::write(folder.join("teacup.mdl"), mdl).unwrap();
    assert_snapshot!("loops_teacup", milepost(&folder, &["loops", "teacup.mdl"]));
}

#[test]
fn wrong_use_is_refused_in_a_sentence() {
    let folder = folder("refused");
    std::fs::write(folder.join("case.mile"), STRATEGY).unwrap();
    let rk4 = BASS.replace("step 1/16", "step 1/16 method rk4");
    std::fs::write(folder.join("bass.mile"), &rk4).unwrap();
    std::fs::create_dir(folder.join("plain")).unwrap();
    std::fs::write(folder.join("plain/a.mile"), "strategy \"a\" { time month from 0 to 12 }\nlet x = time\n").unwrap();
    let asked: [&[&str]; 5] = [
        &["loops", "bass.mile"],
        &["loops", "plain"],
        &["loops", "plain", "--method", "euler"],
        &["loops", "nowhere"],
        &["loops", "bass.mile", "--with", "x=1"],
    ];
    let told: Vec<String> = asked.iter().map(|args| milepost(&folder, args)).collect();
    assert_snapshot!("loops_refused", told.join("\n"));
    std::fs::remove_file(folder.join("bass.mile")).unwrap();
    assert_snapshot!("loops_unknown_pathway", milepost(&folder, &["loops", ".", "--pathway", "going"]));
}
