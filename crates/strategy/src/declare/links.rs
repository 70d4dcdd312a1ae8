//! Causal links that the source states: names to variables, what may be moved, how long it may take.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, DeclarationKind, Name};

use crate::checker::{Body, Checker, Space, Symbol};
use crate::expression::Context;
use crate::model::*;

impl Checker<'_> {
    /// All links; `named` says whether the `strategy` block names a reference, be it a known one or not.
    pub(crate) fn links(&mut self, reference: Option<PathwayId>, named: bool) -> Vec<Link> {
        let mut out = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Link(link) = &d.kind else { continue };
            self.define(Space::Link, &link.name, Symbol::Other);
            let claim = match &link.claim {
                ast::LinkClaim::Absent(why) => self.absent(why),
                ast::LinkClaim::Present { source, elements, raises, target, within, under } => {
                    let moved = self.moved(source, elements);
                    let target = self.target(&link.name, target);
                    let within = self.window(within.as_ref());
                    let under = self.asked_of(&link.name, under.as_ref(), reference, named);
                    let parts = moved.zip(target).zip(within).zip(under);
                    parts.map(|((((source, elements), target), within), under)| LinkClaim::Present {
                        source,
                        elements,
                        raises: *raises,
                        target,
                        within,
                        under,
                    })
                }
            };
            let Some(claim) = claim else { continue };
            let title = link.title.as_ref().map(|t| t.text.clone());
            let (name, docs, span) = (link.name.text.clone(), d.docs.clone(), d.span);
            out.push(Link { name, title, docs, span, claim });
        }
        out
    }

    fn absent(&mut self, why: &ast::Text) -> Option<LinkClaim> {
        if why.text.trim().is_empty() {
            let finding = Diagnostic::error(why.span, "this does not say why the model leaves the link out");
            return self.fail(finding.help("write the reason between the quotes"));
        }
        Some(LinkClaim::Absent(why.text.clone()))
    }

    /// The variable that is moved, and which of its elements.
    fn moved(&mut self, source: &Name, elements: &[Name]) -> Option<(VariableId, Option<Vec<usize>>)> {
        let id = match self.find(Space::Value, "variable", source)? {
            Symbol::Variable(id) => id,
            _ => {
                let finding = Diagnostic::error(source.span, format!("`{}` is a lookup, not a variable", source.text));
                return self.fail(finding.help("name the variable that the lookup is applied to"));
            }
        };
        let header = self.headers[id.index()].clone();
        if header.broken {
            return None;
        }
        if matches!(header.body, Body::Column(_)) {
            let message = format!("`{}` is a constant of a table, and nothing moves it", source.text);
            let help = "name a lever, an uncertainty, a series, an equation or a stock";
            return self.fail(Diagnostic::error(source.span, message).help(help));
        }
        match header.ty.as_ref()? {
            Type::Number(_) => {}
            ty => {
                let what = crate::expression::describe(ty);
                let message = format!("`{}` is {what}, so there is no more or less of it", source.text);
                return self.fail(Diagnostic::error(source.span, message).help("name a number that it depends on"));
            }
        }
        let elements = self.elements_of(elements, &header.dims, &format!("`{}`", source.text))?;
        Some((id, elements))
    }

    /// A number; over dimensions it is averaged.
    fn target(&mut self, link: &Name, target: &ast::Expr) -> Option<Expr> {
        let target = self.expr(target, &Context::default())?;
        let target = self.needs_number(target)?;
        self.small_enough(&target.dims, target.span)?;
        let dims = target.dims.clone();
        self.fits(target, &dims, &link.text)
    }

    /// How long after the decision the target is looked at; to the end where nothing is said.
    fn window(&mut self, within: Option<&ast::Expr>) -> Option<Option<f64>> {
        let Some(e) = within else { return Some(None) };
        let length = self.length(e)?;
        let (step, rest) = (self.axis.step, self.axis.end - self.axis.decide);
        if length < step - 1e-9 {
            let message = format!("this is shorter than a step of time ({step} {})", self.axis.unit);
            return self.fail(Diagnostic::error(e.span, message).help("give the link the time it takes to work"));
        }
        if length > rest + 1e-9 {
            let (from, unit) = (self.axis.label(self.axis.decide), &self.axis.unit);
            let message = format!("this reaches beyond the end of time, {rest:.1} {unit} after the decision at {from}");
            return self.fail(Diagnostic::error(e.span, message).help("leave `within` out to look to the end"));
        }
        Some(Some(length))
    }

    /// The pathway that the link is asked of; `None` within for the reference.
    fn asked_of(
        &mut self,
        link: &Name,
        under: Option<&Name>,
        reference: Option<PathwayId>,
        named: bool,
    ) -> Option<Option<PathwayId>> {
        if let Some(name) = under {
            return match self.find(Space::Pathway, "pathway", name)? {
                Symbol::Pathway(id) => Some(Some(id)),
                _ => None,
            };
        }
        match (reference, self.pathways.len()) {
            (Some(_), _) => Some(None),
            // That the reference is unknown has been reported.
            (None, _) if named => None,
            // Without choices there is one pathway to ask.
            (None, 1) => Some(Some(PathwayId(0))),
            (None, _) => {
                let message = format!("`{}` does not say which pathway it is asked of", link.text);
                let help = "end it with `under PATHWAY`, or write `reference PATHWAY` in the `strategy` block";
                self.fail(Diagnostic::error(link.span, message).help(help))
            }
        }
    }
}
