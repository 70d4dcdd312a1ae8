//! Proofs that others computed: those of transparency-dev/merkle, decided as they say.

use std::path::{Path, PathBuf};

use milepost_record::Hash;
use milepost_record::merkle::{verify_consistency, verify_inclusion};
use serde_json::Value;

/// All JSON files below a folder beside the checkout.
fn cases(kind: &str) -> Vec<PathBuf> {
    fn below(folder: &Path, found: &mut Vec<PathBuf>) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                below(&path, found);
            } else if path.extension().is_some_and(|e| e == "json") {
                found.push(path);
            }
        }
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/oracles/merkle/testdata").join(kind);
    let mut found = Vec::new();
    below(&folder, &mut found);
    found.sort();
    found
}

/// A hash, or `None` for bytes that are none.
fn hash(value: &Value) -> Option<Hash> {
    Hash::parse(value.as_str().unwrap_or_default())
}

/// A root; some cases have words for one, where only it matters whether two are the same.
fn root(value: &Value) -> Option<Hash> {
    Some(hash(value).unwrap_or_else(|| Hash::of(value.as_str().unwrap_or_default().as_bytes())))
}

fn proof(value: &Value) -> Option<Vec<Hash>> {
    value["proof"].as_array().map_or(Some(Vec::new()), |hashes| hashes.iter().map(hash).collect())
}

fn inclusion(case: &Value) -> Option<bool> {
    let (index, size) = (case["leafIdx"].as_u64()?, case["treeSize"].as_u64()?);
    let (leaf, top) = (hash(&case["leafHash"])?, root(&case["root"])?);
    Some(verify_inclusion(&leaf, index, size, &proof(case)?, &top).is_ok())
}

fn consistency(case: &Value) -> Option<bool> {
    let (old, size) = (case["size1"].as_u64()?, case["size2"].as_u64()?);
    let (old_root, top) = (root(&case["root1"])?, root(&case["root2"])?);
    Some(verify_consistency(old, size, &proof(case)?, &old_root, &top).is_ok())
}

/// Decides all cases of a kind; how many, and how many of them are right.
fn decide(kind: &str, decide: fn(&Value) -> Option<bool>) -> (usize, usize) {
    let cases = cases(kind);
    let mut wrong = Vec::new();
    let mut right = 0;
    for path in &cases {
        let case: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let expected = !case["wantErr"].as_bool().unwrap();
        right += usize::from(expected);
        // What is no hash at all proves nothing.
        if decide(&case).unwrap_or(false) != expected {
            wrong.push(format!("{}: {}", path.display(), case["desc"]));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    (cases.len(), right)
}

#[test]
fn the_proofs_of_transparency_dev() {
    let (included, continued) = (decide("inclusion", inclusion), decide("consistency", consistency));
    if included.0 + continued.0 == 0 {
        eprintln!("SKIPPED: no proofs of transparency-dev/merkle beside this checkout");
        return;
    }
    assert_eq!((included.0 + continued.0, included.1 + continued.1), (196, 12), "{included:?} {continued:?}");
}
