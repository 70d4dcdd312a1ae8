//! Foreign equations to a checked strategy: element by element, with names, subscripts, macros and functions worked out.
//!
//! [`resolve`] is the front door.  Subscripts first, then variables and which equation each element has ([`slots`]),
//! then every equation ([`equation`], [`functions`]), the axis of time, and the whole as a `Strategy`.

mod assemble;
mod axis;
mod build;
mod clock;
mod constant;
mod discrete;
mod elements;
mod equation;
mod files;
mod functions;
mod kinds;
mod macros;
mod names;
mod outputs;
pub(crate) mod scope;
pub(crate) mod slots;
pub(crate) mod subscripts;
mod tables;

pub use clock::Clock;

pub(crate) use functions::table::{Means, ROWS, Row};

use crate::data::{Files, Tables};
use crate::equation::Read;
use crate::foreign::{self, Dialect, Model, same};
use milepost_strategy::Settled;
use milepost_strategy::model::*;
use milepost_syntax::ast::Docs;
use milepost_syntax::{Diagnostic, Severity, Span};
use rustc_hash::FxHashMap;
use scope::Scope;
use slots::Slot;
use subscripts::{Atom, RangeId, Subject, Subscripts};

/// What is asked of a model beside what its file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Variables set to a number: `name` or `name[a,b]`.
    pub set: Vec<(String, f64)>,
    /// The last instant, in place of the model's.
    pub until: Option<f64>,
    /// Interval of saved values, in place of the model's.
    pub save_every: Option<f64>,
    /// Data files for variables without an equation; `data.tab` and `data.csv` beside the model where none is named.
    pub data: Vec<String>,
    /// Method of integration, in place of the model's.
    pub method: Option<Method>,
    /// Whether who asks can show the rows of a [`Clock`]; without it a model whose axis of time changes during the run is
    /// refused.
    pub clock: bool,
    /// The first instant, in place of the model's.
    pub start: Option<f64>,
    /// The step of time, in place of the model's.
    pub step: Option<f64>,
}

/// A column of results: an element of a variable.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// `name` or `name[a,b]`, as the file spells it.
    pub name: String,
    /// The variable.
    pub variable: VariableId,
    /// Its flat element.
    pub flat: usize,
}

/// A resolved model.
#[derive(Debug)]
pub(crate) struct Resolved {
    pub strategy: Strategy,
    pub columns: Vec<Column>,
    /// How many variables have a name in the file.
    pub named: usize,
    pub save_every: u32,
    pub clock: Option<Clock>,
    pub settled: Vec<Settled>,
}

/// What a name in an equation stands for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Symbol {
    /// A parameter or variable of the macro around it.
    Local(VariableId),
    /// A table given to the macro around it.
    Table(usize, usize),
    Time,
    Number(f64),
    Slot(usize),
    Subject(Subject),
    Unknown,
}

pub(crate) struct Resolver<'m> {
    model: &'m Model,
    data: Tables<'m>,
    subscripts: Subscripts,
    slots: Vec<Slot<'m>>,
    index: FxHashMap<String, usize>,
    symbols: FxHashMap<String, Symbol>,
    /// Variables that the file does not name: parts of functions and macros.  They follow those of `slots`.
    extras: Vec<Option<Variable>>,
    lookups: Vec<Lookup>,
    tables: FxHashMap<(Vec<u64>, u8), LookupId>,
    dimensions: Vec<Dimension>,
    dimension_of: FxHashMap<(Vec<Atom>, usize), DimensionId>,
    /// Results of functions that yield a vector or a matrix, by place and what is bound there.
    shared: FxHashMap<functions::Place, Vec<VariableId>>,
    /// Flows that are cut to what is in a stock.
    cut: rustc_hash::FxHashSet<usize>,
    /// Elements that are set to a number.
    overrides: FxHashMap<(usize, usize), f64>,
    /// Values before the run, where they were asked for; `None` while one is being worked out.
    known: FxHashMap<(bool, VariableId, usize), Option<f64>>,
    /// Whether only what is the same throughout is asked for.
    fixed: bool,
    /// Conveyors and queues.
    plan: discrete::Plan,
    /// Whether, beside that, the time may be told.
    moving: bool,
    /// The instants, where the step of time changes.
    instants: Option<Vec<f64>>,
    /// Constants whose value was needed before the run, with what needed it.
    settled: Vec<Settled>,
    /// Those constants, by element.
    literals: FxHashMap<(VariableId, usize), f64>,
    /// What is being worked out before the run.
    asking: String,
    control: axis::Control,
    start: Option<f64>,
    step: Option<f64>,
    findings: Vec<Diagnostic>,
}

