//! The patient rule induction method: boxes of inputs in which the rows of interest are dense.
//!
//! After Friedman and Fisher (1999), as Bryant and Lempert (2010) use it for scenario discovery and Kwakkel and Jaxa-Rozen
//! (2016) for inputs of mixed kinds.  Columns are sorted once; every peel then reads its cuts off the sorted rows and
//! counts the slices only.  Scores are quotients of counts, so threads cannot change them.

mod paste;
mod peel;
mod settings;
mod sorted;
mod state;
mod trajectory;

pub(super) use sorted::{count_while, sorted_rows};

pub use settings::{Objective, Settings};
pub use trajectory::{Made, Step, Trajectory};

use self::paste::Outside;
use self::sorted::Sorted;
use self::state::State;
use super::question::{Question, Refused};
use super::region::Region;

/// What becomes of the rows in earlier boxes when a further one is sought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Earlier {
    /// They go.
    #[default]
    Removed,
    /// They stay, no longer of interest (Guivarch, Rozenberg and Schweizer 2016).
    NotOfInterest,
}

/// A search over one question, sorted once for any number of boxes.
pub struct Prim<'a> {
    question: &'a Question<'a>,
    settings: Settings,
    sorted: Sorted,
}

impl<'a> Prim<'a> {
    /// Sorts the inputs.
    ///
    /// # Errors
    /// A setting outside its range.
    pub fn new(question: &'a Question<'a>, settings: Settings) -> Result<Self, Refused> {
        settings.check()?;
        Ok(Prim { question, settings, sorted: Sorted::new(question.table(), settings.threads) })
    }

    /// The first box.
    pub fn first(&self) -> Trajectory {
        self.search(&self.sorted, self.question.interest())
    }

    /// A further box beside the earlier ones.  Its coverage and mass are shares of all rows.
    ///
    /// # Errors
    /// Nothing of interest is left.
    pub fn further(&self, boxes: &[Region], earlier: Earlier) -> Result<Trajectory, Refused> {
        let table = self.question.table();
        let mut free = vec![true; table.rows()];
        for region in boxes {
            for (free, inside) in free.iter_mut().zip(region.inside(table)) {
                *free &= !inside;
            }
        }
        let left: Vec<bool> = self.question.interest().iter().zip(&free).map(|(&case, &free)| case && free).collect();
        if !left.contains(&true) {
            return Err(Refused::NothingLeft);
        }
        if earlier == Earlier::NotOfInterest {
            return Ok(self.search(&self.sorted, &left));
        }
        let mut sorted = self.sorted.clone();
        sorted.retain(&free, self.settings.threads);
        Ok(self.search(&sorted, &left))
    }

    fn search(&self, all: &Sorted, interest: &[bool]) -> Trajectory {
        let table = self.question.table();
        let whole = (self.question.rows(), self.question.cases());
        let region = Region::everything(table.columns().len());
        let mut state = State { table, settings: self.settings, interest, region, held: (all.rows.len(), 0) };
        state.held.1 = state.cases(&all.rows);
        let step = |state: &State, made| Step::new(state.region.clone(), made, state.held, whole);
        let mut steps = vec![step(&state, Made::Start)];
        let mut inside = all.clone();
        let mut marked = vec![true; table.rows()];
        while let Some(column) = peel::peel(&mut state, &mut inside, &mut marked) {
            steps.push(step(&state, Made::Peel(column)));
        }
        drop((inside, marked));
        let mut outside = Outside::new(&state, all);
        while let Some(column) = paste::paste(&mut state, &mut outside) {
            steps.push(step(&state, Made::Paste(column)));
        }
        Trajectory { steps }
    }
}
