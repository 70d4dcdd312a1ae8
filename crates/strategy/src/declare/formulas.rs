//! Formulas by which a pot is shared: shares that add up, columns by the dimension that shares.

use milepost_syntax::ast::{self, DeclarationKind, Deduction, Name, SharedBy, SharedTo};
use milepost_syntax::{Diagnostic, Span};

use crate::checker::{Checker, Space, Symbol};
use crate::model::*;

impl Checker<'_> {
    /// Formulas, checked; one that is wrong is left out, as its findings stop the strategy.
    pub(crate) fn formulas(&mut self) -> Vec<Formula> {
        let mut out = Vec::new();
        for d in self.declarations() {
            let DeclarationKind::Formula(f) = &d.kind else { continue };
            self.define(Space::Formula, &f.name, Symbol::Other);
            let Some(dimension) = self.dimension(&f.among) else { continue };
            let per = f.per.as_ref().and_then(|name| self.shared_column(name, dimension).map(|(id, _)| id));
            let deductions = f.deductions.iter().filter_map(|x| self.deducted(x, dimension)).collect();
            let levels = f.levels.iter().filter_map(|x| self.level(x, dimension)).collect();
            let whole = f.levels.iter().map(|l| l.share);
            self.add_up(whole, f.levels.last().map_or(f.name.span, |l| l.name.span), "what is left of the pot");
            self.units_of_sums(f);
            out.push(Formula {
                name: f.name.text.clone(),
                title: f.title.as_ref().unwrap_or(&f.name).text.clone(),
                dimension,
                pot: f.pot.as_ref().map(|p| p.cents),
                unit: f.pot.as_ref().and_then(|p| p.unit.as_ref()).map(|u| u.text.clone()).unwrap_or_default(),
                per,
                deductions,
                levels,
                docs: d.docs.clone(),
                span: d.span,
            });
        }
        out
    }

    fn deducted(&mut self, x: &ast::Deducted, dim: DimensionId) -> Option<FormulaDeduction> {
        let amount = match &x.amount {
            Deduction::OfPot(f) => FormulaAmount::OfPot(f.top, f.below),
            Deduction::OfRest(f) => FormulaAmount::OfRest(f.top, f.below),
            Deduction::Sum(sum) => FormulaAmount::Cents(sum.cents),
        };
        let to = match &x.to {
            SharedTo::Receiver(name) => FormulaReceiver::Named(name.text.clone()),
            SharedTo::Units(by) => FormulaReceiver::Units(vec![self.principle(by, dim)?]),
        };
        Some(FormulaDeduction { title: x.title.text.clone(), amount, to, docs: x.docs.clone() })
    }

    fn level(&mut self, x: &ast::Share, dim: DimensionId) -> Option<FormulaLevel> {
        let to = if x.principles.is_empty() {
            FormulaReceiver::Named(x.name.text.clone())
        } else {
            let name = format!("`{}`", x.name.text);
            self.add_up(x.principles.iter().map(|p| p.share), x.name.span, &name);
            let found: Vec<_> = x.principles.iter().map(|p| self.principle(p, dim)).collect();
            FormulaReceiver::Units(found.into_iter().collect::<Option<_>>()?)
        };
        let share = (x.share.top, x.share.below);
        Some(FormulaLevel { name: x.name.text.clone(), share, to, docs: x.docs.clone() })
    }

    fn principle(&mut self, by: &SharedBy, dim: DimensionId) -> Option<FormulaPrinciple> {
        let size = self.dim(dim).elements.len();
        let (mut ids, mut weights) = (Vec::new(), vec![1_u128; size]);
        for name in &by.by {
            let (id, values) = self.shared_column(name, dim)?;
            ids.push(id);
            let Some(exact) = whole_weights(&values) else {
                let message =
                    format!("`{}` is below zero somewhere, or has more digits than can be kept exactly", name.text);
                return self.fail(Diagnostic::error(name.span, message).help("a weight is zero or more"));
            };
            for (weight, factor) in weights.iter_mut().zip(exact) {
                let Some(product) = weight.checked_mul(factor) else {
                    let finding =
                        Diagnostic::error(by.span, "the product of these columns is too large to be kept exactly");
                    return self.fail(finding.help("give one of them fewer digits"));
                };
                *weight = product;
            }
        }
        if weights.iter().all(|w| *w == 0) {
            let finding =
                Diagnostic::error(by.span, "no element has any weight here, so this part has nobody to go to");
            return self.fail(finding);
        }
        Some(FormulaPrinciple { share: (by.share.top, by.share.below), by: ids, weights })
    }

    /// A column over the dimension that shares, or over the one it is a subrange of.
    fn shared_column(&mut self, name: &Name, dim: DimensionId) -> Option<(VariableId, Vec<f64>)> {
        let (root, places) = match self.dim(dim).parent.clone() {
            Some((root, places)) => (root, Some(places)),
            None => (dim, None),
        };
        let values = self.column_by(name, root)?;
        let Some(Symbol::Variable(id)) = self.lookup(Space::Value, &name.text) else { return None };
        let values = match places {
            Some(places) => places.iter().map(|i| values[*i]).collect(),
            None => values,
        };
        Some((id, values))
    }

    /// Shares of one sum are the whole of it.
    fn add_up(&mut self, shares: impl Iterator<Item = ast::Fraction>, at: Span, of: &str) {
        let (mut top, mut below) = (0_u128, 1_u128);
        for f in shares {
            let (a, b) = (u128::from(f.top), u128::from(f.below));
            (top, below) = (top.saturating_mul(b).saturating_add(a.saturating_mul(below)), below.saturating_mul(b));
            let divisor = divisor(top, below);
            (top, below) = (top / divisor, below / divisor);
        }
        if top != below {
            let percent = format!("{}", (top as f64 / below as f64 * 1e6).round() / 1e4);
            let finding = Diagnostic::error(at, format!("the parts of {of} add up to {percent} %, not to 100 %"));
            self.report(finding.help("every share of it needs a name, also what is kept"));
        }
    }

    /// All sums of a formula are in one unit.
    fn units_of_sums(&mut self, f: &ast::Formula) {
        let Some(unit) = f.pot.as_ref().and_then(|p| p.unit.as_ref()) else { return };
        for x in &f.deductions {
            if let Deduction::Sum(sum) = &x.amount
                && let Some(other) = sum.unit.as_ref().filter(|u| u.text != unit.text)
            {
                let message = format!("the pot is in `{}`, this in `{}`", unit.text, other.text);
                self.report(Diagnostic::error(other.span, message).help("write both in one unit"));
            }
        }
    }
}

/// Whole numbers in proportion to decimals, exactly as these were written: Rust prints the shortest decimal that reads back as
/// the same number.
fn whole_weights(values: &[f64]) -> Option<Vec<u128>> {
    let written: Vec<String> = values.iter().map(|v| format!("{v}")).collect();
    let places = written.iter().map(|w| w.split_once('.').map_or(0, |(_, d)| d.len())).max().unwrap_or(0);
    let exact = |w: &String| {
        let (whole, decimals) = w.split_once('.').unwrap_or((w.as_str(), ""));
        format!("{whole}{decimals:0<places$}").parse::<u128>().ok()
    };
    written.iter().map(exact).collect()
}

fn divisor(a: u128, b: u128) -> u128 {
    if b == 0 { a.max(1) } else { divisor(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::whole_weights;

    #[test]
    fn decimals_are_kept_as_written() {
        assert_eq!(whole_weights(&[0.0588, 0.0, 1.5]), Some(vec![588, 0, 15_000]));
        assert_eq!(whole_weights(&[1_379_322.0]), Some(vec![1_379_322]));
        assert_eq!(whole_weights(&[-0.5]), None);
    }
}
