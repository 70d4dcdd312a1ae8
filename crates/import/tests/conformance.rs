//! The field's own test set, run in this process: no case that passed is lost, and no value is wrong.
//!
//! `conformance.txt` says of each case what is to come of it.  A case that runs and differs from its reference is a
//! failure unless it stands there with the reason.

mod support;

use milepost_import::Settings;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use support::{Beside, run};

/// What a model yields beside its reference.
#[derive(Clone, Debug, PartialEq)]
enum Verdict {
    Pass,
    Refused(String),
    Differs(String),
    Missing(String),
}

/// Vensim's `:NA:`.
const NOT_AVAILABLE: f64 = -6.490371073168535e32;
/// Columns that say how the run was set up.
const CONTROL: [&str; 8] =
    ["time", "saveper", "savestep", "time step", "initial time", "final time", "starttime", "stoptime"];

#[test]
fn what_passed_still_passes_and_nothing_is_wrong() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/cases");
    let cases = cases(&root);
    if cases.is_empty() {
        eprintln!("SKIPPED: no conformance cases beside this checkout");
        return;
    }
    let expected = include_str!("conformance.txt");
    let expected: BTreeMap<&str, &str> = expected
        .lines()
        .filter(|l| !l.is_empty() && !l.starts_with('#'))
        .filter_map(|l| l.split_once(' ').map(|(verdict, rest)| (rest.split(" : ").next().unwrap_or(rest), verdict)))
        .collect();
    let mut faults = Vec::new();
    let mut passed = BTreeMap::new();
    for (name, path, references) in cases {
        let wanted = expected.get(name.as_str()).copied().unwrap_or("none");
        let until = wanted.strip_prefix("pass-until-").map(|t| t.parse().expect("a time"));
        let verdict = judge(&path, &references, until);
        let format = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        let count: &mut (u32, u32) = passed.entry(format).or_default();
        count.1 += 1;
        count.0 += u32::from(verdict == Verdict::Pass);
        match (&verdict, wanted) {
            (Verdict::Pass, _) if until.is_some() => {}
            (Verdict::Pass, "pass") | (Verdict::Refused(_), "refused") | (Verdict::Differs(_), "differs") => {}
            (Verdict::Pass, _) => faults.push(format!("pass {name}   <- now; put it into conformance.txt")),
            (other, _) => faults.push(format!("{name}: expected {wanted}, found {other:?}")),
        }
    }
    for (format, (good, all)) in &passed {
        eprintln!("{format}: {good} of {all} pass");
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Name, model and references of all cases that have a reference and whose file can run in any tool.
fn cases(root: &Path) -> Vec<(String, PathBuf, Vec<PathBuf>)> {
    let mut found = Vec::new();
    let mut folders = vec![root.join("tests"), root.join("samples")];
    while let Some(folder) = folders.pop() {
        let entries: BTreeSet<PathBuf> =
            std::fs::read_dir(&folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
        let is_reference = |p: &&PathBuf| {
            let name = p.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with("output.")
                || name.starts_with("output_") && (name.ends_with("csv") || name.ends_with("tab"))
        };
        let mut references: Vec<PathBuf> = entries.iter().filter(is_reference).cloned().collect();
        references.sort_by_key(|p| p.file_stem().is_none_or(|s| s != "output"));
        for path in entries {
            let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if matches!(ending.as_str(), "mdl" | "xmile" | "stmx")
                && !matches!(stem.as_str(), "teacup_mdl" | "model_to_generate_data")
                && !references.is_empty()
                && can_run(&path)
            {
                let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
                found.push((name, path, references.clone()));
            }
        }
    }
    found.sort();
    found
}

/// Converters left files without equations, or of a format before XMILE.
fn can_run(path: &Path) -> bool {
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("mdl")) {
        return true;
    }
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap_or_default()).into_owned();
    let missing = text.match_indices("<eqn>").any(|(at, _)| {
        let rest = text[at + 5..].trim_start();
        rest.starts_with("???") || rest.starts_with("{Enter equation")
    });
    !missing && text.contains("<xmile")
}

/// What a model yields beside its references, up to a time where one is given.
fn judge(path: &Path, references: &[PathBuf], until: Option<f64>) -> Verdict {
    let files = Beside::Folder(path.parent().unwrap_or(path).to_path_buf());
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (times, columns) = match run(&name, &files, &Settings::default()) {
        Ok(run) => run,
        Err(why) => return Verdict::Refused(why.lines().next().unwrap_or_default().to_string()),
    };
    let columns: BTreeMap<String, Vec<f64>> = columns.into_iter().map(|(n, v)| (normal(&n), v)).collect();
    let verdicts: Vec<Verdict> = references.iter().map(|r| compare(&times, &columns, &table(r), until)).collect();
    let good = verdicts.iter().find(|v| **v == Verdict::Pass);
    good.or(verdicts.first()).cloned().unwrap_or(Verdict::Missing("no reference".into()))
}

/// A cell of a reference: its value and one unit of its last printed digit.
type Printed = Option<(f64, f64)>;

