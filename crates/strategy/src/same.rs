//! Names as the tools of the field compare them.

/// A name as it is compared: lower case, runs of blanks, underscores, line breaks and no-break spaces one space, quotes
/// gone, `\"` a quote.
pub fn same(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    // Almost all names are plain, and models ask for them again and again.
    if name.bytes().all(|b| b.is_ascii() && !matches!(b, b'"' | b'\\')) {
        for c in name.chars() {
            if c.is_ascii_whitespace() || c == '_' || c == '\u{b}' {
                gap = true;
                continue;
            }
            if gap && !out.is_empty() {
                out.push(' ');
            }
            gap = false;
            out.push(c.to_ascii_lowercase());
        }
        return out;
    }
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
