//! `milepost convert` as people meet it: what it prints, what it writes, and when it writes nothing.

use std::path::PathBuf;
use std::process::{Command, Output};

const TEACUP: &str = "{UTF-8}
Heat Loss to Room=
\t(Teacup Temperature - Room Temperature) / Characteristic Time
\t~\tDegrees Fahrenheit/Minute
\t~\tHeat Loss to Room
\t|

Room Temperature=
\t70
\t~\tDegrees Fahrenheit [-459.67,?]
\t~\tAmbient temperature
\t|

Teacup Temperature= INTEG (
\t-Heat Loss to Room,
\t\t180)
\t~\tDegrees Fahrenheit [32,212]
\t~\tThe average temperature of the tea
\t|

Characteristic Time=
\t10
\t~\tMinutes [0,?]
\t~\tHow long until the temperature has fallen to about a third
\t|

FINAL TIME  = 30 ~ Minute ~ |
INITIAL TIME  = 0 ~ Minute ~ |
SAVEPER  = TIME STEP ~ Minute [0,?] ~ |
TIME STEP  = 0.125 ~ Minute [0,?] ~ |
";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = std::env::temp_dir().join(format!("milepost-convert-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("a folder");
        std::fs::write(folder.join("teacup.mdl"), TEACUP).expect("a file");
        Folder(folder)
    }

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
        command.current_dir(&self.0).args(args).output().expect("it runs")
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.0.join(file)).unwrap_or_default()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_model_goes_round_all_formats_and_says_that_its_numbers_stayed() {
    let folder = Folder::new("round");
    for (from, to) in [
        ("teacup.mdl", "teacup.xmile"),
        ("teacup.xmile", "again.mdl"),
        ("again.mdl", "teacup.mile"),
        ("teacup.mile", "last.xmile"),
        ("last.xmile", "last.mdl"),
    ] {
        let done = folder.run(&["convert", from, to]);
        assert!(done.status.success(), "{from} to {to}: {}", err(&done));
        assert!(out(&done).contains("the same numbers"), "{from} to {to}: {}", out(&done));
        assert!(!folder.read(to).is_empty());
    }
    // The units of the author go together by the rules of our language.
    let mile = folder.read("teacup.mile");
    assert!(mile.contains("stock teacup_temperature: degrees_fahrenheit {"), "{mile}");
    assert!(mile.contains("time minute from 0 to 30 step 0.125"), "{mile}");
}

#[test]
fn a_file_that_is_there_stays_unless_it_is_forced() {
    let folder = Folder::new("force");
    std::fs::write(folder.0.join("t.xmile"), "mine").expect("a file");
    let refused = folder.run(&["convert", "teacup.mdl", "t.xmile"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(err(&refused), "error: `t.xmile` exists; --force writes over it\n");
    assert_eq!(folder.read("t.xmile"), "mine");
    assert!(folder.run(&["convert", "teacup.mdl", "t.xmile", "--force"]).status.success());
    assert!(folder.read("t.xmile").contains("<stock name=\"Teacup Temperature\">"));
}

#[test]
fn the_terminal_gets_the_text_and_the_rest_goes_beside_it() {
    let folder = Folder::new("terminal");
    let shown = folder.run(&["convert", "teacup.mdl", "-", "--to", "xmile"]);
    assert!(out(&shown).starts_with("<?xml") && out(&shown).ends_with("</xmile>\n"), "{}", out(&shown));
    assert!(err(&shown).contains("the same numbers"), "{}", err(&shown));
    let unnamed = folder.run(&["convert", "teacup.mdl", "-"]);
    assert!(err(&unnamed).contains("`-` names no format; end it in .mdl, .xmile or .mile, or give --to"));
}

#[test]
fn what_cannot_be_said_is_shown_at_its_line_and_nothing_is_written() {
    let folder = Folder::new("refused");
    let text = TEACUP.replace("\t70\n", "\tRANDOM NORMAL(60, 80, 70, 2, 1)\n");
    std::fs::write(folder.0.join("noisy.mdl"), text).expect("a file");
    let refused = folder.run(&["convert", "noisy.mdl", "noisy.xmile"]);
    assert_eq!(refused.status.code(), Some(1));
    let why = err(&refused);
    assert!(why.contains("XMILE has no `RANDOM NORMAL`") && why.contains("noisy.mdl:9"), "{why}");
    assert!(why.ends_with("1 error, and nothing is written\n"), "{why}");
    assert!(!folder.0.join("noisy.xmile").exists());
}
