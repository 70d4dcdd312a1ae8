//! A model of our own as a tree in XMILE's words.
//!
//! Numbers are in canonical units.  An equation that reads the dimensions of its declaration stays one for all elements; one
//! with values by element is written out.

mod bare;
mod expression;

pub(crate) use bare::bare;

use expression::{Binding, Saying};
use milepost_import::foreign::{
    Dialect, Dimension, Expr as Tree, ExprKind as Kind, Model, Subscript, Table, TableKind, Time, Variable, What, same,
};
use milepost_strategy::model::{
    DimensionId, Distribution, Expr, ExprKind, LookupShape, Method, Stock, StockFlow, Strategy, Type, VariableId,
    VariableKind,
};
use milepost_syntax::{Diagnostic, Span};
use std::collections::HashSet;

/// Columns of the original and what they are called.
pub(crate) type Names = Vec<(String, String)>;

/// Says a model in XMILE's words.
///
/// # Errors
/// A finding for everything that it cannot say.
pub(crate) fn tree(strategy: &Strategy) -> Result<(Model, Names), Vec<Diagnostic>> {
    let mut taken = Taken::default();
    let dimensions: Vec<String> = strategy.dimensions.iter().map(|d| taken.fresh(&d.name)).collect();
    let elements = elements(strategy, &mut taken);
    let names: Vec<String> = strategy
        .variables
        .iter()
        .map(|v| if v.name.is_empty() { String::new() } else { taken.fresh(&v.name.replace('_', " ")) })
        .collect();
    let lookups = strategy.lookups.iter().map(|l| taken.fresh(&l.name.replace('_', " "))).collect();
    let mut writer =
        Writer { strategy, dimensions, elements, names, lookups, taken, made: Vec::new(), faults: Vec::new() };
    let mut model = Model { name: Some(strategy.title.clone()), dialect: Dialect::Xmile, ..Model::default() };
    model.dimensions = writer.all_dimensions();
    model.time = time(strategy);
    for (i, lookup) in strategy.lookups.iter().enumerate() {
        let kind = match lookup.shape {
            LookupShape::Line => TableKind::Continuous,
            LookupShape::Extrapolated => TableKind::Extrapolate,
            LookupShape::Step => TableKind::Discrete,
        };
        let table = Table { points: lookup.points.clone(), kind, external: None, span: lookup.span };
        let variable = Variable::new(writer.lookups[i].clone(), lookup.span, What::Lookup(table), lookup.span);
        model.variables.push(Variable { docs: lookup.docs.text.clone(), ..variable });
    }
    for (i, variable) in strategy.variables.iter().enumerate().filter(|(_, v)| !v.name.is_empty()) {
        let said = writer.variable(VariableId(i as u32), variable);
        model.variables.append(&mut writer.made);
        model.variables.extend(said);
    }
    if !writer.faults.is_empty() {
        return Err(writer.faults);
    }
    let columns = writer.columns();
    Ok((model, columns))
}

/// Names that are taken, as other tools compare them.
#[derive(Default)]
struct Taken(HashSet<String>);

impl Taken {
    fn fresh(&mut self, wanted: &str) -> String {
        let mut candidate = wanted.to_string();
        let mut number = 2;
        while !self.0.insert(same(&candidate)) {
            candidate = format!("{wanted} {number}");
            number += 1;
        }
        candidate
    }
}

/// Names of elements: those of a part of a dimension are the dimension's own.
fn elements(strategy: &Strategy, taken: &mut Taken) -> Vec<Vec<String>> {
    let mut out: Vec<Vec<String>> = vec![Vec::new(); strategy.dimensions.len()];
    for (i, dimension) in strategy.dimensions.iter().enumerate().filter(|(_, d)| d.parent.is_none()) {
        out[i] = dimension.elements.iter().map(|e| taken.fresh(e)).collect();
    }
    for (i, dimension) in strategy.dimensions.iter().enumerate() {
        if let Some((whole, positions)) = &dimension.parent {
            out[i] = positions.iter().filter_map(|&p| out[whole.index()].get(p).cloned()).collect();
        }
    }
    out
}

fn time(strategy: &Strategy) -> Time {
    let time = &strategy.time;
    let number = |value: f64| Some(Tree { kind: Kind::Number(value), span: Span::default() });
    let method = match time.method {
        Method::Euler => "euler",
        Method::Rk2 => "rk2",
        Method::Rk4 => "rk4",
    };
    Time {
        start: number(time.start),
        stop: number(time.end),
        step: number(time.step),
        save: None,
        method: Some((method.to_string(), Span::default())),
        unit: Some(time.unit.clone()),
    }
}

struct Writer<'s> {
    strategy: &'s Strategy,
    dimensions: Vec<String>,
    elements: Vec<Vec<String>>,
    names: Vec<String>,
    lookups: Vec<String>,
    taken: Taken,
    /// Variables that the present one needs.
    made: Vec<Variable>,
    faults: Vec<Diagnostic>,
}

