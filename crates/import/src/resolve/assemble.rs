//! The equations of all elements, put together to variables of a strategy.

use super::build::*;
use super::scope::Scope;
use super::subscripts::{Atom, Subject};
use super::{Column, Resolved, Resolver, Settings, variable};
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
        let (time, save_every) = self.axis(settings)?;
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
        self.settle_axis();
        let strategy = self.strategy(time, variables, title);
        let mut settled = std::mem::take(&mut self.settled);
        settled.sort_by(|a, b| (a.variable, a.flat, &a.why).cmp(&(b.variable, b.flat, &b.why)));
        settled.dedup();
        for slot in self.slots.iter().filter(|slot| slot.is_table) {
            settled.push(Settled { variable: slot.id, flat: 0, why: Settled::TABLE.into(), least: None });
        }
        Ok(Resolved { strategy, columns, save_every, settled })
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
            obligations: Vec::new(),
            measures: Vec::new(),
            hypotheses: Vec::new(),
            charts: Vec::new(),
            links: Vec::new(),
            fits: Vec::new(),
            index: Vec::new(),
            variants: vec![plain],
        }
    }

    fn name_columns(&self, slot: usize, columns: &mut Vec<Column>) {
        let known = &self.slots[slot];
        for flat in 0..known.cells.len() {
            if known.cells[flat].is_some() {
                columns.push(Column { name: self.element_label(slot, flat), variable: known.id, flat });
            }
        }
    }

    /// `name[a,b]`
    pub(crate) fn element_label(&self, slot: usize, flat: usize) -> String {
        let known = &self.slots[slot];
        match known.axes.is_empty() {
            true => known.name.to_string(),
            false => format!("{}[{}]", known.name, self.subscripts.label(&known.atoms(flat))),
        }
    }

    /// Notes what is set to a number.
    fn set(&mut self, settings: &Settings) -> Read<()> {
        let nowhere = |message: String| {
            let mut finding = Diagnostic::error(Span::default(), message);
            finding.span = None;
            finding
        };
        for (name, value) in &settings.set {
            let (plain, inside) = match name.split_once('[') {
                Some((plain, inside)) => (plain, Some(inside.trim_end().trim_end_matches(']'))),
                None => (name.as_str(), None),
            };
            let Some(&slot) = self.index.get(&same(plain)) else {
                let finding = nowhere(format!("there is no variable `{plain}` to set"));
                let names = self.slots.iter().map(|s| s.name);
                return Err(match milepost_syntax::nearest(plain, names) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")),
                    None => finding,
                });
            };
            let known = &self.slots[slot];
            if known.equations.iter().any(|(v, _)| {
                matches!(v.what, What::Level { .. } | What::Stock { .. } | What::Conveyor(_) | What::Lookup(_))
            }) {
                return Err(nowhere(format!("`{}` is a stock or a table and cannot be set to a number", known.name))
                    .help("set a constant or an equation"));
            }
            let flats: Vec<usize> = match inside {
                None => (0..known.cells.len()).filter(|&f| known.cells[f].is_some()).collect(),
                Some(inside) => {
                    let label = |flat: usize| same(&self.subscripts.label(&known.atoms(flat)).replace(',', " , "));
                    let wanted = same(&inside.replace(',', " , "));
                    (0..known.cells.len()).filter(|&f| known.cells[f].is_some() && label(f) == wanted).collect()
                }
            };
            if flats.is_empty() {
                return Err(nowhere(format!("`{}` has no element `{}`", known.name, inside.unwrap_or_default()))
                    .help("name it as the column of the results is named"));
            }
            for flat in flats {
                self.overrides.insert((slot, flat), *value);
            }
        }
        Ok(())
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
        let mut scope = Scope { label: self.element_label(slot, flat).into(), ..Scope::default() };
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
                None => self.number(e, scope)?,
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
            What::Conveyor(conveyor) => {
                let message = format!("`{}` is a {}, which is not supported", variable.name, conveyor.kind);
                return Err(Diagnostic::error(variable.name_span, message).help("write it as stocks and flows"));
            }
            What::Nothing(_) => return Err(Diagnostic::error(span, "this has no value")),
        };
        let cut = variable.non_negative;
        let value = if cut { extreme(Function::Max, value, number(0.0, span)) } else { value };
        Ok(Cell::Value(value))
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

    /// A whole variable; the first fault of each of its equations is reported.
    fn variable_of(&mut self, slot: usize) -> Variable {
        let (name, span) = (self.slots[slot].name.to_string(), self.slots[slot].span());
        let axes: Vec<_> = self.slots[slot].axes.iter().map(|a| (a.range, a.atoms.clone())).collect();
        let mut dims: Vec<DimensionId> = Vec::new();
        for (range, atoms) in &axes {
            let mut occurrence = 0;
            let mut dimension = self.dimension(*range, atoms, occurrence);
            while dims.contains(&dimension) {
                occurrence += 1;
                dimension = self.dimension(*range, atoms, occurrence);
            }
            dims.push(dimension);
        }
        let count = self.slots[slot].cells.len();
        if self.slots[slot].is_table {
            return variable(name, Vec::new(), VariableKind::Constant(vec![0.0]), span);
        }
        let mut cells = Vec::with_capacity(count);
        let mut failed: Vec<u32> = Vec::new();
        for flat in 0..count {
            let Some(equation) = self.slots[slot].cells[flat] else {
                cells.push(None);
                continue;
            };
            if failed.contains(&equation) {
                cells.push(None);
                continue;
            }
            match self.cell_value(slot, flat) {
                Ok(cell) => cells.push(Some(cell)),
                Err(fault) => {
                    failed.push(equation);
                    self.findings.push(fault);
                    cells.push(None);
                }
            }
        }
        let flow = self.cut.contains(&slot);
        let kind = match self.kind_of(&name, cells, &dims, span, flow) {
            Ok(kind) => kind,
            Err(fault) => {
                self.findings.push(fault);
                VariableKind::Constant(vec![0.0])
            }
        };
        let mut made = variable(name, dims, kind, span);
        let first = self.slots[slot].equations.first().map(|(v, _)| *v);
        // The whole equation, which is what people look for when they ask for the variable.
        made.span =
            first.map_or(made.span, |v| if v.span.file == v.name_span.file { v.name_span.to(v.span) } else { v.span });
        if let Some(units) = first.and_then(|v| v.units.clone()) {
            made.display.text = units;
        }
        made.docs.text = first.map(|v| v.docs.clone()).unwrap_or_default();
        made
    }

    fn kind_of(
        &mut self,
        name: &str,
        cells: Vec<Option<Cell>>,
        dims: &[DimensionId],
        span: Span,
        flow: bool,
    ) -> Read<VariableKind> {
        let nothing = || number(0.0, span);
        let stocks = cells.iter().flatten().filter(|c| matches!(c, Cell::Stock { .. })).count();
        if stocks > 0 && stocks == cells.iter().flatten().count() {
            return self.stock_kind(name, cells, dims, span);
        }
        let mut values = Vec::with_capacity(cells.len());
        for (flat, cell) in cells.into_iter().enumerate() {
            values.push(match cell {
                None => nothing(),
                Some(Cell::Value(value)) => value,
                Some(Cell::Stock { nonnegative: true, .. }) => {
                    let message = format!("some elements of `{name}` are stocks that stay above zero, others are none");
                    return Err(Diagnostic::error(span, message).help("make two variables of it"));
                }
                Some(Cell::Stock { initial, inflows, outflows, nonnegative }) => {
                    // Elements of one variable are stocks and equations: these stocks are variables of their own.
                    let id = self.reserve();
                    let mut flows: Vec<StockFlow> = inflows.into_iter().map(StockFlow::In).collect();
                    flows.extend(outflows.into_iter().map(StockFlow::Out));
                    let stock = VariableKind::Stock(Stock { nonnegative, initial, flows });
                    self.define(id, format!("{name} {flat}"), stock, span);
                    super::build::variable(id, &[], span)
                }
            });
        }
        if let Some(numbers) = values.iter().map(known).collect::<Option<Vec<f64>>>()
            && !flow
        {
            return Ok(VariableKind::Constant(numbers));
        }
        Ok(VariableKind::Let { flow, value: self.nested(values, dims, span) })
    }

    fn stock_kind(
        &mut self,
        name: &str,
        cells: Vec<Option<Cell>>,
        dims: &[DimensionId],
        span: Span,
    ) -> Read<VariableKind> {
        let nothing = || number(0.0, span);
        let mut counts = (0, 0);
        let mut cut = false;
        for cell in cells.iter().flatten() {
            if let Cell::Stock { inflows, outflows, nonnegative, .. } = cell {
                counts = (counts.0.max(inflows.len()), counts.1.max(outflows.len()));
                cut |= nonnegative;
            }
        }
        let mut initials = Vec::with_capacity(cells.len());
        let mut flows: Vec<Vec<Expr>> = vec![Vec::with_capacity(cells.len()); counts.0 + counts.1];
        for cell in cells {
            let (initial, inflows, outflows) = match cell {
                Some(Cell::Stock { initial, inflows, outflows, .. }) => (initial, inflows, outflows),
                _ => (nothing(), Vec::new(), Vec::new()),
            };
            initials.push(initial);
            let padded = |row: Vec<Expr>, n: usize| row.into_iter().chain(std::iter::repeat_with(nothing)).take(n);
            let row = padded(inflows, counts.0).chain(padded(outflows, counts.1));
            flows.iter_mut().zip(row).for_each(|(column, flow)| column.push(flow));
        }
        let initial = self.nested(initials, dims, span);
        let mut made = Vec::new();
        for (i, column) in flows.into_iter().enumerate() {
            let read = |e: &Expr| match &e.kind {
                ExprKind::Variable(id, _) => self.cut.contains(&id.index()),
                _ => false,
            };
            let whole = if cut && i >= counts.0 && column.iter().any(read) {
                Some(self.same_elements(name, &column, dims, span)?)
            } else {
                None
            };
            let flow = whole.unwrap_or_else(|| self.nested(column, dims, span));
            made.push(if i < counts.0 { StockFlow::In(flow) } else { StockFlow::Out(flow) });
        }
        Ok(VariableKind::Stock(Stock { nonnegative: cut, initial, flows: made }))
    }

    /// A flow with the dimensions of the stock that it leaves, as one name: only such a flow can be cut.
    fn same_elements(&self, name: &str, column: &[Expr], dims: &[DimensionId], span: Span) -> Read<Expr> {
        let fault = || {
            let message = format!("an outflow of `{name}`, which stays above zero, has other elements than the stock");
            Diagnostic::error(span, message).help("give both the same dimensions")
        };
        let sizes: Vec<usize> = dims.iter().map(|d| self.dimensions[d.index()].elements.len()).collect();
        let mut flow = None;
        for (flat, e) in column.iter().enumerate() {
            let ExprKind::Variable(id, selects) = &e.kind else { return Err(fault()) };
            let mut rest = flat;
            let mut own = vec![Select::Element(0); sizes.len()];
            for (slot, n) in own.iter_mut().zip(&sizes).rev() {
                *slot = Select::Element(rest % n);
                rest /= n;
            }
            if *selects != own || flow.is_some_and(|known| known != *id) {
                return Err(fault());
            }
            flow = Some(*id);
        }
        let id = flow.ok_or_else(fault)?;
        let mut free = dims.to_vec();
        free.sort_unstable();
        let kind = ExprKind::Variable(id, dims.iter().map(|&d| Select::Bound(d)).collect());
        Ok(Expr { dims: free, ..of(kind, span) })
    }

    /// One expression for all elements.
    fn nested(&self, mut values: Vec<Expr>, dims: &[DimensionId], span: Span) -> Expr {
        for at in (0..dims.len()).rev() {
            let n = self.dimensions[dims[at].index()].elements.len().max(1);
            let mut free: Vec<DimensionId> = dims[at..].to_vec();
            free.sort_unstable();
            let mut rows = Vec::with_capacity(values.len() / n);
            let mut rest = values.into_iter();
            loop {
                let row: Vec<Expr> = rest.by_ref().take(n).collect();
                if row.is_empty() {
                    break;
                }
                let kind = ExprKind::ByElement(dims[at], row);
                rows.push(Expr { dims: free.clone(), ..of(kind, span) });
            }
            values = rows;
        }
        values.pop().unwrap_or_else(|| number(0.0, span))
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
