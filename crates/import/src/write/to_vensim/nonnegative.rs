//! Stocks that stay at zero or above, which Vensim lacks: their outflows are cut in their own equations.
//!
//! What can flow out is what the stock holds, over a step, and what flows in; the first outflow takes from it first.
//! Inflows that themselves depend on an outflow of the same stock cannot be counted on.

use super::super::make::{add, call, div, number, sub, walk, word};
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Expr, ExprKind, Variable, What, same};
use crate::resolve::slots::Slot;
use milepost_syntax::{Diagnostic, Span};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Flows that are cut, and which inflows count.
#[derive(Default)]
pub(super) struct Cuts {
    /// A flow, as names are compared: the stock that it leaves and which of its outflows it is.
    of: BTreeMap<String, (usize, usize)>,
    /// Inflows of a stock that depend on its own outflows.
    circular: BTreeMap<usize, Vec<String>>,
}

impl Cuts {
    /// Whether the equation of a flow is cut.
    pub fn is_cut(&self, flow: &str) -> bool {
        self.of.contains_key(&same(flow))
    }

    /// Whether an inflow of a stock depends on its own outflows.
    pub fn has_circles(&self, stock: Option<usize>) -> bool {
        stock.and_then(|at| self.circular.get(&at)).is_some_and(|inflows| !inflows.is_empty())
    }
}

/// Names of flows, in order.
type Flows = [(String, Span)];

/// Inflows and outflows of a stock that stays above zero.
fn sides<'s>(slot: &'s Slot) -> Option<(&'s Flows, &'s Flows)> {
    let (v, _) = slot.equations.iter().find(|(v, _)| v.non_negative)?;
    match &v.what {
        What::Stock { inflows, outflows, .. } => Some((inflows, outflows)),
        _ => None,
    }
}

/// Finds the flows that are cut.
pub(super) fn cuts(slots: &[Slot], index: &FxHashMap<String, usize>) -> Read<Cuts> {
    let mut leaves: BTreeMap<String, u32> = BTreeMap::new();
    for slot in slots {
        if let Some((What::Stock { outflows, .. }, _)) = slot.equations.first().map(|(v, s)| (&v.what, s)) {
            outflows.iter().for_each(|(name, _)| *leaves.entry(same(name)).or_default() += 1);
        }
    }
    let mut cuts = Cuts::default();
    for (at, slot) in slots.iter().enumerate() {
        let Some((_, outflows)) = sides(slot) else { continue };
        for (k, (flow, span)) in outflows.iter().enumerate() {
            if leaves[&same(flow)] != 1 {
                continue;
            }
            cuts.of.insert(same(flow), (at, k));
            let axes = index.get(&same(flow)).map(|&i| slots[i].axes.len());
            if axes != Some(slot.axes.len()) {
                let message =
                    format!("the outflow `{flow}` of `{}`, which stays above zero, has other elements", slot.name);
                return Err(Diagnostic::error(*span, message).help("give both the same dimensions"));
            }
        }
    }
    for (at, slot) in slots.iter().enumerate() {
        let Some((inflows, outflows)) = sides(slot) else { continue };
        let own: Vec<usize> = outflows.iter().filter_map(|(n, _)| index.get(&same(n)).copied()).collect();
        let back = inflows.iter().filter(|(name, _)| {
            let start = index.get(&same(name)).copied();
            start.is_some_and(|start| reaches(start, &own, slots, index, &cuts))
        });
        let back = back.map(|(name, _)| same(name)).collect();
        cuts.circular.insert(at, back);
    }
    Ok(cuts)
}

/// Whether a variable depends, at one instant, on one of some others.
fn reaches(start: usize, wanted: &[usize], slots: &[Slot], index: &FxHashMap<String, usize>, cuts: &Cuts) -> bool {
    let mut seen = vec![false; slots.len()];
    let mut open = vec![start];
    while let Some(at) = open.pop() {
        if wanted.contains(&at) {
            return true;
        }
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let mut read = |name: &str| open.extend(index.get(&same(name)));
        for (v, _) in &slots[at].equations {
            if let What::Equation(e) | What::Graph(e, _) = &v.what {
                walk(e, &mut |part| {
                    if let ExprKind::Name(name, _) | ExprKind::Call { name, .. } = &part.kind {
                        read(name);
                    }
                });
            }
        }
        if let Some(&(stock, k)) = cuts.of.get(&same(slots[at].name))
            && let Some((inflows, outflows)) = sides(&slots[stock])
        {
            inflows.iter().chain(&outflows[..k]).for_each(|(name, _)| read(name));
        }
    }
    false
}

impl Translator<'_> {
    /// A flow as it is: at zero or above where it is marked so, and no more than its stock can give.
    pub(super) fn held(&mut self, what: What, v: &Variable, place: &Place) -> Read<What> {
        let cut = self.cuts.of.get(&same(&v.name)).copied().filter(|_| !place.inside);
        if !v.non_negative && cut.is_none() {
            return Ok(what);
        }
        let span = v.span;
        let mut value = match what {
            What::Equation(e) => e,
            What::Graph(..) => self.own(what, place)?,
            What::Numbers(rows) if rows.iter().flatten().count() == 1 => number(rows[0][0], span),
            _ => {
                let message = format!("`{}` stays above zero and is a list, which Vensim cannot say", v.name);
                return Err(Diagnostic::error(span, message).help("give each element its own equation"));
            }
        };
        if v.non_negative {
            value = call("MAX", vec![value, number(0.0, span)], span);
        }
        if let Some((stock, k)) = cut {
            let (owner, _) = self.slots[stock].equations[0];
            let left = self.left_of(owner, k, &Place { left: place.left.clone(), ..place.clone() })?;
            value = call("MIN", vec![value, left], span);
        }
        Ok(What::Equation(value))
    }

    /// What is left for an outflow of a stock after those before it, per unit of time.
    pub(super) fn left_of(&mut self, stock: &Variable, k: usize, place: &Place) -> Read<Expr> {
        let What::Stock { inflows, outflows, .. } = &stock.what else {
            return Err(Diagnostic::error(stock.span, format!("`{}` is no stock", stock.name)));
        };
        let span = stock.span;
        let circular = self.index.get(&same(&stock.name)).and_then(|at| self.cuts.circular.get(at)).cloned();
        let circular = circular.unwrap_or_default();
        let held = super::read(&stock.name, super::as_read(&place.left), span);
        let mut there = div(held, word("TIME STEP", span));
        for (name, span) in inflows.iter().filter(|(name, _)| !circular.contains(&same(name))) {
            there = add(there, self.flow(name, *span, place)?);
        }
        let mut left = call("MAX", vec![there, number(0.0, span)], span);
        for (name, at) in &outflows[..k] {
            let flow = self.flow(name, *at, place)?;
            left = sub(left, flow);
        }
        Ok(left)
    }
}
