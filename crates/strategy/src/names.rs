//! Names in expressions: variables, what observes them, elements in brackets.

use milepost_syntax::ast::{self, ExprKind as Ast, Name};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::{Body, Checker, Space, Symbol};
use crate::expression::Context;
use crate::functions;
use crate::model::*;
use crate::nearest;

impl Checker<'_> {
    pub(crate) fn name(&mut self, name: &Name, cx: &Context) -> Option<Expr> {
        let span = name.span;
        match self.lookup(Space::Value, &name.text) {
            Some(Symbol::Variable(id)) => return self.variable(id, None, span, cx),
            Some(Symbol::Lookup(_)) => {
                let message = format!("`{}` is a lookup and needs an argument", name.text);
                return self.fail(Diagnostic::error(span, message).help(format!("write `{}(x)`", name.text)));
            }
            _ => {}
        }
        let time = |kind: ExprKind, ty| Some(Expr { kind, ty, dims: Vec::new(), span });
        match name.text.as_str() {
            "time" => return time(ExprKind::Time, self.time_type()),
            "time_step" => return time(ExprKind::Number(self.axis.step), self.time_type()),
            "start_time" => return time(ExprKind::Number(self.axis.start), self.time_type()),
            "end_time" => return time(ExprKind::Number(self.axis.end), self.time_type()),
            "decision_time" => return time(ExprKind::Number(self.axis.decide), self.time_type()),
            "true" | "false" => return time(ExprKind::Truth(name.text == "true"), Type::Truth),
            _ => {}
        }
        if let Some((unit, scale)) = self.units.get(&name.text).cloned() {
            return Some(Expr { kind: ExprKind::Number(scale), ty: Type::Number(unit), dims: Vec::new(), span });
        }
        if self.broken.contains(&name.text) {
            return None;
        }
        let finding = Diagnostic::error(span, format!("unknown variable `{}`", name.text));
        let element_of = self.dimensions.iter().find(|d| d.elements.contains(&name.text));
        let finding = if let Some(dim) = element_of {
            finding.help(format!("`{}` is an element of `{}`; elements stand in brackets", name.text, dim.name))
        } else if self.lookup(Space::Dimension, &name.text).is_some() {
            let what = format!("`{}` is a dimension", name.text);
            finding.help(format!("{what}; write its name behind `over` or in the brackets of a declaration"))
        } else if self.lookup(Space::Measure, &name.text).is_some() {
            finding.help(format!("`{}` is a measure; measures are compared in hypotheses", name.text))
        } else if functions::is_reserved(&name.text) {
            finding.help(format!("`{}` is a function: write `{}(...)`", name.text, name.text))
        } else if self.diagnostics.len() > crate::MOST_FINDINGS {
            finding
        } else if let Some(choice) = self.choice_with(&name.text) {
            finding.help(format!("it is a category of `{choice}`: write `{choice} = {}`", name.text))
        } else {
            match self.nearest_name(Space::Value, &name.text, &functions::CONSTANTS) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            }
        };
        self.fail(finding)
    }

    /// A variable one of whose categories has this name.
    pub(crate) fn choice_with(&self, category: &str) -> Option<&str> {
        let has = |h: &&crate::checker::Header| match &h.ty {
            Some(Type::Category(labels)) => labels.iter().any(|l| l == category),
            _ => false,
        };
        self.headers.iter().find(has).map(|h| h.name.text.as_str())
    }

    /// A variable, with selectors where brackets were written.
    pub(crate) fn variable(
        &mut self,
        id: VariableId,
        select: Option<Vec<Select>>,
        span: Span,
        cx: &Context,
    ) -> Option<Expr> {
        if cx.judging
            && let Some(indicator) = self.indicators_of(id).first()
        {
            let (name, seen) = (&self.headers[id.index()].name.text, &self.headers[indicator.index()].name.text);
            let message = format!("`{name}` could be what is or what observers see (`{seen}`)");
            let help = format!("write `true {name}` or `observed {name}`");
            return self.fail(Diagnostic::error(span, message).help(help));
        }
        let header = &self.headers[id.index()];
        let ty = header.ty.clone()?;
        let select = select.unwrap_or_else(|| header.dims.iter().map(|d| Select::Bound(*d)).collect());
        let mut dims: Vec<DimensionId> =
            select.iter().filter_map(|s| if let Select::Bound(d) = s { Some(*d) } else { None }).collect();
        dims.sort();
        dims.dedup();
        Some(Expr { kind: ExprKind::Variable(id, select), ty, dims, span })
    }

    /// Indicators that observe simply this variable.
    pub(crate) fn indicators_of(&self, id: VariableId) -> Vec<VariableId> {
        let this = |name: &str| self.lookup(Space::Value, name) == Some(Symbol::Variable(id));
        let observes = |h: &crate::checker::Header| match h.body {
            Body::Indicator(i) => matches!(&i.observes.kind, Ast::Name(n) if this(n)),
            _ => false,
        };
        let all = self.headers.iter().enumerate().filter(|(_, h)| observes(h));
        all.map(|(i, _)| VariableId(i as u32)).collect()
    }

    pub(crate) fn seen(&mut self, observed: bool, of: &ast::Expr, cx: &Context) -> Option<Expr> {
        let (base, elements) = match &of.kind {
            Ast::Name(text) => (Name { text: text.clone(), span: of.span }, None),
            Ast::Index { base, elements } => (base.clone(), Some(elements)),
            _ => {
                let help = "write `true x` or `observed x` before the name of a variable";
                return self.fail(Diagnostic::error(of.span, "only a variable is observed").help(help));
            }
        };
        let Symbol::Variable(id) = self.find(Space::Value, "variable", &base)? else { return None };
        let plain = Context { judging: false, ..cx.clone() };
        let id = if observed {
            let all = self.indicators_of(id);
            match all.as_slice() {
                [one] => *one,
                [] => {
                    let finding = Diagnostic::error(base.span, format!("no indicator observes `{}`", base.text));
                    return self
                        .fail(finding.help(format!("declare `indicator seen observes {} {{ ... }}`", base.text)));
                }
                many => {
                    let names: Vec<_> =
                        many.iter().map(|i| format!("`{}`", self.headers[i.index()].name.text)).collect();
                    let finding = Diagnostic::error(base.span, format!("several indicators observe `{}`", base.text));
                    return self.fail(finding.help(format!("name one of {}", names.join(", "))));
                }
            }
        } else {
            id
        };
        match elements {
            None => self.variable(id, None, of.span, &plain),
            Some(elements) => self.select(id, &base, elements, of.span, &plain),
        }
    }

    pub(crate) fn index(&mut self, base: &Name, elements: &[Name], span: Span, cx: &Context) -> Option<Expr> {
        match self.lookup(Space::Value, &base.text) {
            Some(Symbol::Variable(id)) => self.select(id, base, elements, span, cx),
            _ if self.broken.contains(&base.text) => None,
            _ => {
                let finding = Diagnostic::error(base.span, format!("unknown variable `{}`", base.text));
                let finding = self.suggest(finding, Space::Value, &base.text);
                self.fail(finding)
            }
        }
    }

    pub(crate) fn select(
        &mut self,
        id: VariableId,
        base: &Name,
        elements: &[Name],
        span: Span,
        cx: &Context,
    ) -> Option<Expr> {
        if self.headers[id.index()].broken {
            return None;
        }
        let dims = self.headers[id.index()].dims.clone();
        let mut chosen: Vec<Option<Select>> = vec![None; dims.len()];
        for name in elements {
            let matches: Vec<(usize, Select)> = dims
                .iter()
                .enumerate()
                .filter(|(i, _)| chosen[*i].is_none())
                .filter_map(|(i, d)| self.selector(*d, &name.text).map(|s| (i, s)))
                .collect();
            match matches.as_slice() {
                [(i, s)] => chosen[*i] = Some(*s),
                [] => {
                    let over = match dims.is_empty() {
                        true => "no dimension, so it".into(),
                        false => format!("{}, which", self.dim_names(&dims)),
                    };
                    let message = format!("`{}` is over {over} has no element `{}`", base.text, name.text);
                    let all = dims.iter().flat_map(|d| self.dim(*d).elements.iter().map(String::as_str));
                    let near = nearest(&name.text, all).map(|n| format!("did you mean `{n}`?"));
                    let finding = Diagnostic::error(name.span, message);
                    return self.fail(near.into_iter().fold(finding, |f, h| f.help(h)));
                }
                _ => {
                    let message = format!("`{}` is an element of several dimensions of `{}`", name.text, base.text);
                    return self.fail(Diagnostic::error(name.span, message));
                }
            }
        }
        let select = chosen.iter().zip(&dims).map(|(s, d)| s.unwrap_or(Select::Bound(*d))).collect();
        self.variable(id, Some(select), span, cx)
    }

    /// An element of `dim`, or `dim` or a subrange of it itself.
    pub(crate) fn selector(&self, dim: DimensionId, name: &str) -> Option<Select> {
        if let Some(i) = self.dim(dim).elements.iter().position(|e| e == name) {
            return Some(Select::Element(i));
        }
        match self.lookup(Space::Dimension, name)? {
            Symbol::Dimension(d) if self.binds(&[d], dim) => Some(Select::Bound(d)),
            _ => None,
        }
    }
}
