//! Feedback loops that the strategy names: names to variables, none twice.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, DeclarationKind, Name};

use crate::checker::{Checker, Space, Symbol};
use crate::model::*;

impl Checker<'_> {
    /// All loops; whether the model has them is judged when all of it is known.
    pub(crate) fn loops(&mut self) -> Vec<Loop> {
        let mut out: Vec<Loop> = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Loop(declared) = &d.kind else { continue };
            let Some(name) = declared.name.as_ref().or(declared.title.as_ref()) else { continue };
            self.define(Space::Loop, name, Symbol::Other);
            let Some(steps) = self.steps(declared) else { continue };
            let (from, title) = (steps[0].1, declared.title.as_ref().map(|t| t.text.clone()));
            let found = Loop { name: name.text.clone(), title, docs: d.docs.clone(), span: d.span, steps };
            if let Some(first) = out.iter().find(|l| same_circle(&l.variables(), &found.variables())) {
                let message = format!("this is the loop `{}` again", first.name);
                self.report(Diagnostic::error(from, message).help("remove one of them"));
                continue;
            }
            out.push(found);
        }
        out
    }

    fn steps(&mut self, declared: &ast::Loop) -> Option<Vec<(VariableId, milepost_syntax::Span)>> {
        let found: Vec<Option<VariableId>> = declared.steps.iter().map(|name| self.step(name)).collect();
        let found: Vec<VariableId> = found.into_iter().collect::<Option<_>>()?;
        let named = |k: usize| &declared.steps[k];
        if let Some(k) = (1..found.len()).find(|&k| found[..k].contains(&found[k])) {
            let name = named(k);
            let finding = Diagnostic::error(name.span, format!("the loop passes `{}` twice", name.text));
            let help = match k + 1 == found.len() && found[k] == found[0] {
                true => "remove it at the end: the last step leads back to the first by itself",
                false => "name each variable once; two circles that share one are two loops",
            };
            return self.fail(finding.help(help));
        }
        if found.len() < 2 {
            let finding = Diagnostic::error(named(0).span, "a loop names two variables or more");
            return self.fail(finding.help("write the next one behind `->`"));
        }
        Some(found.into_iter().zip(&declared.steps).map(|(id, name)| (id, name.span)).collect())
    }

    fn step(&mut self, name: &Name) -> Option<VariableId> {
        match self.find(Space::Value, "variable", name)? {
            Symbol::Variable(id) => Some(id),
            _ => {
                let finding = Diagnostic::error(name.span, format!("`{}` is a lookup, not a variable", name.text));
                self.fail(finding.help("name the variable that the lookup is applied to"))
            }
        }
    }
}

/// Whether two circles name the same variables in the same order, wherever they begin.
fn same_circle(a: &[VariableId], b: &[VariableId]) -> bool {
    a.len() == b.len() && (0..a.len()).any(|shift| (0..a.len()).all(|k| a[k] == b[(k + shift) % b.len()]))
}
