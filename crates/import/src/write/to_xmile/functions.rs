//! Functions: one table of what is called the same, and what is written out.

use super::super::make::*;
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Binary, Expr, Subscript, same};
use milepost_syntax::{Diagnostic, Span};

/// Functions that XMILE has with the same meaning and arguments.
const SAME: [(&str, &str); 14] = [
    ("abs", "ABS"),
    ("exp", "EXP"),
    ("ln", "LN"),
    ("sqrt", "SQRT"),
    ("sin", "SIN"),
    ("cos", "COS"),
    ("tan", "TAN"),
    ("arcsin", "ARCSIN"),
    ("arccos", "ARCCOS"),
    ("arctan", "ARCTAN"),
    ("min", "MIN"),
    ("max", "MAX"),
    ("step", "STEP"),
    ("initial", "INIT"),
];

/// Smooths and delays: Vensim's name, XMILE's, and the places of input, time, order and first output in Vensim.
const DELAYS: [(&str, &str, &[usize]); 14] = [
    ("smooth", "SMTH1", &[0, 1]),
    ("smoothi", "SMTH1", &[0, 1, 2]),
    ("smooth3", "SMTH3", &[0, 1]),
    ("smooth3i", "SMTH3", &[0, 1, 2]),
    ("smooth n", "SMTHN", &[0, 1, 3, 2]),
    ("delay1", "DELAY1", &[0, 1]),
    ("delay1i", "DELAY1", &[0, 1, 2]),
    ("delay3", "DELAY3", &[0, 1]),
    ("delay3i", "DELAY3", &[0, 1, 2]),
    ("delay n", "DELAYN", &[0, 1, 3, 2]),
    ("delay fixed", "DELAY", &[0, 1, 2]),
    ("trend", "TREND", &[0, 1, 2]),
    ("forecast", "FORCST", &[0, 1, 2]),
    ("power", "^", &[0, 1]),
];

