//! The tables of the pages themselves, as columns that can be written as files.

use milepost_ensemble::summary::{LEVELS, Spread};
use milepost_ensemble::{Column, Values};
use milepost_strategy::model::Display;

use super::evidence::{self, Known};
use super::levers::{Position, Range, levers};
use super::standing;
use super::{Room, Site};
use crate::language::Language;
use crate::verdict::word;
use crate::view::View;

/// A table of the pages.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub holds: String,
    /// The command that tells the same.
    pub command: String,
    /// Its columns, of one length.
    pub columns: Vec<Column>,
}

/// All tables that have rows.
pub fn tables(site: &Site) -> Vec<Table> {
    let view = View { studies: site.studies, ..View::new(site.language, site.strategy, site.summary, site.sources) };
    let room = Room { site, view, words: site.language };
    let day = site.as_of.map(|day| format!(" --as-of {day}")).unwrap_or_default();
    let say = |key| site.language.say(key).to_string();
    let table = |name, key, command: String, columns| Table { name, holds: say(key), command, columns };
    let all = [
        table("measures", "table.measures", "milepost run .".into(), measures(&room)),
        table("claims", "table.claims", "milepost run .".into(), claims(&room)),
        table("levers", "table.levers", "milepost publish . --out SITE".into(), positions(&room)),
        table("milestones", "table.milestones", format!("milepost status .{day} --format json"), judged(&room)),
        table("evidence", "table.evidence", format!("milepost status .{day} --format json"), observed(&room)),
        table(
            "obligations",
            "table.obligations",
            format!("milepost contract status .{day} --format json"),
            obligations(&room),
        ),
    ];
    all.into_iter().filter(|table| table.columns.first().is_some_and(|c| !is_empty(&c.values))).collect()
}

fn is_empty(values: &Values) -> bool {
    match values {
        Values::Number(v) => v.is_empty(),
        Values::Whole(v) => v.is_empty(),
        Values::Text(v) => v.is_empty(),
    }
}

fn texts(name: &str, values: Vec<String>) -> Column {
    Column { name: name.into(), unit: String::new(), values: Values::Text(values) }
}

fn numbers(name: &str, values: Vec<f64>) -> Column {
    Column { name: name.into(), unit: String::new(), values: Values::Number(values) }
}

fn wholes(name: &str, values: Vec<i64>) -> Column {
    Column { name: name.into(), unit: String::new(), values: Values::Whole(values) }
}

/// Every measure under every pathway: quantiles, regret, shares.
fn measures(room: &Room) -> Vec<Column> {
    let pathways = &room.site.summary.pathways;
    let views = &room.view.measures;
    let rows: Vec<_> = pathways.iter().flat_map(|p| views.iter().map(move |m| (p, m, &p.measures[m.index]))).collect();
    let text = |f: &dyn Fn(usize) -> String| (0..rows.len()).map(f).collect::<Vec<_>>();
    let number = |f: &dyn Fn(usize) -> f64| (0..rows.len()).map(f).collect::<Vec<_>>();
    let shown = |spread: &Spread, value: f64, display: &Display| match spread.known {
        0 => f64::NAN,
        _ => value / display.scale,
    };
    let mut columns = vec![
        texts("pathway", text(&|i| rows[i].0.name.clone())),
        texts("measure", text(&|i| rows[i].1.measure.name.clone())),
        texts("title", text(&|i| rows[i].1.measure.title.clone())),
        texts("unit", text(&|i| rows[i].1.measure.display.text.clone())),
        wholes("known", rows.iter().map(|r| r.2.values.known as i64).collect()),
        wholes("unknown", rows.iter().map(|r| r.2.values.unknown as i64).collect()),
        numbers("mean", number(&|i| shown(&rows[i].2.values, rows[i].2.values.mean, &rows[i].1.measure.display))),
    ];
    for (q, level) in LEVELS.iter().enumerate() {
        let name = format!("q{:02}", (level * 100.0).round());
        let value = |i: usize| shown(&rows[i].2.values, rows[i].2.values.quantiles[q], &rows[i].1.measure.display);
        columns.push(numbers(&name, number(&value)));
    }
    let regret = |i: usize| shown(&rows[i].2.regret, rows[i].2.regret.quantiles[5], &rows[i].1.measure.display);
    columns.extend([
        numbers("regret_q90", number(&regret)),
        numbers("share_acceptable", number(&|i| rows[i].2.acceptable.unwrap_or(f64::NAN))),
        numbers("share_best", number(&|i| rows[i].2.best)),
        numbers("share_better", number(&|i| rows[i].2.better.unwrap_or(f64::NAN))),
        numbers("share_worse", number(&|i| rows[i].2.worse.unwrap_or(f64::NAN))),
    ]);
    columns
}

fn claims(room: &Room) -> Vec<Column> {
    let claims = &room.site.summary.claims;
    vec![
        texts("claim", claims.iter().map(|c| c.name.clone()).collect()),
        texts("verdict", claims.iter().map(|c| word(Language::english(), c.verdict).to_string()).collect()),
        numbers("share", claims.iter().map(|c| c.share).collect()),
        numbers("share_low", claims.iter().map(|c| c.interval.0).collect()),
        numbers("share_high", claims.iter().map(|c| c.interval.1).collect()),
        wholes("judged", claims.iter().map(|c| c.judged as i64).collect()),
        wholes("apart", claims.iter().map(|c| c.apart as i64).collect()),
        wholes("unknown", claims.iter().map(|c| c.unknown as i64).collect()),
    ]
}

