//! A queue's batches, step by step (XMILE 1.0, 3.7.3).
//!
//! What comes within a step is a batch, for each inflow one; it stands behind all that came before and can leave within
//! the same step.  A queue always empties through an outflow that nothing limits; only a conveyor can make it wait.

use super::*;
use crate::foreign::Dialect;

/// A queue as it is built.
pub(crate) struct Queue {
    pub content: Content,
    /// The rate of every flow that leaves.
    pub rates: Vec<(usize, Expr)>,
}

/// A flow that leaves.
struct Outlet {
    slot: usize,
    overflow: bool,
    /// The conveyor that it enters, and its element.
    into: Option<Place>,
}

impl<'m> Resolver<'m> {
    /// An element of a queue, built once.
    pub(super) fn queue(&mut self, slot: usize, flat: usize) -> Read<Rc<Queue>> {
        match self.plan.queues.get(&(slot, flat)) {
            Some(Some(queue)) => return Ok(Rc::clone(queue)),
            Some(None) => {
                let message = format!("`{}` waits for a conveyor that needs it at once", self.slots[slot].name);
                return Err(Diagnostic::error(self.slots[slot].span(), message));
            }
            None => {}
        }
        debug_assert_eq!(self.model.dialect, Dialect::Xmile);
        self.plan.queues.insert((slot, flat), None);
        let fixed = self.fixed;
        let built = self.build_queue(slot, flat).map(Rc::new);
        self.fixed = fixed;
        match &built {
            Ok(queue) => self.plan.queues.insert((slot, flat), Some(Rc::clone(queue))),
            Err(_) => self.plan.queues.remove(&(slot, flat)),
        };
        built
    }

    fn build_queue(&mut self, slot: usize, flat: usize) -> Read<Queue> {
        let (stock, queue, scope) = self.conveyor(slot, flat)?;
        let span = stock.name_span;
        let mut arriving = Vec::new();
        for (name, span) in &queue.inflows {
            let (_, _, rate) = self.flow_at(name, *span, (slot, flat))?;
            arriving.push(self.aside("arrives", mul(rate, number(self.dt(), *span))));
        }
        let mut initial = Vec::new();
        for e in std::iter::once(&queue.initial).chain(&queue.others) {
            let value = self.number(e, &scope)?;
            match known(&value) {
                Some(value) if value <= 0.0 => {}
                _ => initial.push(extreme(Function::Max, value, number(0.0, span))),
            }
        }
        let outlets = self.queue_outlets(stock, queue, (slot, flat))?;
        let Some((first, others)) = outlets.split_first() else {
            return Ok(self.waiting(initial, arriving, span));
        };
        match first.into {
            None => Ok(self.open(initial, arriving, &outlets, span)),
            Some(into) => self.coupled(initial, arriving, first, others, into, stock),
        }
    }

    fn queue_outlets(&mut self, stock: &Variable, queue: &'m Conveyor, place: Place) -> Read<Vec<Outlet>> {
        let mut outlets = Vec::new();
        for (name, span) in &queue.outflows {
            let (slot, flat, _) = self.flow_at(name, *span, place)?;
            let overflow =
                self.slots[slot].equations.iter().any(|(v, _)| matches!(v.what, What::Driven { overflow: true, .. }));
            let into = match self.plan.enters.get(&slot) {
                Some(&into) if !self.is_queue(into) => Some((into, self.beside(slot, flat, into)?)),
                _ => None,
            };
            if outlets.is_empty() && overflow {
                let message = format!("the first outflow of `{}` is an overflow", stock.name);
                return Err(Diagnostic::error(*span, message).help("name another outflow before it"));
            }
            if !outlets.is_empty() && into.is_some() {
                let message = format!("`{}` leads to a conveyor after another outflow, which is not supported", name);
                return Err(Diagnostic::error(*span, message).help("only the first outflow may enter a conveyor"));
            }
            outlets.push(Outlet { slot, overflow, into });
        }
        Ok(outlets)
    }

    /// A queue that nothing leaves.
    fn waiting(&mut self, initial: Vec<Expr>, arriving: Vec<Expr>, span: Span) -> Queue {
        let cell = self.reserve();
        let next = sum([variable(cell, &[], span)].into_iter().chain(arriving).collect(), span);
        self.remember(cell, "waiting", next, sum(initial, span), span);
        Queue { content: Content::Cells(vec![cell]), rates: Vec::new() }
    }

    /// A queue that empties at every step.
    fn open(&mut self, initial: Vec<Expr>, arriving: Vec<Expr>, outlets: &[Outlet], span: Span) -> Queue {
        let cell = self.reserve();
        self.remember(cell, "waiting", number(0.0, span), sum(initial, span), span);
        let all = sum([variable(cell, &[], span)].into_iter().chain(arriving).collect(), span);
        let rate = self.aside("leaves", div(all, number(self.dt(), span)));
        let rates = outlets.iter().enumerate();
        let rates = rates.map(|(i, o)| (o.slot, if i == 0 { rate.clone() } else { number(0.0, span) }));
        Queue { content: Content::Cells(vec![cell]), rates: rates.collect() }
    }