fn compare(
    times: &[f64],
    columns: &BTreeMap<String, Vec<f64>>,
    reference: &[(String, Vec<Printed>)],
    until: Option<f64>,
) -> Verdict {
    let Some((_, clock)) = reference.iter().find(|(n, _)| n == "time").or(reference.first()) else {
        return Verdict::Missing("an empty reference".into());
    };
    let same = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let rows: Vec<(usize, usize)> = clock
        .iter()
        .enumerate()
        .filter_map(|(i, t)| {
            let (t, _) = (*t).filter(|(t, _)| until.is_none_or(|end| *t <= end))?;
            Some((i, times.iter().position(|&x| same(x, t))?))
        })
        .collect();
    if rows.len() < 2.min(clock.len()) {
        return Verdict::Missing("times".into());
    }
    let mut missing = None;
    for (name, wanted) in reference {
        if CONTROL.contains(&name.as_str()) || std::ptr::eq(wanted, clock) {
            continue;
        }
        let Some(got) = columns.get(name) else {
            missing.get_or_insert_with(|| name.clone());
            continue;
        };
        let shown = wanted.iter().flatten().map(|w| w.0);
        let scale = shown.filter(|w| w.is_finite() && *w > NOT_AVAILABLE * 0.99).fold(1e-3, |a: f64, b| a.max(b.abs()));
        for &(i, j) in &rows {
            let Some((want, unit)) = wanted[i] else { continue };
            let tolerance = (1e-4 * want.abs() + 1e-5 * scale).max(1.001 * unit);
            let close = got[j] == want || (got[j] - want).abs() <= tolerance;
            if !(close || want.is_nan() || got[j].is_nan() && want <= NOT_AVAILABLE * 0.99) {
                return Verdict::Differs(format!("{name} at {}: {} for {want}", times[j], got[j]));
            }
        }
    }
    missing.map_or(Verdict::Pass, Verdict::Missing)
}

/// The columns of a reference; one with its first cell alone is a constant.
fn table(path: &Path) -> Vec<(String, Vec<Printed>)> {
    let bytes = std::fs::read(path).unwrap_or_default();
    let text = milepost_import::decode(&bytes).unwrap_or_default().replace("\r\n", "\n").replace('\r', "\n");
    let first = text.lines().next().unwrap_or_default();
    let tab = first.contains('\t');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tab { b'\t' } else { b',' })
        .from_reader(text.as_bytes());
    let rows: Vec<Vec<String>> = reader.records().flatten().map(|r| r.iter().map(str::to_string).collect()).collect();
    let rows: Vec<Vec<String>> =
        rows.into_iter().filter(|r: &Vec<String>| r.iter().any(|c| !c.trim().is_empty())).collect();
    let Some((header, rows)) = rows.split_first() else { return Vec::new() };
    let mut header = header.clone();
    if !tab && rows.first().is_some_and(|r| r.len() != header.len()) {
        header = joined(&header);
    }
    let mut out: Vec<(String, Vec<Printed>)> = Vec::new();
    for (i, name) in header.iter().enumerate() {
        let mut cells: Vec<Printed> = rows.iter().map(|r| r.get(i).and_then(|c| printed(c))).collect();
        if cells.iter().skip(1).all(Option::is_none) {
            cells = vec![cells.first().copied().flatten(); cells.len()];
        }
        let key = if i == 0 && name.trim().is_empty() { "time".to_string() } else { normal(name) };
        let key = if i == 0 && matches!(key.as_str(), "months" | "days" | "years" | "minutes" | "hours") {
            "time".to_string()
        } else {
            key
        };
        if !key.is_empty() && cells.iter().any(Option::is_some) && !out.iter().any(|(k, _)| *k == key) {
            out.push((key, cells));
        }
    }
    out
}

/// Commas inside brackets that stand unquoted in a header.
fn joined(header: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut depth = 0;
    for cell in header {
        match out.last_mut() {
            Some(last) if depth > 0 => *last = format!("{last},{cell}"),
            _ => out.push(cell.clone()),
        }
        depth += cell.matches('[').count() as i32 - cell.matches(']').count() as i32;
    }
    out
}

fn printed(text: &str) -> Printed {
    let text = text.trim().to_lowercase();
    match text.as_str() {
        "" => return None,
        "true" => return Some((1.0, 0.0)),
        "false" => return Some((0.0, 0.0)),
        _ => {}
    }
    let Ok(value) = text.parse::<f64>() else { return Some((f64::NAN, 0.0)) };
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let unit = match digits.split_once('.') {
        Some((whole, part)) => {
            let shown = format!("{}{part}", whole.trim_start_matches(['-', '+']));
            let exponent: i32 = exponent.parse().unwrap_or(0);
            if shown.trim_start_matches('0').len() >= 3 { 10f64.powi(exponent - part.len() as i32) } else { 0.0 }
        }
        None => 0.0,
    };
    Some((value, unit))
}

/// A column's name as it is compared.
fn normal(name: &str) -> String {
    let name = name.replace("\\n", " ").replace("\\r", " ").replace("\\\"", "").replace('"', "");
    let mut out = String::new();
    for c in name.chars() {
        let gap = c.is_whitespace() || c == '_' || c == '\u{a0}';
        match gap {
            true if out.ends_with(' ') || out.is_empty() => {}
            true => out.push(' '),
            false => out.extend(c.to_lowercase()),
        }
    }
    for bracket in ["[", "]"] {
        out = out.split(bracket).map(str::trim).collect::<Vec<_>>().join(bracket);
    }
    let out = out.trim();
    out.strip_prefix("model.").unwrap_or(out).trim_start_matches('.').to_string()
}
