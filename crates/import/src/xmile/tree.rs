//! The elements of an XMILE file, with places, as forgiving as its tools are.
//!
//! Prefixes need no declaration; what only says how things look is passed over; an end tag with another name than the open
//! element closes that element, or the ancestor that has its name, with a warning.  Entities other than XML's own five
//! are refused, so none can grow.

use crate::equation::Read;
use crate::findings::Findings;
use milepost_syntax::{Diagnostic, FileId, Span};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Elements within one another; XMILE needs about ten.
const DEEPEST: usize = 100;
/// Elements and attributes of a file that say something about values.
const MOST: usize = 1_000_000;

/// What only says how things look or what was clicked.
const LOOKS: [&str; 11] = [
    "views",
    "view",
    "display",
    "style",
    "interface",
    "stories",
    "simulation_delay",
    "format",
    "event_poster",
    "equation_prefs",
    "default_format",
];

/// An element.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) attributes: Vec<(String, String)>,
    pub(super) children: Vec<Element>,
    /// Its own text, decoded.
    pub(super) text: String,
    /// Where the text comes from: (byte of the text, byte of the file).
    pub(super) shifts: Vec<(u32, u32)>,
    /// Its start tag.
    pub(super) span: Span,
}

impl Element {
    /// The attribute's value.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The first child of this name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|c| c.name == name)
    }

    /// The children of this name.
    pub(super) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Element> {
        self.children.iter().filter(move |c| c.name == name)
    }

    /// The text of the first child of this name, without blanks around it; none where it is empty.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.child(name).map(|c| c.text.trim()).filter(|t| !t.is_empty())
    }

    fn append(&mut self, text: &str, place: u64) {
        let (text, place) = match self.text.is_empty() {
            true => (text.trim_start(), place + (text.len() - text.trim_start().len()) as u64),
            false => (text, place),
        };
        if text.is_empty() {
            return;
        }
        self.shifts.push((self.text.len() as u32, place as u32));
        self.text.push_str(text);
    }
}

/// What was read of a file.
pub(super) struct Tree {
    /// The outermost element.
    pub(super) root: Option<Element>,
    /// Names of elements that were passed over, each once.
    pub(super) left_out: Vec<String>,
    pub(super) findings: Findings,
}

/// Reads the elements of a file.
pub(super) fn read(file: FileId, text: &str) -> Tree {
    let mut builder = Builder {
        open: Vec::new(),
        passing: Vec::new(),
        count: 0,
        tree: Tree { root: None, left_out: Vec::new(), findings: Findings::default() },
    };
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    loop {
        let start = reader.buffer_position();
        let event = reader.read_event();
        let place = Span::new(file, start as usize, reader.buffer_position() as usize);
        let more = match event {
            Ok(Event::Eof) => Ok(false),
            Ok(event) => builder.take(event, place),
            Err(fault) => {
                let at = (reader.error_position() as usize).min(text.len());
                Err(Diagnostic::error(Span::new(file, at, at), format!("this is no XML: {fault}"))
                    .help("save the model again from its tool, or mend the tag that begins here"))
            }
        };
        match more {
            Ok(true) => {}
            Ok(false) => break,
            Err(fault) => {
                builder.tree.findings.push(fault);
                break;
            }
        }
    }
    builder.finish()
}

struct Builder {
    /// Open elements, outermost first.
    open: Vec<Element>,
    /// Names of open elements that are passed over.
    passing: Vec<String>,
    count: usize,
    tree: Tree,
}

