//! Hypotheses: predicates over measures under pathways.

use milepost_syntax::ast::{self, BinaryOp, DeclarationKind, ExprKind as Ast, Name, UnaryOp};
use milepost_syntax::{Diagnostic, Span};

use crate::call::bare_literal;
use crate::checker::{Body, Checker, Space, Symbol};
use crate::expression::describe;
use crate::functions;
use crate::model::*;
use crate::unit::Unit;

/// A claim's part and its type.
type Typed = (Claim, Type);

/// What `for each` has bound: the word in the claim, and the name it stands for now.
type Bindings<'b> = &'b [(String, String)];

impl Checker<'_> {
    /// Declares every pathway as a variant; hypotheses add theirs.
    pub(crate) fn plain_variants(&mut self) {
        for (i, p) in self.pathways.iter().enumerate() {
            let pathway = PathwayId(i as u32);
            let name = p.name.clone();
            self.variants.push(Variant { name, pathway, without: Vec::new(), with: Vec::new(), nudge: None });
        }
    }

    /// All hypotheses.
    pub(crate) fn hypotheses(&mut self, reference: Option<PathwayId>, named: bool) -> Vec<Hypothesis> {
        let mut out = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Hypothesis(h) = &d.kind else { continue };
            self.define(Space::Hypothesis, &h.name, Symbol::Other);
            let scope = match &h.scope {
                ast::Scope::Ensemble => Some(Scope::Ensemble),
                ast::Scope::Share { at_least, share } => self
                    .share(share, "a share of futures")
                    .map(|s| if *at_least { Scope::AtLeast(s) } else { Scope::AtMost(s) }),
            };
            let claim = self.for_each(h, Cx { reference, named, ensemble: scope == Some(Scope::Ensemble) });
            let (Some(claim), Some(scope)) = (claim, scope) else { continue };
            let text = self.sources.snippet(h.claim.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let title = h.title.as_ref().map(|t| t.text.clone());
            let (name, docs, span) = (h.name.text.clone(), d.docs.clone(), d.span);
            out.push(Hypothesis { name, title, docs, span, text, claim, scope });
        }
        out
    }

    fn for_each(&mut self, h: &ast::Hypothesis, cx: Cx) -> Option<Claim> {
        let Some(kind) = h.for_each.first() else { return self.truth(&h.claim, &[], cx) };
        if let Some(second) = h.for_each.get(1) {
            return self.fail(Diagnostic::error(second.span, "one `for each` in a hypothesis"));
        }
        let names: Vec<String> = match kind.text.as_str() {
            "element" => self.elements.iter().map(|e| e.name.clone()).collect(),
            "actor" => self.actors.iter().map(|a| a.name.clone()).collect(),
            "recommendation" => self.recommendations.iter().map(|r| r.name.clone()).collect(),
            "pathway" => self.pathways.iter().map(|p| p.name.clone()).collect(),
            "measure" => self.measures.iter().map(|m| m.name.clone()).collect(),
            other => {
                let finding = Diagnostic::error(kind.span, format!("`for each {other}` is not known"));
                return self.fail(finding.help("write element, actor, recommendation, pathway or measure"));
            }
        };
        if names.is_empty() {
            let message = format!("there is no {} to go over", kind.text);
            return self.fail(Diagnostic::error(kind.span, message).help("declare one, or leave `for each` out"));
        }
        let mut parts = Vec::new();
        for name in names {
            let bound = [(kind.text.clone(), name.clone())];
            parts.push((name, self.truth(&h.claim, &bound, cx)?));
        }
        Some(Claim::All(parts))
    }

    fn truth(&mut self, e: &ast::Expr, bound: Bindings, cx: Cx) -> Option<Claim> {
        let (claim, ty) = self.claim(e, bound, cx)?;
        match ty {
            Type::Truth => Some(claim),
            ty => {
                let message = format!("a hypothesis is true or false, this is {}", describe(&ty));
                self.fail(Diagnostic::error(e.span, message).help("compare two sides: `a > b`"))
            }
        }
    }

    fn claim(&mut self, e: &ast::Expr, bound: Bindings, cx: Cx) -> Option<Typed> {
        let span = e.span;
        match &e.kind {
            Ast::Number { .. } => {
                let checked = self.expr(e, &Default::default())?;
                match checked.kind {
                    ExprKind::Number(v) => Some((Claim::Number(v), checked.ty)),
                    _ => None,
                }
            }
            Ast::Name(text) if text == "true" || text == "false" => {
                Some((Claim::Number(f64::from(u8::from(text == "true"))), Type::Truth))
            }
            Ast::Name(text) if text == "true" || text == "false" => {
                Some((Claim::Number(f64::from(u8::from(text == "true"))), Type::Truth))
            }
            Ast::Name(text) => match self.lookup(Space::Measure, resolved(text, bound)) {
                Some(Symbol::Measure(_)) => {
                    let finding = Diagnostic::error(span, format!("`{text}` is measured under a pathway"));
                    self.fail(finding.help(format!("write `{text} under PATHWAY`")))
                }
                _ => match self.units.get(text).cloned() {
                    Some((unit, scale)) => Some((Claim::Number(scale), Type::Number(unit))),
                    None if self.broken.contains(text) => None,
                    None => {
                        let finding = Diagnostic::error(span, format!("unknown measure `{text}`"));
                        let finding = self.suggest(finding, Space::Measure, text);
                        self.fail(finding.help("hypotheses compare measures under pathways"))
                    }
                },
            },
            Ast::Under(m, p) => {
                let (m, v) = (self.claim_measure(m, bound), self.claim_variant(p, bound));
                let (m, v) = (m?, v?);
                Some((Claim::Measure(m, v), Type::Number(self.measures[m.index()].unit.clone())))
            }
            Ast::Unary(op, x) => {
                let (x, ty) = self.claim(x, bound, cx)?;
                if (*op == UnaryOp::Not) != (ty == Type::Truth) {
                    return self.fail(Diagnostic::error(span, format!("this is {}", describe(&ty))));
                }
                Some((Claim::Unary(*op, Box::new(x)), ty))
            }
            Ast::Binary(op, a, b) => self.claim_binary(*op, a, b, span, bound, cx),
            Ast::If(parts) => {
                let c = self.truth(&parts[0], bound, cx);
                let (a, b) = (self.claim(&parts[1], bound, cx), self.claim(&parts[2], bound, cx));
                let (c, (a, ty), (b, other)) = (c?, a?, b?);
                if ty != other {
                    let message = format!("the branches are {} and {}", describe(&ty), describe(&other));
                    return self.fail(Diagnostic::error(span, message));
                }
                Some((Claim::If(Box::new([c, a, b])), ty))
            }
            Ast::Call(call) => self.claim_call(call, span, bound, cx),
            Ast::Error => None,
            _ => self.fail(
                Diagnostic::error(span, "a hypothesis compares measures under pathways")
                    .help("write `measure under pathway > ...`"),
            ),
        }
    }

    fn claim_binary(
        &mut self,
        op: BinaryOp,
        a: &ast::Expr,
        b: &ast::Expr,
        span: Span,
        bound: Bindings,
        cx: Cx,
    ) -> Option<Typed> {
        let (x, y) = (self.claim(a, bound, cx), self.claim(b, bound, cx));
        let ((x, tx), (y, ty)) = (x?, y?);
        let zero = |c: &Claim| matches!(c, Claim::Number(v) if *v == 0.0);
        let like = tx == ty || zero(&x) || zero(&y);
        let both_truth = tx == Type::Truth && ty == Type::Truth;
        let truth = tx == Type::Truth || ty == Type::Truth;
        let out = match op {
            BinaryOp::And | BinaryOp::Or if both_truth => Some(Type::Truth),
            BinaryOp::Eq | BinaryOp::Ne | BinaryOp::Lt | BinaryOp::Le | BinaryOp::Gt | BinaryOp::Ge
                if like && !truth =>
            {
                Some(Type::Truth)
            }
            BinaryOp::Add | BinaryOp::Sub if like && !truth => Some(if zero(&x) { ty.clone() } else { tx.clone() }),
            BinaryOp::Mul | BinaryOp::Div => match (&tx, &ty) {
                (Type::Number(u), Type::Number(v)) => {
                    Some(Type::Number(if op == BinaryOp::Mul { u.times(v) } else { u.over(v) }))
                }
                _ => None,
            },
            BinaryOp::Pow => match (&tx, &y) {
                (Type::Number(u), Claim::Number(n)) if u.is_one() || n.fract() == 0.0 => {
                    Some(Type::Number(u.power(*n as i32)))
                }
                _ => None,
            },
            _ => None,
        };
        match out {
            Some(out) => Some((Claim::Binary(op, Box::new(x), Box::new(y)), out)),
            None => {
                let message = format!("one side is {}, the other {}", describe(&tx), describe(&ty));
                self.fail(Diagnostic::error(span, message))
            }
        }
    }

    fn claim_call(&mut self, call: &ast::Call, span: Span, bound: Bindings, cx: Cx) -> Option<Typed> {
        let name = call.function.text.as_str();
        match (name, call.args.len()) {
            ("gain", 2) => {
                let (m, v) = (self.claim_measure(&call.args[0], bound), self.claim_variant(&call.args[1], bound));
                let (m, v) = (m?, v?);
                if cx.reference.is_none() && cx.named {
                    return None;
                }
                if cx.reference.is_none() {
                    let finding = Diagnostic::error(span, "a gain is over the reference, and none is declared");
                    return self.fail(finding.help("write `reference PATHWAY` in the `strategy` block"));
                }
                return Some((Claim::Gain(m, v), Type::Number(self.measures[m.index()].unit.clone())));
            }
            ("mean" | "median", 1) | ("percentile", 2) => {
                self.ensemble_only(cx, name, span)?;
                let (x, ty) = self.claim(&call.args[0], bound, cx)?;
                if ty == Type::Truth {
                    return self.fail(Diagnostic::error(span, "this is true or false; use fraction(...)"));
                }
                let statistic = match name {
                    "mean" => Statistic::Mean,
                    "median" => Statistic::Median,
                    _ => Statistic::Percentile(self.plain_constant(&call.args[1])?),
                };
                return Some((Claim::Statistic(statistic, Box::new(x)), ty));
            }
            ("fraction", 1) => {
                self.ensemble_only(cx, name, span)?;
                let x = self.truth(&call.args[0], bound, cx)?;
                return Some((Claim::Statistic(Statistic::Share, Box::new(x)), Type::Number(Unit::one())));
            }
            _ => {}
        }
        let function = match (functions::pure(name), call.args.len()) {
            (Some((_, f @ (Function::Min | Function::Max))), 2..) => f,
            (Some((_, f @ Function::Abs)), 1) => f,
            _ => {
                let finding = Diagnostic::error(
                    span,
                    format!("`{name}` with {} arguments is not known in hypotheses", call.args.len()),
                );
                return self.fail(finding.help(
                    "known are gain(m, pathway), min, max, abs and, over futures, mean, median, percentile, fraction",
                ));
            }
        };
        let args: Vec<Option<Typed>> = call.args.iter().map(|a| self.claim(a, bound, cx)).collect();
        let args: Vec<Typed> = args.into_iter().collect::<Option<_>>()?;
        let ty = args[0].1.clone();
        if ty == Type::Truth || args.iter().any(|(_, t)| *t != ty) {
            return self.fail(Diagnostic::error(span, format!("the arguments of `{name}` have one unit")));
        }
        Some((Claim::Call(function, args.into_iter().map(|(c, _)| c).collect()), ty))
    }

    fn ensemble_only(&mut self, cx: Cx, name: &str, span: Span) -> Option<()> {
        if cx.ensemble {
            return Some(());
        }
        let finding = Diagnostic::error(span, format!("`{name}` is over all futures, this claim is on each of them"));
        self.fail(finding.help("end the hypothesis with `over futures`"))
    }

    fn claim_measure(&mut self, e: &ast::Expr, bound: Bindings) -> Option<MeasureId> {
        let Ast::Name(text) = &e.kind else {
            return self.fail(Diagnostic::error(e.span, "the name of a measure is needed here"));
        };
        let name = Name { text: resolved(text, bound).to_string(), span: e.span };
        match self.find(Space::Measure, "measure", &name)? {
            // A measure that is wrong has been reported.
            Symbol::Measure(_) if self.broken.contains(&name.text) => None,
            Symbol::Measure(id) => Some(id),
            _ => None,
        }
    }

    fn claim_variant(&mut self, e: &ast::Expr, bound: Bindings) -> Option<VariantId> {
        let (pathway, without, with) = match &e.kind {
            Ast::Name(text) => (Name { text: text.clone(), span: e.span }, &[][..], &[][..]),
            Ast::Variant(v) => (v.pathway.clone(), &v.without[..], &v.with[..]),
            _ => return self.fail(Diagnostic::error(e.span, "the name of a pathway is needed here")),
        };
        let pathway = Name { text: resolved(&pathway.text, bound).to_string(), span: pathway.span };
        let Symbol::Pathway(id) = self.find(Space::Pathway, "pathway", &pathway)? else { return None };
        let mut variant =
            Variant { name: pathway.text.clone(), pathway: id, without: Vec::new(), with: Vec::new(), nudge: None };
        let mut spelt = Vec::new();
        for name in without {
            let name = Name { text: resolved(&name.text, bound).to_string(), span: name.span };
            variant.without.push(match self.find(Space::Part, "element, actor or recommendation", &name)? {
                Symbol::Element(e) => Part::Element(e),
                Symbol::Actor(a) => Part::Actor(a),
                Symbol::Recommendation(r) => Part::Recommendation(r),
                _ => return None,
            });
            spelt.push(name.text);
        }
        if !spelt.is_empty() {
            variant.name.push_str(&format!(" without {}", spelt.join(" and ")));
        }
        let mut set = Vec::new();
        for (name, value) in with {
            variant.with.push(self.with_value(name, value)?);
            set.push(format!("{} = {}", name.text, self.sources.snippet(value.span)));
        }
        if !set.is_empty() {
            variant.name.push_str(&format!(" with {}", set.join(" and ")));
        }
        let same = |v: &Variant| v.pathway == variant.pathway && v.without == variant.without && v.with == variant.with;
        let found = self.variants.iter().position(same);
        let at = found.unwrap_or_else(|| {
            self.variants.push(variant);
            self.variants.len() - 1
        });
        Some(VariantId(at as u32))
    }

    fn with_value(&mut self, name: &Name, value: &ast::Expr) -> Option<(VariableId, f64)> {
        let id = match self.find(Space::Value, "lever or uncertainty", name)? {
            Symbol::Variable(id) => id,
            _ => return self.fail(Diagnostic::error(name.span, format!("`{}` is not a lever", name.text))),
        };
        let header = self.headers[id.index()].clone();
        if header.broken {
            return None;
        }
        if !matches!(header.body, Body::Lever(_) | Body::Uncertain(_)) {
            let message = format!("`{}` is neither a lever nor an uncertainty", name.text);
            return self.fail(Diagnostic::error(name.span, message));
        }
        if let Some(Type::Category(labels)) = &header.ty {
            return self.category(value, &labels.clone(), &name.text).map(|i| (id, i as f64));
        }
        let (unit, scale) = header.unit_and_scale();
        let v = match bare_literal(value) {
            Some(v) => v * scale,
            None => self.constant(value, &unit, scale)?,
        };
        let range = match &self.kinds[id.index()] {
            Some(VariableKind::Lever(l)) => l.range,
            Some(VariableKind::Uncertain(u)) => match u.distribution.first() {
                Some(Distribution::Uniform(a, b) | Distribution::LogUniform(a, b)) => Some((*a, *b)),
                Some(Distribution::Normal { lo, hi, .. } | Distribution::LogNormal { lo, hi, .. }) => Some((*lo, *hi)),
                _ => None,
            },
            _ => None,
        };
        if let Some((lo, hi)) = range
            && !(lo..=hi).contains(&v)
        {
            let (lo, hi) = (lo / scale, hi / scale);
            let message = format!("this lies outside the range of `{}`, {lo} .. {hi}", name.text);
            return self.fail(Diagnostic::error(value.span, message));
        }
        Some((id, v))
    }
}

/// What a claim may use.
#[derive(Clone, Copy)]
struct Cx {
    reference: Option<PathwayId>,
    /// Whether the `strategy` block names a reference, be it a known one or not.
    named: bool,
    ensemble: bool,
}

/// The name that a `for each` word stands for.
fn resolved<'n>(text: &'n str, bound: Bindings<'n>) -> &'n str {
    bound.iter().find(|(word, _)| word == text).map_or(text, |(_, name)| name)
}
