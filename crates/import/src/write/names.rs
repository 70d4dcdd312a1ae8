//! Names as each tool writes them.

use crate::foreign::{Dialect, same};
use std::collections::HashSet;

/// Words that XMILE reads as operators.
const OPERATORS: [&str; 7] = ["and", "or", "not", "mod", "if", "then", "else"];

/// A name as it stands in an equation: in quotes where it could be read as something else.
pub(crate) fn name(name: &str, dialect: Dialect) -> String {
    let line = one_line(name);
    match dialect {
        Dialect::Vensim if plain(&line, [' ', '_', '$', '\'']) => line,
        Dialect::Xmile if plain(&line, [' ', '_', '_', '_']) => {
            let word = line.replace(' ', "_");
            if OPERATORS.contains(&word.to_lowercase().as_str()) { quoted(&line) } else { word }
        }
        _ => quoted(&line),
    }
}

/// Whether a name needs no quotes: a letter, then letters, digits and a few signs, single blanks within.
fn plain(name: &str, signs: [char; 4]) -> bool {
    let mut before = ' ';
    for (i, c) in name.chars().enumerate() {
        let fits = if i == 0 { c.is_alphabetic() } else { c.is_alphanumeric() || signs.contains(&c) };
        if !fits || c == ' ' && before == ' ' {
            return false;
        }
        before = c;
    }
    // A sign at the end of a word could belong to what follows.
    !name.is_empty() && !before.is_whitespace() && before != '\''
}

/// A name in one line: the breaks that tools write within names are blanks to all of them.
pub(crate) fn one_line(name: &str) -> String {
    if !name.contains(['\n', '\r', '\t', '\u{a0}']) && !name.contains("\\n") && !name.contains("\\r") {
        return name.to_string();
    }
    let name = name.replace("\\n", " ").replace("\\r", " ");
    name.split(|c: char| c.is_whitespace()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// In double quotes; a quotation mark within has a backslash before it.
fn quoted(name: &str) -> String {
    let mut out = String::from("\"");
    let mut escaped = false;
    for c in name.chars() {
        if c == '"' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    if escaped {
        out.push('\\');
    }
    out.push('"');
    out
}

/// Names that are taken, and new ones beside them.
#[derive(Clone, Debug, Default)]
pub(crate) struct Taken(HashSet<String>);

impl Taken {
    /// Notes a name; whether it was free.
    pub fn take(&mut self, name: &str) -> bool {
        self.0.insert(same(name))
    }

    /// A name that is free: the wanted one, or with a number behind it.
    pub fn fresh(&mut self, wanted: &str) -> String {
        if self.take(wanted) {
            return wanted.to_string();
        }
        let mut number = 2;
        loop {
            let candidate = format!("{wanted} {number}");
            if self.take(&candidate) {
                return candidate;
            }
            number += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_quotes_where_a_tool_would_misread_them() {
        for (name_, vensim, xmile) in [
            ("Room Temperature", "Room Temperature", "Room_Temperature"),
            ("año_1", "año_1", "año_1"),
            ("hares.births", "\"hares.births\"", "\"hares.births\""),
            ("a|b", "\"a|b\"", "\"a|b\""),
            ("say \"x\"", "\"say \\\"x\\\"\"", "\"say \\\"x\\\"\""),
            ("say \\\"x\\\"", "\"say \\\"x\\\"\"", "\"say \\\"x\\\"\""),
            ("5 to 9", "\"5 to 9\"", "\"5 to 9\""),
            ("if", "if", "\"if\""),
            ("two\\nlines", "two lines", "two_lines"),
            ("person's", "person's", "\"person's\""),
        ] {
            assert_eq!(name(name_, Dialect::Vensim), vensim, "{name_}");
            assert_eq!(name(name_, Dialect::Xmile), xmile, "{name_}");
        }
    }

    #[test]
    fn a_new_name_is_another_one() {
        let mut taken = Taken::default();
        assert!(taken.take("Net Flow"));
        assert_eq!(taken.fresh("net_flow"), "net_flow 2");
        assert_eq!(taken.fresh("net flow"), "net flow 3");
    }
}
