//! Models in memory, converted.
#![allow(dead_code, reason = "each test uses its part")]

use milepost_convert::{Compare, Converted, Format, Refused, Source, convert};
use milepost_import::Files;
use milepost_strategy::MemoryWorld;
use std::collections::BTreeMap;

/// Files in memory.
pub struct Memory(pub BTreeMap<String, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.get(path).cloned().ok_or_else(|| format!("there is no `{path}`"))
    }
}

/// Equations of Vensim from time 0 to 10 in steps of 0.5, converted and held to the same numbers.
pub fn from_vensim(equations: &str, to: Format) -> Result<Converted, String> {
    let axis = "INITIAL TIME = 0 ~Month~|\nFINAL TIME = 10 ~~|\nTIME STEP = 0.5 ~Month~|\nSAVEPER = TIME STEP ~~|\n";
    foreign("m.mdl", &format!("{{UTF-8}}\n{equations}\n{axis}"), to)
}

/// Variables of XMILE from time 0 to 10 in steps of 0.5.
pub fn from_xmile(variables: &str, to: Format) -> Result<Converted, String> {
    let text = format!(
        "<xmile version=\"1.0\"><header><name>m</name></header><sim_specs><start>0</start><stop>10</stop><dt>0.5</dt>\
         </sim_specs><dimensions><dim name=\"d\"><elem name=\"a\"/><elem name=\"b\"/><elem name=\"c\"/></dim></dimensions>\
         <model><variables>{variables}</variables></model></xmile>"
    );
    foreign("m.xmile", &text, to)
}

/// Another tool's model.
pub fn foreign(name: &str, text: &str, to: Format) -> Result<Converted, String> {
    let files = Memory(BTreeMap::from([(name.to_string(), text.as_bytes().to_vec())]));
    convert(&Source::Foreign(name, &files), to, Compare::Numbers).map_err(sentence)
}

/// A model of our own from time 0 to 10 in steps of 0.5.
pub fn from_mile(declarations: &str, to: Format) -> Result<Converted, String> {
    let text = format!("strategy \"m\" {{ time month from 0 to 10 step 0.5 }}\n{declarations}\n");
    convert(&Source::Own(&MemoryWorld::default().with("m.mile", text)), to, Compare::Numbers).map_err(sentence)
}

/// All findings, or the sentence.
pub fn sentence(why: Refused) -> String {
    match why {
        Refused::Sentence(text) => text,
        Refused::Findings(sources, findings) => milepost_syntax::render(&sources, &findings, false),
    }
}

/// The text on one line.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
