//! The signs of the language, and those of other languages that people try.

/// Operators and brackets, the longer first.
pub(crate) const SYMBOLS: [&str; 25] = [
    "+=", "*=", "==", "!=", "<=", ">=", "..", "->", "(", ")", "[", "]", "{", "}", ",", ":", ";", "=", "<", ">", "+",
    "-", "*", "/", "^",
];

/// What people write in other languages, and what to write here.
pub(crate) const FOREIGN: [(&str, &str); 25] = [
    ("...", "write everything out; a range is written `..`"),
    ("=>", "write `>=` for \"at least\""),
    ("=<", "write `<=` for \"at most\""),
    ("<>", "write `!=` for \"differs from\""),
    ("&&", "write `and`"),
    ("||", "write `or`"),
    ("**", "write `^` for a power"),
    ("-=", "write `+= -x` to take away"),
    ("/=", "write `*= 1/x` to divide"),
    ("&", "write `and`"),
    ("|", "write `or`"),
    ("!", "write `not`"),
    ("%", "write a percent right behind its number, as in `5%`"),
    ("#", "comments begin with `//`"),
    ("'", "texts stand in double quotes: `\"`"),
    ("\u{201c}", "texts stand in straight double quotes: `\"`"),
    ("\u{201d}", "texts stand in straight double quotes: `\"`"),
    ("\u{2013}", "write `-`, or `..` for a range"),
    ("\u{2212}", "write `-`"),
    ("\u{00d7}", "write `*`"),
    ("\u{00b7}", "write `*`"),
    ("\u{2264}", "write `<=`"),
    ("\u{2265}", "write `>=`"),
    ("\u{2260}", "write `!=`"),
    ("\u{2026}", "write `..` for a range"),
];

/// Whether a longer symbol of the language begins where a foreign one does, as `!=` does at `!`.
pub(crate) fn is_symbol(rest: &str, foreign: &str) -> bool {
    SYMBOLS.iter().any(|s| s.len() > foreign.len() && rest.starts_with(*s))
}
