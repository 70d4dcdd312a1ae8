//! Units of work, each split into jobs, over threads.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// What is to be done: `units`, each split into jobs; when the last job of a unit is done, the unit is finished on the
/// thread that did it, while the others go on with the next unit.
pub(crate) trait Work: Sync {
    /// What a job yields.
    type Part: Send;
    /// Why a job or a unit failed.
    type Error: Send;

    /// Number of jobs of a unit, at least 1.
    fn jobs(&self, unit: usize) -> usize;
    /// Does one job.
    fn job(&self, unit: usize, job: usize) -> Result<Self::Part, Self::Error>;
    /// Puts a unit's parts together; they come in the order of its jobs.
    fn finish(&self, unit: usize, parts: Vec<Self::Part>) -> Result<(), Self::Error>;
}

/// Does all work, or as much as was done when `cancel` was raised.  Units are opened in order and at most `window`
/// are held in memory at a time.  The first failure in the order of the jobs is returned.
pub(crate) fn flow<W: Work>(
    work: &W,
    units: Range<usize>,
    threads: usize,
    cancel: &AtomicBool,
) -> Result<(), W::Error> {
    let window = window(work, &units, threads);
    let board = Board {
        open: Mutex::new(Open { left: units, units: VecDeque::new(), stop: false, failed: None }),
        turn: Condvar::new(),
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            // Where the system gives no more threads, those there are do the work.
            if std::thread::Builder::new().spawn_scoped(scope, || board.worker(work, window, cancel)).is_err() {
                break;
            }
        }
        board.worker(work, window, cancel);
    });
    match board.open.into_inner().unwrap_or_else(PoisonError::into_inner).failed {
        Some((_, error)) => Err(error),
        None => Ok(()),
    }
}

/// Enough units that no thread idles while another finishes one.
fn window<W: Work>(work: &W, units: &Range<usize>, threads: usize) -> usize {
    let jobs = if units.is_empty() { 1 } else { work.jobs(units.start).max(1) };
    2 + 2 * threads / jobs
}

/// Where threads find their next job.
struct Board<W: Work> {
    open: Mutex<Open<W>>,
    turn: Condvar,
}

struct Open<W: Work> {
    /// Units not begun.
    left: Range<usize>,
    /// Units begun and not finished, in order.
    units: VecDeque<Unit<W::Part>>,
    /// No more jobs are begun.
    stop: bool,
    /// The first failure, and which job it was.
    failed: Option<((usize, usize), W::Error)>,
}

struct Unit<P> {
    number: usize,
    begun: usize,
    done: usize,
    parts: Vec<Option<P>>,
}

/// Stops the other threads when one of them panics, so that the panic is seen instead of a standstill.
struct StopOnPanic<'a, W: Work>(&'a Board<W>);

impl<W: Work> Drop for StopOnPanic<'_, W> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.lock().stop = true;
            self.0.turn.notify_all();
        }
    }
}

