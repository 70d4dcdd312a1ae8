//! Vensim's words in XMILE's: subscripts, levels, tables, functions.
//!
//! An equation that reads the ranges of its left-hand side as they are stays one equation for all elements.  Any other
//! (mappings, parts of ranges, lists of numbers, `:EXCEPT:`, data) is written out, an equation for each element.

mod equation;
mod flows;
mod functions;
mod given;
mod reductions;
mod tables;

use super::make::{number, word};
use super::names::Taken;
use super::{Axis, Lost};
use crate::data::{Files, Tables};
use crate::equation::Read;
use crate::foreign::{Dialect, Dimension, Expr, ExprKind, Macro, Model, Subscript, Time, Variable, What, same};
use crate::resolve::Settings;
use crate::resolve::scope::Scope;
use crate::resolve::slots::{Slot, gather};
use crate::resolve::subscripts::{RangeId, Subject, Subscripts};
use milepost_syntax::{Diagnostic, Severity, Span};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// The variables that hold the axis of time in Vensim, and what XMILE calls them.
const CONTROL: [(&str, &str); 3] = [("initial time", "STARTTIME"), ("final time", "STOPTIME"), ("time step", "DT")];

/// Says a model of Vensim's in XMILE's words.
///
/// # Errors
/// A finding for everything that XMILE cannot say.
pub(crate) fn translate(
    model: &Model,
    axis: Axis,
    files: &dyn Files,
    settings: &Settings,
    lost: &mut Lost,
) -> Result<Model, Vec<Diagnostic>> {
    let mut data = Tables::new(files, &settings.data);
    let mut subscripts =
        Subscripts::new(&model.dimensions, |call| data.subscript(call)).map_err(|fault| vec![fault])?;
    let mut findings = Vec::new();
    let (slots, index) = gather(&model.variables, &mut subscripts, &mut findings);
    findings.retain(|f| f.severity == Severity::Error);
    if !findings.is_empty() {
        return Err(findings);
    }
    let mut names = Taken::default();
    let dimensions = model.dimensions.iter().map(|d| &d.name);
    slots.iter().map(|slot| slot.name).chain(dimensions.map(String::as_str)).for_each(|name| {
        names.take(name);
    });
    let mut translator = Translator {
        model,
        axis,
        data,
        subscripts,
        index,
        names,
        made: Vec::new(),
        copies: BTreeMap::new(),
        splits: flows::splits(&slots),
        faults: Vec::new(),
        lost,
    };
    let mut said = Model {
        name: model.name.clone(),
        dialect: Dialect::Xmile,
        dimensions: translator.dimensions(),
        time: translator.time(),
        ..Model::default()
    };
    for v in model.variables.iter().filter(|v| matches!(v.what, What::Nothing(_))) {
        if let What::Nothing(what) = &v.what {
            translator.lost.note(format!("`{}`, {what}", v.name));
        }
    }
    for slot in &slots {
        let variables = translator.slot(slot, &slots);
        said.variables.append(&mut translator.made);
        said.variables.extend(variables);
    }
    for macro_ in &model.macros {
        if let Some(macro_) = translator.macro_(macro_, &slots) {
            said.macros.push(macro_);
        }
    }
    if translator.faults.is_empty() { Ok(said) } else { Err(translator.faults) }
}

/// What is needed while equations are said anew.
struct Translator<'m, 'l> {
    model: &'m Model,
    axis: Axis,
    data: Tables<'m>,
    subscripts: Subscripts,
    index: FxHashMap<String, usize>,
    names: Taken,
    /// Variables that parts of the present equation needed.
    made: Vec<Variable>,
    /// Copies of tables that are read in another way, by name and way.
    copies: BTreeMap<(String, &'static str), String>,
    /// Levels whose rate is a sum of flows.
    splits: BTreeMap<String, flows::Split>,
    faults: Vec<Diagnostic>,
    lost: &'l mut Lost,
}

/// Where an equation stands.
pub(super) struct Place<'a, 'm> {
    slots: &'a [Slot<'m>],
    /// The elements that ranges stand for, where the equation is written out for one element.
    scope: Option<Scope>,
    /// Subscripts on the left, for parts that become variables of their own.
    left: Vec<(String, Span)>,
    /// What such a part is named after.
    label: String,
    /// Ranges that a function around goes over.
    every: Vec<RangeId>,
    /// Names of parameters and variables of the macro around it.
    locals: Vec<String>,
    inside: bool,
}

impl<'a, 'm> Place<'a, 'm> {
    fn new(slots: &'a [Slot<'m>], label: String, left: Vec<(String, Span)>) -> Self {
        Place { slots, scope: None, left, label, every: Vec::new(), locals: Vec::new(), inside: false }
    }

    fn within(&self, every: Vec<RangeId>) -> Self {
        Place {
            slots: self.slots,
            scope: self.scope.clone(),
            left: self.left.clone(),
            label: self.label.clone(),
            every: self.every.iter().copied().chain(every).collect(),
            locals: self.locals.clone(),
            inside: self.inside,
        }
    }
}

