//! What the comments of a declaration say, and what it rests on.

use milepost_strategy::model::Strategy;
use milepost_syntax::ast::Docs;
use milepost_syntax::{SourceMap, Span};

use crate::anchor;
use crate::html::Html;
use crate::language::Language;

/// Writes the comment as paragraphs: `[5]` as a citation, `*word*` with emphasis, code in backticks.
pub(crate) fn write(h: &mut Html, class: &str, text: &str) {
    for paragraph in text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
        h.tag("p", &[("class", class)], |h| inline(h, paragraph));
    }
}

/// Writes a text that may hold citations, emphasis and code.
pub(crate) fn inline(h: &mut Html, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['[', '*', '`']) {
        let (before, from) = rest.split_at(at);
        h.text(before);
        let (close, class) = match from.as_bytes()[0] {
            b'[' => (']', "cite"),
            b'*' => ('*', "em"),
            _ => ('`', "code"),
        };
        let inside = from[1..].find(close).map(|end| &from[1..=end]);
        match inside {
            Some(inside) if class == "cite" && is_citation(inside) => {
                cite(h, inside);
                rest = &from[inside.len() + 2..];
            }
            Some(inside) if class != "cite" && !inside.trim().is_empty() && inside.trim() == inside => {
                h.leaf(if class == "em" { "em" } else { "code" }, &[], inside);
                rest = &from[inside.len() + 2..];
            }
            _ => {
                h.text(&from[..1]);
                rest = &from[1..];
            }
        }
    }
    h.text(rest);
}

/// Writes a citation; each paragraph that the page lists leads there.
fn cite(h: &mut Html, inside: &str) {
    h.tag("span", &[("class", "cite"), ("title", &told(h.words, inside))], |h| {
        h.text("[");
        for (i, part) in inside.split(',').enumerate() {
            if i > 0 {
                h.text(", ");
            }
            let first = part.trim().split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse::<u32>().ok());
            let shown = part.trim().replace('-', "\u{2013}");
            match first.filter(|p| h.lists(*p)) {
                Some(paragraph) => h.goto(&anchor::paragraph(paragraph), &shown),
                None => h.text(&shown),
            }
        }
        h.text("]");
    });
}

fn is_citation(inside: &str) -> bool {
    inside.bytes().any(|b| b.is_ascii_digit())
        && inside.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | ' ' | '-' | '.' | '\u{2013}'))
}

fn told(words: &'static Language, inside: &str) -> String {
    let many = inside.contains([',', '-', '.', '\u{2013}']);
    words.fill(if many { "source.paragraphs" } else { "source.paragraph" }, &[("paragraphs", inside)])
}

/// The paragraphs cited, as `[38–46, 53]`; `None` where there is none.
pub(crate) fn citations(docs: &Docs) -> Option<String> {
    let mut ranges: Vec<(u32, u32)> = docs.citations.iter().map(|c| (c.first, c.last)).collect();
    ranges.sort_unstable();
    ranges.dedup();
    let words: Vec<String> =
        ranges.iter().map(|(a, b)| if a == b { a.to_string() } else { format!("{a}\u{2013}{b}") }).collect();
    (!words.is_empty()).then(|| format!("[{}]", words.join(", ")))
}

/// What the declaration rests on: its paragraphs, the word assumption, both, or nothing.
pub(crate) fn grounds(words: &'static Language, docs: &Docs) -> String {
    match (citations(docs), docs.assumption) {
        (Some(cited), true) => words.fill("grounds.cited-assumed", &[("cited", &cited)]),
        (Some(cited), false) => cited,
        (None, true) => words.say("grounds.assumed").into(),
        (None, false) => words.say("grounds.none").into(),
    }
}

