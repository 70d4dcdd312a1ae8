//! Whether an equation is over no more than its declaration, and over that in one way only.

use milepost_syntax::Diagnostic;

use crate::checker::Checker;
use crate::model::*;

impl Checker<'_> {
    /// Checks that the free dimensions of an expression are among those declared.
    pub(crate) fn fits(&mut self, e: Expr, dims: &[DimensionId], name: &str) -> Option<Expr> {
        let loose: Vec<_> = e.dims.iter().copied().filter(|d| !self.binds(dims, *d)).collect();
        if loose.is_empty() {
            return match self.ambiguous(&e, dims) {
                Some(finding) => self.fail(finding),
                None => Some(e),
            };
        }
        let names = self.dim_names(&loose);
        let message = format!("this is over {names}, `{name}` is not");
        let first = self.dim(loose[0]).name.clone();
        let help = format!("write `{name}[{first}]`, or reduce it: sum(... over {first})");
        self.fail(Diagnostic::error(e.span, message).help(help))
    }

    /// A variable over a dimension of which two subranges are bound: it could mean an element of either.
    fn ambiguous(&self, e: &Expr, bound: &[DimensionId]) -> Option<Diagnostic> {
        let part_of = |d: &DimensionId| self.dim(*d).parent.as_ref().map(|(whole, _)| *whole);
        match &e.kind {
            ExprKind::Variable(id, select) => select.iter().find_map(|s| {
                let Select::Bound(d) = s else { return None };
                let parts: Vec<_> = bound.iter().copied().filter(|b| part_of(b) == Some(*d)).collect();
                let [first, second, ..] = parts[..] else { return None };
                if bound.contains(d) {
                    return None;
                }
                let name = &self.headers[id.index()].name.text;
                let (a, b) = (&self.dim(first).name, &self.dim(second).name);
                let message = format!("`{name}` is over `{}`; is this that of `{a}` or of `{b}`?", self.dim(*d).name);
                Some(Diagnostic::error(e.span, message).help(format!("write `{name}[{a}]` or `{name}[{b}]`")))
            }),
            ExprKind::Reduce { over, body, weight, .. } => {
                // What is reduced hides other parts of the same dimension.
                let hidden =
                    |b: &DimensionId| part_of(b).is_some_and(|whole| over.iter().any(|o| part_of(o) == Some(whole)));
                let inner: Vec<_> = bound.iter().copied().filter(|b| !hidden(b)).chain(over.iter().copied()).collect();
                let body = self.ambiguous(body, &inner);
                body.or_else(|| weight.as_ref().and_then(|w| self.ambiguous(w, &inner)))
            }
            _ => crate::visit::parts(e).into_iter().find_map(|part| self.ambiguous(part, bound)),
        }
    }
}
