//! Stocks and their flows.

use rustc_hash::FxHashMap;

use milepost_strategy::model::{Expr, ExprKind, Select, Stock, StockFlow, Strategy, Type, VariableId, VariableKind};

use super::environment::{count, environment, label, size};
use super::order::{circles, needs};
use super::{Lowering, Watch};
use crate::graph::{Change, Id, Range, Traits};
use crate::{Code, Fault, NoticeKind};

/// Flows that are cut to what is in a stock: each by the first `nonnegative` stock that names it as an outflow.
pub(super) struct Cuts<'a> {
    /// For an element of a flow: the stock's element, and which of its flows it is.
    of: FxHashMap<(VariableId, usize), (VariableId, usize, usize)>,
    /// For a flow: the expressions that its cut depends on.
    reads: FxHashMap<VariableId, Vec<&'a Expr>>,
    /// Inflows of a stock that themselves depend on what it can give: they cannot be counted on.
    circular: FxHashMap<(VariableId, usize), bool>,
}

impl<'a> Cuts<'a> {
    pub fn reads(&self, flow: VariableId) -> impl Iterator<Item = &'a Expr> + use<'a, '_> {
        self.reads.get(&flow).into_iter().flatten().copied()
    }
}

/// Finds the flows that are cut.
pub(super) fn cuts(strategy: &Strategy) -> Cuts<'_> {
    let mut cuts = Cuts { of: FxHashMap::default(), reads: FxHashMap::default(), circular: FxHashMap::default() };
    let stocks = || {
        strategy.variables.iter().enumerate().filter_map(|(i, v)| match &v.kind {
            VariableKind::Stock(stock) if stock.nonnegative => Some((VariableId(i as u32), v, stock)),
            _ => None,
        })
    };
    for (id, variable, stock) in stocks() {
        for (k, flow) in named_outflows(strategy, stock) {
            let StockFlow::Out(Expr { kind: ExprKind::Variable(_, selects), .. }) = &stock.flows[k] else { continue };
            let mut claimed = false;
            for flat in 0..count(strategy, variable) {
                if let Some(element) = element_of(strategy, id, flat, flow, selects) {
                    let cut = cuts.of.entry((flow, element)).or_insert((id, flat, k));
                    claimed |= *cut == (id, flat, k);
                }
            }
            if claimed {
                let earlier = stock.flows[..k].iter().filter(|f| matches!(f, StockFlow::Out(_)));
                let inward = stock.flows.iter().filter(|f| !matches!(f, StockFlow::Out(_)));
                cuts.reads.entry(flow).or_default().extend(earlier.chain(inward).flat_map(parts));
            }
        }
    }
    if stocks().next().is_none() {
        return cuts;
    }
    let circle = circles(&needs(strategy, &cuts));
    for (id, _, stock) in stocks() {
        let own: Vec<usize> = named_outflows(strategy, stock).map(|(_, flow)| circle[flow.index()]).collect();
        for (k, flow) in stock.flows.iter().enumerate() {
            if !matches!(flow, StockFlow::Out(_)) {
                let back = parts(flow).flat_map(super::references::reads).any(|v| own.contains(&circle[v.index()]));
                cuts.circular.insert((id, k), back);
            }
        }
    }
    cuts
}

fn parts(flow: &StockFlow) -> impl Iterator<Item = &Expr> {
    let (first, second) = match flow {
        StockFlow::In(expr) | StockFlow::Out(expr) => (expr, None),
        StockFlow::Toward { goal, over } => (goal, Some(over)),
    };
    std::iter::once(first).chain(second)
}

/// Outflows that are just the name of a flow.
fn named_outflows<'s>(strategy: &'s Strategy, stock: &'s Stock) -> impl Iterator<Item = (usize, VariableId)> + 's {
    stock.flows.iter().enumerate().filter_map(|(k, flow)| match flow {
        StockFlow::Out(Expr { kind: ExprKind::Variable(id, _), .. }) => {
            let is_flow = matches!(strategy.variables[id.index()].kind, VariableKind::Let { flow: true, .. });
            is_flow.then_some((k, *id))
        }
        _ => None,
    })
}

