//! The order in which equations are checked, so that a unit left open is known before it is used.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{Call, Expr, ExprKind as Ast};

use crate::checker::{Body, Checker, Space, Symbol};
use crate::model::VariableId;

impl Checker<'_> {
    /// All variables: those whose type is open after what they read, the others as declared; indicators before the
    /// conditions that judge by them.
    pub(crate) fn order(&self) -> Vec<VariableId> {
        let n = self.headers.len();
        let mut state = vec![0u8; n];
        let mut out = Vec::with_capacity(n);
        let first = |i: &usize| matches!(self.headers[*i].body, Body::Let(_) | Body::Indicator(_));
        let roots: Vec<usize> = (0..n).filter(first).chain((0..n).filter(|i| !first(i))).collect();
        for root in roots {
            let mut stack = vec![(root, false)];
            while let Some((i, done)) = stack.pop() {
                if done {
                    out.push(VariableId(i as u32));
                    continue;
                }
                if state[i] != 0 {
                    continue;
                }
                state[i] = 1;
                stack.push((i, true));
                let open = |j: &usize| state[*j] == 0 && self.headers[*j].ty.is_none();
                stack.extend(self.reads(i).into_iter().filter(open).map(|j| (j, false)));
            }
        }
        out
    }

    /// Reports circles of equations none of which declares its unit: their types stay open.
    pub(crate) fn open_circles(&mut self) {
        let open = |i: &usize| self.headers[*i].ty.is_none() && !self.headers[*i].broken;
        let edges: Vec<Vec<usize>> = (0..self.headers.len())
            .map(|i| if open(&i) { self.reads(i).into_iter().filter(open).collect() } else { Vec::new() })
            .collect();
        for group in crate::rules::cycles::components(&edges) {
            let mut path = vec![group[0]];
            let within = |i: &usize| group.binary_search(i).is_ok();
            while let Some(next) = path.last().and_then(|i| edges[*i].iter().copied().find(within)) {
                if let Some(at) = path.iter().position(|i| *i == next) {
                    path.drain(..at);
                    path.push(next);
                    self.open_circle(&path);
                    break;
                }
                path.push(next);
            }
        }
    }

    fn open_circle(&mut self, path: &[usize]) {
        let names: Vec<&str> = path.iter().map(|i| self.headers[*i].name.text.as_str()).collect();
        let delayed = path.iter().any(|i| match self.headers[*i].body {
            Body::Let(l) => remembers(&l.value),
            _ => true,
        });
        let circle = crate::rules::cycles::spell(&names);
        let (message, help) = match delayed {
            true => (
                format!("the unit of `{}` cannot be worked out: {circle}", names[0]),
                "declare the unit of one of them, as in `let x: person = ...`",
            ),
            false => (
                format!("`{}` depends on itself: {circle}", names[0]),
                "something in this circle takes time: make it a stock, or use smooth or delay",
            ),
        };
        let finding = Diagnostic::error(self.headers[path[0]].span, message).help(help);
        self.report(finding);
    }

    /// Variables that an equation without a declared type names.
    fn reads(&self, i: usize) -> Vec<usize> {
        let mut names = Vec::new();
        match self.headers[i].body {
            Body::Let(l) => collect(&l.value, &mut names),
            Body::Indicator(x) => collect(&x.observes, &mut names),
            _ => {}
        }
        let ids = names.into_iter().filter_map(|n| match self.lookup(Space::Value, n) {
            Some(Symbol::Variable(id)) => Some(id.index()),
            _ => None,
        });
        ids.collect()
    }
}

/// Whether a smooth or a delay stands in an expression.
fn remembers(e: &Expr) -> bool {
    let mut names = Vec::new();
    functions(e, &mut names);
    names.iter().any(|n| *n == "delay_fixed" || crate::functions::stateful(n).is_some())
}

/// Every function called in an expression.
fn functions<'e>(e: &'e Expr, out: &mut Vec<&'e str>) {
    match &e.kind {
        Ast::Call(call) => {
            out.push(&call.function.text);
            call.args.iter().for_each(|a| functions(a, out));
        }
        Ast::Unary(_, x) => functions(x, out),
        Ast::Binary(_, a, b) => {
            functions(a, out);
            functions(b, out);
        }
        Ast::If(parts) => parts.iter().for_each(|p| functions(p, out)),
        _ => {}
    }
}

/// Every name in an expression.
fn collect<'e>(e: &'e Expr, out: &mut Vec<&'e str>) {
    match &e.kind {
        Ast::Number { .. } | Ast::Date(_) | Ast::Error => {}
        Ast::Name(n) => out.push(n),
        Ast::Index { base, .. } => out.push(&base.text),
        Ast::Call(call) => {
            let Call { args, weighted, .. } = &**call;
            args.iter().chain(weighted).for_each(|a| collect(a, out));
        }
        Ast::Unary(_, x) | Ast::AtTime(x, _) | Ast::Seen { of: x, .. } => collect(x, out),
        Ast::Binary(_, a, b) | Ast::Under(a, b) => {
            collect(a, out);
            collect(b, out);
        }
        Ast::If(parts) => parts.iter().for_each(|p| collect(p, out)),
        Ast::ByElement { arms, otherwise } => {
            arms.iter().for_each(|(_, x)| collect(x, out));
            if let Some(x) = otherwise {
                collect(x, out);
            }
        }
        Ast::Variant(v) => v.with.iter().for_each(|(_, x)| collect(x, out)),
    }
}
