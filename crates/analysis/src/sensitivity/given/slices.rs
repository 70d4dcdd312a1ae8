//! Rows sorted into classes along one input.

use super::super::error::Error;

/// Fewest rows in a class, on average.
const LEAST: usize = 5;

/// The classes of an input's rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slices {
    /// Class of each row, counted from the lowest values.
    pub(super) class: Vec<u32>,
    /// How many rows each class has.
    pub(super) counts: Vec<u32>,
}

impl Slices {
    /// As many classes as ten, the usual number for [`pawn`](super::pawn), if there are rows enough.
    pub fn usual_for_pawn(rows: usize) -> usize {
        (rows / LEAST).clamp(2, 10)
    }

    /// As many classes as suit [`first_order`](super::first_order): more rows allow finer ones, up to fifty.
    pub fn usual_for_first_order(rows: usize) -> usize {
        ((rows as f64).sqrt() / 2.0).round().clamp(4.0, 50.0) as usize
    }

    /// `wanted` classes with equally many rows each; equal values stay together.  An input with at most `wanted` different
    /// values (a lever, a category by its number) has one class for each.
    ///
    /// # Errors
    /// An input that is unknown somewhere or stands still; fewer than five rows for each class wanted, or fewer than two
    /// classes.
    pub fn new(input: &[f64], wanted: usize) -> Result<Self, Error> {
        let rows = input.len();
        if wanted < 2 {
            return Err(Error::TooFew { what: "classes", found: wanted, least: 2 });
        }
        if rows < LEAST * wanted {
            return Err(Error::TooFew { what: "futures", found: rows, least: LEAST * wanted });
        }
        if let Some(row) = input.iter().position(|x| !x.is_finite()) {
            return Err(Error::NotFinite { what: "input", row, value: input[row] });
        }
        let mut order: Vec<usize> = (0..rows).collect();
        order.sort_unstable_by(|a, b| input[*a].total_cmp(&input[*b]));
        let groups: Vec<&[usize]> = order.chunk_by(|a, b| input[*a] == input[*b]).collect();
        if groups.len() < 2 {
            return Err(Error::StandsStill { value: input[order[0]] });
        }
        Ok(if groups.len() <= wanted { by_value(&groups, rows) } else { by_rank(&groups, rows, wanted) })
    }

    /// How many classes.
    pub fn classes(&self) -> usize {
        self.counts.len()
    }

    /// How many rows.
    pub fn rows(&self) -> usize {
        self.class.len()
    }
}

fn by_value(groups: &[&[usize]], rows: usize) -> Slices {
    let mut class = vec![0; rows];
    for (number, group) in (0..).zip(groups) {
        group.iter().for_each(|row| class[*row] = number);
    }
    Slices { class, counts: groups.iter().map(|group| group.len() as u32).collect() }
}

/// A group of equal values goes where its middle rank does; classes that get nothing are closed up.
fn by_rank(groups: &[&[usize]], rows: usize, wanted: usize) -> Slices {
    let mut class = vec![0; rows];
    let mut counts: Vec<u32> = Vec::new();
    let (mut passed, mut last) = (0, None);
    for group in groups {
        let middle = 2 * passed + group.len() - 1;
        let place = middle * wanted / (2 * rows);
        if last != Some(place) {
            counts.push(0);
            last = Some(place);
        }
        let number = counts.len() - 1;
        group.iter().for_each(|row| class[*row] = number as u32);
        counts[number] += group.len() as u32;
        passed += group.len();
    }
    Slices { class, counts }
}
