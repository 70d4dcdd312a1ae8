use crate::kernel::{Isa, Kernel};
use crate::run::Group;
use crate::scalar::tidy;
use crate::{Fault, Lanes, NonFinite, Prepared, Settings};

/// Runs one member on the current thread: `[k][t]` is the k-th of the saved slots asked for at the t-th saved time.
///
/// # Errors
/// As [`run_with`](crate::run_with).
pub fn run_one(
    prepared: &Prepared,
    seed: u64,
    member: u32,
    saved: &[usize],
    settings: Settings,
) -> Result<Vec<Vec<f64>>, Fault> {
    let all = &prepared.program().saved;
    let slot = |&index: &usize| match all.get(index) {
        Some(output) => Ok(output.slot),
        None => Err(Fault::Keep { index, saved: all.len() }),
    };
    let slots = saved.iter().map(slot).collect::<Result<Vec<u32>, Fault>>()?;
    let times = prepared.saved_steps().len();
    let mut columns: Vec<Vec<f64>> = slots.iter().map(|_| Vec::with_capacity(times)).collect();
    let lanes = settings.lanes.unwrap_or(Lanes::L8);
    let kernel = Kernel::new(settings.isa.unwrap_or_else(Isa::best), lanes);
    let mut group = Group::new(prepared, kernel, seed);
    group.run(member, &settings, |_, rows| {
        for (column, &slot) in columns.iter_mut().zip(&slots) {
            column.push(tidy(rows.row(slot)[0]));
        }
    })?;
    if settings.non_finite == NonFinite::Refuse {
        group.check(1)?;
    }
    Ok(columns)
}
