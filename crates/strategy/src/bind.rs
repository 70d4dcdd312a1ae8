//! An expression over dimensions, for one element of them.

use crate::model::*;

/// Elements that stand for dimensions.
#[derive(Clone, Default)]
pub(crate) struct Bound(Vec<(DimensionId, usize)>);

impl Bound {
    /// An element of a dimension, and with it that of the dimension of which this is a subrange.
    pub fn element(dimensions: &[Dimension], dim: DimensionId, element: usize) -> Bound {
        let mut out = vec![(dim, element)];
        if let Some((whole, positions)) = &dimensions[dim.index()].parent {
            out.push((*whole, positions[element]));
        }
        Bound(out)
    }

    fn get(&self, dim: DimensionId) -> Option<usize> {
        self.0.iter().find(|(d, _)| *d == dim).map(|(_, element)| *element)
    }

    /// What is left of it where other dimensions are bound anew.
    fn without(&self, dimensions: &[Dimension], over: &[DimensionId]) -> Bound {
        let anew = |d: &DimensionId| {
            over.iter().any(|o| o == d || dimensions[o.index()].parent.as_ref().is_some_and(|(whole, _)| whole == d))
        };
        Bound(self.0.iter().filter(|(d, _)| !anew(d)).copied().collect())
    }
}

/// Puts elements in the place of dimensions.
pub(crate) fn bind(
    e: &mut Expr,
    bound: &Bound,
    dimensions: &[Dimension],
    dims_of: &dyn Fn(VariableId) -> Vec<DimensionId>,
) {
    if bound.0.is_empty() {
        return;
    }
    if let ExprKind::ByElement(dim, arms) = &mut e.kind
        && let Some(element) = bound.get(*dim)
    {
        let span = e.span;
        *e = arms.swap_remove(element);
        e.span = span;
        return bind(e, bound, dimensions, dims_of);
    }
    match &mut e.kind {
        ExprKind::Variable(id, selects) => {
            for (select, dim) in selects.iter_mut().zip(dims_of(*id)) {
                let Select::Bound(b) = *select else { continue };
                let Some(element) = bound.get(b) else { continue };
                *select = Select::Element(match &dimensions[b.index()].parent {
                    Some((whole, positions)) if *whole == dim => positions[element],
                    _ => element,
                });
            }
        }
        ExprKind::Reduce { over, body, weight, .. } => {
            let inner = bound.without(dimensions, over);
            bind(body, &inner, dimensions, dims_of);
            if let Some(weight) = weight {
                bind(weight, &inner, dimensions, dims_of);
            }
        }
        _ => crate::visit::parts_mut(e).into_iter().for_each(|part| bind(part, bound, dimensions, dims_of)),
    }
    e.dims.retain(|d| bound.get(*d).is_none());
}
