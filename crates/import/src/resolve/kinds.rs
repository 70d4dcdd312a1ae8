//! All elements of a variable as one variable of a strategy: a constant, an equation or a stock.

use super::assemble::Cell;
use super::build::*;
use super::{Resolver, variable};
use crate::equation::Read;
use milepost_strategy::model::*;
use milepost_syntax::{Diagnostic, Span};

impl Resolver<'_> {
    /// A whole variable; the first fault of each of its equations is reported.
    pub(super) fn variable_of(&mut self, slot: usize) -> Variable {
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
        if failed.is_empty() {
            self.holes(slot);
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

    /// Warns of elements without an equation: what reads one is refused, and none of them has a value.
    fn holes(&mut self, slot: usize) {
        let known = &self.slots[slot];
        let holes: Vec<usize> = (0..known.cells.len()).filter(|&flat| known.cells[flat].is_none()).collect();
        let Some(&first) = holes.first() else { return };
        let others = match holes.len() - 1 {
            0 => String::new(),
            n => format!(" and {n} more of its {} elements", known.cells.len()),
        };
        let message = format!("there is no equation for `{}`{others}", self.element_label(slot, first));
        let finding = Diagnostic::warning(known.span(), message);
        self.findings.push(finding.help("they have no values; an equation that reads one of them is refused"));
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