/// The comment on one line, without its citations.
pub(crate) fn words(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('[') {
        out.push_str(&rest[..at]);
        match rest[at..].find(']') {
            Some(end) if is_citation(&rest[at + 1..at + end]) => rest = &rest[at + end + 1..],
            _ => {
                out.push('[');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    let out = out.replace(['*', '`'], "");
    out.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".").replace(" ,", ",")
}

/// Writes the comment unless all it holds is what [`grounds`] says as well.
pub(crate) fn write_beside_grounds(h: &mut Html, class: &str, docs: &Docs) {
    if !matches!(words(&docs.text).trim_end_matches('.'), "" | "assumption") {
        write(h, class, &docs.text);
    }
}

/// The text under a span as it stands, its last line end cut off; empty where the span lies outside the sources.
pub(crate) fn written(sources: &SourceMap, span: Span) -> &str {
    let file = sources.files().nth(span.file.0 as usize).map(|(_, source)| source.text.as_str());
    file.and_then(|text| text.get(span.start as usize..span.end as usize)).unwrap_or("").trim_end()
}

/// `insurgency.mile:12`; `None` where the span lies outside the sources.
pub(crate) fn place(sources: &SourceMap, span: Span) -> Option<String> {
    let (_, source) = sources.files().nth(span.file.0 as usize)?;
    let before = source.text.get(..span.start as usize).filter(|_| span.end > span.start)?;
    Some(format!("{}:{}", source.path, 1 + before.matches('\n').count()))
}

/// The text under a span with its white space on one line; empty where the span lies outside the sources.
pub(crate) fn snippet(sources: &SourceMap, span: Span) -> String {
    let lines = written(sources, span).lines().map(|line| line.split("//").next().unwrap_or(""));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// A title in the middle of a sentence: without its capital, unless the first word is a name.
/// A name is a word that also stands with its capital inside a sentence of the strategy.
pub(crate) fn mid_sentence(strategy: &Strategy, title: &str) -> String {
    let first = title.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
    let mut letters = first.chars();
    let Some(initial) = letters.next() else { return title.into() };
    let rest = letters.as_str();
    let acronym = rest.is_empty() || rest.chars().any(char::is_uppercase);
    if !initial.is_uppercase() || (acronym && first != "A") || named(strategy, first) {
        return title.into();
    }
    format!("{}{}", initial.to_lowercase(), &title[initial.len_utf8()..])
}

/// Whether the word, or the word it is a plural of, stands with its capital inside a sentence of the strategy.
fn named(strategy: &Strategy, word: &str) -> bool {
    let docs = strategy.measures.iter().map(|m| &m.docs).chain(strategy.hypotheses.iter().map(|h| &h.docs));
    let docs = docs.chain(strategy.variables.iter().map(|v| &v.docs)).chain([&strategy.docs]);
    let docs = docs.chain(strategy.recommendations.iter().map(|r| &r.docs));
    let docs = docs.chain(strategy.pathways.iter().map(|p| &p.docs)).chain(strategy.regimes.iter().map(|r| &r.docs));
    let titles = strategy.measures.iter().map(|m| &m.title).chain(strategy.actors.iter().map(|a| &a.title));
    let titles =
        titles.chain(strategy.elements.iter().map(|e| &e.title)).chain(strategy.charts.iter().map(|c| &c.title));
    let texts = docs.map(|d| &d.text).chain(titles).chain(&strategy.question).chain([&strategy.title]);
    let stem = word.strip_suffix('s').filter(|stem| stem.len() > 2);
    let stands = |text: &String| stands_inside(text, word) || stem.is_some_and(|stem| stands_inside(text, stem));
    texts.into_iter().any(stands)
}

/// Whether the word stands in the text behind another word of the same sentence.
fn stands_inside(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].trim_end();
        let whole = !text[at + word.len()..].starts_with(char::is_alphanumeric) && before.len() < at;
        whole && before.ends_with(|c: char| c.is_alphanumeric() || c == ',')
    })
}

/// A title behind `by` or `to`: `The Coalition` becomes `the Coalition`.
pub(crate) fn with_article(title: &str) -> String {
    match title.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => title.into(),
    }
}