    /// A queue before a conveyor that takes what it has room for.
    fn coupled(
        &mut self,
        initial: Vec<Expr>,
        arriving: Vec<Expr>,
        first: &Outlet,
        others: &[Outlet],
        into: Place,
        stock: &Variable,
    ) -> Read<Queue> {
        let span = stock.name_span;
        let dt = number(self.dt(), span);
        let nothing = || number(0.0, span);
        let (_, conveyor, _) = self.conveyor(into.0, into.1)?;
        let belt = self.belt(into.0, into.1)?;
        let room = match belt.room {
            Some(room) => mul(variable(room, &[], span), dt.clone()),
            None => number(f64::INFINITY, span),
        };
        let room = self.aside("room", room);
        let (cells, batches) = self.batches(&initial, &arriving, conveyor, stock)?;
        let total = self.aside("waiting", sum(batches.clone(), span));
        let wanted = match conveyor.one_at_a_time {
            true => self.front(&batches, span),
            false => total.clone(),
        };
        let taken = match (conveyor.one_at_a_time, conveyor.batch_integrity) {
            (_, false) => extreme(Function::Min, wanted.clone(), room),
            (true, true) => choose(binary(BinaryOp::Le, wanted.clone(), room), wanted.clone(), nothing()),
            (false, true) => self.whole_batches(&batches, &room, span),
        };
        let taken = self.aside("taken", taken);
        let mut rates = vec![(first.slot, div(taken.clone(), dt.clone()))];
        let mut gone = taken.clone();
        let mut blocked = self.aside("blocked", sub(wanted, taken));
        for other in others {
            let rest = sub(total.clone(), gone.clone());
            let volume = if other.overflow { blocked.clone() } else { rest };
            let volume = self.aside("leaves", volume);
            rates.push((other.slot, div(volume.clone(), dt.clone())));
            gone = self.aside("gone", add(gone, volume));
            blocked = nothing();
        }
        // The oldest leave first.
        let mut left = gone;
        for (&cell, (batch, initial)) in cells.iter().zip(batches.iter().zip(starts(&initial, cells.len(), span))) {
            let take = self.aside("leaves", extreme(Function::Min, batch.clone(), left.clone()));
            left = self.aside("gone", sub(left, take.clone()));
            self.remember(cell, "batch", sub(batch.clone(), take), initial, span);
        }
        let rates = rates.into_iter().map(|(slot, rate)| (slot, self.aside("leaves", rate))).collect();
        Ok(Queue { content: Content::Cells(cells), rates })
    }

    /// Cells for batches, the oldest first, and what is in them after this step's arrivals.  Where no batch is told from
    /// another there is one cell for all.
    fn batches(
        &mut self,
        initial: &[Expr],
        arriving: &[Expr],
        conveyor: &Conveyor,
        stock: &Variable,
    ) -> Read<(Vec<VariableId>, Vec<Expr>)> {
        let span = stock.name_span;
        if !conveyor.one_at_a_time && !conveyor.batch_integrity {
            let cell = self.reserve();
            let all = [variable(cell, &[], span)].into_iter().chain(arriving.iter().cloned()).collect();
            let all = self.aside("waiting", sum(all, span));
            return Ok((vec![cell], vec![all]));
        }
        // The last instant is shown as well.
        let count = initial.len() + (self.plan.steps + 1) * arriving.len();
        if count > MOST_CELLS || self.extras.len() > MOST_OF_ALL {
            let message = format!("`{}` may hold more than {MOST_CELLS} batches", stock.name);
            return Err(Diagnostic::error(span, message).help("use a longer step of time"));
        }
        let since = sub(time(span), number(self.start.unwrap_or(0.0), span));
        let step = call(Function::Round, vec![div(since, number(self.dt(), span))], span);
        let step = self.aside("step", step);
        let cells: Vec<VariableId> = (0..count.max(1)).map(|_| self.reserve()).collect();
        let mut batches = Vec::with_capacity(count);
        for (i, &cell) in cells.iter().enumerate() {
            let here = variable(cell, &[], span);
            let Some(arrival) = i.checked_sub(initial.len()).filter(|_| !arriving.is_empty()) else {
                batches.push(here);
                continue;
            };
            let (at, flow) = (arrival / arriving.len(), arrival % arriving.len());
            let now = binary(BinaryOp::Eq, step.clone(), number(at as f64, span));
            batches.push(self.aside("batch", choose(now, arriving[flow].clone(), here)));
        }
        Ok((cells, batches))
    }

    /// The oldest batch that is left.
    fn front(&mut self, batches: &[Expr], span: Span) -> Expr {
        let mut front = number(0.0, span);
        for batch in batches.iter().rev() {
            let there = less(number(0.0, span), batch.clone());
            front = self.aside("front", choose(there, batch.clone(), front));
        }
        front
    }

    /// As many whole batches as fit, in order.
    fn whole_batches(&mut self, batches: &[Expr], room: &Expr, span: Span) -> Expr {
        let mut room = room.clone();
        let mut taken = Vec::new();
        for batch in batches {
            let fits = binary(BinaryOp::Le, batch.clone(), room.clone());
            let take = self.aside("taken", choose(fits.clone(), batch.clone(), number(0.0, span)));
            // Behind a batch that does not fit nobody passes.
            room = self.aside("room", choose(fits, sub(room, take.clone()), number(-1.0, span)));
            taken.push(take);
        }
        sum(taken, span)
    }
}

/// What is in each cell at first.
fn starts(initial: &[Expr], cells: usize, span: Span) -> Vec<Expr> {
    if cells == 1 && initial.len() > 1 {
        return vec![sum(initial.to_vec(), span)];
    }
    (0..cells).map(|i| initial.get(i).cloned().unwrap_or_else(|| number(0.0, span))).collect()
}
