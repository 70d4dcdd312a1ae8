//! A conveyor's slats, step by step.

use super::leak::Leaking;
use super::*;

/// So many slats are cells of their own; a longer conveyor from which nothing leaks is a delay.
const SHORT: usize = 64;

/// A conveyor as it is built.
pub(crate) struct Belt {
    pub content: Content,
    /// The rate of every flow that leaves.
    pub rates: Vec<(usize, Expr)>,
    /// What may enter in a unit of time beside what other conveyors hand on; none where anything may.
    pub room: Option<VariableId>,
    /// Flows that want to enter and have a rate of their own, in order.
    pub wanting: Vec<(usize, Expr)>,
}

/// How long the way is, in slats.
pub(super) enum Length {
    Fixed(usize),
    /// Told by a variable, at most so many.
    Told(Expr, usize),
}

impl Length {
    pub(super) fn most(&self) -> usize {
        match self {
            Length::Fixed(n) | Length::Told(_, n) => *n,
        }
    }

    pub(super) fn slats(&self, span: Span) -> Expr {
        match self {
            Length::Fixed(n) => number(*n as f64, span),
            Length::Told(depth, _) => depth.clone(),
        }
    }
}

/// A flow that enters.
struct Entry {
    slot: usize,
    rate: Expr,
    evenly: bool,
}

/// The flows that enter: those that other conveyors hand on, those from queues, and those with rates of their own.
#[derive(Default)]
struct Entries {
    handed: Vec<Entry>,
    queued: Vec<Entry>,
    wanting: Vec<Entry>,
}

impl Entries {
    fn all(&self) -> impl Iterator<Item = &Entry> {
        self.handed.iter().chain(&self.queued).chain(&self.wanting)
    }

    /// What enters in a unit of time, evenly or at the beginning.
    fn rate(&self, evenly: bool, span: Span) -> Option<Expr> {
        let rates: Vec<Expr> = self.all().filter(|e| e.evenly == evenly).map(|e| e.rate.clone()).collect();
        (!rates.is_empty()).then(|| sum(rates, span))
    }
}

impl<'m> Resolver<'m> {
    /// An element of a conveyor, built once.
    pub(super) fn belt(&mut self, slot: usize, flat: usize) -> Read<Rc<Belt>> {
        match self.plan.belts.get(&(slot, flat)) {
            Some(Some(belt)) => return Ok(Rc::clone(belt)),
            Some(None) => {
                let message = format!("the transit time of `{}` needs the conveyor itself", self.slots[slot].name);
                return Err(Diagnostic::error(self.slots[slot].span(), message).help("give it a bound with MIN"));
            }
            None => {}
        }
        self.plan.belts.insert((slot, flat), None);
        let fixed = self.fixed;
        let built = self.build_belt(slot, flat).map(Rc::new);
        self.fixed = fixed;
        match &built {
            Ok(belt) => self.plan.belts.insert((slot, flat), Some(Rc::clone(belt))),
            Err(_) => self.plan.belts.remove(&(slot, flat)),
        };
        built
    }

    fn build_belt(&mut self, slot: usize, flat: usize) -> Read<Belt> {
        let (stock, conveyor, scope) = self.conveyor(slot, flat)?;
        let span = stock.name_span;
        let entries = self.entries(conveyor, (slot, flat))?;
        let length = self.length(stock, conveyor, &scope)?;
        let (exit, leaks) = self.outlets_of(stock, conveyor, (slot, flat))?;
        let arrest = self.arrest(slot, flat)?;
        let held = self.arrest_behind((exit.0, exit.1))?;
        self.refuse_batches(stock, conveyor, &entries, &scope)?;
        let plain = leaks.is_empty() && arrest.is_none() && held.is_none() && conveyor.others.is_empty();
        let wanting: Vec<(usize, Expr)> = entries.wanting.iter().map(|e| (e.slot, e.rate.clone())).collect();
        if let Length::Fixed(n) = length
            && n > SHORT
            && plain
            && entries.rate(true, span).is_none()
        {
            let (content, rate) = self.long(conveyor, n, &entries, &scope, span)?;
            let atoms = self.slots[slot].atoms(flat);
            let there = self.cell(slot, &atoms, span)?;
            let room = self.room(conveyor, there, &rate, &entries, None, &scope)?;
            return Ok(Belt { content, rates: vec![(exit.0, rate)], room, wanting });
        }
        if length.most() > MOST_CELLS {
            let message = format!("`{}` has more than {MOST_CELLS} slats", stock.name);
            return Err(Diagnostic::error(span, message).help("use a longer step of time"));
        }
        self.slats(stock, conveyor, &scope, length, leaks, (exit.0, arrest, held), entries)
    }

