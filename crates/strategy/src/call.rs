//! Calls: functions, reductions, smooths, delays, lookups.

use milepost_syntax::ast::{self, ExprKind as Ast};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::{Checker, Space, Symbol};
use crate::expression::{Context, Events, union};
use crate::functions;
use crate::model::*;
use crate::nearest;
use crate::time::{Edge, whole};
use crate::unit::Unit;

impl Checker<'_> {
    pub(crate) fn call(&mut self, call: &ast::Call, span: Span, cx: &Context) -> Option<Expr> {
        let name = call.function.text.as_str();
        if let Some(Symbol::Lookup(id)) = self.lookup(Space::Value, name) {
            return self.lookup_call(id, call, span, cx);
        }
        if let Some(how) = functions::over_time(name) {
            return self.over_time(how, call, span, cx);
        }
        let element_wise = call.args.len() > 1 && call.over.is_empty() && matches!(name, "min" | "max");
        if let Some(how) = functions::reduction(name)
            && !element_wise
        {
            return self.reduce(how, call, span, cx);
        }
        if !call.over.is_empty() || call.weighted.is_some() {
            let message = format!("`{name}` does not reduce a dimension");
            return self
                .fail(Diagnostic::error(span, message).help("sum, mean, min, max, product, any, all and count do"));
        }
        if call.from.is_some() || call.to.is_some() {
            let message = format!("`{name}` takes no dates");
            return self
                .fail(Diagnostic::error(span, message).help("total, peak, lowest, average, first and duration do"));
        }
        if let Some((count, function)) = functions::pure(name) {
            return self.pure_call(function, count, call, span, cx);
        }
        if let Some((material, order)) = functions::stateful(name) {
            return self.memory(material, order, call, span, cx);
        }
        match name {
            "at" => {
                self.arity(call, 2, 2, span)?;
                let x = self.expr(&call.args[0], cx);
                let time = self.sampled(&call.args[1]);
                let (x, time) = (x?, time?);
                Some(Expr { ty: x.ty.clone(), dims: x.dims.clone(), kind: ExprKind::At(Box::new(x), time), span })
            }
            "delay_fixed" => self.delay_fixed(call, span, cx),
            "occurs" => self.occurs(call, span, cx),
            "gain" | "median" | "percentile" | "fraction" => {
                self.fail(Diagnostic::error(span, format!("`{name}` speaks of futures and belongs in hypotheses")))
            }
            _ if self.broken.contains(name) => None,
            _ => {
                let finding = Diagnostic::error(call.function.span, format!("unknown function `{name}`"));
                let lookups: Vec<&str> = self.lookups.iter().map(|l| l.name.as_str()).collect();
                let known = functions::names().map(|n| n as &str).chain(lookups);
                let finding = if self.lookup(Space::Value, name).is_some() {
                    finding.help(format!("`{name}` is a variable; elements stand in brackets: `{name}[...]`"))
                } else if let Some(near) = nearest(name, known) {
                    finding.help(format!("did you mean `{near}`?"))
                } else {
                    finding
                };
                self.fail(finding)
            }
        }
    }

    fn arity(&mut self, call: &ast::Call, least: usize, most: usize, span: Span) -> Option<()> {
        if (least..=most).contains(&call.args.len()) {
            return Some(());
        }
        let wanted = if least == most { format!("{least}") } else { format!("{least} to {most}") };
        let plural = if wanted == "1" { "" } else { "s" };
        let message = format!("`{}` takes {wanted} argument{plural}, here are {}", call.function.text, call.args.len());
        self.fail(Diagnostic::error(span, message))
    }

    fn lookup_call(&mut self, id: LookupId, call: &ast::Call, span: Span, cx: &Context) -> Option<Expr> {
        self.arity(call, 1, 1, span)?;
        let x = self.expr(&call.args[0], cx)?;
        let lookup = &self.lookups[id.index()];
        let (of, unit, whose) = (lookup.of.clone(), lookup.unit.clone(), format!("the argument of `{}`", lookup.name));
        let x = self.needs_unit(x, &of, &whose)?;
        Some(Expr { ty: Type::Number(unit), dims: x.dims.clone(), kind: ExprKind::Lookup(id, Box::new(x)), span })
    }

    fn pure_call(
        &mut self,
        function: Function,
        count: Option<usize>,
        call: &ast::Call,
        span: Span,
        cx: &Context,
    ) -> Option<Expr> {
        use Function::*;
        self.arity(call, count.unwrap_or(2), count.unwrap_or(usize::MAX), span)?;
        let args: Vec<Option<Expr>> = call.args.iter().map(|a| self.expr(a, cx)).collect();
        let mut args: Vec<Expr> = args.into_iter().collect::<Option<_>>()?;
        let name = call.function.text.clone();
        if function == Known {
            let (x, dims) = (args.remove(0), Vec::new());
            let dims = if x.dims.is_empty() { dims } else { x.dims.clone() };
            return Some(Expr { kind: ExprKind::Call(Known, vec![x]), ty: Type::Truth, dims, span });
        }
        let mut numbers = Vec::new();
        for a in args {
            numbers.push(self.needs_number(a)?);
        }
        let mut args = numbers;
        let unit_of = |e: &Expr| if let Type::Number(u) = &e.ty { u.clone() } else { Unit::one() };
        let time = Unit::base(&self.axis.unit);
        let ty = match function {
            Abs | Floor | Ceil | Round | Integer => args[0].ty.clone(),
            Sqrt => match unit_of(&args[0]).root() {
                Some(unit) => Type::Number(unit),
                None => {
                    let message = format!("`{}` has no square root", unit_of(&args[0]));
                    return self.fail(Diagnostic::error(span, message));
                }
            },
            Min | Max | Sum | Clip | Modulo => {
                let is_zero = |e: &&Expr| matches!(e.kind, ExprKind::Number(v) if v == 0.0);
                let unit = unit_of(args.iter().find(|e| !is_zero(e)).unwrap_or(&args[0]));
                let whose = format!("every argument of `{name}`");
                args = self.all_of(args, &unit, &whose)?;
                Type::Number(unit)
            }
            Step | Pulse | Ramp => {
                let slope = unit_of(&args[0]);
                let whose = format!("a time in `{name}`");
                let rest = args.split_off(if function == Pulse { 0 } else { 1 });
                args.extend(self.all_of(rest, &time, &whose)?);
                match function {
                    Step => Type::Number(slope),
                    Ramp => Type::Number(slope.times(&time)),
                    _ => Type::Number(Unit::one()),
                }
            }
            Arcsin | Arccos | Arctan | Exp | Ln | Log10 | Sin | Cos | Tan | Logistic | NormalCdf | NormalQuantile
            | Known => {
                args = self.all_of(args, &Unit::one(), &format!("the argument of `{name}`"))?;
                Type::Number(Unit::one())
            }
        };
        let dims = union(self, &args.iter().collect::<Vec<_>>());
        Some(Expr { kind: ExprKind::Call(function, args), ty, dims, span })
    }

    fn all_of(&mut self, args: Vec<Expr>, unit: &Unit, whose: &str) -> Option<Vec<Expr>> {
        let checked: Vec<Option<Expr>> = args.into_iter().map(|a| self.needs_unit(a, unit, whose)).collect();
        checked.into_iter().collect()
    }

    fn reduce(&mut self, how: Reduction, call: &ast::Call, span: Span, cx: &Context) -> Option<Expr> {
        self.arity(call, 1, 1, span)?;
        let over: Vec<Option<DimensionId>> = call.over.iter().map(|d| self.dimension(d)).collect();
        let mut over: Vec<DimensionId> = over.into_iter().collect::<Option<_>>()?;
        let inner = Context { dims: cx.dims.iter().chain(&over).copied().collect(), ..cx.clone() };
        let body = self.expr(&call.args[0], &inner)?;
        let weight = match &call.weighted {
            Some(w) if how == Reduction::Mean => {
                let w = self.expr(w, &inner)?;
                Some(self.needs_number(w)?)
            }
            Some(w) => {
                return self.fail(Diagnostic::error(w.span, "only a mean is weighted"));
            }
            None => None,
        };
        let body = match how {
            Reduction::Any | Reduction::All | Reduction::Count => self.needs_truth(body)?,
            _ => self.needs_number(body)?,
        };
        let parts: Vec<&Expr> = std::iter::once(&body).chain(&weight).collect();
        let free = union(self, &parts);
        if over.is_empty() {
            over = free.clone();
        }
        if over.is_empty() {
            let message = format!("`{}` has nothing to reduce: this has no dimension", call.function.text);
            let finding = Diagnostic::error(span, message);
            return self.fail(match how {
                Reduction::Min | Reduction::Max => finding.help("give it two arguments or more"),
                _ => finding.help("leave it out"),
            });
        }
        for (d, name) in over.iter().zip(call.over.iter()) {
            let parent = self.dim(*d).parent.as_ref().map(|(p, _)| *p);
            if !free.iter().any(|f| f == d || Some(*f) == parent) {
                let message = format!("this is not over `{}`", self.dim(*d).name);
                let have = if free.is_empty() {
                    "it has no dimension".into()
                } else {
                    format!("it is over {}", self.dim_names(&free))
                };
                return self.fail(Diagnostic::error(name.span, message).help(have));
            }
        }
        self.small_enough(&free, span)?;
        let dims = free.into_iter().filter(|f| !self.binds(&over, *f)).collect();
        let ty = match how {
            Reduction::Any | Reduction::All => Type::Truth,
            Reduction::Count => Type::Number(Unit::one()),
            Reduction::Product => match &body.ty {
                Type::Number(u) if u.is_one() => body.ty.clone(),
                ty => {
                    let message = format!(
                        "a product over elements is dimensionless, this is {}",
                        crate::expression::describe(ty)
                    );
                    return self.fail(Diagnostic::error(span, message));
                }
            },
            _ => body.ty.clone(),
        };
        let kind = ExprKind::Reduce { how, over, body: Box::new(body), weight: weight.map(Box::new) };
        Some(Expr { kind, ty, dims, span })
    }

    fn memory(
        &mut self,
        material: bool,
        order: Option<u32>,
        call: &ast::Call,
        span: Span,
        cx: &Context,
    ) -> Option<Expr> {
        let fixed = if order.is_some() { 2 } else { 3 };
        self.arity(call, fixed, fixed + 1, span)?;
        let input = self.expr(&call.args[0], cx);
        let over = self.expr(&call.args[1], cx);
        let time = Unit::base(&self.axis.unit);
        let over = over.and_then(|o| self.needs_unit(o, &time, "a delay's time"));
        let order = match order {
            Some(n) => n,
            None => {
                let n = self.expr(&call.args[2], cx)?;
                match n.kind {
                    ExprKind::Number(v) if whole(v).is_some_and(|n| n <= 100) => v as u32,
                    _ => {
                        return self
                            .fail(Diagnostic::error(n.span, "the order of a delay is a whole number from 1 to 100"));
                    }
                }
            }
        };
        let input = input?;
        let input = self.needs_number(input)?;
        let initial = match call.args.get(fixed) {
            Some(e) => {
                let e = self.expr(e, &cx.initial())?;
                let Type::Number(unit) = input.ty.clone() else { return None };
                Some(self.needs_unit(e, &unit, "the initial value of a delay")?)
            }
            None => None,
        };
        let over = over?;
        let parts: Vec<&Expr> = [&input, &over].into_iter().chain(&initial).collect();
        let dims = union(self, &parts);
        let ty = input.ty.clone();
        let (input, over, initial) = (Box::new(input), Box::new(over), initial.map(Box::new));
        let kind = if material {
            ExprKind::Delay { order, input, over, initial }
        } else {
            ExprKind::Smooth { order, input, over, initial }
        };
        Some(Expr { kind, ty, dims, span })
    }

    fn delay_fixed(&mut self, call: &ast::Call, span: Span, cx: &Context) -> Option<Expr> {
        self.arity(call, 3, 3, span)?;
        let (input, over) = (self.expr(&call.args[0], cx), self.expr(&call.args[1], cx));
        let initial = self.expr(&call.args[2], &cx.initial());
        let (input, over, initial) = (input?, over?, initial?);
        let input = self.needs_number(input)?;
        let Type::Number(unit) = input.ty.clone() else { return None };
        let initial = self.needs_unit(initial, &unit, "the initial value of a delay")?;
        let time = Unit::base(&self.axis.unit);
        let over = self.needs_unit(over, &time, "a delay's time")?;
        let steps = match over.kind {
            ExprKind::Number(t) => whole((t / self.axis.step).round()),
            _ => None,
        };
        let Some(steps) = steps.filter(|n| *n <= self.axis.steps) else {
            let (step, end) = (self.axis.step, self.axis.end - self.axis.start);
            let help = format!("write one from {step} {0} (a step) to {end} {0} (all of time)", self.axis.unit);
            let what = "the time of a fixed delay is a constant of at least one step, and no longer than time itself";
            return self.fail(Diagnostic::error(over.span, what).help(help));
        };
        let dims = union(self, &[&input, &initial]);
        let ty = input.ty.clone();
        let kind = ExprKind::DelayFixed { input: Box::new(input), steps, initial: Box::new(initial) };
        Some(Expr { kind, ty, dims, span })
    }

    /// `occurs(rate)`: over every dimension that is bound here, so that each element has events of its own.
    fn occurs(&mut self, call: &ast::Call, span: Span, cx: &Context) -> Option<Expr> {
        let why = match cx.events {
            _ if cx.measuring => "a measure reads what happened in the model; here other events would be drawn",
            _ if cx.judging => "a test judges what the model or an observer says; here other events would be drawn",
            Events::Initial => "a random event happens in the course of a period, and no period has begun here",
            Events::Elsewhere => "a random event belongs in an equation",
            Events::Drawn => "",
        };
        if !why.is_empty() {
            let help = "write `let happens = occurs(RATE)`, and `happens` where it is read";
            let finding = Diagnostic::error(span, why);
            return self.fail(if cx.events == Events::Initial { finding } else { finding.help(help) });
        }
        self.random_events += 1;
        let stream = match self.random_events {
            1 => format!("occurs.{}", self.owner),
            n => format!("occurs.{}.{n}", self.owner),
        };
        self.arity(call, 1, 1, span)?;
        let rate = self.expr(&call.args[0], cx)?;
        let per_time = Unit::one().over(&Unit::base(&self.axis.unit));
        let rate = self.needs_unit(rate, &per_time, "the rate of `occurs`")?;
        let unbound = rate.dims.iter().copied().filter(|d| !self.binds(&cx.dims, *d));
        let mut dims: Vec<DimensionId> = unbound.chain(cx.dims.iter().copied()).collect();
        dims.sort();
        dims.dedup();
        Some(Expr { kind: ExprKind::Occurs { rate: Box::new(rate), stream }, ty: Type::Truth, dims, span })
    }

    fn over_time(&mut self, how: OverTime, call: &ast::Call, span: Span, cx: &Context) -> Option<Expr> {
        let name = call.function.text.clone();
        if !cx.measuring {
            let finding = Diagnostic::error(span, format!("`{name}` looks over time and belongs in measures"));
            return self.fail(finding);
        }
        self.arity(call, 1, 1, span)?;
        let mut body = self.expr(&call.args[0], cx)?;
        // A total counts everywhere: `total(killings)` is that of all governorates.
        if how == OverTime::Total && !body.dims.is_empty() {
            body = self.needs_number(body)?;
            self.small_enough(&body.dims, body.span)?;
            let (ty, over, at) = (body.ty.clone(), body.dims.clone(), body.span);
            let kind = ExprKind::Reduce { how: Reduction::Sum, over, body: Box::new(body), weight: None };
            body = Expr { kind, ty, dims: Vec::new(), span: at };
        }
        if !body.dims.is_empty() {
            let help = format!("reduce {} first: {name}(sum(...))", self.dim_names(&body.dims));
            let message = format!("`{name}` needs one number, this is over {}", self.dim_names(&body.dims));
            return self.fail(Diagnostic::error(body.span, message).help(help));
        }
        let from = match &call.from {
            Some(e) => self.instant(e, Edge::First)?,
            None => self.axis.start,
        };
        let to = match &call.to {
            Some(e) => self.instant(e, Edge::Last)?,
            None => self.axis.end,
        };
        if !(from < to && from >= self.axis.start - 1e-9 && to <= self.axis.end + 1e-9) {
            let message = "this window is empty or outside the strategy's time";
            let help = self.axis.extent();
            return self.fail(Diagnostic::error(span, message).help(help));
        }
        let time = Unit::base(&self.axis.unit);
        let (body, ty) = match how {
            OverTime::First | OverTime::Duration => (self.needs_truth(body)?, Type::Number(time)),
            _ => {
                let body = self.needs_number(body)?;
                let Type::Number(unit) = &body.ty else { return None };
                let ty = if how == OverTime::Total { Type::Number(unit.times(&time)) } else { body.ty.clone() };
                (body, ty)
            }
        };
        Some(Expr { kind: ExprKind::OverTime { how, body: Box::new(body), from, to }, ty, dims: Vec::new(), span })
    }

    /// A date, or a number (with the unit of time or bare) where time is counted.
    pub(crate) fn instant(&mut self, e: &ast::Expr, edge: Edge) -> Option<f64> {
        match &e.kind {
            Ast::Date(date) => match self.axis.at(*date, edge) {
                Some(t) => Some(t),
                None => self.expr(e, &Context::default()).and(None),
            },
            _ => {
                if self.axis.origin.is_some() {
                    return self.fail(Diagnostic::error(e.span, "a date is needed here, such as 2006-06"));
                }
                self.constant(e, &Unit::base(&self.axis.unit), 1.0)
            }
        }
    }

    /// The instant of a sample, which lies within the strategy's time: elsewhere it would never be known.
    pub(crate) fn sampled(&mut self, e: &ast::Expr) -> Option<f64> {
        let time = self.instant(e, Edge::First)?;
        if (self.axis.start - 1e-9..=self.axis.end + 1e-9).contains(&time) {
            return Some(time);
        }
        let message = format!("{} lies outside the strategy's time", self.sources.snippet(e.span));
        let help = self.axis.extent();
        self.fail(Diagnostic::error(e.span, message).help(help))
    }

    /// A constant; a bare literal takes the unit, whose written form is worth `scale`.
    pub(crate) fn constant(&mut self, e: &ast::Expr, unit: &Unit, scale: f64) -> Option<f64> {
        if let Some(value) = bare_literal(e) {
            return self.finite(value * scale, e.span);
        }
        let checked = self.expr(e, &Context::default())?;
        let checked = self.needs_unit(checked, unit, "what is asked for here")?;
        match checked.kind {
            ExprKind::Number(v) => Some(v),
            _ => self.fail(Diagnostic::error(e.span, "a constant is needed here").help("write a number with its unit")),
        }
    }
}

/// The value of a literal without a unit, negated or not.
pub(crate) fn bare_literal(e: &ast::Expr) -> Option<f64> {
    match &e.kind {
        Ast::Number { value, unit: None, .. } => Some(*value),
        Ast::Unary(ast::UnaryOp::Neg, x) => bare_literal(x).map(|v| -v),
        _ => None,
    }
}
