//! Constructs of the tools: an example of each, and what the reader says of it.

mod vensim;
mod xmile;

use super::markdown;
use crate::foreign::Dialect;
use crate::{Files, Settings};
use milepost_syntax::Severity;

/// A construct.
pub(super) struct Construct {
    /// What it is, as a reader of the book looks for it.
    pub what: &'static str,
    /// A model, or equations of one, that has it.
    pub example: &'static str,
    /// Whether it bears on values.
    pub bears: Bears,
    /// What a reader of the book should know.
    pub note: &'static str,
}

/// Whether a construct says anything about values.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Bears {
    /// It does.
    On,
    /// It does not, and is left out.
    Off,
}

/// A construct that bears on values.
const fn means(what: &'static str, example: &'static str, note: &'static str) -> Construct {
    Construct { what, example, bears: Bears::On, note }
}

/// A construct that says nothing about values.
const fn silent(what: &'static str, example: &'static str, note: &'static str) -> Construct {
    Construct { what, example, bears: Bears::Off, note }
}

/// The constructs of a tool, with the verdict of the reader.
pub(super) fn table(dialect: Dialect) -> String {
    let (constructs, file): (_, fn(&str) -> String) = match dialect {
        Dialect::Vensim => (vensim::CONSTRUCTS, vensim::file),
        Dialect::Xmile => (xmile::CONSTRUCTS, xmile::file),
    };
    let path = if dialect == Dialect::Vensim { "m.mdl" } else { "m.xmile" };
    let rows: Vec<[String; 3]> = constructs.iter().map(|c| line(c, path, file(c.example))).collect();
    markdown(["construct", "it is", "note"], &rows)
}

fn line(construct: &Construct, path: &str, text: String) -> [String; 3] {
    let (verdict, said) = match (said(path, text), construct.bears) {
        (None, Bears::On) => ("supported", String::new()),
        (None, Bears::Off) => ("left out", String::new()),
        (Some(why), _) => ("refused", why),
    };
    let notes: Vec<&str> = [said.as_str(), construct.note].into_iter().filter(|n| !n.is_empty()).collect();
    [construct.what.into(), verdict.into(), notes.join("; ")]
}

/// Why a model is refused; nothing where it is read.
fn said(path: &str, text: String) -> Option<String> {
    match crate::check::check(path, &Beside(text), &Settings::default()) {
        Err(why) => Some(why),
        Ok(checked) if checked.imported.strategy.is_some() => None,
        Ok(checked) => {
            let mut errors = checked.imported.diagnostics.into_iter().filter(|d| d.severity == Severity::Error);
            Some(errors.next().map_or("it is not read".into(), |d| d.message))
        }
    }
}

/// An example, and the files that it reads.
struct Beside(String);

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match path {
            "m.mdl" | "m.xmile" => Ok(self.0.clone().into_bytes()),
            "d.csv" => Ok(b"time,value,name\n0,5,a\n1,6,b\n2,7,c\n".to_vec()),
            "data.csv" => Ok(b"Time,seen\n0,1\n10,2\n".to_vec()),
            _ => Err(format!("there is no `{path}`")),
        }
    }
}
