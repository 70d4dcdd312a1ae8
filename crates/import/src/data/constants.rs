//! `GET XLS/DIRECT CONSTANTS`.

use super::address::{self, Area, Cell};
use super::sheet::Value;
use super::{Call, Workbooks, bounded, shown};
use milepost_syntax::Diagnostic;

impl Workbooks<'_> {
    /// The numbers of a call, row by row of the variable (the last subscript fastest); `None` where a cell is empty.
    ///
    /// `shape` has the number of elements for each subscript on the left-hand side, nothing for a variable without
    /// subscripts.  Subscripts of one element do not count: `[dim, female]` has one direction.  One direction runs across,
    /// with `*` down; of two the first runs down and the last across, with `*` the other way round.
    ///
    /// # Errors
    /// No file, sheet or cell, a text in a cell, a name for cells of another shape, more than two subscripts that have
    /// several elements, more than a million cells.
    pub fn constants(&mut self, call: &Call, shape: &[usize]) -> Result<Vec<Option<f64>>, Diagnostic> {
        let (height, width) = flat(call, shape)?;
        let count = bounded(call, height.checked_mul(width))?;
        let down = call.down && count > 1;
        let (rows, columns) = if down { (width, height) } else { (height, width) };
        let first = match address::cell(&call.cell) {
            Some(cell) => cell,
            None => {
                let area = self.named(call, &call.cell)?;
                fits(call, area, rows, columns)?;
                area.first
            }
        };
        let sheet = self.sheet(call)?;
        let mut numbers = Vec::with_capacity(count);
        for i in 0..height {
            for j in 0..width {
                let (row, column) = if down { (j, i) } else { (i, j) };
                // At most a million beyond a cell of at most eight digits.
                let place = Cell { row: first.row + row as u32, column: first.column + column as u32 };
                numbers.push(match sheet.at(place.row, place.column) {
                    None => None,
                    Some(Value::Number(n)) => Some(*n),
                    Some(text) => {
                        let message = format!("cell {place} of `{}` holds {} and no number", call.file, shown(text));
                        return Err(call.fault(message).help("write a number into the cell, or name another cell"));
                    }
                });
            }
        }
        Ok(numbers)
    }
}

/// The variable's cells without `*`: rows and columns.
fn flat(call: &Call, shape: &[usize]) -> Result<(usize, usize), Diagnostic> {
    let several: Vec<_> = shape.iter().copied().filter(|&n| n != 1).collect();
    match several[..] {
        [] => Ok((1, 1)),
        [columns] => Ok((1, columns)),
        [rows, columns] => Ok((rows, columns)),
        _ => Err(call
            .fault(format!("cells have two directions, and {} subscripts have several elements here", several.len()))
            .help("write one equation for each element of the first subscript")),
    }
}

fn fits(call: &Call, area: Area, rows: usize, columns: usize) -> Result<(), Diagnostic> {
    if (area.height(), area.width()) == (rows, columns) {
        return Ok(());
    }
    let (name, file) = (&call.cell, &call.file);
    let fault = call.fault(format!(
        "the cells named `{name}` in `{file}` are {area}, {} by {}, and the variable needs {rows} by {columns}",
        area.height(),
        area.width(),
    ));
    Err(match (area.height(), area.width()) == (columns, rows) {
        true if call.down => fault.help(format!("write `{name}` without `*`, since the cells run across")),
        true => fault.help(format!("write `{name}*`, since the cells run down")),
        false => fault.help("give the name to as many cells as the variable has elements"),
    })
}
