//! From link scores to shares of the change: loop by loop, step by step, future by future.

use std::ops::Range;

use super::spread::{COUNTS, Spread};

/// Circles as what their scores are made of.
#[derive(Clone, Debug, Default)]
pub struct Circles {
    /// The links of each, as rows of a step.
    pub links: Vec<Vec<usize>>,
    /// The group that each counts for.
    pub group: Vec<usize>,
    /// The partition of each group: within it shares add up to 1.
    pub partition: Vec<usize>,
    /// For each partition the row that says how many of its stocks move.
    pub moving: Vec<usize>,
}

impl Circles {
    /// Shares of the change within a step, signed, of some members (`[number][member]`): each circle's score, which is the
    /// product of its links' scores, over the sum of all absolute scores of its partition; 0 where nothing moves, or a
    /// score is not finite.  Circle after circle, a value for each member; what `room` held is replaced.
    pub fn relative<'a>(&self, rows: &[Vec<f64>], members: Range<usize>, room: &'a mut Room) -> &'a [f64] {
        let count = members.len();
        let Room { shares, totals } = room;
        shares.clear();
        shares.resize(self.links.len() * count, 1.0);
        totals.clear();
        totals.resize(self.moving.len() * count, 0.0);
        let partition = |circle: usize| self.partition[self.group[circle]];
        for (circle, links) in self.links.iter().enumerate() {
            let scores = &mut shares[circle * count..][..count];
            for &row in links {
                scores.iter_mut().zip(&rows[row][members.clone()]).for_each(|(score, link)| *score *= link);
            }
            let totals = &mut totals[partition(circle) * count..][..count];
            for (score, total) in scores.iter_mut().zip(totals) {
                *score = if score.is_finite() { *score } else { 0.0 };
                *total += score.abs();
            }
        }
        for circle in 0..self.links.len() {
            let scores = &mut shares[circle * count..][..count];
            let totals = &totals[partition(circle) * count..][..count];
            let moving = &rows[self.moving[partition(circle)]][members.clone()];
            for ((score, &total), &moving) in scores.iter_mut().zip(totals).zip(moving) {
                *score = if moving > 0.0 && total > 0.0 && total.is_finite() { *score / total } else { 0.0 };
            }
        }
        shares
    }
}

/// Room for shares, used again step after step.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// `[circle][member]`
    shares: Vec<f64>,
    /// `[partition][member]`
    totals: Vec<f64>,
}

/// What a future had in each reporting period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Future {
    /// `[period][group]`: mean share of the change that the group's circles made, reinforcing, and balancing.
    pub reinforcing: Vec<Vec<f64>>,
    /// Balancing.
    pub balancing: Vec<Vec<f64>>,
    /// `[period][number]`: what is looked at beside the scores, at the end of the period; at the start first.
    pub watched: Vec<Vec<f64>>,
}

/// Adds up the steps of some members into periods.
pub struct Periods<'a> {
    circles: &'a Circles,
    /// Steps in a period, and steps in all.
    every: usize,
    last: usize,
    /// Rows that are looked at beside the scores.
    watched: Vec<usize>,
    futures: Vec<Future>,
    /// Within the period: group after group, its reinforcing side and then its balancing one, a value for each member.
    sums: Vec<f64>,
    counted: usize,
    room: Room,
}

impl<'a> Periods<'a> {
    /// A period is `every` steps; the last ends at step `last`.  `watched` are rows that are kept beside the scores.
    pub fn new(circles: &'a Circles, every: usize, last: usize, watched: Vec<usize>) -> Periods<'a> {
        Periods {
            circles,
            every: every.max(1),
            last,
            watched,
            futures: Vec::new(),
            sums: Vec::new(),
            counted: 0,
            room: Room::default(),
        }
    }

    /// Takes a step, `[number][member]`; the futures of these members, in order, once their last step is taken.
    pub fn take(&mut self, step: usize, rows: &[Vec<f64>]) -> Option<Vec<Future>> {
        let members = rows.first().map_or(0, Vec::len);
        let groups = self.circles.partition.len();
        if step == 0 {
            self.futures = vec![Future::default(); members];
            self.sums = vec![0.0; groups * 2 * members];
            self.counted = 0;
        } else {
            self.counted += 1;
            self.add(rows, members);
        }
        if step.is_multiple_of(self.every) || step == self.last {
            for (member, future) in self.futures.iter_mut().enumerate() {
                future.watched.push(self.watched.iter().map(|&row| rows[row][member]).collect());
                if step > 0 {
                    let mean = |side: usize| {
                        let sum = |group: usize| self.sums[(group * 2 + side) * members + member];
                        (0..groups).map(|group| sum(group) / self.counted as f64).collect()
                    };
                    future.reinforcing.push(mean(0));
                    future.balancing.push(mean(1));
                }
            }
            self.sums.fill(0.0);
            self.counted = 0;
        }
        (step == self.last).then(|| std::mem::take(&mut self.futures))
    }

    fn add(&mut self, rows: &[Vec<f64>], members: usize) {
        let shares = self.circles.relative(rows, 0..members, &mut self.room);
        for (circle, &group) in self.circles.group.iter().enumerate() {
            let shares = &shares[circle * members..][..members];
            let (reinforcing, balancing) = self.sums[group * 2 * members..][..2 * members].split_at_mut(members);
            for ((share, reinforcing), balancing) in shares.iter().zip(reinforcing).zip(balancing) {
                *(if *share < 0.0 { balancing } else { reinforcing }) += share.abs();
            }
        }
    }
}

/// What futures have in common: sums over them, which merge.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sums {
    /// Futures.
    pub futures: f64,
    /// `[period][group]` of each: see [`Cell`].
    pub cells: Vec<Vec<Cell>>,
    /// `[period][partition]`: futures in which nothing moves.
    pub still: Vec<Vec<f64>>,
}

/// Sums over futures of a group in a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
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
