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
    /// What the model has in the same months, nothing missed.
    pub modelled: Expr,
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
    let bodies: Vec<Expr> = (0..elements).map(|flat| body(strategy, copy, line.indicator, indicator, flat)).collect();

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
        let cells = bodies.iter().enumerate().filter_map(|(flat, body)| {
            let mine: Vec<(f64, f64)> =
                inside.iter().filter_map(|(t, values)| Some((*t, (*values.get(flat)?)?))).collect();
            let modelled = || modelled(body, indicator.averages, month, &mine);
            let counted = mine.iter().map(|(_, value)| value).sum::<f64>() / mine.len() as f64;
            (2 * mine.len() >= months).then(|| Cell { counted, modelled: modelled() })
        });
        let cells: Vec<Cell> = cells.collect();
        let all = inside.iter().flat_map(|(_, values)| values).flatten().count();
        if !cells.is_empty() && 2 * all >= months * elements {
            out.push(Counted { from, to, cells });
        }
    }
    out
}

/// What an element of an indicator observes.
fn body(strategy: &Strategy, copy: &mut Strategy, id: VariableId, indicator: &Indicator, flat: usize) -> Expr {
    let dims = &strategy.variables[id.index()].dims;
    if dims.is_empty() {
        return indicator.observes.clone();
    }
    let elements = ask::positions(strategy, dims, flat);
    let over = dims.iter().zip(elements).map(|(&dimension, element)| single(copy, dimension, element)).collect();
    ask::expr(
        ExprKind::Reduce { how: Reduction::Sum, over, body: Box::new(indicator.observes.clone()), weight: None },
        &[],
    )
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
        let values = ends.map(|t| ask::expr(ExprKind::At(Box::new(body.clone()), t), &[]));
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
