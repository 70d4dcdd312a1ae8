use milepost_ir::{Method, Op, Program, Schedule, Slot};

use crate::Invalid;
use crate::kernel::Lanes;
use crate::ops::{self, reads};
use crate::past;
use crate::plan::Plan;
use crate::slot_set::SlotSet;
use crate::tables::Table;
use crate::timed::Timed;

/// A program, checked and made ready to run.
#[derive(Clone, Debug)]
pub struct Prepared {
    program: Program,
    pub(crate) plan: Plan,
    tables: Vec<Table>,
    pub(crate) timed: Timed,
    saved_steps: Vec<u32>,
}

impl Prepared {
    /// Checks a program and plans its steps.
    ///
    /// # Errors
    /// If an op or an item names a slot or table that is not there, if something writes a slot that must hold still,
    /// or if a table, schedule, delay or the clock makes no sense.
    pub fn new(program: Program) -> Result<Prepared, Invalid> {
        check(&program)?;
        let tables =
            program.lookups.iter().enumerate().map(|(i, l)| Table::new(i, l)).collect::<Result<Vec<_>, _>>()?;
        check_ops(&program, tables.len())?;
        let plan = Plan::new(&program);
        let timed = Timed::new(&program, &tables, plan.rows_per_step);
        let steps = program.clock.steps;
        let mut saved_steps: Vec<u32> = (0..=steps).step_by(program.save_every as usize).collect();
        if saved_steps.last() != Some(&steps) {
            saved_steps.push(steps);
        }
        Ok(Prepared { program, plan, tables, timed, saved_steps })
    }

    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The step numbers at which saved slots are recorded.
    pub fn saved_steps(&self) -> &[u32] {
        &self.saved_steps
    }

    /// The times at which saved slots are recorded.
    pub fn saved_times(&self) -> impl ExactSizeIterator<Item = f64> + '_ {
        let clock = self.program.clock;
        self.saved_steps.iter().map(move |&n| clock.start + f64::from(n) * clock.step)
    }

    /// Whether runs can begin at a step with the states that others had there: all that one step leaves to the next are its
    /// stocks and latches.  A program with fixed delays cannot.
    pub fn can_resume(&self) -> bool {
        past::forgets(&self.program)
    }

    /// Instructions at an ordinary step: rates without what only saved steps need, and the integration, with ops joined
    /// where they can be.
    pub fn ops_per_step(&self) -> usize {
        self.plan.lean.len() + self.plan.advance_lean.iter().map(|stage| stage.code.len()).sum::<usize>()
    }

    pub(crate) fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The width: 64, unless that outgrows the cache or there are few members.
    pub(crate) fn lanes(&self, members: u64) -> Lanes {
        /// From here on 32 lanes were measured to be faster.
        const CACHE: usize = 2 << 20;
        let rings = self.program.rings.iter().map(|ring| ring.length.min(self.program.clock.steps) as usize);
        let row = (self.plan.slots + rings.sum::<usize>()) * size_of::<f64>();
        if members <= 8 {
            Lanes::L8
        } else if members <= 32 || row * 64 > CACHE {
            Lanes::L32
        } else {
            Lanes::L64
        }
    }
}

/// Everything but the ops.
fn check(program: &Program) -> Result<(), Invalid> {
    let clock = program.clock;
    if !(clock.start.is_finite() && clock.step.is_finite()) {
        return Err(Invalid::Clock { start: clock.start, step: clock.step });
    }
    if program.save_every == 0 {
        return Err(Invalid::SaveEvery);
    }
    for (i, event) in program.events.iter().enumerate() {
        if let Schedule::Steps(steps) = &event.at {
            let ascending = steps.windows(2).all(|w| w[0] < w[1]);
            if !ascending || steps.last().is_some_and(|&last| last > clock.steps) {
                return Err(Invalid::Schedule { event: i, steps: clock.steps });
            }
        }
    }
    if let Some(ring) = program.rings.iter().position(|ring| ring.length == 0) {
        return Err(Invalid::Ring { ring });
    }
    debug_assert!(matches!(program.method, Method::Euler | Method::Rk2 | Method::Rk4));
    Ok(())
}

