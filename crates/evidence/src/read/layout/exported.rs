//! What `milepost evidence export` writes.

use std::io::BufRead;

use milepost_strategy::model::Reading;

use super::{Head, first};
use crate::read::columns::{Own, OwnFigure, by_header, columns};
use crate::read::records::Records;

const OWN: Own = Own {
    from: &["from"],
    until: &["to"],
    id: &["id"],
    place: &[],
    figure: OwnFigure::Range("low", "best", "high"),
    date_precision: &["date_precision"],
    place_precision: &["place_precision"],
    // Only UCDP grades places, and from 6 on it means a whole country.
    vague: 6,
    source: &["source"],
};

pub(super) fn head<R: BufRead>(records: &mut Records<R>, reading: &Reading) -> Result<Head, String> {
    let header = first(records)?;
    let find = |name: &str| by_header(&header, name);
    let mut columns = columns(header.clone(), &find, reading, &OWN)?;
    columns.published = Some(find("known")?);
    Ok((columns, Vec::new()))
}
