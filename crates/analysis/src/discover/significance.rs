use super::binomial::at_least;
use super::question::Question;
use super::region::{Region, Side};

/// How much one bound of a box could be owed to chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quasi {
    /// Which input it bounds.
    pub column: usize,
    /// Which of its bounds.
    pub side: Side,
    /// Rows in the box with this bound dropped.
    pub rows: usize,
    /// Those of them of interest.
    pub cases: usize,
    /// The probability that as many rows of the box would be of interest if the bound changed nothing.  It is called quasi
    /// because the same rows chose the box: read it as a rank, not as a test.
    pub p: f64,
}

/// The quasi-p value of every bound of a box, inputs in the table's order (Bryant and Lempert 2010, section 3.4).
///
/// A number bounded on both sides has one for each.  `earlier` are boxes whose rows were removed before this one was found.
pub fn quasi_p_values(question: &Question, region: &Region, earlier: &[Region]) -> Vec<Quasi> {
    let bounds: Vec<(usize, Side)> = region
        .restricted()
        .into_iter()
        .flat_map(|c| region.limits[c].sides().into_iter().map(move |s| (c, s)))
        .collect();
    let mut free = vec![true; question.rows()];
    for region in earlier {
        for (free, inside) in free.iter_mut().zip(region.inside(question.table())) {
            *free &= !inside;
        }
    }
    let (rows, cases) = count(question, region, &free);
    let test = |&(column, side): &(usize, Side)| {
        let (wider, more) = count(question, &region.without(column, side), &free);
        let p = at_least(cases as u64, rows as u64, more as f64 / wider as f64);
        Quasi { column, side, rows: wider, cases: more, p: if wider == 0 { 1.0 } else { p } }
    };
    bounds.iter().map(test).collect()
}

/// Rows inside and free, and those of them of interest.
pub(super) fn count(question: &Question, region: &Region, free: &[bool]) -> (usize, usize) {
    let inside = region.inside(question.table());
    let rows = inside.iter().zip(free).filter(|&(&inside, &free)| inside && free).count();
    let cases = inside.iter().zip(free).zip(question.interest());
    (rows, cases.filter(|&((&inside, &free), &case)| inside && free && case).count())
}
