//! Pasting: a box that was peeled greedily is let out again where that raises its density.
//!
//! Only rows that fail exactly one bound can enter by moving that bound.  They are kept in a list per bound, nearest last,
//! so that a paste looks at what it takes in and no more.

use super::sorted::{Sorted, count_while, quantile};
use super::state::{Candidate, State, columns_by_kind};
use crate::discover::region::{Limit, Side};
use crate::table::Kind;

/// What a paste does to its column.
enum Growth {
    /// A bound moves outward, or falls where nothing lies beyond; so many rows come in.
    Bound { side: Side, limit: Option<f64>, entering: usize },
    /// One category comes back.
    Add(usize),
}

/// Rows outside the box by the one bound that keeps them out.
pub(super) struct Outside<'a> {
    all: &'a Sorted,
    /// Per row, how many inputs keep it out.
    broken: Vec<u16>,
    /// Per column: rows kept out by its lower bound alone, the nearest last.
    below: Vec<Vec<u32>>,
    /// Per column: rows kept out by its upper bound alone, the nearest last.
    above: Vec<Vec<u32>>,
    /// Per column and category: rows kept out by it alone.
    among: Vec<Vec<Vec<u32>>>,
}

impl<'a> Outside<'a> {
    pub fn new(state: &State, all: &'a Sorted) -> Self {
        let columns = state.table.columns();
        let mut broken = vec![0; state.table.rows()];
        for column in state.region.restricted() {
            let limit = &state.region.limits[column];
            for &row in &all.rows {
                broken[row as usize] += u16::from(!limit.holds(columns[column].values[row as usize]));
            }
        }
        let lists = || vec![vec![]; columns.len()];
        let among = columns.iter().map(|column| vec![vec![]; column.categories()]).collect();
        let mut outside = Outside { all, broken, below: lists(), above: lists(), among };
        let alone = all.rows.iter().copied().filter(|&row| outside.broken[row as usize] == 1).collect();
        outside.add(state, alone);
        outside
    }

    /// Files rows under the bound that keeps each out.
    fn add(&mut self, state: &State, rows: Vec<u32>) {
        let restricted = state.region.restricted();
        let mut touched = vec![false; self.below.len()];
        for row in rows {
            let Some(&column) = restricted.iter().find(|&&c| !state.region.limits[c].holds(state.value(c, row))) else {
                continue;
            };
            touched[column] = true;
            let value = state.value(column, row);
            match &state.region.limits[column] {
                Limit::Among(_) => self.among[column][value as usize].push(row),
                limit if limit.bounds().0.is_some_and(|lower| value < lower) => self.below[column].push(row),
                _ => self.above[column].push(row),
            }
        }
        for column in (0..touched.len()).filter(|&column| touched[column]) {
            let key = |row: &u32| state.value(column, *row);
            // Stable, and quick where a sorted run has a few rows behind it.
            self.below[column].sort_by(|a, b| key(a).total_cmp(&key(b)));
            self.above[column].sort_by(|a, b| key(b).total_cmp(&key(a)));
        }
    }

    /// Rows whose `column` lay outside and now lies inside: one thing less keeps them out.
    fn freed(&mut self, state: &State, column: usize, old: &Limit) {
        let new = &state.region.limits[column];
        let mut alone = vec![];
        let mut free = |row: u32, broken: &mut [u16]| {
            let value = state.value(column, row);
            if !old.holds(value) && new.holds(value) {
                broken[row as usize] -= 1;
                if broken[row as usize] == 1 {
                    alone.push(row);
                }
            }
        };
        let rows = if let Limit::Among(_) = old { &self.all.rows[..] } else { self.moved(state, column, old) };
        for &row in rows {
            free(row, &mut self.broken);
        }
        self.add(state, alone);
    }

