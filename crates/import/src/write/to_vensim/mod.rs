//! XMILE's words in Vensim's: stocks with flows, bare arrays, graphical functions, functions.

mod equation;
mod functions;
mod nonnegative;
mod stocks;
mod tables;

use super::make::{as_read, may_repeat, name as read, number, word};
use super::names::Taken;
use super::{Axis, Lost};
use crate::equation::Read;
use crate::foreign::{Dialect, Dimension, Expr, Macro, Model, Time, Variable, What, same};
use crate::resolve::slots::{Slot, gather};
use crate::resolve::subscripts::{RangeId, Subject, Subscripts};
use milepost_syntax::{Diagnostic, Severity, Span};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Says a model of XMILE's in Vensim's words.
///
/// # Errors
/// A finding for everything that Vensim cannot say.
pub(crate) fn translate(model: &Model, axis: Axis, lost: &mut Lost) -> Result<Model, Vec<Diagnostic>> {
    let external = |call: &Expr| Err(Diagnostic::error(call.span, "XMILE has no subscripts from files"));
    let mut subscripts = Subscripts::new(&model.dimensions, external).map_err(|fault| vec![fault])?;
    let mut findings = Vec::new();
    let (slots, index) = gather(&model.variables, &mut subscripts, &mut findings);
    findings.retain(|f| f.severity == Severity::Error);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut names = Taken::default();
    let dimensions = model.dimensions.iter().map(|d| d.name.as_str());
    slots.iter().map(|slot| slot.name).chain(dimensions).for_each(|name| {
        names.take(name);
    });
    let cuts = match nonnegative::cuts(&slots, &index) {
        Ok(cuts) => cuts,
        Err(fault) => return Err(vec![fault]),
    };
    let mut translator = Translator {
        model,
        axis,
        subscripts,
        slots: &slots,
        index,
        names,
        made: Vec::new(),
        ranges: Vec::new(),
        copies: BTreeMap::new(),
        cuts,
        faults: Vec::new(),
    };
    let mut said = Model { name: model.name.clone(), dialect: Dialect::Vensim, ..Model::default() };
    if let Some(name) = &model.name {
        lost.note(format!("the name of the model, `{name}`"));
    }
    for v in &model.variables {
        let variable = translator.variable(v);
        said.variables.append(&mut translator.made);
        said.variables.extend(variable);
    }
    for macro_ in &model.macros {
        if let Some(macro_) = translator.macro_(macro_) {
            said.macros.push(macro_);
        }
    }
    said.dimensions = model.dimensions.clone();
    said.dimensions.append(&mut translator.ranges);
    translator.control(&mut said);
    said.time.method = model.time.method.clone();
    said.time.unit = model.time.unit.clone();
    if translator.faults.is_empty() { Ok(said) } else { Err(translator.faults) }
}

/// What is needed while equations are said anew.
struct Translator<'m> {
    model: &'m Model,
    axis: Axis,
    subscripts: Subscripts,
    slots: &'m [Slot<'m>],
    index: FxHashMap<String, usize>,
    names: Taken,
    /// Variables that parts of the present equation needed.
    made: Vec<Variable>,
    /// Ranges of elements that XMILE names by their ends.
    ranges: Vec<Dimension>,
    /// Tables of variables that have an equation as well, and so cannot be called in Vensim.
    copies: BTreeMap<String, String>,
    cuts: nonnegative::Cuts,
    faults: Vec<Diagnostic>,
}

/// Where an equation stands.
#[derive(Clone, Default)]
struct Place {
    left: Vec<(String, Span)>,
    /// The ranges among the subscripts on the left.
    bound: Vec<RangeId>,
    label: String,
    every: Vec<RangeId>,
    locals: Vec<String>,
    inside: bool,
}

impl<'m> Translator<'m> {
    fn place(&self, v: &Variable) -> Place {
        let bound = v.subscripts.iter().filter_map(|(name, _)| match self.subscripts.subject(name)? {
            Subject::Range(range) => Some(range),
            Subject::Atom(_) => None,
        });
        let atoms: Vec<&str> = v.subscripts.iter().map(|(n, _)| n.as_str()).collect();
        let element = v.subscripts.iter().any(|(n, _)| matches!(self.subscripts.subject(n), Some(Subject::Atom(_))));
        let label = if element { format!("{} {}", v.name, atoms.join(" ")) } else { v.name.clone() };
        Place { left: v.subscripts.clone(), bound: bound.collect(), label, ..Place::default() }
    }

