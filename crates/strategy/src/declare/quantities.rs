//! Equations: lets, flows, stocks, uncertainties, levers, series, tables.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, Domain, ExprKind as Ast};

use crate::call::bare_literal;
use crate::checker::{Body, Checker, Header};
use crate::expression::{Context, describe};
use crate::model::*;
use crate::unit::Unit;

impl<'a> Checker<'a> {
    /// Checks the equation of one variable; sets its type where the declaration left it open.
    pub(crate) fn variable_body(&mut self, id: VariableId) {
        let header = self.headers[id.index()].clone();
        if header.broken || self.is_foreign(id) {
            return;
        }
        (self.owner, self.random_events) = (header.name.text.clone(), 0);
        let cx = Context::equation(&header.dims);
        let kind = match header.body {
            Body::Column(k) => Some(VariableKind::Constant(self.columns[k].clone())),
            Body::Series(s) => {
                let (unit, scale) = header.unit_and_scale();
                self.series(s, &header.dims, &unit, scale).map(VariableKind::Series)
            }
            Body::Uncertain(u) => self.uncertain(u, &header).map(VariableKind::Uncertain),
            Body::Lever(l) => self.lever(l, &header, None).map(VariableKind::Lever),
            Body::Let(l) => {
                let value = self.declared(&l.value, &header, &cx);
                let value = value.and_then(|value| if l.flow { self.per_time(value, &header) } else { Some(value) });
                value.map(|value| {
                    if self.headers[id.index()].ty.is_none() {
                        self.headers[id.index()].ty = Some(value.ty.clone());
                    }
                    VariableKind::Let { flow: l.flow, value }
                })
            }
            Body::Stock(s) => self.stock(s, &header).map(VariableKind::Stock),
            Body::Indicator(i) => self.indicator(id, i, &header).map(VariableKind::Indicator),
            Body::Condition(c) => self.condition(c, &header).map(VariableKind::Condition),
            Body::Milestone(m) => self.milestone(m, &header).map(VariableKind::Milestone),
            Body::Trigger(t) => self.trigger(t, &header).map(VariableKind::Trigger),
            Body::Foreign => None,
        };
        self.kinds[id.index()] = kind;
    }

    /// An expression of a declaration: bare literals take its unit, and it fits its unit and dimensions.
    pub(crate) fn declared(&mut self, e: &ast::Expr, header: &Header, cx: &Context) -> Option<Expr> {
        let value = match &header.unit {
            Some((unit, display)) => {
                let (unit, scale) = (unit.clone(), display.scale);
                let value = self.with_unit(e, &unit, scale, cx)?;
                let whose = format!("`{}`", header.name.text);
                self.needs_unit(value, &unit, &whose)?
            }
            None => {
                let value = self.expr(e, cx)?;
                match &header.ty {
                    Some(Type::Number(unit)) => {
                        let (unit, whose) = (unit.clone(), format!("`{}`", header.name.text));
                        self.needs_unit(value, &unit, &whose)?
                    }
                    _ => value,
                }
            }
        };
        self.fits(value, &header.dims, &header.name.text)
    }

    /// A flow is an amount per unit of time.
    fn per_time(&mut self, e: Expr, header: &Header) -> Option<Expr> {
        let e = self.needs_number(e)?;
        let Type::Number(unit) = &e.ty else { return None };
        if unit.power_of(&self.axis.unit) < 0 || matches!(e.kind, ExprKind::Number(0.0)) {
            return Some(e);
        }
        let message =
            format!("the flow `{}` is {}, not an amount per {}", header.name.text, describe(&e.ty), self.axis.unit);
        let help = "divide by a time, or declare it with `let`";
        self.fail(Diagnostic::error(e.span, message).help(help))
    }

    /// An expression whose bare literals (alone or per element) take a unit.
    pub(crate) fn with_unit(&mut self, e: &ast::Expr, unit: &Unit, scale: f64, cx: &Context) -> Option<Expr> {
        if let Some(v) = bare_literal(e) {
            let kind = ExprKind::Number(self.finite(v * scale, e.span)?);
            return Some(Expr { kind, ty: Type::Number(unit.clone()), dims: Vec::new(), span: e.span });
        }
        if let Ast::ByElement { arms, otherwise } = &e.kind {
            let dim = self.arms_dimension(arms, cx, e.span)?;
            return self
                .by_element(dim, arms, otherwise.as_deref(), e.span, &mut |c, arm| c.with_unit(arm, unit, scale, cx));
        }
        self.expr(e, cx)
    }

