//! Shapes of expressions: factors, terms, saturating shares, and flows that fill a stock.

use milepost_strategy::model::*;
use milepost_syntax::ast::BinaryOp;

use super::range::{Range, of};
use super::sign::Sign;

/// A factor of a product, or one that divides it.
#[derive(Clone, Copy)]
pub(super) struct Factor<'e> {
    /// What multiplies or divides.
    pub of: &'e Expr,
    /// Whether it divides.
    pub below: bool,
}

impl Factor<'_> {
    /// Where its values, or one over them, can lie.
    pub fn range(&self, s: &Strategy, all: &[Range]) -> Range {
        let range = of(s, all, self.of);
        if self.below { range.inverse() } else { range }
    }
}

/// The factors of a product, without positive numbers.
fn factors(e: &Expr) -> Vec<Factor<'_>> {
    match &e.kind {
        ExprKind::Binary(BinaryOp::Mul, a, b) => [factors(a), factors(b)].concat(),
        ExprKind::Binary(BinaryOp::Div, a, b) => {
            let below = factors(b).into_iter().map(|f| Factor { below: !f.below, ..f });
            factors(a).into_iter().chain(below).collect()
        }
        ExprKind::Number(x) if *x > 0.0 => Vec::new(),
        _ => vec![Factor { of: e, below: false }],
    }
}

/// The product of the positive numbers among the factors.
fn number(e: &Expr) -> f64 {
    match &e.kind {
        ExprKind::Binary(BinaryOp::Mul, a, b) => number(a) * number(b),
        ExprKind::Binary(BinaryOp::Div, a, b) => number(a) / number(b),
        ExprKind::Number(x) if *x > 0.0 => *x,
        _ => 1.0,
    }
}

/// The terms of a sum.
fn terms(e: &Expr) -> Vec<&Expr> {
    match &e.kind {
        ExprKind::Binary(BinaryOp::Add, a, b) => [terms(a), terms(b)].concat(),
        _ => vec![e],
    }
}

/// Whether two expressions are written alike; `false` for kinds that do not occur in such places.
pub(super) fn same(a: &Expr, b: &Expr) -> bool {
    match (&a.kind, &b.kind) {
        (ExprKind::Number(x), ExprKind::Number(y)) => x == y,
        (ExprKind::Time, ExprKind::Time) => true,
        (ExprKind::Variable(x, s), ExprKind::Variable(y, t)) => x == y && s == t,
        (ExprKind::Neg(x), ExprKind::Neg(y)) => same(x, y),
        (ExprKind::Binary(o, x, y), ExprKind::Binary(p, v, w)) => o == p && same(x, v) && same(y, w),
        (ExprKind::Call(f, x), ExprKind::Call(g, y)) => {
            f == g && x.len() == y.len() && x.iter().zip(y).all(|(x, y)| same(x, y))
        }
        _ => false,
    }
}

/// `rest * f / (f + g)` with f and g never negative: a share between 0 and 1, times the rest.
pub(super) struct Saturating<'e> {
    /// Factors of the numerator that are none of f.
    pub rest: Vec<Factor<'e>>,
    /// f, as it stands in the sum.
    pub term: &'e Expr,
    /// The terms of g.
    pub others: Vec<&'e Expr>,
    /// What the share is at most: the numbers above over those before f below.
    most: f64,
}

impl Saturating<'_> {
    /// Where its values can lie.
    pub fn range(&self, s: &Strategy, all: &[Range]) -> Range {
        let share = Range { lo: 0.0, hi: self.most };
        self.rest.iter().fold(share, |product, factor| product.times(factor.range(s, all)))
    }
}

/// Recognises a saturating share `a / b`.
pub(super) fn saturating<'e>(s: &Strategy, all: &[Range], a: &'e Expr, b: &'e Expr) -> Option<Saturating<'e>> {
    let (above, terms) = (factors(a), terms(b));
    if terms.len() < 2 || terms.iter().any(|t| of(s, all, t).sign() != Sign::Plus) {
        return None;
    }
    terms.iter().enumerate().find_map(|(i, term)| {
        let mut rest = above.clone();
        for factor in factors(term) {
            let at = rest.iter().position(|x| x.below == factor.below && same(x.of, factor.of))?;
            rest.remove(at);
        }
        let others = terms.iter().enumerate().filter(|(k, _)| *k != i).map(|(_, t)| *t).collect();
        let most = number(a) / number(term);
        (rest.len() < above.len()).then_some(Saturating { rest, term, others, most })
    })
}

/// What a flow `rate * (full - stock)` fills the stock to, where the rate is never negative: it acts as a goal does.
pub(super) fn fills(s: &Strategy, all: &[Range], id: VariableId, e: &Expr) -> Option<Range> {
    let factors = factors(e);
    let is_stock = |e: &Expr| matches!(&e.kind, ExprKind::Variable(read, _) if *read == id);
    let full = |f: &Factor| match &f.of.kind {
        ExprKind::Binary(BinaryOp::Sub, full, stock) if is_stock(stock) && !f.below => Some(of(s, all, full)),
        _ => None,
    };
    let (room, full) = factors.iter().enumerate().find_map(|(i, f)| Some((i, full(f)?)))?;
    let mut rate = factors.iter().enumerate().filter(|(i, _)| *i != room);
    rate.all(|(_, f)| f.range(s, all).sign() == Sign::Plus).then_some(full)
}
