//! Morris trajectories: walks through a grid on which each input moves once.

use super::random::{Permutation, Purpose, Stream};
use super::{Design, Error, Grid, Independence, inside, shape};

/// Morris trajectories (Morris 1991, *Technometrics* 33, 161-174) over a grid of p levels, p even: row 0 of a trajectory is
/// its start, and each of the following `columns` rows moves one input by p/2 levels, up or down, in random order.
///
/// With p even every level is visited equally often.  More trajectories of the same seed begin with the same ones.
#[derive(Debug, Clone)]
pub struct Morris {
    trajectories: u64,
    columns: usize,
    levels: u32,
    grid: Grid,
    seed: u64,
}

/// The move of one input in one trajectory.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// Row before the move, in the whole design; the row after it is the next one.
    pub row: u64,
    /// How far the input moved on the unit interval, negative when down.
    pub step: f64,
}

impl Morris {
    /// `trajectories` x (`columns` + 1) points on a grid of `levels` levels.
    ///
    /// # Errors
    /// No trajectories, no columns, an odd number of levels, dependent inputs, more rows than can be counted.
    pub fn new(
        trajectories: u64,
        columns: usize,
        levels: u32,
        grid: Grid,
        seed: u64,
        independence: &Independence,
    ) -> Result<Self, Error> {
        shape(trajectories, columns)?;
        if levels < 2 || levels % 2 == 1 {
            return Err(Error::Levels { levels });
        }
        independence.require("Morris's method")?;
        let rows = u128::from(trajectories) * (columns as u128 + 1);
        if rows > u128::from(u32::MAX) {
            return Err(Error::TooManyRows {
                what: "the Morris design",
                rows,
                most: u64::from(u32::MAX),
                remedy: "take fewer trajectories",
            });
        }
        Ok(Morris { trajectories, columns, levels, grid, seed })
    }

    /// How many trajectories.
    pub fn trajectories(&self) -> u64 {
        self.trajectories
    }

    /// How many levels the grid has.
    pub fn levels(&self) -> u32 {
        self.levels
    }

    /// When and how far an input moves in a trajectory.
    pub fn movement(&self, trajectory: u64, column: usize) -> Move {
        let (from, to) = self.ends(trajectory, column);
        let row = trajectory * (self.columns as u64 + 1) + self.position(trajectory, column);
        Move { row, step: self.place(to) - self.place(from) }
    }

    /// After how many moves of others an input moves.
    fn position(&self, trajectory: u64, column: usize) -> u64 {
        Permutation::new(Stream::new(self.seed, Purpose::Order, trajectory), self.columns as u64).at(column as u64)
    }

    /// The levels of an input before and after its move.
    fn ends(&self, trajectory: u64, column: usize) -> (u32, u32) {
        let half = self.levels / 2;
        let drawn =
            Stream::new(self.seed, Purpose::Base, trajectory).below(column as u64, u64::from(self.levels)) as u32;
        // A level below the half moves up, one above it down: each of the p starts has one move.
        if drawn < half { (drawn, drawn + half) } else { (drawn, drawn - half) }
    }

    fn place(&self, level: u32) -> f64 {
        self.grid.place(level, self.levels)
    }
}

impl Design for Morris {
    fn rows(&self) -> u64 {
        self.trajectories * (self.columns as u64 + 1)
    }

    fn columns(&self) -> usize {
        self.columns
    }

    fn fill(&self, column: usize, first: u64, out: &mut [f64]) {
        inside(self, column, first, out.len());
        let length = self.columns as u64 + 1;
        for (row, value) in (first..).zip(out) {
            let (trajectory, moves) = (row / length, row % length);
            let (before, after) = self.ends(trajectory, column);
            let moved = moves > self.position(trajectory, column);
            *value = self.place(if moved { after } else { before });
        }
    }
}
