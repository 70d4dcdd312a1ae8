//! Values by element, `{ north: 1  else 2 }`, and how many combinations of elements there may be.

use std::collections::{HashMap, HashSet};

use milepost_syntax::ast::{self, Name};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::Checker;
use crate::expression::{Context, is_zero, union};
use crate::model::*;
use crate::nearest;

/// More values than this, of a variable or in a sum, are a mistake.
const MOST_COMBINATIONS: usize = 1_000_000;

/// Whether an expression lists values by element of a dimension.
fn mentions(e: &Expr, dim: DimensionId) -> bool {
    match &e.kind {
        ExprKind::ByElement(d, _) if *d == dim => true,
        ExprKind::Reduce { over, .. } if over.contains(&dim) => false,
        _ => crate::visit::parts(e).into_iter().any(|p| mentions(p, dim)),
    }
}

impl Checker<'_> {
    /// The dimension whose elements the arms name: one of the context's, else the only one that fits.
    pub(crate) fn arms_dimension(
        &mut self,
        arms: &[(Name, ast::Expr)],
        cx: &Context,
        span: Span,
    ) -> Option<DimensionId> {
        let named: HashSet<&str> = arms.iter().map(|(n, _)| n.text.as_str()).collect();
        let hits = |d: &Dimension| d.elements.iter().filter(|e| named.contains(e.as_str())).count();
        let has_all = |d: &Dimension| hits(d) == named.len();
        let has_any = |d: &Dimension| hits(d) > 0;
        let all: Vec<DimensionId> = (0..self.dimensions.len()).map(|i| DimensionId(i as u32)).collect();
        let mut pool = if cx.dims.is_empty() { all.clone() } else { cx.dims.clone() };
        // `sum(... over d)` in an equation over d binds it twice.
        pool.sort();
        pool.dedup();
        let fit: Vec<_> = pool.iter().copied().filter(|d| has_all(self.dim(*d))).collect();
        if let [one] = fit.as_slice() {
            return Some(*one);
        }
        let near: Vec<_> = pool.iter().copied().filter(|d| has_any(self.dim(*d))).collect();
        if near.is_empty() {
            let other: Vec<_> = all.iter().copied().filter(|d| has_all(self.dim(*d))).collect();
            if let [one] = other.as_slice() {
                return Some(*one);
            }
        }
        let dim = near.first().or(pool.first().filter(|_| pool.len() == 1)).or(fit.first());
        let Some(&dim) = dim else {
            return self.fail(Diagnostic::error(span, "these are not elements of a dimension that is known here"));
        };
        if fit.len() > 1 {
            let message = format!("these are elements of several dimensions: {}", self.dim_names(&fit));
            return self.fail(Diagnostic::error(span, message));
        }
        let known: HashSet<String> = self.dim(dim).elements.iter().cloned().collect();
        for (name, _) in arms {
            if !known.contains(&name.text) {
                let message = format!("`{}` has no element `{}`", self.dim(dim).name, name.text);
                let near = nearest(&name.text, self.dim(dim).elements.iter().map(String::as_str));
                let help = near.map(|n| format!("did you mean `{n}`?"));
                let finding = Diagnostic::error(name.span, message);
                self.report(help.into_iter().fold(finding, |f, h| f.help(h)));
            }
        }
        None
    }

    /// Whether an expression may stand for an element of `dim` within braces.
    fn may_repeat(&mut self, e: &Expr, dim: DimensionId, span: Span) -> bool {
        if mentions(e, dim) {
            let message = format!("braces over `{}` stand within braces over it", self.dim(dim).name);
            self.report(Diagnostic::error(span, message).help("write one list of all elements"));
            return false;
        }
        let all: Vec<DimensionId> = e.dims.iter().copied().chain([dim]).collect();
        self.small_enough(&all, span).is_some()
    }

    /// Refuses more combinations of elements than can be computed with.
    pub(crate) fn small_enough(&mut self, dims: &[DimensionId], span: Span) -> Option<()> {
        let size = self.size(dims);
        if size <= MOST_COMBINATIONS {
            return Some(());
        }
        let message = format!("{} have more than {MOST_COMBINATIONS} combinations of elements", self.dim_names(dims));
        self.fail(Diagnostic::error(span, message).help("use fewer dimensions or smaller ones"))
    }

    /// One expression per element of `dim`.
    pub(crate) fn by_element(
        &mut self,
        dim: DimensionId,
        arms: &[(Name, ast::Expr)],
        otherwise: Option<&ast::Expr>,
        span: Span,
        check: &mut dyn FnMut(&mut Self, &ast::Expr) -> Option<Expr>,
    ) -> Option<Expr> {
        let elements = self.dim(dim).elements.clone();
        let mut written: HashMap<&str, &ast::Expr> = HashMap::new();
        for (name, value) in arms {
            if written.insert(&name.text, value).is_some() {
                let finding = Diagnostic::error(name.span, format!("`{}` has two values", name.text));
                self.report(finding.help("leave one out"));
            }
        }
        let missing: Vec<_> = elements.iter().filter(|e| !written.contains_key(e.as_str())).collect();
        if otherwise.is_none() && !missing.is_empty() {
            let names = missing.iter().take(5).map(|m| format!("`{m}`")).collect::<Vec<_>>().join(", ");
            let more = if missing.len() > 5 { format!(" and {} more", missing.len() - 5) } else { String::new() };
            let message = format!("no value for {names}{more}");
            return self.fail(Diagnostic::error(span, message).help("give one, or `else` for all others"));
        }
        // `else` is checked once, however many elements it stands for.
        let rest = match (otherwise, missing.is_empty()) {
            (Some(x), false) => Some(check(self, x)),
            _ => None,
        };
        let rest = rest.map(|x| x.filter(|x| self.may_repeat(x, dim, span)));
        let checked: Vec<Option<Expr>> = elements
            .iter()
            .map(|e| match written.get(e.as_str()) {
                Some(x) => check(self, x).filter(|x| self.may_repeat(x, dim, span)),
                None => rest.clone().flatten(),
            })
            .collect();
        let checked: Vec<Expr> = checked.into_iter().collect::<Option<_>>()?;
        let pick = checked.iter().find(|e| !is_zero(e)).or(checked.first())?;
        let ty = pick.ty.clone();
        let mut out = Vec::new();
        for e in checked {
            let target = Expr { kind: ExprKind::Number(1.0), ty: ty.clone(), dims: vec![], span };
            let at = e.span;
            out.push(self.same_type(e, target, "all elements have one unit", at)?.0);
        }
        let parts: Vec<&Expr> = out.iter().collect();
        let mut dims = union(self, &parts);
        if !self.binds(&dims, dim) {
            dims.push(dim);
            dims.sort();
        }
        Some(Expr { kind: ExprKind::ByElement(dim, out), ty, dims, span })
    }
}
