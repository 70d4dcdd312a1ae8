//! A copy of a strategy in which everything that takes time is a stock, and everything that flows has a name.
//!
//! - A flow that is written into its stock, a `toward` among them, becomes a variable of its own.
//! - A smooth or a delay becomes its stages, each a stock between two flows.
//! - What cannot be taken apart step by step becomes a variable of its own that is taken as given: a fixed delay, a
//!   random event or number, a sample of an earlier time, a step, pulse or ramp in time.
//!
//! The copy does what the strategy does, up to rounding.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::*;
use milepost_strategy::visit;

use super::build::{div, equation, mul, read, sub, variable};
use crate::ask::number;
use crate::structure::{Graph, Sign, paces, range_of, ranges};

/// Where a variable of the copy comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Origin {
    /// The strategy declares it.
    Declared,
    /// It was written into a stock as a flow.
    FlowOf(VariableId),
    /// It is a stage, or between two stages, of a smooth or delay in a variable.
    Delay(VariableId),
    /// It was taken out of a variable's equation, as it is not followed.
    Given(VariableId),
}

/// The copy.
pub(super) struct Plain {
    /// The strategy, with more variables; those that are declared keep their places.
    pub strategy: Strategy,
    /// Where each variable comes from.
    pub origins: Vec<Origin>,
    /// Influences that can be scored, each with its polarity.
    pub links: BTreeMap<(VariableId, VariableId), Sign>,
    /// Influences that cannot: from, and the declared variable whose equation holds what cannot be followed.
    pub unscored: BTreeSet<(VariableId, VariableId)>,
}

impl Plain {
    pub fn of(strategy: &Strategy) -> Plain {
        let mut work = Work {
            strategy: strategy.clone(),
            origins: vec![Origin::Declared; strategy.variables.len()],
            current: VariableId(0),
        };
        work.strategy.measures.clear();
        work.strategy.charts.clear();
        for i in 0..strategy.variables.len() {
            work.name_flows(VariableId(i as u32));
        }
        // Stages are appended while their equations are taken apart.
        let mut next = 0;
        while next < work.strategy.variables.len() {
            work.take_apart(VariableId(next as u32));
            next += 1;
        }
        let Work { strategy: copy, origins, .. } = work;
        let (links, unscored) = links(strategy, &copy, &origins);
        Plain { strategy: copy, origins, links, unscored }
    }

    /// Whether a variable is a stock.
    pub fn is_stock(&self, id: VariableId) -> bool {
        matches!(self.strategy.variables[id.index()].kind, VariableKind::Stock(_))
    }

    /// The declared variable that a variable belongs to.
    pub fn declared(&self, id: VariableId) -> VariableId {
        match self.origins[id.index()] {
            Origin::Declared => id,
            Origin::FlowOf(of) | Origin::Delay(of) | Origin::Given(of) => self.declared(of),
        }
    }
}

struct Work {
    strategy: Strategy,
    origins: Vec<Origin>,
    /// Whose equation is being taken apart.
    current: VariableId,
}

impl Work {
    fn add(&mut self, variable: Variable, origin: Origin) -> VariableId {
        let id = VariableId(self.strategy.variables.len() as u32);
        self.strategy.variables.push(variable);
        self.origins.push(origin);
        id
    }

    /// Gives every flow of a stock a name.
    fn name_flows(&mut self, id: VariableId) {
        let Variable { name, dims, kind: VariableKind::Stock(stock), .. } = self.strategy.variables[id.index()].clone()
        else {
            return;
        };
        let flows = stock.flows.iter().enumerate().map(|(k, flow)| {
            let (value, out) = match flow {
                StockFlow::In(e) => (e.clone(), false),
                StockFlow::Out(e) => (e.clone(), true),
                StockFlow::Toward { goal, over } => {
                    let gap = sub(goal.clone(), read(&self.strategy.variables, id));
                    (div(gap, over.clone()), false)
                }
            };
            let value = if self.is_flow(&value) {
                value
            } else {
                // Outflows of the name of a flow are cut to what the stock holds, and are then what flows.
                let flow = equation(format!("{name}, flow {}", k + 1), &dims, out, value);
                let flow = self.add(flow, Origin::FlowOf(id));
                read(&self.strategy.variables, flow)
            };
            if out { StockFlow::Out(value) } else { StockFlow::In(value) }
        });
        let flows: Vec<StockFlow> = flows.collect();
        if let VariableKind::Stock(stock) = &mut self.strategy.variables[id.index()].kind {
            stock.flows = flows;
        }
    }

