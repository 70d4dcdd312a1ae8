//! Which steps: the clock, dates as step numbers, and interned sets of step numbers.

use crate::Schedule;

/// An interned set of step numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct StepSet(pub u32);

impl StepSet {
    /// All steps.
    pub const EVERY: StepSet = StepSet(0);

    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The clock as the engine reckons it, and the sets of steps in use.
#[derive(Debug)]
pub(crate) struct Grid {
    pub start: f64,
    pub step: f64,
    pub steps: u32,
    sets: Vec<Vec<u32>>,
}

impl Grid {
    pub fn new(start: f64, step: f64, steps: u32) -> Grid {
        Grid { start, step, steps, sets: vec![(0..=steps).collect()] }
    }

    /// Time at a step, with the engine's bits.
    pub fn time(&self, n: u32) -> f64 {
        self.start + f64::from(n) * self.step
    }

    /// The first step at or after a date; one past the last if it never comes.
    pub fn step_of(&self, date: f64) -> u32 {
        let exact = (date - self.start) / self.step - 1e-9;
        let never = f64::from(self.steps) + 1.0;
        let ceil = exact.ceil();
        // NaN counts as never.
        if ceil < never { if ceil > 0.0 { ceil as u32 } else { 0 } } else { self.steps + 1 }
    }

    /// Whole steps that a duration takes, rounded up.
    pub fn steps_in(&self, duration: f64) -> f64 {
        let steps = (duration / self.step - 1e-9).ceil();
        if steps > 0.0 { steps } else { 0.0 }
    }

    pub fn set(&mut self, steps: impl IntoIterator<Item = u32>) -> StepSet {
        let mut steps: Vec<u32> = steps.into_iter().filter(|&n| n <= self.steps).collect();
        steps.sort_unstable();
        steps.dedup();
        let found = self.sets.iter().position(|s| *s == steps).unwrap_or_else(|| {
            self.sets.push(steps);
            self.sets.len() - 1
        });
        StepSet(found as u32)
    }

    /// The ends of periods of so many steps.
    pub fn ends_of(&mut self, every: u32) -> StepSet {
        let every = every.max(1);
        self.set((1..=self.steps / every).map(|k| k * every))
    }

    pub fn union(&mut self, a: StepSet, b: StepSet) -> StepSet {
        let both = [self.steps(a), self.steps(b)].concat();
        self.set(both)
    }

    pub fn steps(&self, set: StepSet) -> &[u32] {
        &self.sets[set.index()]
    }

    /// Whether all steps of `inner` are steps of `outer`.
    pub fn covers(&self, outer: StepSet, inner: StepSet) -> bool {
        outer == inner
            || outer == StepSet::EVERY
            || self.steps(inner).iter().all(|n| self.steps(outer).binary_search(n).is_ok())
    }

    pub fn schedule(&self, set: StepSet) -> Schedule {
        if set == StepSet::EVERY { Schedule::Every } else { Schedule::Steps(self.steps(set).to_vec()) }
    }
}
