//! What a file says beside values.

use super::Lost;
use super::make::walk;
use crate::foreign::{Dialect, Expr, ExprKind, Model, What, same};

/// Everything in a tree that says nothing about values and that our own language has no place for.
pub fn beside_values(model: &Model) -> Lost {
    let mut lost = Lost(model.left_out.clone());
    let has = |test: fn(&crate::foreign::Variable) -> bool| model.variables.iter().any(test);
    for v in &model.variables {
        if let What::Nothing(what) = &v.what {
            lost.note(format!("`{}`, {what}", v.name));
        }
    }
    if has(|v| v.range != (None, None)) {
        lost.note("ranges that variables are meant to stay in");
    }
    let mut groups: Vec<&str> = Vec::new();
    for group in model.variables.iter().filter_map(|v| v.group.as_deref()).filter(|g| *g != "Control") {
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    if !groups.is_empty() {
        lost.note(format!("groups: {}", groups.join(", ")));
    }
    if has(|v| v.fixed) {
        lost.note("the marks `==` of constants that may not be changed for a run");
    }
    if has(|v| v.supplementary) {
        lost.note("the marks :SUPPLEMENTARY of variables that no other reads");
    }
    if !model.macros.is_empty() {
        let names: Vec<&str> = model.macros.iter().map(|m| m.name.as_str()).collect();
        lost.note(format!("macros, which are written out wherever they are called: {}", names.join(", ")));
    }
    if model.dimensions.iter().any(|d| !d.mappings.is_empty()) {
        lost.note("mappings between subscripts, which are written out");
    }
    let files = files(model);
    if !files.is_empty() {
        lost.note(format!("where values came from, which are written out: {}", files.join(", ")));
    }
    lost
}

/// Files beside the model that its equations read.
pub(super) fn files(model: &Model) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut note = |file: String| {
        if !found.contains(&file) {
            found.push(file);
        }
    };
    let mut look = |e: &Expr| {
        if let ExprKind::Call { name, arguments, .. } = &e.kind
            && let Some(Expr { kind: ExprKind::Text(file), .. }) = arguments.first()
            && (same(name).starts_with("get xls") || same(name).starts_with("get direct"))
        {
            note(format!("`{file}`"));
        }
    };
    for v in &model.variables {
        match &v.what {
            What::Equation(e) => walk(e, &mut look),
            What::Lookup(table) | What::Graph(_, table) => {
                if let Some(call) = &table.external {
                    look(call);
                }
            }
            _ => {}
        }
    }
    model.dimensions.iter().filter_map(|d| d.external.as_ref()).for_each(&mut look);
    let data = |v: &crate::foreign::Variable| v.what == What::Data;
    if model.dialect == Dialect::Vensim && model.variables.iter().any(data) {
        note("the data file of variables without an equation".into());
    }
    found
}
