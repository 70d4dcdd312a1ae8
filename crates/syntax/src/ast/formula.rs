//! Formulas by which a pot is shared.

use super::*;

/// `formula f "Title" among d { pot 1000 usd; deduct 13% "Derivation" by oil; to states 100% { 40% equally  60% by people } }`
#[derive(Clone, Debug)]
pub struct Formula {
    /// Name.
    pub name: Name,
    /// Title.
    pub title: Option<Text>,
    /// The dimension whose elements share.
    pub among: Name,
    /// The pot.
    pub pot: Option<Sum>,
    /// `per people`: what amounts are shown by.
    pub per: Option<Name>,
    /// What is taken first, in order.
    pub deductions: Vec<Deducted>,
    /// What the rest is divided into.
    pub levels: Vec<Share>,
}

/// A sum of money, to the cent.
#[derive(Clone, Debug)]
pub struct Sum {
    /// Hundredths.
    pub cents: u64,
    /// Of what.
    pub unit: Option<Name>,
}

/// `deduct 13% of pot "Derivation" by oil`
#[derive(Clone, Debug)]
pub struct Deducted {
    /// What for.
    pub title: Text,
    /// How much.
    pub amount: Deduction,
    /// Who has it.
    pub to: SharedTo,
    /// Comments behind the line.
    pub docs: Docs,
}

/// How much is deducted.
#[derive(Clone, Debug)]
pub enum Deduction {
    /// `13% of pot`
    OfPot(Fraction),
    /// `13%`: of what is left.
    OfRest(Fraction),
    /// `5000 usd`
    Sum(Sum),
}

/// `to states 26.72% { ... }`
#[derive(Clone, Debug)]
pub struct Share {
    /// Which level or receiver.
    pub name: Name,
    /// Its share of the rest.
    pub share: Fraction,
    /// The principles; none for one receiver.
    pub principles: Vec<SharedBy>,
    /// Comments behind the line.
    pub docs: Docs,
}

/// Who has what is deducted.
#[derive(Clone, Debug)]
pub enum SharedTo {
    /// `to federation`
    Receiver(Name),
    /// `by oil`, `by people times need`, `equally`
    Units(SharedBy),
}

/// `30% by people times need`, `40% equally`
#[derive(Clone, Debug)]
pub struct SharedBy {
    /// Share of the sum.
    pub share: Fraction,
    /// Columns whose product weighs; none for `equally`.
    pub by: Vec<Name>,
    /// Where it stands.
    pub span: Span,
}
