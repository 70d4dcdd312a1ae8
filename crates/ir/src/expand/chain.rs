//! Sums, products and quotients, arranged so that little is left to do at every step.
//!
//! Factors and terms that do not change are put together, so that they are computed once, and so are those that do not
//! differ between elements; a quotient by something that does not change, or that several elements share, becomes a
//! product with its inverse: division costs as much as five products.  What is done follows from the expression alone, never from what is wanted of the program, so that a
//! member has the same bits in every program that computes it.  Where the last bit could tell (in what is compared or
//! rounded: [`super::exact`]) everything is computed as written.

use std::borrow::Cow;
use std::rc::Rc;

use milepost_strategy::model::{DimensionId, Expr, ExprKind};
use milepost_syntax::ast::BinaryOp;

use super::Lowering;
use super::environment::{Environment, size};
use crate::Fault;
use crate::graph::{Id, Traits};

/// What links the parts of an expression.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Link {
    Product,
    Sum,
}

/// An expression taken apart.
pub(super) struct Chain<'a> {
    /// Its parts in order, each with whether it divides, or is subtracted.
    leaves: Vec<(&'a Expr, bool)>,
    /// How it is written: parts and operators, operands first.
    postfix: Vec<Token>,
    /// Whether a product is negated.
    negative: bool,
}

/// How often a value is computed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Pace {
    Number,
    Once,
    Timed,
    Step,
}

impl Pace {
    /// How often what is made of two values is computed.
    fn with(self, other: Pace) -> Pace {
        match (self, other) {
            (Pace::Number, pace) | (pace, Pace::Number) => pace,
            (a, b) if a == b => a,
            _ => Pace::Step,
        }
    }
}

/// Parts of a chain that have been put together: for which elements, and how often, they are computed.
struct Group<'a> {
    dims: Cow<'a, [DimensionId]>,
    pace: Pace,
    value: Id,
    /// Whether it is subtracted.
    minus: bool,
}

enum Token {
    Leaf,
    Infix(BinaryOp),
    Neg,
}

enum Visit<'a> {
    Enter(&'a Expr, bool),
    Emit(Token),
}

fn link(expr: &Expr) -> Option<Link> {
    match &expr.kind {
        ExprKind::Binary(BinaryOp::Mul | BinaryOp::Div, ..) => Some(Link::Product),
        ExprKind::Binary(BinaryOp::Add | BinaryOp::Sub, ..) => Some(Link::Sum),
        _ => None,
    }
}

fn take_apart(top: &Expr, by: Link) -> Chain<'_> {
    let mut chain = Chain { leaves: Vec::new(), postfix: Vec::new(), negative: false };
    let mut stack = vec![Visit::Enter(top, false)];
    while let Some(visit) = stack.pop() {
        let (expr, inverse) = match visit {
            Visit::Emit(token) => {
                chain.postfix.push(token);
                continue;
            }
            Visit::Enter(expr, inverse) => (expr, inverse),
        };
        match &expr.kind {
            ExprKind::Binary(op, a, b) if link(expr) == Some(by) => {
                let other = matches!(op, BinaryOp::Div | BinaryOp::Sub);
                stack.push(Visit::Emit(Token::Infix(*op)));
                stack.push(Visit::Enter(b, inverse != other));
                stack.push(Visit::Enter(a, inverse));
            }
            ExprKind::Neg(a) => {
                stack.push(Visit::Emit(Token::Neg));
                chain.negative ^= by == Link::Product;
                stack.push(Visit::Enter(a, inverse != (by == Link::Sum)));
            }
            _ => {
                chain.leaves.push((expr, inverse));
                chain.postfix.push(Token::Leaf);
            }
        }
    }
    chain
}

/// The dimensions of either, ascending.
fn united<'a>(a: &Cow<'a, [DimensionId]>, b: &Cow<'a, [DimensionId]>) -> Cow<'a, [DimensionId]> {
    let ascending = |dims: &[DimensionId]| dims.windows(2).all(|pair| pair[0] < pair[1]);
    let within = |inner: &[DimensionId], outer: &[DimensionId]| inner.iter().all(|d| outer.contains(d));
    if ascending(a) && within(b, a) {
        return a.clone();
    }
    if ascending(b) && within(a, b) {
        return b.clone();
    }
    let mut dims = [&**a, &**b].concat();
    dims.sort_unstable();
    dims.dedup();
    Cow::Owned(dims)
}

