//! `milepost robustness DIR`

use std::process::ExitCode;

use milepost_explore::robustness::{Question, Robustness, robustness};

use crate::args::{Format, RobustnessArgs};
use crate::ran::ran;

pub fn run(args: &RobustnessArgs) -> anyhow::Result<ExitCode> {
    let Some(ran) = ran(&args.dir, args.out.as_deref())? else { return Ok(ExitCode::FAILURE) };
    let question =
        Question { pathways: args.pathway.clone(), measures: args.measure.clone(), strategy: ran.hash.clone() };
    let summary = &ran.stored.record.summary;
    eprintln!("{} futures of a stored run; nothing is run", summary.provenance.last - summary.provenance.first);
    let found = robustness(&ran.strategy, &ran.stored, &question)?;
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&found)?),
        Format::Table => {
            let (width, color) = (super::width(), super::color_out());
            print!("{}", milepost_publish::robustness_table(&ran.strategy, summary, &found, width, color));
        }
    }
    let path = ran.out.join("robustness.json");
    // The sentence holds its cause already.
    milepost_ensemble::write_whole(&path, &serde_json::to_vec_pretty(&found)?).map_err(|e| anyhow::anyhow!("{e}"))?;
    if args.format == Format::Table {
        println!("kept: {}", path.display());
        super::report::renew(&ran.out, &ran.strategy, &ran.sources, &ran.hash)?;
        next(args, &found);
    }
    Ok(ExitCode::SUCCESS)
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