impl<'s> Writer<'s> {
    fn all_dimensions(&self) -> Vec<Dimension> {
        let each = |(i, d): (usize, &milepost_strategy::model::Dimension)| Dimension {
            name: self.dimensions[i].clone(),
            elements: self.elements[i].iter().map(|e| (e.clone(), d.span)).collect(),
            mappings: Vec::new(),
            equivalent: None,
            external: None,
            span: d.span,
        };
        self.strategy.dimensions.iter().enumerate().map(each).collect()
    }

    fn columns(&self) -> Names {
        let mut out = Vec::new();
        for (i, variable) in self.strategy.variables.iter().enumerate().filter(|(_, v)| !v.name.is_empty()) {
            let id = VariableId(i as u32);
            for flat in 0..self.strategy.size(&variable.dims) {
                let env = self.strategy.environment(&variable.dims, flat);
                let names: Vec<&str> = env.iter().map(|(d, e)| self.elements[d.index()][*e].as_str()).collect();
                let name = &self.names[i];
                let ours = if names.is_empty() { name.clone() } else { format!("{name}[{}]", names.join(",")) };
                out.push((crate::run::label(self.strategy, id, flat), ours));
            }
        }
        out
    }

    /// A variable: one for all elements, or one for each.
    fn variable(&mut self, id: VariableId, v: &'s milepost_strategy::model::Variable) -> Vec<Variable> {
        let name = self.names[id.index()].clone();
        let mut whole = Variable::new(name, v.span, What::Data, v.span);
        whole.docs = v.docs.text.clone();
        if let Some(title) = &v.title {
            whole.docs = [title.as_str(), whole.docs.as_str()].join("\n").trim().to_string();
        }
        whole.units = match &v.ty {
            Type::Number(unit) if unit.is_one() => Some("dmnl".into()),
            Type::Number(unit) => Some(unit.to_string()),
            _ => None,
        };
        match &v.kind {
            VariableKind::Constant(values) => self.each(whole, &v.dims, |flat| Some(number(values[flat], v.span))),
            VariableKind::Uncertain(u) => {
                whole.range = ends(u.distribution.first());
                self.each(whole, &v.dims, |flat| Some(number(u.default[flat], v.span)))
            }
            VariableKind::Lever(lever) => {
                whole.range = lever.range.map_or((None, None), |(lo, hi)| (Some(lo), Some(hi)));
                self.each(whole, &v.dims, |flat| Some(number(lever.default[flat], v.span)))
            }
            VariableKind::Series(series) => {
                let kind = if series.step { TableKind::Discrete } else { TableKind::Continuous };
                self.each(whole, &v.dims, |flat| {
                    let points = series.points[flat].clone();
                    let now = Tree { kind: Kind::Name("TIME".into(), Vec::new()), span: v.span };
                    Some(What::Graph(now, Table { points, kind, external: None, span: v.span }))
                })
            }
            VariableKind::Let { value, .. } => {
                self.equations(whole, &v.dims, &[value], &mut |mut parts| What::Equation(parts.remove(0)))
            }
            VariableKind::Stock(stock) => self.stock(whole, &v.dims, stock),
            _ => {
                let message = format!("`{}` is read by the model, and only observers have it", v.name);
                let help = "convert the model without what reads it";
                self.faults.push(Diagnostic::error(v.span, message).help(help));
                Vec::new()
            }
        }
    }

    /// One equation for each element; a single one where there are no dimensions.
    fn each(&self, whole: Variable, dims: &[DimensionId], what: impl Fn(usize) -> Option<What>) -> Vec<Variable> {
        let mut out = Vec::new();
        for flat in 0..self.strategy.size(dims) {
            if let Some(what) = what(flat) {
                out.push(Variable { what, subscripts: self.element_left(dims, flat, whole.span), ..whole.clone() });
            }
        }
        out
    }

    fn element_left(&self, dims: &[DimensionId], flat: usize, span: Span) -> Vec<(String, Span)> {
        let env = self.strategy.environment(dims, flat);
        env.iter().map(|(d, e)| (self.elements[d.index()][*e].clone(), span)).collect()
    }

    /// Equations: one for all elements where no part gives values by element.
    fn equations(
        &mut self,
        whole: Variable,
        dims: &[DimensionId],
        parts: &[&Expr],
        make: &mut dyn FnMut(Vec<Tree>) -> What,
    ) -> Vec<Variable> {
        if !parts.iter().any(|e| by_element(e)) {
            let left: Vec<(String, Span)> =
                dims.iter().map(|d| (self.dimensions[d.index()].clone(), whole.span)).collect();
            let bound = dims.iter().map(|&d| (d, Binding::Left)).collect();
            let what = self.said(&whole, parts, bound, left.clone(), make);
            return what.map(|what| Variable { what, subscripts: left, ..whole }).into_iter().collect();
        }
        let mut out = Vec::new();
        let before = self.faults.len();
        for flat in 0..self.strategy.size(dims) {
            let env = self.strategy.environment(dims, flat);
            let bound = env.iter().map(|&(d, e)| (d, Binding::Element(e))).collect();
            let left = self.element_left(dims, flat, whole.span);
            let what = self.said(&whole, parts, bound, Vec::new(), make);
            out.extend(what.map(|what| Variable { what, subscripts: left, ..whole.clone() }));
            if self.faults.len() > before {
                break;
            }
        }
        out
    }

