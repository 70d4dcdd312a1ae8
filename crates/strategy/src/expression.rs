//! Expressions: names to variables, units and dimensions of every part.

use std::collections::{HashMap, HashSet};

use milepost_syntax::ast::{self, BinaryOp, ExprKind as Ast, Name, UnaryOp};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::{Body, Checker, Space, Symbol};
use crate::functions;
use crate::model::*;
use crate::nearest;
use crate::time::Edge;
use crate::unit::Unit;

/// More values than this, of a variable or in a sum, are a mistake.
const MOST_COMBINATIONS: usize = 1_000_000;

/// Where an expression stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// Dimensions bound by the declaration.
    pub dims: Vec<DimensionId>,
    /// In a condition, milestone or trigger: what is seen differs from what is.
    pub judging: bool,
    /// In a measure or chart: reductions over time are allowed.
    pub measuring: bool,
}

impl Context {
    /// A context that binds these dimensions.
    pub fn over(dims: &[DimensionId]) -> Context {
        Context { dims: dims.to_vec(), ..Context::default() }
    }
}

/// A dimensionless number.
pub(crate) fn number(value: f64, span: Span) -> Expr {
    Expr { kind: ExprKind::Number(value), ty: Type::Number(Unit::one()), dims: Vec::new(), span }
}

/// The union of free dimensions; a subrange stands for its parent.
pub(crate) fn union(checker: &Checker, parts: &[&Expr]) -> Vec<DimensionId> {
    let mut dims: Vec<DimensionId> = parts.iter().flat_map(|e| e.dims.iter().copied()).collect();
    dims.sort();
    dims.dedup();
    let all = dims.clone();
    dims.retain(|d| !all.iter().any(|s| checker.dim(*s).parent.as_ref().is_some_and(|(p, _)| p == d)));
    dims
}

/// Whether a number is a literal zero, which has any unit.
fn is_zero(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Number(v) if v == 0.0)
}

/// Whether an expression lists values by element of a dimension.
fn mentions(e: &Expr, dim: DimensionId) -> bool {
    match &e.kind {
        ExprKind::ByElement(d, _) if *d == dim => true,
        ExprKind::Reduce { over, .. } if over.contains(&dim) => false,
        _ => crate::visit::parts(e).into_iter().any(|p| mentions(p, dim)),
    }
}

/// How people call a type.
pub(crate) fn describe(ty: &Type) -> String {
    match ty {
        Type::Number(unit) if unit.is_one() => "a dimensionless number".into(),
        Type::Number(unit) => format!("`{unit}`"),
        Type::Truth => "true or false".into(),
        Type::Category(labels) => format!("one of {}", labels.join(", ")),
    }
}