/// Which element of a flow an element of a stock names.
fn element_of(
    strategy: &Strategy,
    stock: VariableId,
    flat: usize,
    flow: VariableId,
    selects: &[Select],
) -> Option<usize> {
    let bound = environment(strategy, stock, flat);
    let dims = &strategy.variables[flow.index()].dims;
    dims.iter().zip(selects).try_fold(0, |at, (&dimension, select)| {
        let element = match *select {
            Select::Bound(d) => bound.element(strategy, d, dimension).ok()?,
            Select::Element(element) => element,
        };
        Some(at * size(strategy, dimension) + element)
    })
}

impl<'a> Lowering<'a> {
    /// A stock: its state now, its flows later.
    pub(super) fn stock(&mut self, id: VariableId, flat: usize, stock: &'a Stock) -> Id {
        let name = label(self.strategy, id, flat);
        let doubt = self.doubt_of(&name);
        let state = self.state(
            name,
            doubt,
            Traits::default(),
            Box::new(move |lowering, state| {
                let bound = environment(lowering.strategy, id, flat);
                let initial = lowering.root(&stock.initial, &bound)?;
                let rate = lowering.rate(id, flat, stock, state)?;
                lowering.define(state, Change::Stock { rate }, initial);
                Ok(())
            }),
        );
        if stock.nonnegative {
            self.graph.bound(state, Range::POSITIVE);
        }
        let variable = &self.strategy.variables[id.index()];
        let counted = matches!(&variable.ty, Type::Number(unit) if !unit.is_one());
        if self.want.diagnostics && counted && !stock.nonnegative {
            let text = format!("`{}` fell below zero", variable.name);
            self.watches.push(Watch { kind: NoticeKind::StockNegative, text, subject: state, flag: state });
        }
        state
    }

    fn rate(&mut self, id: VariableId, flat: usize, stock: &'a Stock, state: Id) -> Result<Id, Fault> {
        let exprs: Vec<&Expr> = stock.flows.iter().flat_map(parts).collect();
        self.prepare(exprs)?;
        if stock.nonnegative {
            let (outflows, left) = self.outflows(id, flat, stock, state, stock.flows.len())?;
            self.watch_cuts(id, flat, stock, state)?;
            let all = (0..stock.flows.len()).all(|k| !self.is_circular(id, k));
            if all {
                // What is left of the stock and its inflows is the stock after the step.
                let there = self.there(state);
                return Ok(self.graph.sub(left, there));
            }
            let inflow = self.inflow(id, flat, stock, state, false)?;
            let outflow = self.graph.sum(&outflows);
            return Ok(self.graph.sub(inflow, outflow));
        }
        let inflow = self.inflow(id, flat, stock, state, false)?;
        let bound = environment(self.strategy, id, flat);
        let mut outflow = Id::ZERO;
        for flow in &stock.flows {
            if let StockFlow::Out(expr) = flow {
                let out = self.value(expr, &bound)?;
                outflow = self.graph.add(outflow, out);
            }
        }
        Ok(self.graph.sub(inflow, outflow))
    }

    /// Counts the steps at which more would flow out than there is.
    fn watch_cuts(&mut self, id: VariableId, flat: usize, stock: &'a Stock, state: Id) -> Result<(), Fault> {
        if !self.want.diagnostics {
            return Ok(());
        }
        let bound = environment(self.strategy, id, flat);
        let mut wanted = Id::ZERO;
        for (k, flow) in stock.flows.iter().enumerate() {
            let StockFlow::Out(expr) = flow else { continue };
            let value = self.value(expr, &bound)?;
            let uncut = if self.cut_here(expr, id, flat, k) { self.uncut.get(&value).copied() } else { None };
            wanted = self.graph.add(wanted, uncut.unwrap_or(value));
        }
        let available = self.available(id, flat, stock, state)?;
        let flag = self.graph.binary(Code::Lt, available, wanted);
        let text = format!("outflows of `{}` were cut to what was there", self.strategy.variables[id.index()].name);
        self.watches.push(Watch { kind: NoticeKind::OutflowCut, text, subject: state, flag });
        Ok(())
    }

