//! The open form of a record: JSON lines, which any program can read and check.
//!
//! The first line names the record and its head, the last ones are the signatures; between them stand the events, each
//! line being the bytes that are hashed.

use std::io::{BufRead, Write};

use serde_json::{Value, json};

use crate::canon;
use crate::error::{BoxError, Error};
use crate::event::{Draft, Event};
use crate::merkle::{Hash, Head};
use crate::note::HeadSignature;
use crate::store::{Filter, Lookup, Source, Store};
use crate::text;

/// The form that this version writes.
const FORM: u64 = 1;

/// Writes a record; `progress` is told how many events were written.
///
/// # Errors
/// Where the record cannot be read or the text not be written.
pub fn export(store: &dyn Store, out: &mut dyn Write, progress: &mut dyn FnMut(u64)) -> Result<Head, Error> {
    let head = store.head()?;
    let write = |out: &mut dyn Write, line: &str| {
        writeln!(out, "{line}").map_err(|e| Error::Text(format!("the export cannot be written: {e}")))
    };
    let first = json!({"milepost": FORM, "origin": store.origin(), "size": head.size, "root": head.root.to_string()});
    write(out, &line(&first))?;
    // What is recorded while this goes on is not part of it.
    for event in store.events(&Filter::all())?.take(usize::try_from(head.size).unwrap_or(usize::MAX)) {
        let event = event?;
        write(out, &event.canonical())?;
        progress(event.seq + 1);
    }
    for signature in store.signatures()?.iter().filter(|s| s.head.size <= head.size) {
        write(out, &line(&signature_line(signature)))?;
    }
    Ok(head)
}

/// What the first line of an export says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Title {
    /// The origin of the record.
    pub origin: String,
    /// Its head.
    pub head: Head,
}

/// Reads the first line of an export.
///
/// # Errors
/// A sentence where it is none.
pub fn title(lines: &mut dyn BufRead) -> Result<Title, Error> {
    let wrong = || Error::Text("it is no export of a record; `milepost log export` writes one".into());
    let value: Value = serde_json::from_str(&next(lines)?.ok_or_else(wrong)?).map_err(|_| wrong())?;
    match value["milepost"].as_u64() {
        Some(FORM) => {}
        Some(form) => {
            return Err(Error::Text(format!("the export has form {form}, and this version reads form {FORM}")));
        }
        None => return Err(wrong()),
    }
    let origin = value["origin"].as_str().ok_or_else(wrong)?.to_string();
    let root = value["root"].as_str().and_then(Hash::parse).ok_or_else(wrong)?;
    Ok(Title { origin, head: Head { size: value["size"].as_u64().ok_or_else(wrong)?, root } })
}

/// Reads the rest of an export into an empty record, whose origin must be that of the [title]; the head must come out
/// as the title says.
///
/// # Errors
/// A line that is no event, or not the next one; another head.  The record is then of no use.
pub fn import(
    store: &mut dyn Store,
    title: &Title,
    lines: &mut dyn BufRead,
    progress: &mut dyn FnMut(u64),
) -> Result<Head, Error> {
    let mut reading = Reading { lines, at: 0, size: title.head.size, progress };
    let head = store.adopt(&mut reading)?.head;
    if head != title.head {
        return Err(Error::Text("the events of the export do not have the head that its first line says".into()));
    }
    while let Some(line) = next(lines)? {
        let wrong = || Error::Text(format!("`{line}` is no signature under a head"));
        let value: Value = serde_json::from_str(&line).map_err(|_| wrong())?;
        store.add_signature(&signature(&value).ok_or_else(wrong)?)?;
    }
    Ok(head)
}

/// The events of an export, one line each.
struct Reading<'a> {
    lines: &'a mut dyn BufRead,
    at: u64,
    size: u64,
    progress: &'a mut dyn FnMut(u64),
}

impl Source for Reading<'_> {
    fn next(&mut self, _: &dyn Lookup) -> Option<Result<Draft, BoxError>> {
        if self.at == self.size {
            return None;
        }
        Some(self.event().map(Event::draft).map_err(BoxError::from))
    }
}

impl Reading<'_> {
    fn event(&mut self) -> Result<Event, Error> {
        let (at, size) = (self.at, self.size);
        let line = next(self.lines)?;
        let line = line.ok_or_else(|| Error::Text(format!("the export was cut: it holds {at} events of {size}")))?;
        let event = Event::parse(&line).filter(|e| e.seq == at && e.canonical() == line);
        let event = event.ok_or_else(|| {
            Error::Text(format!("line {} of the export is not event {at} in its canonical form", at + 2))
        })?;
        self.at += 1;
        (self.progress)(self.at);
        Ok(event)
    }
}

fn next(lines: &mut dyn BufRead) -> Result<Option<String>, Error> {
    let mut line = String::new();
    let read = lines.read_line(&mut line).map_err(|e| Error::Text(format!("the export cannot be read: {e}")))?;
    line.truncate(line.trim_end_matches(['\n', '\r']).len());
    Ok(if read == 0 { None } else { Some(line) })
}

fn line(value: &Value) -> String {
    let mut out = String::new();
    canon::write(&mut out, value);
    out
}

fn signature_line(signature: &HeadSignature) -> Value {
    let HeadSignature { head, party, key, signature } = signature;
    let (root, key, signature) = (head.root.to_string(), text::hex(key), text::base64(signature));
    json!({"signed": {"size": head.size, "root": root, "party": party, "key": key, "signature": signature}})
}

fn signature(value: &Value) -> Option<HeadSignature> {
    let value = &value["signed"];
    let text = |field: &str| value[field].as_str();
    Some(HeadSignature {
        head: Head { size: value["size"].as_u64()?, root: Hash::parse(text("root")?)? },
        party: text("party")?.to_string(),
        key: text::from_hex(text("key")?)?.try_into().ok()?,
        signature: text::from_base64(text("signature")?)?.try_into().ok()?,
    })
}
