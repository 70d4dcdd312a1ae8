//! `milepost simulate MODEL --csv FILE`

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, bail};
use milepost_engine::NonFinite;
use milepost_import::{Column, Files, Imported, Settings, Varied};
use milepost_strategy::model::{self, Strategy, VariableId};
use milepost_syntax::{Severity, SourceMap};

use crate::args::{Method, SimulateArgs};
use crate::folder::Folder;

pub fn run(args: &SimulateArgs) -> anyhow::Result<ExitCode> {
    let settings = Settings {
        set: args.set.clone(),
        until: args.until,
        save_every: args.save_every,
        data: args.data.clone(),
        method: args.method.map(|method| match method {
            Method::Euler => model::Method::Euler,
            Method::Rk2 => model::Method::Rk2,
            Method::Rk4 => model::Method::Rk4,
        }),
    };
    let Some(model) = load(&args.model, &settings, &[])? else { return Ok(ExitCode::FAILURE) };
    let columns = chosen(&model.columns, &args.outputs)?;
    let mut ids: Vec<VariableId> = columns.iter().map(|c| c.variable).collect();
    ids.sort_unstable();
    ids.dedup();
    let non_finite = if args.allow_nan { NonFinite::Allow } else { NonFinite::Refuse };
    let single = match milepost_ensemble::single(&model.strategy, &ids, model.save_every, args.seed, non_finite) {
        Ok(single) => single,
        Err(why) => {
            let circles = milepost_strategy::circles(&model.strategy);
            if circles.is_empty() {
                bail!("{why}");
            }
            eprint!("{}", milepost_syntax::render(&model.sources, &circles, super::color()));
            return Ok(ExitCode::FAILURE);
        }
    };
    let values = |column: &Column| {
        let at = ids.binary_search(&column.variable).unwrap_or(0);
        &single.values[at][column.flat]
    };
    let text = csv(&single.times, &columns, values);
    if args.csv.as_os_str() == "-" {
        std::io::stdout().write_all(text.as_bytes()).context("cannot write to the terminal")?;
        return Ok(ExitCode::SUCCESS);
    }
    milepost_ensemble::write_whole(&args.csv, text.as_bytes()).map_err(|e| anyhow::anyhow!("{e}"))?;
    Ok(ExitCode::SUCCESS)
}

/// A model to run once.
pub(super) struct Loaded {
    pub(super) strategy: Strategy,
    pub(super) columns: Vec<Column>,
    pub(super) save_every: u32,
    sources: SourceMap,
}

pub(super) fn load(path: &Path, settings: &Settings, varied: &[Varied]) -> anyhow::Result<Option<Loaded>> {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    if path.is_dir() || name.ends_with(".mile") {
        if let Some(one) = varied.first() {
            bail!(
                "--vary is for models of other tools; declare `uncertain {} = .. in {} .. {}`",
                one.name,
                one.lo,
                one.hi
            );
        }
        return own(path, settings);
    }
    if !path.exists() {
        bail!("there is no file `{}`", path.display());
    }
    let beside = Beside { folder: path.parent().map(Path::to_path_buf).unwrap_or_default() };
    let imported =
        milepost_import::read_varied(&name, &beside, settings, varied).map_err(|why| anyhow::anyhow!("{why}"))?;
    let Imported { strategy, columns, save_every, sources, diagnostics } = imported;
    let errors: Vec<_> = diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
    let Some(strategy) = strategy else {
        eprint!("{}", milepost_syntax::render(&sources, &errors, super::color()));
        eprintln!("{}", super::check::count(errors.len(), "error"));
        return Ok(None);
    };
    Ok(Some(Loaded { strategy, columns, save_every, sources }))
}

/// A strategy of our own language.
fn own(path: &Path, settings: &Settings) -> anyhow::Result<Option<Loaded>> {
    if settings.until.is_some() || settings.save_every.is_some() || settings.method.is_some() {
        bail!("--until, --save-every and --method are for models of other tools; write the time into the strategy");
    }
    let folder = if path.is_dir() { path } else { path.parent().unwrap_or(Path::new(".")) };
    let checked = Folder::open(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })?.check();
    let Some(mut strategy) = checked.strategy else {
        let errors: Vec<_> = checked.diagnostics.into_iter().filter(|d| d.severity == Severity::Error).collect();
        eprint!("{}", milepost_syntax::render(&checked.sources, &errors, super::color()));
        return Ok(None);
    };
    let set: Vec<(String, String)> = settings.set.iter().map(|(n, v)| (n.clone(), v.to_string())).collect();
    milepost_strategy::with_settings(&mut strategy, &set).map_err(|why| anyhow::anyhow!(why))?;
    let mut columns = Vec::new();
    for (i, variable) in strategy.variables.iter().enumerate() {
        let size: usize = variable.dims.iter().map(|d| strategy.dimensions[d.index()].elements.len()).product();
        for flat in 0..size {
            let name = label(&strategy, variable, flat);
            columns.push(Column { name, variable: VariableId(i as u32), flat });
        }
    }
    let save_every = strategy.time.report_every;
    Ok(Some(Loaded { strategy, columns, save_every, sources: checked.sources }))
}

