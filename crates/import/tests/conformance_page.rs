//! The tables of conformance in the book and in the README are those of `conformance.txt`, which the field's cases are held to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The others, as measured with the same script on the whole set, of which the cases kept beside this project are a part.
const PEERS: [(&str, [(u32, u32); 3]); 2] =
    [("PySD 3.14.3", [(142, 147), (54, 58), (29, 41)]), ("simlin (pysimlin 0.8.5)", [(88, 147), (38, 58), (31, 41)])];
/// When.
const MEASURED: &str = "November 2026";
const FORMATS: [&str; 3] = ["mdl", "xmile", "stmx"];

/// A case: what comes of it, its file, and why, where it does not pass.
struct Case {
    verdict: &'static str,
    file: &'static str,
    why: &'static str,
}

fn cases() -> Vec<Case> {
    let lines = include_str!("conformance.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let case = |line: &'static str| {
        let (verdict, rest) = line.split_once(' ').expect("a verdict and a file");
        // Equal up to some time only: the whole differs.
        let verdict = if verdict.starts_with("pass-until-") { "differs" } else { verdict };
        assert!(["pass", "refused", "differs"].contains(&verdict), "{line}");
        let (file, why) = rest.split_once(" : ").unwrap_or((rest, ""));
        assert_eq!(why.is_empty(), verdict == "pass", "a case that does not pass has a reason: {line}");
        Case { verdict, file, why }
    };
    lines.map(case).collect()
}

/// Passed and all, of each format.
fn counts(cases: &[Case]) -> [(u32, u32); 3] {
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for case in cases {
        let count = counts.entry(case.file.rsplit('.').next().unwrap_or_default().to_lowercase()).or_default();
        count.0 += u32::from(case.verdict == "pass");
        count.1 += 1;
    }
    assert!(counts.keys().all(|format| FORMATS.contains(&format.as_str())), "{counts:?}");
    FORMATS.map(|format| counts.get(format).copied().unwrap_or_default())
}

fn table(cases: &[Case]) -> String {
    let mut out = String::from("| field's test models that pass | .mdl | .xmile | .stmx |\n|---|---|---|---|\n");
    let mut row = |name: &str, counts: [(u32, u32); 3]| {
        let cells = counts.map(|(good, all)| format!("{good} of {all}"));
        out.push_str(&format!("| {name} | {} |\n", cells.join(" | ")));
    };
    row("Milepost", counts(cases));
    PEERS.iter().for_each(|(name, counts)| row(name, *counts));
    let all: u32 = PEERS[0].1.iter().map(|(_, all)| all).sum();
    out.push_str(&format!(
        "\nMeasured in {MEASURED} with one script: Milepost on the {} cases kept beside this project, the others on the whole set \
         of {all}, of which these are a part.\n",
        cases.len()
    ));
    out
}

fn page() -> String {
    let cases = cases();
    let list = |verdict: &str| {
        let kept = cases.iter().filter(|c| c.verdict == verdict);
        kept.map(|c| format!("- `{}`: {}\n", c.file, c.why)).collect::<String>()
    };
    format!(
        "\
# Conformance

<!-- Written by `{WRITE}` from crates/import/tests/conformance.txt.  Change that. -->

The field has a set of test models, one for each feature, with the values that Vensim or Stella gave:
[SDXorg/test-models](https://github.com/SDXorg/test-models).  A model passes where every column of its reference is there and
equal: within 1e-4 of the value, 1e-5 of the column's largest, or one unit of the last printed digit.  Files that no tool can
run are not counted: converters left them without equations.

{}
The figures of Milepost are those of a test that `./test` runs where the models are at hand: a case that is lost, or one that
is won, makes it fail.

## Cases that are refused

Nothing is run; the construct is named, with its line.

{}
## Cases that run and differ

{}
What of each tool's language is read stands in [Foreign models](foreign-models.md).
",
        table(&cases),
        list("refused"),
        list("differs")
    )
}

const WRITE: &str = "MILEPOST_BOOK=write cargo test -p milepost-import --test conformance_page";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn writes() -> bool {
    std::env::var("MILEPOST_BOOK").is_ok_and(|what| what == "write")
}

#[test]
fn the_book_has_the_figures_of_the_kept_list() {
    let path = root().join("book/reference/conformance.md");
    if writes() {
        std::fs::write(&path, page()).expect("the book can be written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(there == page(), "book/reference/conformance.md is old: run `{WRITE}`");
}

/// The README's table stands between two marks.
#[test]
fn the_readme_has_the_figures_of_the_kept_list() {
    let path = root().join("README.md");
    let text = std::fs::read_to_string(&path).expect("the README");
    let (open, close) = ("<!-- conformance -->\n", "<!-- /conformance -->");
    let from = text.find(open).expect("a mark before the table") + open.len();
    let to = text.find(close).expect("a mark behind the table");
    let wanted = table(&cases());
    if writes() {
        let new = format!("{}{wanted}{}", &text[..from], &text[to..]);
        std::fs::write(&path, new).expect("the README can be written");
    } else {
        assert!(text[from..to] == wanted, "the table of conformance in README.md is old: run `{WRITE}`");
    }
}
