//! Conveyors and queues (XMILE 1.0, 3.7.2, 3.7.3 and 4.2.1; Stella's *Computational details*), as cells of fixed number.
//!
//! A conveyor is a row of slats, one for each step of time that something rides on it; a queue is a row of batches, one
//! for each step at which something came.  At every step what leaks is taken off, the slat at the exit leaves, all others
//! move on by one, and what is admitted is laid down where the transit time says.  Each cell is the value of an
//! expression a step ago, so that nothing but the checked model's own constructs is needed.
//!
//! The rate of a flow that enters is what was admitted, and the rate of one that leaves is what left: everyone who reads
//! them sees these.  What another conveyor hands on is never turned away.

mod belt;
mod bounds;
mod entry;
mod leak;
mod length;
mod queue;
mod start;

use super::Resolver;
use super::assemble::Cell;
use super::build::*;
use super::scope::Scope;
use super::subscripts::Subject;
use crate::equation::Read;
use crate::foreign::{Conveyor, Subscript, Variable, What, same};
use belt::Belt;
use milepost_strategy::model::{Expr, ExprKind, Function, Method, TimeAxis, VariableId, VariableKind};
use milepost_syntax::ast::BinaryOp;
use milepost_syntax::{Diagnostic, Span};
use queue::Queue;
use rustc_hash::FxHashMap;
use std::rc::Rc;

/// So many slats or batches one conveyor or queue may have.
const MOST_CELLS: usize = 20_000;
/// So many variables of our own they may make in all.
const MOST_OF_ALL: usize = 2_000_000;

/// An element of a variable: its slot and flat position.
type Place = (usize, usize);

/// What is known of conveyors and queues.
#[derive(Default)]
pub(crate) struct Plan {
    /// The conveyor or queue that a flow enters.
    enters: FxHashMap<usize, usize>,
    /// The conveyor or queue that a flow leaves.
    leaves: FxHashMap<usize, usize>,
    /// Those that are built; `None` while one is being built.
    belts: FxHashMap<Place, Option<Rc<Belt>>>,
    queues: FxHashMap<Place, Option<Rc<Queue>>>,
    arrests: FxHashMap<Place, Option<VariableId>>,
    steps: usize,
    end: f64,
}

/// What there is of something.
pub(crate) enum Content {
    /// What is in these cells.
    Cells(Vec<VariableId>),
    /// A stock: what it begins with, what enters, what leaves.
    Stock(Box<[Expr; 3]>),
}

impl<'m> Resolver<'m> {
    /// Finds the flows that conveyors and queues have, and refuses what cannot be run.
    pub(crate) fn plan_discrete(&mut self, time: &TimeAxis) -> Read<()> {
        self.plan.steps = time.steps as usize;
        self.plan.end = time.end;
        for slot in 0..self.slots.len() {
            let found = self.slots[slot].equations.iter().find_map(|(v, _)| match &v.what {
                What::Conveyor(conveyor) => Some((*v, &**conveyor)),
                _ => None,
            });
            let Some((variable, conveyor)) = found else { continue };
            let fault = |message: String| Diagnostic::error(variable.name_span, message);
            if conveyor.kind == "oven" {
                let message = format!("`{}` is an oven, which is not supported", variable.name);
                return Err(fault(message).help("write it as a conveyor or as stocks and flows"));
            }
            if time.method != Method::Euler {
                let message = format!("`{}` is a {} and runs by Euler's method only", variable.name, conveyor.kind);
                return Err(fault(message).help("run it with --method euler"));
            }
            for (flow, span) in &conveyor.inflows {
                let Some(&flow) = self.index.get(&same(flow)) else { return Err(self.unknown(flow, *span)) };
                self.plan.enters.insert(flow, slot);
            }
            for (flow, span) in &conveyor.outflows {
                let Some(&flow) = self.index.get(&same(flow)) else { return Err(self.unknown(flow, *span)) };
                self.plan.leaves.insert(flow, slot);
            }
        }
        Ok(())
    }

    /// What an element of a conveyor or queue is.
    pub(crate) fn discrete(&mut self, conveyor: &Conveyor, slot: usize, flat: usize) -> Read<Cell> {
        let span = self.slots[slot].span();
        let sum_of = |cells: &[VariableId]| sum(cells.iter().map(|&id| variable(id, &[], span)).collect(), span);
        let content = |content: &Content| match content {
            Content::Cells(cells) => Cell::Value(sum_of(cells)),
            Content::Stock(parts) => {
                let [initial, inflow, outflow] = (**parts).clone();
                Cell::Stock { initial, inflows: vec![inflow], outflows: vec![outflow], nonnegative: false }
            }
        };
        Ok(match conveyor.kind.as_str() {
            "queue" => content(&self.queue(slot, flat)?.content),
            _ => content(&self.belt(slot, flat)?.content),
        })
    }