    fn is_flow(&self, e: &Expr) -> bool {
        let ExprKind::Variable(id, _) = &e.kind else { return false };
        matches!(self.strategy.variables[id.index()].kind, VariableKind::Let { flow: true, .. })
    }

    /// Takes smooths, delays and what cannot be followed out of an equation.
    fn take_apart(&mut self, id: VariableId) {
        if matches!(self.origins[id.index()], Origin::Given(_)) {
            return;
        }
        let VariableKind::Let { value, .. } = &mut self.strategy.variables[id.index()].kind else { return };
        let mut whole = std::mem::replace(value, number(0.0));
        self.current = id;
        self.part(&mut whole);
        if let VariableKind::Let { value, .. } = &mut self.strategy.variables[id.index()].kind {
            *value = whole;
        }
    }

    fn part(&mut self, e: &mut Expr) {
        match &e.kind {
            ExprKind::Smooth { order, input, over, initial } => {
                let first = initial.as_deref().unwrap_or(input).clone();
                let last = self.smooth(*order, input, over, first, &e.dims);
                *e = Expr { span: e.span, ..read(&self.strategy.variables, last) };
            }
            ExprKind::Delay { order, input, over, initial } => {
                let first = initial.as_deref().unwrap_or(input).clone();
                let last = self.delay(*order, input, over, first, &e.dims);
                *e = Expr { span: e.span, ..read(&self.strategy.variables, last) };
            }
            _ if is_given(e) => {
                let (span, dims) = (e.span, e.dims.clone());
                let name = format!("{}, as given", self.strategy.variables[self.current.index()].name);
                let given = equation(name, &dims, false, std::mem::replace(e, number(0.0)));
                let given = self.add(given, Origin::Given(self.current));
                *e = Expr { span, ..read(&self.strategy.variables, given) };
            }
            _ => visit::parts_mut(e).into_iter().for_each(|part| self.part(part)),
        }
    }

    fn stage(&mut self, k: u32, what: &str, dims: &[DimensionId], kind: VariableKind) -> VariableId {
        let name = format!("{}, {what} {k}", self.strategy.variables[self.current.index()].name);
        let ty = Type::Number(milepost_strategy::unit::Unit::one());
        self.add(variable(name, dims, ty, kind), Origin::Delay(self.current))
    }

    /// Every stage seeks the one before it in its share of the time.
    fn smooth(&mut self, order: u32, input: &Expr, over: &Expr, first: Expr, dims: &[DimensionId]) -> VariableId {
        let order = order.max(1);
        let mut before = input.clone();
        let mut last = VariableId(0);
        for k in 1..=order {
            let stock = Stock { nonnegative: false, initial: first.clone(), flows: Vec::new() };
            last = self.stage(k, "smooth", dims, VariableKind::Stock(stock));
            let here = read(&self.strategy.variables, last);
            let share = div(over.clone(), number(f64::from(order)));
            let value = div(sub(before, here.clone()), share);
            let flow = self.stage(k, "flow of smooth", dims, VariableKind::Let { flow: false, value });
            self.flows(last, vec![StockFlow::In(read(&self.strategy.variables, flow))]);
            before = here;
        }
        last
    }

