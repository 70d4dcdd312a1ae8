//! What people read of evidence: plain text in so many columns.

mod changed;
mod imported;
mod shown;

pub use changed::changed;
pub use imported::{FindingList, imported};
pub use shown::{Shown, shown};

/// A number with commas, in as many digits as it has up to three behind the point.
pub(crate) fn number(x: f64) -> String {
    let rounded = format!("{:.3}", x.abs());
    let (whole, rest) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let rest = rest.trim_end_matches('0');
    let mut out = String::new();
    if x < 0.0 && rounded.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('\u{2212}');
    }
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if !rest.is_empty() {
        out.push('.');
        out.push_str(rest);
    }
    out
}

/// A whole number with commas.
pub(crate) fn count(n: u64) -> String {
    number(n as f64)
}

/// `1 row`, `2 rows`.
pub(crate) fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", count(n), if n == 1 { one } else { many })
}

/// A sentence in lines of at most `width` columns; those behind the first are set in by `indent` more.
pub(crate) fn wrapped(text: &str, width: usize, indent: usize) -> String {
    let lead = text.len() - text.trim_start().len();
    let mut out = " ".repeat(lead);
    let mut column = lead;
    for (i, word) in text.split_whitespace().enumerate() {
        let length = word.chars().count();
        if i > 0 && column + 1 + length > width {
            out.push('\n');
            out.push_str(&" ".repeat(lead + indent));
            column = lead + indent;
        } else if i > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out.push('\n');
    out
}

/// A table: names to the left, columns to the right, in as many blocks as the width asks for.
pub(crate) struct Table {
    /// Head of the column of names.
    pub corner: String,
    /// Names of the rows.
    pub names: Vec<String>,
    /// Head and cells of each column.
    pub columns: Vec<(String, Vec<String>)>,
}

impl Table {
    pub fn write(&self, width: usize) -> String {
        let long = |s: &String| s.chars().count();
        let names = self.names.iter().chain([&self.corner]).map(long).max().unwrap_or(0);
        let widths: Vec<usize> =
            self.columns.iter().map(|(h, cells)| cells.iter().chain([h]).map(long).max().unwrap_or(0)).collect();
        let mut out = String::new();
        let mut from = 0;
        while from < self.columns.len() {
            let (mut used, mut to) = (names, from);
            while to < self.columns.len() && (to == from || used + 2 + widths[to] <= width) {
                used += 2 + widths[to];
                to += 1;
            }
            if from > 0 {
                out.push('\n');
            }
            let mut line = |name: &str, cell: &dyn Fn(usize) -> String| {
                let mut text = format!("{name:<names$}");
                for (i, w) in widths.iter().enumerate().take(to).skip(from) {
                    text += &format!("  {:>w$}", cell(i));
                }
                out.push_str(text.trim_end());
                out.push('\n');
            };
            line(&self.corner, &|i| self.columns[i].0.clone());
            for (row, name) in self.names.iter().enumerate() {
                line(name, &|i| self.columns[i].1[row].clone());
            }
            from = to;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_commas_and_few_digits() {
        let told = [0.0, 27.5, 1234567.0, 10.0 / 3.0, -4.0, 0.82].map(number);
        assert_eq!(told, ["0", "27.5", "1,234,567", "3.333", "\u{2212}4", "0.82"]);
    }

    #[test]
    fn sentences_are_wrapped() {
        assert_eq!(wrapped("  one two three", 10, 2), "  one two\n    three\n");
    }
}