impl Builder {
    fn take(&mut self, event: Event, place: Span) -> Read<bool> {
        match event {
            Event::Start(tag) => {
                self.begin(&tag, place)?;
            }
            Event::Empty(tag) => {
                self.begin(&tag, place)?;
                self.close();
            }
            Event::End(tag) => self.end(tag.name().as_ref(), place),
            Event::Text(text) => self.text(&text, u64::from(place.start)),
            Event::CData(text) => self.text(&text, u64::from(place.start) + 9),
            Event::GeneralRef(name) => {
                let text: &str = &name;
                let c = match text {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => name.resolve_char_ref().ok().flatten(),
                };
                let Some(c) = c else {
                    return Err(Diagnostic::error(place, format!("the entity `&{text};` is not XML's own"))
                        .help("write the character itself"));
                };
                self.text(c.encode_utf8(&mut [0; 4]), u64::from(place.start));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::DocType(_) | Event::Eof => {}
        }
        Ok(true)
    }

    fn begin(&mut self, tag: &BytesStart, place: Span) -> Read<()> {
        let name = tag.name();
        let name: &str = name.as_ref();
        if self.open.len() + self.passing.len() >= DEEPEST {
            return Err(Diagnostic::error(place, format!("elements are nested more than {DEEPEST} deep"))
                .help("no model needs this: look at how the file was made"));
        }
        let looks = name.contains(':') || LOOKS.contains(&name);
        if !self.passing.is_empty() || looks {
            let names = &self.tree.left_out;
            if self.passing.is_empty() && names.len() < 100 && !names.iter().any(|n| n == name) {
                self.tree.left_out.push(name.to_string());
            }
            self.passing.push(name.to_string());
            return Ok(());
        }
        self.one_more(name, place)?;
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false) {
            self.one_more(name, place)?;
            let fault =
                |fault: String| Diagnostic::error(place, format!("an attribute of `<{name}>` is no XML: {fault}"));
            let attribute = attribute.map_err(|f| fault(f.to_string()))?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|f| fault(f.to_string()))?;
            let key: &str = attribute.key.as_ref();
            attributes.push((key.to_string(), value.into_owned()));
        }
        self.open.push(Element {
            name: name.to_string(),
            attributes,
            children: Vec::new(),
            text: String::new(),
            shifts: Vec::new(),
            span: place,
        });
        Ok(())
    }

    fn one_more(&mut self, name: &str, place: Span) -> Read<()> {
        self.count += 1;
        if self.count <= MOST {
            return Ok(());
        }
        Err(Diagnostic::error(
            place,
            format!("the file goes on after {MOST} elements and attributes, here with `<{name}>`"),
        )
        .help("keep long series in a table beside the model"))
    }

    fn text(&mut self, text: &str, place: u64) {
        if self.passing.is_empty()
            && let Some(open) = self.open.last_mut()
        {
            open.append(text, place);
        }
    }

    /// An end tag.  With the name of no open element it closes the innermost one.
    fn end(&mut self, name: &str, place: Span) {
        let innermost = self.passing.last().or(self.open.last().map(|e| &e.name)).cloned();
        let Some(innermost) = innermost else { return };
        if innermost != name {
            let finding = Diagnostic::warning(place, format!("`</{name}>` stands where `</{innermost}>` belongs"));
            self.tree.findings.push(finding.help("it is read as if that stood here"));
            let names = self.open.iter().map(|e| &e.name).chain(&self.passing);
            let above = names.rev().position(|n| n == name).unwrap_or(0);
            for _ in 0..above {
                self.close();
            }
        }
        self.close();
    }

    /// Closes the innermost element.
    fn close(&mut self) {
        if self.passing.pop().is_some() {
            return;
        }
        let Some(closed) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(closed),
            None if self.tree.root.is_none() => self.tree.root = Some(closed),
            None => {}
        }
    }

    fn finish(mut self) -> Tree {
        if !self.tree.findings.broken()
            && let Some(open) = self.open.last()
        {
            let finding = Diagnostic::error(open.span, format!("`<{}>` is not closed", open.name));
            self.tree.findings.push(finding.help("the file breaks off: copy it again from where it came"));
        }
        while !self.open.is_empty() {
            self.passing.clear();
            self.close();
        }
        self.tree
    }
}
