use std::ops::Range;
use std::sync::atomic::Ordering;

use milepost_ir::{Draw, Event, Schedule};

use crate::kernel::{Checked, Chunk, Isa, Kernel, Rows};
use crate::past::{self, Past, Resume};
use crate::philox::AT_START;
use crate::prepared::Prepared;
use crate::recorder::Recorder;
use crate::scalar;
use crate::{Block, Fault, Futures, Keep, NonFinite, Points, Settings};

/// Runs a range of members on the current thread.
///
/// # Errors
/// If a stock that must stay finite does not, or if the members or what to keep are out of range.
pub fn run(prepared: &Prepared, futures: Futures, keep: &Keep) -> Result<Block, Fault> {
    run_with(prepared, futures, keep, Settings::default())
}

/// As [`run`], with settings.
///
/// # Errors
/// As [`run`], and if the caller's flag was raised.
pub fn run_with(prepared: &Prepared, futures: Futures, keep: &Keep, settings: Settings) -> Result<Block, Fault> {
    run_through(prepared, futures, keep, settings, Way::Whole)
}

/// As [`run_with`], and keeps the states at a step, so that others can begin there.
///
/// # Errors
/// As [`run_with`]; the program remembers more than its stocks and latches, or has no such step.
pub fn run_keeping(
    prepared: &Prepared,
    futures: Futures,
    keep: &Keep,
    settings: Settings,
    step: u32,
) -> Result<(Block, Past), Fault> {
    if !prepared.can_resume() || step > prepared.program().clock.steps {
        return Err(Fault::Past);
    }
    let states = past::states(prepared.program()).map(|_| Vec::new()).collect();
    let mut kept = Kept { step, states };
    let members = futures.members.clone();
    let block = run_through(prepared, futures, keep, settings, Way::Keeping(&mut kept))?;
    let saved = saved_before(prepared, step);
    let series = block.series.iter().map(|times| times[..saved].to_vec()).collect();
    let latches = kept.states.split_off(prepared.program().stocks.len());
    Ok((block, Past { step, members, stocks: kept.states, latches, series }))
}

/// As [`run_with`], from states on that were kept of the same members.
///
/// # Errors
/// As [`run_with`]; the program remembers more than its stocks and latches, or the states are not those of this program and
/// these members.
pub fn run_from(
    prepared: &Prepared,
    futures: Futures,
    keep: &Keep,
    settings: Settings,
    resume: &Resume,
) -> Result<Block, Fault> {
    let program = prepared.program();
    let latches: usize = program.events.iter().map(|event| event.latches.len()).sum();
    let there = futures.members.end.checked_sub(resume.first).is_some_and(|rows| {
        let whole = |column: &[f64]| column.len() as u64 >= rows;
        let saved = saved_before(prepared, resume.step);
        let series = |times: &&[Vec<f64>]| times.len() == saved && times.iter().all(|column| whole(column));
        let mut states = resume.stocks.iter().chain(&resume.latches);
        states.all(|column| whole(column)) && resume.series.iter().all(series)
    });
    let fits = resume.stocks.len() == program.stocks.len()
        && resume.latches.len() == latches
        && resume.series.len() == keep.series.len()
        && keep.bands.is_empty()
        && resume.first <= futures.members.start
        && resume.step <= program.clock.steps;
    if !(prepared.can_resume() && fits && there) {
        return Err(Fault::Past);
    }
    run_through(prepared, futures, keep, settings, Way::From(resume))
}

/// Saved times before a step.
fn saved_before(prepared: &Prepared, step: u32) -> usize {
    prepared.saved_steps().partition_point(|n| *n < step)
}

/// States that are kept of all members.
struct Kept {
    step: u32,
    states: Vec<Vec<f64>>,
}

/// Which way members are run.
enum Way<'a, 'b> {
    Whole,
    Keeping(&'a mut Kept),
    From(&'a Resume<'b>),
}

fn run_through(
    prepared: &Prepared,
    futures: Futures,
    keep: &Keep,
    settings: Settings,
    mut way: Way,
) -> Result<Block, Fault> {
    let members = futures.members.clone();
    if members.start > members.end || members.end > 1 << 32 {
        return Err(Fault::Members { members });
    }
    let lanes = settings.lanes.unwrap_or_else(|| prepared.lanes(members.end - members.start));
    let kernel = Kernel::new(settings.isa.unwrap_or_else(Isa::best), lanes);
    let mut recorder = Recorder::new(prepared, members.clone(), keep)?;
    let mut group = Group::new(prepared, kernel, futures.seed);
    let mut first = members.start;
    while first < members.end {
        let boundary = (first / Futures::BLOCK + 1) * Futures::BLOCK;
        let end = members.end.min(boundary).min(first + lanes.count() as u64);
        let active = (end - first) as usize;
        let mut save = |saved: usize, rows: &Rows| recorder.save(saved, rows, active);
        match &mut way {
            Way::Whole => group.run(first as u32, &settings, save)?,
            Way::Keeping(kept) => {
                group.start(first as u32, settings.points);
                group.advance(0..kept.step, &settings, &mut save)?;
                for (column, slot) in kept.states.iter_mut().zip(past::states(prepared.program())) {
                    column.extend_from_slice(&group.rows.row(slot)[..active]);
                }
                group.advance(kept.step..group.end(), &settings, &mut save)?;
            }
            Way::From(resume) => {
                recorder.resume(resume, first, active);
                group.start(first as u32, settings.points);
                group.resume(resume, active);
                let mut save = |saved: usize, rows: &Rows| recorder.save(saved, rows, active);
                group.advance(resume.step..group.end(), &settings, &mut save)?;
            }
        }
        if settings.non_finite == NonFinite::Refuse {
            group.check(active, settings.points)?;
        }
        recorder.finish(&group.rows, active);
        first = end;
        if end == boundary || end == members.end {
            recorder.close_block();
        }
    }
    Ok(recorder.into_block())
}

/// Members that run side by side.
pub(crate) struct Group<'a> {
    prepared: &'a Prepared,
    kernel: Kernel,
    seed: u64,
    first: u32,
    pub(crate) rows: Rows,
    rings: Vec<Ring>,
    /// What was last written to the slots that depend on the time alone.
    shown: Vec<u64>,
}

