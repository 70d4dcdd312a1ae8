use super::Split;
use crate::discover::prim::count_while;
use crate::discover::question::Question;
use crate::table::Kind;

/// Rows of a node: per column in ascending order of its values (categories as they come).
pub(super) struct Rows {
    pub orders: Vec<Vec<u32>>,
}

/// The best split of a node.
pub(super) struct Found {
    pub split: Split,
    /// How much purer the rows get: their number times the fall of the Gini impurity.
    pub gain: f64,
}

/// Sum over both sides of (cases² + others²) / rows: higher is purer.
fn purity(rows: usize, cases: usize) -> f64 {
    let (cases, others) = (cases as f64, (rows - cases) as f64);
    (cases * cases + others * others) / rows as f64
}

/// The split that makes the rows purest, if any does.
pub(super) fn best(question: &Question, rows: &Rows, held: (usize, usize), least: usize) -> Option<Found> {
    let mut best: Option<(f64, Split)> = None;
    for (column, order) in rows.orders.iter().enumerate() {
        let found = match question.table().columns()[column].kind {
            Kind::Real | Kind::Integer => number(question, column, order, held, least),
            Kind::Categorical(_) => category(question, column, order, held, least),
        };
        if let Some(found) = found
            && best.as_ref().is_none_or(|best| found.0 > best.0)
        {
            best = Some(found);
        }
    }
    let (score, split) = best?;
    let gain = score - purity(held.0, held.1);
    // What is no more than the rounding of the two purities is no gain.
    (gain > 1e-12 * held.0 as f64).then_some(Found { split, gain })
}

fn number(
    question: &Question,
    column: usize,
    order: &[u32],
    held: (usize, usize),
    least: usize,
) -> Option<(f64, Split)> {
    let (values, interest) = (question.table().columns()[column].values, question.interest());
    let (mut cases, mut best): (usize, Option<(f64, f64)>) = (0, None);
    for at in 1..order.len() {
        cases += usize::from(interest[order[at - 1] as usize]);
        let (before, after) = (values[order[at - 1] as usize], values[order[at] as usize]);
        if before == after || at < least || held.0 - at < least {
            continue;
        }
        let score = purity(at, cases) + purity(held.0 - at, held.1 - cases);
        if best.is_none_or(|best| score > best.0) {
            let middle = before / 2.0 + after / 2.0;
            // The middle of two neighbours may round up to the higher one, which has to go right.
            best = Some((score, if middle < after { middle } else { before }));
        }
    }
    best.map(|(score, threshold)| (score, Split::Below { column, threshold }))
}

fn category(
    question: &Question,
    column: usize,
    order: &[u32],
    held: (usize, usize),
    least: usize,
) -> Option<(f64, Split)> {
    let (column_, interest) = (&question.table().columns()[column], question.interest());
    let mut counts = vec![(0, 0); column_.categories()];
    for &row in order {
        let (rows, cases) = &mut counts[column_.values[row as usize] as usize];
        *rows += 1;
        *cases += usize::from(interest[row as usize]);
    }
    let mut present: Vec<usize> = (0..counts.len()).filter(|&category| counts[category].0 > 0).collect();
    // Crosswise, so that equal shares are equal; then by number.
    let share = |a: usize, b: usize| {
        (counts[a].1 as u128 * counts[b].0 as u128).cmp(&(counts[b].1 as u128 * counts[a].0 as u128))
    };
    present.sort_by(|&a, &b| share(a, b).then(a.cmp(&b)));
    let (mut left, mut best): ((usize, usize), Option<(f64, usize)>) = ((0, 0), None);
    for at in 1..present.len() {
        let (rows, cases) = counts[present[at - 1]];
        left = (left.0 + rows, left.1 + cases);
        if left.0 < least || held.0 - left.0 < least {
            continue;
        }
        let score = purity(left.0, left.1) + purity(held.0 - left.0, held.1 - left.1);
        if best.is_none_or(|best| score > best.0) {
            best = Some((score, at));
        }
    }
    best.map(|(score, at)| {
        let mut left = vec![false; counts.len()];
        present[..at].iter().for_each(|&category| left[category] = true);
        (score, Split::Among { column, left })
    })
}

impl Split {
    /// The column it asks.
    pub fn column(&self) -> usize {
        match self {
            Split::Below { column, .. } | Split::Among { column, .. } => *column,
        }
    }

    /// Whether a value of its column goes left.
    pub fn goes_left(&self, value: f64) -> bool {
        match self {
            Split::Below { threshold, .. } => value <= *threshold,
            Split::Among { left, .. } => left[value as usize],
        }
    }
}

impl Rows {
    /// The rows that go left and those that go right, in the same orders.
    pub fn divide(self, question: &Question, split: &Split) -> (Rows, Rows) {
        let values = question.table().columns()[split.column()].values;
        let left = |row: &u32| split.goes_left(values[*row as usize]);
        let (lefts, rights) = self.orders.into_iter().map(|order| order.into_iter().partition(left)).unzip();
        (Rows { orders: lefts }, Rows { orders: rights })
    }
}

/// The first value of a column above a threshold, among the rows of a node; some row has one.
pub(super) fn first_above(question: &Question, rows: &Rows, column: usize, threshold: f64) -> f64 {
    let (order, values) = (&rows.orders[column], question.table().columns()[column].values);
    let at = count_while(order.len(), |at| values[order[at] as usize] <= threshold);
    values[order[at.min(order.len() - 1)] as usize]
}

/// Whether some row of a node has exactly this value.
pub(super) fn has(question: &Question, rows: &Rows, column: usize, value: f64) -> bool {
    let (order, values) = (&rows.orders[column], question.table().columns()[column].values);
    let at = count_while(order.len(), |at| values[order[at] as usize] < value);
    order.get(at).is_some_and(|&row| values[row as usize] == value)
}
