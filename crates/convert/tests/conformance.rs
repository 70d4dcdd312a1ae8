//! The field's own test set from each format to every other one, held to the same numbers.
//!
//! `conformance.txt` lists what is refused, and why.  Whatever else runs must convert, and its numbers must be the same.

use milepost_convert::{Compare, Format, Refused, Source, convert, run_of};
use milepost_import::Files;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

struct Folder(PathBuf);

impl Files for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|e| format!("cannot read `{path}`: {e}"))
    }
}

const FORMATS: [(Format, &str); 3] = [(Format::Mdl, "mdl"), (Format::Xmile, "xmile"), (Format::Mile, "mile")];

#[test]
fn cases_keep_their_numbers_in_every_format() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/cases");
    let cases = models(&root);
    if cases.is_empty() {
        eprintln!("SKIPPED: no conformance cases beside this checkout");
        return;
    }
    let expected: BTreeMap<&str, &str> = include_str!("conformance.txt")
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .filter_map(|l| l.split_once(" : "))
        .collect();
    let mut faults = Vec::new();
    let mut counts: BTreeMap<(String, &str), (u32, u32)> = BTreeMap::new();
    for path in &cases {
        let files = Folder(path.parent().unwrap_or(path).to_path_buf());
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        // What does not run cannot be held to anything.
        if run_of(&name, &files).is_err() {
            continue;
        }
        let from = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        for (to, word) in FORMATS {
            let case = format!("{} to {word}", path.strip_prefix(&root).unwrap_or(path).display());
            let count = counts.entry((from.clone(), word)).or_default();
            count.1 += 1;
            let wanted = expected.get(case.as_str()).copied();
            match (convert(&Source::Foreign(&name, &files), to, Compare::Numbers), wanted) {
                (Ok(_), None) => count.0 += 1,
                (Ok(_), Some(_)) => faults.push(format!("{case} : now it converts; take it out of conformance.txt")),
                (Err(why), Some(wanted)) if sentence(&why).contains(wanted) => {}
                (Err(why), _) => faults.push(format!("{case} : {}", sentence(&why))),
            }
        }
    }
    for ((from, to), (good, all)) in &counts {
        eprintln!("{from} to {to}: {good} of {all}");
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

/// All models of the set, sorted.
fn models(root: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root.join("tests"), root.join("samples")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if Format::of(&path.to_string_lossy()).is_some_and(|f| f != Format::Mile) {
                found.insert(path);
            }
        }
    }
    found
}

/// The first finding, or the sentence.
fn sentence(why: &Refused) -> String {
    match why {
        Refused::Sentence(text) => text.lines().take(6).collect::<Vec<_>>().join(" / "),
        Refused::Findings(_, findings) => findings.first().map_or("no finding".into(), |f| f.message.clone()),
    }
}
