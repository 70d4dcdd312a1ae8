//! Text as it stands in files.

use std::borrow::Cow;

/// Text in one line: a backslash at the end of a line and the tabs that begin the next one were put there by the tool.
pub(crate) fn unwrap(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') || !text.contains(['\n', '\r']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let after = rest[at + 1..].trim_start_matches([' ', '\t']);
        rest = if after.starts_with(['\n', '\r']) {
            let line = after.strip_prefix("\r\n").unwrap_or(&after[1..]);
            line.trim_start_matches('\t')
        } else {
            out.push('\\');
            &rest[at + 1..]
        };
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// Words with one blank between them.
pub(crate) fn words(text: &str) -> String {
    let text = text.trim();
    if !text.contains(|c: char| c != ' ' && c.is_whitespace()) && !text.contains("  ") {
        return text.to_string();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first characters of a long text, for a message.
pub(crate) fn shorten(text: &str) -> String {
    let line = text.split(['\n', '\r']).next().unwrap_or_default().trim();
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}...", &line[..end]),
        None => line.to_string(),
    }
}
