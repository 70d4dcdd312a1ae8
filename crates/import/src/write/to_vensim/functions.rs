//! Functions: one table of what is called the same, and what is written out.

use super::super::make::*;
use super::{Place, Translator};
use crate::equation::Read;
use crate::foreign::{Binary, Expr, ExprKind, Subscript, same};
use crate::resolve::subscripts::{RangeId, Subject};
use milepost_syntax::{Diagnostic, Span};

/// Functions that Vensim has with the same meaning and arguments.  Those behind the gap are Vensim's own, which tools leave in
/// the XMILE that they write.
const SAME: [(&str, &str); 36] = [
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
    ("step", "STEP"),
    ("smoothi", "SMOOTHI"),
    ("smooth3i", "SMOOTH3I"),
    ("delay1i", "DELAY1I"),
    ("delay3i", "DELAY3I"),
    ("integer", "INTEGER"),
    ("modulo", "MODULO"),
    ("power", "POWER"),
    ("quantum", "QUANTUM"),
    ("sinh", "SINH"),
    ("cosh", "COSH"),
    ("tanh", "TANH"),
    ("xidz", "XIDZ"),
    ("zidz", "ZIDZ"),
    ("pulse train", "PULSE TRAIN"),
    ("game", "GAME"),
    ("elmcount", "ELMCOUNT"),
    ("random 0 1", "RANDOM 0 1"),
    ("random uniform", "RANDOM UNIFORM"),
    ("random normal", "RANDOM NORMAL"),
    ("random exponential", "RANDOM EXPONENTIAL"),
    ("random triangular", "RANDOM TRIANGULAR"),
    ("smooth n", "SMOOTH N"),
    ("delay n", "DELAY N"),
    ("get time value", "GET TIME VALUE"),
    ("forecast", "FORECAST"),
];

/// Smooths and delays: XMILE's name, Vensim's without and with a first output.  Those with an order name it third.
const DELAYS: [(&str, &str, &str); 10] = [
    ("smth1", "SMOOTH", "SMOOTHI"),
    ("smooth", "SMOOTH", "SMOOTHI"),
    ("smth3", "SMOOTH3", "SMOOTH3I"),
    ("smooth3", "SMOOTH3", "SMOOTH3I"),
    ("delay1", "DELAY1", "DELAY1I"),
    ("delay3", "DELAY3", "DELAY3I"),
    ("smthn", "", "SMOOTH N"),
    ("delayn", "", "DELAY N"),
    ("delay", "", "DELAY FIXED"),
    ("trend", "", "TREND"),
];

/// Functions over elements.
const REDUCTIONS: [(&str, &str); 9] = [
    ("sum", "SUM"),
    ("prod", "PROD"),
    ("min", "VMIN"),
    ("max", "VMAX"),
    ("vmin", "VMIN"),
    ("vmax", "VMAX"),
    ("mean", ""),
    ("size", ""),
    ("stddev", ""),
];

