//! What falls off a conveyor on the way (XMILE 1.0, 4.2.1; Stella's *Initializing discrete stocks* for the steady state).
//!
//! A linear leak of fraction f takes f of what reaches its zone, in equal parts on every slat of the zone; an exponential
//! one takes f of what is there in a unit of time.

use super::belt::Shares;
use super::length::Length;
use super::start::Start;
use super::*;
use crate::foreign::Leak;

/// A leak as it is built.
pub(super) struct Leaking {
    pub flow: usize,
    /// Its fraction at present.
    pub fraction: Expr,
    pub exponential: bool,
    pub start: f64,
    pub end: f64,
    span: Span,
    /// Whether what it leaks into stands still.
    held: Option<VariableId>,
}

impl Leaking {
    /// Whether slat i, counted from the exit, is in the zone of a way of n slats.
    pub(super) fn holds(&self, i: usize, n: usize) -> bool {
        let from_entry = (n - 1 - i) as f64;
        let n = n as f64;
        let near = 1e-6;
        self.start * n <= from_entry + near && from_entry + 1.0 <= self.end * n + near
    }

    /// How many slats of the zone lie behind slat i, towards the entry.
    pub(super) fn passed(&self, i: usize, n: usize) -> usize {
        (i + 1..n).filter(|&other| self.holds(other, n)).count()
    }

    /// How many slats the zone has.
    pub(super) fn width(&self, n: usize) -> usize {
        (0..n).filter(|&i| self.holds(i, n)).count()
    }

    /// Whether it leaks everywhere.
    pub(super) fn whole(&self) -> bool {
        self.start == 0.0 && self.end == 1.0
    }
}

/// What of a unit that enters reaches the zone of each linear leak, after what leaks before it.
pub(super) fn reaching(leaks: &[Leaking], n: usize, span: Span) -> Vec<Expr> {
    let mut order: Vec<usize> = (0..leaks.len()).collect();
    order.sort_by(|&a, &b| leaks[a].start.total_cmp(&leaks[b].start));
    let mut all: Vec<Option<Expr>> = vec![None; leaks.len()];
    for &k in &order {
        let first = (0..n).rev().find(|&i| leaks[k].holds(i, n));
        let lost = order.iter().filter_map(|&j| {
            let passed = leaks[j].passed(first?, n);
            let reaching = all[j].clone().filter(|_| passed > 0)?;
            let part = number(passed as f64 / leaks[j].width(n).max(1) as f64, span);
            Some(mul(mul(leaks[j].fraction.clone(), reaching), part))
        });
        let lost: Vec<Expr> = lost.collect();
        all[k] = Some(match lost.is_empty() {
            true => number(1.0, span),
            false => extreme(Function::Max, sub(number(1.0, span), sum(lost, span)), number(0.0, span)),
        });
    }
    all.into_iter().map(|r| r.unwrap_or_else(|| number(1.0, span))).collect()
}

impl<'m> Resolver<'m> {
    pub(super) fn leaking(&mut self, leak: &Leak, conveyor: &Conveyor, slot: usize, flat: usize) -> Read<Leaking> {
        let (flow, scope) = self.element_scope(slot, flat)?;
        let span = flow.name_span;
        let What::Driven { fraction: Some(fraction), .. } = &flow.what else {
            let message = format!("the leak `{}` has no fraction", flow.name);
            return Err(Diagnostic::error(span, message).help("write it in `<eqn>`"));
        };
        let fraction = self.number(fraction, &scope)?;
        let (zero, one) = (number(0.0, span), number(1.0, span));
        let fraction = match conveyor.exponential {
            true => extreme(Function::Max, fraction, zero.clone()),
            false => call(Function::Clip, vec![fraction, zero.clone(), one], span),
        };
        let fraction = self.aside("leak fraction", fraction);
        let held = self.arrest_behind((slot, flat))?;
        let (start, end) = (leak.start, leak.end);
        if start > end {
            let message = format!("the zone of `{}` ends before it begins", flow.name);
            return Err(Diagnostic::error(span, message).help("`leak_start` comes before `leak_end`"));
        }
        Ok(Leaking { flow: slot, fraction, exponential: conveyor.exponential, start, end, span, held })
    }

    /// Refuses zones that do not begin and end with slats.
    pub(super) fn check_zones(&self, leaks: &[Leaking], length: &Length) -> Read<()> {
        for leak in leaks.iter().filter(|l| !l.whole()) {
            let name = self.slots[leak.flow].name;
            let Length::Fixed(n) = length else {
                let message = format!("`{name}` leaks on a part of a conveyor whose transit time varies");
                return Err(Diagnostic::error(leak.span, message).help("let it leak everywhere, or keep the time"));
            };
            let n = *n as f64;
            let even = |at: f64| (at * n - (at * n).round()).abs() < 1e-6;
            if !even(leak.start) || !even(leak.end) {
                let message = format!("the zone of `{name}` begins or ends within one of the conveyor's {n} slats");
                let help = "use a step of time with which the zone's ends fall between slats";
                return Err(Diagnostic::error(leak.span, message).help(help));
            }
        }
        Ok(())
    }

    /// Takes off what leaks at this step, slat by slat; the rate of the flow.
    #[allow(clippy::too_many_arguments, reason = "one step of one leak")]
    pub(super) fn leak(
        &mut self,
        leak: &Leaking,
        length: &Length,
        left: &mut [Expr],
        shares: &Shares,
        begun: &Start,
        arrest: Option<VariableId>,
        span: Span,
    ) -> Read<Expr> {
        let dt = number(self.dt(), span);
        let n = length.most();
        let nothing = || number(0.0, span);
        let fraction = unless(leak.held, leak.fraction.clone(), nothing());
        let per_step = match leak.exponential {
            true => mul(fraction, dt.clone()),
            false => fraction,
        };
        let per_step = self.aside("leak fraction", per_step);
        let basis = match leak.exponential {
            true => Vec::new(),
            false => self.basis(leak, length, shares, begun, arrest, span),
        };
        let mut amounts = Vec::new();
        for i in (0..n).filter(|&i| leak.whole() || leak.holds(i, n)) {
            let of_what = if leak.exponential { left[i].clone() } else { variable(basis[i], &[], span) };
            let amount = extreme(Function::Min, mul(of_what, per_step.clone()), left[i].clone());
            let amount = self.aside("leaks", amount);
            left[i] = self.aside("left", sub(left[i].clone(), amount.clone()));
            amounts.push(amount);
        }
        let rate = div(sum(amounts, span), dt);
        Ok(self.aside("leak", unless(arrest, rate, nothing())))
    }

    /// For each slat, what a linear leak of fraction 1 takes of it at a step: told when it was laid down, carried along.
    fn basis(
        &mut self,
        leak: &Leaking,
        length: &Length,
        shares: &Shares,
        begun: &Start,
        arrest: Option<VariableId>,
        span: Span,
    ) -> Vec<VariableId> {
        let n = length.most();
        let cells: Vec<VariableId> = (0..n).map(|_| self.reserve()).collect();
        let per_slat = begun.per_slat(leak.flow);
        for i in 0..n {
            let behind = cells.get(i + 1).map(|&id| variable(id, &[], span));
            let laid = shares.at(i, length).map(|share| mul(share, per_slat.clone()));
            let next = [behind, laid].into_iter().flatten().reduce(add).unwrap_or_else(|| number(0.0, span));
            let next = unless(arrest, next, variable(cells[i], &[], span));
            self.remember(cells[i], "leaks of", next, begun.basis(leak.flow, i, span), span);
        }
        cells
    }
}
