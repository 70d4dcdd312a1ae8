//! `GET XLS/DIRECT DATA` and `GET XLS/DIRECT LOOKUPS`.

use super::address::{self, Area, Cell};
use super::sheet::{Sheet, Value};
use super::{Call, Points, Workbooks, bounded, missing, shown};
use milepost_syntax::Diagnostic;

/// Where the times and values of a call are: step by step along one direction, element by element along the other.
struct Layout {
    /// The first time.
    time: Cell,
    /// The first element's first value.
    value: Cell,
    /// Points that there are at most.
    steps: usize,
    /// Whether time runs down.
    down: bool,
}

impl Layout {
    fn along(&self, from: Cell, step: usize, element: usize) -> Cell {
        let (row, column) = if self.down { (step, element) } else { (element, step) };
        Cell { row: from.row + row as u32, column: from.column + column as u32 }
    }
}

impl Workbooks<'_> {
    /// The points (time or, of lookups, x; and value) of each of `count` elements (the product of the sizes of the left-hand side's subscripts, the last one
    /// fastest; 1 without subscripts), ascending in time.  Points without a number are left out: an element may have none.
    ///
    /// # Errors
    /// No file, sheet or cell, times that repeat or none at all, names for cells that do not fit each other or the count.
    pub fn series(&mut self, call: &Call, count: usize) -> Result<Vec<Points>, Diagnostic> {
        let layout = self.layout(call, count)?;
        let sheet = self.sheet(call)?;
        bounded(call, layout.steps.checked_mul(count))?;
        let times = times(call, &sheet, &layout, count, &mut self.warnings)?;
        let mut texts = Vec::new();
        let mut all = Vec::with_capacity(count);
        for element in 0..count {
            let mut points = Vec::with_capacity(times.len());
            for &(time, step) in &times {
                let place = layout.along(layout.value, step, element);
                match sheet.at(place.row, place.column) {
                    None => {}
                    Some(Value::Number(n)) => points.push((time, *n)),
                    Some(Value::Text(text)) if missing(text) => {}
                    Some(text) => texts.push((place, shown(text))),
                }
            }
            all.push(points);
        }
        if let Some((place, text)) = texts.first() {
            let more = if texts.len() > 1 { format!(", and {} more", texts.len() - 1) } else { String::new() };
            self.warnings.push(
                Diagnostic::warning(
                    call.span,
                    format!("cell {place} of `{}` holds {text} and no number{more}: left out", call.file),
                )
                .help("leave cells without a value empty"),
            );
        }
        Ok(all)
    }

    fn layout(&mut self, call: &Call, count: usize) -> Result<Layout, Diagnostic> {
        let what = call.along.as_str();
        let value = address::cell(&call.cell);
        let Some(value) = value else {
            let values = self.named(call, &call.cell)?;
            return match (address::row(what), address::column(what)) {
                (Some(row), _) => beside(call, values, Cell { row, column: values.first.column }, false, count),
                (_, Some(column)) if self.named(call, what).is_err() => {
                    beside(call, values, Cell { row: values.first.row, column }, true, count)
                }
                _ => {
                    let times = self.named(call, what)?;
                    let down = vector(call, times, values, count)?;
                    let steps = if down { times.height() } else { times.width() };
                    let layout = beside(call, values, times.first, down, count)?;
                    if layout.steps != steps {
                        return Err(uneven(call, times, values));
                    }
                    Ok(layout)
                }
            };
        };
        let sheet = self.sheet(call)?;
        if let Some(row) = address::row(what) {
            let steps = sheet.columns().saturating_sub(value.column) as usize;
            return Ok(Layout { time: Cell { row, column: value.column }, value, steps, down: false });
        }
        if let Some(column) = address::column(what) {
            let steps = sheet.rows().saturating_sub(value.row) as usize;
            return Ok(Layout { time: Cell { row: value.row, column }, value, steps, down: true });
        }
        Err(call
            .fault(format!("`{what}` is neither a row such as `4` nor a column such as `A`"))
            .help("give the values' cells a name too where the times have one"))
    }
}

/// The layout of values that have a name.
fn beside(call: &Call, values: Area, time: Cell, down: bool, count: usize) -> Result<Layout, Diagnostic> {
    let (steps, elements) = if down { (values.height(), values.width()) } else { (values.width(), values.height()) };
    if elements != count {
        let (file, name) = (&call.file, &call.cell);
        return Err(call
            .fault(format!(
                "the cells named `{name}` in `{file}` are {values}, with values for {elements} elements, and the \
                 variable has {count}"
            ))
            .help("give the name to one row or column for each element"));
    }
    Ok(Layout { time, value: values.first, steps, down })
}

/// Whether the times with a name run down.
fn vector(call: &Call, times: Area, values: Area, count: usize) -> Result<bool, Diagnostic> {
    match (times.height(), times.width()) {
        (1, 1) => Ok(values.width() == count),
        (_, 1) => Ok(true),
        (1, _) => Ok(false),
        _ => Err(uneven(call, times, values)),
    }
}

fn uneven(call: &Call, times: Area, values: Area) -> Diagnostic {
    let (file, along, cell) = (&call.file, &call.along, &call.cell);
    call.fault(format!("in `{file}`, the times `{along}` ({times}) do not run along the values `{cell}` ({values})"))
        .help("name one row or one column of times, as long as the values")
}

/// Times, ascending, with the steps at which they stand.
fn times(
    call: &Call,
    sheet: &Sheet,
    layout: &Layout,
    count: usize,
    warnings: &mut Vec<Diagnostic>,
) -> Result<Vec<(f64, usize)>, Diagnostic> {
    let mut times = Vec::new();
    let mut lost = None;
    for step in 0..layout.steps {
        let place = layout.along(layout.time, step, 0);
        match sheet.at(place.row, place.column) {
            Some(Value::Number(n)) => times.push((*n, step)),
            other => {
                let number = |element: &usize| {
                    let place = layout.along(layout.value, step, *element);
                    matches!(sheet.at(place.row, place.column), Some(Value::Number(_)))
                };
                if lost.is_none() && (0..count).any(|element| number(&element)) {
                    lost =
                        Some((place, other.map_or_else(|| "is empty".to_string(), |t| format!("holds {}", shown(t)))));
                }
            }
        }
    }
    let file = &call.file;
    if times.is_empty() {
        let place = layout.time;
        return Err(call
            .fault(format!("`{file}` has no number at or after cell {place}, where `{}` begins", call.along))
            .help("name the row or column that holds the times"));
    }
    if let Some((place, what)) = lost {
        warnings.push(
            Diagnostic::warning(
                call.span,
                format!("cell {place} of `{file}` {what} where a time is expected: the numbers beside it are left out"),
            )
            .help("write the time, or move other numbers away"),
        );
    }
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(pair) = times.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let (a, b) = (layout.along(layout.time, pair[0].1, 0), layout.along(layout.time, pair[1].1, 0));
        return Err(call
            .fault(format!("`{file}` has {} twice among its times, in cells {a} and {b}", pair[0].0))
            .help("keep one of them"));
    }
    Ok(times)
}
