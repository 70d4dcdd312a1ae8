//! The leading measures as numbers over time, and how near loops are to them.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::*;
use milepost_strategy::visit;

use super::groups::Grouped;
use super::plain::Plain;
use crate::ask::reduced;
use crate::structure::Graph;

/// As many measures are watched.
const MOST: usize = 3;

/// The leading measures and what each of them looks at as time goes on: the first that say what is acceptable, or the
/// first of all.  One that looks at no number over time is passed over.
pub(super) fn leading(strategy: &Strategy) -> Vec<(&Measure, Expr)> {
    let with_bar = || strategy.measures.iter().filter(|m| m.acceptable.is_some());
    let all: Vec<&Measure> = match with_bar().next() {
        Some(_) => with_bar().collect(),
        None => strategy.measures.iter().collect(),
    };
    all.into_iter().filter_map(|m| Some((m, body(&m.value)?))).take(MOST).collect()
}

/// What a measure looks at over time; `None` for a truth, and for what is put together from several such looks.
fn body(value: &Expr) -> Option<Expr> {
    let looked = match &value.kind {
        ExprKind::OverTime { how: OverTime::First | OverTime::Duration, .. } => return None,
        ExprKind::OverTime { body, .. } => (**body).clone(),
        _ => value.clone(),
    };
    let is_number = matches!(looked.ty, Type::Number(_));
    (is_number && !over_time(&looked)).then(|| reduced(Reduction::Sum, looked))
}

fn over_time(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::OverTime { .. }) || visit::parts(e).into_iter().any(over_time)
}

/// For each group of circles, how many steps lie between its variables and what a measure looks at; `None` where
/// nothing leads there.
pub(super) fn distances(plain: &Plain, grouped: &Grouped, body: &Expr) -> Vec<Option<usize>> {
    let mut into: BTreeMap<VariableId, Vec<VariableId>> = BTreeMap::new();
    Graph::new(&plain.strategy).edges.iter().for_each(|e| into.entry(e.to).or_default().push(e.from));
    let mut ring = BTreeSet::new();
    visit::variables(body, &mut |id| {
        ring.insert(id);
    });
    let mut far: BTreeMap<VariableId, usize> = BTreeMap::new();
    for distance in 0.. {
        ring.retain(|id| !far.contains_key(id));
        if ring.is_empty() {
            break;
        }
        far.extend(ring.iter().map(|id| (*id, distance)));
        ring = ring.iter().flat_map(|id| into.get(id).into_iter().flatten()).copied().collect();
    }
    let mut out: Vec<Option<usize>> = vec![None; grouped.partition.len()];
    for (circle, group) in grouped.circles.iter().zip(&grouped.group) {
        let nearest = circle.iter().filter_map(|id| far.get(id)).min().copied();
        out[*group] = match (out[*group], nearest) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
    }
    out
}
