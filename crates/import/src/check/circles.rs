//! Equations that depend on themselves.

use crate::Imported;
use milepost_strategy::model::VariableId;
use milepost_syntax::Diagnostic;

/// One finding for each circle: its variables as the file names them, each with its line.
pub fn circles(imported: &Imported) -> Vec<Diagnostic> {
    let Some(strategy) = &imported.strategy else { return Vec::new() };
    let mut out: Vec<Diagnostic> = Vec::new();
    for mut circle in milepost_strategy::circles(strategy) {
        // Parts of functions and macros have no name that an author would know.
        circle.path.pop();
        let named = |(id, _): &(VariableId, usize)| id.index() < imported.named;
        if circle.path.iter().any(named) {
            circle.path.retain(named);
        }
        let Some(first) = circle.path.first().copied() else { continue };
        circle.path.push(first);
        let line = |&(id, flat): &(VariableId, usize)| {
            let line = imported.sources.line(strategy.variables[id.index()].span);
            format!("{} (line {line})", strategy.element_of(id, flat))
        };
        let mut names: Vec<String> = circle.path.iter().map(line).collect();
        if let Some(last) = names.last_mut() {
            *last = strategy.element_of(first.0, first.1);
        }
        let finding = circle.finding(strategy, &names);
        if !out.iter().any(|f| f.span == finding.span) {
            out.push(finding);
        }
    }
    out
}
