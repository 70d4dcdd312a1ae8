use super::Settings;
use super::sorted::Sorted;
use crate::discover::region::Region;
use crate::table::{Column, Kind, Table};

/// A box under way, and the rows in it.
pub(super) struct State<'a> {
    pub table: &'a Table<'a>,
    pub settings: Settings,
    /// Per row, whether it counts as of interest.
    pub interest: &'a [bool],
    pub region: Region,
    /// Rows in the box and those of them of interest.
    pub held: (usize, usize),
}

/// A candidate: what would change and what the box would then hold.
pub(super) struct Candidate<C> {
    pub column: usize,
    pub change: C,
    pub held: (usize, usize),
    /// Restricted inputs of the box it leads to.
    pub restricted: usize,
}

impl State<'_> {
    pub fn column(&self, column: usize) -> &Column<'_> {
        &self.table.columns()[column]
    }

    pub fn value(&self, column: usize, row: u32) -> f64 {
        self.table.columns()[column].values[row as usize]
    }

    /// How many of the rows are of interest.
    pub fn cases(&self, rows: &[u32]) -> usize {
        rows.iter().map(|&row| usize::from(self.interest[row as usize])).sum()
    }

    /// Whether a share of all rows is at least the least mass of a box.
    pub fn heavy_enough(&self, rows: usize) -> bool {
        rows as f64 / self.table.rows() as f64 >= self.settings.least_mass
    }

    /// The candidate with the best score; of equals the one with fewer restrictions, then the first.
    pub fn best<C>(&self, candidates: Vec<Candidate<C>>) -> Option<(f64, Candidate<C>)> {
        let mut best: Option<(f64, Candidate<C>)> = None;
        for candidate in candidates {
            let score = self.settings.objective.score(self.held, candidate.held);
            let better = best.as_ref().is_none_or(|(leading, leader)| {
                score > *leading || score == *leading && candidate.restricted < leader.restricted
            });
            if better {
                best = Some((score, candidate));
            }
        }
        best
    }
}

/// Columns in the order in which equal scores are decided: reals, whole numbers, categories.
pub(super) fn columns_by_kind(table: &Table) -> Vec<usize> {
    let place = |column: &usize| match table.columns()[*column].kind {
        Kind::Real => 0,
        Kind::Integer => 1,
        Kind::Categorical(_) => 2,
    };
    let mut columns: Vec<usize> = (0..table.columns().len()).collect();
    columns.sort_by_key(place);
    columns
}

/// Per category of a column, the rows in play and those of interest.
pub(super) fn per_category(state: &State, column: usize, sorted: &Sorted) -> Vec<(usize, usize)> {
    let mut held = vec![(0, 0); state.column(column).categories()];
    for &row in &sorted.rows {
        let (rows, cases) = &mut held[state.value(column, row) as usize];
        *rows += 1;
        *cases += usize::from(state.interest[row as usize]);
    }
    held
}
