//! The stored run as columns of numbers, for parallel coordinates.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use milepost_analysis::sensitivity::closeness;
use milepost_ensemble::Stored;
use milepost_explore::inputs::title;
use milepost_publish::site::{Language, unit_words};
use milepost_strategy::model::Strategy;

use crate::types::{Axis, AxisKind, Better, Outcomes};
use crate::{Refusal, Run};

/// Rows that are sent: the first ones of the run.
const MOST_ROWS: usize = 100_000;

/// Columns of uncertainties that are sent: those that go with the measures most closely.
const MOST_UNCERTAINTIES: usize = 48;

/// Rows by which it is judged how closely.
const JUDGED: usize = 4096;

/// A pathway's futures: what the columns are, and their numbers.
pub(crate) type Columns = Arc<(Outcomes, Bytes)>;

/// Pathways that are held in memory: each may take tens of megabytes.
const HELD: usize = 3;

/// Columns that were asked for, the most recently asked last.
#[derive(Default)]
pub(crate) struct Held(Mutex<Vec<(String, Columns)>>);

impl Held {
    /// The columns of a pathway; one request at a time reads the run.
    pub fn columns(&self, run: &Run, pathway: &str, words: &'static Language) -> Result<Columns, Refusal> {
        let mut held = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = held.iter().position(|(name, _)| name == pathway) {
            let found = held.remove(at);
            let columns = found.1.clone();
            held.push(found);
            return Ok(columns);
        }
        let stored = milepost_ensemble::stored(&run.folder).map_err(|e| Refusal::later(e.to_string()))?;
        let columns = Arc::new(columns(&run.strategy, &stored, pathway, words)?);
        if held.len() == HELD {
            held.remove(0);
        }
        held.push((pathway.into(), columns.clone()));
        Ok(columns)
    }
}

fn columns(
    strategy: &Strategy,
    stored: &Stored,
    pathway: &str,
    words: &'static Language,
) -> Result<(Outcomes, Bytes), Refusal> {
    let at = stored.pathways.iter().position(|name| name == pathway);
    let at = at.ok_or_else(|| Refusal::unknown("the stored run has no such pathway; run it: milepost run"))?;
    let rows = stored.uncertainties.first().map(|c| c.values.len()).or(stored.outcomes[at].first().map(Vec::len));
    let rows = rows.unwrap_or(0).min(MOST_ROWS);
    let (mut axes, mut bytes) = (Vec::new(), Vec::new());
    // A share stays one: it is written in percent.
    let unit = |unit: &str| if unit == "share" { unit.into() } else { unit_words(words, unit, true) };
    let mut add = |axis: Axis, values: &[f64]| {
        let values = &values[..rows];
        let known = || values.iter().copied().filter(|value| value.is_finite());
        let (min, max) = (known().fold(f64::INFINITY, f64::min), known().fold(f64::NEG_INFINITY, f64::max));
        if min <= max {
            bytes.extend(values.iter().flat_map(|value| (*value as f32).to_le_bytes()));
            // As the numbers are sent, so that none lies beyond the ends.
            axes.push(Axis { min: f64::from(min as f32), max: f64::from(max as f32), ..axis });
        }
    };
    for &column in &closest(stored, at) {
        let column = &stored.uncertainties[column];
        add(
            axis(&column.name, title(strategy, &column.name), unit(&column.unit), AxisKind::Uncertainty),
            &column.values,
        );
    }
    for ((name, declared_unit), values) in stored.measures.iter().zip(&stored.outcomes[at]) {
        let declared = strategy.measures.iter().find(|measure| measure.name == *name);
        let better = declared.map(|measure| if measure.maximise { Better::High } else { Better::Low });
        let bar = declared.and_then(|measure| Some(measure.acceptable? / measure.display.scale));
        let titled = declared.map_or_else(|| name.replace('_', " "), |measure| measure.title.clone());
        add(Axis { better, bar, ..axis(name, titled, unit(declared_unit), AxisKind::Measure) }, values);
    }
    let first = stored.record.summary.provenance.first;
    let members = (first != 0).then(|| (first..).take(rows).map(|member| member as u32).collect());
    Ok((Outcomes { axes, rows: rows as u32, members }, Bytes::from(bytes)))
}

fn axis(name: &str, title: String, unit: String, kind: AxisKind) -> Axis {
    Axis { name: name.into(), title, unit, kind, min: 0.0, max: 0.0, better: None, bar: None }
}

/// The uncertainties that go with any measure of a pathway most closely, by ranks, the closest first.
fn closest(stored: &Stored, pathway: usize) -> Vec<usize> {
    fn judged(values: &[f64]) -> &[f64] {
        &values[..values.len().min(JUDGED)]
    }
    let inputs: Vec<&[f64]> = stored.uncertainties.iter().map(|column| judged(&column.values)).collect();
    let outputs: Vec<&[f64]> = stored.outcomes[pathway].iter().map(|values| judged(values)).collect();
    let mut all: Vec<(usize, f64)> = closeness(&inputs, &outputs).into_iter().enumerate().collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all.into_iter().take(MOST_UNCERTAINTIES).map(|(at, _)| at).collect()
}