impl<W: Work> Board<W> {
    fn lock(&self) -> MutexGuard<'_, Open<W>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn worker(&self, work: &W, window: usize, cancel: &AtomicBool) {
        let _guard = StopOnPanic(self);
        while let Some((unit, job)) = self.next(work, window, cancel) {
            match work.job(unit, job) {
                Ok(part) => {
                    if let Some(parts) = self.done(unit, job, part) {
                        let finished = work.finish(unit, parts);
                        self.close(unit, finished.err());
                    }
                }
                Err(error) => self.fail((unit, job), error),
            }
        }
    }

    /// The next job, in order; waits for a unit to be finished when the window is full.
    fn next(&self, work: &W, window: usize, cancel: &AtomicBool) -> Option<(usize, usize)> {
        let mut open = self.lock();
        loop {
            if open.stop || cancel.load(Ordering::Relaxed) {
                open.stop = true;
                self.turn.notify_all();
                return None;
            }
            if let Some(unit) = open.units.iter_mut().find(|unit| unit.begun < unit.parts.len()) {
                unit.begun += 1;
                return Some((unit.number, unit.begun - 1));
            }
            if open.units.len() < window {
                let number = open.left.next()?;
                let parts = (0..work.jobs(number)).map(|_| None).collect();
                open.units.push_back(Unit { number, begun: 0, done: 0, parts });
                continue;
            }
            open = self.turn.wait(open).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Takes a part; all parts if it was the last one missing.
    fn done(&self, number: usize, job: usize, part: W::Part) -> Option<Vec<W::Part>> {
        let mut open = self.lock();
        let unit = open.units.iter_mut().find(|unit| unit.number == number)?;
        *unit.parts.get_mut(job)? = Some(part);
        unit.done += 1;
        if unit.done < unit.parts.len() {
            return None;
        }
        unit.parts.iter_mut().map(Option::take).collect()
    }

    fn close(&self, number: usize, error: Option<W::Error>) {
        let mut open = self.lock();
        open.units.retain(|unit| unit.number != number);
        drop(open);
        self.turn.notify_all();
        if let Some(error) = error {
            self.fail((number, usize::MAX), error);
        }
    }

    /// Earlier jobs have all been begun and come to their end, so the first failure is the same on every run.
    fn fail(&self, place: (usize, usize), error: W::Error) {
        let mut open = self.lock();
        open.stop = true;
        if open.failed.as_ref().is_none_or(|(first, _)| place < *first) {
            open.failed = Some((place, error));
        }
        drop(open);
        self.turn.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Unit u has u % 3 + 1 jobs; job j of it yields 10 u + j.
    struct Fake {
        finished: Mutex<Vec<(usize, Vec<usize>)>>,
        fails: Vec<(usize, usize)>,
        cancel_at: usize,
        cancel: AtomicBool,
    }

    impl Fake {
        fn new(fails: &[(usize, usize)], cancel_at: usize) -> Fake {
            let finished = Mutex::new(Vec::new());
            Fake { finished, fails: fails.to_vec(), cancel_at, cancel: AtomicBool::new(false) }
        }
    }

    impl Work for Fake {
        type Part = usize;
        type Error = (usize, usize);

        fn jobs(&self, unit: usize) -> usize {
            unit % 3 + 1
        }

        fn job(&self, unit: usize, job: usize) -> Result<usize, (usize, usize)> {
            if self.fails.contains(&(unit, job)) { Err((unit, job)) } else { Ok(10 * unit + job) }
        }

        fn finish(&self, unit: usize, parts: Vec<usize>) -> Result<(), (usize, usize)> {
            if unit == self.cancel_at {
                self.cancel.store(true, Ordering::Relaxed);
            }
            self.finished.lock().unwrap().push((unit, parts));
            Ok(())
        }
    }

    #[test]
    fn every_unit_is_finished_once_with_its_parts_in_order() {
        for threads in [0, 1, 2, 3, 8] {
            let fake = Fake::new(&[], usize::MAX);
            assert_eq!(flow(&fake, 3..50, threads, &fake.cancel), Ok(()));
            let mut finished = fake.finished.into_inner().unwrap();
            finished.sort();
            let expected: Vec<_> = (3..50).map(|u| (u, (0..u % 3 + 1).map(|j| 10 * u + j).collect())).collect();
            assert_eq!(finished, expected, "{threads} threads");
        }
    }

    #[test]
    fn the_first_failure_is_returned() {
        for threads in [1, 2, 5] {
            for _ in 0..50 {
                let fake = Fake::new(&[(8, 1), (5, 2), (6, 0)], usize::MAX);
                assert_eq!(flow(&fake, 0..50, threads, &fake.cancel), Err((5, 2)));
            }
        }
    }

    #[test]
    fn cancelling_leaves_the_rest_undone() {
        let fake = Fake::new(&[], 4);
        assert_eq!(flow(&fake, 0..50, 2, &fake.cancel), Ok(()));
        let finished = fake.finished.into_inner().unwrap();
        assert!(finished.len() < 12 && finished.iter().any(|(unit, _)| *unit == 4));
    }

    #[test]
    fn nothing_to_do_is_done() {
        assert_eq!(flow(&Fake::new(&[], 0), 3..3, 2, &AtomicBool::new(false)), Ok(()));
    }
}