/// Where each pathway puts each lever at first.
fn positions(room: &Room) -> Vec<Column> {
    let all = levers(room.site.strategy, room.words);
    let told = |position: &Position| match position {
        Position::Number(n) => n.to_string(),
        Position::Choice(name) => name.clone(),
    };
    let range = |pick: fn(f64, f64) -> f64| {
        let one = |range: &Range| if let Range::Number { min, max, .. } = range { pick(*min, *max) } else { f64::NAN };
        all.iter().map(|lever| one(&lever.range)).collect::<Vec<_>>()
    };
    let mut columns = vec![
        texts("lever", all.iter().map(|l| l.name.clone()).collect()),
        texts("title", all.iter().map(|l| l.title.clone()).collect()),
        texts("element", all.iter().map(|l| l.element.clone().unwrap_or_default()).collect()),
        texts("actor", all.iter().map(|l| l.actor.clone().unwrap_or_default()).collect()),
        texts("unit", all.iter().map(|l| l.unit.clone()).collect()),
        numbers("min", range(|min, _| min)),
        numbers("max", range(|_, max| max)),
        texts("default", all.iter().map(|l| told(&l.position(""))).collect()),
    ];
    for pathway in &room.site.strategy.pathways {
        columns.push(texts(&pathway.name, all.iter().map(|l| told(&l.position(&pathway.name))).collect()));
    }
    columns
}

/// Milestones, conditions and triggers as they stand, place by place.
fn judged(room: &Room) -> Vec<Column> {
    let Some(status) = room.site.status else { return Vec::new() };
    let kinds = standing::kinds(status);
    let rows: Vec<_> = kinds
        .iter()
        .flat_map(|k| k.all.iter().flat_map(move |g| g.found.iter().map(move |f| (k.name, g, f, (k.state)(f)))))
        .collect();
    let text = |f: &dyn Fn(usize) -> String| (0..rows.len()).map(f).collect::<Vec<_>>();
    vec![
        texts("kind", text(&|i| rows[i].0.to_string())),
        texts("name", text(&|i| rows[i].1.name.clone())),
        texts("title", text(&|i| rows[i].1.title.clone())),
        texts("place", text(&|i| rows[i].2.element.clone().unwrap_or_default())),
        texts("state", text(&|i| room.words.say(rows[i].3.1).to_string())),
        texts("since", text(&|i| rows[i].2.since.clone().unwrap_or_default())),
        texts("due", text(&|i| rows[i].2.deadline.as_ref().map(|d| d.due.clone()).unwrap_or_default())),
        texts("why_unknown", text(&|i| rows[i].2.unknown_because.join("; "))),
    ]
}

fn observed(room: &Room) -> Vec<Column> {
    let all = evidence::all(room);
    let text = |f: &dyn Fn(&Known) -> String| all.iter().map(f).collect::<Vec<_>>();
    let last = |f: fn(&evidence::Figure) -> String| text(&|k| k.last().map(f).unwrap_or_default());
    let of_source =
        |f: &dyn Fn(&milepost_monitor::status::Source) -> String| text(&|k| k.source.map(f).unwrap_or_default());
    vec![
        texts("indicator", text(&|k| k.variable.name.clone())),
        texts("produced_by", text(&|k| k.indicator.produced_by.clone().unwrap_or_default())),
        texts("latest_period", last(|f| f.period.clone())),
        texts("latest", last(|f| f.value.clone())),
        texts("latest_range", last(|f| f.range.clone().unwrap_or_default())),
        texts("rows", last(|f| f.rows.clone())),
        texts("origin", of_source(&|s| s.origin.clone().unwrap_or_default())),
        texts("from", of_source(&|s| s.from.clone().unwrap_or_default())),
        texts("to", of_source(&|s| s.to.clone().unwrap_or_default())),
        wholes("figures", all.iter().map(|k| k.source.map_or(0, |s| s.figures as i64)).collect()),
        wholes("missing", all.iter().map(|k| k.source.map_or(0, |s| s.missing as i64)).collect()),
        texts("needed_by", of_source(&|s| s.needed_by.join(" "))),
    ]
}

fn obligations(room: &Room) -> Vec<Column> {
    let all = room.site.board.map_or(&[][..], |board| &board.obligations);
    let party = |f: fn(&milepost_monitor::contract::Standing) -> Option<&String>| {
        all.iter().map(|s| f(s).cloned().unwrap_or_default()).collect::<Vec<_>>()
    };
    vec![
        texts("obligation", all.iter().map(|s| s.term.name.clone()).collect()),
        texts("title", all.iter().map(|s| s.term.title.clone()).collect()),
        texts("debtor", party(|s| s.term.debtor.as_ref())),
        texts("creditor", party(|s| s.term.creditor.as_ref())),
        texts("overseer", party(|s| s.term.overseer.as_ref())),
        texts("due", all.iter().map(|s| s.due.map(|d| d.to_string()).unwrap_or_default()).collect()),
        texts("state", all.iter().map(|s| s.state.word().to_string()).collect()),
    ]
}
