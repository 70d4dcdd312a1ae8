//! Stocks, flows, auxiliaries and graphical functions.

use super::super::expression::{number, text};
use super::super::names::{name, one_line};
use super::{Writer, attribute, escaped};
use crate::foreign::{Dialect, Expr, ExprKind, Table, TableKind, Variable, What, same};
use crate::resolve::slots::Slot;
use crate::resolve::subscripts::Subject;
use milepost_syntax::{Diagnostic, Span};
use std::fmt::Write as _;

fn xmile(e: &Expr) -> String {
    escaped(&text(e, Dialect::Xmile))
}

impl Writer {
    /// A variable with all its equations.
    pub(super) fn slot(&mut self, slot: &Slot, out: &mut String) {
        let mut dimensions = Vec::new();
        for axis in &slot.axes {
            dimensions.push(self.dimension_of(axis.range, slot.name));
        }
        let whole = |subjects: &[Subject]| subjects.iter().all(|s| matches!(s, Subject::Range(_)));
        let full = |subjects: &[Subject]| {
            subjects.iter().zip(&slot.axes).all(|(s, axis)| match s {
                Subject::Range(range) => self.subscripts.ranges[*range].atoms.len() == axis.atoms.len(),
                Subject::Atom(_) => false,
            })
        };
        if let [(only, subjects)] = &slot.equations[..]
            && full(subjects)
        {
            return self.single(only, &dimensions, out);
        }
        let defaults: Vec<&Variable> = slot.equations.iter().filter(|(_, s)| whole(s)).map(|(v, _)| *v).collect();
        let mixed = slot.equations.iter().find(|(_, s)| !whole(s) && s.iter().any(|s| matches!(s, Subject::Range(_))));
        if let Some((v, _)) = mixed.or(slot.equations.iter().find(|(_, s)| whole(s) && !full(s))) {
            let message = format!("an equation of `{}` is for a part of its dimensions", v.name);
            return self.fault(v.name_span, message, "give each element its own");
        }
        if let Some(second) = defaults.get(1) {
            let message = format!("`{}` has two equations for all its elements", second.name);
            return self.fault(second.name_span, message, "keep one");
        }
        let Some((first, _)) = slot.equations.first() else { return };
        let tag = self.tag(first);
        let _ = writeln!(out, "\t\t\t<{tag} name=\"{}\">", attribute(&one_line(slot.name)));
        self.notes(first, out);
        sized(&dimensions, out);
        if let Some(default) = defaults.first() {
            self.content(default, out);
        }
        for (v, _) in slot.equations.iter().filter(|(_, s)| !whole(s)) {
            // As the dimension names them: tools compare letter by letter here.
            let quoted = |n: &str| if n.contains(',') { name(n, Dialect::Xmile) } else { one_line(n) };
            let subscript: Vec<String> = v.subscripts.iter().map(|(n, _)| quoted(n)).collect();
            let _ = writeln!(out, "\t\t\t\t<element subscript=\"{}\">", attribute(&subscript.join(",")));
            let mut inner = String::new();
            self.content_of(v, &mut inner);
            inner.lines().for_each(|line| {
                let _ = writeln!(out, "\t{line}");
            });
            out.push_str("\t\t\t\t</element>\n");
        }
        // What is the same for all elements of a stock stands once.
        let same_flows = |a: &What, b: &What| match (a, b) {
            (What::Stock { inflows: a, outflows: b, .. }, What::Stock { inflows: c, outflows: d, .. }) => {
                let names = |list: &[(String, Span)]| list.iter().map(|(n, _)| same(n)).collect::<Vec<_>>();
                names(a) == names(c) && names(b) == names(d)
            }
            (What::Stock { .. }, _) | (_, What::Stock { .. }) => false,
            _ => true,
        };
        if let Some(other) = slot.equations.iter().find(|(v, _)| !same_flows(&v.what, &first.what)) {
            let message = format!("elements of `{}` have different flows", slot.name);
            return self.fault(other.0.name_span, message, "make two variables of it");
        }
        if defaults.is_empty() {
            self.flows_of(first, out);
        }
        let _ = writeln!(out, "\t\t\t</{tag}>");
    }

    /// A variable with one equation.
    pub(super) fn single(&mut self, v: &Variable, dimensions: &[String], out: &mut String) {
        if let (What::Lookup(table), []) = (&v.what, dimensions) {
            let _ = writeln!(out, "\t\t\t<gf name=\"{}\"{}>", attribute(&one_line(&v.name)), kind(table));
            self.notes(v, out);
            let _ = writeln!(out, "{}\t\t\t</gf>", points(table));
            return;
        }
        let tag = self.tag(v);
        let _ = writeln!(out, "\t\t\t<{tag} name=\"{}\">", attribute(&one_line(&v.name)));
        self.notes(v, out);
        sized(dimensions, out);
        self.content(v, out);
        let _ = writeln!(out, "\t\t\t</{tag}>");
    }

