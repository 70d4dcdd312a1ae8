//! What enters a conveyor, and how much of it may.

use super::*;

/// A flow that enters.
pub(super) struct Entry {
    pub slot: usize,
    pub rate: Expr,
    pub evenly: bool,
}

/// The flows that enter: those that other conveyors hand on, those from queues, and those with rates of their own.
#[derive(Default)]
pub(super) struct Entries {
    pub handed: Vec<Entry>,
    pub queued: Vec<Entry>,
    pub wanting: Vec<Entry>,
}

impl Entries {
    fn all(&self) -> impl Iterator<Item = &Entry> {
        self.handed.iter().chain(&self.queued).chain(&self.wanting)
    }

    /// What enters in a unit of time, evenly or at the beginning.
    pub(super) fn rate(&self, evenly: bool, span: Span) -> Option<Expr> {
        let rates: Vec<Expr> = self.all().filter(|e| e.evenly == evenly).map(|e| e.rate.clone()).collect();
        (!rates.is_empty()).then(|| sum(rates, span))
    }
}

impl<'m> Resolver<'m> {
    /// The flows that a conveyor names.
    pub(super) fn entries(&mut self, conveyor: &'m Conveyor, place: Place) -> Read<Entries> {
        let mut entries = Entries::default();
        for (name, span) in &conveyor.inflows {
            let (slot, _, rate) = self.flow_at(name, *span, place)?;
            let evenly = self.slots[slot].equations.iter().any(|(v, _)| v.evenly);
            let entry = Entry { slot, rate, evenly };
            match self.plan.leaves.get(&slot) {
                Some(&from) if self.is_queue(from) => entries.queued.push(entry),
                Some(_) => entries.handed.push(entry),
                None => entries.wanting.push(entry),
            }
        }
        Ok(entries)
    }

    /// Refuses what a conveyor of batches does that is not known well enough.
    pub(super) fn refuse_batches(
        &mut self,
        stock: &Variable,
        conveyor: &'m Conveyor,
        entries: &Entries,
        scope: &Scope,
    ) -> Read<()> {
        let fault = |message: String| Diagnostic::error(stock.name_span, message);
        if !entries.queued.is_empty() {
            if !conveyor.discrete {
                let message = format!("`{}` takes from a queue and is not discrete", stock.name);
                return Err(fault(message).help("write `discrete=\"true\"` in its `<conveyor>`"));
            }
            if entries.queued.len() > 1 || !entries.wanting.is_empty() {
                let message = format!("`{}` takes from a queue and from elsewhere, which is not supported", stock.name);
                return Err(fault(message).help("lead all its inflows through one queue"));
            }
            return Ok(());
        }
        if !conveyor.discrete {
            return Ok(());
        }
        if !entries.wanting.is_empty() {
            let message = format!("`{}` is discrete and takes from no queue, which is not supported", stock.name);
            return Err(fault(message).help("remove `discrete=\"true\"`, or lead its inflow through a queue"));
        }
        let initial = self.number(&conveyor.initial, scope)?;
        if self.before_run(&initial) != Some(0.0) {
            let message = format!("`{}` is discrete and not empty at first, which is not supported", stock.name);
            return Err(fault(message).help("let it begin with 0"));
        }
        Ok(())
    }

    /// What may enter, beside what other conveyors hand on.  Stella counts the room that the exit makes at the same step,
    /// not what leaks make.
    pub(super) fn room(
        &mut self,
        conveyor: &'m Conveyor,
        there: Expr,
        out: &Expr,
        entries: &Entries,
        arrest: Option<VariableId>,
        scope: &Scope,
    ) -> Read<Option<VariableId>> {
        let span = there.span;
        let dt = number(self.dt(), span);
        let nothing = || number(0.0, span);
        let mut limits = Vec::new();
        if let Some(capacity) = &conveyor.capacity {
            let capacity = self.number(capacity, scope)?;
            let handed = sum(entries.handed.iter().map(|e| e.rate.clone()).collect(), span);
            limits.push(sub(add(div(sub(capacity, there), dt.clone()), out.clone()), handed));
        }
        if let Some(limit) = &conveyor.inflow_limit {
            let limit = self.number(limit, scope)?;
            limits.push(match conveyor.discrete {
                true => div(sub(limit, self.spent(entries, span)), dt),
                false => limit,
            });
        }
        let room = limits.into_iter().reduce(|a, b| extreme(Function::Min, a, b));
        let room = room.map(|room| extreme(Function::Max, room, nothing()));
        let room = match (room, arrest) {
            (room, None) => room,
            (room, Some(_)) => Some(unless(arrest, room.unwrap_or_else(|| number(f64::INFINITY, span)), nothing())),
        };
        Ok(room.map(|room| self.extra("room", room)))
    }

    /// What a conveyor of batches has taken since the last whole unit of time.
    fn spent(&mut self, entries: &Entries, span: Span) -> Expr {
        let dt = number(self.dt(), span);
        let nothing = || number(0.0, span);
        let spent = self.reserve();
        let taken = entries.queued.iter().chain(&entries.wanting).map(|e| e.rate.clone()).collect();
        let after = add(variable(spent, &[], span), mul(sum(taken, span), dt.clone()));
        let before = of(ExprKind::Previous { input: Box::new(after), initial: Box::new(nothing()) }, span);
        let whole = |t: Expr| call(Function::Floor, vec![add(t, mul(number(1e-6, span), dt.clone()))], span);
        let fresh = less(whole(sub(time(span), dt.clone())), whole(time(span)));
        let value = choose(fresh, nothing(), before);
        self.define(spent, "spent".into(), VariableKind::Let { flow: false, value }, span);
        variable(spent, &[], span)
    }
}