/// Resolves a model.
pub(crate) fn resolve(
    model: &Model,
    files: &dyn Files,
    settings: &Settings,
    title: &str,
) -> (Option<Resolved>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let spread = outputs::spread(model);
    let model = &*spread;
    let mut data = Tables::new(files, &settings.data);
    let external = |call: &foreign::Expr| data.subscript(call);
    let mut subscripts = match Subscripts::new(&model.dimensions, external) {
        Ok(subscripts) => subscripts,
        Err(fault) => return (None, vec![fault]),
    };
    let (slots, index) = slots::gather(&model.variables, &mut subscripts, &mut findings);
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return (None, findings);
    }
    let mut resolver = Resolver {
        model,
        data,
        subscripts,
        slots,
        index,
        symbols: FxHashMap::default(),
        extras: Vec::new(),
        lookups: Vec::new(),
        tables: FxHashMap::default(),
        dimensions: Vec::new(),
        dimension_of: FxHashMap::default(),
        shared: FxHashMap::default(),
        cut: rustc_hash::FxHashSet::default(),
        overrides: FxHashMap::default(),
        known: FxHashMap::default(),
        fixed: false,
        plan: discrete::Plan::default(),
        moving: false,
        instants: None,
        settled: Vec::new(),
        literals: FxHashMap::default(),
        asking: String::new(),
        control: axis::Control::default(),
        start: None,
        step: None,
        findings,
    };
    let resolved = resolver.whole(settings, title);
    let warnings = resolver.data.warnings();
    resolver.findings.extend(warnings);
    if let Err(fault) = resolved {
        resolver.findings.push(fault);
        return (None, resolver.findings);
    }
    let errors = resolver.findings.iter().any(|f| f.severity == Severity::Error);
    (resolved.ok().filter(|_| !errors), resolver.findings)
}

impl<'m> Resolver<'m> {
    /// What a name stands for.
    pub(crate) fn symbol(&mut self, name: &str, scope: &Scope) -> Symbol {
        let mut name = name;
        if let Some(instance) = &scope.inside {
            let key = same(name);
            if let Some(&id) = instance.values.get(&key) {
                return Symbol::Local(id);
            }
            if let Some(&(slot, flat)) = instance.tables.get(&key) {
                return Symbol::Table(slot, flat);
            }
            // `Time$` is the model's time.
            name = name.strip_suffix('$').unwrap_or(name);
        }
        if let Some(&known) = self.symbols.get(name) {
            return known;
        }
        let key = same(name);
        let symbol = match self.index.get(&key) {
            Some(&slot) => Symbol::Slot(slot),
            None if key == "time" => Symbol::Time,
            None => match (self.control.by_name(&key), self.subscripts.subject(name)) {
                (Some(id), _) => Symbol::Local(id),
                (None, Some(subject)) => Symbol::Subject(subject),
                (None, None) if self.model.dialect == Dialect::Xmile => match key.as_str() {
                    "pi" => Symbol::Number(std::f64::consts::PI),
                    "inf" => Symbol::Number(f64::INFINITY),
                    // `Region.north`: an element by its place in a dimension.
                    _ => {
                        self.subscripts.dotted(name).map_or(Symbol::Unknown, |(at, _)| Symbol::Number(at as f64 + 1.0))
                    }
                },
                (None, None) => Symbol::Unknown,
            },
        };
        self.symbols.insert(name.to_string(), symbol);
        symbol
    }

