//! What was counted in each period, and how the model is asked for the same.

use milepost_strategy::model::*;
use milepost_syntax::Span;
use milepost_syntax::ast::{BinaryOp, Docs};

use crate::ask;

/// A period of a line.
pub(super) struct Counted {
    /// Its start.
    pub from: f64,
    /// Its end.
    pub to: f64,
    /// Elements with enough evidence; one cell for an indicator without dimensions.
    pub cells: Vec<Cell>,
}

/// One element of an indicator in one period.
pub(super) struct Cell {
    /// What was counted, on average over the months that have evidence.
    pub counted: f64,
    /// What the model is asked for.
    pub asked: Asked,
}

/// What the model is asked for to say what it reports of a cell.
pub(super) enum Asked {
    /// What there is on average over the same months, nothing missed.
    Average(Expr),
    /// What there is in each of them, and the share hidden at its end.
    Months(Vec<[Expr; 2]>),
}

impl Asked {
    /// The expressions, in order.
    pub fn expressions(&self) -> Vec<&Expr> {
        match self {
            Asked::Average(expr) => vec![expr],
            Asked::Months(months) => months.iter().flatten().collect(),
        }
    }
}

/// A month with evidence: its end and, for each element, what was counted.
type Month<'a> = &'a (f64, Vec<Option<f64>>);

/// The indicator of a line.
pub(super) fn indicator(strategy: &Strategy, id: VariableId) -> Option<&Indicator> {
    match &strategy.variables.get(id.index())?.kind {
        VariableKind::Indicator(indicator) => Some(indicator),
        _ => None,
    }
}

/// The periods of a line that have evidence.  What one element is needs dimensions of a single element, which are added
/// to `copy`.
pub(super) fn periods(strategy: &Strategy, copy: &mut Strategy, line: &FitLine) -> Vec<Counted> {
    let Some(indicator) = indicator(strategy, line.indicator) else { return Vec::new() };
    let Some(evidence) = &indicator.evidence else { return Vec::new() };
    let axis = &strategy.time;
    let month = f64::from(indicator.every.max(1)) * axis.step;
    let slack = 1e-6 * month;
    let known = |t: f64| t - month >= axis.start - slack && t <= axis.end + slack;
    let points: Vec<Month> = evidence.points.iter().filter(|(t, _)| known(*t)).collect();
    let elements = evidence.points.iter().map(|(_, values)| values.len()).max().unwrap_or(0);
    let dims = &strategy.variables[line.indicator.index()].dims;
    let mut of = |expr: &Expr, flat| element(strategy, copy, dims, expr, flat);
    let bodies: Vec<(Expr, Option<Expr>)> = (0..elements)
        .map(|flat| (of(&indicator.observes, flat), indicator.hidden.as_ref().map(|hidden| of(hidden, flat))))
        .collect();

    let mut out = Vec::new();
    for k in 0.. {
        let from = line.from + f64::from(k) * line.by;
        // Dates that are no numbers, and periods of no length, end it too.
        if !(from < line.to - slack && line.by > slack) {
            break;
        }
        let to = (from + line.by).min(line.to);
        let inside: Vec<Month> =
            points.iter().copied().filter(|(t, _)| (from..to).contains(&(t - month / 2.0))).collect();
        let months = ((to - from) / month).round().max(1.0) as usize;
        let cells = bodies.iter().enumerate().filter_map(|(flat, (body, hidden))| {
            let mine: Vec<(f64, f64)> =
                inside.iter().filter_map(|(t, values)| Some((*t, (*values.get(flat)?)?))).collect();
            let modelled = |months: &[(f64, f64)]| modelled(body, indicator.averages, month, months);
            let asked = || match hidden {
                None => Asked::Average(modelled(&mine)),
                Some(hidden) => {
                    let each = |of: &(f64, f64)| [modelled(&[*of]), at(hidden, of.0)];
                    Asked::Months(mine.iter().map(each).collect())
                }
            };
            let counted = mine.iter().map(|(_, value)| value).sum::<f64>() / mine.len() as f64;
            (2 * mine.len() >= months).then(|| Cell { counted, asked: asked() })
        });
        let cells: Vec<Cell> = cells.collect();
        let all = inside.iter().flat_map(|(_, values)| values).flatten().count();
        if !cells.is_empty() && 2 * all >= months * elements {
            out.push(Counted { from, to, cells });
        }
    }
    out
}

/// An expression over some dimensions, of one of their elements.
fn element(strategy: &Strategy, copy: &mut Strategy, dims: &[DimensionId], expr: &Expr, flat: usize) -> Expr {
    if expr.dims.is_empty() {
        return expr.clone();
    }
    let elements = ask::positions(strategy, dims, flat);
    let over = dims.iter().zip(elements).map(|(&dimension, element)| single(copy, dimension, element)).collect();
    ask::expr(ExprKind::Reduce { how: Reduction::Sum, over, body: Box::new(expr.clone()), weight: None }, &[])
}

/// A value as it is at a time.
fn at(body: &Expr, time: f64) -> Expr {
    ask::expr(ExprKind::At(Box::new(body.clone()), time), &[])
}

/// The subrange that is one element of a dimension.
fn single(copy: &mut Strategy, dimension: DimensionId, element: usize) -> DimensionId {
    let known = |d: &Dimension| d.name.is_empty() && d.parent == Some((dimension, vec![element]));
    let found = copy.dimensions.iter().position(known).unwrap_or_else(|| {
        let name = copy.dimensions[dimension.index()].elements.get(element).cloned().unwrap_or_default();
        // No declaration has an empty name.
        copy.dimensions.push(Dimension {
            name: String::new(),
            elements: vec![name],
            parent: Some((dimension, vec![element])),
            docs: Docs::default(),
            span: Span::default(),
        });
        copy.dimensions.len() - 1
    });
    DimensionId(found as u32)
}

/// The average of a flow over these months, or of a level at their ends.
fn modelled(body: &Expr, averages: bool, month: f64, months: &[(f64, f64)]) -> Expr {
    let ends = months.iter().map(|(t, _)| *t);
    if !averages {
        let values = ends.map(|t| at(body, t));
        return ask::binary(BinaryOp::Div, ask::sum(values), ask::number(months.len() as f64));
    }
    let mut spells: Vec<(f64, f64)> = Vec::new();
    for end in ends {
        match spells.last_mut().filter(|(_, before)| (end - month - *before).abs() < 1e-6 * month) {
            Some((_, before)) => *before = end,
            None => spells.push((end - month, end)),
        }
    }
    let totals = spells.iter().map(|&(from, to)| ask::over_time(OverTime::Total, body.clone(), from, to));
    ask::binary(BinaryOp::Div, ask::sum(totals), ask::number(month * months.len() as f64))
}
