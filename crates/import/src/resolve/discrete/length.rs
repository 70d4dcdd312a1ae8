//! How long a conveyor's way is, in slats.

use super::*;

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

impl<'m> Resolver<'m> {
    /// How long the way is: as many slats as the transit time has steps, rounded, at least one.
    pub(super) fn length(&mut self, stock: &Variable, conveyor: &'m Conveyor, scope: &Scope) -> Read<Length> {
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
}
