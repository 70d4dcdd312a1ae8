//! From link scores to shares of the change: loop by loop, step by step, future by future.

use super::run::Step;
use super::spread::{COUNTS, Spread};

/// Circles as what their scores are made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Circles {
    /// The links of each, as rows of a [`Step`].
    pub links: Vec<Vec<usize>>,
    /// The group that each counts for.
    pub group: Vec<usize>,
    /// The partition of each group: within it shares add up to 1.
    pub partition: Vec<usize>,
    /// For each partition the row that says how many of its stocks move.
    pub moving: Vec<usize>,
}

impl Circles {
    /// Score of a circle: the product of its links' scores.
    pub fn score(&self, circle: usize, rows: &[Vec<f64>], member: usize) -> f64 {
        let product = self.links[circle].iter().map(|&row| rows[row][member]).product::<f64>();
        if product.is_finite() { product } else { 0.0 }
    }

    /// Shares of the change within a step, signed, circle by circle, for one member: each score over the sum of all
    /// absolute scores of its partition; 0 where nothing moves.
    pub fn relative(&self, rows: &[Vec<f64>], member: usize, into: &mut Vec<f64>) {
        into.clear();
        into.extend((0..self.links.len()).map(|circle| self.score(circle, rows, member)));
        let mut totals = vec![0.0_f64; self.moving.len()];
        for (circle, score) in into.iter().enumerate() {
            totals[self.partition[self.group[circle]]] += score.abs();
        }
        for (circle, score) in into.iter_mut().enumerate() {
            let partition = self.partition[self.group[circle]];
            let moves = rows[self.moving[partition]][member] > 0.0;
            let total = totals[partition];
            *score = if moves && total > 0.0 && total.is_finite() { *score / total } else { 0.0 };
        }
    }
}

/// What a future had in each reporting period.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Future {
    /// `[period][group]`: mean share of the change that the group's circles made, reinforcing, and balancing.
    pub reinforcing: Vec<Vec<f64>>,
    /// Balancing.
    pub balancing: Vec<Vec<f64>>,
    /// `[period][number]`: what is looked at beside the scores, at the end of the period; at the start first.
    pub watched: Vec<Vec<f64>>,
}

/// Adds up the steps of some members into periods.
pub(super) struct Periods<'a> {
    circles: &'a Circles,
    /// Steps in a period, and steps in all.
    every: usize,
    last: usize,
    /// Rows that are looked at beside the scores.
    watched: Vec<usize>,
    futures: Vec<Future>,
    /// `[member][group]` within the period: reinforcing, balancing.
    sums: Vec<Vec<[f64; 2]>>,
    counted: usize,
    relative: Vec<f64>,
}

impl<'a> Periods<'a> {
    pub fn new(circles: &'a Circles, every: usize, last: usize, watched: Vec<usize>) -> Periods<'a> {
        Periods {
            circles,
            every: every.max(1),
            last,
            watched,
            futures: Vec::new(),
            sums: Vec::new(),
            counted: 0,
            relative: Vec::new(),
        }
    }

    /// Takes a step; the futures of some members, in order, once their last step is taken.
    pub fn take(&mut self, step: &Step) -> Option<Vec<Future>> {
        let members = step.rows.first().map_or(0, Vec::len);
        if step.step == 0 {
            self.futures = vec![Future::default(); members];
            self.sums = vec![vec![[0.0; 2]; self.circles.partition.len()]; members];
            self.counted = 0;
        } else {
            self.counted += 1;
            self.add(step, members);
        }
        let ends = step.step.is_multiple_of(self.every) || step.step == self.last;
        if ends {
            for (member, future) in self.futures.iter_mut().enumerate() {
                future.watched.push(self.watched.iter().map(|&row| step.rows[row][member]).collect());
                if step.step > 0 {
                    let mean = |side: usize| self.sums[member].iter().map(|s| s[side] / self.counted as f64).collect();
                    future.reinforcing.push(mean(0));
                    future.balancing.push(mean(1));
                }
            }
            self.sums.iter_mut().flatten().for_each(|s| *s = [0.0; 2]);
            self.counted = 0;
        }
        (step.step == self.last).then(|| std::mem::take(&mut self.futures))
    }

    fn add(&mut self, step: &Step, members: usize) {
        for member in 0..members {
            self.circles.relative(step.rows, member, &mut self.relative);
            for (circle, share) in self.relative.iter().enumerate() {
                let side = usize::from(*share < 0.0);
                self.sums[member][self.circles.group[circle]][side] += share.abs();
            }
        }
    }
}

/// What futures have in common: sums over them, which merge.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sums {
    /// Futures.
    pub futures: f64,
    /// `[period][group]` of each: see [`Cell`].
    pub cells: Vec<Vec<Cell>>,
    /// `[period][partition]`: futures in which nothing moves.
    pub still: Vec<Vec<f64>>,
}

/// Sums over futures of a group in a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// Of its reinforcing share of the change.
    pub reinforcing: f64,
    /// Of its balancing share.
    pub balancing: f64,
    /// Of futures in which it is in charge: its share is the largest of its partition.
    pub charge: f64,
    /// Of futures in which it is in charge and makes at least half of the change.
    pub dominant: f64,
    /// For each number watched, futures in which it is in charge and the number falls, and those in which it rises.
    pub moved: Vec<[f64; 2]>,
    /// How its share of the change, whichever way, lies over futures.
    pub spread: Spread,
}

