use crate::kernel::{Isa, Kernel};
use crate::run::Group;
use crate::scalar::tidy;
use crate::{Fault, Futures, NonFinite, Prepared, Settings};

/// Values of a saved slot at a saved time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen<'a> {
    /// The first member.
    pub first: u64,
    /// Which of the saved slots asked for.
    pub saved: usize,
    /// Which saved time.
    pub time: usize,
    /// Of the first member and those that follow.
    pub values: &'a [f64],
}

/// Runs a range of members on the current thread and keeps nothing: `see` is shown every value of saved slots as it comes
/// about, for a group of members at a time, time by time.
///
/// # Errors
/// As [`run_with`](crate::run_with); what was seen of the group that was running then is not to be trusted.
pub fn visit(
    prepared: &Prepared,
    futures: Futures,
    saved: &[usize],
    settings: Settings,
    mut see: impl FnMut(Seen),
) -> Result<(), Fault> {
    visit_each(prepared, futures, saved, settings, &mut see)
}

/// Compiled here and not where it is called, so that it is as fast wherever that is.
fn visit_each(
    prepared: &Prepared,
    futures: Futures,
    saved: &[usize],
    settings: Settings,
    see: &mut dyn FnMut(Seen),
) -> Result<(), Fault> {
    let members = futures.members.clone();
    if members.start > members.end || members.end > 1 << 32 {
        return Err(Fault::Members { members });
    }
    let all = &prepared.program().saved;
    let slot = |&index: &usize| match all.get(index) {
        Some(output) => Ok(output.slot),
        None => Err(Fault::Keep { index, saved: all.len() }),
    };
    let slots = saved.iter().map(slot).collect::<Result<Vec<u32>, Fault>>()?;
    let lanes = settings.lanes.unwrap_or_else(|| prepared.lanes(members.end - members.start));
    let kernel = Kernel::new(settings.isa.unwrap_or_else(Isa::best), lanes);
    let mut group = Group::new(prepared, kernel, futures.seed);
    let mut tidied = Vec::with_capacity(lanes.count());
    for first in members.clone().step_by(lanes.count()) {
        let active = (members.end - first).min(lanes.count() as u64) as usize;
        group.run(first as u32, &settings, |time, rows| {
            for (saved, &slot) in slots.iter().enumerate() {
                let mut values = &rows.row(slot)[..active];
                if values.iter().fold(false, |any, x| any | x.is_nan()) {
                    tidied.clear();
                    tidied.extend(values.iter().map(|&x| tidy(x)));
                    values = &tidied;
                }
                see(Seen { first, saved, time, values });
            }
        })?;
        if settings.non_finite == NonFinite::Refuse {
            group.check(active, settings.points)?;
        }
    }
    Ok(())
}
