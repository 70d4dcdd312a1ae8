//! The equations of all elements, put together to variables of a strategy.

use super::build::*;
use super::scope::Scope;
use super::subscripts::{Atom, Subject};
use super::{Resolved, Resolver, Settings, variable};
use crate::equation::Read;
use crate::foreign::{self, What, same};
use milepost_strategy::Settled;
use milepost_strategy::model::*;
use milepost_syntax::ast::Docs;
use milepost_syntax::{Diagnostic, Severity, Span};
use rustc_hash::FxHashMap;

/// What an element is.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Value(Expr),
    Stock { initial: Expr, inflows: Vec<Expr>, outflows: Vec<Expr>, nonnegative: bool },
}

impl<'m> Resolver<'m> {
    /// Everything, in order.
    pub(crate) fn whole(&mut self, settings: &Settings, title: &str) -> Read<Resolved> {
        self.set(settings)?;
        self.cut_flows();
        self.control(settings)?;
        let (time, save_every, clock) = self.axis(settings)?;
        self.plan_discrete(&time)?;
        let mut variables = Vec::with_capacity(self.slots.len());
        let mut columns = Vec::new();
        for slot in 0..self.slots.len() {
            self.asking = format!("the equation of `{}`", self.slots[slot].name);
            let variable = self.variable_of(slot);
            if !self.slots[slot].is_table {
                self.name_columns(slot, &mut columns);
            }
            variables.push(variable);
        }
        if self.findings.iter().any(|f| f.severity == Severity::Error) {
            // What was found is enough; the rest could not be trusted.
            return Err(self.findings.pop().unwrap_or_else(|| Diagnostic::error(Span::default(), title)));
        }
        for extra in std::mem::take(&mut self.extras) {
            let nothing = VariableKind::Constant(vec![0.0]);
            variables.push(extra.unwrap_or_else(|| variable("unused".into(), Vec::new(), nothing, Span::default())));
        }
        if let Some(instants) = self.instants.take() {
            self.keep_time(&mut variables, &instants)?;
        }
        self.settle_axis();
        let strategy = self.strategy(time, variables, title);
        let mut settled = std::mem::take(&mut self.settled);
        settled.sort_by(|a, b| (a.variable, a.flat, &a.why).cmp(&(b.variable, b.flat, &b.why)));
        settled.dedup();
        for slot in self.slots.iter().filter(|slot| slot.is_table) {
            settled.push(Settled { variable: slot.id, flat: 0, why: Settled::TABLE.into(), least: None });
        }
        Ok(Resolved { strategy, columns, named: self.slots.len(), save_every, clock, settled })
    }

    /// Notes the outflows of stocks that stay at zero or above: what flows is cut, wherever it is read.  A flow that leaves
    /// several stocks, which no drawing can have, stays as it is, and each stock takes what it can give.
    fn cut_flows(&mut self) {
        let mut leaves: FxHashMap<usize, Vec<bool>> = FxHashMap::default();
        for slot in &self.slots {
            let mut own = FxHashMap::default();
            for (variable, _) in &slot.equations {
                let What::Stock { outflows, .. } = &variable.what else { continue };
                for flow in outflows.iter().filter_map(|(name, _)| self.index.get(&same(name))) {
                    *own.entry(*flow).or_insert(false) |= variable.non_negative;
                }
            }
            for (flow, cut) in own {
                leaves.entry(flow).or_default().push(cut);
            }
        }
        self.cut.extend(leaves.into_iter().filter(|(_, stocks)| *stocks == [true]).map(|(flow, _)| flow));
    }

    fn strategy(&mut self, time: TimeAxis, variables: Vec<Variable>, title: &str) -> Strategy {
        let base = Pathway {
            name: "base".into(),
            title: "As it is".into(),
            comparison: false,
            follows: Vec::new(),
            stages: Vec::new(),
            docs: Docs::default(),
            span: Span::default(),
        };
        let plain =
            Variant { name: "base".into(), pathway: PathwayId(0), without: Vec::new(), with: Vec::new(), nudge: None };
        Strategy {
            title: self.model.name.clone().unwrap_or_else(|| title.to_string()),
            docs: Docs::default(),
            source: None,
            question: None,
            time,
            reference: None,
            dimensions: std::mem::take(&mut self.dimensions),
            variables,
            lookups: std::mem::take(&mut self.lookups),
            actors: Vec::new(),
            elements: Vec::new(),
            regimes: Vec::new(),
            pathways: vec![base],
            recommendations: Vec::new(),
            approvals: Vec::new(),
            formulas: Vec::new(),
            obligations: Vec::new(),
            measures: Vec::new(),
            hypotheses: Vec::new(),
            charts: Vec::new(),
            links: Vec::new(),
            loops: Vec::new(),
            fits: Vec::new(),
            index: Vec::new(),
            variants: vec![plain],
        }
    }