    /// What kind of element a variable is.
    fn tag(&self, v: &Variable) -> &'static str {
        match &v.what {
            What::Stock { .. } => "stock",
            _ if v.non_negative || self.flows.contains(&same(&v.name)) => "flow",
            _ => "aux",
        }
    }

    /// Documentation, units and range.
    fn notes(&self, v: &Variable, out: &mut String) {
        if !v.docs.is_empty() {
            let _ = writeln!(out, "\t\t\t\t<doc>{}</doc>", escaped(&v.docs));
        }
        if let Some(units) = &v.units {
            let _ = writeln!(out, "\t\t\t\t<units>{}</units>", escaped(units));
        }
        if let (Some(low), Some(high)) = v.range {
            let _ = writeln!(out, "\t\t\t\t<range min=\"{}\" max=\"{}\"/>", number(low), number(high));
        }
    }

    /// Equation, table and flows of a variable.
    fn content(&mut self, v: &Variable, out: &mut String) {
        self.content_of(v, out);
        self.flows_of(v, out);
    }

    fn flows_of(&self, v: &Variable, out: &mut String) {
        if let What::Stock { inflows, outflows, .. } = &v.what {
            for (side, names) in [("inflow", inflows), ("outflow", outflows)] {
                for (flow, _) in names {
                    let _ = writeln!(out, "\t\t\t\t<{side}>{}</{side}>", escaped(&name(flow, Dialect::Xmile)));
                }
            }
        }
        if v.non_negative {
            out.push_str("\t\t\t\t<non_negative/>\n");
        }
    }

    fn content_of(&mut self, v: &Variable, out: &mut String) {
        match &v.what {
            What::Equation(e) => match active(e) {
                Some((value, initial)) => {
                    let (value, initial) = (xmile(value), xmile(initial));
                    let _ = write!(out, "\t\t\t\t<eqn>{value}</eqn>\n\t\t\t\t<init_eqn>{initial}</init_eqn>\n");
                }
                None => {
                    let _ = writeln!(out, "\t\t\t\t<eqn>{}</eqn>", xmile(e));
                }
            },
            What::Stock { initial, .. } => {
                let _ = writeln!(out, "\t\t\t\t<eqn>{}</eqn>", xmile(initial));
            }
            What::Graph(e, table) => {
                let _ = writeln!(out, "\t\t\t\t<eqn>{}</eqn>", xmile(e));
                graph(table, out);
            }
            What::Lookup(table) => graph(table, out),
            What::Numbers(rows) => {
                let all: Vec<String> = rows.iter().flatten().map(|v| number(*v)).collect();
                let _ = writeln!(out, "\t\t\t\t<eqn>{}</eqn>", all.join(", "));
            }
            What::Conveyor(conveyor) => {
                let message = format!("`{}` is a {}, which cannot be written yet", v.name, conveyor.kind);
                self.fault(v.name_span, message, "write it as stocks and flows");
            }
            What::Driven { .. } => {
                let message =
                    format!("`{}` is what a conveyor or a queue lets out, which cannot be written yet", v.name);
                self.fault(v.name_span, message, "write it as stocks and flows");
            }
            What::Level { .. } | What::Data | What::Nothing(_) => {
                self.fault(v.name_span, format!("`{}` has no equation that XMILE can say", v.name), "give it one");
            }
        }
    }

    fn fault(&mut self, span: Span, message: String, help: &str) {
        self.faults.push(Diagnostic::error(span, message).help(help));
    }
}

/// The parts of an equation for which another one stands at the first instant.
fn active(e: &Expr) -> Option<(&Expr, &Expr)> {
    match &e.kind {
        ExprKind::Call { name, arguments, .. } if same(name) == "active initial" => match &arguments[..] {
            [value, initial] => Some((value, initial)),
            _ => None,
        },
        _ => None,
    }
}

fn sized(dimensions: &[String], out: &mut String) {
    if dimensions.is_empty() {
        return;
    }
    out.push_str("\t\t\t\t<dimensions>");
    for dimension in dimensions {
        let _ = write!(out, "<dim name=\"{}\"/>", attribute(&one_line(dimension)));
    }
    out.push_str("</dimensions>\n");
}

fn graph(table: &Table, out: &mut String) {
    let _ = write!(out, "\t\t\t\t<gf{}>\n{}\t\t\t\t</gf>\n", kind(table), points(table));
}

fn kind(table: &Table) -> &'static str {
    match table.kind {
        TableKind::Continuous => " type=\"continuous\"",
        TableKind::Extrapolate => " type=\"extrapolate\"",
        TableKind::Discrete => " type=\"discrete\"",
    }
}

/// Points with their own x: a scale beside them would say that they stand at equal distances.
fn points(table: &Table) -> String {
    let side =
        |side: fn(&(f64, f64)) -> f64| table.points.iter().map(|p| number(side(p))).collect::<Vec<_>>().join(",");
    format!("\t\t\t\t\t<xpts>{}</xpts>\n\t\t\t\t\t<ypts>{}</ypts>\n", side(|p| p.0), side(|p| p.1))
}
