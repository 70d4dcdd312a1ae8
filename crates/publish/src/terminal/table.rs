//! What `milepost run` prints.

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::answer::{Called, answer};
use crate::numbers::{count, percent};
use crate::phrase::counted;
use crate::terminal::claims;
use crate::view::{MeasureView, View};

/// Writes the table.
pub(crate) fn write(view: &View, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let answer = answer(view, Called::Names);
    let mut out = sentence(&answer.headline, ink, width, 0);
    for phrase in &answer.beside {
        out += &sentence(phrase, ink, width - 2, 2);
    }
    if !view.measures.is_empty() && !view.summary.pathways.is_empty() {
        let futures = counted(view.futures as usize, "future", "futures");
        let title = format!("Typical over {futures}, in brackets the bad case (one in ten is worse), * best");
        block(&mut out, view, (width, ink), &title);
        lead(&mut out, view, (width, ink));
    }
    if !view.summary.claims.is_empty() {
        let judged = count(view.summary.provenance.claim_futures);
        out += &format!("\n{}\n", ink.strong(&format!("Claims, judged on {judged} futures")));
        out += &claims::lines(view, width);
    }
    out
}

/// Pathways by measures.
fn block(out: &mut String, view: &View, (width, ink): (usize, Ink), title: &str) {
    let pathways = 0..view.summary.pathways.len();
    let columns = view.measures.iter().map(|m| {
        let best = view.best(m);
        let cells = pathways.clone().map(|p| {
            let set_off = best == Some(p);
            (format!("{}{}", if set_off { "* " } else { "" }, typical(view, p, m)), set_off)
        });
        Column { head: vec![m.measure.name.clone(), m.unit(view.words)], cells: cells.collect() }
    });
    let grid = Grid { rows: pathways.clone().map(|p| name(view, p)).collect(), columns: columns.collect() };
    titled(out, title, (width, ink));
    *out += &grid.write(width, ink);
}

fn typical(view: &View, pathway: usize, measure: &MeasureView) -> String {
    let values = &view.result(pathway, measure).values;
    bracketed(measure.typical(values), measure.bad_case(values))
}

fn bracketed(first: String, second: Option<String>) -> String {
    second.map(|second| format!("{first} ({second})")).unwrap_or(first)
}

/// How the pathways compare on the first measure, future by future.
fn lead(out: &mut String, view: &View, (width, ink): (usize, Ink)) {
    let (Some(measure), 2..) = (view.measures.first(), view.summary.pathways.len()) else { return };
    let result = |p: usize| view.result(p, measure);
    let share = |s: Option<f64>| s.map_or("-".into(), percent);
    let regret = |p: usize| bracketed(measure.typical(&result(p).regret), measure.bad_regret(&result(p).regret));
    let mut columns = vec![column(view, &["regret", &measure.unit(view.words)], &regret)];
    if view.reference.is_some() {
        columns.push(column(view, &["better than", "the reference"], &|p| share(result(p).better)));
        columns.push(column(view, &["worse than", "the reference"], &|p| share(result(p).worse)));
    }
    columns.push(column(view, &["best of", "the choices"], &|p| {
        share((!view.for_comparison(p)).then_some(result(p).best))
    }));
    if measure.measure.acceptable.is_some() {
        columns.push(column(view, &["", "acceptable"], &|p| share(result(p).acceptable)));
    }
    let title = format!(
        "On {}, future by future: regret against the best choice in the same future, shares of futures",
        measure.measure.name
    );
    titled(out, &title, (width, ink));
    let grid = Grid { rows: (0..view.summary.pathways.len()).map(|p| name(view, p)).collect(), columns };
    *out += &grid.write(width, ink);
}

fn column(view: &View, head: &[&str], cell: &dyn Fn(usize) -> String) -> Column {
    let cells = (0..view.summary.pathways.len()).map(|p| (cell(p), false)).collect();
    Column { head: head.iter().map(|h| h.to_string()).collect(), cells }
}

/// A pathway's name, and what it is if it is not just a choice.
fn name(view: &View, p: usize) -> String {
    let name = &view.summary.pathways[p].name;
    match (view.reference == Some(p), view.for_comparison(p)) {
        (true, _) => format!("{name} (reference)"),
        (_, true) => format!("{name} (comparison)"),
        _ => name.clone(),
    }
}

fn titled(out: &mut String, title: &str, (width, ink): (usize, Ink)) {
    out.push('\n');
    for line in wrapped(title, width, 0).lines() {
        *out += &format!("{}\n", ink.strong(line));
    }
}