    fn variable(&mut self, v: &Variable) -> Option<Variable> {
        let place = self.place(v);
        match self.what(v, &place) {
            Ok(what) => Some(Variable { what, non_negative: false, ..v.clone() }),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn what(&mut self, v: &Variable, place: &Place) -> Read<What> {
        let what = match &v.what {
            What::Equation(e) => What::Equation(self.root(e, place)?),
            What::Graph(e, table) => {
                let x = self.expr(e, place)?;
                self.graph(x, table, v, place)?
            }
            What::Lookup(table) => What::Lookup(table.clone()),
            What::Numbers(rows) => What::Numbers(self.rows(rows, v)),
            What::Stock { inflows, outflows, initial } => self.level(v, inflows, outflows, initial, place)?,
            What::Conveyor(conveyor) => {
                let message = format!("`{}` is a {}, which Vensim cannot say", v.name, conveyor.kind);
                return Err(Diagnostic::error(v.name_span, message).help("write it as stocks and flows"));
            }
            What::Driven { .. } => {
                let message = format!("`{}` is what a conveyor or a queue lets out, which Vensim cannot say", v.name);
                return Err(Diagnostic::error(v.name_span, message).help("write it as stocks and flows"));
            }
            What::Nothing(what) => {
                let message = format!("`{}` is {what}, which Vensim cannot say", v.name);
                return Err(Diagnostic::error(v.name_span, message).help("write it as stocks and flows"));
            }
            What::Level { .. } | What::Data => {
                return Err(Diagnostic::error(v.span, format!("`{}` is nothing that XMILE has", v.name)));
            }
        };
        if matches!(v.what, What::Stock { .. }) {
            return Ok(what);
        }
        self.held(what, v, place)
    }

    /// A list of numbers in rows of the last subscript.
    fn rows(&self, rows: &[Vec<f64>], v: &Variable) -> Vec<Vec<f64>> {
        let all: Vec<f64> = rows.iter().flatten().copied().collect();
        let last = v.subscripts.last().and_then(|(name, _)| self.subscripts.subject(name));
        match last {
            Some(Subject::Range(range)) if v.subscripts.len() > 1 => {
                let n = self.subscripts.ranges[range].atoms.len().max(1);
                all.chunks(n).map(<[f64]>::to_vec).collect()
            }
            _ => vec![all],
        }
    }

    /// The axis of time as variables, where the model has none of these names.
    fn control(&self, said: &mut Model) {
        let Time { start, stop, step, .. } = &self.model.time;
        let of = |e: &Option<Expr>, known: f64| {
            let span = e.as_ref().map_or(Span::default(), |e| e.span);
            number(e.as_ref().and_then(super::make::value).unwrap_or(known), span)
        };
        let save = if self.axis.save > self.axis.step {
            number(self.axis.save, Span::default())
        } else {
            word("TIME STEP", Span::default())
        };
        for (name, value, docs) in [
            ("FINAL TIME", of(stop, self.axis.stop), "The final time for the simulation."),
            ("INITIAL TIME", of(start, self.axis.start), "The initial time for the simulation."),
            ("SAVEPER", save, "The frequency with which output is stored."),
            ("TIME STEP", of(step, self.axis.step), "The time step for the simulation."),
        ] {
            if self.index.contains_key(&same(name)) {
                continue;
            }
            let span = value.span;
            let made = Variable::new(name.to_string(), span, What::Equation(value), span);
            let (units, docs) = (self.model.time.unit.clone(), docs.to_string());
            said.variables.push(Variable { units, docs, group: Some("Control".into()), ..made });
        }
    }

    fn macro_(&mut self, macro_: &Macro) -> Option<Macro> {
        let locals: Vec<String> =
            macro_.parameters.iter().chain(macro_.variables.iter().map(|v| &v.name)).map(|n| same(n)).collect();
        let place = Place { label: macro_.name.clone(), locals, inside: true, ..Place::default() };
        let outside = std::mem::take(&mut self.made);
        let mut variables = Vec::new();
        let own = macro_.variables.iter().any(|v| same(&v.name) == same(&macro_.name));
        let mut take = |translator: &mut Self, v: &Variable, what: Read<What>| match what {
            Ok(what) => {
                variables.append(&mut translator.made);
                variables.push(Variable { what, non_negative: false, ..v.clone() });
            }
            Err(fault) => translator.faults.push(fault),
        };
        if let Some(value) = macro_.value.as_ref().filter(|_| !own) {
            let v = Variable::new(macro_.name.clone(), macro_.span, What::Data, macro_.span);
            let what = self.root(value, &place).map(What::Equation);
            take(self, &v, what);
        }
        for v in &macro_.variables {
            let what = self.what(v, &place);
            take(self, v, what);
        }
        self.made = outside;
        let (name, parameters) = (macro_.name.clone(), macro_.parameters.clone());
        if macro_.defaults.iter().any(Option::is_some) {
            let message = format!("a parameter of the macro `{name}` may be left out, which Vensim cannot say");
            self.faults.push(Diagnostic::error(macro_.span, message).help("give it in every call"));
        }
        let (defaults, outputs) = (Vec::new(), Vec::new());
        Some(Macro { name, parameters, defaults, outputs, variables, value: None, span: macro_.span })
    }

    /// Something (already in Vensim's words) that may be written several times.
    fn part(&mut self, e: Expr, place: &Place) -> Read<Expr> {
        if may_repeat(&e) { Ok(e) } else { self.own(What::Equation(e), place) }
    }

    /// A part of an equation as a variable of its own.
    fn own(&mut self, what: What, place: &Place) -> Read<Expr> {
        let span = match &what {
            What::Equation(e) => e.span,
            _ => Span::default(),
        };
        if !place.every.is_empty() {
            let message = "this would need a variable of its own, which cannot stand within a sum over elements";
            return Err(Diagnostic::error(span, message).help("make it a variable in the model"));
        }
        let fresh = self.names.fresh(&format!("{} part", place.label));
        self.made.push(Variable { subscripts: place.left.clone(), ..Variable::new(fresh.clone(), span, what, span) });
        Ok(read(&fresh, as_read(&place.left), span))
    }
}
