//! Pathways: regimes in sequence, and what is followed.

use std::collections::BTreeSet;

use milepost_syntax::ast::{self, Change, DeclarationKind, Docs, Name};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::{Checker, Space, Symbol};
use crate::expression::Context;
use crate::model::*;
use crate::time::Edge;

/// Two recommendations that set one lever with `=`.
#[derive(Clone, Copy, PartialEq)]
struct Clash {
    span: Span,
    lever: VariableId,
    first: usize,
    second: usize,
}

impl Checker<'_> {
    /// All pathways.
    pub(crate) fn declare_pathways(&mut self) {
        let mut clashes = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Pathway(p) = &d.kind else { continue };
            let id = PathwayId(self.pathways.len() as u32);
            self.define(Space::Pathway, &p.name, Symbol::Pathway(id));
            let follows = self.follows(&p.following);
            let stages = self.stages(p);
            clashes.extend(self.conflicts(&follows).into_iter().map(|c| (c, p.name.text.clone())));
            let title = p.title.as_ref().unwrap_or(&p.name).text.clone();
            let (name, docs, span) = (p.name.text.clone(), d.docs.clone(), d.span);
            let comparison = p.comparison;
            self.pathways.push(Pathway { name, title, comparison, follows, stages, docs, span });
        }
        self.report_clashes(&clashes);
    }

    /// A model without choices has one pathway: it runs as it is, every lever at its default.
    pub(crate) fn base_pathway(&mut self, span: Span) {
        let declared = self.declarations().any(|d| matches!(d.kind, DeclarationKind::Pathway(_)));
        if declared || !self.broken.is_empty() {
            return;
        }
        let name = Name { text: "base".into(), span };
        self.define(Space::Pathway, &name, Symbol::Pathway(PathwayId(0)));
        self.pathways.push(Pathway {
            name: name.text,
            title: "As it is".into(),
            comparison: false,
            follows: Vec::new(),
            stages: Vec::new(),
            docs: Docs::default(),
            span,
        });
    }

    fn follows(&mut self, names: &[ast::Name]) -> Vec<RecommendationId> {
        let mut out = BTreeSet::new();
        for name in names {
            let all = |keep: &dyn Fn(&Recommendation) -> bool| {
                let ids = self.recommendations.iter().enumerate().filter(|(_, r)| keep(r));
                ids.map(|(i, _)| RecommendationId(i as u32)).collect::<Vec<_>>()
            };
            if name.text == "all" {
                out.extend(all(&|_| true));
                continue;
            }
            match self.lookup(Space::Part, &name.text) {
                Some(Symbol::Element(e)) => out.extend(all(&|r| r.element == Some(e))),
                Some(Symbol::Actor(a)) => out.extend(all(&|r| r.actor == Some(a))),
                Some(Symbol::Recommendation(r)) => {
                    out.insert(r);
                }
                _ => {
                    self.find(Space::Part, "element, actor or recommendation", name);
                }
            }
        }
        out.into_iter().collect()
    }

    fn stages(&mut self, p: &ast::Pathway) -> Vec<Stage> {
        let mut out = Vec::new();
        let mut earliest = f64::NEG_INFINITY;
        for (i, s) in p.stages.iter().enumerate() {
            let Some(Symbol::Regime(regime)) = self.find(Space::Regime, "regime", &s.regime) else { continue };
            let begins = self.begins(p, i, s, earliest);
            let Some(begins) = begins else { continue };
            let from = match &begins {
                Begins::At(t) => *t,
                Begins::When { not_before, .. } => *not_before,
            };
            if from < earliest {
                let message = format!("`{}` would begin before the regime that it follows", s.regime.text);
                self.report(Diagnostic::error(s.regime.span, message).help("put the stages in order of time"));
            }
            if from >= self.axis.end {
                let (at, end) = (self.axis.label(from), self.axis.label(self.axis.end));
                let message = format!("`{}` would begin at {at}, but time ends at {end}", s.regime.text);
                self.report(Diagnostic::error(s.regime.span, message).help("begin it earlier or leave it out"));
            }
            earliest = from;
            out.push(Stage { regime, begins });
        }
        out
    }

    fn begins(&mut self, p: &ast::Pathway, i: usize, s: &ast::Stage, earliest: f64) -> Option<Begins> {
        if let (Some(from), None) = (&s.from, &s.when) {
            return self.instant(from, Edge::First).map(Begins::At);
        }
        let Some(when) = &s.when else {
            if i == 0 {
                return Some(Begins::At(self.axis.decide));
            }
            let message = format!("nothing says when `{}` begins", s.regime.text);
            return self
                .fail(Diagnostic::error(s.regime.span, message).help("write `from 2006-10` or `when CONDITION`"));
        };
        let test = self.expr(when, &Context::default())?;
        let test = self.needs_truth(test)?;
        if !test.dims.is_empty() {
            let dims = self.dim_names(&test.dims);
            let help = format!("write all(... over {0}) or any(... over {0})", self.dim(test.dims[0]).name);
            let finding = Diagnostic::error(when.span, format!("a switch is national, this condition is over {dims}"));
            return self.fail(finding.help(help));
        }
        let not_before = match (&s.not_before, &s.from) {
            (Some(e), _) | (None, Some(e)) => self.instant(e, Edge::First)?,
            (None, None) => earliest.max(self.axis.decide),
        };
        let at_latest = match &s.at_latest {
            Some(e) => Some(self.instant(e, Edge::Last)?),
            None => {
                let (from, to) = (&p.stages[i.saturating_sub(1)].regime.text, &s.regime.text);
                let message =
                    format!("`{}` may never end `{from}`: nothing says when `{to}` begins at latest", p.name.text);
                self.report(Diagnostic::warning(s.regime.span, message).help("add `, at latest DATE`"));
                None
            }
        };
        if at_latest.is_some_and(|latest| latest < not_before) {
            let span = s.at_latest.as_ref().map_or(s.regime.span, |e| e.span);
            let finding = Diagnostic::error(span, "`at latest` lies before the regime may begin");
            return self.fail(finding.help(format!("it may begin at {}", self.axis.label(not_before))));
        }
        Some(Begins::When { test, not_before, at_latest })
    }

    /// At most one followed recommendation may set a lever with `=`.
    fn conflicts(&self, follows: &[RecommendationId]) -> Vec<Clash> {
        let mut seen: Vec<(VariableId, Option<Vec<usize>>, usize)> = Vec::new();
        let mut clashes = Vec::new();
        for id in follows {
            for s in self.recommendations[id.index()].settings.iter().filter(|s| s.change == Change::Set) {
                let overlaps = |e: &Option<Vec<usize>>| match (e, &s.elements) {
                    (Some(a), Some(b)) => a.iter().any(|x| b.contains(x)),
                    _ => true,
                };
                match seen.iter().find(|(lever, e, _)| *lever == s.lever && overlaps(e)) {
                    Some((_, _, first)) => {
                        clashes.push(Clash { span: s.span, lever: s.lever, first: *first, second: id.index() });
                    }
                    None => seen.push((s.lever, s.elements.clone(), id.index())),
                }
            }
        }
        clashes
    }

    /// Each clash once, however many pathways it concerns.
    fn report_clashes(&mut self, clashes: &[(Clash, String)]) {
        for (i, (clash, pathway)) in clashes.iter().enumerate() {
            if clashes[..i].iter().any(|(c, _)| c == clash) {
                continue;
            }
            let lever = &self.headers[clash.lever.index()].name.text;
            let [a, b] = [clash.first, clash.second].map(|r| &self.recommendations[r].name);
            let more = match clashes[i + 1..].iter().filter(|(c, _)| c == clash).count() {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            let message = format!("`{a}` and `{b}` both set `{lever}` with `=` in pathway `{pathway}`{more}");
            self.report(
                Diagnostic::error(clash.span, message).help("at most one sets a lever; others use `+=` or `*=`"),
            );
        }
    }
}