    /// The rate of a flow that leaves a conveyor or queue.
    pub(crate) fn driven(&mut self, slot: usize, flat: usize) -> Read<Expr> {
        let span = self.slots[slot].span();
        let Some(&from) = self.plan.leaves.get(&slot) else {
            let message = format!("`{}` leaves no conveyor or queue", self.slots[slot].name);
            return Err(Diagnostic::error(span, message).help("name it in an `<outflow>`, or give it an equation"));
        };
        let at = self.beside(slot, flat, from)?;
        let belt;
        let queue;
        let rates = match self.is_queue(from) {
            true => {
                queue = self.queue(from, at)?;
                &queue.rates
            }
            false => {
                belt = self.belt(from, at)?;
                &belt.rates
            }
        };
        let rate = rates.iter().find(|(flow, _)| *flow == slot).map(|(_, rate)| rate.clone());
        rate.ok_or_else(|| Diagnostic::error(span, format!("nothing gives `{}` a rate", self.slots[slot].name)))
    }

    /// What is admitted of a flow, if it enters a conveyor or queue and is not driven by another.
    pub(crate) fn admitted(&mut self, slot: usize, flat: usize, wanted: Expr) -> Read<Expr> {
        let Some(&into) = self.plan.enters.get(&slot) else { return Ok(wanted) };
        if self.plan.leaves.contains_key(&slot) {
            return Ok(wanted);
        }
        let span = wanted.span;
        let at = self.beside(slot, flat, into)?;
        let wanted = match known(&wanted) {
            Some(rate) if rate >= 0.0 => wanted,
            _ => extreme(Function::Max, wanted, number(0.0, span)),
        };
        if self.is_queue(into) {
            return Ok(wanted);
        }
        let belt = self.belt(into, at)?;
        let Some(room) = belt.room else { return Ok(wanted) };
        // Flows enter in the order in which the conveyor names them.
        let before = belt.wanting.iter().take_while(|(other, _)| *other != slot).map(|(_, rate)| rate.clone());
        let before: Vec<Expr> = before.collect();
        let room = variable(room, &[], span);
        let left = match before.is_empty() {
            true => room,
            false => extreme(Function::Max, sub(room, sum(before, span)), number(0.0, span)),
        };
        Ok(extreme(Function::Min, wanted, left))
    }

    /// What lies on each slat of a conveyor, from the exit on; none if the variable is no conveyor or queue.
    ///
    /// # Errors
    /// Where there is no fixed number of slats to tell apart.
    pub(crate) fn slats_of(&mut self, slot: usize, span: Span) -> Read<Option<Vec<Expr>>> {
        let special = |v: &Variable| matches!(&v.what, What::Conveyor(_));
        if !self.slots[slot].equations.iter().any(|(v, _)| special(v)) {
            return Ok(None);
        }
        let name = self.slots[slot].name;
        let fault =
            |why: &str| Err(Diagnostic::error(span, format!("what is within `{name}` is not told apart: {why}")));
        if !self.slots[slot].axes.is_empty() || self.is_queue(slot) {
            return fault("it is an array or a queue");
        }
        let belt = self.belt(slot, 0)?;
        match &belt.content {
            Content::Cells(cells) if belt.fixed => Ok(Some(cells.iter().map(|&id| variable(id, &[], span)).collect())),
            Content::Cells(_) => fault("its transit time varies"),
            Content::Stock(_) => fault("it is too long"),
        }
    }

    /// `conveyor[n]`: what lies on the n-th slat from the exit.
    pub(crate) fn slat(
        &mut self,
        slot: usize,
        subscripts: &[Subscript],
        span: Span,
        scope: &Scope,
    ) -> Read<Option<Expr>> {
        let ([Subscript::At(index)], true) = (subscripts, self.slots[slot].axes.is_empty()) else { return Ok(None) };
        let Some(slats) = self.slats_of(slot, span)? else { return Ok(None) };
        let index = self.number(index, scope)?;
        let at = super::constant::fold(&index).filter(|n| *n >= 1.0 && n.fract() == 0.0);
        match at.and_then(|n| slats.get(n as usize - 1)) {
            Some(slat) => Ok(Some(slat.clone())),
            None => {
                let message = format!("`{}` has slats 1 to {}", self.slots[slot].name, slats.len());
                Err(Diagnostic::error(span, message).help("name one of them by its number"))
            }
        }
    }

