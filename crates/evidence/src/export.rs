//! The rows of an indicator as CSV that can be imported again.

use std::io::Write;

use jiff::civil::Date;
use milepost_record::{Event, Filter, Store};
use milepost_strategy::model::{Layout, Strategy, VariableId};

use crate::import::ROW;

/// Columns before and behind those of the dimensions.
const FIRST: [&str; 4] = ["id", "known", "from", "to"];
const LAST: [&str; 7] = ["low", "best", "high", "date_precision", "place_precision", "source", "layout"];

/// Writes the rows of an indicator that count at the end of a day, in the order in which they were recorded; gives their
/// number.  Imported again with `--layout exported` they change nothing.
///
/// # Errors
/// A sentence where the record cannot be read or the file not written, or where a row may not be given on.
pub fn export(
    store: &dyn Store,
    strategy: &Strategy,
    variable: VariableId,
    known: Date,
    out: impl Write,
) -> Result<u64, String> {
    let v = strategy.variable(variable);
    let filter = Filter::of(ROW).subject(&v.name).known_until(known).live();
    let told = |e: milepost_record::Error| e.to_string();
    // Before the first row is written.
    for event in store.events(&filter).map_err(told)? {
        let event = event.map_err(told)?;
        if withheld(&event) {
            return Err(format!(
                "`{}` has rows of ACLED (event {} is the first), whose terms forbid giving them on; its sums are shown \
                 by `milepost evidence show`",
                v.name, event.seq
            ));
        }
    }
    let mut writer = csv::Writer::from_writer(out);
    let dims: Vec<&str> = v.dims.iter().map(|d| strategy.dimension(*d).name.as_str()).collect();
    let header: Vec<&str> = FIRST.iter().chain(&dims).chain(&LAST).copied().collect();
    writer.write_record(&header).map_err(|e| e.to_string())?;
    let mut rows = 0;
    for event in store.events(&filter).map_err(told)? {
        let cells = cells(&event.map_err(told)?, dims.len());
        writer.write_record(&cells).map_err(|e| e.to_string())?;
        rows += 1;
    }
    writer.flush().map_err(|e| e.to_string())?;
    Ok(rows)
}

/// Whether the terms of its source forbid showing a row.
pub(crate) fn withheld(event: &Event) -> bool {
    event.body["layout"] == Layout::Acled.word()
}

fn cells(event: &Event, dims: usize) -> Vec<String> {
    let day = |d: Option<Date>| d.map_or(String::new(), |d| d.to_string());
    let mut out = vec![
        event.id.clone().unwrap_or_default(),
        event.known.to_string(),
        day(event.valid.map(|(from, _)| from)),
        day(event.valid.map(|(_, to)| to)),
    ];
    out.extend((0..dims).map(|d| event.body["place"][d].as_str().unwrap_or_default().to_string()));
    let best = event.body["best"].as_f64().unwrap_or_default();
    let number = |key: &str| event.body[key].as_f64().unwrap_or(best).to_string();
    out.extend([number("low"), number("best"), number("high")]);
    let grade = |key: &str| event.body[key].as_u64().map_or(String::new(), |g| g.to_string());
    out.extend([grade("date_precision"), grade("place_precision")]);
    let text = |key: &str| event.body[key].as_str().unwrap_or_default().to_string();
    out.extend([text("source"), text("layout")]);
    out
}
