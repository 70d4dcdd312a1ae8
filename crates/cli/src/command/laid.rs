//! The futures of a run laid out by a design: what is asked, and what it comes to.

use std::ops::Range;
use std::sync::Arc;

use milepost_ensemble::summary::{Design, Method};
use milepost_ensemble::{Layout, Plan};
use milepost_explore::design::{self, Laid};
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

use crate::args::RunArgs;

/// Inputs that are named where a design is told; of more, their number.
const NAMED: usize = 8;

/// A run as it was asked for.
pub struct Asked {
    /// Where its futures lie; `None` where all of it is drawn.
    pub laid: Option<Laid>,
    /// As it is recorded.
    pub design: Design,
    /// The members to run.
    pub members: Range<u64>,
}

/// What a command line says of the design; `varied` are the levers that vary.
pub fn wanted(args: &RunArgs, varied: &[String]) -> Design {
    let inputs = whole_names(&args.design.inputs);
    Design {
        method: args.design.design.into(),
        points: 0,
        levels: args.design.levels.unwrap_or(0),
        inputs,
        varied: varied.iter().map(|text| text.trim().to_string()).collect(),
    }
}

/// Names that stood between commas; those inside brackets part the elements of one name.
fn whole_names(parts: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()) {
        match names.last_mut().filter(|name| name.contains('[') && !name.contains(']')) {
            Some(open) => *open = format!("{open},{part}"),
            None => names.push(part.into()),
        }
    }
    names
}

/// Applies a design to a strategy and lays its futures out.
pub fn asked(args: &RunArgs, strategy: &mut Strategy, wanted: &Design) -> anyhow::Result<Asked> {
    design::apply(strategy, wanted)?;
    let laid = design::lay(strategy, wanted, args.futures, args.running.draw.seed)?;
    let futures =
        laid.as_ref().map_or(args.futures.unwrap_or(design::usual_futures(wanted.method)), |l| l.design.points);
    let members = args.members.clone().unwrap_or(0..futures);
    laid.as_ref().map_or(Ok(()), |laid| laid.holds(&members))?;
    let design = laid.as_ref().map_or_else(|| wanted.clone(), |laid| laid.design.clone());
    Ok(Asked { laid, design, members })
}

/// The hash of files and of what a design makes of them.
pub fn hash(sources: &SourceMap, design: &Design) -> String {
    let mut told = sources.clone();
    for (name, text) in design::told(design) {
        told.add(name, text);
    }
    milepost_ensemble::hash_of_files(&told)
}

impl Asked {
    /// A plan with the futures where they lie.
    pub fn plan(&self, plan: Plan) -> Plan {
        let layout = self.laid.clone().map(|laid| Arc::new(laid) as Arc<dyn Layout>);
        Plan { members: self.members.clone(), design: self.design.clone(), layout, ..plan }
    }

    /// Says how many runs a grid has, before it is run.
    pub fn announce(&self, pathways: usize) {
        let Some(laid) = self.laid.as_ref().filter(|laid| laid.design.method == Method::Factorial) else { return };
        let count = milepost_publish::count;
        let levels: Vec<String> = laid.inputs.iter().map(|(_, levels)| levels.to_string()).collect();
        let names: Vec<&str> = laid.inputs.iter().map(|(name, _)| name.as_str()).collect();
        let points = laid.design.points;
        let of = match names.len() {
            0..=NAMED => format!("{} = {} combinations of {}", levels.join(" x "), count(points), names.join(", ")),
            n => format!("{} combinations of {n} inputs", count(points)),
        };
        let futures = self.members.end - self.members.start;
        let part =
            if futures == points { String::new() } else { format!(", of which {} are run here", count(futures)) };
        let runs = count(futures * pathways as u64);
        eprintln!("a full factorial design: {of}{part}; {runs} runs of pathways");
        eprintln!("it is a grid, not a sample: shares and means below are of its points, and estimate nothing");
    }
}
