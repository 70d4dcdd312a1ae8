//! A conveyor's slats, step by step.

use super::entry::Entries;
use super::leak::Leaking;
use super::length::Length;
use super::*;

/// So many slats are cells of their own; a longer conveyor from which nothing leaks is a delay.
const SHORT: usize = 64;

/// A conveyor as it is built.
pub(crate) struct Belt {
    pub content: Content,
    /// Whether the number of slats never changes.
    pub fixed: bool,
    /// The rate of every flow that leaves.
    pub rates: Vec<(usize, Expr)>,
    /// What may enter in a unit of time beside what other conveyors hand on; none where anything may.
    pub room: Option<VariableId>,
    /// Flows that want to enter and have a rate of their own, in order.
    pub wanting: Vec<(usize, Expr)>,
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
            return Ok(Belt { content, fixed: true, rates: vec![(exit.0, rate)], room, wanting });
        }
        if length.most() > MOST_CELLS || self.extras.len() > MOST_OF_ALL {
            let message = format!("`{}` and what stands before it have too many slats", stock.name);
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
        let whole = number(n as f64 * self.dt(), span);
        // What would come out after the end needs no place to wait.
        let over = number(n.min(self.plan.steps + 1) as f64 * self.dt(), span);
        let inflow = entries.rate(false, span).unwrap_or_else(|| number(0.0, span));
        let inflow = self.aside("enters", inflow);
        let initial = self.number(&conveyor.initial, scope)?;
        let lag = ExprKind::Lag {
            input: Box::new(inflow.clone()),
            over: Box::new(over),
            initial: Box::new(div(initial.clone(), whole)),
        };
        let outflow = self.aside("exit", of(lag, span));
        Ok((Content::Stock(Box::new([initial, inflow, outflow.clone()])), outflow))
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
        for (i, &cell) in cells.iter().enumerate() {
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
            let next = unless(arrest, next, variable(cell, &[], span));
            self.remember(cell, "slat", next, begun.slats[i].clone(), span);
        }
        let there = sum(cells.iter().map(|&id| variable(id, &[], span)).collect(), span);
        let room = self.room(conveyor, there, &out, &entries, arrest, scope)?;
        let fixed = matches!(length, Length::Fixed(_));
        Ok(Belt { content: Content::Cells(cells), fixed, rates, room, wanting })
    }

    /// The step of time, which is known once the axis is.
    pub(super) fn dt(&self) -> f64 {
        self.step.unwrap_or(f64::NAN)
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