/// What goes through a fixed delay: a row for each step of it.
struct Ring {
    rows: Vec<Chunk>,
    length: usize,
}

impl<'a> Group<'a> {
    pub(crate) fn new(prepared: &'a Prepared, kernel: Kernel, seed: u64) -> Group<'a> {
        let program = prepared.program();
        let width = kernel.lanes().count() / 8;
        let rings = program.rings.iter().map(|ring| {
            // What goes into a delay longer than the run never comes out.
            let length = if ring.length <= program.clock.steps { ring.length as usize } else { 0 };
            Ring { rows: vec![Chunk([0.0; 8]); length * width], length }
        });
        Group {
            prepared,
            kernel,
            seed,
            first: 0,
            rows: Rows::new(prepared.plan.slots, kernel.lanes()),
            rings: rings.collect(),
            shown: Vec::new(),
        }
    }

    /// Runs the members from `first` on; `save` is called at every saved time.
    pub(crate) fn run(
        &mut self,
        first: u32,
        settings: &Settings,
        mut save: impl FnMut(usize, &Rows),
    ) -> Result<(), Fault> {
        self.start(first, settings.points);
        self.advance(0..self.end(), settings, &mut save)
    }

    /// One past the last step.
    fn end(&self) -> u32 {
        self.prepared.program().clock.steps + 1
    }

    /// Goes through some steps, from the states as they are at the first of them.
    fn advance(
        &mut self,
        span: Range<u32>,
        settings: &Settings,
        save: &mut impl FnMut(usize, &Rows),
    ) -> Result<(), Fault> {
        let prepared = self.prepared;
        let (program, plan) = (prepared.program(), &prepared.plan);
        let steps = program.clock.steps;
        let mut scheduled: Vec<Agenda> = program.events.iter().map(|event| Agenda::new(event, span.start)).collect();
        let mut due = Vec::with_capacity(scheduled.len());
        for n in span {
            if settings.cancel.is_some_and(|flag| flag.load(Ordering::Relaxed)) {
                return Err(Fault::Cancelled);
            }
            due.clear();
            due.extend((0..scheduled.len()).filter(|&i| scheduled[i].due(n)));
            let everything = due.iter().any(|&i| scheduled[i].is_dated());
            let saved = n.is_multiple_of(program.save_every) || n == steps;
            let (rates, advance) =
                if everything || saved { (&plan.full, &plan.advance) } else { (&plan.lean, &plan.advance_lean) };
            self.execute(rates);
            if saved {
                save(n.div_ceil(program.save_every) as usize, &self.rows);
            }
            self.fill_rings(n);
            for &i in &due {
                for &draw in &program.events[i].draws {
                    self.kernel.draw(draw, &mut self.rows, self.seed, self.first, n);
                }
                self.execute(&plan.events[i]);
            }
            if n < steps {
                let row = n as usize * plan.rows_per_step;
                for stage in advance {
                    if stage.row > 0 {
                        self.show(row + stage.row);
                    }
                    self.execute(&stage.code);
                }
                self.empty_rings(n + 1);
            }
            for &i in &due {
                self.execute(&plan.latches[i]);
            }
            if n < steps {
                self.show((n as usize + 1) * plan.rows_per_step);
            }
        }
        Ok(())
    }

    fn execute(&mut self, code: &Checked) {
        self.kernel.execute(code, &mut self.rows, self.prepared.tables());
    }

    /// Puts other states in the place of the initial ones, at their step.
    fn resume(&mut self, resume: &Resume, active: usize) {
        let from = (u64::from(self.first) - resume.first) as usize;
        let program = self.prepared.program();
        for (slot, column) in past::states(program).zip(resume.stocks.iter().chain(&resume.latches)) {
            let lanes = self.rows.chunks_mut(slot).iter_mut().flat_map(|chunk| &mut chunk.0);
            lanes.zip(&column[from..from + active]).for_each(|(lane, value)| *lane = *value);
        }
        self.show(resume.step as usize * self.prepared.plan.rows_per_step);
    }

    /// Draws what members draw before their first step, and gives states their initial values.
    fn start(&mut self, first: u32, points: Option<&Points>) {
        self.first = first;
        let prepared = self.prepared;
        let (program, plan, timed) = (prepared.program(), &prepared.plan, &prepared.timed);
        self.rows.clear();
        for &(slot, value) in program.constants.iter().chain(&plan.constants).chain(&timed.still) {
            self.rows.fill(slot, value);
        }
        for &draw in &program.draws {
            self.kernel.draw(draw, &mut self.rows, self.seed, self.first, AT_START);
            if let Some(points) = points {
                place(points, draw, &mut self.rows, self.first);
            }
        }
        self.shown.clear();
        self.show(0);
        self.execute(&plan.start);
        for (ring, spec) in self.rings.iter_mut().zip(&program.rings) {
            let initial = self.rows.chunks(spec.output);
            for row in ring.rows.chunks_exact_mut(initial.len()) {
                row.copy_from_slice(initial);
            }
        }
    }

    /// Writes a row of the table of times, where it differs from what is there.
    fn show(&mut self, row: usize) {
        let timed = &self.prepared.timed;
        let width = timed.slots.len();
        let values = &timed.rows[row * width..(row + 1) * width];
        let all = self.shown.is_empty();
        self.shown.resize(width, 0);
        for ((&slot, &value), shown) in timed.slots.iter().zip(values).zip(&mut self.shown) {
            if all || *shown != value.to_bits() {
                *shown = value.to_bits();
                self.rows.fill(slot, value);
            }
        }
    }

    /// Puts the inputs of delays at step n in.
    fn fill_rings(&mut self, n: u32) {
        for (ring, spec) in self.rings.iter_mut().zip(&self.prepared.program().rings) {
            if ring.length > 0 {
                let input = self.rows.chunks(spec.input);
                let at = n as usize % ring.length * input.len();
                ring.rows[at..at + input.len()].copy_from_slice(input);
            }
        }
    }

    /// Takes the outputs of delays at step n out.
    fn empty_rings(&mut self, n: u32) {
        for (ring, spec) in self.rings.iter().zip(&self.prepared.program().rings) {
            if ring.length > 0 {
                let output = self.rows.chunks_mut(spec.output);
                let at = n as usize % ring.length * output.len();
                output.copy_from_slice(&ring.rows[at..at + output.len()]);
            }
        }
    }

    /// Whether all stocks that must be are still finite.  A stock that is not never is again, since a step adds to it:
    /// it is enough to look at the end, and to run the member once more to find out when it went wrong.
    pub(crate) fn check(&self, active: usize, points: Option<&Points>) -> Result<(), Fault> {
        let program = self.prepared.program();
        let stocks = || program.stocks.iter().filter(|stock| stock.finite);
        let bad = |lane: &usize| stocks().any(|stock| !self.rows.row(stock.slot)[*lane].is_finite());
        let fine = |row: &[f64]| row[..active].iter().fold(true, |fine, x| fine & x.is_finite());
        if stocks().all(|stock| fine(self.rows.row(stock.slot))) {
            return Ok(());
        }
        let Some(lane) = (0..active).find(bad) else { return Ok(()) };
        let member = self.first + lane as u32;
        let Some((stock, n, value)) = scalar::first_non_finite(self.prepared, self.seed, member, points) else {
            return Ok(());
        };
        let clock = program.clock;
        Err(Fault::NonFinite {
            name: program.stocks[stock].name.clone(),
            member: u64::from(member),
            time: clock.start + f64::from(n) * clock.step,
            value,
        })
    }
}

/// Puts the points of a stream into its row.
fn place(points: &Points, draw: Draw, rows: &mut Rows, first: u32) {
    let lanes = rows.chunks_mut(draw.slot).iter_mut().flat_map(|chunk| &mut chunk.0);
    for (value, point) in lanes.zip(points.from(draw.stream, u64::from(first))) {
        *value = point.unwrap_or(*value);
    }
}

/// When an event is due next.
enum Agenda<'a> {
    Every,
    Dated(&'a [u32]),
}

impl<'a> Agenda<'a> {
    /// The agenda of an event from a step on.
    fn new(event: &'a Event, from: u32) -> Agenda<'a> {
        match &event.at {
            Schedule::Every => Agenda::Every,
            Schedule::Steps(steps) => Agenda::Dated(&steps[steps.partition_point(|n| *n < from)..]),
        }
    }

    /// Whether it is due at step n; asked for ascending steps.
    fn due(&mut self, n: u32) -> bool {
        match self {
            Agenda::Every => true,
            Agenda::Dated([first, rest @ ..]) if *first == n => {
                *self = Agenda::Dated(rest);
                true
            }
            Agenda::Dated(_) => false,
        }
    }

    fn is_dated(&self) -> bool {
        matches!(self, Agenda::Dated(_))
    }
}
