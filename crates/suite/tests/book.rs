//! Every example of the book is checked, and what its guide shows stands in the strategy that `milepost new` makes.

use std::fs;
use std::path::{Path, PathBuf};

use milepost_suite::case::{Case, read_folder};
use milepost_suite::run::{checked, findings};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn cases() -> Vec<Case> {
    read_folder(&root().join("book")).expect("the book can be read")
}

#[test]
fn every_example_is_free_of_errors() {
    let mut wrong = Vec::new();
    for case in cases().iter().filter(|c| !c.files.is_empty()) {
        let checked = checked(case);
        if checked.strategy.is_none() {
            wrong.push(format!("{}\n    {}", case.place(), findings(&checked).join("\n    ")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_guide_shows_what_milepost_new_makes() {
    let folder = root().join("crates/cli/template");
    let files = fs::read_dir(&folder).expect("the template can be read");
    let texts: Vec<String> = files.map(|f| fs::read_to_string(f.expect("an entry").path()).expect("a text")).collect();
    for case in cases().iter().filter(|c| c.file == "guide/first-strategy.md") {
        for fragment in &case.fragments {
            let there = texts.iter().any(|text| text.contains(fragment.as_str()));
            assert!(there, "{}: no file of the template holds\n{fragment}", case.place());
        }
    }
}

/// Every page links only to pages that are there.
#[test]
fn links_lead_somewhere() {
    let pages = [
        "README.md",
        "guide/first-strategy.md",
        "guide/foreign-models.md",
        "reference/language.md",
        "reference/foreign-models.md",
        "reference/conformance.md",
        "concepts/futures.md",
    ];
    for page in pages {
        let path = root().join("book").join(page);
        let text = fs::read_to_string(&path).expect("a page");
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (file, _) = link.split_once('#').unwrap_or((link, ""));
            let target = path.parent().expect("a folder").join(file);
            assert!(file.is_empty() || file.starts_with("http") || target.exists(), "{page} links to {link}");
        }
    }
}