impl<'a> Lowering<'a> {
    /// Arithmetic with infix operators.
    pub(super) fn arithmetic(&mut self, expr: &'a Expr, environment: &Environment) -> Result<Id, Fault> {
        let by = match &expr.kind {
            ExprKind::Neg(a) => link(a),
            _ => link(expr),
        };
        let Some(by) = by else { return self.spine(expr, environment) };
        let address = std::ptr::from_ref(expr) as usize;
        let chain = self.chains.entry(address).or_insert_with(|| Rc::new(take_apart(expr, by)));
        let chain = Rc::clone(chain);
        let mut values = Vec::with_capacity(chain.leaves.len());
        for (leaf, _) in &chain.leaves {
            values.push(self.value(leaf, environment)?);
        }
        let changes = values.iter().map(|&v| self.pace(v)).fold(Pace::Number, Pace::with) == Pace::Step;
        if self.exact || !changes {
            return Ok(self.as_written(&chain, &values));
        }
        Ok(match by {
            Link::Product => self.product(expr, &chain, &values),
            Link::Sum => self.gathered(&chain, &values),
        })
    }

    /// Operators that are not rearranged.  The left spine (`a or b or c ...`) is walked, not recursed into.
    fn spine(&mut self, expr: &'a Expr, environment: &Environment) -> Result<Id, Fault> {
        let mut rights = Vec::new();
        let mut left = expr;
        while let ExprKind::Binary(op, a, b) = &left.kind {
            if link(left).is_some() {
                break;
            }
            rights.push((*op, &**b));
            left = a;
        }
        if let (ExprKind::Neg(a), true) = (&left.kind, rights.is_empty()) {
            let a = self.value(a, environment)?;
            return Ok(self.graph.neg(a));
        }
        let exact = self.exact;
        self.exact |= rights.iter().any(|(op, _)| super::comparison(*op).is_some());
        let mut value = self.value(left, environment)?;
        for (op, right) in rights.into_iter().rev() {
            let right = self.value(right, environment)?;
            value = self.infix(op, value, right);
        }
        self.exact = exact;
        Ok(value)
    }

    fn as_written(&mut self, chain: &Chain, values: &[Id]) -> Id {
        let mut values = values.iter();
        let mut stack: Vec<Id> = Vec::new();
        for token in &chain.postfix {
            let value = match token {
                Token::Leaf => values.next().copied(),
                Token::Neg => stack.pop().map(|a| self.graph.neg(a)),
                Token::Infix(op) => match (stack.pop(), stack.pop()) {
                    (Some(b), Some(a)) => Some(self.infix(*op, a, b)),
                    _ => None,
                },
            };
            stack.extend(value);
        }
        stack.pop().unwrap_or(Id::UNKNOWN)
    }

    /// How often a value is computed.
    fn pace(&self, id: Id) -> Pace {
        let traits = self.graph.traits(id);
        match (traits.has(Traits::TIME), traits.has(Traits::MEMBER)) {
            _ if traits.has(Traits::STATE.with(Traits::NOISE)) => Pace::Step,
            (true, true) => Pace::Step,
            (true, false) => Pace::Timed,
            _ if self.graph.constant(id).is_some() => Pace::Number,
            _ => Pace::Once,
        }
    }

