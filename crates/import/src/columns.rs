//! Columns of results: which there are, and which of them are asked for.

use crate::Column;
use crate::foreign::same;
use milepost_strategy::model::{Strategy, VariableId};

/// All elements of all variables of a strategy, as `name` or `name[a,b]`.
pub fn columns_of(strategy: &Strategy) -> Vec<Column> {
    let mut columns = Vec::new();
    for (i, variable) in strategy.variables.iter().enumerate() {
        for flat in 0..strategy.size(&variable.dims) {
            let name = strategy.element_of(VariableId(i as u32), flat);
            columns.push(Column { name, variable: VariableId(i as u32), flat });
        }
    }
    columns
}

/// The columns asked for, each a variable with all its elements or one element; all of them where none is.  A text may hold
/// several names, separated by commas.
///
/// # Errors
/// A sentence that names what is not there, and the nearest that is.
pub fn chosen(columns: &[Column], outputs: &[String]) -> Result<Vec<Column>, String> {
    if outputs.is_empty() {
        return Ok(columns.to_vec());
    }
    let mut found = Vec::new();
    for name in outputs.iter().flat_map(|list| names(list)) {
        let key = same(name);
        let before = found.len();
        found.extend(columns.iter().filter(|c| same(plain(c)) == key || same(&c.name) == key).cloned());
        if found.len() == before {
            let near = milepost_syntax::nearest(name, columns.iter().map(plain));
            let near = near.map(|near| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("there is no variable `{name}` to write{near}"));
        }
    }
    Ok(found)
}

/// A column's variable.
fn plain(column: &Column) -> &str {
    column.name.split('[').next().unwrap_or_default()
}

/// Names separated by commas that do not stand in brackets.
fn names(list: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0;
    let split = list.split(move |c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        c == ',' && depth <= 0
    });
    split.map(str::trim).filter(|n| !n.is_empty())
}
