//! Link scores as equations of the strategy, so that the engine computes them in every future at once.
//!
//! *Loops that Matter* (Schoenberg, Davidsen and Eberlein 2020): with z = f(x, y), the part of the change of z that x
//! makes within a step is Δₓz = f(x now, y a step ago) - z a step ago, and the score of the link from x to z is
//! |Δₓz / Δz| with the sign of Δₓz / Δx; 0 where x or z does not change.  From a flow i to a stock it is |Δi / Δ(net
//! flow)|, negative for an outflow (Schoenberg, Hayward and Eberlein 2023), which does not hang on how flows are put
//! together.  The change of a flow is that of the same step as all others.
//!
//! *Elements.*  A variable with dimensions has one score: Σ signed |Δₓz| over Σ |Δz|, both over its elements, so that
//! each element counts by its share of the change.  Where it cannot be told which element of x moved which of z, the
//! sign is that of the equation, or else of the change of x in sum.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::*;
use milepost_strategy::visit;
use milepost_syntax::ast::BinaryOp;

use super::build::{abs, binary, choose, div, equation, known, mul, read, sub};
use super::plain::Plain;
use crate::ask::{number, reduced};
use crate::structure::Sign;

/// A change smaller than this part of what changes is rounding.
const ROUNDING: f64 = 1e-12;

/// A flow is cut to what its stock holds if it differs from its own equation by more than this part of itself.
const CUT: f64 = 1e-9;

/// A link: from, to.
pub(super) type Link = (VariableId, VariableId);

/// A strategy that computes scores.
pub(super) struct Scored {
    /// The strategy, with one variable without dimensions for each link.
    pub strategy: Strategy,
    /// The score of each link, in the order asked for.
    pub scores: Vec<VariableId>,
}

/// Adds the scores of some links to a copy of the strategy.
pub(super) fn score(plain: &Plain, links: &[Link]) -> Scored {
    let mut work = Work {
        plain,
        variables: plain.strategy.variables.clone(),
        earlier: BTreeMap::new(),
        clock: None,
        targets: BTreeMap::new(),
        outflows: outflows(&plain.strategy),
    };
    let scores = links.iter().map(|&link| work.link(link)).collect();
    Scored { strategy: Strategy { variables: work.variables, ..plain.strategy.clone() }, scores }
}

/// Flows that are outflows of a stock that is cut.
fn outflows(strategy: &Strategy) -> BTreeSet<VariableId> {
    let stocks = strategy.variables.iter().filter_map(|v| match &v.kind {
        VariableKind::Stock(stock) if stock.nonnegative => Some(stock),
        _ => None,
    });
    let flows = stocks.flat_map(|stock| &stock.flows);
    let out = flows.filter_map(|flow| match flow {
        StockFlow::Out(Expr { kind: ExprKind::Variable(id, _), .. }) => Some(*id),
        _ => None,
    });
    out.collect()
}

/// What all links to a variable share.
#[derive(Clone, Copy)]
struct Target {
    /// The sum of its absolute changes.
    total: VariableId,
    /// Whether the present and the last value of an element are what its equation says.
    uncut: Option<VariableId>,
}

struct Work<'a> {
    plain: &'a Plain,
    variables: Vec<Variable>,
    /// What a variable was a step ago.
    earlier: BTreeMap<VariableId, VariableId>,
    /// The time a step ago.
    clock: Option<VariableId>,
    targets: BTreeMap<VariableId, Target>,
    outflows: BTreeSet<VariableId>,
}

