//! `milepost convert IN OUT`

use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_convert::agreement::Agreement;
use milepost_convert::{Compare, Converted, Format, Refused, Source};
use milepost_strategy::World;

use crate::args::{ConvertArgs, ConvertTo};
use crate::folder::Folder;
use crate::model::Beside;

pub fn run(args: &ConvertArgs) -> anyhow::Result<ExitCode> {
    let terminal = args.output.as_os_str() == "-";
    let to = match (args.to, Format::of(&args.output.to_string_lossy())) {
        (Some(ConvertTo::Mdl), _) => Format::Mdl,
        (Some(ConvertTo::Xmile), _) => Format::Xmile,
        (Some(ConvertTo::Mile), _) => Format::Mile,
        (None, Some(format)) => format,
        (None, None) => {
            bail!("`{}` names no format; end it in .mdl, .xmile or .mile, or give --to", args.output.display())
        }
    };
    // A device or a pipe holds nothing that could be lost.
    let there = std::fs::metadata(&args.output).is_ok_and(|there| there.is_file() || there.is_dir());
    if !terminal && there && !args.force {
        bail!("`{}` exists; --force writes over it", args.output.display());
    }
    let compare = if args.no_check { Compare::Nothing } else { Compare::Numbers };
    let converted = match convert(&args.model, to, compare)? {
        Ok(converted) => converted,
        Err(Refused::Sentence(why)) => bail!("{why}"),
        Err(Refused::Findings(sources, findings)) => {
            eprint!("{}", milepost_syntax::render(&sources, &findings, super::color()));
            eprintln!("{}, and nothing is written", super::check::count(findings.len(), "error"));
            return Ok(ExitCode::FAILURE);
        }
    };
    if terminal {
        std::io::stdout().write_all(converted.text.as_bytes()).context("cannot write to the terminal")?;
        eprint!("{}", told(&converted));
    } else {
        milepost_ensemble::write_whole(&args.output, converted.text.as_bytes()).map_err(|e| anyhow::anyhow!("{e}"))?;
        print!("{}", told(&converted));
        println!("{}", args.output.display());
    }
    Ok(ExitCode::SUCCESS)
}

fn convert(model: &Path, to: Format, compare: Compare) -> anyhow::Result<Result<Converted, Refused>> {
    if model.is_dir() {
        return Ok(milepost_convert::convert(&Source::Own(&Folder::open(model)?), to, compare));
    }
    if !model.exists() {
        bail!("there is no file `{}`", model.display());
    }
    let name = model.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = model.parent().map(Path::to_path_buf).unwrap_or_default();
    match Format::of(&name) {
        None => bail!("`{}` is no .mdl, .xmile, .stmx or .mile file", model.display()),
        Some(Format::Mile) => {
            Ok(milepost_convert::convert(&Source::Own(&One { name, beside: Beside { folder } }), to, compare))
        }
        Some(_) => Ok(milepost_convert::convert(&Source::Foreign(&name, &Beside { folder }), to, compare)),
    }
}

/// What was held against the original, and what stays behind.
fn told(converted: &Converted) -> String {
    let mut out = String::new();
    match &converted.agreement {
        Some(agreement) => out.push_str(&agreed(agreement)),
        None => out.push_str("not compared with the original\n"),
    }
    if !converted.lost.is_empty() {
        out.push_str("left behind, as it says nothing about values:\n");
        for what in &converted.lost {
            out.push_str(&format!("  {what}\n"));
        }
    }
    out
}

fn agreed(agreement: &Agreement) -> String {
    let largest = match agreement.largest {
        0.0 => "to the last digit".to_string(),
        size => format!("largest relative difference {size:.0e}"),
    };
    let random = match agreement.random {
        0 => String::new(),
        n => format!("; {n} that random numbers reach were not compared"),
    };
    format!("{} at {} instants, the same numbers ({largest}){random}\n", columns(agreement.columns), agreement.times)
}

fn columns(n: usize) -> String {
    super::check::count(n, "column")
}

/// One file, and what lies beside it.
struct One {
    name: String,
    beside: Beside,
}

impl World for One {
    fn strategy_files(&self) -> Vec<String> {
        vec![self.name.clone()]
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        milepost_import::Files::read(&self.beside, path)
    }
}
