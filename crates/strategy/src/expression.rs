//! Expressions: names to variables, units and dimensions of every part.

use milepost_syntax::ast::{self, BinaryOp, ExprKind as Ast, Name, UnaryOp};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::{Checker, Space, Symbol};
use crate::model::*;
use crate::time::Edge;
use crate::unit::Unit;

/// Where an expression stands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Context {
    /// Dimensions bound by the declaration.
    pub dims: Vec<DimensionId>,
    /// In a condition, milestone or trigger: what is seen differs from what is.
    pub judging: bool,
    /// In a measure or chart: reductions over time are allowed.
    pub measuring: bool,
    /// Whether random events may stand here.
    pub events: Events,
}

/// Whether random events may stand in an expression.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Events {
    /// They may: this is an equation.
    Drawn,
    /// This is an initial value.
    Initial,
    /// This only reads the model.
    #[default]
    Elsewhere,
}

impl Context {
    /// A context that binds these dimensions.
    pub fn over(dims: &[DimensionId]) -> Context {
        Context { dims: dims.to_vec(), ..Context::default() }
    }

    /// That of an equation over these dimensions.
    pub fn equation(dims: &[DimensionId]) -> Context {
        Context { events: Events::Drawn, ..Context::over(dims) }
    }

    /// The same for a value that something begins with.
    pub fn initial(&self) -> Context {
        Context { events: if self.events == Events::Drawn { Events::Initial } else { self.events }, ..self.clone() }
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
pub(crate) fn is_zero(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Number(v) if v == 0.0)
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
    pub(crate) fn same_type(&mut self, a: Expr, b: Expr, rule: &str, span: Span) -> Option<(Expr, Expr)> {
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
        &mut self,
        op: BinaryOp,
        a: &ast::Expr,
        b: &ast::Expr,
        span: Span,
        cx: &Context,
    ) -> Option<Option<Expr>> {
        for (variable, label) in [(a, b), (b, a)] {
            let base = match &variable.kind {
                Ast::Name(text) => text,
                Ast::Index { base, .. } => &base.text,
                _ => continue,
            };
            let Some(Symbol::Variable(id)) = self.lookup(Space::Value, base) else { continue };
            if self.headers[id.index()].broken {
                return Some(None);
            }
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
}
