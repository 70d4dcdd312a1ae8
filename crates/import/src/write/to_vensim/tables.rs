//! Graphical functions.

use super::super::make::{call, name as read};
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Expr, ExprKind, Subscript, Table, TableKind, Variable, What, same};
use milepost_syntax::{Diagnostic, Span};

/// The function that reads a table as it is meant; none where a call does.
fn reader(kind: TableKind) -> Option<&'static str> {
    match kind {
        TableKind::Continuous => None,
        TableKind::Extrapolate => Some("LOOKUP EXTRAPOLATE"),
        TableKind::Discrete => Some("LOOKUP BACKWARD"),
    }
}

impl Translator<'_> {
    /// An equation behind a graphical function.
    pub(super) fn graph(&mut self, x: Expr, table: &Table, v: &Variable, place: &Place) -> Read<What> {
        let Some(function) = reader(table.kind) else { return Ok(What::Graph(x, table.clone())) };
        let fresh = self.names.fresh(&format!("{} table", place.label));
        let what = What::Lookup(Table { kind: TableKind::Continuous, ..table.clone() });
        self.made.push(Variable::new(fresh.clone(), v.name_span, what, v.span));
        Ok(What::Equation(call(function, vec![read(&fresh, Vec::new(), x.span), x], v.span)))
    }

    /// Whether a variable has tables.
    pub(super) fn has_table(&self, key: &str) -> bool {
        let Some(&at) = self.index.get(key) else { return false };
        self.slots[at].equations.iter().any(|(v, _)| matches!(v.what, What::Lookup(_) | What::Graph(..)))
    }

    /// `LOOKUP(table, x)` and `table(x)`.
    pub(super) fn looked_up(
        &mut self,
        name: &str,
        list: &[Subscript],
        x: &Expr,
        place: &Place,
        span: Span,
    ) -> Read<Expr> {
        let x = self.expr(x, place)?;
        if place.locals.contains(&same(name)) {
            return Ok(Expr { kind: called(name, self.list(list, place)?, x), span });
        }
        let Some(&at) = self.index.get(&same(name)) else {
            return Err(Diagnostic::error(span, format!("there is no table `{name}`")));
        };
        let slot = &self.slots[at];
        let list = match list.is_empty() && !slot.axes.is_empty() {
            true => self.bare_list(at, span, place)?,
            false => self.list(list, place)?,
        };
        let kinds = slot.equations.iter().filter_map(|(v, _)| match &v.what {
            What::Lookup(table) | What::Graph(_, table) => Some(table.kind),
            _ => None,
        });
        let kinds: Vec<TableKind> = kinds.collect();
        if kinds.windows(2).any(|w| w[0] != w[1]) {
            let message = format!("the tables of `{name}` are read in different ways, which Vensim cannot say");
            return Err(Diagnostic::error(span, message).help("make a variable of each"));
        }
        let table = if slot.is_table { slot.name.to_string() } else { self.copy(at) };
        Ok(match kinds.first().copied().and_then(reader) {
            Some(function) => call(function, vec![read(&table, list, span), x], span),
            None => Expr { kind: called(&table, list, x), span },
        })
    }

    /// The tables of a variable that has an equation as well, as a variable of their own.
    fn copy(&mut self, at: usize) -> String {
        let slot = &self.slots[at];
        if let Some(known) = self.copies.get(&same(slot.name)) {
            return known.clone();
        }
        let fresh = self.names.fresh(&format!("{} table", slot.name));
        self.copies.insert(same(slot.name), fresh.clone());
        for (v, _) in &slot.equations {
            if let What::Lookup(table) | What::Graph(_, table) = &v.what {
                let what = What::Lookup(table.clone());
                let made = Variable::new(fresh.clone(), v.name_span, what, v.span);
                self.made.push(Variable { subscripts: v.subscripts.clone(), except: v.except.clone(), ..made });
            }
        }
        fresh
    }
}

fn called(name: &str, subscripts: Vec<Subscript>, x: Expr) -> ExprKind {
    ExprKind::Call { name: name.to_string(), subscripts, arguments: vec![x], outputs: Vec::new() }
}