    /// The lookup of some points; the same for the same points.
    fn lookup(&mut self, name: &str, points: Vec<(f64, f64)>, shape: LookupShape, span: Span) -> LookupId {
        let bits = points.iter().flat_map(|(x, y)| [x.to_bits(), y.to_bits()]).collect();
        let next = LookupId(self.lookups.len() as u32);
        let id = *self.tables.entry((bits, shape as u8)).or_insert(next);
        if id == next {
            let one = milepost_strategy::unit::Unit::one();
            let (name, docs) = (name.to_string(), Docs::default());
            self.lookups.push(Lookup { name, docs, points, shape, of: one.clone(), unit: one, span });
        }
        id
    }

    /// A variable of our own, told what it is later.
    pub(crate) fn reserve(&mut self) -> VariableId {
        self.extras.push(None);
        VariableId((self.slots.len() + self.extras.len() - 1) as u32)
    }

    /// Says what a reserved variable is.
    pub(crate) fn define(&mut self, id: VariableId, name: String, kind: VariableKind, span: Span) {
        let place = id.index() - self.slots.len();
        // Streams and states are named after it: no two may be alike.
        let name = format!("{name} #{place}");
        self.extras[place] = Some(variable(name, Vec::new(), kind, span));
    }

    /// A variable of our own with an equation.
    pub(crate) fn extra(&mut self, name: &str, value: Expr) -> VariableId {
        let id = self.reserve();
        let span = value.span;
        let value = build::as_number(value);
        self.define(id, name.to_string(), VariableKind::Let { flow: false, value }, span);
        id
    }

    /// A stock of our own.
    pub(crate) fn stock(&mut self, id: VariableId, name: &str, rate: Expr, initial: Expr) {
        let span = rate.span;
        let flows = vec![StockFlow::In(build::as_number(rate))];
        let stock = Stock { nonnegative: false, initial: build::as_number(initial), flows };
        self.define(id, name.to_string(), VariableKind::Stock(stock), span);
    }

    /// The step of time.
    pub(crate) fn time_step(&self, span: Span) -> Expr {
        build::variable(self.control.step, &[], span)
    }

    /// The dimension of some elements; another one for the second position that has the same.
    fn dimension(&mut self, range: RangeId, atoms: &[Atom], occurrence: usize) -> DimensionId {
        let next = DimensionId(self.dimensions.len() as u32);
        let id = *self.dimension_of.entry((atoms.to_vec(), occurrence)).or_insert(next);
        if id == next {
            let name = self.subscripts.ranges[range].name.clone();
            let elements = atoms.iter().map(|&a| self.subscripts.atoms[a as usize].clone()).collect();
            let declared = self.model.dimensions.iter().find(|d| d.name == name);
            let span = declared.map_or(Span::default(), |d| d.span);
            self.dimensions.push(Dimension { name, elements, parent: None, docs: Docs::default(), span });
        }
        id
    }

    /// Points of a table that comes from a file.
    fn external_points(
        &mut self,
        call: &foreign::Expr,
        definition: &foreign::Variable,
        subjects: &[Subject],
        slot: usize,
        flat: usize,
    ) -> Read<Vec<(f64, f64)>> {
        let place = self.place_in_block(definition, subjects, slot, flat);
        self.data.points(call, &place)
    }

    /// Which element of an equation's ranges an element is: its position in each range, and how many there are.
    fn place_in_block(
        &self,
        _definition: &foreign::Variable,
        subjects: &[Subject],
        slot: usize,
        flat: usize,
    ) -> Vec<(usize, usize)> {
        let atoms = self.slots[slot].atoms(flat);
        let ranged = subjects.iter().zip(&atoms).filter_map(|(subject, &atom)| match subject {
            Subject::Range(range) => Some((range, atom)),
            Subject::Atom(_) => None,
        });
        ranged
            .map(|(&range, atom)| {
                let range = &self.subscripts.ranges[range];
                (range.position(atom).unwrap_or(0), range.atoms.len())
            })
            .collect()
    }
}

/// A variable of the strategy.
fn variable(name: String, dims: Vec<DimensionId>, kind: VariableKind, span: Span) -> Variable {
    Variable {
        name,
        title: None,
        docs: Docs::default(),
        span,
        dims,
        ty: build::plain(),
        display: Display { text: String::new(), scale: 1.0 },
        kind,
    }
}
