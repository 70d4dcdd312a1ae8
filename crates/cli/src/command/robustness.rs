//! `milepost robustness DIR`

use std::process::ExitCode;

use milepost_explore::robustness::{Question, Robustness, robustness};

use crate::args::{Format, RobustnessArgs};
use crate::ran::{Ran, ran};

/// The answer.
const KEPT: &str = "robustness.json";

pub fn run(args: &RobustnessArgs) -> anyhow::Result<ExitCode> {
    let Some(Answered { ran, found }) = answer(args)? else { return Ok(ExitCode::from(super::INTERRUPTED)) };
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            let (width, color) = (super::width(), super::color_out());
            let summary = &ran.stored.record.summary;
            print!("{}", milepost_publish::robustness_table(&ran.strategy, summary, &found, width, color));
            println!("kept: {}", ran.out.join(KEPT).display());
            super::report::renew(&ran.out, &ran.strategy, &ran.sources, &ran.hash)?;
            next(args, &found);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// What was asked, with the answer, which is kept.
pub struct Answered {
    ran: Ran,
    found: Robustness,
}

/// Finds out and keeps what was found, but prints nothing of it; it cannot be interrupted.
pub fn answer(args: &RobustnessArgs) -> anyhow::Result<Option<Answered>> {
    let ran = ran(&args.dir, args.out.as_deref())?;
    let question =
        Question { pathways: args.pathway.clone(), measures: args.measure.clone(), strategy: ran.hash.clone() };
    let made = &ran.stored.record.summary.provenance;
    eprintln!("{} futures of a stored run; nothing is run", made.last - made.first);
    let found = robustness(&ran.strategy, &ran.stored, &question)?;
    // The sentence holds its cause already.
    milepost_ensemble::write_whole(&ran.out.join(KEPT), &serde_json::to_vec_pretty(&found)?)
        .map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(Some(Answered { ran, found }))
}

/// The next command to type.
fn next(args: &RobustnessArgs, found: &Robustness) {
    let out = args.out.as_ref().map(|out| format!(" --out {}", out.display())).unwrap_or_default();
    let dir = args.dir.display();
    match &found.measures[..] {
        [_, second, ..] => println!("next: milepost robustness {dir}{out} --measure {}", second.measure),
        _ => println!("next: milepost discover {dir}{out}"),
    }
}
