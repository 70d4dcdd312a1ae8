//! Findings as people read them.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::{Diagnostic, Severity, SourceMap, Span};

/// Lines longer than this, in bytes, are named but not shown.
const LONGEST: usize = 10_000;

/// Renders findings like rustc's: the sentence, the place, the span underlined, and what to write instead.  Colour only
/// repeats what the words say.
pub fn render(sources: &SourceMap, diagnostics: &[Diagnostic], color: bool) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let rendered: Vec<String> = diagnostics.iter().map(|d| renderer.render(&[group(sources, d)])).collect();
    let mut text = rendered.join("\n\n");
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

/// Sorts findings by file, place and message, those without a place first, and removes duplicates.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| (d.span, d.severity);
        key(a).cmp(&key(b)).then_with(|| (&a.message, &a.label, &a.help).cmp(&(&b.message, &b.label, &b.help)))
    });
    diagnostics.dedup();
}

/// One finding as annotate-snippets wants it.
fn group<'a>(sources: &'a SourceMap, diagnostic: &'a Diagnostic) -> Group<'a> {
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(&diagnostic.message));
    if let Some(span) = diagnostic.span {
        let source = sources.get(span.file);
        let start = boundary(&source.text, span.start as usize);
        let end = boundary(&source.text, span.end as usize).max(start);
        // Only the lines concerned: a finding costs its own lines, not the whole file.
        let first = source.text[..start].rfind('\n').map_or(0, |at| at + 1);
        let last = source.text[end..].find('\n').map_or(source.text.len(), |at| end + at);
        let line = sources.line(Span { start: start as u32, ..span });
        if last - first > LONGEST {
            let column = source.text[first..start].chars().count() + 1;
            group = group.element(Origin::path(&source.path).line(line).char_column(column));
        } else {
            let mut annotation = AnnotationKind::Primary.span(start - first..end - first);
            if !diagnostic.label.is_empty() {
                annotation = annotation.label(&diagnostic.label);
            }
            let snippet = Snippet::source(&source.text[first..last]).path(&source.path).line_start(line);
            group = group.element(snippet.annotation(annotation));
        }
    }
    group.elements(diagnostic.help.iter().map(|help| Level::HELP.message(help)))
}

/// The nearest character boundary at or before a byte.
fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
