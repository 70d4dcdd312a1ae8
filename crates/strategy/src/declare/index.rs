//! The strategy's own index of its source: what the source holds, and whether it is declared.

use std::collections::{BTreeMap, BTreeSet};

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{DeclarationKind, Text};

use crate::checker::{Checker, Space};
use crate::model::IndexEntry;

/// Ids named in one warning.
const MOST_NAMED: usize = 8;

/// Kind of the entries that are aspects of regimes, named `REGIME.ASPECT`.
const ASPECT: &str = "aspect";

impl Checker<'_> {
    /// Reads the index and says what of it is declared nowhere.
    pub(crate) fn index_of(&mut self, file: &Text) -> Vec<IndexEntry> {
        let entries = self.index_entries(file).unwrap_or_default();
        let mut kinds: Vec<&str> = Vec::new();
        for entry in &entries {
            if !kinds.contains(&entry.kind.as_str()) {
                kinds.push(&entry.kind);
            }
        }
        for kind in kinds {
            let all = entries.iter().filter(|e| e.kind == kind).count();
            let missing: Vec<&str> =
                entries.iter().filter(|e| e.kind == kind && !e.declared).map(|e| e.id.as_str()).collect();
            let Some(first) = missing.first() else { continue };
            let named: Vec<String> = missing.iter().take(MOST_NAMED).map(|id| format!("`{id}`")).collect();
            let more = match missing.len().saturating_sub(MOST_NAMED) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            let (n, are) = (missing.len(), if missing.len() == 1 { "is" } else { "are" });
            let message =
                format!("{n} of {all} in the index as `{kind}` {are} not declared: {}{more}", named.join(", "));
            let help = match (kind, first.split_once('.')) {
                (ASPECT, Some((regime, aspect))) => {
                    format!("write `aspect {} \"...\"` in the regime `{}`", name_of(aspect), name_of(regime))
                }
                (ASPECT, None) => "the id of an aspect is written REGIME.ASPECT".into(),
                _ => format!("declare each under its id, as `{}`", name_of(first)),
            };
            self.report(Diagnostic::warning(file.span, message).help(help));
        }
        entries
    }

    fn index_entries(&mut self, file: &Text) -> Option<Vec<IndexEntry>> {
        let csv = self.csv(file)?;
        let columns = ["kind", "id", "paragraphs"].map(|c| csv.column(c, file.span).map_err(|f| self.report(f)).ok());
        let [Some(kind), Some(id), Some(paragraphs)] = columns else { return None };
        let declared = self.declared_names();
        let mut first = BTreeMap::new();
        let mut out = Vec::new();
        for row in &csv.rows {
            let cell = |column: usize| row.cells[column].clone();
            let (kind_is, id_is) = (cell(kind), cell(id));
            if kind_is.is_empty() || id_is.is_empty() {
                let column = if kind_is.is_empty() { "kind" } else { "id" };
                let finding = Diagnostic::error(row.span, format!("column `{column}` is empty here"));
                self.report(finding.help("every row of an index says what it is and its id in the source"));
                continue;
            }
            if let Some(line) = first.get(&(kind_is.clone(), id_is.clone())) {
                let message = format!("a second row for {kind_is} `{id_is}`; the first is line {line}");
                self.report(Diagnostic::error(row.span, message).help("leave one out"));
                continue;
            }
            first.insert((kind_is.clone(), id_is.clone()), self.sources.line(row.span));
            let name = match id_is.split_once('.') {
                Some((regime, aspect)) if kind_is == ASPECT => format!("{}.{}", name_of(regime), name_of(aspect)),
                _ if kind_is == ASPECT => String::new(),
                _ => name_of(&id_is),
            };
            let declared = declared.contains(&name);
            out.push(IndexEntry { kind: kind_is, id: id_is, paragraphs: cell(paragraphs), declared });
        }
        Some(out)
    }

    /// Names of everything that an index may speak of, and `regime.aspect` for what a regime itself says.  What could
    /// not be read counts: it has been reported.
    fn declared_names(&self) -> BTreeSet<String> {
        let counts = |space: &Space| !matches!(space, Space::Dimension | Space::Chart);
        let mut out: BTreeSet<String> =
            self.names.keys().filter(|(space, _)| counts(space)).map(|(_, name)| name.clone()).collect();
        out.extend(self.broken.iter().cloned());
        for d in self.declarations() {
            if let DeclarationKind::Regime(r) = &d.kind {
                out.extend(r.aspects.iter().map(|(name, _)| format!("{}.{}", r.name.text, name.text)));
            }
        }
        out
    }
}

/// The name that a declaration of an id has: every sign but letters and digits is `_`.
fn name_of(id: &str) -> String {
    id.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}
