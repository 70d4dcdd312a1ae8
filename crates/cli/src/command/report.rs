//! `milepost report DIR`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use milepost_ensemble::summary::Summary;
use milepost_explore::discover::Discovery;
use milepost_explore::fit::FitSummary;
use milepost_explore::links::Links;
use milepost_explore::loops::Loops;
use milepost_explore::robustness::Robustness;
use milepost_explore::sensitivity::Sensitivity;
use milepost_explore::timing::Timing;
use milepost_explore::worth::Worth;
use milepost_publish::Studies;
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;

use crate::args::ReportArgs;

/// The page of an exploration.
const EXPLORED: &str = "explore.html";

pub fn run(args: &ReportArgs) -> anyhow::Result<ExitCode> {
    let Some((strategy, sources)) = super::load(&args.dir)? else { return Ok(ExitCode::FAILURE) };
    let out = args.out.clone().unwrap_or_else(|| args.dir.join("out"));
    refresh_report(&args.dir, &out, &strategy, &sources)?;
    println!("report: {}", out.join("report.html").display());
    Ok(ExitCode::SUCCESS)
}

/// Writes the report of a run that lies in `out`, with the studies beside it; nothing is run.
///
/// # Errors
/// There is no run, or it was made from other files than the strategy has now.
pub fn refresh_report(dir: &Path, out: &Path, strategy: &Strategy, sources: &SourceMap) -> anyhow::Result<()> {
    let (dir, shown) = (dir.display(), out.join("run.json"));
    let shown = shown.display();
    if !out.join("run.json").exists() {
        anyhow::bail!("there is no `{shown}` to report on; make it: milepost run {dir}");
    }
    // The sentence holds its cause already.
    let record = milepost_ensemble::read(out).map_err(|e| anyhow::anyhow!("{e}"))?;
    let (made, mut strategy) = (&record.summary.provenance, strategy.clone());
    if made.strategy != super::as_run(&mut strategy, sources, &made.design) {
        anyhow::bail!("`{shown}` was made from other files than `{dir}` holds now; run it again: milepost run {dir}");
    }
    write_page(out, &page(out, &strategy, &record.summary, sources))
}

/// Writes the report in `out` again where a run of the same files lies there, and says so: a study beside it is new.
pub fn renew(out: &Path, strategy: &Strategy, sources: &SourceMap, hash: &str) -> anyhow::Result<()> {
    let Ok(record) = milepost_ensemble::read(out) else { return Ok(()) };
    if record.summary.provenance.strategy != hash {
        return Ok(());
    }
    let kept = Kept::of(out);
    write_page(out, &milepost_publish::report(strategy, &record.summary, sources, &kept.studies()))?;
    println!("report: {}", out.join("report.html").display());
    if out.join(EXPLORED).exists() {
        write_explored(out, strategy, &record.summary, sources, &kept)?;
    }
    Ok(())
}

/// Studies that lie in the folder of a run.
pub struct Kept {
    worth: Vec<Worth>,
    links: Option<Links>,
    fits: Vec<FitSummary>,
    pub sensitivity: Vec<Sensitivity>,
    pub discover: Vec<Discovery>,
    pub robustness: Option<Robustness>,
    pub timing: Option<Timing>,
    pub loops: Option<Loops>,
}

impl Kept {
    /// Those that can be read.
    pub fn of(out: &Path) -> Kept {
        Kept {
            worth: kept(out, "worth.json").unwrap_or_default(),
            links: kept(out, "links.json"),
            fits: kept(out, "fit.json").unwrap_or_default(),
            sensitivity: kept(out, "sensitivity.json").unwrap_or_default(),
            discover: kept(out, "discover.json").unwrap_or_default(),
            robustness: kept(out, "robustness.json"),
            timing: kept(out, "pathways.json"),
            loops: kept(out, "loops.json"),
        }
    }

    /// As pages show them.
    pub fn studies(&self) -> Studies<'_> {
        Studies {
            worth: &self.worth,
            links: self.links.as_ref(),
            fits: &self.fits,
            sensitivity: &self.sensitivity,
            discover: &self.discover,
            robustness: self.robustness.as_ref(),
            timing: self.timing.as_ref(),
            loops: self.loops.as_ref(),
        }
    }
}

/// The report of a summary, with the studies that lie in `out`.
pub fn page(out: &Path, strategy: &Strategy, summary: &Summary, sources: &SourceMap) -> String {
    milepost_publish::report(strategy, summary, sources, &Kept::of(out).studies())
}

/// Writes the page of an exploration beside the report, and says where.
pub fn write_explored(
    out: &Path,
    strategy: &Strategy,
    summary: &Summary,
    sources: &SourceMap,
    kept: &Kept,
) -> anyhow::Result<PathBuf> {
    let path = out.join(EXPLORED);
    write_whole(&path, &milepost_publish::explored(strategy, summary, sources, &kept.studies()))?;
    Ok(path)
}

/// Writes the report into `out`.
pub fn write_page(out: &Path, page: &str) -> anyhow::Result<()> {
    write_whole(&out.join("report.html"), page)
}

/// A study that was kept; one that cannot be read is left out with a warning, since the run stands without it.
fn kept<T: serde::de::DeserializeOwned>(out: &Path, name: &str) -> Option<T> {
    let path = out.join(name);
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return None,
        Err(e) => {
            eprintln!("warning: cannot read `{}` ({e}), so the report leaves it out", path.display());
            return None;
        }
    };
    let read = serde_json::from_slice(&bytes);
    if let Err(e) = &read {
        eprintln!("warning: `{}` is no study of this version ({e}), so the report leaves it out", path.display());
    }
    read.ok()
}

/// Writes a file so that its name never stands for half of it.
fn write_whole(path: &Path, text: &str) -> anyhow::Result<()> {
    let part = path.with_extension("html.part");
    let written = std::fs::write(&part, text).and_then(|()| std::fs::rename(&part, path));
    if written.is_err() {
        // The cause is reported; a part that cannot be removed either changes nothing for the reader.
        let _ = std::fs::remove_file(&part);
    }
    written.with_context(|| format!("cannot write `{}`; make room or choose another folder with --out", path.display()))
}
