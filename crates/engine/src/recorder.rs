use std::ops::Range;

use milepost_ir::Slot;

use crate::kernel::Rows;
use crate::past::Resume;
use crate::running::Running;
use crate::scalar::tidy;
use crate::{Bands, Block, Fault, Keep, Prepared};

/// Collects a block while groups of members run.
pub(crate) struct Recorder {
    block: Block,
    outputs: Vec<Slot>,
    bands: Vec<Slot>,
    series: Vec<Slot>,
    times: usize,
    /// Sums of the current block of members: `running[k * times + t]`.
    running: Vec<Running>,
    /// First member of the current block of members, and the next to come.
    open: Range<u64>,
}

impl Recorder {
    pub(crate) fn new(prepared: &Prepared, members: Range<u64>, keep: &Keep) -> Result<Recorder, Fault> {
        let program = prepared.program();
        let slots = |indices: &[usize]| {
            let saved = program.saved.len();
            let slot = |&index: &usize| match program.saved.get(index) {
                Some(output) => Ok(output.slot),
                None => Err(Fault::Keep { index, saved }),
            };
            indices.iter().map(slot).collect::<Result<Vec<Slot>, Fault>>()
        };
        let (bands, series) = (slots(&keep.bands)?, slots(&keep.series)?);
        let times = prepared.saved_steps().len();
        let count = (members.end - members.start) as usize;
        let column = || Vec::with_capacity(count);
        Ok(Recorder {
            open: members.start..members.start,
            block: Block {
                members,
                outputs: program.outputs.iter().map(|_| column()).collect(),
                bands: vec![Bands::new(times); bands.len()],
                series: series.iter().map(|_| (0..times).map(|_| column()).collect()).collect(),
            },
            outputs: program.outputs.iter().map(|output| output.slot).collect(),
            running: vec![Running::new(); bands.len() * times],
            times,
            bands,
            series,
        })
    }

    /// Records the t-th saved time of a group.
    pub(crate) fn save(&mut self, t: usize, rows: &Rows, active: usize) {
        for (k, &slot) in self.bands.iter().enumerate() {
            let values = &rows.row(slot)[..active];
            self.running[k * self.times + t].add(values);
        }
        for (column, &slot) in self.series.iter().enumerate() {
            append(&mut self.block.series[column][t], &rows.row(slot)[..active]);
        }
    }

    /// Records what was saved of a group before the step that it is resumed at.
    pub(crate) fn resume(&mut self, resume: &Resume, first: u64, active: usize) {
        let from = (first - resume.first) as usize;
        for (times, kept) in self.block.series.iter_mut().zip(&resume.series) {
            for (column, values) in times.iter_mut().zip(kept.iter()) {
                column.extend_from_slice(&values[from..from + active]);
            }
        }
    }

    /// Records a group's outputs.
    pub(crate) fn finish(&mut self, rows: &Rows, active: usize) {
        for (column, &slot) in self.block.outputs.iter_mut().zip(&self.outputs) {
            append(column, &rows.row(slot)[..active]);
        }
        self.open.end += active as u64;
    }

    /// Ends a block of members.
    pub(crate) fn close_block(&mut self) {
        let Range { start, end } = self.open;
        for (i, running) in self.running.iter_mut().enumerate() {
            let band = self.block.bands[i / self.times].band(i % self.times);
            band.close(start, end, running);
            running.clear();
        }
        self.open = end..end;
    }

    pub(crate) fn into_block(self) -> Block {
        self.block
    }
}

/// Appends values, unknown ones in their one form: almost always there are none, and a copy is fast.
fn append(column: &mut Vec<f64>, values: &[f64]) {
    let from = column.len();
    column.extend_from_slice(values);
    if values.iter().fold(false, |any, x| any | x.is_nan()) {
        column[from..].iter_mut().for_each(|x| *x = tidy(*x));
    }
}
