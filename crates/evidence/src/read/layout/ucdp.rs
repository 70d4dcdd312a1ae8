//! UCDP Georeferenced Event Dataset: 49 columns, with a header or (some Candidate releases) without.

use std::io::BufRead;

use milepost_strategy::model::Reading;

use super::{Head, first};
use crate::finding::{Finding, Kind};
use crate::read::columns::{Own, OwnFigure, by_header, columns};
use crate::read::date::dated;
use crate::read::records::Records;

/// The columns in their order (GED codebook 20.1); the most stands before the least.
const HEADER: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

const OWN: Own = Own {
    from: &["date_start"],
    until: &["date_end"],
    id: &["id"],
    place: &["adm_1"],
    figure: OwnFigure::Range("low", "best", "high"),
    date_precision: &["date_prec"],
    place_precision: &["where_prec"],
    // 6 is a whole country, 7 the sea or the air.
    vague: 6,
    source: &["source_office"],
};

pub(super) fn head<R: BufRead>(records: &mut Records<R>, reading: &Reading) -> Result<Head, String> {
    let mut header = first(records)?;
    let mut notes = Vec::new();
    if !header.iter().any(|h| h == "date_start") {
        if !shaped(&header) {
            return Err("it is no file of UCDP's: neither are its columns named as there, nor has it 49 of them".into());
        }
        records.give_back();
        header = HEADER.map(String::from).to_vec();
        let cause = "the file has no header; its 49 columns are taken in the order of the codebook";
        notes.push(Finding::new(1, Kind::Note, cause, "compare a row with its source"));
    }
    let columns = columns(header.clone(), &|name| by_header(&header, name), reading, &OWN)?;
    Ok((columns, notes))
}

/// Whether a row of data has the shape of the 49 columns.
fn shaped(cells: &[String]) -> bool {
    let number = |i: usize| cells[i].parse::<f64>().is_ok();
    cells.len() == HEADER.len()
        && cells[0].bytes().all(|b| b.is_ascii_digit())
        && dated(&cells[38]).is_ok()
        && dated(&cells[39]).is_ok()
        && (44..47).all(number)
}