    fn stock(&mut self, s: &ast::Stock, header: &Header) -> Option<Stock> {
        let (unit, scale) = header.unit_and_scale();
        let name = header.name.text.clone();
        let cx = Context::equation(&header.dims);
        let initial = match &s.initial {
            Some(e) => self.with_unit(e, &unit, scale, &cx.initial()).and_then(|e| {
                let e = self.needs_unit(e, &unit, &format!("`{name}`"))?;
                self.fits(e, &header.dims, &name)
            }),
            None => {
                let finding = Diagnostic::error(header.name.span, format!("`{name}` has no initial value"));
                self.fail(finding.help("write `initial 100`"))
            }
        };
        let time = Unit::base(&self.axis.unit);
        let rate = unit.over(&time);
        let mut flows = Vec::new();
        let mut good = true;
        for flow in &s.flows {
            let checked = match flow {
                ast::StockFlow::In(e) => self.rate(e, &rate, header, "an inflow", &cx).map(StockFlow::In),
                ast::StockFlow::Out(e) => self.rate(e, &rate, header, "an outflow", &cx).map(StockFlow::Out),
                ast::StockFlow::Toward { goal, over } => {
                    let goal = self.with_unit(goal, &unit, scale, &cx);
                    let goal = goal.and_then(|g| self.needs_unit(g, &unit, "the goal"));
                    let goal = goal.and_then(|g| self.fits(g, &header.dims, &name));
                    let over = self.expr(over, &cx);
                    let over = over.and_then(|o| self.needs_unit(o, &time, "an adjustment time"));
                    let over = over.and_then(|o| self.fits(o, &header.dims, &name));
                    goal.zip(over).map(|(goal, over)| StockFlow::Toward { goal, over })
                }
            };
            good &= checked.is_some();
            flows.extend(checked);
        }
        let initial = initial?;
        good.then_some(Stock { nonnegative: s.nonnegative, initial, flows })
    }

    fn rate(&mut self, e: &ast::Expr, rate: &Unit, header: &Header, what: &str, cx: &Context) -> Option<Expr> {
        let name = header.name.text.clone();
        let e = self.expr(e, cx)?;
        let e = self.needs_unit(e, rate, &format!("{what} of `{name}`"))?;
        self.fits(e, &header.dims, &name)
    }

    /// Constants of a declaration, one per flat element.
    fn constants(&mut self, e: &ast::Expr, unit: &Unit, scale: f64, dims: &[DimensionId]) -> Option<Vec<f64>> {
        let size = self.size(dims);
        if !matches!(e.kind, Ast::ByElement { .. }) {
            return self.constant(e, unit, scale).map(|v| vec![v; size]);
        }
        let checked = self.with_unit(e, unit, scale, &Context::over(dims))?;
        let checked = self.needs_unit(checked, unit, "this")?;
        let mut out = Vec::with_capacity(size);
        for flat in 0..size {
            let value = self.constant_at(&checked, flat, dims);
            match value {
                Some(v) => out.push(v),
                None => return self.fail(Diagnostic::error(e.span, "constants are needed here")),
            }
        }
        Some(out)
    }

    /// The number that a tree of `ByElement` holds for a flat element.
    fn constant_at(&self, e: &Expr, flat: usize, dims: &[DimensionId]) -> Option<f64> {
        match &e.kind {
            ExprKind::Number(v) => Some(*v),
            ExprKind::ByElement(d, arms) => {
                let mut rest = flat;
                let mut position = None;
                for dim in dims.iter().rev() {
                    let n = self.dim(*dim).elements.len();
                    if dim == d {
                        position = Some(rest % n);
                    }
                    rest /= n;
                }
                self.constant_at(arms.get(position?)?, flat, dims)
            }
            _ => None,
        }
    }