fn label(strategy: &Strategy, variable: &model::Variable, flat: usize) -> String {
    let mut rest = flat;
    let mut names = Vec::new();
    for dimension in variable.dims.iter().rev() {
        let elements = &strategy.dimensions[dimension.index()].elements;
        names.push(elements[rest % elements.len()].as_str());
        rest /= elements.len();
    }
    names.reverse();
    if names.is_empty() { variable.name.clone() } else { format!("{}[{}]", variable.name, names.join(",")) }
}

/// The columns asked for: a variable with all its elements, or one element.
pub(super) fn chosen(columns: &[Column], outputs: &[String]) -> anyhow::Result<Vec<Column>> {
    if outputs.is_empty() {
        return Ok(columns.to_vec());
    }
    let same = milepost_import::foreign::same;
    let mut found = Vec::new();
    for name in outputs.iter().flat_map(|list| names(list)) {
        let key = same(name);
        let plain = |c: &Column| same(c.name.split('[').next().unwrap_or_default()) == key || same(&c.name) == key;
        let before = found.len();
        found.extend(columns.iter().filter(|c| plain(c)).cloned());
        if found.len() == before {
            let all = columns.iter().map(|c| c.name.split('[').next().unwrap_or_default());
            match milepost_syntax::nearest(name, all) {
                Some(near) => bail!("there is no variable `{name}` to write; did you mean `{near}`?"),
                None => bail!("there is no variable `{name}` to write"),
            }
        }
    }
    Ok(found)
}

/// Names separated by commas that do not stand in brackets.
fn names(list: &str) -> Vec<&str> {
    let mut depth = 0;
    let split = list.split(move |c: char| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        c == ',' && depth <= 0
    });
    split.map(str::trim).filter(|n| !n.is_empty()).collect()
}

fn csv<'v>(times: &[f64], columns: &[Column], values: impl Fn(&Column) -> &'v Vec<f64>) -> String {
    let mut out = String::from("time");
    for column in columns {
        out.push(',');
        quoted(&column.name, &mut out);
    }
    out.push('\n');
    let rows: Vec<&Vec<f64>> = columns.iter().map(values).collect();
    // Most values of a large model are those of the row before: their digits are copied.
    let mut before = vec![0..0; rows.len()];
    for (t, time) in times.iter().enumerate() {
        let _ = write!(out, "{time}");
        for (row, text) in rows.iter().zip(&mut before) {
            let start = out.len();
            if t > 0 && row[t].to_bits() == row[t - 1].to_bits() {
                out.extend_from_within(text.clone());
            } else {
                // Rust prints the shortest digits that read back as the same number.
                let _ = write!(out, ",{}", row[t]);
            }
            *text = start..out.len();
        }
        out.push('\n');
    }
    out
}

fn quoted(name: &str, out: &mut String) {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.contains([',', '"']) {
        let _ = write!(out, "\"{}\"", name.replace('"', "\"\""));
    } else {
        out.push_str(&name);
    }
}

/// Files beside a model: nothing outside its folder can be read.
struct Beside {
    folder: PathBuf,
}

impl Files for Beside {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        const MOST_BYTES: u64 = 256 << 20;
        let relative = Path::new(path);
        if relative.components().any(|c| !matches!(c, Component::Normal(_) | Component::CurDir)) {
            return Err(format!("`{path}` lies outside the model's folder"));
        }
        let full = self.folder.join(relative);
        let size = std::fs::metadata(&full).map_err(|e| format!("cannot read `{path}`: {e}"))?.len();
        if size > MOST_BYTES {
            return Err(format!("`{path}` is larger than {} MiB", MOST_BYTES >> 20));
        }
        std::fs::read(&full).map_err(|e| format!("cannot read `{path}`: {e}"))
    }
}
