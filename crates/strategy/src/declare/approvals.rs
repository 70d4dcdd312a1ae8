//! Approvals: rules by which many decide, held against the dimensions and tables they speak of.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{self, DeclarationKind, Fraction, Name, VotingPart};

use crate::checker::{Body, Checker, Space, Symbol};
use crate::model::*;

impl Checker<'_> {
    /// Approvals, checked; votes come with a table.
    pub(crate) fn approvals(&mut self) -> Vec<Approval> {
        let mut out = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Approval(a) = &d.kind else { continue };
            self.define(Space::Approval, &a.name, Symbol::Other);
            let mut dimension = None;
            let mut readings = Vec::new();
            for r in &a.readings {
                let Some(rule) = self.voting_rule(&r.rule, &mut dimension) else { continue };
                let verb = if r.rejects { "rejected when" } else { "adopted when" };
                let words = format!("{verb} {}", words(&r.rule, false));
                let title = r.title.as_ref().map(|t| t.text.clone());
                let from = r.from.map(|(date, _)| date);
                readings.push(VotingReading { title, from, rejects: r.rejects, rule, words, span: r.span });
            }
            self.dates_of_readings(a);
            readings.sort_by_key(|r| r.from);
            let title = a.title.as_ref().unwrap_or(&a.name).text.clone();
            let name = a.name.text.clone();
            let rule = readings.last().map(|r: &VotingReading| r.words.clone()).unwrap_or_default();
            out.push(Approval { name, title, rule, dimension, readings, docs: d.docs.clone(), span: d.span });
        }
        out
    }

    /// Two readings of one date would leave open which holds.
    fn dates_of_readings(&mut self, a: &ast::Approval) {
        for (i, r) in a.readings.iter().enumerate() {
            let Some((date, span)) = r.from else { continue };
            if a.readings[..i].iter().any(|other| other.from.is_some_and(|(d, _)| d == date)) {
                let finding = Diagnostic::error(span, format!("a second reading from {date}"));
                self.report(finding.help("give each reading the date from which it held"));
            }
        }
        let plain = a.readings.iter().filter(|r| r.from.is_none());
        if let Some(second) = plain.skip(1).last() {
            let finding = Diagnostic::error(second.span, "from when this reading held is not said");
            self.report(finding.help("write `reading \"...\" from 2005-10-02 { ... }`"));
        }
    }

    fn voting_rule(&mut self, rule: &ast::VotingRule, root: &mut Option<DimensionId>) -> Option<VotingRule> {
        let mut parts = |list: &[ast::VotingRule]| {
            let found: Vec<_> = list.iter().map(|p| self.voting_rule(p, root)).collect();
            found.into_iter().collect::<Option<Vec<_>>>()
        };
        match rule {
            ast::VotingRule::All(list) => parts(list).map(VotingRule::All),
            ast::VotingRule::Any(list) => parts(list).map(VotingRule::Any),
            ast::VotingRule::Share(share) => {
                let option = match &share.part {
                    VotingPart::Option(name) => Some(name.to_lowercase()),
                    VotingPart::Turnout => None,
                };
                let scope = self.voting_scope(&share.scope, root)?;
                let bar = bar(share.bar, share.strict);
                Some(VotingRule::Share { option, base: share.base, bar, scope })
            }
        }
    }

    fn voting_scope(&mut self, scope: &ast::VotingScope, root: &mut Option<DimensionId>) -> Option<VotingScope> {
        use ast::VotingScope as Ast;
        match scope {
            Ast::Whole => Some(VotingScope::Whole),
            Ast::Every(dim) => {
                let units = self.voting_units(dim, root)?;
                let all = units.len() as u32;
                Some(VotingScope::Count(units, all))
            }
            Ast::Count { count, strict, dim } => {
                let units = self.voting_units(dim, root)?;
                let wanted = count.saturating_add(u32::from(*strict));
                if wanted == 0 || wanted as usize > units.len() {
                    let message = format!("`{}` has {} elements, {wanted} are asked for", dim.text, units.len());
                    return self.fail(Diagnostic::error(dim.span, message));
                }
                Some(VotingScope::Count(units, wanted))
            }
            Ast::Portion { share, strict, dim } => {
                let units = self.voting_units(dim, root)?;
                self.below_all(*share, *strict)?;
                Some(VotingScope::Portion(units, bar(*share, *strict)))
            }
            Ast::Element(name) => self.one_unit(name, root),
            Ast::Holding { dim, share, strict, weight, cap } => {
                let units = self.voting_units(dim, root)?;
                self.below_all(*share, *strict)?;
                let root = (*root)?;
                let values = self.column_by(weight, root)?;
                let mut weights = Vec::new();
                for u in &units {
                    let value = values[*u];
                    if value.fract() != 0.0 || !(0.0..1e15).contains(&value) {
                        let unit = &self.dim(root).elements[*u];
                        let message = format!("`{}` weighs {value} for {unit}, which is no whole number", weight.text);
                        let help = "weigh in whole numbers: half a vote as 1, and a whole one as 2";
                        return self.fail(Diagnostic::error(weight.span, message).help(help));
                    }
                    weights.push(value as u64);
                }
                let cap = cap.map(|c| (c.top, c.below));
                Some(VotingScope::Holding { units, weights, bar: bar(*share, *strict), cap })
            }
        }
    }

    /// More than all there is cannot be asked for.
    fn below_all(&mut self, share: Fraction, strict: bool) -> Option<()> {
        if strict && share.top == share.below {
            let finding = Diagnostic::error(share.span, "more than all of them can never be");
            return self.fail(finding.help("write `in every`, or a smaller share"));
        }
        Some(())
    }

    /// Positions of the elements of a dimension, or of a subrange, in the dimension that votes.
    fn voting_units(&mut self, name: &Name, root: &mut Option<DimensionId>) -> Option<Vec<usize>> {
        let id = self.dimension(name)?;
        let (parent, units) = match &self.dim(id).parent {
            Some((parent, places)) => (*parent, places.clone()),
            None => (id, (0..self.dim(id).elements.len()).collect()),
        };
        match *root {
            Some(known) if known != parent => {
                let (known, other) = (self.dim(known).name.clone(), self.dim(parent).name.clone());
                let message = format!("votes are counted by `{known}` above, and by `{other}` here");
                let help = "one table has the votes of one dimension; declare two approvals";
                self.fail(Diagnostic::error(name.span, message).help(help))
            }
            _ => {
                *root = Some(parent);
                Some(units)
            }
        }
    }

    /// One element by name; of the dimension that votes, where that is known.
    fn one_unit(&mut self, name: &Name, root: &mut Option<DimensionId>) -> Option<VotingScope> {
        let of = |d: &Dimension| d.parent.is_none() && d.elements.contains(&name.text);
        let found: Vec<usize> = match *root {
            Some(id) => vec![id.index()],
            None => self.dimensions.iter().enumerate().filter(|(_, d)| of(d)).map(|(i, _)| i).collect(),
        };
        if let [only] = found[..]
            && let Some(unit) = self.dimensions[only].elements.iter().position(|e| *e == name.text)
        {
            *root = Some(DimensionId(only as u32));
            return Some(VotingScope::Count(vec![unit], 1));
        }
        if self.lookup(Space::Dimension, &name.text).is_some() {
            let help = format!("write `in every {0}`, `in at least 3 {0}` or `in more than 1/2 of {0}`", name.text);
            let message = format!("in how many of `{}` is not said", name.text);
            return self.fail(Diagnostic::error(name.span, message).help(help));
        }
        let message = match found.len() {
            0 | 1 => format!("`{}` is no element of a dimension that votes", name.text),
            _ => format!("`{}` is an element of several dimensions", name.text),
        };
        let all = self.dimensions.iter().enumerate().filter(|(i, _)| found.is_empty() || found.contains(i));
        let near = crate::nearest(&name.text, all.flat_map(|(_, d)| d.elements.iter().map(String::as_str)));
        let help = near.map(|n| format!("did you mean `{n}`?"));
        let finding = Diagnostic::error(name.span, message);
        self.fail(help.into_iter().fold(finding, |f, h| f.help(h)))
    }

    /// The values of a table's column over a dimension.
    pub(crate) fn column_by(&mut self, name: &Name, dim: DimensionId) -> Option<Vec<f64>> {
        let Symbol::Variable(id) = self.find(Space::Value, "column", name)? else {
            return self.fail(Diagnostic::error(name.span, format!("`{}` is no column of a table", name.text)));
        };
        let header = &self.headers[id.index()];
        if header.broken {
            return None;
        }
        let Body::Column(at) = header.body else {
            let message = format!("`{}` is no column of a table, so it has no exact numbers", name.text);
            let help = format!("write `table \"data/x.csv\" by {} {{ {} }}`", self.dim(dim).name, name.text);
            return self.fail(Diagnostic::error(name.span, message).help(help));
        };
        if header.dims != [dim] {
            let message = format!("`{}` is not by `{}` alone", name.text, self.dim(dim).name);
            return self.fail(Diagnostic::error(name.span, message));
        }
        Some(self.columns[at].clone()).filter(|values| values.len() == self.dim(dim).elements.len())
    }
}

