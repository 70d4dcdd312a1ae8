use super::split::{Found, Rows, best, first_above, has};
use super::{Node, Split, Stop};
use crate::discover::prim::sorted_rows;
use crate::discover::question::Question;
use crate::discover::region::{Limit, Region};
use crate::table::Kind;

/// A leaf that could be split.
struct Open {
    node: usize,
    depth: usize,
    rows: Rows,
    found: Found,
}

/// Splits the leaf that gains most, until none may be split.
pub(super) fn grow(question: &Question, stop: Stop) -> Vec<Node> {
    let columns = question.table().columns();
    let order = |column: &crate::table::Column| match column.kind {
        Kind::Real | Kind::Integer => sorted_rows(column.values),
        Kind::Categorical(_) => (0..question.rows() as u32).collect(),
    };
    let rows = Rows { orders: columns.iter().map(order).collect() };
    let root = Region::everything(columns.len());
    let mut nodes = vec![Node { region: root, rows: question.rows(), cases: question.cases(), split: None }];
    let mut open = vec![];
    consider(question, stop, &nodes, 0, 0, rows, &mut open);
    let mut leaves = 1;
    while leaves < stop.leaves && !open.is_empty() {
        let mut most = 0;
        for at in 1..open.len() {
            if open[at].found.gain > open[most].found.gain {
                most = at;
            }
        }
        let Open { node, depth, rows, found } = open.remove(most);
        let (left_limit, right_limit) = limits_of(question, &nodes[node].region, &rows, &found.split);
        let (left, right) = rows.divide(question, &found.split);
        let number = nodes.len();
        for (limit, rows) in [(&left_limit, &left), (&right_limit, &right)] {
            let mut region = nodes[node].region.clone();
            region.limits[found.split.column()] = limit.clone();
            let order = &rows.orders[0];
            let cases = order.iter().filter(|&&row| question.interest()[row as usize]).count();
            nodes.push(Node { region, rows: order.len(), cases, split: None });
        }
        nodes[node].split = Some((found.split, number, number + 1));
        consider(question, stop, &nodes, number, depth + 1, left, &mut open);
        consider(question, stop, &nodes, number + 1, depth + 1, right, &mut open);
        leaves += 1;
    }
    nodes
}

fn consider(
    question: &Question,
    stop: Stop,
    nodes: &[Node],
    node: usize,
    depth: usize,
    rows: Rows,
    open: &mut Vec<Open>,
) {
    let held = (nodes[node].rows, nodes[node].cases);
    if depth >= stop.depth || held.1 == 0 || held.1 == held.0 {
        return;
    }
    if let Some(found) = best(question, &rows, held, stop.least_rows) {
        open.push(Open { node, depth, rows, found });
    }
}

/// The limits of the split column on either side.  Bounds include their value, so the right one begins at the threshold
/// only where no row lies on it.
fn limits_of(question: &Question, region: &Region, rows: &Rows, split: &Split) -> (Limit, Limit) {
    match split {
        Split::Below { column, threshold } => {
            let (lower, upper) = region.limits[*column].bounds();
            let (below, above) = if question.table().columns()[*column].kind == Kind::Integer {
                (threshold.floor(), threshold.floor() + 1.0)
            } else if has(question, rows, *column, *threshold) {
                (*threshold, first_above(question, rows, *column, *threshold))
            } else {
                (*threshold, *threshold)
            };
            (Limit::between(lower, Some(below)), Limit::between(Some(above), upper))
        }
        Split::Among { column, left } => {
            let so_far = match &region.limits[*column] {
                Limit::Among(among) => among.clone(),
                _ => vec![true; left.len()],
            };
            // Categories that no row of the node has go nowhere new: they stay on the right.
            let on = |side: bool| so_far.iter().zip(left).map(|(&so_far, &left)| so_far && left == side).collect();
            (Limit::among(on(true)), Limit::among(on(false)))
        }
    }
}