impl Translator<'_> {
    /// `f(...)`: a table, a macro or a function.
    pub(super) fn called(
        &mut self,
        e: &Expr,
        name: &str,
        list: &[Subscript],
        arguments: &[Expr],
        place: &Place,
        root: bool,
    ) -> Read<Expr> {
        let (key, span) = (same(name), e.span);
        if arguments.len() == 1 && (self.has_table(&key) || place.locals.contains(&key)) {
            return self.looked_up(name, list, &arguments[0], place, span);
        }
        if let ("lookup", [table, x]) = (key.as_str(), arguments)
            && let ExprKind::Name(name, list) = &table.kind
        {
            return self.looked_up(name, list, x, place, span);
        }
        if self.model.macros.iter().any(|m| same(&m.name) == key) {
            return Ok(call(name, self.arguments(arguments, place)?, span));
        }
        if let Some((_, ours)) = REDUCTIONS.iter().find(|(theirs, _)| *theirs == key)
            && let [argument] = arguments
        {
            let ranges = self.ranges_in(argument, place)?;
            if !ranges.is_empty() {
                return self.reduction(&key, ours, argument, &ranges, place, span);
            }
        }
        if let Some((_, ours)) = SAME.iter().find(|(theirs, _)| *theirs == key) {
            return Ok(call(ours, self.arguments(arguments, place)?, span));
        }
        if let Some((_, short, long)) = DELAYS.iter().find(|(theirs, ..)| *theirs == key) {
            return self.delay(short, long, arguments, place, root, span);
        }
        self.written_out(&key, name, arguments, place, root, span)
    }

    fn arguments(&mut self, list: &[Expr], place: &Place) -> Read<Vec<Expr>> {
        list.iter().map(|e| self.expr(e, place)).collect()
    }

    /// A value at the first instant.
    fn at_first(&mut self, e: &Expr, place: &Place) -> Read<Expr> {
        match e.kind {
            ExprKind::Number(_) => Ok(e.clone()),
            _ => self.own(crate::foreign::What::Equation(call("INITIAL", vec![e.clone()], e.span)), place),
        }
    }

    fn delay(
        &mut self,
        short: &str,
        long: &str,
        arguments: &[Expr],
        place: &Place,
        root: bool,
        span: Span,
    ) -> Read<Expr> {
        let mut a = self.arguments(arguments, place)?;
        let few = || Diagnostic::error(span, format!("`{long}` needs more arguments"));
        if a.len() < 2 {
            return Err(few());
        }
        match long {
            "SMOOTH N" | "DELAY N" => {
                // XMILE's order is third, Vensim's last.
                if a.len() < 3 {
                    return Err(few());
                }
                let order = a.remove(2);
                if a.len() < 3 {
                    let first = self.at_first(&a[0].clone(), place)?;
                    a.push(first);
                }
                a.push(order);
                Ok(call(long, a, span))
            }
            "DELAY FIXED" => {
                if a.len() < 3 {
                    let first = self.at_first(&a[0].clone(), place)?;
                    a.push(first);
                }
                self.alone(call(long, a, span), place, root)
            }
            "TREND" => {
                if a.len() < 3 {
                    a.push(number(0.0, span));
                }
                Ok(call(long, a, span))
            }
            _ => Ok(call(if a.len() > 2 { long } else { short }, a, span)),
        }
    }

    /// The ranges that a function over elements goes over.
    fn ranges_in(&mut self, e: &Expr, place: &Place) -> Read<Vec<RangeId>> {
        let mut names: Vec<(String, Vec<Subscript>, Span)> = Vec::new();
        collect(e, &mut names);
        let mut found = Vec::new();
        for (name, list, span) in names {
            let slot = self.index.get(&same(&name)).copied();
            if list.is_empty() {
                let axes = slot.map(|at| self.slots[at].axes.iter().map(|a| a.range).collect()).unwrap_or_default();
                let axes: Vec<RangeId> = axes;
                found.extend(axes);
                continue;
            }
            for (position, subscript) in list.iter().enumerate() {
                match subscript {
                    Subscript::Every(range, _) => match self.subscripts.subject(range) {
                        Some(Subject::Range(range)) => found.push(range),
                        _ => return Err(Diagnostic::error(span, format!("there is no dimension `{range}`"))),
                    },
                    Subscript::Range(limits, span) => {
                        if let Some(axis) = slot.and_then(|at| self.slots[at].axes.get(position)).map(|a| a.range) {
                            let range = self.limits(axis, limits, *span)?;
                            found.push(range);
                        }
                    }
                    Subscript::Name(range, _) => {
                        if let Some(Subject::Range(range)) = self.subscripts.subject(range)
                            && !place.bound.contains(&range)
                        {
                            found.push(range);
                        }
                    }
                    Subscript::At(_) => {}
                }
            }
        }
        let mut seen = Vec::new();
        found.retain(|range| {
            let new = !seen.contains(range);
            seen.push(*range);
            new
        });
        Ok(found)
    }

    fn reduction(
        &mut self,
        key: &str,
        ours: &str,
        argument: &Expr,
        ranges: &[RangeId],
        place: &Place,
        span: Span,
    ) -> Read<Expr> {
        let count: usize = ranges.iter().map(|&r| self.subscripts.ranges[r].atoms.len()).product();
        let n = number(count as f64, span);
        if key == "size" {
            return Ok(n);
        }
        let mut inner = place.clone();
        inner.every.extend(ranges);
        let said = self.expr(argument, &inner)?;
        match key {
            "mean" => Ok(div(call("SUM", vec![said], span), n)),
            "stddev" => {
                // The sample's standard deviation.
                let mean = crate::foreign::What::Equation(div(call("SUM", vec![said.clone()], span), n));
                let mean = self.own(mean, place)?;
                let gap = sub(said, mean);
                let squares = call("SUM", vec![binary(Binary::Power, gap, number(2.0, span))], span);
                let below = number((count as f64 - 1.0).max(1.0), span);
                Ok(call("SQRT", vec![div(squares, below)], span))
            }
            _ => Ok(call(ours, vec![said], span)),
        }
    }

    /// Functions that Vensim lacks, in what it has.
    fn written_out(
        &mut self,
        key: &str,
        name: &str,
        arguments: &[Expr],
        place: &Place,
        root: bool,
        span: Span,
    ) -> Read<Expr> {
        let n = |x: f64| number(x, span);
        let step = || word("TIME STEP", span);
        let now = || add(word("Time", span), div(word("TIME STEP", span), number(2.0, span)));
        let count = arguments.len();
        if !KNOWN.contains(&key) {
            return Err(cannot(name, span));
        }
        let mut a = self.arguments(arguments, place)?;
        let mut take = |at: usize| -> Read<Expr> {
            let fault = || Diagnostic::error(span, format!("`{name}` needs more than {count} arguments"));
            a.get_mut(at).map(|e| std::mem::replace(e, number(0.0, span))).ok_or_else(fault)
        };
        Ok(match key {
            "min" | "max" => {
                let mut all = take(0)?;
                for at in 1..count {
                    all = call(if key == "min" { "MIN" } else { "MAX" }, vec![all, take(at)?], span);
                }
                all
            }
            "int" if self.vensim_made() => call("INTEGER", vec![take(0)?], span),
            "int" => {
                let x = take(0)?;
                let x = self.part(x, place)?;
                let whole = call("INTEGER", vec![x.clone()], span);
                choose(less(x, whole.clone()), sub(whole.clone(), n(1.0)), whole)
            }
            "round" => {
                let x = take(0)?;
                let x = self.part(x, place)?;
                let up = call("INTEGER", vec![add(x.clone(), n(0.5))], span);
                let down = call("INTEGER", vec![sub(x.clone(), n(0.5))], span);
                choose(less(x, n(0.0)), down, up)
            }
            "log10" => call("LOG", vec![take(0)?, n(10.0)], span),
            "log" => call("LOG", vec![take(0)?, take(1)?], span),
            "safediv" => {
                let (x, y) = (take(0)?, take(1)?);
                let other = if count > 2 { take(2)? } else { n(0.0) };
                let y = self.part(y, place)?;
                choose(binary(Binary::Eq, y.clone(), n(0.0)), other, div(x, y))
            }
            "init" | "initial" => self.alone(call("INITIAL", vec![take(0)?], span), place, root)?,
            "active initial" => self.alone(call("ACTIVE INITIAL", vec![take(0)?, take(1)?], span), place, root)?,
            "sample if true" => {
                let parts = vec![take(0)?, take(1)?, take(2)?];
                self.alone(call("SAMPLE IF TRUE", parts, span), place, root)?
            }
            "delay fixed" => {
                let parts = vec![take(0)?, take(1)?, take(2)?];
                self.alone(call("DELAY FIXED", parts, span), place, root)?
            }
            "previous" => {
                let (x, first) = (take(0)?, take(1)?);
                self.alone(call("DELAY FIXED", vec![x, step(), first], span), place, root)?
            }
            "derivn" => {
                if arguments.get(1).and_then(value) != Some(1.0) {
                    return Err(cannot(name, span));
                }
                let x = take(0)?;
                let x = self.part(x, place)?;
                let first = self.at_first(&x, place)?;
                let before = call("DELAY FIXED", vec![x.clone(), step(), first], span);
                let before = self.alone(before, place, false)?;
                div(sub(x, before), step())
            }
            "ramp" => {
                let (slope, from) = (take(0)?, take(1)?);
                let to = if count > 2 { take(2)? } else { word("FINAL TIME", span) };
                call("RAMP", vec![slope, from, to], span)
            }
            "pulse" => {
                let magnitude = take(0)?;
                let first = if count > 1 { take(1)? } else { word("INITIAL TIME", span) };
                let first = self.part(first, place)?;
                let passed = sub(now(), first.clone());
                let since = match count > 2 {
                    false => passed,
                    true => {
                        let interval = take(2)?;
                        let interval = self.part(interval, place)?;
                        let phase = call("MODULO", vec![passed.clone(), interval.clone()], span);
                        match value(&interval) {
                            Some(x) if x > 0.0 => phase,
                            _ => choose(less(n(0.0), interval), phase, passed),
                        }
                    }
                };
                let on = binary(Binary::And, less(first, now()), less(since, step()));
                choose(on, div(magnitude, step()), n(0.0))
            }
            "forcst" => {
                let (x, over, horizon) = (take(0)?, take(1)?, take(2)?);
                if count == 3 {
                    return Ok(call("FORECAST", vec![x, over, horizon], span));
                }
                let trend = take(3)?;
                let (x, over) = (self.part(x, place)?, self.part(over, place)?);
                let first = div(x.clone(), add(n(1.0), mul(trend, over.clone())));
                let average = call("SMOOTHI", vec![x.clone(), over.clone(), first], span);
                let average = self.own(crate::foreign::What::Equation(average), place)?;
                let trend = call("ZIDZ", vec![sub(x.clone(), average.clone()), mul(average, over)], span);
                mul(x, add(n(1.0), mul(trend, horizon)))
            }
            "random" | "uniform" => {
                let seed = if count > 2 { take(2)? } else { n(0.0) };
                call("RANDOM UNIFORM", vec![take(0)?, take(1)?, seed], span)
            }
            "normal" => {
                let seed = if count > 2 { take(2)? } else { n(0.0) };
                let (mean, sd) = (take(0)?, take(1)?);
                let (mean, sd) = (self.part(mean, place)?, self.part(sd, place)?);
                // Forty standard deviations cut nothing off.
                let far = mul(n(40.0), sd.clone());
                let ends = [sub(mean.clone(), far.clone()), add(mean.clone(), far)];
                call("RANDOM NORMAL", [&ends[..], &[mean, sd, seed]].concat(), span)
            }
            _ => return Err(cannot(name, span)),
        })
    }
}