impl<'m> Translator<'m, '_> {
    /// `f(...)`: a table, a macro or a function.
    pub(super) fn called(
        &mut self,
        e: &Expr,
        name: &str,
        list: &[Subscript],
        arguments: &[Expr],
        place: &Place<'_, 'm>,
    ) -> Read<Expr> {
        let (key, span) = (same(name), e.span);
        let table = self.index.get(&key).is_some_and(|&at| has_table(place, at));
        if (table || place.locals.contains(&key)) && arguments.len() == 1 {
            return self.looked_up(name, list, &arguments[0], place);
        }
        if self.model.macros.iter().any(|m| same(&m.name) == key) {
            return Ok(call(name, self.arguments(arguments, place)?, span));
        }
        if let Some((_, ours)) = SAME.iter().find(|(theirs, _)| *theirs == key) {
            return Ok(call(ours, self.arguments(arguments, place)?, span));
        }
        if let Some((theirs, ours, order)) = DELAYS.iter().find(|(theirs, ..)| *theirs == key) {
            return self.delay(theirs, ours, order, e, arguments, place);
        }
        if let Some(said) = self.table_function(&key, e, arguments, place)? {
            return Ok(said);
        }
        if let Some(said) = self.reduction(&key, e, arguments, place)? {
            return Ok(said);
        }
        self.written_out(&key, name, arguments, span, place)
    }

    fn delay(
        &mut self,
        theirs: &str,
        ours: &str,
        order: &[usize],
        e: &Expr,
        arguments: &[Expr],
        place: &Place<'_, 'm>,
    ) -> Read<Expr> {
        let said = self.arguments(arguments, place)?;
        let mut all = Vec::new();
        for &at in order {
            let fault = || Diagnostic::error(e.span, format!("`{theirs}` needs more arguments"));
            all.push(said.get(at).cloned().ok_or_else(fault)?);
        }
        if ours == "^" {
            let [a, b] = <[Expr; 2]>::try_from(all).map_err(|_| Diagnostic::error(e.span, "two arguments"))?;
            return Ok(binary(Binary::Power, a, b));
        }
        if theirs == "delay fixed" {
            // Its length is that of the first instant.
            if let Some(length) = value_at(&all[1], self.axis.start) {
                all[1] = number(length, e.span);
            }
        }
        if theirs == "delay n" {
            // No stage of Vensim's is shorter than a step of time.
            let (time, stages) = (value(&all[1]), value(&all[2]));
            let fits = time.zip(stages).is_some_and(|(time, n)| n * self.axis.step <= time * (1.0 + 1e-9));
            if !fits {
                let span = e.span;
                let most = call("INT", vec![add(div(all[1].clone(), word("DT", span)), number(1e-9, span))], span);
                let least = call("MAX", vec![number(1.0, span), most], span);
                all[2] = call("MIN", vec![all[2].clone(), least], span);
            }
        }
        Ok(call(ours, all, e.span))
    }

    /// Functions that XMILE lacks, in what it has.
    fn written_out(
        &mut self,
        key: &str,
        name: &str,
        arguments: &[Expr],
        span: Span,
        place: &Place<'_, 'm>,
    ) -> Read<Expr> {
        let n = |x: f64| number(x, span);
        let now = || add(word("TIME", span), div(word("DT", span), number(2.0, span)));
        let mut a = self.arguments(arguments, place)?;
        let count = a.len();
        let mut take = |at: usize| -> Read<Expr> {
            let fault = || Diagnostic::error(span, format!("`{name}` needs more than {count} arguments"));
            a.get_mut(at).map(|e| std::mem::replace(e, number(0.0, span))).ok_or_else(fault)
        };
        Ok(match key {
            "game" => {
                self.lost.note("`GAME`: that a player may set a value");
                take(0)?
            }
            "simultaneous" => take(0)?,
            "integer" => {
                let x = take(0)?;
                self.whole_part(x, place)?
            }
            "log" => div(call("LN", vec![take(0)?], span), call("LN", vec![take(1)?], span)),
            "modulo" => {
                let (x, y) = (take(0)?, take(1)?);
                let (x, y) = (self.part(x, place)?, self.part(y, place)?);
                let whole = self.whole_part(div(x.clone(), y.clone()), place)?;
                sub(x, mul(y, whole))
            }
            "quantum" => {
                let (x, y) = (take(0)?, take(1)?);
                let (x, y) = (self.part(x, place)?, self.part(y, place)?);
                let whole = self.whole_part(div(x.clone(), y.clone()), place)?;
                choose(less(n(0.0), y.clone()), mul(y, whole), x)
            }
            "sinh" | "cosh" | "tanh" => {
                let x = take(0)?;
                let x = self.part(x, place)?;
                hyperbolic(key, x)
            }
            "zidz" | "xidz" => {
                let (x, y) = (take(0)?, take(1)?);
                let other = if key == "xidz" { take(2)? } else { n(0.0) };
                let y = self.part(y, place)?;
                // Vensim takes what is smaller than a millionth for zero.
                let small = less(call("ABS", vec![y.clone()], span), n(1e-6));
                choose(small, other, div(x, y))
            }
            "ramp" => {
                let (slope, from, to) = (take(0)?, take(1)?, take(2)?);
                let from = self.part(from, place)?;
                let until = call("MIN", vec![word("TIME", span), to], span);
                choose(less(from.clone(), word("TIME", span)), mul(slope, sub(until, from)), n(0.0))
            }
            "pulse" => {
                let (from, width) = (take(0)?, take(1)?);
                let from = self.part(from, place)?;
                let end = add(from.clone(), call("MAX", vec![width, word("DT", span)], span));
                let on = binary(Binary::And, less(from, now()), less(now(), end));
                choose(on, n(1.0), n(0.0))
            }
            "pulse train" => {
                let (from, width, between, end) = (take(0)?, take(1)?, take(2)?, take(3)?);
                let (from, between) = (self.part(from, place)?, self.part(between, place)?);
                let passed = sub(now(), from.clone());
                let phase = match value(&between) {
                    Some(x) if x > 0.0 => binary(Binary::Mod, passed, between),
                    _ => choose(less(n(0.0), between.clone()), binary(Binary::Mod, passed.clone(), between), passed),
                };
                let going = less(word("TIME", span), add(end, n(1e-6)));
                let within = less(phase, call("MAX", vec![width, word("DT", span)], span));
                let on = binary(Binary::And, binary(Binary::And, less(from, now()), going), within);
                choose(on, n(1.0), n(0.0))
            }
            "get time value" => match (value(&arguments[0]), arguments.get(2).and_then(value)) {
                (Some(0.0), Some(0.0)) => add(word("TIME", span), take(1)?),
                _ => return Err(self.cannot(name, span)),
            },
            "sample if true" => {
                let (test, input, initial) = (take(0)?, take(1)?, take(2)?);
                if !place.every.is_empty() {
                    return Err(self.cannot(name, span));
                }
                let fresh = self.names.fresh(&format!("{} sample", place.label));
                let own = super::super::make::name(&fresh, as_read(&place.left), span);
                let before = call("PREVIOUS", vec![own.clone(), initial], span);
                let what = crate::foreign::What::Equation(choose(test, input, before));
                let made = crate::foreign::Variable::new(fresh, span, what, span);
                self.made.push(crate::foreign::Variable { subscripts: place.left.clone(), ..made });
                own
            }
            "random 0 1" => call("RANDOM", vec![n(0.0), n(1.0)], span),
            "random uniform" => call("RANDOM", vec![take(0)?, take(1)?], span),
            "active initial" => {
                let parts = vec![take(0)?, take(1)?];
                if place.inside {
                    return Err(self.cannot(name, span));
                }
                self.own(call("ACTIVE INITIAL", parts, span), place)?
            }
            _ => return Err(self.cannot(name, span)),
        })
    }

    fn cannot(&self, name: &str, span: Span) -> Diagnostic {
        Diagnostic::error(span, format!("XMILE has no `{name}`"))
            .help("write it with functions that it has, or as stocks and flows")
    }
}

fn has_table(place: &Place, at: usize) -> bool {
    use crate::foreign::What;
    place.slots[at].equations.iter().any(|(v, _)| matches!(v.what, What::Lookup(_) | What::Graph(..)))
}

fn hyperbolic(key: &str, x: Expr) -> Expr {
    let span = x.span;
    let e = |x: Expr| call("EXP", vec![x], span);
    let (up, down) = (e(x.clone()), e(negative(x.clone())));
    match key {
        "sinh" => mul(sub(up, down), number(0.5, span)),
        "cosh" => mul(add(up, down), number(0.5, span)),
        _ => {
            let twice = e(mul(number(2.0, span), x));
            sub(number(1.0, span), div(number(2.0, span), add(twice, number(1.0, span))))
        }
    }
}