    /// What an element is, worked out.
    pub(crate) fn cell_value(&mut self, slot: usize, flat: usize) -> Read<Cell> {
        let span = self.slots[slot].span();
        if let Some(&value) = self.overrides.get(&(slot, flat)) {
            return Ok(Cell::Value(number(value, span)));
        }
        let atoms = self.slots[slot].atoms(flat);
        let Some(equation) = self.slots[slot].cells[flat] else {
            return Err(self.no_equation(self.slots[slot].name, &atoms, span));
        };
        let (variable, subjects) = &self.slots[slot].equations[equation as usize];
        let variable: &'m foreign::Variable = variable;
        let own = Some((slot, flat));
        let mut scope = Scope { label: self.element_label(slot, flat).into(), own, ..Scope::default() };
        for (&subject, &atom) in subjects.iter().zip(&atoms) {
            if let Subject::Range(range) = subject {
                scope.bind(range, atom);
            }
        }
        let subjects = subjects.clone();
        self.what(variable, &subjects, &scope, slot, flat)
    }

    /// What an equation says, in a scope.
    fn what(
        &mut self,
        variable: &'m foreign::Variable,
        subjects: &[Subject],
        scope: &Scope,
        slot: usize,
        flat: usize,
    ) -> Read<Cell> {
        let span = variable.span;
        let value = match &variable.what {
            What::Equation(e) => match self.read_from_file(e, variable, subjects, slot, flat)? {
                Some(value) => value,
                None => match self.data_equation(variable, e, scope)? {
                    Some(value) => value,
                    None => self.number(e, scope)?,
                },
            },
            What::Numbers(rows) => {
                let place = self.place_in_block(variable, subjects, slot, flat);
                number(listed(rows, &place, variable)?, span)
            }
            What::Graph(e, table) => {
                let at = self.number(e, scope)?;
                if table.external.is_some() {
                    self.looked_up((slot, flat), None, at, span)?
                } else {
                    self.at_table(table, None, at, scope)?
                }
            }
            What::Level { rate, initial } => {
                return Ok(Cell::Stock {
                    initial: self.number(initial, scope)?,
                    inflows: vec![self.number(rate, scope)?],
                    outflows: Vec::new(),
                    nonnegative: false,
                });
            }
            What::Stock { inflows, outflows, initial } => {
                let initial = self.number(initial, scope)?;
                let mut flows = [Vec::new(), Vec::new()];
                for (side, names) in [inflows, outflows].into_iter().enumerate() {
                    for (name, span) in names {
                        flows[side].push(self.flow(name, *span, slot, flat, scope)?);
                    }
                }
                let [inflows, outflows] = flows;
                return Ok(Cell::Stock { initial, inflows, outflows, nonnegative: variable.non_negative });
            }
            What::Data => self.data_of(variable, slot, flat)?,
            What::Lookup(_) => {
                return Err(Diagnostic::error(
                    span,
                    format!("`{}` is a table here and a value elsewhere", variable.name),
                ));
            }
            What::Conveyor(conveyor) => return self.discrete(conveyor, slot, flat),
            What::Driven { .. } => return self.driven(slot, flat).map(Cell::Value),
            What::Nothing(_) => return Err(Diagnostic::error(span, "this has no value")),
        };
        let cut = variable.non_negative;
        let value = if cut { extreme(Function::Max, value, number(0.0, span)) } else { value };
        Ok(Cell::Value(self.admitted(slot, flat, value)?))
    }

    /// A flow that a stock names: its element for the stock's element.
    fn flow(&mut self, name: &str, span: Span, slot: usize, flat: usize, scope: &Scope) -> Read<Expr> {
        let Some(&flow) = self.index.get(&same(name)) else { return Err(self.unknown(name, span)) };
        if self.slots[flow].axes.is_empty() {
            return self.cell(flow, &[], span);
        }
        let atoms: Vec<Atom> = self.slots[slot].atoms(flat);
        if self.slots[flow].axes.len() == atoms.len() && self.slots[flow].place(&atoms).is_some() {
            return self.cell(flow, &atoms, span);
        }
        self.name(name, &[], span, scope)
    }
}

/// The number of a list for an element: its position in each range of the left-hand side, and how many there are.
fn listed(rows: &[Vec<f64>], place: &[(usize, usize)], variable: &foreign::Variable) -> Read<f64> {
    let count: usize = rows.iter().map(Vec::len).sum();
    let wanted: usize = place.iter().map(|(_, n)| n).product();
    if count == 1 {
        return Ok(rows.iter().flatten().copied().next().unwrap_or(f64::NAN));
    }
    if count != wanted {
        let message = format!("`{}` has {wanted} elements here and {count} numbers", variable.name);
        return Err(Diagnostic::error(variable.span, message).help("give one number for each element"));
    }
    let flat = place.iter().fold(0, |flat, (at, n)| flat * n + at);
    rows.iter().flatten().copied().nth(flat).ok_or_else(|| Diagnostic::error(variable.span, "a number is missing"))
}
