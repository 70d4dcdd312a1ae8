//! Formulas by which a pot is shared.

use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

use super::*;

/// A formula, checked: shares of one sum add up to it, and every column is by the dimension that shares.
#[derive(Clone, Debug)]
pub struct Formula {
    /// Name.
    pub name: String,
    /// Title.
    pub title: String,
    /// The dimension whose elements share.
    pub dimension: DimensionId,
    /// The pot in hundredths of its unit, where one is declared.
    pub pot: Option<u64>,
    /// The unit of the pot; empty where none is given.
    pub unit: String,
    /// What amounts are shown by, such as people.
    pub per: Option<VariableId>,
    /// What is taken first, in order.
    pub deductions: Vec<FormulaDeduction>,
    /// What the rest is divided into.
    pub levels: Vec<FormulaLevel>,
    /// Comments.
    pub docs: Docs,
    /// Declaration.
    pub span: Span,
}

/// Something taken before the rest is divided.
#[derive(Clone, Debug)]
pub struct FormulaDeduction {
    /// What for.
    pub title: String,
    /// How much.
    pub amount: FormulaAmount,
    /// Who has it.
    pub to: FormulaReceiver,
    /// Comments behind the line.
    pub docs: Docs,
}

/// How much is deducted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaAmount {
    /// A share of the whole pot.
    OfPot(u32, u32),
    /// A share of what is left.
    OfRest(u32, u32),
    /// Hundredths of the pot's unit.
    Cents(u64),
}

/// Who has a part.
#[derive(Clone, Debug)]
pub enum FormulaReceiver {
    /// One receiver that is none of the elements.
    Named(String),
    /// The elements, by principles whose shares add up to one.
    Units(Vec<FormulaPrinciple>),
}

/// A part of the rest.
#[derive(Clone, Debug)]
pub struct FormulaLevel {
    /// Name.
    pub name: String,
    /// Its share, as a fraction.
    pub share: (u32, u32),
    /// Who has it.
    pub to: FormulaReceiver,
    /// Comments behind the line.
    pub docs: Docs,
}

/// By what a part is divided.
#[derive(Clone, Debug)]
pub struct FormulaPrinciple {
    /// Share of the part, as a fraction.
    pub share: (u32, u32),
    /// Columns whose product weighs; none for equal parts.
    pub by: Vec<VariableId>,
    /// Whole weights in proportion to that product, exactly as the table has them.
    pub weights: Vec<u128>,
}

impl Formula {
    /// Every column it reads, once, in order of first mention.
    pub fn columns(&self) -> Vec<VariableId> {
        let receivers = self.deductions.iter().map(|d| &d.to).chain(self.levels.iter().map(|l| &l.to));
        let principles = receivers.flat_map(|to| match to {
            FormulaReceiver::Named(_) => &[][..],
            FormulaReceiver::Units(list) => list,
        });
        let mut out: Vec<VariableId> = Vec::new();
        for id in principles.flat_map(|p| &p.by).chain(&self.per) {
            if !out.contains(id) {
                out.push(*id);
            }
        }
        out
    }
}
