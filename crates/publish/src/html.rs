//! Writing HTML that is well-formed and escaped by construction.
//!
//! The dialect is the one that is both HTML5 and XML: lower-case names, every element closed, every attribute quoted.
//! **Invariant:** there is no way to put unescaped text into the page except [`Html::style`], which takes a constant.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::language::{Language, Part, parts};

/// A page, or a part of one, being written.
#[derive(Default)]
pub(crate) struct Html {
    out: String,
    /// Paragraphs of the source that the page lists; a citation of one leads there.
    paragraphs: BTreeSet<u32>,
    /// Whether its looks come from a style sheet alone: what would be set in the element becomes data that the sheet reads.
    sheet: bool,
    /// The language of its words, in which also the numbers of its text are written.
    pub(crate) words: &'static Language,
    /// How many elements are open whose text is no prose.
    literal: usize,
    /// Sections written so far: their ids and headings.
    sections: Vec<(String, String)>,
}

/// Attributes of an element; values are escaped.
pub(crate) type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Html {
    /// A page that lists these paragraphs of the source.
    pub(crate) fn listing(paragraphs: BTreeSet<u32>) -> Html {
        Html { paragraphs, ..Html::default() }
    }

    /// A page whose looks come from a style sheet alone: `style="--row:2"` is written `data-row="2"`.
    pub(crate) fn with_sheet(self) -> Html {
        Html { sheet: true, ..self }
    }

    /// Whether its looks come from a style sheet alone: a page of a site, which a script may move.
    pub(crate) fn has_sheet(&self) -> bool {
        self.sheet
    }

    /// A page in a language.
    pub(crate) fn in_words(self, words: &'static Language) -> Html {
        Html { words, ..self }
    }

    /// An empty part of this page, to be put in later.
    pub(crate) fn part(&self) -> Html {
        Html {
            out: String::new(),
            paragraphs: self.paragraphs.clone(),
            sheet: self.sheet,
            words: self.words,
            literal: self.literal,
            sections: Vec::new(),
        }
    }

    /// Puts in a part that was written.
    pub(crate) fn put(&mut self, part: Html) {
        self.out.push_str(&part.out);
        self.sections.extend(part.sections);
    }

    /// Notes a section.
    pub(crate) fn section(&mut self, id: &str, title: &str) {
        self.sections.push((id.into(), title.into()));
    }

    /// The sections written so far: their ids and headings.
    pub(crate) fn sections(&self) -> &[(String, String)] {
        &self.sections
    }

    /// Whether the page lists a paragraph of the source.
    pub(crate) fn lists(&self, paragraph: u32) -> bool {
        self.paragraphs.contains(&paragraph)
    }

    /// Writes a text and, at a place in it that a marker such as `{name}` keeps, what `body` writes.
    pub(crate) fn around(&mut self, text: &str, marker: &str, body: impl FnOnce(&mut Html)) {
        let (before, after) = text.split_once(marker).unwrap_or((text, ""));
        self.text(before);
        body(self);
        self.text(after);
    }

    /// Writes words that lead to a place in the page.
    pub(crate) fn goto(&mut self, id: &str, text: &str) {
        self.leaf("a", &[("href", &format!("#{id}"))], text);
    }

    /// Writes an element and, inside it, what `body` writes.
    pub(crate) fn tag(&mut self, name: &'static str, attributes: Attributes, body: impl FnOnce(&mut Html)) {
        self.open(name, attributes, ">");
        let literal = usize::from(name == "code");
        self.literal += literal;
        body(self);
        self.literal -= literal;
        let _ = write!(self.out, "</{name}>");
        if breaks_line(name) {
            self.out.push('\n');
        }
    }

    /// Writes an element that holds only text.
    pub(crate) fn leaf(&mut self, name: &'static str, attributes: Attributes, text: &str) {
        self.tag(name, attributes, |h| h.text(text));
    }

    /// Writes an element without content, such as `<meta/>` or `<path/>`.
    pub(crate) fn void(&mut self, name: &'static str, attributes: Attributes) {
        self.open(name, attributes, "/>");
    }

    /// Writes text.
    pub(crate) fn text(&mut self, text: &str) {
        match self.words.numbers.filter(|_| self.literal == 0) {
            Some(numbers) => escape(&mut self.out, &numbers.rewritten(text)),
            None => escape(&mut self.out, text),
        }
    }

    /// Writes a text of the language, and in place of each of its `{names}` what `part` writes.
    pub(crate) fn fill(&mut self, key: &'static str, mut part: impl FnMut(&mut Html, &str)) {
        for each in parts(self.words.say(key)) {
            match each {
                Part::Text(text) => self.text(text),
                Part::Place(name) => part(self, name),
            }
        }
    }

    /// Writes `a, b and c`, each item as `item` writes it.
    pub(crate) fn list(&mut self, count: usize, mut item: impl FnMut(&mut Html, usize)) {
        for i in 0..count {
            if i > 0 {
                let join = self.words.say(if i + 1 == count { "list.and" } else { "list.comma" });
                for part in parts(join) {
                    if let Part::Text(text) = part {
                        self.text(text);
                    }
                }
            }
            item(self, i);
        }
    }

    /// Writes the document type.
    pub(crate) fn doctype(&mut self) {
        self.out.push_str("<!DOCTYPE html>\n");
    }

    /// Writes a style sheet, which must hold neither `<` nor `&`.
    pub(crate) fn style(&mut self, css: &'static str) {
        self.out.push_str("<style>\n");
        self.out.push_str(css);
        self.out.push_str("</style>\n");
    }

    /// The text written.
    pub(crate) fn finish(self) -> String {
        self.out
    }

    /// The text written, of a page beside another one: links to places that it has not lead to that page.
    pub(crate) fn finish_beside(self, other: &str) -> String {
        self.finish_among(|_| Some(other.to_string()))
    }

    /// The text written, of a page among others: links to places that it has not lead to the page that `whose` names;
    /// where it names none, they stay.
    pub(crate) fn finish_among(self, whose: impl Fn(&str) -> Option<String>) -> String {
        const LINK: &str = "<a href=\"#";
        let ids: BTreeSet<&str> = self.out.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut out = String::with_capacity(self.out.len());
        let mut rest = self.out.as_str();
        while let Some(at) = rest.find(LINK) {
            let (before, link) = rest.split_at(at);
            let id = link[LINK.len()..].split('"').next().unwrap_or_default();
            out.push_str(before);
            out.push_str("<a href=\"");
            if !ids.contains(id) {
                out.push_str(&whose(id).unwrap_or_default());
            }
            rest = &link[LINK.len() - 1..];
        }
        out.push_str(rest);
        out
    }

    fn open(&mut self, name: &str, attributes: Attributes, end: &str) {
        let _ = write!(self.out, "<{name}");
        for (key, value) in attributes {
            if self.sheet && *key == "style" {
                self.as_data(value);
                continue;
            }
            let _ = write!(self.out, " {key}=\"");
            escape(&mut self.out, value);
            self.out.push('"');
        }
        self.out.push_str(end);
    }

    /// Writes `--row:2;--column:3` as attributes `data-row` and `data-column`.
    fn as_data(&mut self, style: &str) {
        for (name, value) in style.split(';').filter_map(|set| set.trim().strip_prefix("--")?.split_once(':')) {
            let _ = write!(self.out, " data-{name}=\"");
            escape(&mut self.out, value.trim());
            self.out.push('"');
        }
    }
}

/// Whether a line break behind the element helps those who read the page's source, and shows nowhere.
fn breaks_line(name: &str) -> bool {
    const INLINE: [&str; 12] =
        ["a", "b", "cite", "code", "em", "i", "small", "span", "strong", "text", "time", "tspan"];
    !INLINE.contains(&name)
}

/// Appends `text` with the five special characters escaped; control characters that no XML may hold are dropped.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_what_is_elsewhere_lead_there() {
        let mut html = Html::default();
        html.tag("p", &[("id", "here")], |h| {
            h.goto("here", "a");
            h.goto("there", "b");
        });
        let expected = "<p id=\"here\"><a href=\"#here\">a</a><a href=\"report.html#there\">b</a></p>\n";
        assert_eq!(html.finish_beside("report.html"), expected);
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut html = Html::default();
        html.tag("p", &[("title", "\"a\" & <b>")], |h| h.text("<script>alert('x')</script>\u{0}"));
        assert_eq!(
            html.finish(),
            "<p title=\"&quot;a&quot; &amp; &lt;b&gt;\">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</p>\n"
        );
    }
}
