//! ACLED: 31 columns, or the older form with `data_id`.  Its rows are read and never given on.

use std::io::BufRead;

use milepost_strategy::model::Reading;

use super::{Head, first};
use crate::read::columns::{Figures, Own, OwnFigure, by_header, columns};
use crate::read::records::Records;

const OWN: Own = Own {
    from: &["event_date"],
    until: &[],
    id: &["event_id_cnty", "data_id"],
    place: &["admin1"],
    figure: OwnFigure::One("fatalities"),
    date_precision: &["time_precision"],
    place_precision: &["geo_precision"],
    // Even the least precise place, 3, names its region.
    vague: 9,
    source: &[],
};

pub(super) fn head<R: BufRead>(records: &mut Records<R>, reading: &Reading) -> Result<Head, String> {
    let header = first(records)?;
    if !header.iter().any(|h| h == "event_date") || !header.iter().any(|h| h == "event_type") {
        return Err("it is no file of ACLED's: it has no columns `event_date` and `event_type`".into());
    }
    let mut columns = columns(header.clone(), &|name| by_header(&header, name), reading, &OWN)?;
    let fatalities = header.iter().position(|h| h == "fatalities");
    columns.zero_is_unknown = matches!((columns.figure, fatalities), (Figures::One(c), Some(f)) if c == f);
    Ok((columns, Vec::new()))
}