    /// The rows of a numeric column between its old bound and its new one.
    fn moved(&self, state: &State, column: usize, old: &Limit) -> &'a [u32] {
        let order = &self.all.orders[column];
        let count = order.len();
        let value = |at: usize| state.value(column, order[at]);
        let ((old_lower, old_upper), (lower, upper)) = (old.bounds(), state.region.limits[column].bounds());
        if old_lower != lower {
            let from = lower.map_or(0, |lower| count_while(count, |at| value(at) < lower));
            let to = old_lower.map_or(0, |old| count_while(count, |at| value(at) < old));
            &order[from..to]
        } else {
            let from = old_upper.map_or(count, |old| count_while(count, |at| value(at) <= old));
            let to = upper.map_or(count, |upper| count_while(count, |at| value(at) <= upper));
            &order[from..to]
        }
    }
}

/// Lets the box out where that helps most; `None`, and the box as it was, where it helps nowhere.  Returns the column.
pub(super) fn paste(state: &mut State, outside: &mut Outside) -> Option<usize> {
    let mut candidates = vec![];
    for column in columns_by_kind(state.table) {
        match state.column(column).kind {
            Kind::Real | Kind::Integer => {
                candidates.extend(
                    [Side::Lower, Side::Upper].map(|side| number(state, outside, column, side)).into_iter().flatten(),
                );
            }
            Kind::Categorical(_) => categories(state, outside, column, &mut candidates),
        }
    }
    let (score, best) = state.best(candidates)?;
    // Crosswise, so that equal densities are equal.
    let denser = best.held.1 as u128 * state.held.0 as u128 > state.held.1 as u128 * best.held.0 as u128;
    if score <= 0.0 || !denser || !state.heavy_enough(best.held.0) {
        return None;
    }
    apply(state, best, outside)
}

fn number(state: &State, outside: &Outside, column: usize, side: Side) -> Option<Candidate<Growth>> {
    let lower = side == Side::Lower;
    let near = if lower { &outside.below[column] } else { &outside.above[column] };
    let count = near.len();
    if count == 0 {
        return None;
    }
    let value = |at: usize| state.value(column, near[at]);
    let share = state.settings.paste;
    let limit =
        if lower { quantile(count, 1.0 - share, value) } else { quantile(count, share, |at| value(count - 1 - at)) };
    let whole = state.column(column).kind == Kind::Integer;
    let order = &outside.all.orders[column];
    let (least, most) = (state.value(column, order[0]), state.value(column, order[order.len() - 1]));
    let (limit, open, staying) = if lower {
        let limit = if whole { limit.ceil() } else { limit };
        (limit, limit <= least, count_while(count, |at| value(at) < limit))
    } else {
        let limit = if whole { limit.floor() } else { limit };
        (limit, limit >= most, count_while(count, |at| value(at) > limit))
    };
    let held = (state.held.0 + count - staying, state.held.1 + state.cases(&near[staying..]));
    let limit = (!open).then_some(limit);
    let change = Growth::Bound { side, limit, entering: count - staying };
    Some(Candidate { column, held, restricted: restricted_with(state, column, &grown(state, column, &change)), change })
}

fn categories(state: &State, outside: &Outside, column: usize, candidates: &mut Vec<Candidate<Growth>>) {
    for (category, rows) in outside.among[column].iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
        let held = (state.held.0 + rows.len(), state.held.1 + state.cases(rows));
        let change = Growth::Add(category);
        let restricted = restricted_with(state, column, &grown(state, column, &change));
        candidates.push(Candidate { column, change, held, restricted });
    }
}

fn restricted_with(state: &State, column: usize, limit: &Limit) -> usize {
    let others = state.region.restricted().iter().filter(|&&other| other != column).count();
    others + usize::from(*limit != Limit::Open)
}

/// The limit of a column after the change.
fn grown(state: &State, column: usize, change: &Growth) -> Limit {
    let limit = &state.region.limits[column];
    let (lower, upper) = limit.bounds();
    match (change, limit) {
        (Growth::Bound { side: Side::Lower, limit, .. }, _) => Limit::between(*limit, upper),
        (Growth::Bound { limit, .. }, _) => Limit::between(lower, *limit),
        (Growth::Add(category), Limit::Among(among)) => {
            let mut among = among.clone();
            among[*category] = true;
            Limit::among(among)
        }
        (Growth::Add(_), limit) => limit.clone(),
    }
}