    fn said(
        &mut self,
        whole: &Variable,
        parts: &[&Expr],
        bound: Vec<(DimensionId, Binding)>,
        left: Vec<(String, Span)>,
        make: &mut dyn FnMut(Vec<Tree>) -> What,
    ) -> Option<What> {
        let mut saying = Saying { writer: self, bound, left, label: whole.name.clone() };
        let parts: Result<Vec<Tree>, Diagnostic> = parts.iter().map(|e| saying.expr(e)).collect();
        match parts {
            Ok(parts) => Some(make(parts)),
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    /// A stock, with a variable for each flow that has none.
    fn stock(&mut self, whole: Variable, dims: &[DimensionId], stock: &Stock) -> Vec<Variable> {
        let (mut inflows, mut outflows) = (Vec::new(), Vec::new());
        for flow in &stock.flows {
            let (side, word, parts): (&mut Vec<(String, Span)>, &str, Vec<&Expr>) = match flow {
                StockFlow::In(e) => (&mut inflows, "inflow", vec![e]),
                StockFlow::Out(e) => (&mut outflows, "outflow", vec![e]),
                StockFlow::Toward { goal, over } => (&mut inflows, "adjustment", vec![goal, over]),
            };
            if let [e] = parts[..]
                && let Some(name) = self.itself(e, dims)
            {
                side.push((name, e.span));
                continue;
            }
            let name = self.taken.fresh(&format!("{} {word}", whole.name));
            side.push((name.clone(), whole.span));
            let own = whole.name.clone();
            let units = whole.units.as_ref().map(|u| format!("{u}/{}", self.strategy.time.unit));
            let flow =
                Variable { units, docs: String::new(), ..Variable::new(name, whole.span, What::Data, whole.span) };
            let names: Vec<String> = dims.iter().map(|d| self.dimensions[d.index()].clone()).collect();
            let by_element = parts.iter().any(|e| by_element(e));
            let mut flat = 0;
            let here: Vec<Vec<(String, Span)>> =
                (0..self.strategy.size(dims)).map(|flat| self.element_left(dims, flat, whole.span)).collect();
            let made = self.equations(flow, dims, &parts, &mut |mut parts| {
                let first = parts.remove(0);
                let Some(over) = parts.pop() else { return What::Equation(first) };
                let left: Vec<Subscript> = match by_element {
                    true => here[flat].iter().map(|(n, s)| Subscript::Name(n.clone(), *s)).collect(),
                    false => names.iter().map(|n| Subscript::Name(n.clone(), first.span)).collect(),
                };
                flat += 1;
                let stock = Tree { kind: Kind::Name(own.clone(), left), span: first.span };
                let gap = expression::binary(milepost_import::foreign::Binary::Sub, first, stock);
                What::Equation(expression::binary(milepost_import::foreign::Binary::Div, gap, over))
            });
            self.made.extend(made);
        }
        let non_negative = stock.nonnegative;
        let whole = Variable { non_negative, ..whole };
        self.equations(whole, dims, &[&stock.initial], &mut |mut parts| What::Stock {
            inflows: inflows.clone(),
            outflows: outflows.clone(),
            initial: parts.remove(0),
        })
    }

    /// The name of a declared flow that stands for itself, element by element.
    fn itself(&self, e: &Expr, dims: &[DimensionId]) -> Option<String> {
        let ExprKind::Variable(id, selects) = &e.kind else { return None };
        let variable = self.strategy.variable(*id);
        let flow = matches!(variable.kind, VariableKind::Let { flow: true, .. });
        let own = selects.iter().zip(dims).all(|(s, d)| *s == milepost_strategy::model::Select::Bound(*d));
        (flow && own && variable.dims == dims).then(|| self.names[id.index()].clone())
    }
}

/// Whether an expression has values by element, or a smaller part of it does.
fn by_element(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::ByElement(..)) || milepost_strategy::visit::parts(e).into_iter().any(by_element)
}

fn number(value: f64, span: Span) -> What {
    What::Equation(Tree { kind: Kind::Number(value), span })
}

fn ends(distribution: Option<&Distribution>) -> (Option<f64>, Option<f64>) {
    match distribution {
        Some(Distribution::Uniform(lo, hi) | Distribution::LogUniform(lo, hi)) => (Some(*lo), Some(*hi)),
        Some(Distribution::Normal { lo, hi, .. } | Distribution::LogNormal { lo, hi, .. }) => (Some(*lo), Some(*hi)),
        _ => (None, None),
    }
}