    fn is_circular(&self, id: VariableId, k: usize) -> bool {
        self.cuts.circular.get(&(id, k)).copied().unwrap_or(false)
    }

    /// What comes in; `sure` leaves out what depends on the outflows of the same stock.
    fn inflow(&mut self, id: VariableId, flat: usize, stock: &'a Stock, state: Id, sure: bool) -> Result<Id, Fault> {
        let bound = environment(self.strategy, id, flat);
        let mut terms = Vec::new();
        for (k, flow) in stock.flows.iter().enumerate() {
            if sure && self.is_circular(id, k) {
                continue;
            }
            match flow {
                StockFlow::In(expr) => terms.push(self.value(expr, &bound)?),
                StockFlow::Out(_) => {}
                StockFlow::Toward { goal, over } => {
                    let (goal, over) = (self.value(goal, &bound)?, self.value(over, &bound)?);
                    let here = self.nudged(id, flat, state);
                    let gap = self.graph.sub(goal, here);
                    terms.push(self.quotient(gap, over));
                }
            }
        }
        Ok(self.graph.sum(&terms))
    }

    /// What can flow out of a stock per unit of time: after an Euler step with all of it gone, the stock is empty.
    fn available(&mut self, id: VariableId, flat: usize, stock: &'a Stock, state: Id) -> Result<Id, Fault> {
        let inflow = self.inflow(id, flat, stock, state, true)?;
        let there = self.there(state);
        let all = self.graph.add(there, inflow);
        Ok(self.graph.extreme(Code::Max, all, Id::ZERO))
    }

    fn there(&mut self, state: Id) -> Id {
        let step = self.number(self.grid.step);
        self.quotient(state, step)
    }

    /// The first outflows of a stock, cut in order, and what is then left per unit of time.
    fn outflows(
        &mut self,
        id: VariableId,
        flat: usize,
        stock: &'a Stock,
        state: Id,
        first: usize,
    ) -> Result<(Vec<Id>, Id), Fault> {
        let bound = environment(self.strategy, id, flat);
        let mut left = self.available(id, flat, stock, state)?;
        let mut outflows = Vec::new();
        for (k, flow) in stock.flows.iter().enumerate().take(first) {
            let StockFlow::Out(expr) = flow else { continue };
            let wanted = self.value(expr, &bound)?;
            // A flow of that name has been cut already, and everyone reads it so.
            let cut = self.cut_here(expr, id, flat, k);
            let outflow = if cut { wanted } else { self.graph.extreme(Code::Min, wanted, left) };
            left = self.graph.sub(left, outflow);
            outflows.push(outflow);
        }
        Ok((outflows, left))
    }

    fn cut_here(&self, expr: &Expr, id: VariableId, flat: usize, k: usize) -> bool {
        let ExprKind::Variable(flow, selects) = &expr.kind else { return false };
        let element = element_of(self.strategy, id, flat, *flow, selects);
        element.is_some_and(|e| self.cuts.of.get(&(*flow, e)) == Some(&(id, flat, k)))
    }

    /// An element of a flow, cut if it is an outflow of a `nonnegative` stock.
    pub(super) fn cut(&mut self, flow: VariableId, flat: usize, wanted: Id) -> Result<Id, Fault> {
        let Some(&(stock_id, stock_flat, k)) = self.cuts.of.get(&(flow, flat)) else { return Ok(wanted) };
        let VariableKind::Stock(stock) = &self.strategy.variables[stock_id.index()].kind else { return Ok(wanted) };
        let seen = self.element(stock_id, stock_flat)?;
        // What there is to flow is what the stock holds, whatever its readers see.
        let state = self.held.get(&(stock_id, stock_flat)).copied().unwrap_or(seen);
        let (_, left) = self.outflows(stock_id, stock_flat, stock, state, k)?;
        let cut = self.graph.extreme(Code::Min, wanted, left);
        let flows = self.graph.hold(cut);
        self.uncut.insert(flows, wanted);
        Ok(flows)
    }
}