impl<'m> Translator<'m, '_> {
    fn dimensions(&self) -> Vec<Dimension> {
        let each = |(i, d): (usize, &Dimension)| Dimension {
            name: d.name.clone(),
            elements: self.subscripts.ranges[i].atoms.iter().map(|&a| (self.element(a), d.span)).collect(),
            mappings: Vec::new(),
            equivalent: None,
            external: None,
            span: d.span,
        };
        self.model.dimensions.iter().enumerate().map(each).collect()
    }

    fn element(&self, atom: u32) -> String {
        self.subscripts.atoms[atom as usize].clone()
    }

    fn time(&mut self) -> Time {
        let time = &self.model.time;
        let axis = self.axis;
        let mut one = |e: &Option<Expr>, known: f64, what: &str| {
            let span = e.as_ref().map_or(Span::default(), |e| e.span);
            match e.as_ref().and_then(super::make::value) {
                Some(value) => Some(number(value, span)),
                None => {
                    if e.is_some() {
                        let shown = super::expression::number(known);
                        self.lost.note(format!("the equation of {what}: it is written as the number {shown}"));
                    }
                    Some(number(known, span))
                }
            }
        };
        Time {
            start: one(&time.start, axis.start, "INITIAL TIME"),
            stop: one(&time.stop, axis.stop, "FINAL TIME"),
            step: one(&time.step, axis.step, "TIME STEP"),
            save: None,
            method: time.method.clone(),
            unit: time.unit.clone(),
        }
    }

    /// A variable with all its equations.
    fn slot(&mut self, slot: &Slot<'m>, slots: &[Slot<'m>]) -> Vec<Variable> {
        let key = same(slot.name);
        if slot.axes.is_empty() && (CONTROL.iter().any(|(name, _)| *name == key) || key == "saveper") {
            return Vec::new();
        }
        for (v, _) in &slot.equations {
            if v.fixed {
                self.lost.note("the marks `==` of constants that may not be changed for a run");
            }
            if v.supplementary {
                self.lost.note("the marks :SUPPLEMENTARY of variables that no other reads");
            }
        }
        let levels = slot.equations.iter().filter(|(v, _)| matches!(v.what, What::Level { .. })).count();
        if levels > 0 && levels < slot.equations.len() {
            let message =
                format!("some elements of `{}` are levels and others are none, which XMILE cannot say", slot.name);
            let place = slot.equations[0].0.name_span;
            self.faults.push(Diagnostic::error(place, message).help("make two variables of it"));
            return Vec::new();
        }
        if let [(only, subjects)] = &slot.equations[..]
            && only.except.is_empty()
            && self.covers(slot, subjects)
            && self.stays_whole(only, subjects)
        {
            let place = Place::new(slots, slot.name.to_string(), only.subscripts.clone());
            return self.said(slot, None, only, only.subscripts.clone(), &place);
        }
        let mut out = Vec::new();
        let mut failed: Vec<u32> = Vec::new();
        for flat in 0..slot.cells.len() {
            let Some(equation) = slot.cells[flat].filter(|e| !failed.contains(e)) else { continue };
            let before = self.faults.len();
            out.extend(self.cell(slot, flat, equation, slots));
            if self.faults.len() > before {
                // One fault for each equation, not one for each element.
                self.faults.truncate(before + 1);
                failed.push(equation);
            }
        }
        out
    }

    /// The equation of one element.
    fn cell(&mut self, slot: &Slot<'m>, flat: usize, equation: u32, slots: &[Slot<'m>]) -> Vec<Variable> {
        let (v, subjects) = &slot.equations[equation as usize];
        let atoms = slot.atoms(flat);
        let mut scope = Scope::default();
        for (&subject, &atom) in subjects.iter().zip(&atoms) {
            if let Subject::Range(range) = subject {
                scope.bind(range, atom);
            }
        }
        let left: Vec<(String, Span)> = atoms.iter().map(|&a| (self.element(a), v.name_span)).collect();
        let words: Vec<&str> = left.iter().map(|(n, _)| n.as_str()).collect();
        let label = format!("{} {}", slot.name, words.join(" "));
        let mut place = Place::new(slots, label, Vec::new());
        place.scope = Some(scope);
        self.said(slot, Some(flat), v, left, &place)
    }

    /// Whether an equation gives all elements of a variable their values.
    fn covers(&self, slot: &Slot, subjects: &[Subject]) -> bool {
        let full = |(s, axis): (&Subject, &crate::resolve::slots::Axis)| match s {
            Subject::Range(range) => self.subscripts.ranges[*range].atoms == axis.atoms,
            Subject::Atom(_) => false,
        };
        subjects.iter().zip(&slot.axes).all(full)
    }

    /// An equation in XMILE's words; faults are kept.
    fn said(
        &mut self,
        slot: &Slot<'m>,
        flat: Option<usize>,
        v: &Variable,
        left: Vec<(String, Span)>,
        place: &Place<'_, 'm>,
    ) -> Vec<Variable> {
        match self.what(slot, flat, v, &left, place) {
            Ok(what) => {
                let (docs, units) = (v.docs.clone(), v.units.clone());
                let empty = Variable::new(v.name.clone(), v.name_span, what, v.span);
                let group = v.group.clone().filter(|g| g != "Control");
                vec![Variable { subscripts: left, docs, units, range: v.range, group, ..empty }]
            }
            Err(fault) => {
                self.faults.push(fault);
                Vec::new()
            }
        }
    }

    fn what(
        &mut self,
        slot: &Slot<'m>,
        flat: Option<usize>,
        v: &Variable,
        left: &[(String, Span)],
        place: &Place<'_, 'm>,
    ) -> Read<What> {
        match &v.what {
            What::Equation(e) => match self.given(e, v, slot, flat)? {
                Some(what) => Ok(what),
                None => self.root(e, place).map(What::Equation),
            },
            What::Level { rate, initial } => {
                let initial = self.expr(initial, place)?;
                let flows::Split { inflows, outflows } = self.flows(slot.name, rate, left, v, place)?;
                Ok(What::Stock { inflows, outflows, initial })
            }
            What::Lookup(table) => self.table(table, v, slot, flat).map(What::Lookup),
            What::Graph(e, table) => {
                let x = self.expr(e, place)?;
                Ok(What::Graph(x, self.table(table, v, slot, flat)?))
            }
            What::Numbers(rows) => self.listed(rows, v, slot, flat).map(|x| What::Equation(number(x, v.span))),
            What::Data => self.data_of(v, slot, flat),
            What::Stock { .. } | What::Conveyor(_) | What::Driven { .. } | What::Nothing(_) => {
                Err(Diagnostic::error(v.span, format!("`{}` is nothing that Vensim has", v.name)))
            }
        }
    }

    /// A macro.
    fn macro_(&mut self, macro_: &Macro, slots: &[Slot<'m>]) -> Option<Macro> {
        if let Some(output) = macro_.outputs.first() {
            let message = format!(
                "the macro `{}` has the output `{output}` besides its value, which XMILE cannot say",
                macro_.name
            );
            self.faults.push(Diagnostic::error(macro_.span, message).help("make a macro of each output"));
            return None;
        }
        let mut place = Place::new(slots, macro_.name.clone(), Vec::new());
        place.inside = true;
        place.locals =
            macro_.parameters.iter().chain(macro_.variables.iter().map(|v| &v.name)).map(|n| same(n)).collect();
        let outside = std::mem::take(&mut self.made);
        let mut variables = Vec::new();
        let mut value = None;
        for v in macro_.variables.iter().filter(|v| !matches!(v.what, What::Nothing(_))) {
            let what = match &v.what {
                What::Equation(e) => self.root(e, &place).map(What::Equation),
                What::Graph(e, table) => self.expr(e, &place).map(|x| What::Graph(x, table.clone())),
                What::Lookup(table) if table.external.is_none() => Ok(What::Lookup(table.clone())),
                What::Level { rate, initial } => self.inner_level(v, rate, initial, &place),
                _ => Err(Diagnostic::error(v.span, format!("`{}` inside a macro cannot be said in XMILE", v.name))),
            };
            let what = match what {
                Ok(what) => what,
                Err(fault) => {
                    self.faults.push(fault);
                    continue;
                }
            };
            variables.append(&mut self.made);
            // The variable of the macro's own name is its value, unless others inside read it.
            let own = same(&v.name) == same(&macro_.name);
            match what {
                What::Equation(e) if own && !reads(macro_, &v.name) => value = Some(e),
                what => {
                    let (docs, units) = (v.docs.clone(), v.units.clone());
                    variables.push(Variable {
                        docs,
                        units,
                        ..Variable::new(v.name.clone(), v.name_span, what, v.span)
                    });
                    if own {
                        value = Some(word(&v.name, v.span));
                    }
                }
            }
        }
        self.made = outside;
        let (name, parameters) = (macro_.name.clone(), macro_.parameters.clone());
        let (defaults, outputs) = (Vec::new(), Vec::new());
        Some(Macro { name, parameters, defaults, outputs, variables, value, span: macro_.span })
    }
}

/// Whether an equation inside a macro reads a name.
fn reads(macro_: &Macro, name: &str) -> bool {
    let mut found = false;
    let key = same(name);
    let mut look = |e: &Expr| {
        if let ExprKind::Name(other, _) = &e.kind {
            found |= same(other) == key;
        }
    };
    for v in &macro_.variables {
        match &v.what {
            What::Equation(e) | What::Graph(e, _) => super::make::walk(e, &mut look),
            What::Level { rate, initial } => {
                super::make::walk(rate, &mut look);
                super::make::walk(initial, &mut look);
            }
            _ => {}
        }
    }
    found
}

/// A subscript of the left-hand side.
fn by_name(name: &str, span: Span) -> Subscript {
    Subscript::Name(name.to_string(), span)
}
