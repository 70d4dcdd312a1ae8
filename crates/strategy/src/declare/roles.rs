//! Who and what: actors, elements, obligations.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::DeclarationKind;

use crate::checker::{Checker, Space, Symbol};
use crate::model::*;

impl Checker<'_> {
    /// Actors and elements, which other declarations name.
    pub(crate) fn declare_roles(&mut self) {
        for d in self.declarations() {
            match &d.kind {
                DeclarationKind::Actor(a) => {
                    let correlation = a.correlation.as_ref().and_then(|e| self.plain_constant(e)).unwrap_or(0.0);
                    if !(0.0..1.0).contains(&correlation) {
                        let span = a.correlation.as_ref().map_or(d.span, |e| e.span);
                        let help = "0 is none; 0.5 is strong";
                        self.report(Diagnostic::error(span, "a correlation lies from 0 to below 1").help(help));
                    }
                    self.define(Space::Part, &a.name, Symbol::Actor(ActorId(self.actors.len() as u32)));
                    let title = a.title.as_ref().unwrap_or(&a.name).text.clone();
                    let name = a.name.text.clone();
                    self.actors.push(Actor { name, title, correlation, docs: d.docs.clone(), span: d.span });
                }
                DeclarationKind::Element(e) => {
                    self.define(Space::Part, &e.name, Symbol::Element(ElementId(self.elements.len() as u32)));
                    let title = e.title.as_ref().unwrap_or(&e.name).text.clone();
                    let paragraphs = e.paragraphs.map(|r| (r.first, r.last));
                    let name = e.name.text.clone();
                    self.elements.push(Element { name, title, paragraphs, docs: d.docs.clone(), span: d.span });
                }
                _ => {}
            }
        }
    }

    /// Obligations, checked.
    pub(crate) fn obligations(&mut self) -> Vec<Obligation> {
        let mut out = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Obligation(o) = &d.kind else { continue };
            self.define(Space::Obligation, &o.name, Symbol::Other);
            let parties = [&o.by, &o.to, &o.overseen_by].map(|p| self.actor(p.as_ref()));
            if o.by.is_none() {
                let finding = Diagnostic::error(o.name.span, format!("`{}` binds no one", o.name.text));
                self.report(finding.help("write `by ACTOR`"));
            }
            if let (Some(debtor), Some(overseer), Some(name)) = (parties[0], parties[2], &o.overseen_by)
                && debtor == overseer
            {
                let message = format!("`{}` would oversee itself", name.text);
                self.report(Diagnostic::error(name.span, message).help("only someone other than the debtor verifies"));
            }
            if let Some(due) = &o.due {
                self.instant(due, crate::time::Edge::Last);
            }
            out.push(Obligation {
                name: o.name.text.clone(),
                title: o.title.as_ref().unwrap_or(&o.name).text.clone(),
                parties,
                due_date: Self::written_date(o.due.as_ref()),
                evidence: o.evidence.as_ref().map(|e| e.text.clone()),
                docs: d.docs.clone(),
                span: d.span,
            });
        }
        out
    }
}
