//! Iraq Body Count: incidents and individuals, behind lines of terms and citation.

use std::io::BufRead;

use milepost_strategy::model::Reading;

use super::{Head, first};
use crate::read::columns::{Own, OwnFigure, by_header, columns};
use crate::read::records::Records;

/// The header stands within so many lines: 12 in incidents, 27 in individuals.
const WITHIN: usize = 60;

const INCIDENTS: Own = Own {
    from: &["Start Date"],
    until: &["End Date"],
    id: &["IBC code"],
    place: &["Location"],
    figure: OwnFigure::Between("Reported Minimum", "Reported Maximum"),
    date_precision: &[],
    place_precision: &[],
    vague: 0,
    source: &["Sources"],
};

/// Every row is a person, of whom nothing but the code, the days and the place is kept.
const INDIVIDUALS: Own = Own {
    from: &["Earliest Date"],
    until: &["Latest Date"],
    id: &["IBC code"],
    place: &["Location"],
    figure: OwnFigure::Rows,
    date_precision: &[],
    place_precision: &[],
    vague: 0,
    source: &[],
};

pub(super) fn head<R: BufRead>(records: &mut Records<R>, reading: &Reading) -> Result<Head, String> {
    for _ in 0..WITHIN {
        let Some(line) = records.lines.next().map_err(|e| format!("it cannot be read: {e}"))? else { break };
        let begins = line.bytes.iter().skip_while(|b| **b == b'"').copied().take(8).collect::<Vec<_>>();
        if begins == b"IBC code" {
            records.lines.give_back(std::iter::once(line));
            let header = first(records)?;
            let incidents = header.iter().any(|h| h == "Start Date");
            let own = if incidents { &INCIDENTS } else { &INDIVIDUALS };
            return Ok((columns(header.clone(), &|name| by_header(&header, name), reading, own)?, Vec::new()));
        }
    }
    Err(format!("it is no file of Iraq Body Count's: none of its first {WITHIN} lines begins with `IBC code`"))
}