fn bar(f: Fraction, strict: bool) -> VotingBar {
    VotingBar { top: f.top, below: f.below, strict }
}

/// The rule in plain words.
fn words(rule: &ast::VotingRule, nested: bool) -> String {
    let list = |parts: &[ast::VotingRule], word: &str| {
        let joined = parts.iter().map(|p| words(p, true)).collect::<Vec<_>>().join(word);
        if nested { format!("({joined})") } else { joined }
    };
    match rule {
        ast::VotingRule::All(parts) => list(parts, " and "),
        ast::VotingRule::Any(parts) => list(parts, " or "),
        ast::VotingRule::Share(share) => {
            let much = |f: Fraction, strict: bool| {
                let than = if strict { "more than" } else { "at least" };
                let number = if (f.top, f.below) == (1, 2) { "half".into() } else { fraction(f) };
                format!("{than} {number}")
            };
            let what = match &share.part {
                VotingPart::Turnout => format!("turnout is {}", much(share.bar, share.strict)),
                VotingPart::Option(option) => {
                    let base = match share.base {
                        ast::VotingBase::Valid => "valid votes",
                        ast::VotingBase::Cast => "ballots cast",
                        ast::VotingBase::Registered => "registered voters",
                    };
                    format!("{option} has {} of {base}", much(share.bar, share.strict))
                }
            };
            use ast::VotingScope as S;
            match &share.scope {
                S::Whole => what,
                S::Element(name) => format!("{what} in {}", name.text),
                S::Every(dim) => format!("{what} in every {}", dim.text),
                S::Count { count, strict, dim } => {
                    format!("{what} in {} {count} {}", if *strict { "more than" } else { "at least" }, dim.text)
                }
                S::Portion { share, strict, dim } => format!("{what} in {} of {}", much(*share, *strict), dim.text),
                S::Holding { dim, share, strict, weight, cap } => {
                    let cap = cap.map(|c| format!(", each counting at most {}", fraction(c))).unwrap_or_default();
                    format!("{what} in {} holding {} of {}{cap}", dim.text, much(*share, *strict), weight.text)
                }
            }
        }
    }
}

/// `2/3`, or as a percent where that is how it reads.
fn fraction(f: Fraction) -> String {
    match (f.below > 4, 100 % f.below) {
        (true, 0) => format!("{} %", f.top * (100 / f.below)),
        _ => format!("{}/{}", f.top, f.below),
    }
}

/// Every reading, in words, with its date.
pub(crate) fn rules_in_words(a: &Approval) -> Vec<String> {
    let from = |r: &VotingReading| r.from.map(|d| format!("from {d}: ")).unwrap_or_default();
    a.readings.iter().map(|r| format!("{}{}", from(r), r.words)).collect()
}
