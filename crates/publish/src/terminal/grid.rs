//! Columns that line up, in as many blocks as the width asks for.

use super::{Ink, columns};

/// A table: a first column of names to the left, columns of numbers to the right.
pub(crate) struct Grid {
    /// Names of the rows.
    pub(crate) rows: Vec<String>,
    /// The columns.
    pub(crate) columns: Vec<Column>,
}

/// A column.
pub(crate) struct Column {
    /// Lines of its head.
    pub(crate) head: Vec<String>,
    /// One text per row, and whether it is set off.
    pub(crate) cells: Vec<(String, bool)>,
}

const GAP: usize = 2;

impl Grid {
    /// Columns it takes in one block.
    pub(crate) fn width(&self) -> usize {
        let names = self.rows.iter().map(|r| columns(r)).max().unwrap_or(0);
        names + self.columns.iter().map(|c| GAP + c.width()).sum::<usize>()
    }

    /// Writes the table in lines of at most `width` columns.
    pub(crate) fn write(&self, width: usize, ink: Ink) -> String {
        let names = self.rows.iter().map(|r| columns(r)).max().unwrap_or(0);
        let widths: Vec<usize> = self.columns.iter().map(Column::width).collect();
        let mut out = String::new();
        let mut from = 0;
        while from < self.columns.len() {
            let mut used = names;
            let mut to = from;
            while to < self.columns.len() && (to == from || used + GAP + widths[to] <= width) {
                used += GAP + widths[to];
                to += 1;
            }
            if from > 0 {
                out.push('\n');
            }
            self.block(&mut out, names, &widths, from..to, ink);
            from = to;
        }
        out
    }

    fn block(&self, out: &mut String, names: usize, widths: &[usize], range: std::ops::Range<usize>, ink: Ink) {
        let heads = self.columns[range.clone()].iter().map(|c| c.head.len()).max().unwrap_or(0);
        for line in 0..heads {
            let mut text = " ".repeat(names);
            for i in range.clone() {
                let word = self.columns[i].head.get(line).map_or("", String::as_str);
                let word = if line == 0 { ink.strong(word) } else { ink.faint(word) };
                let known = columns(self.columns[i].head.get(line).map_or("", String::as_str));
                text += &" ".repeat(GAP + widths[i] - known);
                text += &word;
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
        for (row, name) in self.rows.iter().enumerate() {
            let mut text = format!("{name}{}", " ".repeat(names - columns(name)));
            for i in range.clone() {
                let (cell, set_off) = &self.columns[i].cells[row];
                text += &" ".repeat(GAP + widths[i] - columns(cell));
                text += &if *set_off { ink.strong(cell) } else { cell.clone() };
            }
            out.push_str(text.trim_end());
            out.push('\n');
        }
    }
}

impl Column {
    fn width(&self) -> usize {
        let heads = self.head.iter().map(|h| columns(h));
        heads.chain(self.cells.iter().map(|c| columns(&c.0))).max().unwrap_or(0)
    }
}
