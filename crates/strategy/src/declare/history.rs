//! `fit`: futures held against what was counted.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, DeclarationKind};

use crate::checker::{Body, Checker, Space, Symbol};
use crate::model::*;
use crate::time::{Edge, whole};

/// Times that differ by less are the same.
const CLOSE: f64 = 1e-6;

impl Checker<'_> {
    /// All fits.
    pub(crate) fn histories(&mut self) -> Vec<Fit> {
        let mut out = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Fit(f) = &d.kind else { continue };
            self.define(Space::Fit, &f.name, Symbol::Other);
            let pathway = self.history(f);
            let before = self.diagnostics.len();
            let (mut keep, mut judge) = (Vec::new(), Vec::new());
            for line in &f.lines {
                let Some(checked) = self.fit_line(line) else { continue };
                if line.judge { judge.push(checked) } else { keep.push(checked) }
            }
            self.out_of_sample(&keep, &judge);
            if !f.lines.iter().any(|line| !line.judge) && !self.half_read_within(d.span) {
                let finding = Diagnostic::error(f.name.span, format!("`{}` keeps every future", f.name.text));
                let help = "add a line such as `deaths within 40% by 6 month from 2004-01 to 2006-12`";
                self.report(finding.help(help));
            }
            let Some(pathway) = pathway else { continue };
            if self.diagnostics.len() > before {
                continue;
            }
            let title = f.title.as_ref().map(|t| t.text.clone());
            let (name, docs, span) = (f.name.text.clone(), d.docs.clone(), d.span);
            out.push(Fit { name, title, docs, span, pathway, keep, judge });
        }
        out
    }

    /// Whether a line of a declaration could not be read, which has been reported.
    fn half_read_within(&self, at: milepost_syntax::Span) -> bool {
        let inside =
            |s: milepost_syntax::Span| s.file == at.file && at.start <= s.start && s.end <= at.end && s.start < at.end;
        self.diagnostics.iter().any(|d| d.span.is_some_and(inside))
    }

    fn history(&mut self, f: &ast::Fit) -> Option<PathwayId> {
        match &f.under {
            Some(name) => match self.find(Space::Pathway, "pathway", name)? {
                Symbol::Pathway(id) => Some(id),
                _ => None,
            },
            // Without choices there is one pathway, and it is what happened.
            None if self.pathways.len() == 1 => Some(PathwayId(0)),
            None => {
                let message = format!("`{}` does not say which pathway is history", f.name.text);
                self.fail(Diagnostic::error(f.name.span, message).help("write `under PATHWAY` behind the name"))
            }
        }
    }

    fn fit_line(&mut self, line: &ast::FitLine) -> Option<FitLine> {
        let indicator = self.counted(&line.indicator);
        let within = self.allowed(line);
        let by_is = self.clause(line, line.by.as_ref(), "how long its periods are", "by 6 month")?;
        let from_is = self.clause(line, line.from.as_ref(), "when it begins", "from 2004-01")?;
        let to_is = self.clause(line, line.to.as_ref(), "when it ends", "to 2006-12")?;
        let by = self.length(by_is);
        let (from, to) = (self.instant(from_is, Edge::First), self.instant(to_is, Edge::Last));
        let ((indicator, every), within, by, from, to) = (indicator?, within?, by?, from?, to?);
        let name = &line.indicator.text;
        let period = f64::from(every) * self.axis.step;
        let unit = self.axis.unit.clone();
        if by <= 0.0 || whole(by / period).is_none() {
            let message = format!("this is no whole number of reporting periods of `{name}`");
            let help = format!("it is reported every {period} {unit}");
            return self.fail(Diagnostic::error(by_is.span, message).help(help));
        }
        if from < self.axis.start - CLOSE || to > self.axis.end + CLOSE || from >= to {
            let message = if from >= to { "this span is empty" } else { "this span lies outside the strategy's time" };
            let help = self.axis.extent();
            return self.fail(Diagnostic::error(line.span, message).help(help));
        }
        let begun = (from - self.axis.start) / period;
        if (begun - begun.round()).abs() > CLOSE {
            let message = format!("no reporting period of `{name}` begins here");
            let help = format!("it is reported every {period} {unit} from {}", self.axis.label(self.axis.start));
            return self.fail(Diagnostic::error(from_is.span, message).help(help));
        }
        if whole((to - from) / by).is_none() {
            let message = format!("{} {unit} are no whole number of periods of {by} {unit}", (to - from) as f32);
            return self.fail(Diagnostic::error(line.span, message).help("end it later or earlier, or change `by`"));
        }
        self.has_evidence(line, indicator, from, to)?;
        Some(FitLine { indicator, within, by, from, to, span: line.span })
    }

    /// An indicator with evidence, and its reporting period in steps.
    fn counted(&mut self, name: &ast::Name) -> Option<(VariableId, u32)> {
        let Symbol::Variable(id) = self.find(Space::Value, "indicator", name)? else {
            return self.fail(Diagnostic::error(name.span, format!("`{}` is not an indicator", name.text)));
        };
        let indicators = self.indicators_of(id);
        if !matches!(self.headers[id.index()].body, Body::Indicator(_)) {
            let finding = Diagnostic::error(name.span, format!("`{}` is not an indicator", name.text));
            return self.fail(match indicators.first() {
                Some(seen) => {
                    let seen = &self.headers[seen.index()].name.text;
                    finding.help(format!("`{seen}` observes it"))
                }
                None => finding.help("what was counted is compared with what observers see"),
            });
        }
        match &self.kinds[id.index()] {
            Some(VariableKind::Indicator(i)) if i.evidence.is_some() => Some((id, i.every)),
            Some(_) => {
                let message = format!("`{}` has no evidence to be held against", name.text);
                let help = "write in the indicator where it is: from \"evidence/file.csv\" column c by time";
                self.fail(Diagnostic::error(name.span, message).help(help))
            }
            None => None,
        }
    }

    /// `within`: the largest relative distance, for lines that keep; 0 for those that judge.
    fn allowed(&mut self, line: &ast::FitLine) -> Option<f64> {
        match (&line.within, line.judge) {
            (None, true) => Some(0.0),
            (Some(e), true) => {
                let message = "what is judged is not chosen by a distance";
                self.fail(Diagnostic::error(e.span, message).help("leave `within` out, or leave out `judge`"))
            }
            (None, false) => {
                let message = format!("how near `{}` must come is not said", line.indicator.text);
                let help = "write `within 40%`, or `judge` before the name";
                self.fail(Diagnostic::error(line.indicator.span, message).help(help))
            }
            (Some(e), false) => {
                let within = self.plain_constant(e)?;
                if within > 0.0 {
                    return Some(within);
                }
                self.fail(Diagnostic::error(e.span, "no future comes this near").help("write a share above zero"))
            }
        }
    }

    fn clause<'e>(
        &mut self,
        line: &ast::FitLine,
        clause: Option<&'e ast::Expr>,
        what: &str,
        example: &str,
    ) -> Option<&'e ast::Expr> {
        if clause.is_none() {
            let finding = Diagnostic::error(line.span, format!("this line does not say {what}"));
            self.report(finding.help(format!("add `{example}`")));
        }
        clause
    }

    fn has_evidence(&mut self, line: &ast::FitLine, id: VariableId, from: f64, to: f64) -> Option<()> {
        let Some(VariableKind::Indicator(Indicator { evidence: Some(e), .. })) = &self.kinds[id.index()] else {
            return None;
        };
        // A point stands at the end of its period.
        if e.points.iter().any(|(t, _)| from + CLOSE < *t && *t < to + CLOSE) {
            return Some(());
        }
        let message = format!("nothing of `{}` was counted in this span", line.indicator.text);
        let help = match (e.points.first(), e.points.last()) {
            (Some((a, _)), Some((b, _))) => {
                format!("`{}` has periods that end from {} to {}", e.file, self.axis.label(*a), self.axis.label(*b))
            }
            _ => format!("`{}` has no rows", e.file),
        };
        self.fail(Diagnostic::error(line.span, message).help(help))
    }

    /// What futures were chosen by says nothing when they are judged by it again.
    fn out_of_sample(&mut self, keep: &[FitLine], judge: &[FitLine]) {
        for line in judge {
            let overlaps =
                |k: &&FitLine| k.indicator == line.indicator && k.from < line.to - CLOSE && line.from < k.to - CLOSE;
            let Some(kept) = keep.iter().find(overlaps) else { continue };
            let name = &self.headers[line.indicator.index()].name.text;
            let message = format!("`{name}` is judged in a time for which futures were chosen by it");
            let help = format!("judge it from {} on, or end its other line earlier", self.axis.label(kept.to));
            self.report(Diagnostic::error(line.span, message).help(help));
        }
    }
}