    /// A long conveyor on which everything stays until the end.
    fn long(
        &mut self,
        conveyor: &'m Conveyor,
        n: usize,
        entries: &Entries,
        scope: &Scope,
        span: Span,
    ) -> Read<(Content, Expr)> {
        let over = number(n as f64 * self.dt(), span);
        let inflow = entries.rate(false, span).unwrap_or_else(|| number(0.0, span));
        let inflow = self.aside("enters", inflow);
        let initial = self.number(&conveyor.initial, scope)?;
        let lag = ExprKind::Lag {
            input: Box::new(inflow.clone()),
            over: Box::new(over.clone()),
            initial: Box::new(div(initial.clone(), over)),
        };
        let outflow = self.aside("exit", of(lag, span));
        Ok((Content::Stock { initial, inflow, outflow: outflow.clone() }, outflow))
    }

    #[allow(clippy::too_many_arguments, reason = "one step of one conveyor")]
    fn slats(
        &mut self,
        stock: &Variable,
        conveyor: &'m Conveyor,
        scope: &Scope,
        length: Length,
        leaks: Vec<Leaking>,
        (exit, arrest, held): (usize, Option<VariableId>, Option<VariableId>),
        entries: Entries,
    ) -> Read<Belt> {
        let span = stock.name_span;
        let dt = number(self.dt(), span);
        let n = length.most();
        let nothing = || number(0.0, span);
        let cells: Vec<VariableId> = (0..n).map(|_| self.reserve()).collect();
        let mut left: Vec<Expr> = cells.iter().map(|&id| variable(id, &[], span)).collect();
        let begun = self.start(stock, conveyor, scope, &length, &leaks)?;
        let mut rates = Vec::new();
        let shares = self.entering(&entries, &length, span);
        for leak in &leaks {
            let rate = self.leak(leak, &length, &mut left, &shares, &begun, arrest, span)?;
            rates.push((leak.flow, rate));
        }
        let out = unless(held, div(left[0].clone(), dt), nothing());
        let out = self.aside("exit", unless(arrest, out, nothing()));
        rates.push((exit, out.clone()));
        let wanting = entries.wanting.iter().map(|e| (e.slot, e.rate.clone())).collect();
        for i in 0..n {
            let behind = left.get(i + 1).cloned();
            // What cannot leave stays at the exit, and what comes behind it joins it.
            let moved = match (i, held) {
                (0, Some(held)) => {
                    let stays = choose(variable(held, &[], span), left[0].clone(), nothing());
                    sum(behind.into_iter().chain([stays]).collect(), span)
                }
                _ => behind.unwrap_or_else(nothing),
            };
            let next = match shares.at(i, &length) {
                Some(share) => add(moved, share),
                None => moved,
            };
            let next = unless(arrest, next, variable(cells[i], &[], span));
            self.remember(cells[i], "slat", next, begun.slats[i].clone(), span);
        }
        let there = sum(cells.iter().map(|&id| variable(id, &[], span)).collect(), span);
        let room = self.room(conveyor, there, &out, &entries, arrest, scope)?;
        Ok(Belt { content: Content::Cells(cells), rates, room, wanting })
    }

    /// The step of time, which is known once the axis is.
    pub(super) fn dt(&self) -> f64 {
        self.step.unwrap_or(f64::NAN)
    }