/// A smaller relative move is none.
const UNMOVED: f64 = 1e-9;

impl Sums {
    /// Counts some futures, in order.  `candidate` says which groups can be in charge.
    pub fn count(&mut self, futures: &[Future], circles: &Circles, candidate: &[bool]) {
        for future in futures {
            self.futures += 1.0;
            for period in 0..future.reinforcing.len() {
                self.period(future, period, circles, candidate);
            }
        }
    }

    fn period(&mut self, future: &Future, period: usize, circles: &Circles, candidate: &[bool]) {
        let groups = circles.partition.len();
        let (r, b) = (&future.reinforcing[period], &future.balancing[period]);
        if self.cells.len() <= period {
            let cell = Cell { moved: vec![[0.0; 2]; future.watched[period].len()], ..Cell::default() };
            self.cells.push(vec![cell; groups]);
            self.still.push(vec![0.0; circles.moving.len()]);
        }
        let cells = &mut self.cells[period];
        for group in 0..groups {
            cells[group].reinforcing += r[group];
            cells[group].balancing += b[group];
            cells[group].spread.add(r[group] + b[group]);
        }
        for partition in 0..circles.moving.len() {
            let own = (0..groups).filter(|&g| circles.partition[g] == partition);
            let share = |g: usize| r[g] + b[g];
            if own.clone().all(|g| share(g) == 0.0) {
                self.still[period][partition] += 1.0;
                continue;
            }
            // The first of equals.
            let most = own.filter(|&g| candidate[g]).max_by(|&x, &y| share(x).total_cmp(&share(y)).then(y.cmp(&x)));
            let Some(most) = most.filter(|&g| share(g) > 0.0) else { continue };
            cells[most].charge += 1.0;
            cells[most].dominant += f64::from(u8::from(share(most) >= 0.5));
            for (k, moved) in cells[most].moved.iter_mut().enumerate() {
                let (before, now) = (future.watched[period][k], future.watched[period + 1][k]);
                if (now - before).abs() > UNMOVED * before.abs().max(now.abs()) {
                    moved[usize::from(now > before)] += 1.0;
                }
            }
        }
    }

    /// Adds the sums of the futures that follow.
    pub fn merge(&mut self, next: Sums) {
        if self.cells.is_empty() {
            *self = next;
            return;
        }
        self.futures += next.futures;
        for (mine, theirs) in self.cells.iter_mut().flatten().zip(next.cells.into_iter().flatten()) {
            mine.reinforcing += theirs.reinforcing;
            mine.balancing += theirs.balancing;
            mine.charge += theirs.charge;
            mine.dominant += theirs.dominant;
            mine.spread.merge(&theirs.spread);
            for (a, b) in mine.moved.iter_mut().zip(theirs.moved) {
                *a = [a[0] + b[0], a[1] + b[1]];
            }
        }
        for (mine, theirs) in self.still.iter_mut().flatten().zip(next.still.into_iter().flatten()) {
            *mine += theirs;
        }
    }

    /// As numbers, to be kept; [`Sums::of_numbers`] reads them.
    pub fn numbers(&self) -> Vec<f64> {
        let watched = self.cells.first().and_then(|c| c.first()).map_or(0, |c| c.moved.len());
        let (periods, groups) = (self.cells.len(), self.cells.first().map_or(0, Vec::len));
        let partitions = self.still.first().map_or(0, Vec::len);
        let mut out = vec![self.futures, periods as f64, groups as f64, partitions as f64, watched as f64];
        for cell in self.cells.iter().flatten() {
            out.extend([cell.reinforcing, cell.balancing, cell.charge, cell.dominant]);
            out.extend(cell.moved.iter().flatten());
            out.extend(cell.spread.numbers());
        }
        out.extend(self.still.iter().flatten());
        out
    }

    /// Reads what [`Sums::numbers`] wrote; `None` where that is not what it is.
    pub fn of_numbers(numbers: &[f64]) -> Option<Sums> {
        let mut next = numbers.iter().copied();
        let futures = next.next()?;
        let mut size = || next.next().filter(|n| (0.0..1e7).contains(n)).map(|n| n as usize);
        let [periods, groups, partitions, watched] = [size()?, size()?, size()?, size()?];
        if numbers.len() != 5 + periods * (groups * (4 + 2 * watched + COUNTS) + partitions) {
            return None;
        }
        let mut sums = Sums { futures, ..Sums::default() };
        for _ in 0..periods {
            let mut row = Vec::with_capacity(groups);
            for _ in 0..groups {
                let [reinforcing, balancing, charge, dominant] =
                    [next.next()?, next.next()?, next.next()?, next.next()?];
                let mut moved = Vec::with_capacity(watched);
                for _ in 0..watched {
                    moved.push([next.next()?, next.next()?]);
                }
                let spread = Spread::of_numbers(&mut next)?;
                row.push(Cell { reinforcing, balancing, charge, dominant, moved, spread });
            }
            sums.cells.push(row);
        }
        for _ in 0..periods {
            sums.still.push(next.by_ref().take(partitions).collect());
        }
        Some(sums)
    }
}
