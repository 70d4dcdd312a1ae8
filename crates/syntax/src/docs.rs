//! What comments say: documentation, notes, citations and assumptions.

use crate::ast::{Citation, Docs};
use crate::lexer::Comment;
use crate::{Diagnostic, Span};

/// Reads comments into documentation; `note` says of each whether it is a note rather than documentation.
pub(crate) fn read<'a>(
    text: &str,
    comments: impl Iterator<Item = (bool, &'a Comment)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Docs {
    let mut docs = Docs::default();
    let mut lines = Vec::new();
    for (note, comment) in comments {
        let raw = &text[comment.span.start as usize..comment.span.end as usize];
        docs.assumption |= raw.to_lowercase().contains("*assumption*");
        citations(raw, comment.span, &mut docs.citations, diagnostics);
        if note {
            docs.notes.push(raw.trim().to_string());
        } else {
            lines.push(raw.strip_prefix(' ').unwrap_or(raw).trim_end());
        }
    }
    docs.text = lines.join("\n");
    docs
}

/// Finds `[24]`, `[2, 3]`, `[38-46]`, `[38..46]`; brackets that hold anything else are no citations.
fn citations(text: &str, place: Span, found: &mut Vec<Citation>, diagnostics: &mut Vec<Diagnostic>) {
    let mut from = 0;
    while let Some(open) = text[from..].find('[').map(|at| from + at + 1) {
        from = open;
        let Some(close) = text[open..].find(['[', ']']).map(|at| open + at) else {
            return;
        };
        let inside = &text[open..close];
        if text[close..].starts_with('[') {
            continue;
        }
        let digits_and_marks = |c: char| c.is_ascii_digit() || " ,.-\u{2013}".contains(c);
        if !inside.starts_with(|c: char| c.is_ascii_digit()) || !inside.chars().all(digits_and_marks) {
            continue;
        }
        from = close;
        let mut start = open;
        for part in inside.split(',') {
            let lead = part.len() - part.trim_start().len();
            let begin = place.start as usize + start + lead;
            let span = Span::new(place.file, begin, begin + part.trim().len());
            match citation(part.trim()) {
                Ok((first, last)) => found.push(Citation { first, last, span }),
                Err(message) => diagnostics
                    .push(Diagnostic::error(span, message).help("cite paragraphs as `[24]`, `[2, 3]` or `[38-46]`")),
            }
            start += part.len() + 1;
        }
    }
}

/// Reads `24`, `38-46`, `38..46`.
fn citation(text: &str) -> Result<(u32, u32), String> {
    let (first, last) = match ["..", "-", "\u{2013}"].iter().find_map(|mark| text.split_once(mark)) {
        Some((first, last)) => (first.trim(), last.trim()),
        None => (text, text),
    };
    match (first.parse::<u32>(), last.parse::<u32>()) {
        (Ok(first), Ok(last)) if first <= last => Ok((first, last)),
        (Ok(_), Ok(_)) => Err(format!("the cited range `{text}` runs backwards")),
        _ => Err(format!("`{text}` is no paragraph number")),
    }
}