    /// Every stage is a stock that empties in its share of the time; what leaves the last comes out.
    fn delay(&mut self, order: u32, input: &Expr, over: &Expr, first: Expr, dims: &[DimensionId]) -> VariableId {
        let order = order.max(1);
        let share = || div(over.clone(), number(f64::from(order)));
        let value = VariableKind::Let { flow: false, value: input.clone() };
        let mut inflow = self.stage(0, "flow of delay", dims, value);
        for k in 1..=order {
            let stock = Stock { nonnegative: false, initial: mul(first.clone(), share()), flows: Vec::new() };
            let stage = self.stage(k, "delay", dims, VariableKind::Stock(stock));
            let value = div(read(&self.strategy.variables, stage), share());
            let outflow = self.stage(k, "flow of delay", dims, VariableKind::Let { flow: false, value });
            let [into, out] = [inflow, outflow].map(|id| read(&self.strategy.variables, id));
            self.flows(stage, vec![StockFlow::In(into), StockFlow::Out(out)]);
            inflow = outflow;
        }
        inflow
    }

    fn flows(&mut self, id: VariableId, flows: Vec<StockFlow>) {
        if let VariableKind::Stock(stock) = &mut self.strategy.variables[id.index()].kind {
            stock.flows = flows;
        }
    }
}

/// Whether an expression is taken as given: what it does now hangs on more than what its parts are now.
fn is_given(e: &Expr) -> bool {
    matches!(
        e.kind,
        ExprKind::DelayFixed { .. }
            | ExprKind::Lag { .. }
            | ExprKind::Previous { .. }
            | ExprKind::Initial(_)
            | ExprKind::At(..)
            | ExprKind::Noise { .. }
            | ExprKind::Occurs { .. }
            | ExprKind::OverTime { .. }
            | ExprKind::Call(Function::Step | Function::Pulse | Function::Ramp, _)
    )
}

type Links = (BTreeMap<(VariableId, VariableId), Sign>, BTreeSet<(VariableId, VariableId)>);

/// Influences that can be scored and those that cannot.
fn links(strategy: &Strategy, copy: &Strategy, origins: &[Origin]) -> Links {
    let followed = |id: VariableId| {
        !matches!(origins[id.index()], Origin::Given(_))
            && matches!(copy.variables[id.index()].kind, VariableKind::Let { .. } | VariableKind::Stock(_))
    };
    let (mut scored, mut unscored) = (BTreeMap::new(), BTreeSet::new());
    for edge in Graph::new(copy).edges {
        match (followed(edge.from), followed(edge.to)) {
            (true, true) => {
                scored.insert((edge.from, edge.to), edge.sign);
            }
            (_, false) => {
                unscored.insert((edge.from, edge.to));
            }
            _ => {}
        }
    }
    let ranges = ranges(strategy);
    let declared = Graph::new(strategy);
    for (i, variable) in strategy.variables.iter().enumerate() {
        let VariableKind::Stock(stock) = &variable.kind else { continue };
        let VariableKind::Stock(plain) = &copy.variables[i].kind else { continue };
        let stock_id = VariableId(i as u32);
        for (flow, now) in stock.flows.iter().zip(&plain.flows) {
            let StockFlow::Toward { goal, over } = flow else { continue };
            let StockFlow::In(Expr { kind: ExprKind::Variable(flow_id, _), .. }) = now else { continue };
            // What a goal does to its stock it does to the flow; the stock itself holds the flow back.
            for edge in declared.edges.iter().filter(|e| e.to == stock_id && e.sign != Sign::Unknown) {
                scored.entry((edge.from, *flow_id)).and_modify(|sign| *sign = edge.sign);
            }
            let mut reads_stock = false;
            for pace in paces(stock_id, goal, over) {
                visit::variables(pace, &mut |id| reads_stock |= id == stock_id);
            }
            if !reads_stock && range_of(strategy, &ranges, over).sign() == Sign::Plus {
                scored.entry((stock_id, *flow_id)).and_modify(|sign| *sign = Sign::Minus);
            }
        }
    }
    (scored, unscored)
}