impl Work<'_> {
    fn add(&mut self, name: String, dims: &[DimensionId], value: Expr) -> VariableId {
        let id = VariableId(self.variables.len() as u32);
        self.variables.push(equation(name, dims, false, value));
        id
    }

    fn read(&self, id: VariableId) -> Expr {
        read(&self.variables, id)
    }

    fn name(&self, id: VariableId) -> String {
        self.variables[id.index()].name.clone()
    }

    /// What a value was at the step before; at the first what it is then.
    fn previous(&mut self, name: String, now: Expr) -> VariableId {
        let dims = now.dims.clone();
        let kind = ExprKind::Previous { input: Box::new(now.clone()), initial: Box::new(now.clone()) };
        self.add(format!("{name}, a step ago"), &dims, Expr { kind, ..now })
    }

    /// What a variable was a step ago; itself where it never changes.
    fn earlier(&mut self, id: VariableId) -> VariableId {
        if matches!(self.variables[id.index()].kind, VariableKind::Constant(_) | VariableKind::Uncertain(_)) {
            return id;
        }
        if let Some(&known) = self.earlier.get(&id) {
            return known;
        }
        // Its dimensions in its own order: elements are found by position.
        let (name, now) = (self.name(id), self.read(id));
        let dims = self.variables[id.index()].dims.clone();
        let kind = ExprKind::Previous { input: Box::new(now.clone()), initial: Box::new(now.clone()) };
        let earlier = self.add(format!("{name}, a step ago"), &dims, Expr { kind, ..now });
        self.earlier.insert(id, earlier);
        earlier
    }

    /// An equation as it was a step ago, but for one variable, which is as it is now.
    fn held(&mut self, e: &Expr, but: Option<VariableId>) -> Expr {
        let mut held = e.clone();
        self.hold(&mut held, but);
        held
    }

    fn hold(&mut self, e: &mut Expr, but: Option<VariableId>) {
        match &mut e.kind {
            ExprKind::Variable(id, _) if Some(*id) == but => {}
            ExprKind::Variable(id, _) => *id = self.earlier(*id),
            ExprKind::Time => {
                let clock = match self.clock {
                    Some(clock) => clock,
                    None => self.previous("time".into(), e.clone()),
                };
                self.clock = Some(clock);
                *e = self.read(clock);
            }
            // Another value holds at the first instant only.
            ExprKind::Active { value, .. } => {
                let mut value = (**value).clone();
                self.hold(&mut value, but);
                *e = value;
            }
            _ => visit::parts_mut(e).into_iter().for_each(|part| self.hold(part, but)),
        }
    }

    /// The equation of a variable; of a stock its net flow.
    fn equation_of(&self, id: VariableId) -> Expr {
        match &self.variables[id.index()].kind {
            VariableKind::Let { value, .. } => value.clone(),
            VariableKind::Stock(stock) => {
                let signed = |flow: &StockFlow| match flow {
                    StockFlow::In(e) => (BinaryOp::Add, e.clone()),
                    StockFlow::Out(e) | StockFlow::Toward { goal: e, .. } => (BinaryOp::Sub, e.clone()),
                };
                stock.flows.iter().map(signed).fold(number(0.0), |sum, (op, e)| binary(op, sum, e))
            }
            _ => number(0.0),
        }
    }

    /// `change` where it is more than rounding of what it is the change of, else 0; 0 too where it is unknown.
    fn clear(&self, change: Expr, now: Expr, before: Expr) -> Expr {
        let size = binary(BinaryOp::Add, abs(now), abs(before));
        let large = binary(BinaryOp::Gt, abs(change.clone()), mul(number(ROUNDING), size));
        choose(binary(BinaryOp::And, known(change.clone()), large), change, number(0.0))
    }

    fn target(&mut self, id: VariableId) -> Target {
        if let Some(&target) = self.targets.get(&id) {
            return target;
        }
        let (name, dims) = (self.name(id), self.variables[id.index()].dims.clone());
        let (now, before) = self.ends(id);
        let change = self.clear(sub(now.clone(), before.clone()), now, before);
        let change = self.add(format!("{name}, change"), &dims, change);
        let total = reduced(Reduction::Sum, abs(self.read(change)));
        let total = self.add(format!("{name}, all change"), &[], total);
        let uncut = self.outflows.contains(&id).then(|| self.uncut(id));
        let target = Target { total, uncut };
        self.targets.insert(id, target);
        target
    }

    /// What a variable is and was; of a stock its net flow.
    fn ends(&mut self, id: VariableId) -> (Expr, Expr) {
        if self.plain.is_stock(id) {
            let net = self.equation_of(id);
            let before = self.held(&net, None);
            return (net, before);
        }
        let earlier = self.earlier(id);
        (self.read(id), self.read(earlier))
    }

    /// Whether an outflow is now, and was a step ago, what its equation says.
    fn uncut(&mut self, id: VariableId) -> VariableId {
        let (name, dims) = (self.name(id), self.variables[id.index()].dims.clone());
        let wanted = self.equation_of(id);
        let wanted = self.add(format!("{name}, uncut"), &dims, wanted);
        let (flows, wanted) = (self.read(id), self.read(wanted));
        let gap = abs(sub(wanted.clone(), flows));
        let whole = binary(BinaryOp::Le, gap, mul(number(CUT), abs(wanted)));
        let whole = choose(whole, number(1.0), number(0.0));
        let whole = self.add(format!("{name}, not cut"), &dims, whole);
        let now = self.read(whole);
        let before = self.previous(format!("{name}, not cut"), now.clone());
        let both = mul(now, self.read(before));
        self.add(format!("{name}, not cut twice"), &dims, both)
    }

    /// The score of a link, as a variable without dimensions.
    fn link(&mut self, (from, to): Link) -> VariableId {
        let target = self.target(to);
        let whole = self.equation_of(to);
        let moved = self.held(&whole, Some(from));
        let (_, before) = self.ends(to);
        let part = self.clear(sub(moved.clone(), before.clone()), moved, before);
        let name = format!("{} to {}", self.name(from), self.name(to));
        let dims = self.variables[to.index()].dims.clone();
        let part = self.add(format!("{name}, part of the change"), &dims, part);
        let part = self.read(part);
        let mut signed = mul(abs(part.clone()), self.sign(from, to, part));
        if let Some(uncut) = target.uncut {
            signed = mul(signed, self.read(uncut));
        }
        let sum = reduced(Reduction::Sum, signed);
        let total = self.read(target.total);
        let there = binary(BinaryOp::Gt, total.clone(), number(0.0));
        let score = choose(there, div(sum, total), number(0.0));
        self.add(format!("{name}, score"), &[], score)
    }

    /// Which way `to` moved with `from`: 1, -1, or 0 where `from` did not move.
    fn sign(&mut self, from: VariableId, to: VariableId, part: Expr) -> Expr {
        let fixed = match self.plain.links.get(&(from, to)) {
            Some(Sign::Plus) => Some(1.0),
            Some(Sign::Minus) => Some(-1.0),
            _ => None,
        };
        let each = self.element_by_element(from, to);
        if let (false, Some(fixed)) = (each, fixed) {
            return number(fixed);
        }
        let earlier = self.earlier(from);
        let moved = sub(self.read(from), self.read(earlier));
        let moved = if each { moved } else { reduced(Reduction::Sum, moved) };
        let both = mul(part, moved);
        let positive = choose(binary(BinaryOp::Gt, both.clone(), number(0.0)), number(1.0), number(0.0));
        let negative = choose(binary(BinaryOp::Lt, both, number(0.0)), number(1.0), number(0.0));
        sub(positive, negative)
    }

    /// Whether each element of `to` reads the same element of `from` and no other.
    fn element_by_element(&self, from: VariableId, to: VariableId) -> bool {
        let (of, within) = (&self.variables[from.index()].dims, &self.variables[to.index()].dims);
        of.iter().all(|d| within.contains(d)) && bound_only(&self.equation_of(to), from, &mut Vec::new())
    }
}

