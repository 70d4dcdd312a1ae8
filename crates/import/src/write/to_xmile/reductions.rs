//! Functions over elements: `SUM(x[range!])` as `SUM(x[*])`.

use super::super::make::{binary, call, choose, div, may_repeat, mul, number, value};
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Binary, Expr, ExprKind, Subscript, same};
use crate::resolve::subscripts::{RangeId, Subject};
use milepost_syntax::{Diagnostic, Span};

impl<'m> Translator<'m, '_> {
    pub(super) fn reduction(
        &mut self,
        key: &str,
        e: &Expr,
        arguments: &[Expr],
        place: &Place<'_, 'm>,
    ) -> Read<Option<Expr>> {
        let span = e.span;
        let name = match key {
            "sum" => "SUM",
            "prod" => "PROD",
            "vmin" => "MIN",
            "vmax" => "MAX",
            "elmcount" => return self.count(arguments, span).map(Some),
            "vector select" => return self.select(arguments, place, span).map(Some),
            _ => return Ok(None),
        };
        let [argument] = arguments else { return Err(Diagnostic::error(span, format!("`{name}` takes one argument"))) };
        let argument = self.gone_over(&[argument], place)?.remove(0);
        Ok(Some(call(name, vec![argument], span)))
    }

    /// How many elements a range has, as a number.
    fn count(&mut self, arguments: &[Expr], span: Span) -> Read<Expr> {
        if let [Expr { kind: ExprKind::Name(name, none), .. }] = arguments
            && none.is_empty()
            && let Subject::Range(range) = self.subject(name, span)?
        {
            return Ok(number(self.subscripts.ranges[range].atoms.len() as f64, span));
        }
        Err(Diagnostic::error(span, "`ELMCOUNT` takes the name of a range"))
    }

    /// Arguments of a function that goes over the ranges marked in them: as `*` where each is the whole of its position,
    /// by name where one is a part.
    fn gone_over(&mut self, arguments: &[&Expr], place: &Place<'_, 'm>) -> Read<Vec<Expr>> {
        let mut ranges: Vec<RangeId> = Vec::new();
        let mut parts: Vec<RangeId> = Vec::new();
        let mut fault = None;
        for argument in arguments {
            super::super::make::walk(argument, &mut |e| {
                let (name, list) = match &e.kind {
                    ExprKind::Name(name, list) => (name, list),
                    ExprKind::Call { name, subscripts, .. } => (name, subscripts),
                    _ => return,
                };
                for (position, subscript) in list.iter().enumerate() {
                    let Subscript::Every(range, span) = subscript else { continue };
                    match self.subject(range, *span) {
                        Ok(Subject::Range(range)) => {
                            if !ranges.contains(&range) {
                                ranges.push(range);
                            }
                            let slot = self.index.get(&same(name)).map(|&at| &place.slots[at]);
                            let axis = slot.and_then(|slot| slot.axes.get(position));
                            if axis.is_none_or(|axis| axis.range != range) {
                                parts.push(range);
                            }
                        }
                        Ok(Subject::Atom(_)) => {}
                        Err(found) => fault = Some(found),
                    }
                }
            });
        }
        if let Some(fault) = fault {
            return Err(fault);
        }
        let inner = place.within(ranges);
        let mut out = Vec::new();
        for argument in arguments {
            let mut said = self.expr(argument, &inner)?;
            self.star(&mut said, &parts);
            out.push(said);
        }
        Ok(out)
    }

    /// Writes `*` for marked ranges that are the whole of their position.
    fn star(&self, e: &mut Expr, parts: &[RangeId]) {
        let list = match &mut e.kind {
            ExprKind::Name(_, list) => Some(list),
            ExprKind::Call { subscripts, arguments, .. } => {
                arguments.iter_mut().for_each(|a| self.star(a, parts));
                Some(subscripts)
            }
            ExprKind::Unary(_, a) => {
                self.star(a, parts);
                None
            }
            ExprKind::Binary(_, a, b) => {
                self.star(a, parts);
                self.star(b, parts);
                None
            }
            ExprKind::If(three) => {
                three.iter_mut().for_each(|a| self.star(a, parts));
                None
            }
            _ => None,
        };
        for subscript in list.into_iter().flatten() {
            if let Subscript::Every(name, span) = subscript
                && let Some(Subject::Range(range)) = self.subscripts.subject(name)
                && !parts.contains(&range)
            {
                *subscript = Subscript::Range(None, *span);
            }
        }
    }

    /// How many elements the ranges have that an expression goes over and another one does not.
    fn elements_beside(&self, without: &Expr, with: &Expr) -> usize {
        let ranges = |e: &Expr| {
            let mut found: Vec<RangeId> = Vec::new();
            super::super::make::walk(e, &mut |part| {
                let (ExprKind::Name(_, list) | ExprKind::Call { subscripts: list, .. }) = &part.kind else { return };
                for subscript in list {
                    if let Subscript::Every(name, _) = subscript
                        && let Some(Subject::Range(range)) = self.subscripts.subject(name)
                        && !found.contains(&range)
                    {
                        found.push(range);
                    }
                }
            });
            found
        };
        let own = ranges(without);
        let other = ranges(with).into_iter().filter(|range| !own.contains(range));
        other.map(|range| self.subscripts.ranges[range].atoms.len()).product()
    }

    /// `VECTOR SELECT(selection, expression, missing, numerical action, error action)`, written out.
    fn select(&mut self, arguments: &[Expr], place: &Place<'_, 'm>, span: Span) -> Read<Expr> {
        let [selection, expression, missing, action, _] = arguments else {
            return Err(Diagnostic::error(span, "`VECTOR SELECT` takes five arguments"));
        };
        let missing = self.expr(missing, place)?;
        let pair = self.gone_over(&[selection, expression], place)?;
        if !pair.iter().all(may_repeat) {
            let message = "`VECTOR SELECT` of more than short expressions cannot be said in XMILE";
            return Err(Diagnostic::error(span, message).help("make variables of its arguments"));
        }
        let [s, x] = <[Expr; 2]>::try_from(pair).map_err(|_| Diagnostic::error(span, "two arguments"))?;
        let taken = binary(Binary::Ne, s.clone(), number(0.0, span));
        let one = choose(taken, number(1.0, span), number(0.0, span));
        // Every element of the expression is counted, also where the selection is the same for several.
        let times = self.elements_beside(selection, expression);
        let count = call("SUM", vec![one], span);
        let count = if times > 1 { mul(count, number(times as f64, span)) } else { count };
        let all = match value(action) {
            Some(action) if (0.0..11.0).contains(&action) => selected(action as u32, &s, &x, &count),
            Some(action) => {
                return Err(Diagnostic::error(span, format!("`VECTOR SELECT` has no numerical action {action}")));
            }
            None => {
                // The action is computed: one of all is taken.
                let action = self.expr(action, place)?;
                let action = self.whole_part(action, place)?;
                let action = self.part(action, place)?;
                let mut all = selected(10, &s, &x, &count);
                for other in (0..10).rev() {
                    let here = binary(Binary::Eq, action.clone(), number(f64::from(other), span));
                    all = choose(here, selected(other, &s, &x, &count), all);
                }
                all
            }
        };
        Ok(choose(binary(Binary::Eq, count, number(0.0, span)), missing, all))
    }
}

/// What a numerical action makes of a selection and an expression, over the elements that are selected.
fn selected(action: u32, s: &Expr, x: &Expr, count: &Expr) -> Expr {
    let span = s.span;
    let taken = binary(Binary::Ne, s.clone(), number(0.0, span));
    let of = match action {
        0..=4 => mul(s.clone(), x.clone()),
        5 => binary(Binary::Power, x.clone(), s.clone()),
        _ => x.clone(),
    };
    let (name, fill) = match action {
        1 | 5 | 7 => ("PROD", 1.0),
        2 | 8 => ("MIN", f64::MAX),
        3 | 9 => ("MAX", f64::MIN),
        _ => ("SUM", 0.0),
    };
    let all = call(name, vec![choose(taken, of, number(fill, span))], span);
    if matches!(action, 4 | 10) { div(all, count.clone()) } else { all }
}
