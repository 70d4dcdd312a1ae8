//! Every model of the field's own test set reads, where that set lies beside the checkout.

use milepost_import::{decode, foreign, mdl, xmile};
use milepost_syntax::{Diagnostic, Severity, SourceMap, render};
use std::path::{Path, PathBuf};

/// The models with this ending, sorted.
fn models(ending: &str) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/cases");
    let mut found = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending)) {
                found.push(path);
            }
        }
    }
    found.sort();
    if found.is_empty() {
        eprintln!("SKIPPED: no .{ending} models beside this checkout");
    }
    found
}

type Reader = fn(milepost_syntax::FileId, &str) -> (foreign::Model, Vec<Diagnostic>);

/// The model, and its errors as people see them.
fn read(path: &Path, reader: Reader) -> (foreign::Model, String) {
    let text = decode(&std::fs::read(path).unwrap()).unwrap();
    let mut map = SourceMap::default();
    let file = map.add(path.file_name().unwrap().to_string_lossy(), text.as_str());
    let (model, findings) = reader(file, &text);
    let errors: Vec<_> = findings.into_iter().filter(|f| f.severity == Severity::Error).collect();
    let report = if errors.is_empty() { String::new() } else { render(&map, &errors, false) };
    (model, report)
}

#[test]
fn every_mdl_model_reads() {
    let mut failed = Vec::new();
    for path in models("mdl") {
        let (model, errors) = read(&path, mdl::read);
        if !errors.is_empty() {
            failed.push(format!("{}\n{errors}", path.display()));
        }
        assert!(!model.variables.is_empty(), "{}", path.display());
        assert!(model.time.stop.is_some(), "{}", path.display());
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// Whether the tool that wrote this file left equations out of it, or its author drew a picture and nothing more.
fn unfinished(path: &Path) -> bool {
    let text = decode(&std::fs::read(path).unwrap()).unwrap();
    if text.contains("<aux name=\"Converter 1\"/>") {
        return true;
    }
    text.split("<eqn>").skip(1).any(|eqn| {
        let eqn = eqn.trim_start();
        eqn.starts_with("???") || eqn.starts_with("{Enter equation")
    })
}

#[test]
fn every_xmile_model_reads_unless_equations_are_missing() {
    let mut failed = Vec::new();
    for path in models("xmile").into_iter().chain(models("stmx")) {
        let (model, errors) = read(&path, xmile::read);
        let modules = path.to_string_lossy().contains("modules");
        if unfinished(&path) && !modules {
            assert!(errors.contains("has no equation"), "{}\n{errors}", path.display());
        } else if !errors.is_empty() {
            failed.push(format!("{}\n{errors}", path.display()));
        }
        assert!(model.time.stop.is_some() && model.time.step.is_some(), "{}", path.display());
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}
