//! Stocks with flows as `INTEG` of one rate.

use super::super::make::{add, as_read, binary, call, div, name as read, negative, number, word};
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Binary, Expr, Subscript, Variable, What, same};
use milepost_syntax::{Diagnostic, Span};

impl Translator<'_> {
    pub(super) fn level(
        &mut self,
        v: &Variable,
        inflows: &[(String, Span)],
        outflows: &[(String, Span)],
        initial: &Expr,
        place: &Place,
    ) -> Read<What> {
        let initial = self.expr(initial, place)?;
        let mut rate: Option<Expr> = None;
        for (name, span) in inflows {
            let flow = self.flow(name, *span, place)?;
            rate = Some(match rate {
                Some(rate) => add(rate, flow),
                None => flow,
            });
        }
        if v.non_negative && !self.sure_inflows(v, inflows) {
            // Inflows that turn negative take no more than there is.
            let held = read(&v.name, as_read(&place.left), v.span);
            let least = negative(div(held, word("TIME STEP", v.span)));
            rate = rate.map(|rate| call("MAX", vec![rate, least], v.span));
        }
        for (k, (name, span)) in outflows.iter().enumerate() {
            let flow = self.flow(name, *span, place)?;
            let flow = match v.non_negative && !self.cuts.is_cut(name) {
                // A flow that leaves several stocks stays as it is, and each of them gives what it can.
                true => call("MIN", vec![flow, self.left_of(v, k, place)?], *span),
                false => flow,
            };
            rate = Some(match rate {
                Some(rate) => binary(Binary::Sub, rate, flow),
                None => negative(flow),
            });
        }
        let rate = rate.unwrap_or_else(|| number(0.0, v.span));
        Ok(What::Level { rate, initial })
    }

    /// Whether the inflows of a stock that stays above zero cannot take from it, or depend on what it gives.
    fn sure_inflows(&self, v: &Variable, inflows: &[(String, Span)]) -> bool {
        let rises = |name: &str| {
            let slot = self.index.get(&same(name)).map(|&at| &self.slots[at]);
            slot.is_some_and(|slot| slot.equations.iter().all(|(v, _)| v.non_negative))
        };
        inflows.iter().all(|(name, _)| rises(name)) || self.cuts.has_circles(self.index.get(&same(&v.name)).copied())
    }

    /// A flow that a stock names: its element for the stock's element.
    pub(super) fn flow(&mut self, name: &str, span: Span, place: &Place) -> Read<Expr> {
        if place.inside {
            return Ok(read(name, Vec::new(), span));
        }
        let Some(&at) = self.index.get(&same(name)) else {
            return Err(Diagnostic::error(span, format!("there is no flow `{name}`")));
        };
        let axes = self.slots[at].axes.len();
        if axes == 0 {
            return Ok(read(name, Vec::new(), span));
        }
        if axes == place.left.len() {
            let left = place.left.iter().map(|(n, s)| Subscript::Name(n.clone(), *s)).collect();
            return Ok(read(name, left, span));
        }
        self.bare(at, span, place)
    }
}
