//! Levels as stocks: a rate that is a sum of flows becomes those flows, any other one net flow.

use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Binary, Expr, ExprKind, Subscript, Unary, Variable, What, same};
use crate::resolve::slots::Slot;
use milepost_syntax::Span;
use std::collections::BTreeMap;

/// Inflows and outflows by name.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Split {
    pub inflows: Vec<(String, Span)>,
    pub outflows: Vec<(String, Span)>,
}

/// The levels whose rate is a sum of variables that flow nowhere else on the same side.
pub(super) fn splits(slots: &[Slot]) -> BTreeMap<String, Split> {
    let kinds: BTreeMap<String, (bool, usize)> = slots
        .iter()
        .map(|slot| {
            let plain = slot
                .equations
                .iter()
                .all(|(v, _)| matches!(v.what, What::Equation(_) | What::Graph(..) | What::Numbers(_)));
            (same(slot.name), (plain && !control(slot.name), slot.axes.len()))
        })
        .collect();
    let mut found = BTreeMap::new();
    let mut used: BTreeMap<(bool, String), u32> = BTreeMap::new();
    for slot in slots {
        let [(v, _)] = &slot.equations[..] else { continue };
        let What::Level { rate, .. } = &v.what else { continue };
        let mut split = Split::default();
        if !terms(rate, true, v, &mut split) {
            continue;
        }
        let all = || {
            split.inflows.iter().map(|f| (true, same(&f.0))).chain(split.outflows.iter().map(|f| (false, same(&f.0))))
        };
        let fits = all().all(|(_, name)| kinds.get(&name).is_some_and(|(plain, n)| *plain && *n == slot.axes.len()));
        let mut names: Vec<String> = all().map(|(_, name)| name).collect();
        names.sort();
        let twice = names.windows(2).any(|w| w[0] == w[1]);
        if fits && !twice {
            all().for_each(|flow| *used.entry(flow).or_default() += 1);
            found.insert(same(slot.name), split);
        }
    }
    let once = |side: bool, flows: &[(String, Span)]| flows.iter().all(|(n, _)| used[&(side, same(n))] == 1);
    found.retain(|_, split| once(true, &split.inflows) && once(false, &split.outflows));
    found
}

fn control(name: &str) -> bool {
    matches!(same(name).as_str(), "initial time" | "final time" | "time step" | "saveper" | "time")
}

/// The terms of a sum, where each is a variable with the subscripts of the left-hand side.
fn terms(e: &Expr, plus: bool, v: &Variable, split: &mut Split) -> bool {
    match &e.kind {
        ExprKind::Binary(Binary::Add, a, b) => terms(a, plus, v, split) && terms(b, plus, v, split),
        ExprKind::Binary(Binary::Sub, a, b) => terms(a, plus, v, split) && terms(b, !plus, v, split),
        ExprKind::Unary(Unary::Minus, a) => terms(a, !plus, v, split),
        ExprKind::Unary(Unary::Plus, a) => terms(a, plus, v, split),
        ExprKind::Name(name, subscripts) => {
            let as_left = subscripts.len() == v.subscripts.len()
                && subscripts.iter().zip(&v.subscripts).all(|(s, (own, _))| match s {
                    Subscript::Name(name, _) => same(name) == same(own),
                    _ => false,
                });
            if as_left {
                let side = if plus { &mut split.inflows } else { &mut split.outflows };
                side.push((name.clone(), e.span));
            }
            as_left
        }
        _ => false,
    }
}

impl<'m> Translator<'m, '_> {
    /// The flows of a level: its own, or one made for its whole rate.
    pub(super) fn flows(
        &mut self,
        name: &str,
        rate: &Expr,
        left: &[(String, Span)],
        v: &Variable,
        place: &Place<'_, 'm>,
    ) -> Read<Split> {
        if let Some(split) = self.splits.get(&same(name))
            && place.scope.is_none()
        {
            return Ok(split.clone());
        }
        // The elements of a level share one flow.
        let key = (same(name), "net flow");
        let flow = match self.copies.get(&key) {
            Some(known) => known.clone(),
            None => {
                let fresh = self.names.fresh(&format!("{name} net flow"));
                self.copies.insert(key, fresh.clone());
                fresh
            }
        };
        let rate = self.expr(rate, place)?;
        let units = v.units.as_ref().zip(self.model.time.unit.as_ref()).map(|(u, t)| format!("{u}/{t}"));
        let made = Variable::new(flow.clone(), v.name_span, What::Equation(rate), v.span);
        self.made.push(Variable { subscripts: left.to_vec(), units, group: v.group.clone(), ..made });
        Ok(Split { inflows: vec![(flow, v.name_span)], outflows: Vec::new() })
    }

    /// A level inside a macro.
    pub(super) fn inner_level(
        &mut self,
        v: &Variable,
        rate: &Expr,
        initial: &Expr,
        place: &Place<'_, 'm>,
    ) -> Read<What> {
        let mut flow = format!("{} net flow", v.name);
        while place.locals.contains(&same(&flow)) {
            flow.push_str(" 2");
        }
        let (rate, initial) = (self.expr(rate, place)?, self.expr(initial, place)?);
        self.made.push(Variable::new(flow.clone(), v.name_span, What::Equation(rate), v.span));
        Ok(What::Stock { inflows: vec![(flow, v.name_span)], outflows: Vec::new(), initial })
    }
}