/// Whether a variable is read only at the elements that are bound outside.
fn bound_only(e: &Expr, id: VariableId, inner: &mut Vec<DimensionId>) -> bool {
    match &e.kind {
        ExprKind::Variable(read, selects) if *read == id => {
            selects.iter().all(|s| matches!(s, Select::Bound(d) if !inner.contains(d)))
        }
        ExprKind::Reduce { over, body, weight, .. } => {
            let mark = inner.len();
            inner.extend(over);
            let all = bound_only(body, id, inner) && weight.as_deref().is_none_or(|w| bound_only(w, id, inner));
            inner.truncate(mark);
            all
        }
        _ => visit::parts(e).into_iter().all(|part| bound_only(part, id, inner)),
    }
}

/// A part of a stock that changes by less than this within a step is at rest.
const AT_REST: f64 = 1e-9;

impl Scored {
    /// Adds a number for what is looked at beside the scores; of all elements together.
    pub fn watch(&mut self, name: String, value: Expr) -> VariableId {
        self.strategy.variables.push(equation(name, &[], false, reduced(Reduction::Sum, value)));
        VariableId(self.strategy.variables.len() as u32 - 1)
    }

    /// Adds the number of those of some stocks that are not at rest.
    pub fn moving(&mut self, stocks: &[VariableId]) -> VariableId {
        let flags: Vec<Expr> = stocks.iter().map(|&id| self.is_moving(id)).collect();
        self.watch("stocks that move".into(), crate::ask::sum(flags))
    }

    fn is_moving(&mut self, id: VariableId) -> Expr {
        let now = read(&self.strategy.variables, id);
        let kind = ExprKind::Previous { input: Box::new(now.clone()), initial: Box::new(now.clone()) };
        let dims = self.strategy.variables[id.index()].dims.clone();
        let before = Expr { kind, ..now.clone() };
        let name = self.strategy.variables[id.index()].name.clone();
        self.strategy.variables.push(equation(format!("{name}, before"), &dims, false, before));
        let before = read(&self.strategy.variables, VariableId(self.strategy.variables.len() as u32 - 1));
        let moved = reduced(Reduction::Sum, abs(sub(now.clone(), before)));
        let size = reduced(Reduction::Sum, abs(now));
        choose(binary(BinaryOp::Gt, moved, mul(number(AT_REST), size)), number(1.0), number(0.0))
    }
}
