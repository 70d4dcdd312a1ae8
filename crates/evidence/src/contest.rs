//! That a party contests a row: the row still counts, and what rests on it says so.

use jiff::civil::Date;
use milepost_record::{CONTEST, Draft, Store};
use milepost_strategy::model::Strategy;
use serde_json::json;

use crate::import::{COVERED, ROW};

/// What a party says against an event.
#[derive(Clone, Debug)]
pub struct Contesting {
    /// The event.
    pub seq: u64,
    /// Who: an actor of the strategy, where it has any.
    pub by: String,
    /// Why.
    pub why: String,
    /// When that was known.
    pub known: Date,
}

/// The event by which a party contests a row of evidence.
///
/// # Errors
/// A sentence where there is no such row, or nobody of this name.
pub fn contesting(store: &dyn Store, strategy: &Strategy, wanted: &Contesting) -> Result<Draft, String> {
    let Contesting { seq, by, why, known } = wanted;
    if !strategy.actors.is_empty() && !strategy.actors.iter().any(|a| a.name == *by) {
        let names: Vec<&str> = strategy.actors.iter().map(|a| a.name.as_str()).collect();
        let help = match milepost_syntax::nearest(by, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("actors are {}", names.join(", ")),
        };
        return Err(format!("`{by}` is no actor of the strategy; {help}"));
    }
    if why.trim().is_empty() {
        return Err("a row is contested with a reason; give it with --why".into());
    }
    let told = |e: milepost_record::Error| e.to_string();
    let size = store.head().map_err(told)?.size;
    let Some(event) = store.event(*seq).map_err(told)? else {
        return Err(format!("there is no event {seq}; the record holds {size}, numbered from 0"));
    };
    if event.kind != ROW && event.kind != COVERED {
        return Err(format!(
            "event {seq} is no row of evidence but `{}`; `evidence show --rows` numbers rows",
            event.kind
        ));
    }
    if let Some(later) = store.superseded_by(*seq).map_err(told)? {
        return Err(format!("event {seq} was replaced by event {later} and counts no more; contest that one"));
    }
    if *known < event.known {
        return Err(format!("event {seq} was not known before {}; give a later day", event.known));
    }
    let body = json!({ "seq": seq, "by": by, "why": why });
    Ok(Draft::new(CONTEST, event.subject, *known, body))
}
