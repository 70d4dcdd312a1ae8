//! Measures that studies ask of a copy of the strategy.

use milepost_strategy::model::*;
use milepost_strategy::unit::Unit;
use milepost_syntax::Span;
use milepost_syntax::ast::{BinaryOp, Docs};

/// A number that is asked of every future.
pub(crate) fn measure(value: Expr) -> Measure {
    Measure {
        name: String::new(),
        title: String::new(),
        docs: Docs::default(),
        span: Span::default(),
        maximise: true,
        value,
        unit: Unit::one(),
        display: Display { text: String::new(), scale: 1.0 },
        acceptable: None,
        matters: 0.0,
    }
}

/// An expression over no more than `dims`.
pub(crate) fn expr(kind: ExprKind, dims: &[DimensionId]) -> Expr {
    let mut dims = dims.to_vec();
    dims.sort_unstable();
    dims.dedup();
    Expr { kind, ty: Type::Number(Unit::one()), dims, span: Span::default() }
}

/// A number.
pub(crate) fn number(value: f64) -> Expr {
    expr(ExprKind::Number(value), &[])
}

/// `a op b`, both over no dimension.
pub(crate) fn binary(op: BinaryOp, a: Expr, b: Expr) -> Expr {
    expr(ExprKind::Binary(op, Box::new(a), Box::new(b)), &[])
}

/// The sum of some numbers.
pub(crate) fn sum(parts: impl IntoIterator<Item = Expr>) -> Expr {
    let whole = parts.into_iter().reduce(|a, b| binary(BinaryOp::Add, a, b));
    whole.unwrap_or_else(|| number(0.0))
}

/// An expression reduced over all its dimensions.
pub(crate) fn reduced(how: Reduction, body: Expr) -> Expr {
    if body.dims.is_empty() {
        return body;
    }
    let over = body.dims.clone();
    expr(ExprKind::Reduce { how, over, body: Box::new(body), weight: None }, &[])
}

/// A number over time.
pub(crate) fn over_time(how: OverTime, body: Expr, from: f64, to: f64) -> Expr {
    expr(ExprKind::OverTime { how, body: Box::new(body), from, to }, &[])
}

/// The mean of a variable over some of its elements, or all.
pub(crate) fn mean_of(strategy: &Strategy, id: VariableId, elements: Option<&[usize]>) -> Expr {
    let dims = &strategy.variables[id.index()].dims;
    let Some(elements) = elements else {
        let bound = dims.iter().map(|&d| Select::Bound(d)).collect();
        return reduced(Reduction::Mean, expr(ExprKind::Variable(id, bound), dims));
    };
    let all = elements.iter().map(|&flat| {
        let select = positions(strategy, dims, flat).into_iter().map(Select::Element).collect();
        expr(ExprKind::Variable(id, select), &[])
    });
    binary(BinaryOp::Div, sum(all), number(elements.len() as f64))
}

/// Element of each dimension, for a flat position (the last dimension varies fastest).
pub(crate) fn positions(strategy: &Strategy, dims: &[DimensionId], flat: usize) -> Vec<usize> {
    let mut rest = flat;
    let mut out = vec![0; dims.len()];
    for (slot, dimension) in out.iter_mut().zip(dims).rev() {
        let n = strategy.dimensions[dimension.index()].elements.len().max(1);
        *slot = rest % n;
        rest /= n;
    }
    out
}

/// A pathway as it is run by itself.
pub(crate) fn plain(strategy: &Strategy, pathway: PathwayId) -> Variant {
    // Pathways come first among the variants, in order.
    strategy.variants.get(pathway.index()).filter(|v| v.pathway == pathway).cloned().unwrap_or_else(|| {
        let name = strategy.pathways.get(pathway.index()).map(|p| p.name.clone()).unwrap_or_default();
        Variant { name, pathway, without: Vec::new(), with: Vec::new(), nudge: None }
    })
}
