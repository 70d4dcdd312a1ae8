//! `milepost run MODEL --vary "NAME in LOW .. HIGH"`: an ensemble of a model by itself.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::bail;
use milepost_ensemble::Plan;
use milepost_ensemble::summary::Summary;
use milepost_import::{Column, Imported, Settings};
use milepost_strategy::Settled;
use milepost_strategy::model::{
    Chart, ChartKind, Expr, ExprKind, Measure, Select, StockFlow, Strategy, Type, VariableId, VariableKind,
};
use milepost_strategy::unit::Unit;
use milepost_syntax::ast::Docs;

use super::simulate;
use crate::args::{Format, RunArgs};
use crate::progress::{Bar, cancel_flag};

/// So many outputs are shown where none is chosen.
const MOST_OUTPUTS: usize = 12;

/// So many constants are named where none is varied.
const MOST_CONSTANTS: usize = 12;

/// Whether a model by itself is to be run, rather than a strategy.
pub fn is_bare(args: &RunArgs) -> bool {
    args.vary.any() || args.dir.to_str().is_some_and(milepost_import::reads)
}

pub fn run(args: &RunArgs) -> anyhow::Result<ExitCode> {
    if !args.pathway.is_empty() || !args.with.settings.is_empty() || args.claims.is_some() {
        bail!("--pathway, --with and --claims are for strategies; a bare model has --vary and --outputs");
    }
    let settings = Settings { until: args.vary.until, method: args.vary.method.map(Into::into), ..Settings::default() };
    let model = crate::model::read(&args.dir, &settings)?;
    let Some(mut strategy) = model.strategy.clone() else { return Ok(simulate::refused_with_errors(&model)) };
    let Imported { columns, settled, mut sources, .. } = model;
    refuse_strategies(&strategy, &args.dir)?;
    if args.vary.vary.is_empty() && !strategy.variables.iter().any(|v| differs(&v.kind)) {
        bail!("{}", nothing_varied(&strategy, &columns, &settled, &args.dir));
    }
    milepost_strategy::vary(&mut strategy, &sources, &args.vary.vary, &settled)
        .map_err(|why| anyhow::anyhow!("--vary: {why}"))?;
    let (chosen, more) = outputs(&strategy, &columns, &args.vary.outputs)?;
    for column in &chosen {
        let (measure, chart) = output(&strategy, column);
        strategy.measures.push(measure);
        strategy.charts.push(chart);
    }
    // Another range, output or method is another run, as another file would be.
    args.vary.vary.iter().for_each(|text| {
        sources.add("--vary", text);
    });
    let axis = &strategy.time;
    let names: Vec<&str> = chosen.iter().map(|c| c.name.as_str()).collect();
    sources.add("--outputs", format!("{names:?} {:?} {}", axis.method, axis.end));
    let plan = Plan {
        claims: 0,
        ..args.running.plan(args.members.clone().unwrap_or(0..args.futures), milepost_ensemble::hash_of_files(&sources))
    };
    let out = args.out.clone().unwrap_or_else(|| folder_beside(&args.dir));
    let report = |summary: &Summary| {
        if args.running.format == Format::Table {
            print!("{}", milepost_publish::outputs_table(&strategy, summary, super::width(), super::color_out()));
        }
        milepost_publish::outputs_report(&strategy, summary, &sources)
    };
    let done = milepost_ensemble::run_beside(&strategy, &plan, Some(&out), &Bar::default(), cancel_flag(), report);
    let (summary, page) = match done {
        Err(e @ milepost_ensemble::Error::Interrupted { .. }) => {
            eprintln!("{e}");
            return Ok(ExitCode::from(super::INTERRUPTED));
        }
        // The sentence holds its cause already.
        other => other.map_err(|e| anyhow::anyhow!("{e}"))?,
    };
    super::report::write_page(&out, &page)?;
    match args.running.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&summary)?),
        Format::Table => {
            if more > 0 {
                println!("{more} more stocks are not shown; choose with --outputs NAME,...");
            }
            super::run::ending(&summary, &out);
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether a variable is another one in each future by itself: an uncertainty, or a random function.
fn differs(kind: &VariableKind) -> bool {
    match kind {
        VariableKind::Uncertain(_) => true,
        VariableKind::Let { value, .. } => random(value),
        VariableKind::Stock(stock) => {
            let flow = |flow: &StockFlow| match flow {
                StockFlow::In(e) | StockFlow::Out(e) => random(e),
                StockFlow::Toward { goal, over } => random(goal) || random(over),
            };
            random(&stock.initial) || stock.flows.iter().any(flow)
        }
        _ => false,
    }
}

fn random(e: &Expr) -> bool {
    matches!(e.kind, ExprKind::Noise { .. } | ExprKind::Occurs { .. })
        || milepost_strategy::visit::parts(e).into_iter().any(random)
}

/// A strategy with choices of its own says in its files what is uncertain and what is looked at.
fn refuse_strategies(strategy: &Strategy, dir: &Path) -> anyhow::Result<()> {
    let bare = strategy.regimes.is_empty() && strategy.pathways.len() <= 1 && strategy.measures.is_empty();
    if bare && strategy.hypotheses.is_empty() && strategy.charts.is_empty() {
        return Ok(());
    }
    let dir = dir.display();
    bail!("`{dir}` has pathways, measures or charts of its own: write `uncertain` and `measure` into its files instead")
}

/// What to say where nothing is varied: the constants that could be.
fn nothing_varied(strategy: &Strategy, columns: &[Column], settled: &[Settled], path: &Path) -> String {
    let shown = path.display();
    let varies = |(id, _): &(VariableId, Vec<f64>)| {
        columns.iter().any(|c| c.variable == *id)
            && !settled.iter().any(|s| s.variable == *id && s.flat == 0 && s.least.is_none())
    };
    let all: Vec<(VariableId, Vec<f64>)> = milepost_strategy::constants(strategy).into_iter().filter(varies).collect();
    let Some((first, values)) = all.iter().find(|(_, v)| v.iter().any(|v| *v != 0.0)).or(all.first()) else {
        return format!("`{shown}` has no constant to vary; run it once with milepost simulate {shown} --csv -");
    };
    let named = all.iter().take(MOST_CONSTANTS).map(|(id, values)| {
        let own = values.first().filter(|first| values.iter().all(|v| v == *first));
        let value = own.map_or("by element".into(), |v| v.to_string());
        format!("`{}` ({value})", strategy.variable(*id).name)
    });
    let mut named = named.collect::<Vec<_>>().join(", ");
    if all.len() > MOST_CONSTANTS {
        named += &format!(" and {} more", all.len() - MOST_CONSTANTS);
    }
    let value = values.iter().copied().find(|v| *v != 0.0).unwrap_or(1.0);
    let (low, high) = if value < 0.0 { (2.0 * value, 0.5 * value) } else { (0.5 * value, 2.0 * value) };
    let name = &strategy.variable(*first).name;
    format!(
        "nothing is varied: say what is uncertain, as in --vary \"{name} in {low} .. {high}\"; \
         the constants of `{shown}` are {named}"
    )
}

/// The outputs asked for, or else the stocks, and how many of these are left out.
fn outputs(strategy: &Strategy, columns: &[Column], asked: &[String]) -> anyhow::Result<(Vec<Column>, usize)> {
    if !asked.is_empty() {
        return Ok((milepost_import::chosen(columns, asked).map_err(|why| anyhow::anyhow!(why))?, 0));
    }
    let stock = |c: &&Column| matches!(strategy.variable(c.variable).kind, VariableKind::Stock(_));
    let mut found: Vec<Column> = columns.iter().filter(stock).cloned().collect();
    if found.is_empty() {
        bail!("the model has no stock to show; choose what to look at with --outputs NAME,...");
    }
    let more = found.len().saturating_sub(MOST_OUTPUTS);
    found.truncate(MOST_OUTPUTS);
    Ok((found, more))
}

/// An output: its value at the end of each future, and its bands over time.
fn output(strategy: &Strategy, column: &Column) -> (Measure, Chart) {
    let variable = strategy.variable(column.variable);
    let elements = strategy.environment(&variable.dims, column.flat);
    let kind = ExprKind::Variable(column.variable, elements.into_iter().map(|(_, at)| Select::Element(at)).collect());
    let value = Expr { kind, ty: variable.ty.clone(), dims: Vec::new(), span: variable.span };
    let unit = if let Type::Number(unit) = &variable.ty { unit.clone() } else { Unit::one() };
    let name = column.name.split_whitespace().collect::<Vec<_>>().join(" ");
    let chart = Chart {
        name: name.clone(),
        title: name.clone(),
        docs: Docs::default(),
        value: value.clone(),
        averages: false,
        display: variable.display.clone(),
        observed: Vec::new(),
        kind: ChartKind::Plain,
    };
    let measure = Measure {
        title: name.clone(),
        name,
        docs: Docs::default(),
        span: variable.span,
        maximise: false,
        value,
        unit,
        display: variable.display.clone(),
        acceptable: None,
        matters: 0.0,
    };
    (measure, chart)
}

/// `out/teacup` beside `teacup.mdl`, so that several models of a folder stay apart; `out` in a folder.
pub(super) fn folder_beside(model: &Path) -> PathBuf {
    if model.is_dir() {
        return model.join("out");
    }
    let name = model.file_stem().map(PathBuf::from).unwrap_or_default();
    model.parent().map(Path::to_path_buf).unwrap_or_default().join("out").join(name)
}