/// Functions that are written out.
const KNOWN: [&str; 21] = [
    "min",
    "max",
    "int",
    "round",
    "log10",
    "log",
    "safediv",
    "init",
    "initial",
    "active initial",
    "sample if true",
    "delay fixed",
    "previous",
    "derivn",
    "ramp",
    "pulse",
    "forcst",
    "random",
    "uniform",
    "normal",
    "reinitial",
];

fn cannot(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(span, format!("Vensim has no `{name}`"))
        .help("write it with functions that it has, or as stocks and flows")
}

/// Names with subscripts in an argument; what an inner function goes over is its own.
fn collect(e: &Expr, out: &mut Vec<(String, Vec<Subscript>, Span)>) {
    match &e.kind {
        ExprKind::Name(name, list) => out.push((name.clone(), list.clone(), e.span)),
        ExprKind::Call { name, subscripts, arguments, .. } => {
            if !subscripts.is_empty() {
                out.push((name.clone(), subscripts.clone(), e.span));
            }
            if !matches!(same(name).as_str(), "sum" | "vmin" | "vmax" | "prod" | "mean" | "vector select") {
                arguments.iter().for_each(|a| collect(a, out));
            }
        }
        ExprKind::Unary(_, a) => collect(a, out),
        ExprKind::Binary(_, a, b) => {
            collect(a, out);
            collect(b, out);
        }
        ExprKind::If(three) => three.iter().for_each(|a| collect(a, out)),
        _ => {}
    }
}
