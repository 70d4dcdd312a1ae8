//! What came of a vote, for programs.

use milepost_decide::{Distance, Move};
use serde_json::{Value, json};

use super::{Judged, Told};

/// All that is told; counts are exact, bounds are `[least, most]` with `null` for none.
pub fn json(told: &Told) -> Value {
    let table = &told.table;
    json!({
        "approval": told.approval.name,
        "title": told.approval.title,
        "votes": told.file,
        "options": table.votes.options,
        "reading": told.chosen + 1,
        "readings": told.judged.iter().map(|j| reading(told, j)).collect::<Vec<_>>(),
        "units": table.votes.units.iter().map(|u| {
            let bounds = |c: &milepost_decide::Count| json!([c.low(), c.high()]);
            json!({
                "unit": u.name,
                "votes": u.options.iter().map(bounds).collect::<Vec<_>>(),
                "valid": bounds(&u.valid),
                "invalid": bounds(&u.invalid),
                "cast": bounds(&u.cast),
                "registered": bounds(&u.registered),
            })
        }).collect::<Vec<_>>(),
        "missing": table.missing,
        "statuses": table.statuses,
        "totals": table.totals.iter().map(|t| json!({ "line": t.line, "label": t.label, "sums": t.sums })).collect::<Vec<_>>(),
        "findings": table.findings,
    })
}

fn reading(told: &Told, judged: &Judged) -> Value {
    let outcomes = &judged.outcomes;
    let far = |d: &Option<Distance>| d.as_ref().map(|d| distance(told, d));
    let units = outcomes.standing.iter().zip(&judged.distances.units).map(|(standing, far)| {
        json!({
            "unit": told.table.votes.units[standing.unit].name,
            "share": standing.share + 1,
            "part_and_base": standing.between,
            "holds": standing.holds.decided(),
            "switched": far.switched,
            "added": far.added.map(|(votes, option)| json!({ "votes": votes, "option": told.table.votes.options[option] })),
            "at_least": far.at_least,
        })
    });
    json!({
        "title": judged.reading.title,
        "from": judged.reading.from.map(|d| d.to_string()),
        "rule": judged.reading.words,
        "outcomes": outcomes.possible,
        "tight": outcomes.tight,
        "shares": outcomes.shares.iter().map(|s| json!({
            "holds": s.holds.decided(),
            "whole": s.whole,
            "units": s.units.map(|u| u.map(|n| n.to_string())),
        })).collect::<Vec<_>>(),
        "switched": far(&judged.distances.switched),
        "added": far(&judged.distances.added),
        "units": units.collect::<Vec<_>>(),
    })
}

fn distance(told: &Told, d: &Distance) -> Value {
    let options = &told.table.votes.options;
    let way = match &d.way {
        Move::Switch { from, to } => {
            json!({ "from": from.iter().map(|o| &options[*o]).collect::<Vec<_>>(), "to": options[*to] })
        }
        Move::Add(to) => json!({ "to": options[*to] }),
    };
    let units = d.units.iter().map(|(u, n)| json!({ "unit": told.table.votes.units[*u].name, "votes": n }));
    json!({ "votes": d.votes, "move": way, "units": units.collect::<Vec<_>>(), "at_least": d.at_least })
}