/// Every slot and table that is named exists, and what must hold still is not written.
fn check_ops(program: &Program, lookups: usize) -> Result<(), Invalid> {
    let there = |place: &dyn Fn() -> String, slot: Slot| {
        let slots = program.slots;
        if slot < slots { Ok(()) } else { Err(Invalid::Slot { place: place(), slot, slots }) }
    };
    let given = program.constants.iter().map(|&(slot, _)| slot).chain(program.time);
    for slot in given.clone().chain(program.shared.iter().copied()) {
        there(&|| "a constant, the time or a shared slot".to_owned(), slot)?;
    }
    let still: SlotSet = given.chain(program.shared.iter().copied()).collect();
    let write = |place: &dyn Fn() -> String, slot: Slot| {
        there(place, slot)?;
        if still.contains(slot) { Err(Invalid::Overwritten { place: place(), slot }) } else { Ok(()) }
    };
    let run = |list: &str, ops: &[Op]| {
        ops.iter().enumerate().try_for_each(|(i, op)| {
            let place = || format!("op {i} of {list}");
            reads(op).try_for_each(|slot| there(&place, slot))?;
            write(&place, op.dst)?;
            match ops::table(op) {
                Some(lookup) if lookup as usize >= lookups => {
                    Err(Invalid::NoLookup { place: place(), lookup, lookups })
                }
                _ => Ok(()),
            }
        })
    };

    check_timed(program, lookups)?;
    for draw in program.draws.iter().chain(program.events.iter().flat_map(|event| &event.draws)) {
        write(&|| "a draw".to_owned(), draw.slot)?;
    }
    run("once", &program.once)?;
    run("rates", &program.rates)?;
    for stock in &program.stocks {
        let place = || format!("stock {}", stock.name);
        write(&place, stock.slot)?;
        there(&place, stock.initial)?;
        there(&place, stock.rate)?;
    }
    for (i, event) in program.events.iter().enumerate() {
        run(&format!("event {i}"), &event.ops)?;
        for latch in &event.latches {
            let place = || format!("a latch of event {i}");
            write(&place, latch.slot)?;
            there(&place, latch.initial)?;
            there(&place, latch.next)?;
        }
    }
    for (i, ring) in program.rings.iter().enumerate() {
        let place = || format!("ring {i}");
        write(&place, ring.output)?;
        there(&place, ring.initial)?;
        there(&place, ring.input)?;
    }
    for output in program.outputs.iter().chain(&program.saved) {
        there(&|| format!("output {}", output.name), output.slot)?;
    }
    Ok(())
}

/// `timed` reads the time, constants and its own results, and writes neither of the former.
fn check_timed(program: &Program, lookups: usize) -> Result<(), Invalid> {
    let slots = program.slots;
    let mut known: SlotSet = program.constants.iter().map(|&(slot, _)| slot).chain(program.time).collect();
    let given = known.clone();
    for (i, op) in program.timed.iter().enumerate() {
        let place = format!("op {i} of timed");
        if let Some(slot) = reads(op).chain([op.dst]).find(|&slot| slot >= slots) {
            return Err(Invalid::Slot { place, slot, slots });
        }
        if let Some(slot) = reads(op).find(|slot| !known.contains(*slot)) {
            return Err(Invalid::NotTimed { place, slot });
        }
        if given.contains(op.dst) {
            return Err(Invalid::Overwritten { place, slot: op.dst });
        }
        if let Some(lookup) = ops::table(op).filter(|&lookup| lookup as usize >= lookups) {
            return Err(Invalid::NoLookup { place, lookup, lookups });
        }
        known.insert(op.dst);
    }
    match program.shared.iter().find(|slot| !known.contains(**slot)) {
        Some(&slot) => Err(Invalid::NotTimed { place: "shared".to_owned(), slot }),
        None => Ok(()),
    }
}
