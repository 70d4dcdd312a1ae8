//! Values over time as a table of text.

use std::fmt::Write as _;

/// One row for each step that is shown, with its time, and one column for each name with a value for every step.
/// Numbers have the fewest digits that read back as the same number.
pub fn csv(shown: &[(usize, f64)], columns: &[(&str, &[f64])]) -> String {
    let mut out = String::from("time");
    for (name, _) in columns {
        out.push(',');
        quoted(name, &mut out);
    }
    out.push('\n');
    // Most values of a large model are those of the row before: their digits are copied.
    let mut before: Vec<(Option<u64>, std::ops::Range<usize>)> = vec![(None, 0..0); columns.len()];
    for (step, time) in shown {
        let _ = write!(out, "{time}");
        for ((_, values), (bits, text)) in columns.iter().zip(&mut before) {
            let start = out.len();
            match values.get(*step) {
                Some(value) if *bits == Some(value.to_bits()) => out.extend_from_within(text.clone()),
                Some(value) => {
                    let _ = write!(out, ",{value}");
                    *bits = Some(value.to_bits());
                }
                None => out.push(','),
            }
            *text = start..out.len();
        }
        out.push('\n');
    }
    out
}

/// A name without line breaks, in quotes where it needs them.
fn quoted(name: &str, out: &mut String) {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.contains([',', '"']) {
        true => {
            let _ = write!(out, "\"{}\"", name.replace('"', "\"\""));
        }
        false => out.push_str(&name),
    }
}

#[cfg(test)]
mod tests {
    use super::csv;

    #[test]
    fn names_are_quoted_and_numbers_read_back() {
        let text = csv(&[(0, 0.0), (1, 0.1)], &[("a  b", &[1.0, 1.0 / 3.0]), ("x[i,\"j\"]", &[f64::NAN, -0.5])]);
        assert_eq!(text, "time,a b,\"x[i,\"\"j\"\"]\"\n0,1,NaN\n0.1,0.3333333333333333,-0.5\n");
    }
}