    fn product(&mut self, expr: &Expr, chain: &Chain<'a>, values: &[Id]) -> Id {
        let mut over: Vec<Group<'a>> = Vec::new();
        let mut under: Vec<Group<'a>> = Vec::new();
        let mut whole = Id::ONE;
        for (&(leaf, inverse), &value) in chain.leaves.iter().zip(values) {
            let pace = self.pace(value);
            // What divides every element on its own is the one divisor in the end.
            if inverse && pace == Pace::Step && leaf.dims.len() >= expr.dims.len() {
                whole = self.graph.mul(whole, value);
                continue;
            }
            let group = Group { dims: Cow::Borrowed(leaf.dims.as_slice()), pace, value, minus: false };
            self.join(if inverse { &mut under } else { &mut over }, group, Link::Product);
        }
        if chain.negative {
            let value = self.number(-1.0);
            self.join(
                &mut over,
                Group { dims: Cow::Borrowed(&[]), pace: Pace::Number, value, minus: false },
                Link::Product,
            );
        }
        for group in under {
            let value = self.graph.div(Id::ONE, group.value);
            self.join(&mut over, Group { value, ..group }, Link::Product);
        }
        let value = self.merged(over, Link::Product).map_or(Id::ONE, |group| group.value);
        self.graph.div(value, whole)
    }

    fn gathered(&mut self, chain: &Chain<'a>, values: &[Id]) -> Id {
        let mut groups: Vec<Group<'a>> = Vec::new();
        for (&(leaf, minus), &value) in chain.leaves.iter().zip(values) {
            let group = Group { dims: Cow::Borrowed(leaf.dims.as_slice()), pace: self.pace(value), value, minus };
            self.join(&mut groups, group, Link::Sum);
        }
        match self.merged(groups, Link::Sum) {
            Some(Group { value, minus: true, .. }) => self.graph.neg(value),
            Some(group) => group.value,
            None => Id::ZERO,
        }
    }

    /// Adds a part to those that are computed for the same elements as often.
    fn join(&mut self, groups: &mut Vec<Group<'a>>, part: Group<'a>, by: Link) {
        match groups.iter().position(|g| g.dims == part.dims && g.pace == part.pace) {
            Some(at) => groups[at] = self.linked(&groups[at], &part, by),
            None => groups.push(part),
        }
    }

    /// Puts groups together, at each turn the two for which it costs least.
    fn merged(&mut self, mut groups: Vec<Group<'a>>, by: Link) -> Option<Group<'a>> {
        while groups.len() > 1 {
            let pairs = (0..groups.len()).flat_map(|i| (i + 1..groups.len()).map(move |j| (i, j)));
            let (i, j) = pairs.min_by_key(|&(i, j)| {
                let (a, b) = (&groups[i], &groups[j]);
                // What changes first: such sums and products are more often found elsewhere too.
                (self.cost(a, b), a.pace != Pace::Step || b.pace != Pace::Step, i, j)
            })?;
            let other = groups.remove(j);
            groups[i] = self.linked(&groups[i], &other, by);
        }
        groups.pop()
    }

    /// How many ops a step it takes to put two groups together.
    fn cost(&self, a: &Group, b: &Group) -> usize {
        if a.pace.with(b.pace) != Pace::Step {
            return 0;
        }
        let more = b.dims.iter().filter(|d| !a.dims.contains(d));
        a.dims.iter().chain(more).map(|&d| size(self.strategy, d)).fold(1, usize::saturating_mul)
    }

    fn linked(&mut self, a: &Group<'a>, b: &Group<'a>, by: Link) -> Group<'a> {
        let graph = &mut self.graph;
        let (value, minus) = match (by, a.minus, b.minus) {
            (Link::Product, ..) => (graph.mul(a.value, b.value), false),
            (Link::Sum, false, false) => (graph.add(a.value, b.value), false),
            (Link::Sum, false, true) => (graph.sub(a.value, b.value), false),
            (Link::Sum, true, false) => (graph.sub(b.value, a.value), false),
            (Link::Sum, true, true) => (graph.add(a.value, b.value), true),
        };
        Group { dims: united(&a.dims, &b.dims), pace: a.pace.with(b.pace), value, minus }
    }

    /// A quotient whose last bit does not matter, such as a rate of change.
    pub(super) fn quotient(&mut self, a: Id, b: Id) -> Id {
        if self.exact || self.pace(a) != Pace::Step || self.pace(b) == Pace::Step {
            return self.graph.div(a, b);
        }
        let inverse = self.graph.div(Id::ONE, b);
        self.graph.mul(a, inverse)
    }
}