    pub(crate) fn uncertain(&mut self, u: &ast::Uncertain, header: &Header) -> Option<Uncertain> {
        let size = self.size(&header.dims);
        let name = &header.name.text;
        if let Some(Domain::Categories(list)) = &u.range {
            let (default, weights) = self.categories(list, u.default.as_ref(), name)?;
            return Some(Uncertain {
                default: vec![default; size],
                distribution: vec![Distribution::Categories(weights); size],
            });
        }
        let (unit, scale) = header.unit_and_scale();
        let shape = match u.default.as_ref().map(|e| &e.kind) {
            Some(Ast::Call(call)) if matches!(call.function.text.as_str(), "normal" | "lognormal") => Some(call),
            _ => None,
        };
        let Some(Domain::Interval(lo, hi)) = &u.range else {
            let finding = Diagnostic::error(header.name.span, format!("`{name}` has no range"));
            return self.fail(finding.help("write `= 9 in 4 .. 24`; a known number is a `let`"));
        };
        let lo = self.constants(lo, &unit, scale, &header.dims)?;
        let hi = self.constants(hi, &unit, scale, &header.dims)?;
        let range_span = header.name.span;
        if lo.iter().zip(&hi).any(|(a, b)| a > b) {
            let finding = Diagnostic::error(range_span, format!("the range of `{name}` is empty"));
            return self.fail(finding.help("write the lower end first"));
        }
        if let Some(call) = shape {
            if call.args.len() != 2 {
                let help = "write normal(mean, sd) or lognormal(median, sigma)";
                return self.fail(Diagnostic::error(call.function.span, "a distribution takes two numbers").help(help));
            }
            let normal = call.function.text == "normal";
            let first = self.constant(&call.args[0], &unit, scale);
            let second =
                if normal { self.constant(&call.args[1], &unit, scale) } else { self.plain_constant(&call.args[1]) };
            let (first, second) = (first?, second?);
            if second <= 0.0 || (!normal && (first <= 0.0 || lo.iter().any(|v| *v <= 0.0))) {
                let message = match normal || second <= 0.0 {
                    true => format!("the spread of `{name}` is not above zero"),
                    false => format!("a lognormal number is above zero, but `{name}` may be zero or below"),
                };
                let help = if normal { "write normal(9, 3)" } else { "write lognormal(9, 0.3) in 4 .. 24" };
                return self.fail(Diagnostic::error(call.function.span, message).help(help));
            }
            let distribution = lo.iter().zip(&hi).map(|(&lo, &hi)| match normal {
                true => Distribution::Normal { mean: first, sd: second, lo, hi },
                false => Distribution::LogNormal { median: first, sigma: second, lo, hi },
            });
            let default = lo.iter().zip(&hi).map(|(lo, hi)| first.clamp(*lo, *hi)).collect();
            return Some(Uncertain { default, distribution: distribution.collect() });
        }
        if u.log && lo.iter().any(|v| *v <= 0.0) {
            let finding =
                Diagnostic::error(range_span, format!("a `log` range is above zero, that of `{name}` is not"));
            return self.fail(finding.help("raise its lower end or leave `log` out"));
        }
        let default = match &u.default {
            Some(e) => self.constants(e, &unit, scale, &header.dims)?,
            None => {
                lo.iter().zip(&hi).map(|(a, b)| if u.log { a.sqrt() * b.sqrt() } else { 0.5 * a + 0.5 * b }).collect()
            }
        };
        for ((d, lo), hi) in default.iter().zip(&lo).zip(&hi) {
            if !(lo..=hi).contains(&d) {
                let shown = |v: f64| v / scale;
                let message =
                    format!("the default of `{name}`, {}, lies outside {} .. {}", shown(*d), shown(*lo), shown(*hi));
                return self.fail(Diagnostic::error(range_span, message).help("widen the range or move the default"));
            }
        }
        let pick = |(&a, &b): (&f64, &f64)| match (a == b, u.log) {
            (true, _) => Distribution::Fixed(a),
            (false, true) => Distribution::LogUniform(a, b),
            (false, false) => Distribution::Uniform(a, b),
        };
        let distribution = lo.iter().zip(&hi).map(pick).collect();
        Some(Uncertain { default, distribution })
    }

    /// Default and probabilities of categories.
    fn categories(
        &mut self,
        list: &[(ast::Name, Option<ast::Expr>)],
        default: Option<&ast::Expr>,
        name: &str,
    ) -> Option<(f64, Vec<f64>)> {
        for (i, (label, _)) in list.iter().enumerate() {
            if list[..i].iter().any(|(l, _)| l.text == label.text) {
                return self.fail(Diagnostic::error(label.span, format!("`{}` is listed twice", label.text)));
            }
        }
        let weights: Vec<Option<f64>> = list
            .iter()
            .map(|(_, w)| match w {
                Some(w) => self.plain_constant(w),
                None => Some(1.0),
            })
            .collect();
        let weights: Vec<f64> = weights.into_iter().collect::<Option<_>>()?;
        let sum: f64 = weights.iter().sum();
        let span = list.first().map_or(self.first_file(), |(n, _)| n.span);
        if weights.iter().any(|w| *w < 0.0) || !(sum > 0.0 && sum.is_finite()) {
            let finding = Diagnostic::error(span, format!("the weights of `{name}` are not above zero"));
            return self.fail(finding.help("write whole numbers such as `{ a: 2  b: 1 }`"));
        }
        let heaviest = weights.iter().enumerate().rev().max_by(|a, b| a.1.total_cmp(b.1)).map_or(0, |(i, _)| i);
        let position = match default {
            None => heaviest,
            Some(e) => self.category(e, &list.iter().map(|(n, _)| n.text.clone()).collect::<Vec<_>>(), name)?,
        };
        Some((position as f64, weights.iter().map(|w| w / sum).collect()))
    }

