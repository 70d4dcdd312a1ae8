use milepost_ir::{Program, Slot};

use crate::kernel::{Checked, Isa, Kernel, Lanes, Rows};
use crate::slot_set::SlotSet;
use crate::tables::Table;

/// Values that depend on the time alone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Timed {
    /// The slots that change, and their values: `rows[row * slots.len() + i]`.
    pub(crate) slots: Vec<Slot>,
    pub(crate) rows: Vec<f64>,
    /// Those that never change.
    pub(crate) still: Vec<(Slot, f64)>,
}

impl Timed {
    pub(crate) fn new(program: &Program, tables: &[Table], rows_per_step: usize) -> Timed {
        let slots: SlotSet = program.shared.iter().copied().chain(program.time).collect();
        let slots: Vec<Slot> = slots.iter().collect();
        if slots.is_empty() {
            return Timed::default();
        }
        let clock = program.clock;
        let time = |row: usize| clock.start + (row as f64 / rows_per_step as f64) * clock.step;
        let (width, count) = (slots.len(), clock.steps as usize * rows_per_step + 1);
        let mut rows = vec![0.0; width * count];
        // By slot, the bits in which any of its values differs from the first.
        let (mut starts, mut changes) = (vec![0; width], vec![0_u64; width]);
        // Eight times side by side, as members are: an op takes its operands from its own lane only.
        let kernel = Kernel::new(Isa::best(), Lanes::L8);
        let code: Checked = program.timed.iter().copied().collect();
        let mut lanes = Rows::new(program.slots as usize, Lanes::L8);
        program.constants.iter().for_each(|&(slot, value)| lanes.fill(slot, value));
        for first in (0..count).step_by(8) {
            if let Some(slot) = program.time {
                let times = lanes.chunks_mut(slot).iter_mut().flat_map(|chunk| &mut chunk.0);
                times.enumerate().for_each(|(i, lane)| *lane = time(first + i));
            }
            kernel.execute(&code, &mut lanes, tables);
            let active = 8.min(count - first);
            for (i, &slot) in slots.iter().enumerate() {
                let values = &lanes.row(slot)[..active];
                if first == 0 {
                    starts[i] = values[0].to_bits();
                }
                for (lane, value) in values.iter().enumerate() {
                    rows[(first + lane) * width + i] = *value;
                    changes[i] |= value.to_bits() ^ starts[i];
                }
            }
        }
        let (moving, still): (Vec<usize>, Vec<usize>) = (0..width).partition(|&i| changes[i] != 0);
        let still = still.iter().map(|&i| (slots[i], rows[i])).collect();
        // What never changes leaves the table, in its place: there may be hundreds of megabytes of it.
        let mut kept = 0;
        for row in 0..count {
            for &i in &moving {
                rows[kept] = rows[row * width + i];
                kept += 1;
            }
        }
        rows.truncate(kept);
        rows.shrink_to_fit();
        Timed { slots: moving.iter().map(|&i| slots[i]).collect(), rows, still }
    }
}