    fn is_queue(&self, slot: usize) -> bool {
        let queue = |v: &Variable| matches!(&v.what, What::Conveyor(c) if c.kind == "queue");
        self.slots[slot].equations.iter().any(|(v, _)| queue(v))
    }

    /// The element of another variable with the same elements.
    fn beside(&self, slot: usize, flat: usize, other: usize) -> Read<usize> {
        let atoms = self.slots[slot].atoms(flat);
        let (from, to) = (&self.slots[slot], &self.slots[other]);
        let place = if from.axes.len() == to.axes.len() { to.place(&atoms) } else { None };
        place.map(|(_, flat)| flat).ok_or_else(|| {
            let message = format!("`{}` and `{}` have other elements", from.name, to.name);
            Diagnostic::error(from.span(), message).help("give both the same dimensions")
        })
    }

    /// An element's equation, and where it stands.
    fn element_scope(&self, slot: usize, flat: usize) -> Read<(&'m Variable, Scope)> {
        let span = self.slots[slot].span();
        let atoms = self.slots[slot].atoms(flat);
        let Some(equation) = self.slots[slot].cells[flat] else {
            return Err(self.no_equation(self.slots[slot].name, &atoms, span));
        };
        let (variable, subjects) = &self.slots[slot].equations[equation as usize];
        let own = Some((slot, flat));
        let mut scope = Scope { label: self.element_label(slot, flat).into(), own, ..Scope::default() };
        for (&subject, &atom) in subjects.iter().zip(&atoms) {
            if let Subject::Range(range) = subject {
                scope.bind(range, atom);
            }
        }
        Ok((variable, scope))
    }

    /// The conveyor or queue that an element is.
    fn conveyor(&self, slot: usize, flat: usize) -> Read<(&'m Variable, &'m Conveyor, Scope)> {
        let (variable, scope) = self.element_scope(slot, flat)?;
        match &variable.what {
            What::Conveyor(conveyor) => Ok((variable, conveyor, scope)),
            _ => {
                let message = format!("some elements of `{}` are no conveyors", variable.name);
                Err(Diagnostic::error(variable.name_span, message).help("make two variables of it"))
            }
        }
    }

    /// An element of a flow that enters or leaves.
    fn flow_at(&mut self, name: &str, span: Span, place: Place) -> Read<(usize, usize, Expr)> {
        let Some(&flow) = self.index.get(&same(name)) else { return Err(self.unknown(name, span)) };
        let flat = self.beside(place.0, place.1, flow)?;
        let atoms = self.slots[flow].atoms(flat);
        Ok((flow, flat, self.cell(flow, &atoms, span)?))
    }

    /// Whether a conveyor stands still, as a variable; none where it never does.
    fn arrest(&mut self, slot: usize, flat: usize) -> Read<Option<VariableId>> {
        if let Some(&known) = self.plan.arrests.get(&(slot, flat)) {
            return Ok(known);
        }
        let (_, conveyor, scope) = self.conveyor(slot, flat)?;
        let arrest = match &conveyor.arrest {
            None => None,
            Some(e) => {
                let e = self.number(e, &scope)?;
                match self.throughout(&e) {
                    Some(0.0) => None,
                    _ => Some(self.extra("arrest", as_number(binary(BinaryOp::Ne, e, number(0.0, Span::default()))))),
                }
            }
        };
        self.plan.arrests.insert((slot, flat), arrest);
        Ok(arrest)
    }

    /// Whether the conveyor that a flow enters stands still.
    fn arrest_behind(&mut self, flow: Place) -> Read<Option<VariableId>> {
        match self.plan.enters.get(&flow.0) {
            Some(&into) if !self.is_queue(into) => {
                let at = self.beside(flow.0, flow.1, into)?;
                self.arrest(into, at)
            }
            _ => Ok(None),
        }
    }

    /// An expression as a variable of its own, unless it is a number.
    fn aside(&mut self, what: &str, value: Expr) -> Expr {
        let span = value.span;
        match known(&value) {
            Some(_) => value,
            None => variable(self.extra(what, value), &[], span),
        }
    }

    /// Says what a reserved cell is: what `next` was a step ago.
    fn remember(&mut self, cell: VariableId, what: &str, next: Expr, initial: Expr, span: Span) {
        let value = of(ExprKind::Previous { input: Box::new(next), initial: Box::new(initial) }, span);
        self.define(cell, what.to_string(), VariableKind::Let { flow: false, value }, span);
    }
}

/// `value`, or `other` while the flag is up.
fn unless(flag: Option<VariableId>, value: Expr, other: Expr) -> Expr {
    let span = value.span;
    match flag {
        Some(flag) => choose(variable(flag, &[], span), other, value),
        None => value,
    }
}