    /// The position of a category that an expression names.
    pub(crate) fn category(&mut self, e: &ast::Expr, labels: &[String], name: &str) -> Option<usize> {
        let found = match &e.kind {
            Ast::Name(text) => labels.iter().position(|l| l == text),
            _ => None,
        };
        if found.is_none() {
            let finding = Diagnostic::error(e.span, format!("this is no category of `{name}`"));
            self.report(finding.help(format!("write one of {}", labels.join(", "))));
        }
        found
    }

    /// A lever; `own` is the default of one that stands in the place of a constant.
    pub(crate) fn lever(&mut self, l: &ast::Lever, header: &Header, own: Option<&[f64]>) -> Option<Lever> {
        let name = &header.name.text;
        let (actor, element) = (self.actor(l.by.as_ref()), self.element(l.element.as_ref()));
        let (default, range) = match &l.domain {
            Some(Domain::Categories(list)) => {
                let size = self.size(&header.dims);
                let (default, _) = self.categories(list, l.default.as_ref(), name)?;
                (vec![default; size], None)
            }
            Some(Domain::Interval(lo, hi)) => {
                let (unit, scale) = header.unit_and_scale();
                let (lo, hi) = (self.constant(lo, &unit, scale), self.constant(hi, &unit, scale));
                let (lo, hi) = (lo?, hi?);
                if lo > hi {
                    let finding = Diagnostic::error(header.name.span, format!("the range of `{name}` is empty"));
                    return self.fail(finding.help("write the lower end first"));
                }
                let (default, place) = match (&l.default, own) {
                    (Some(e), _) => (self.constants(e, &unit, scale, &header.dims)?, e.span),
                    (None, Some(own)) => (own.to_vec(), header.name.span),
                    (None, None) => {
                        let finding = Diagnostic::error(header.name.span, format!("`{name}` has no default"));
                        return self.fail(finding.help("write `= 0 in 0 .. 1`: its value when no one moves it"));
                    }
                };
                if default.iter().any(|d| !(lo..=hi).contains(d)) {
                    let message = format!("the default of `{name}` lies outside its range");
                    let help = format!("its range is {} .. {}", lo / scale, hi / scale);
                    return self.fail(Diagnostic::error(place, message).help(help));
                }
                (default, Some((lo, hi)))
            }
            None => {
                let finding = Diagnostic::error(header.name.span, format!("`{name}` has no range"));
                return self.fail(finding.help("write `= 0 in 0 .. 1`"));
            }
        };
        Some(Lever { default, range, actor, element, varied: None })
    }

    /// A share in 0..1, such as noise or compliance.
    pub(crate) fn share(&mut self, e: &ast::Expr, what: &str) -> Option<f64> {
        let v = self.plain_constant(e)?;
        if !(0.0..=1.0).contains(&v) {
            return self.fail(Diagnostic::error(e.span, format!("{what} lies from 0 to 100%")));
        }
        Some(v)
    }

    /// A length of time that is a constant.
    pub(crate) fn length(&mut self, e: &ast::Expr) -> Option<f64> {
        let time = Unit::base(&self.axis.unit);
        let checked = self.expr(e, &Context::default())?;
        let checked = self.needs_unit(checked, &time, "a length of time")?;
        match checked.kind {
            ExprKind::Number(v) if v >= 0.0 => Some(v),
            ExprKind::Number(_) => self.fail(Diagnostic::error(e.span, "a length of time is not below zero")),
            _ => self.fail(Diagnostic::error(e.span, "a length of time is a constant, such as `3 month`")),
        }
    }
}

impl Header<'_> {
    /// The declared unit, dimensionless where none is, and the canonical value of one of it.
    pub(crate) fn unit_and_scale(&self) -> (Unit, f64) {
        match &self.unit {
            Some((unit, display)) => (unit.clone(), display.scale),
            None => (Unit::one(), 1.0),
        }
    }
}
