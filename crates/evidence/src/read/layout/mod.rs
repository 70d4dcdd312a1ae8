//! What each layout has before its rows, and which columns hold what.

mod acled;
mod hxl;
mod ibc;
mod plain;
mod ucdp;

use std::io::BufRead;

use milepost_strategy::model::{Layout, Reading};

use super::columns::Columns;
use super::record::Record;
use super::records::{Next, Records};
use crate::finding::Finding;

/// The columns of a file, and what is to be said of its head.
pub(super) type Head = (Columns, Vec<Finding>);

/// Reads what stands before the rows.
///
/// # Errors
/// A sentence that says why the file has not this layout.
pub(super) fn head<R: BufRead>(records: &mut Records<R>, reading: &Reading) -> Result<Head, String> {
    match reading.layout {
        Layout::Table | Layout::Rows => plain::head(records, reading),
        Layout::Ucdp => ucdp::head(records, reading),
        Layout::Acled => acled::head(records, reading),
        Layout::Ibc => ibc::head(records, reading),
        Layout::Hxl => hxl::head(records, reading),
    }
}

/// The first record, as the header.
fn first<R: BufRead>(records: &mut Records<R>) -> Result<Vec<String>, String> {
    let mut record = Record::default();
    match records.next(&mut record).map_err(|e| format!("it cannot be read: {e}"))? {
        Next::Record(_) => Ok(record.cells().map(String::from).collect()),
        Next::Broken(finding) => Err(format!("line {}: {}", finding.line, finding.cause)),
        Next::End => Err("it is empty; its first line names the columns".into()),
    }
}
