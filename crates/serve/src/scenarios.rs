//! Named scenarios: positions of the levers, kept in a file of the strategy's folder.

use std::path::Path;

use crate::Refusal;
use crate::moves::Asked;
use crate::server::State;
use crate::types::{Move, Scenario};

/// The file in the strategy's folder.
const FILE: &str = "scenarios.json";

/// Scenarios in a file, bytes of the file and characters of a name.
const MOST: usize = 200;
const MOST_OF_FILE: u64 = 4 << 20;
const MOST_OF_NAME: usize = 80;

/// All scenarios, in the order of their names.
pub(crate) fn all(state: &State) -> Result<Vec<Scenario>, Refusal> {
    let _turn = state.scenarios.lock();
    read(&state.folder().join(FILE))
}

/// Keeps a scenario, in place of the one of the same name; all of them as they are then.
pub(crate) fn save(state: &State, scenario: Scenario) -> Result<Vec<Scenario>, Refusal> {
    let Scenario { name, pathway, levers } = scenario;
    let name = name.trim().to_string();
    if name.is_empty() {
        return Err(Refusal::bad("a scenario needs a name"));
    }
    if name.chars().count() > MOST_OF_NAME || name.chars().any(char::is_control) {
        return Err(Refusal::bad(format!("a scenario's name has up to {MOST_OF_NAME} letters, on one line")));
    }
    // What cannot be moved is not kept.
    let asked = Move { pathway: pathway.clone(), levers: levers.clone(), futures: 256, viewer: None };
    Asked::new(&state.served().strategy, &asked)?;

    let _turn = state.scenarios.lock();
    let path = state.folder().join(FILE);
    let mut all = read(&path)?;
    all.retain(|known| known.name != name);
    if all.len() >= MOST {
        return Err(Refusal::bad(format!("there are {MOST} scenarios already; take some out of `{FILE}` first")));
    }
    all.push(Scenario { name, pathway, levers });
    all.sort_by(|a, b| a.name.cmp(&b.name));
    write(&path, &all)?;
    Ok(all)
}

fn read(path: &Path) -> Result<Vec<Scenario>, Refusal> {
    let unreadable = |why: String| Refusal::later(format!("`{FILE}` cannot be read ({why}); mend it or take it away"));
    match std::fs::metadata(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(e) => return Err(unreadable(e.to_string())),
        Ok(file) if file.len() > MOST_OF_FILE => return Err(unreadable("it is too large".into())),
        Ok(_) => {}
    }
    let bytes = std::fs::read(path).map_err(|e| unreadable(e.to_string()))?;
    serde_json::from_slice(&bytes).map_err(|e| unreadable(e.to_string()))
}

/// The file is replaced whole or not at all.
fn write(path: &Path, all: &[Scenario]) -> Result<(), Refusal> {
    let cannot = |why: String| Refusal::later(format!("`{FILE}` cannot be written: {why}"));
    let mut bytes = serde_json::to_vec_pretty(all).map_err(|e| cannot(e.to_string()))?;
    bytes.push(b'\n');
    milepost_ensemble::write_whole(path, &bytes).map(|_| ()).map_err(|e| cannot(e.to_string()))
}
