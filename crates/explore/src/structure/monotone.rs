//! How an expression moves with each variable it reads: monotone sign analysis.
//!
//! The sign is carried down the tree; a product hands on the sign of its other factor.  Truths count as 0 and 1, so a
//! comparison rises with its larger side.  A saturating share `f / (f + g)` is recognised, since taken apart its sign
//! would be lost: it rises with f and falls with g where both are never negative.

use std::collections::BTreeMap;

use milepost_strategy::model::*;
use milepost_syntax::ast::BinaryOp;

use super::range::{self, Range};
use super::shape::{same, saturating};
use super::sign::Sign;

/// What moves a value, and which way.
pub(super) type Influences = BTreeMap<VariableId, Sign>;

/// Walks expressions and collects what moves them.
pub(super) struct Walk<'a> {
    strategy: &'a Strategy,
    ranges: &'a [Range],
    /// What was found so far.
    pub found: Influences,
}

impl<'a> Walk<'a> {
    pub fn new(strategy: &'a Strategy, ranges: &'a [Range]) -> Walk<'a> {
        Walk { strategy, ranges, found: Influences::new() }
    }

    fn range(&self, e: &Expr) -> Range {
        range::of(self.strategy, self.ranges, e)
    }

    fn sign(&self, e: &Expr) -> Sign {
        self.range(e).sign()
    }

    /// Adds the influences of an expression on something that moves with it as `outer` says.
    pub fn add(&mut self, e: &Expr, outer: Sign) {
        match &e.kind {
            ExprKind::Number(_) | ExprKind::Truth(_) | ExprKind::Time | ExprKind::Noise { .. } => {}
            ExprKind::Initial(x) => self.add(x, outer),
            ExprKind::Variable(id, _) => {
                self.found.entry(*id).and_modify(|sign| *sign = sign.joined(outer)).or_insert(outer);
            }
            ExprKind::Neg(x) | ExprKind::Not(x) => self.add(x, outer.reversed()),
            ExprKind::Binary(op, a, b) => self.binary(*op, a, b, outer),
            ExprKind::If(three) => self.choice(three, outer),
            ExprKind::Call(function, args) => self.call(*function, args, outer),
            ExprKind::Lookup(id, x) => self.add(x, outer.times(self.slope(*id))),
            ExprKind::Reduce { how, body, weight, .. } => {
                let sign = match how {
                    Reduction::Product if self.sign(body) != Sign::Plus => Sign::Unknown,
                    _ => Sign::Plus,
                };
                self.add(body, outer.times(sign));
                if let Some(weight) = weight {
                    self.add(weight, Sign::Unknown);
                }
            }
            ExprKind::ByElement(_, each) => each.iter().for_each(|x| self.add(x, outer)),
            // What was is not moved any more.
            ExprKind::At(_, when) if *when <= self.strategy.time.decide => {}
            ExprKind::At(x, _) => self.add(x, outer),
            ExprKind::Smooth { input, over, initial, .. } | ExprKind::Delay { input, over, initial, .. } => {
                self.add(input, outer);
                self.add(over, Sign::Unknown);
                initial.iter().for_each(|i| self.add(i, outer));
            }
            ExprKind::DelayFixed { input, initial, .. }
            | ExprKind::Previous { input, initial }
            | ExprKind::Active { value: input, initial } => {
                self.add(input, outer);
                self.add(initial, outer);
            }
            ExprKind::Lag { input, over, initial } => {
                self.add(input, outer);
                self.add(over, Sign::Unknown);
                self.add(initial, outer);
            }
            // What comes oftener happens in more futures.
            ExprKind::Occurs { rate, .. } => self.add(rate, outer),
            ExprKind::OverTime { body, .. } => self.add(body, Sign::Unknown),
        }
    }

    /// Adds what sets the time in which a stock follows a goal.  Its sign is open; but a test whether the goal lies above
    /// the stock turns where the flow is nothing, and so changes no sign.
    pub fn add_time(&mut self, stock: VariableId, goal: &Expr, over: &Expr) {
        paces(stock, goal, over).into_iter().for_each(|pace| self.add(pace, Sign::Unknown));
    }

    fn binary(&mut self, op: BinaryOp, a: &Expr, b: &Expr, outer: Sign) {
        let (to_a, to_b) = match op {
            BinaryOp::Or | BinaryOp::And | BinaryOp::Add => (outer, outer),
            BinaryOp::Sub | BinaryOp::Gt | BinaryOp::Ge => (outer, outer.reversed()),
            BinaryOp::Lt | BinaryOp::Le => (outer.reversed(), outer),
            BinaryOp::Eq | BinaryOp::Ne => (Sign::Unknown, Sign::Unknown),
            BinaryOp::Mul => (outer.times(self.sign(b)), outer.times(self.sign(a))),
            BinaryOp::Div => {
                if self.saturates(a, b, outer) {
                    return;
                }
                let falls = match self.sign(b) {
                    Sign::Unknown => Sign::Unknown,
                    _ => self.sign(a).reversed(),
                };
                (outer.times(self.sign(b)), outer.times(falls))
            }
            BinaryOp::Pow => self.power(a, b, outer),
        };
        self.add(a, to_a);
        self.add(b, to_b);
    }

    fn power(&self, base: &Expr, exponent: &Expr, outer: Sign) -> (Sign, Sign) {
        let range = self.range(base);
        if range.lo < 0.0 {
            return (Sign::Unknown, Sign::Unknown);
        }
        let rises = match range {
            Range { lo, .. } if lo >= 1.0 => Sign::Plus,
            Range { hi, .. } if hi <= 1.0 => Sign::Minus,
            _ => Sign::Unknown,
        };
        (outer.times(self.sign(exponent)), outer.times(rises))
    }

    /// `rest * f / (f + g)` rises with f and falls with g where the rest is positive.
    fn saturates(&mut self, a: &Expr, b: &Expr, outer: Sign) -> bool {
        let Some(share) = saturating(self.strategy, self.ranges, a, b) else { return false };
        // The rest multiplies a share between 0 and 1; each of its factors moves with the sign of the others.
        let signs: Vec<Sign> = share.rest.iter().map(|f| f.range(self.strategy, self.ranges).sign()).collect();
        for (i, factor) in share.rest.iter().enumerate() {
            let others = signs.iter().enumerate().filter(|(k, _)| *k != i);
            let others = others.fold(Sign::Plus, |all, (_, s)| all.times(*s));
            let turned = if factor.below { Sign::Minus } else { Sign::Plus };
            self.add(factor.of, outer.times(others).times(turned));
        }
        let all = signs.iter().fold(outer, |all, s| all.times(*s));
        self.add(share.term, all);
        share.others.iter().for_each(|other| self.add(other, all.reversed()));
        true
    }

    /// The condition lifts the value where the first branch always lies above the second.
    fn choice(&mut self, three: &[Expr; 3], outer: Sign) {
        let [test, then, other] = three;
        self.add(then, outer);
        self.add(other, outer);
        let (a, b) = (self.range(then), self.range(other));
        let lifts = match () {
            () if a.lo >= b.hi => Sign::Plus,
            () if a.hi <= b.lo => Sign::Minus,
            () => Sign::Unknown,
        };
        self.add(test, outer.times(lifts));
    }

    fn call(&mut self, function: Function, args: &[Expr], outer: Sign) {
        let first = args.first().map_or(Sign::Unknown, |x| self.sign(x));
        for (i, x) in args.iter().enumerate() {
            let sign = match (function, i) {
                (Function::Exp | Function::Ln | Function::Log10 | Function::Sqrt | Function::Logistic, _)
                | (Function::NormalCdf | Function::NormalQuantile, _)
                | (Function::Arctan | Function::Arcsin, _)
                | (Function::Floor | Function::Ceil | Function::Round | Function::Integer, _)
                | (Function::Min | Function::Max | Function::Sum | Function::Clip, _)
                | (Function::Step, 0) => Sign::Plus,
                (Function::Abs, _) => first,
                (Function::Arccos, _) => Sign::Minus,
                // A step of some height that comes later is less of it.
                (Function::Step, _) => first.reversed(),
                (Function::Ramp, 0) => Sign::Plus,
                // Whether something is known does not hang on how much of it there is.
                (Function::Known, _) => continue,
                _ => Sign::Unknown,
            };
            self.add(x, outer.times(sign));
        }
    }

    fn slope(&self, id: LookupId) -> Sign {
        let points = &self.strategy.lookups[id.index()].points;
        let rises = points.windows(2).all(|w| w[1].1 >= w[0].1);
        let falls = points.windows(2).all(|w| w[1].1 <= w[0].1);
        match (rises, falls) {
            (true, _) => Sign::Plus,
            (_, true) => Sign::Minus,
            _ => Sign::Unknown,
        }
    }
}

/// The times in which a stock follows a goal: two where they are told apart by whether the goal lies above the stock.
pub(crate) fn paces<'e>(stock: VariableId, goal: &Expr, over: &'e Expr) -> Vec<&'e Expr> {
    if let ExprKind::If(three) = &over.kind
        && let ExprKind::Binary(BinaryOp::Gt | BinaryOp::Ge | BinaryOp::Lt | BinaryOp::Le, a, b) = &three[0].kind
    {
        let is_stock = |e: &Expr| matches!(&e.kind, ExprKind::Variable(id, _) if *id == stock);
        if (same(a, goal) && is_stock(b)) || (same(b, goal) && is_stock(a)) {
            return vec![&three[1], &three[2]];
        }
    }
    vec![over]
}
