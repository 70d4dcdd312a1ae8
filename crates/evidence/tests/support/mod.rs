//! A small strategy, and files read for its indicators.
#![allow(dead_code, reason = "no test needs all of it")]

use std::path::PathBuf;
use std::sync::Arc;

use milepost_evidence::{Item, Places, Reader};
use milepost_strategy::MemoryWorld;
use milepost_strategy::model::{Indicator, Strategy, VariableKind};

/// A strategy over two places with this indicator.
pub fn strategy(indicator: &str, files: &[(&str, &str)]) -> Strategy {
    let text = format!(
        "strategy \"case\" {{ time month from 2005-01 to 2006-12 step 1/4 }}\n\
         dimension province {{ Anbar Ninewa \"Salah al-Din\" }}\n\
         flow deaths[province]: person/month = 10 person/month\n{indicator}\n"
    );
    let world = files.iter().fold(MemoryWorld::default().with("case.mile", text), |w, (f, t)| w.with(*f, *t));
    let checked = milepost_strategy::check(&world);
    let told = milepost_syntax::render(&checked.sources, &checked.diagnostics, false);
    checked.strategy.unwrap_or_else(|| panic!("{told}"))
}

/// The first indicator.
pub fn indicator(strategy: &Strategy) -> &Indicator {
    let found = strategy.variables.iter().find_map(|v| match &v.kind {
        VariableKind::Indicator(i) => Some(i),
        _ => None,
    });
    found.expect("an indicator")
}

/// What comes out of a file, one line each: rows as `line id from..to place>element low/best/high`, findings as
/// `line kind: cause`.
pub fn read(mapping: &str, files: &[(&str, &str)], bytes: &[u8]) -> Result<Vec<String>, String> {
    let strategy = strategy(mapping, files);
    let indicator = indicator(&strategy);
    let variable = &strategy.variables[strategy.variables.len() - 1];
    let reading = &indicator.evidence.as_ref().expect("evidence").reading;
    let places = Arc::new(Places::new(&strategy, &variable.dims, reading));
    let reader = Reader::new(bytes, reading, places, indicator.averages)?;
    let elements = |e: Option<usize>| e.map_or("?".into(), |e| strategy.element_names(&variable.dims, e));
    Ok(reader
        .map(|item| match item.expect("bytes in memory") {
            Item::Finding(f) => format!("{} {}: {}", f.line, f.kind.word(), f.cause),
            Item::Row(r) => {
                let days = if r.from == r.to { r.from.to_string() } else { format!("{}..{}", r.from, r.to) };
                let id = r.id.as_deref().unwrap_or("-");
                let place = r.place.join(",");
                let grades = [r.date_precision, r.place_precision].map(|p| p.map_or("-".into(), |p| p.to_string()));
                let (element, grades) = (elements(r.element), grades.join(" "));
                format!("{} {id} {days} {place}>{element} {}/{}/{} {grades}", r.line, r.low, r.best, r.high)
            }
        })
        .collect())
}

/// A file of another project beside this repository, if it is there.
pub fn oracle(path: &str) -> Option<Vec<u8>> {
    let full = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/oracles").join(path);
    let found = std::fs::read(full).ok();
    if found.is_none() {
        eprintln!("SKIPPED: no `{path}` beside this checkout");
    }
    found
}
