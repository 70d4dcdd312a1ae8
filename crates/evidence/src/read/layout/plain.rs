//! Plain CSV: a header, then rows.

use std::io::BufRead;

use milepost_strategy::model::Reading;

use super::{Head, first};
use crate::read::columns::{Own, by_header, columns};
use crate::read::records::Records;

/// Headers of a column of time.
const OWN: Own = Own {
    from: &["time", "date", "month", "period", "day"],
    until: &[],
    id: &[],
    place: &[],
    figure: crate::read::columns::OwnFigure::None,
    date_precision: &[],
    place_precision: &[],
    vague: 0,
    source: &["source"],
};

pub(super) fn head<R: BufRead>(records: &mut Records<R>, reading: &Reading) -> Result<Head, String> {
    let header = first(records)?;
    let columns = columns(header.clone(), &|name| by_header(&header, name), reading, &OWN)?;
    Ok((columns, Vec::new()))
}
