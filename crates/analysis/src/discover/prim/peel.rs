use super::sorted::{Sorted, count_while, quantile};
use super::state::{Candidate, State, columns_by_kind, per_category};
use crate::discover::region::{Limit, Side};
use crate::table::Kind;

/// What a peel does to its column.
enum Cut {
    /// A new bound, which leaves the rows `order[from..to]` of the column in the box.
    Bound { side: Side, limit: f64, from: usize, to: usize },
    /// One category goes.
    Drop(usize),
}

/// Takes the best slice off the box; `None`, and the box as it was, where no slice helps.  Returns the column.
pub(super) fn peel(state: &mut State, inside: &mut Sorted, marked: &mut [bool]) -> Option<usize> {
    let mut candidates = vec![];
    for column in columns_by_kind(state.table) {
        match state.column(column).kind {
            Kind::Real | Kind::Integer => {
                candidates.extend(
                    [Side::Upper, Side::Lower].map(|side| number(state, inside, column, side)).into_iter().flatten(),
                );
            }
            Kind::Categorical(_) => categories(state, inside, column, &mut candidates),
        }
    }
    let (score, best) = state.best(candidates)?;
    if score <= 0.0 || !state.heavy_enough(best.held.0) {
        return None;
    }
    apply(state, &best, inside, marked);
    inside.retain(marked, state.settings.threads);
    Some(best.column)
}

fn number(state: &State, inside: &Sorted, column: usize, side: Side) -> Option<Candidate<Cut>> {
    let order = &inside.orders[column];
    let value = |at: usize| state.value(column, order[at]);
    let whole = state.column(column).kind == Kind::Integer;
    let share = if side == Side::Lower { state.settings.peel } else { 1.0 - state.settings.peel };
    let cut = quantile(order.len(), share, value);
    let cut = if whole { cut.trunc() } else { cut };
    let (mut from, mut to) = (0, order.len());
    if side == Side::Lower {
        from = count_while(order.len(), |at| value(at) < cut);
        if whole && from == 0 {
            from = count_while(order.len(), |at| value(at) == value(0));
        }
    } else {
        to = count_while(order.len(), |at| value(at) <= cut);
        if whole && to == order.len() {
            to = count_while(order.len(), |at| value(at) < value(order.len() - 1));
        }
    }
    if from == to || to - from == order.len() {
        return None;
    }
    let limit = match (whole, side) {
        (false, _) => cut,
        (true, Side::Lower) => value(from),
        (true, _) => value(to - 1),
    };
    let gone = state.cases(&order[..from]) + state.cases(&order[to..]);
    let held = (to - from, state.held.1 - gone);
    Some(Candidate {
        column,
        change: Cut::Bound { side, limit, from, to },
        held,
        restricted: restricted_with(state, column),
    })
}

fn categories(state: &State, inside: &Sorted, column: usize, candidates: &mut Vec<Candidate<Cut>>) {
    for (category, (rows, cases)) in per_category(state, column, inside).into_iter().enumerate() {
        if rows > 0 && rows < state.held.0 {
            let held = (state.held.0 - rows, state.held.1 - cases);
            let restricted = restricted_with(state, column);
            candidates.push(Candidate { column, change: Cut::Drop(category), held, restricted });
        }
    }
}

fn restricted_with(state: &State, column: usize) -> usize {
    state.region.restricted().len() + usize::from(state.region.limits[column] == Limit::Open)
}

fn apply(state: &mut State, best: &Candidate<Cut>, inside: &Sorted, marked: &mut [bool]) {
    let limit = &state.region.limits[best.column];
    let new = match best.change {
        Cut::Bound { side, limit: bound, from, to } => {
            let order = &inside.orders[best.column];
            for &row in order[..from].iter().chain(&order[to..]) {
                marked[row as usize] = false;
            }
            let (lower, upper) = limit.bounds();
            if side == Side::Lower { Limit::between(Some(bound), upper) } else { Limit::between(lower, Some(bound)) }
        }
        Cut::Drop(category) => {
            for &row in &inside.rows {
                marked[row as usize] &= state.value(best.column, row) as usize != category;
            }
            let mut among = match limit {
                Limit::Among(among) => among.clone(),
                _ => vec![true; state.column(best.column).categories()],
            };
            among[category] = false;
            Limit::among(among)
        }
    };
    state.region.limits[best.column] = new;
    state.held = best.held;
}
