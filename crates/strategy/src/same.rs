//! Names as the tools of the field compare them.

/// A name as it is compared: lower case, runs of blanks, underscores, line breaks and no-break spaces one space, quotes
/// gone, `\"` a quote.
pub fn same(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let text = name.replace("\\n", " ").replace("\\r", " ").replace("\\\"", "\u{1}").replace('"', "");
    for c in text.chars() {
        if c.is_whitespace() || c == '_' || c == '\u{a0}' {
            gap = true;
            continue;
        }
        if gap && !out.is_empty() {
            out.push(' ');
        }
        gap = false;
        match c {
            '\u{1}' => out.push('"'),
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}