fn apply(state: &mut State, best: Candidate<Growth>, outside: &mut Outside) -> Option<usize> {
    let column = best.column;
    let new = grown(state, column, &best.change);
    match best.change {
        Growth::Bound { side, entering, .. } => {
            let near = if side == Side::Lower { &mut outside.below[column] } else { &mut outside.above[column] };
            near.truncate(near.len() - entering);
        }
        Growth::Add(category) => outside.among[column][category].clear(),
    }
    let old = std::mem::replace(&mut state.region.limits[column], new);
    state.held = best.held;
    outside.freed(state, column, &old);
    Some(column)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::discover::prim::Settings;
    use crate::discover::region::Region;
    use crate::table::{Column, Table};

    /// What is kept up to date from paste to paste is what a look at all rows would find.
    #[test]
    fn rows_move_from_bound_to_bound_as_the_box_grows() {
        let fraction = |root: f64| (1..=900).map(|row| (f64::from(row) * root).fract()).collect::<Vec<f64>>();
        let names = ["p", "q", "r"].map(String::from);
        let values = [fraction(2f64.sqrt()), fraction(3f64.sqrt()), fraction(5f64.sqrt()), fraction(7f64.sqrt())];
        let level: Vec<f64> = values[2].iter().map(|x| (x * 8.0).floor()).collect();
        let class: Vec<f64> = values[3].iter().map(|x| (x * 3.0).floor()).collect();
        let column = |name, kind, values| Column { name, unit: "", kind, values };
        let table = Table::new(vec![
            column("a", Kind::Real, &values[0]),
            column("b", Kind::Real, &values[1]),
            column("level", Kind::Integer, &level),
            column("class", Kind::Categorical(&names), &class),
        ]);
        let table = table.unwrap();
        // Dense round the box, so that it wants to grow on all sides.
        let interest: Vec<bool> =
            (0..900).map(|row| (values[0][row] - 0.5).abs() > 0.05 || class[row] == 1.0).collect();
        let between = |lower, upper| Limit::between(Some(lower), Some(upper));
        let limits =
            vec![between(0.4, 0.6), between(0.4, 0.6), between(3.0, 4.0), Limit::among(vec![true, false, true])];
        let region = Region { limits };
        let inside: Vec<u32> = (0..900).filter(|&row| region.holds(&table, row as usize)).collect();
        let all = Sorted::new(&table, 1);
        let settings = Settings { least_mass: 0.001, ..Settings::default() };
        let mut state = State { table: &table, settings, interest: &interest, region, held: (inside.len(), 0) };
        state.held.1 = state.cases(&inside);
        let mut outside = Outside::new(&state, &all);
        let mut columns = vec![];
        while let Some(column) = paste(&mut state, &mut outside) {
            columns.push(column);
            let fresh = Outside::new(&state, &all);
            assert_eq!(outside.broken, fresh.broken);
            // Real values differ, so their order is one only.
            assert_eq!((&outside.below[..2], &outside.above[..2]), (&fresh.below[..2], &fresh.above[..2]));
            for column in 0..4 {
                let filed = |lists: &[Vec<u32>]| lists.iter().map(|rows| sorted(rows)).collect::<Vec<_>>();
                assert_eq!(filed(&outside.below), filed(&fresh.below));
                assert_eq!(filed(&outside.above), filed(&fresh.above));
                assert_eq!(filed(&outside.among[column]), filed(&fresh.among[column]));
            }
            let held = (0..900).filter(|&row| state.region.holds(&table, row)).count();
            assert_eq!(held, state.held.0);
        }
        assert!([0, 1, 3].iter().all(|column| columns.contains(column)), "{columns:?}");
    }

    fn sorted(rows: &[u32]) -> Vec<u32> {
        let mut rows = rows.to_vec();
        rows.sort_unstable();
        rows
    }
}
