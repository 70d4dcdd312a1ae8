//! Elements by the names that people know them by: the columns of results, and what is set to a number.

use super::{Column, Resolver, Settings};
use crate::equation::Read;
use crate::foreign::{What, same};
use milepost_syntax::{Diagnostic, Span};

impl Resolver<'_> {
    /// Adds the columns of a variable.
    pub(super) fn name_columns(&self, slot: usize, columns: &mut Vec<Column>) {
        let known = &self.slots[slot];
        for flat in 0..known.cells.len() {
            if known.cells[flat].is_some() {
                columns.push(Column { name: self.element_label(slot, flat), variable: known.id, flat });
            }
        }
    }

    /// `name[a,b]`
    pub(crate) fn element_label(&self, slot: usize, flat: usize) -> String {
        let known = &self.slots[slot];
        match known.axes.is_empty() {
            true => known.name.to_string(),
            false => format!("{}[{}]", known.name, self.subscripts.label(&known.atoms(flat))),
        }
    }

    /// Notes what is set to a number.
    pub(super) fn set(&mut self, settings: &Settings) -> Read<()> {
        let nowhere = |message: String| {
            let mut finding = Diagnostic::error(Span::default(), message);
            finding.span = None;
            finding
        };
        for (name, value) in &settings.set {
            let (plain, inside) = match name.split_once('[') {
                Some((plain, inside)) => (plain, Some(inside.trim_end().trim_end_matches(']'))),
                None => (name.as_str(), None),
            };
            let Some(&slot) = self.index.get(&same(plain)) else {
                let finding = nowhere(format!("there is no variable `{plain}` to set"));
                let names = self.slots.iter().map(|s| s.name);
                return Err(match milepost_syntax::nearest(plain, names) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding,
                });
            };
            let known = &self.slots[slot];
            if known.equations.iter().any(|(v, _)| {
                matches!(v.what, What::Level { .. } | What::Stock { .. } | What::Conveyor(_) | What::Lookup(_))
            }) {
                return Err(nowhere(format!("`{}` is a stock or a table and cannot be set to a number", known.name))
                    .help("set a constant or an equation"));
            }
            let flats: Vec<usize> = match inside {
                None => (0..known.cells.len()).filter(|&f| known.cells[f].is_some()).collect(),
                Some(inside) => {
                    let label = |flat: usize| same(&self.subscripts.label(&known.atoms(flat)).replace(',', " , "));
                    let wanted = same(&inside.replace(',', " , "));
                    (0..known.cells.len()).filter(|&f| known.cells[f].is_some() && label(f) == wanted).collect()
                }
            };
            if flats.is_empty() {
                return Err(nowhere(format!("`{}` has no element `{}`", known.name, inside.unwrap_or_default()))
                    .help("name it as the column of the results is named"));
            }
            for flat in flats {
                self.overrides.insert((slot, flat), *value);
            }
        }
        Ok(())
    }
}
