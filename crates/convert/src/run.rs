//! One run of a model, with its columns by name.

use crate::Format;
use milepost_engine::NonFinite;
use milepost_import::{Column, Files, Settings};
use milepost_strategy::MemoryWorld;
use milepost_strategy::model::{ExprKind, StockFlow, Strategy, VariableId, VariableKind};
use milepost_syntax::Severity;
use std::collections::{BTreeMap, BTreeSet};

/// A model that can be run.
#[derive(Debug)]
pub(crate) struct Ready {
    pub strategy: Strategy,
    pub columns: Vec<Column>,
    pub save_every: u32,
}

/// Times, and columns by name.
#[derive(Clone, Debug, PartialEq)]
pub struct Run {
    /// Times of the saved values.
    pub times: Vec<f64>,
    /// Values of each column.
    pub columns: BTreeMap<String, Vec<f64>>,
}

impl Ready {
    /// A model with the columns that its reader named.
    pub fn of(strategy: Strategy, columns: Vec<Column>, save_every: u32) -> Ready {
        Ready { strategy, columns, save_every }
    }

    /// A model of our own with all its variables, saved at every step.
    pub fn all(strategy: Strategy) -> Ready {
        let mut columns = Vec::new();
        // What only observers have lost its name.
        for (i, variable) in strategy.variables.iter().enumerate().filter(|(_, v)| !v.name.is_empty()) {
            let size: usize = variable.dims.iter().map(|d| strategy.dimensions[d.index()].elements.len()).product();
            for flat in 0..size {
                let name = label(&strategy, VariableId(i as u32), flat);
                columns.push(Column { name, variable: VariableId(i as u32), flat });
            }
        }
        Ready { strategy, columns, save_every: 1 }
    }

    /// Runs it once.
    pub fn run(&self) -> Result<Run, String> {
        let mut ids: Vec<VariableId> = self.columns.iter().map(|c| c.variable).collect();
        ids.sort_unstable();
        ids.dedup();
        let single = milepost_ensemble::single(&self.strategy, &ids, self.save_every, 1, NonFinite::Allow)?;
        let mut columns = BTreeMap::new();
        for column in &self.columns {
            let at = ids.binary_search(&column.variable).unwrap_or(0);
            columns.insert(key(&column.name), single.values[at][column.flat].clone());
        }
        Ok(Run { times: single.times, columns })
    }

    /// Columns that random numbers reach, which no two generators share.
    pub fn random(&self) -> BTreeSet<String> {
        let mut reached = vec![false; self.strategy.variables.len()];
        loop {
            let mut grown = false;
            for (i, variable) in self.strategy.variables.iter().enumerate() {
                if !reached[i] && parts(&variable.kind).into_iter().any(|e| draws(e, &reached)) {
                    reached[i] = true;
                    grown = true;
                }
            }
            if !grown {
                break;
            }
        }
        self.columns.iter().filter(|c| reached[c.variable.index()]).map(|c| key(&c.name)).collect()
    }
}

pub(crate) fn parts(kind: &VariableKind) -> Vec<&milepost_strategy::model::Expr> {
    match kind {
        VariableKind::Let { value, .. } => vec![value],
        VariableKind::Stock(stock) => {
            let flows = stock.flows.iter().flat_map(|flow| match flow {
                StockFlow::In(e) | StockFlow::Out(e) => vec![e],
                StockFlow::Toward { goal, over } => vec![goal, over],
            });
            std::iter::once(&stock.initial).chain(flows).collect()
        }
        _ => Vec::new(),
    }
}

fn draws(e: &milepost_strategy::model::Expr, reached: &[bool]) -> bool {
    match &e.kind {
        ExprKind::Noise { .. } => true,
        ExprKind::Variable(id, _) => reached[id.index()],
        _ => milepost_strategy::visit::parts(e).into_iter().any(|part| draws(part, reached)),
    }
}

/// A column's name as it is compared.
pub(crate) fn key(name: &str) -> String {
    let (plain, inside) = match name.split_once('[') {
        Some((plain, inside)) => (plain, Some(inside.trim_end_matches(']'))),
        None => (name, None),
    };
    let same = milepost_import::foreign::same;
    match inside {
        None => same(plain),
        Some(inside) => format!("{}[{}]", same(plain), inside.split(',').map(same).collect::<Vec<_>>().join(",")),
    }
}

/// `name[a,b]`
pub(crate) fn label(strategy: &Strategy, id: VariableId, flat: usize) -> String {
    let variable = &strategy.variables[id.index()];
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

/// A written text, read again.
pub(crate) fn read_back(text: &str, format: Format, files: Option<&dyn Files>) -> Result<Ready, String> {
    let shown = |sources: &milepost_syntax::SourceMap, found: Vec<milepost_syntax::Diagnostic>| {
        let errors: Vec<_> = found.into_iter().filter(|d| d.severity == Severity::Error).take(3).collect();
        format!("what would be written cannot be read back\n{}", milepost_syntax::render(sources, &errors, false))
    };
    if format == Format::Mile {
        let checked = milepost_strategy::check(&MemoryWorld::default().with("converted.mile", text));
        return match checked.strategy {
            Some(strategy) => Ok(Ready::all(strategy)),
            None => Err(shown(&checked.sources, checked.diagnostics)),
        };
    }
    let path = format!("converted.{}", format.name());
    let over = Over { path: path.clone(), text: text.as_bytes().to_vec(), files };
    let imported = milepost_import::read(&path, &over, &Settings::default())?;
    match imported.strategy {
        Some(strategy) => Ok(Ready::of(strategy, imported.columns, imported.save_every)),
        None => Err(shown(&imported.sources, imported.diagnostics)),
    }
}

/// A text under a name, beside files.
struct Over<'f> {
    path: String,
    text: Vec<u8>,
    files: Option<&'f dyn Files>,
}

impl Files for Over<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        match self.files {
            _ if path == self.path => Ok(self.text.clone()),
            Some(files) => files.read(path),
            None => Err(format!("there is no `{path}`")),
        }
    }
}

/// Nothing lies beside a model of our own.
pub(crate) struct NoFiles;

impl Files for NoFiles {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        Err(format!("there is no `{path}`"))
    }
}

/// Runs another tool's model once.
///
/// # Errors
/// What is wrong with it, in words.
pub fn run_of(path: &str, files: &dyn Files) -> Result<Run, String> {
    let text = milepost_import::decode(&files.read(path)?)?;
    let format = Format::of(path).ok_or_else(|| format!("`{path}` is no format that is read"))?;
    read_back(&text, format, Some(files))?.run()
}