    fn entries(&mut self, conveyor: &'m Conveyor, place: Place) -> Read<Entries> {
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
    fn refuse_batches(
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

    /// The exit (its slot and flat position), and the leaks.
    fn outlets_of(
        &mut self,
        stock: &Variable,
        conveyor: &'m Conveyor,
        place: Place,
    ) -> Read<((usize, usize), Vec<Leaking>)> {
        let mut exit = None;
        let mut leaks = Vec::new();
        for (name, span) in &conveyor.outflows {
            let (slot, flat, _) = self.flow_at(name, *span, place)?;
            match conveyor.leaks.iter().find(|l| same(&l.flow) == same(name)) {
                Some(leak) => leaks.push(self.leaking(leak, conveyor, slot, flat)?),
                None if exit.is_none() => exit = Some((slot, flat)),
                None => {
                    let message = format!("`{}` has two outflows that are no leaks", stock.name);
                    return Err(Diagnostic::error(*span, message).help("mark one of them as `<leak/>`"));
                }
            }
        }
        let exit = exit.ok_or_else(|| {
            let message = format!("nothing leaves `{}` at its end", stock.name);
            Diagnostic::error(stock.name_span, message).help("give it an outflow that is no leak")
        })?;
        Ok((exit, leaks))
    }

    /// How long the way is: as many slats as the transit time has steps, rounded, at least one.
    fn length(&mut self, stock: &Variable, conveyor: &'m Conveyor, scope: &Scope) -> Read<Length> {
        let span = stock.name_span;
        let fault = |message: String| Diagnostic::error(span, message);
        let Some(transit) = &conveyor.transit else {
            return Err(fault(format!("`{}` has no transit time", stock.name)).help("write one in `<len>`"));
        };
        let transit = self.number(transit, scope)?;
        let dt = self.dt();
        if let Some(time) = self.throughout(&transit) {
            if !(time > 0.0 && time.is_finite()) {
                let message = format!("the transit time of `{}` is {time}, it must be above zero", stock.name);
                return Err(fault(message));
            }
            let steps = time / dt;
            if (steps - steps.round()).abs() > 1e-6 * steps.max(1.0) {
                let message = format!(
                    "the transit time of `{}` is {time}, which is no whole number of steps: it takes {}",
                    stock.name,
                    steps.round().max(1.0) * dt
                );
                let finding = Diagnostic::warning(span, message);
                if !self.findings.contains(&finding) {
                    self.findings.push(finding);
                }
            }
            return Ok(Length::Fixed(steps.round().clamp(1.0, 1e9) as usize));
        }
        // What enters later than it could arrive within the run never does.
        let most = self.plan.steps + 1;
        let bound = self.bounds(&transit).map(|(_, high)| (high / dt).round());
        let most = bound.filter(|n| *n < most as f64).map_or(most, |n| n.max(1.0) as usize);
        if most > MOST_CELLS {
            let message = format!("the transit time of `{}` varies and may be {most} steps long", stock.name);
            return Err(fault(message).help("bound it with MIN, or use a longer step of time"));
        }
        let sampled = match &conveyor.sample {
            Some(sample) => {
                let sample = self.number(sample, scope)?;
                match self.throughout(&sample) {
                    Some(sample) if sample != 0.0 => None,
                    _ => Some(sample),
                }
            }
            None => None,
        };
        let transit = match sampled {
            None => transit,
            Some(sample) => {
                let held = self.reserve();
                let before = ExprKind::Previous {
                    input: Box::new(variable(held, &[], span)),
                    initial: Box::new(transit.clone()),
                };
                let value = choose(binary(BinaryOp::Ne, sample, number(0.0, span)), transit, of(before, span));
                self.define(held, "transit time".into(), VariableKind::Let { flow: false, value }, span);
                variable(held, &[], span)
            }
        };
        let steps = call(Function::Round, vec![div(transit, number(dt, span))], span);
        let depth = call(Function::Clip, vec![steps, number(1.0, span), number(most as f64, span)], span);
        Ok(Length::Told(self.aside("depth", depth), most))
    }

    /// What is laid down on each slat.
    fn entering(&mut self, entries: &Entries, length: &Length, span: Span) -> Shares {
        let dt = number(self.dt(), span);
        let volume = |resolver: &mut Self, evenly: bool| {
            let rate = entries.rate(evenly, span)?;
            Some(resolver.aside("enters", mul(rate, dt.clone())))
        };
        let beginning = volume(self, false);
        let evenly = volume(self, true);
        let share = evenly.map(|all| self.aside("share", div(all, length.slats(span))));
        Shares { beginning, evenly: share }
    }

    /// What may enter, beside what other conveyors hand on.  Stella counts the room that the exit makes at the same step,
    /// not what leaks make.
    fn room(
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

/// What is laid down at a step.
pub(super) struct Shares {
    beginning: Option<Expr>,
    /// On every slat of the way.
    evenly: Option<Expr>,
}

impl Shares {
    /// What slat i gets, counted from the exit.
    pub(super) fn at(&self, i: usize, length: &Length) -> Option<Expr> {
        match length {
            Length::Fixed(n) => {
                let first = self.beginning.clone().filter(|_| i + 1 == *n);
                [first, self.evenly.clone()].into_iter().flatten().reduce(add)
            }
            Length::Told(depth, _) => {
                let here = |of: &Option<Expr>, op: BinaryOp| {
                    let share = of.clone()?;
                    let span = share.span;
                    let test = binary(op, number(i as f64 + 1.0, span), depth.clone());
                    Some(choose(test, share, number(0.0, span)))
                };
                let first = here(&self.beginning, BinaryOp::Eq);
                [first, here(&self.evenly, BinaryOp::Le)].into_iter().flatten().reduce(add)
            }
        }
    }
}
