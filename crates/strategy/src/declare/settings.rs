//! Lines that move levers: in regimes, recommendations and triggers.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, Change, DeclarationKind, Domain, ExprKind as Ast};

use crate::checker::{Body, Checker, Space, Symbol};
use crate::expression::Context;
use crate::model::*;
use crate::time::Edge;

/// A longer line of regimes that extend each other is a mistake.
const MOST_EXTENDED: usize = 100;

impl<'a> Checker<'a> {
    /// Checks lines that move levers; `bound` are the dimensions of the declaration around them.
    pub(crate) fn settings(&mut self, lines: &[ast::Setting], bound: &[DimensionId]) -> Option<Vec<Setting>> {
        let checked: Vec<Option<Setting>> = lines.iter().map(|s| self.setting(s, bound)).collect();
        checked.into_iter().collect()
    }

    fn setting(&mut self, s: &ast::Setting, bound: &[DimensionId]) -> Option<Setting> {
        let id = match self.lookup(Space::Value, &s.lever.text) {
            Some(Symbol::Variable(id)) if matches!(self.headers[id.index()].body, Body::Lever(_)) => id,
            Some(_) => {
                let finding = Diagnostic::error(s.lever.span, format!("`{}` is not a lever", s.lever.text));
                return self.fail(finding.help("only levers are moved; declare `lever name = 0 in 0 .. 1`"));
            }
            None if self.broken.contains(&s.lever.text) => return None,
            None => {
                let finding = Diagnostic::error(s.lever.span, format!("unknown lever `{}`", s.lever.text));
                let levers = self.headers.iter().filter(|h| matches!(h.body, Body::Lever(_)));
                let finding = match crate::nearest(&s.lever.text, levers.map(|h| h.name.text.as_str())) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding,
                };
                return self.fail(finding);
            }
        };
        let header = self.headers[id.index()].clone();
        if header.broken {
            return None;
        }
        let elements = self.elements_of(&s.elements, &header.dims, "this lever")?;
        let cx = Context::over(&header.dims);
        let value = match &header.ty {
            Some(Type::Category(labels)) => {
                if s.change != Change::Set {
                    let message = format!("`{}` is a choice; it can be set, not scaled or added to", s.lever.text);
                    return self.fail(Diagnostic::error(s.lever.span, message));
                }
                let position = self.category(&s.value, &labels.clone(), &s.lever.text)?;
                let (kind, ty) = (ExprKind::Number(position as f64), header.ty.clone()?);
                Expr { kind, ty, dims: Vec::new(), span: s.value.span }
            }
            _ if s.change == Change::Scale => {
                let e = self.expr(&s.value, &cx)?;
                let e = self.needs_unit(e, &crate::unit::Unit::one(), "a factor")?;
                self.fits(e, &header.dims, &s.lever.text)?
            }
            _ => {
                let (unit, scale) = header.unit_and_scale();
                let e = self.with_unit(&s.value, &unit, scale, &cx)?;
                let e = self.needs_unit(e, &unit, &format!("`{}`", s.lever.text))?;
                self.fits(e, &header.dims, &s.lever.text)?
            }
        };
        self.in_range(&header, s, &value);
        if bound.iter().any(|b| !self.binds(&header.dims, *b)) {
            let message =
                format!("`{}` is not over {}, so not every element can move it", s.lever.text, self.dim_names(bound));
            let help = format!("reduce what fires it: any(... over {})", self.dim(bound[0]).name);
            return self.fail(Diagnostic::error(s.lever.span, message).help(help));
        }
        let over = match &s.over {
            Some(e) => self.length(e)?,
            None => 0.0,
        };
        let span = s.lever.span.to(s.value.span);
        Some(Setting { lever: id, elements, change: s.change, value, over, docs: s.docs.clone(), span })
    }

    /// A constant outside the lever's range is refused when it is set.
    fn in_range(&mut self, header: &crate::checker::Header, s: &ast::Setting, value: &Expr) {
        let (Body::Lever(l), ExprKind::Number(v), Change::Set) = (header.body, &value.kind, s.change) else { return };
        let Some(Domain::Interval(lo, hi)) = &l.domain else { return };
        let (unit, scale) = header.unit_and_scale();
        let before = self.diagnostics.len();
        let range = (self.constant(lo, &unit, scale), self.constant(hi, &unit, scale));
        self.diagnostics.truncate(before);
        if let (Some(lo), Some(hi)) = range
            && !(lo..=hi).contains(v)
        {
            let shown = |x: f64| x / scale;
            let message =
                format!("{} lies outside the range of `{}`, {} .. {}", shown(*v), s.lever.text, shown(lo), shown(hi));
            self.report(Diagnostic::error(s.value.span, message));
        }
    }

    /// All regimes, with what they extend merged in.
    pub(crate) fn declare_regimes(&mut self) {
        let mut all = Vec::new();
        for d in self.declarations() {
            if let DeclarationKind::Regime(r) = &d.kind {
                self.define(Space::Regime, &r.name, Symbol::Regime(RegimeId(all.len() as u32)));
                all.push((d, r));
            }
        }
        for (d, r) in &all {
            let mut chain = vec![*r];
            let mut good = true;
            while let Some(parent) = chain.last().and_then(|r| r.extends.as_ref()) {
                match self.find(Space::Regime, "regime", parent) {
                    Some(Symbol::Regime(id)) => {
                        let next = all[id.index()].1;
                        if chain.iter().any(|c| c.name.text == next.name.text) {
                            good = false;
                            // One finding a circle: from its first regime.
                            if next.name.text != r.name.text || chain.iter().any(|c| c.name.span < r.name.span) {
                                break;
                            }
                            let path: Vec<_> =
                                chain.iter().map(|c| c.name.text.as_str()).chain([next.name.text.as_str()]).collect();
                            let message = format!("`{}` extends itself: {}", r.name.text, path.join(" extends "));
                            self.report(Diagnostic::error(parent.span, message));
                            break;
                        }
                        if chain.len() == MOST_EXTENDED {
                            good = false;
                            let message = format!("`{}` extends more than {MOST_EXTENDED} regimes", r.name.text);
                            self.report(Diagnostic::error(parent.span, message).help("write out what it sets"));
                            break;
                        }
                        chain.push(next);
                    }
                    _ => {
                        good = false;
                        break;
                    }
                }
            }
            let mut settings: Vec<Setting> = Vec::new();
            let mut aspects: Vec<(String, String)> = Vec::new();
            for (depth, layer) in chain.iter().rev().enumerate() {
                let own = depth + 1 == chain.len();
                let before = self.diagnostics.len();
                let lines = self.settings(&layer.settings, &[]).unwrap_or_default();
                if !own {
                    self.diagnostics.truncate(before);
                }
                for line in lines {
                    if own && line.change != Change::Set {
                        self.report(Diagnostic::error(line.span, "a regime sets levers").help("write `lever = value`"));
                    }
                    let same = |s: &Setting| s.lever == line.lever && s.elements == line.elements;
                    if own
                        && settings.iter().any(|s| {
                            same(s)
                                && layer
                                    .settings
                                    .iter()
                                    .any(|l| l.lever.span.start == s.span.start && l.lever.span.file == s.span.file)
                        })
                    {
                        let message = format!("`{}` sets this lever twice", layer.name.text);
                        self.report(Diagnostic::error(line.span, message));
                    }
                    settings.retain(|s| !same(s));
                    settings.push(line);
                }
                for (name, words) in &layer.aspects {
                    aspects.retain(|(n, _)| *n != name.text);
                    aspects.push((name.text.clone(), words.text.clone()));
                }
            }
            let _ = good;
            let title = r.title.as_ref().unwrap_or(&r.name).text.clone();
            let (name, docs, span) = (r.name.text.clone(), d.docs.clone(), d.span);
            self.regimes.push(Regime { name, title, settings, aspects, docs, span });
        }
    }

    /// Names of recommendations, which hypotheses and pathways use.
    pub(crate) fn declare_recommendation_names(&mut self) {
        let mut n = 0;
        for d in self.declarations() {
            if let DeclarationKind::Recommendation(r) = &d.kind {
                self.define(Space::Part, &r.name, Symbol::Recommendation(RecommendationId(n)));
                n += 1;
            }
        }
    }

    /// All recommendations.
    pub(crate) fn declare_recommendations(&mut self) {
        for d in self.declarations() {
            let DeclarationKind::Recommendation(r) = &d.kind else { continue };
            let (actor, element) = (self.actor(r.by.as_ref()), self.element(r.element.as_ref()));
            let missing = [(r.by.is_none(), "`by ACTOR`"), (r.element.is_none(), "`in ELEMENT`")];
            let missing: Vec<&str> =
                missing.into_iter().filter_map(|(missing, what)| missing.then_some(what)).collect();
            if !missing.is_empty() {
                let message = format!("`{}` does not say {}", r.name.text, missing.join(" and "));
                self.report(Diagnostic::error(r.name.span, message).help("write it behind the name"));
            }
            let due = r.due.as_ref().and_then(|e| self.instant(e, Edge::Last));
            let from = r.from.as_ref().and_then(|e| self.instant(e, Edge::First));
            let starts = from.or(due).unwrap_or(self.axis.decide);
            let settings = self.settings(&r.settings, &[]).unwrap_or_default();
            let delivered = match &r.delivered {
                None => (0.5, Distribution::Uniform(0.0, 1.0)),
                Some(u) => self.delivered(u).unwrap_or((0.5, Distribution::Uniform(0.0, 1.0))),
            };
            if let (Some(text), false) = (&r.no_effect, r.settings.is_empty()) {
                self.report(Diagnostic::error(
                    text.span,
                    "this recommendation moves a lever and says it has no effect",
                ));
            }
            self.recommendations.push(Recommendation {
                name: r.name.text.clone(),
                title: r.title.as_ref().map(|t| t.text.clone()),
                docs: d.docs.clone(),
                span: d.span,
                actor,
                element,
                due,
                due_date: Self::written_date(r.due.as_ref()),
                starts,
                settings,
                delivered,
                no_effect: r.no_effect.as_ref().map(|t| t.text.clone()),
            });
        }
    }

    fn delivered(&mut self, u: &ast::Uncertain) -> Option<(f64, Distribution)> {
        let range = match &u.range {
            Some(Domain::Interval(lo, hi)) => {
                let (lo, hi) = (self.share(lo, "what is delivered"), self.share(hi, "what is delivered"));
                Some((lo?, hi?))
            }
            Some(Domain::Categories(list)) => {
                let span = list.first().map_or(u.head.name.span, |(n, _)| n.span);
                return self.fail(Diagnostic::error(span, "what is delivered is a share, not a category"));
            }
            None => None,
        };
        let default = match &u.default {
            Some(e) if matches!(e.kind, Ast::Call(_)) => {
                return self.fail(
                    Diagnostic::error(e.span, "what is delivered is a number in a range")
                        .help("write `delivered = 0.8 in 0.5 .. 1`"),
                );
            }
            Some(e) => Some(self.share(e, "what is delivered")?),
            None => None,
        };
        Some(match (default, range) {
            (Some(d), None) => (d, Distribution::Fixed(d)),
            (d, Some((lo, hi))) => {
                let d = d.unwrap_or(0.5 * (lo + hi));
                if lo > hi || !(lo..=hi).contains(&d) {
                    return self
                        .fail(Diagnostic::error(u.head.name.span, "this range is empty or does not hold its default"));
                }
                (d, if lo == hi { Distribution::Fixed(lo) } else { Distribution::Uniform(lo, hi) })
            }
            (None, None) => (0.5, Distribution::Uniform(0.0, 1.0)),
        })
    }
}