impl Checker<'_> {
    /// Checks an expression; `None` if something in it was wrong (and has been reported).
    pub(crate) fn expr(&mut self, e: &ast::Expr, cx: &Context) -> Option<Expr> {
        let span = e.span;
        match &e.kind {
            Ast::Number { value, unit, .. } => {
                let Some(unit) = unit else { return self.finite(*value, span).map(|v| number(v, span)) };
                match self.units.get(&unit.text).cloned() {
                    Some((u, scale)) => self.finite(value * scale, span).map(|v| Expr {
                        kind: ExprKind::Number(v),
                        ty: Type::Number(u),
                        dims: Vec::new(),
                        span,
                    }),
                    None => {
                        let finding = self.units.unknown(&unit.text, unit.span);
                        self.fail(finding)
                    }
                }
            }
            Ast::Date(date) => match self.axis.at(*date, Edge::First) {
                Some(t) => Some(Expr { kind: ExprKind::Number(t), ty: self.time_type(), dims: Vec::new(), span }),
                None => self.fail(
                    Diagnostic::error(span, format!("{date} is a date, but this strategy's time has none"))
                        .help("write `time month from 2004-01 to ...`, or a number here"),
                ),
            },
            Ast::Name(name) => self.name(&Name { text: name.clone(), span }, cx),
            Ast::Index { base, elements } => self.index(base, elements, span, cx),
            Ast::Call(call) => self.call(call, span, cx),
            Ast::Unary(UnaryOp::Neg, x) => {
                let x = self.expr(x, cx)?;
                let x = self.needs_number(x)?;
                let (ty, dims) = (x.ty.clone(), x.dims.clone());
                let kind = match x.kind {
                    ExprKind::Number(v) => ExprKind::Number(-v),
                    _ => ExprKind::Neg(Box::new(x)),
                };
                Some(Expr { kind, ty, dims, span })
            }
            Ast::Unary(UnaryOp::Not, x) => {
                let x = self.expr(x, cx)?;
                let x = self.needs_truth(x)?;
                Some(Expr { ty: Type::Truth, dims: x.dims.clone(), kind: ExprKind::Not(Box::new(x)), span })
            }
            Ast::Binary(op, a, b) => self.binary(*op, a, b, span, cx),
            Ast::If(parts) => {
                let [c, a, b] = &**parts;
                let (c, a, b) = (self.expr(c, cx), self.expr(a, cx), self.expr(b, cx));
                let c = c.and_then(|c| self.needs_truth(c));
                let (c, (a, b)) = (c?, self.same_type(a?, b?, "both branches of `if` have one unit", span)?);
                let dims = union(self, &[&c, &a, &b]);
                Some(Expr { ty: a.ty.clone(), dims, kind: ExprKind::If(Box::new([c, a, b])), span })
            }
            Ast::ByElement { arms, otherwise } => {
                let dim = self.arms_dimension(arms, cx, span)?;
                self.by_element(dim, arms, otherwise.as_deref(), span, &mut |c, e| c.expr(e, cx))
            }
            Ast::AtTime(x, date) => {
                if !cx.measuring {
                    return self.fail(
                        Diagnostic::error(span, "`at` after an expression belongs in measures")
                            .help("elsewhere write at(x, DATE)"),
                    );
                }
                let x = self.expr(x, cx)?;
                let Some(date) = date else { return Some(x) };
                let time = self.sampled(date)?;
                Some(Expr { ty: x.ty.clone(), dims: x.dims.clone(), kind: ExprKind::At(Box::new(x), time), span })
            }
            Ast::Seen { observed, of } => self.seen(*observed, of, cx),
            Ast::Under(..) | Ast::Variant(..) => self.fail(
                Diagnostic::error(span, "pathways are compared in hypotheses only")
                    .help("write `hypothesis h { measure under pathway > ... }`"),
            ),
            Ast::Error => None,
        }
    }

    /// A number that a computer can hold.
    pub(crate) fn finite(&mut self, value: f64, span: Span) -> Option<f64> {
        if value.is_finite() {
            return Some(value);
        }
        let message = if value.is_nan() { "this is no number" } else { "this number is infinite" };
        self.fail(Diagnostic::error(span, message).help("look for a division by zero or a number that is too large"))
    }

    /// The type of a time.
    pub(crate) fn time_type(&self) -> Type {
        Type::Number(Unit::base(&self.axis.unit))
    }

    /// A checked number.
    pub(crate) fn needs_number(&mut self, e: Expr) -> Option<Expr> {
        match e.ty {
            Type::Number(_) => Some(e),
            ref ty => {
                let message = format!("a number is needed here, this is {}", describe(ty));
                self.fail(Diagnostic::error(e.span, message))
            }
        }
    }

    /// A checked truth value.
    pub(crate) fn needs_truth(&mut self, e: Expr) -> Option<Expr> {
        match e.ty {
            Type::Truth => Some(e),
            ref ty => {
                let message = format!("a condition is needed here, this is {}", describe(ty));
                self.fail(Diagnostic::error(e.span, message).help("compare it with something: `x > 0`"))
            }
        }
    }

    /// A number with this unit; a literal zero has any.
    pub(crate) fn needs_unit(&mut self, e: Expr, unit: &Unit, whose: &str) -> Option<Expr> {
        let e = self.needs_number(e)?;
        match &e.ty {
            Type::Number(u) if u == unit => Some(e),
            _ if is_zero(&e) => Some(Expr { ty: Type::Number(unit.clone()), ..e }),
            ty => {
                let wanted = describe(&Type::Number(unit.clone()));
                let message = format!("{whose} is {wanted}, this is {}", describe(ty));
                let finding = Diagnostic::error(e.span, message);
                let finding = match (&e.kind, unit.is_one()) {
                    (ExprKind::Number(v), false) if *ty == Type::Number(Unit::one()) => {
                        let unit = unit.to_string();
                        match unit.strip_prefix('1') {
                            Some(per) => finding.help(format!("write the unit: `{v}{per}`")),
                            None => finding.help(format!("write the unit: `{v} {unit}`")),
                        }
                    }
                    _ => finding,
                };
                self.fail(finding)
            }
        }
    }

    /// A dimensionless number.
    fn needs_plain(&mut self, e: Expr, whose: &str) -> Option<Expr> {
        self.needs_unit(e, &Unit::one(), whose)
    }

    /// Brings two sides to one type.
    fn same_type(&mut self, a: Expr, b: Expr, rule: &str, span: Span) -> Option<(Expr, Expr)> {
        if a.ty == b.ty {
            return Some((a, b));
        }
        match (&a.ty, &b.ty) {
            (Type::Number(_), Type::Number(u)) if is_zero(&a) => Some((Expr { ty: Type::Number(u.clone()), ..a }, b)),
            (Type::Number(u), Type::Number(_)) if is_zero(&b) => {
                let ty = Type::Number(u.clone());
                Some((a, Expr { ty, ..b }))
            }
            (x, y) => {
                let message = format!("{rule}, but one side is {} and the other {}", describe(x), describe(y));
                self.fail(Diagnostic::error(span, message))
            }
        }
    }

    fn binary(&mut self, op: BinaryOp, a: &ast::Expr, b: &ast::Expr, span: Span, cx: &Context) -> Option<Expr> {
        if matches!(op, BinaryOp::Eq | BinaryOp::Ne)
            && let Some(done) = self.category_test(op, a, b, span, cx)
        {
            return done;
        }
        let (x, y) = (self.expr(a, cx), self.expr(b, cx));
        let (x, y) = (x?, y?);
        let (x, y, ty) = match op {
            BinaryOp::And | BinaryOp::Or => {
                let (x, y) = (self.needs_truth(x), self.needs_truth(y));
                (x?, y?, Type::Truth)
            }
            BinaryOp::Eq | BinaryOp::Ne if x.ty == Type::Truth && y.ty == Type::Truth => (x, y, Type::Truth),
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge => {
                let (x, y) = (self.needs_number(x), self.needs_number(y));
                let (x, y) = self.same_type(x?, y?, "both sides of a comparison have one unit", span)?;
                (x, y, Type::Truth)
            }
            BinaryOp::Add | BinaryOp::Sub => {
                let (x, y) = (self.needs_number(x), self.needs_number(y));
                let rule = if op == BinaryOp::Add { "only like units add" } else { "only like units subtract" };
                let (x, y) = self.same_type(x?, y?, rule, span)?;
                let ty = x.ty.clone();
                (x, y, ty)
            }
            BinaryOp::Mul | BinaryOp::Div => {
                let (x, y) = (self.needs_number(x), self.needs_number(y));
                let (x, y) = (x?, y?);
                let (Type::Number(u), Type::Number(v)) = (&x.ty, &y.ty) else { return None };
                let unit = if op == BinaryOp::Mul { u.times(v) } else { u.over(v) };
                (x, y, Type::Number(unit))
            }
            BinaryOp::Pow => {
                let (x, y) = (self.needs_number(x), self.needs_number(y));
                let (x, y) = (x?, self.needs_plain(y?, "an exponent")?);
                let Type::Number(u) = &x.ty else { return None };
                let ty = match (&y.kind, u.is_one()) {
                    (_, true) => Type::Number(Unit::one()),
                    (ExprKind::Number(n), false) if n.fract() == 0.0 && n.abs() < 100.0 => {
                        Type::Number(u.power(*n as i32))
                    }
                    _ => {
                        let message = format!("`{u}` can be raised to a whole number only");
                        return self.fail(Diagnostic::error(span, message).help("divide by a reference value first"));
                    }
                };
                (x, y, ty)
            }
        };
        let dims = union(self, &[&x, &y]);
        let folded = match (&x.kind, &y.kind, op) {
            (ExprKind::Number(a), ExprKind::Number(b), BinaryOp::Add) => Some(a + b),
            (ExprKind::Number(a), ExprKind::Number(b), BinaryOp::Sub) => Some(a - b),
            (ExprKind::Number(a), ExprKind::Number(b), BinaryOp::Mul) => Some(a * b),
            (ExprKind::Number(a), ExprKind::Number(b), BinaryOp::Div) => Some(a / b),
            _ => None,
        };
        let kind = match folded {
            Some(v) => ExprKind::Number(self.finite(v, span)?),
            None => ExprKind::Binary(op, Box::new(x), Box::new(y)),
        };
        Some(Expr { kind, ty, dims, span })
    }

    /// `rule = timetable`: a category of the variable on the other side.  `None` if neither side has categories.
    fn category_test(
        &mut self, op: BinaryOp, a: &ast::Expr, b: &ast::Expr, span: Span, cx: &Context,
    ) -> Option<Option<Expr>> {
        for (variable, label) in [(a, b), (b, a)] {
            let base = match &variable.kind {
                Ast::Name(text) => text,
                Ast::Index { base, .. } => &base.text,
                _ => continue,
            };
            let Some(Symbol::Variable(id)) = self.lookup(Space::Value, base) else { continue };
            let Some(Type::Category(labels)) = self.headers[id.index()].ty.clone() else { continue };
            let Some(x) = self.expr(variable, cx) else { return Some(None) };
            let Ast::Name(text) = &label.kind else { continue };
            let Some(position) = labels.iter().position(|l| l == text) else {
                let finding = Diagnostic::error(label.span, format!("`{base}` is never `{text}`"));
                let help = format!("it is one of {}", labels.join(", "));
                return Some(self.fail(finding.help(help)));
            };
            let y = Expr { kind: ExprKind::Number(position as f64), ty: x.ty.clone(), dims: vec![], span: label.span };
            let dims = x.dims.clone();
            let kind = ExprKind::Binary(op, Box::new(x), Box::new(y));
            return Some(Some(Expr { kind, ty: Type::Truth, dims, span }));
        }
        None
    }

    fn name(&mut self, name: &Name, cx: &Context) -> Option<Expr> {
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
            let values = self.names.keys().filter(|(s, _)| *s == Space::Value).map(|(_, n)| n.as_str());
            match nearest(&name.text, values.chain(functions::CONSTANTS)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            }
        };
        self.fail(finding)
    }

    /// A variable one of whose categories has this name.
    fn choice_with(&self, category: &str) -> Option<&str> {
        let has = |h: &&crate::checker::Header| match &h.ty {
            Some(Type::Category(labels)) => labels.iter().any(|l| l == category),
            _ => false,
        };
        self.headers.iter().find(has).map(|h| h.name.text.as_str())
    }

    /// A variable, with selectors where brackets were written.
    fn variable(&mut self, id: VariableId, select: Option<Vec<Select>>, span: Span, cx: &Context) -> Option<Expr> {
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
    fn indicators_of(&self, id: VariableId) -> Vec<VariableId> {
        let name = &self.headers[id.index()].name.text;
        let observes = |h: &crate::checker::Header| match h.body {
            Body::Indicator(i) => matches!(&i.observes.kind, Ast::Name(n) if n == name),
            _ => false,
        };
        let all = self.headers.iter().enumerate().filter(|(_, h)| observes(h));
        all.map(|(i, _)| VariableId(i as u32)).collect()
    }

    fn seen(&mut self, observed: bool, of: &ast::Expr, cx: &Context) -> Option<Expr> {
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
                    return self.fail(finding.help(format!("declare `indicator seen observes {} {{ ... }}`", base.text)));
                }
                many => {
                    let names: Vec<_> = many.iter().map(|i| format!("`{}`", self.headers[i.index()].name.text)).collect();
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

    fn index(&mut self, base: &Name, elements: &[Name], span: Span, cx: &Context) -> Option<Expr> {
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

    fn select(&mut self, id: VariableId, base: &Name, elements: &[Name], span: Span, cx: &Context) -> Option<Expr> {
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
    fn selector(&self, dim: DimensionId, name: &str) -> Option<Select> {
        if let Some(i) = self.dim(dim).elements.iter().position(|e| e == name) {
            return Some(Select::Element(i));
        }
        match self.lookup(Space::Dimension, name)? {
            Symbol::Dimension(d) if self.binds(&[d], dim) => Some(Select::Bound(d)),
            _ => None,
        }
    }

    /// The dimension whose elements the arms name: one of the context's, else the only one that fits.
    pub(crate) fn arms_dimension(&mut self, arms: &[(Name, ast::Expr)], cx: &Context, span: Span) -> Option<DimensionId> {
        let named: HashSet<&str> = arms.iter().map(|(n, _)| n.text.as_str()).collect();
        let hits = |d: &Dimension| d.elements.iter().filter(|e| named.contains(e.as_str())).count();
        let has_all = |d: &Dimension| hits(d) == named.len();
        let has_any = |d: &Dimension| hits(d) > 0;
        let all: Vec<DimensionId> = (0..self.dimensions.len()).map(|i| DimensionId(i as u32)).collect();
        let pool = if cx.dims.is_empty() { all.clone() } else { cx.dims.clone() };
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
        &mut self, dim: DimensionId, arms: &[(Name, ast::Expr)], otherwise: Option<&ast::Expr>, span: Span,
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
