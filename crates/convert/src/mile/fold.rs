//! Equations that were written out element by element, put together again.

use milepost_strategy::model::{DimensionId, Expr, ExprKind, Function, Reduction, Select, Strategy};
use milepost_strategy::visit::{parts, parts_mut};

/// The same expression with sums over elements as sums, and equal equations of all elements as one.
pub(super) fn fold(mut e: Expr, strategy: &Strategy) -> Expr {
    for part in parts_mut(&mut e) {
        let inner = std::mem::replace(part, nothing(part));
        *part = fold(inner, strategy);
    }
    match &e.kind {
        ExprKind::Call(function @ (Function::Sum | Function::Min | Function::Max), terms) if terms.len() > 1 => {
            let how = match function {
                Function::Sum => Reduction::Sum,
                Function::Min => Reduction::Min,
                _ => Reduction::Max,
            };
            match reduced(terms.clone(), how, strategy) {
                Some(kind) => Expr { kind, ..e },
                None => e,
            }
        }
        ExprKind::ByElement(dimension, rows) => match alike(rows, *dimension, strategy) {
            Some((row, _)) => Expr { kind: row.kind, ..e },
            None => e,
        },
        _ => e,
    }
}

fn nothing(like: &Expr) -> Expr {
    Expr { kind: ExprKind::Number(0.0), ty: like.ty.clone(), dims: Vec::new(), span: like.span }
}

/// Terms as a reduction over one dimension or several, the last fastest.
fn reduced(terms: Vec<Expr>, how: Reduction, strategy: &Strategy) -> Option<ExprKind> {
    let dimensions = (0..strategy.dimensions.len() as u32).map(DimensionId);
    for dimension in dimensions {
        let n = strategy.dimension(dimension).elements.len();
        if n < 2 || !terms.len().is_multiple_of(n) {
            continue;
        }
        let rows: Option<Vec<Expr>> = terms
            .chunks(n)
            .map(|row| alike(row, dimension, strategy).filter(|(_, used)| *used).map(|(row, _)| row))
            .collect();
        let Some(mut rows) = rows else { continue };
        if rows.len() == 1 {
            let body = Box::new(rows.remove(0));
            return Some(ExprKind::Reduce { how, over: vec![dimension], body, weight: None });
        }
        if let Some(ExprKind::Reduce { how, mut over, body, weight }) = reduced(rows, how, strategy)
            && !over.contains(&dimension)
        {
            over.push(dimension);
            return Some(ExprKind::Reduce { how, over, body, weight });
        }
    }
    None
}

/// One expression for several that differ only in the element of a dimension; and whether they differ.
fn alike(rows: &[Expr], dimension: DimensionId, strategy: &Strategy) -> Option<(Expr, bool)> {
    if rows.len() != strategy.dimension(dimension).elements.len() {
        return None;
    }
    let (first, others) = rows.split_first()?;
    let mut template = first.clone();
    let mut used = false;
    let others: Vec<&Expr> = others.iter().collect();
    merge(&mut template, &others, dimension, false, strategy, &mut used).then_some((template, used))
}

/// Puts the dimension in place of its elements; false where the expressions differ in anything else.
fn merge(
    template: &mut Expr,
    others: &[&Expr],
    dimension: DimensionId,
    captured: bool,
    strategy: &Strategy,
    used: &mut bool,
) -> bool {
    if !others.iter().all(|other| same_kind(&template.kind, &other.kind)) {
        return false;
    }
    let mut captured = captured;
    match &mut template.kind {
        ExprKind::Variable(id, selects) => {
            let dims = &strategy.variable(*id).dims;
            for (position, select) in selects.iter_mut().enumerate() {
                let own = *select;
                let others: Vec<Select> = others
                    .iter()
                    .filter_map(|other| match &other.kind {
                        ExprKind::Variable(_, selects) => selects.get(position).copied(),
                        _ => None,
                    })
                    .collect();
                if others.iter().all(|other| *other == own) {
                    continue;
                }
                let counts = own == Select::Element(0)
                    && others.iter().enumerate().all(|(i, other)| *other == Select::Element(i + 1));
                if captured || !counts || dims.get(position) != Some(&dimension) {
                    return false;
                }
                *select = Select::Bound(dimension);
                *used = true;
            }
            return true;
        }
        // What goes over the dimension itself would take the element for its own.
        ExprKind::Reduce { over, .. } => captured |= over.contains(&dimension),
        ExprKind::ByElement(other, _) => captured |= *other == dimension,
        _ => {}
    }
    let inner: Vec<Vec<&Expr>> = others.iter().map(|other| parts(other)).collect();
    let own = parts_mut(template);
    if inner.iter().any(|parts| parts.len() != own.len()) {
        return false;
    }
    for (i, part) in own.into_iter().enumerate() {
        let others: Vec<&Expr> = inner.iter().map(|parts| parts[i]).collect();
        if !merge(part, &others, dimension, captured, strategy, used) {
            return false;
        }
    }
    true
}

/// Whether two expressions are the same but for their parts and the elements they read.
fn same_kind(a: &ExprKind, b: &ExprKind) -> bool {
    use ExprKind as K;
    match (a, b) {
        (K::Number(a), K::Number(b)) => a.to_bits() == b.to_bits(),
        (K::Truth(a), K::Truth(b)) => a == b,
        (K::Time, K::Time) | (K::Neg(_), K::Neg(_)) | (K::Not(_), K::Not(_)) | (K::If(_), K::If(_)) => true,
        (K::Initial(_), K::Initial(_)) | (K::Previous { .. }, K::Previous { .. }) | (K::Lag { .. }, K::Lag { .. }) => {
            true
        }
        (K::Active { .. }, K::Active { .. }) => true,
        (K::Variable(a, _), K::Variable(b, _)) => a == b,
        (K::Binary(a, ..), K::Binary(b, ..)) => a == b,
        (K::Call(a, x), K::Call(b, y)) => a == b && x.len() == y.len(),
        (K::Lookup(a, _), K::Lookup(b, _)) => a == b,
        (K::Reduce { how: a, over: x, weight: v, .. }, K::Reduce { how: b, over: y, weight: w, .. }) => {
            a == b && x == y && v.is_some() == w.is_some()
        }
        (K::ByElement(a, x), K::ByElement(b, y)) => a == b && x.len() == y.len(),
        (K::At(_, a), K::At(_, b)) => a.to_bits() == b.to_bits(),
        (K::Smooth { order: a, initial: x, .. }, K::Smooth { order: b, initial: y, .. })
        | (K::Delay { order: a, initial: x, .. }, K::Delay { order: b, initial: y, .. }) => {
            a == b && x.is_some() == y.is_some()
        }
        (K::DelayFixed { steps: a, .. }, K::DelayFixed { steps: b, .. }) => a == b,
        // Draws and events are no two alike.
        _ => false,
    }
}
