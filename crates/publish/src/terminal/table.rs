//! What `milepost run` prints.

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::answer::{Called, answer};
use crate::numbers::{count, percent};
use crate::phrase::counted;
use crate::terminal::claims;
use crate::view::{MeasureView, View};

/// A table of pathways by measures.
struct Block<'a> {
    /// Whether the best pathway of a measure is marked.
    mark: bool,
    /// Whether the cells are in the measure's unit.
    units: bool,
    /// What a cell says of a measure under a pathway.
    cell: &'a dyn Fn(&View, usize, &MeasureView) -> String,
}

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
        block(&mut out, view, (width, ink), &title, Block { mark: true, units: true, cell: &typical });
        let title = "Regret against the best pathway of the same future, in brackets the bad case";
        block(&mut out, view, (width, ink), title, Block { mark: false, units: true, cell: &regret });
        let title = match view.measures.iter().any(|m| m.measure.acceptable.is_some()) {
            true => "Best of all pathways in this share of futures, in brackets the share that is acceptable",
            false => "Best of all pathways in this share of futures",
        };
        block(&mut out, view, (width, ink), title, Block { mark: false, units: false, cell: &best });
    }
    if !view.summary.claims.is_empty() {
        let judged = count(view.summary.provenance.claim_futures);
        out += &format!("\n{}\n", ink.strong(&format!("Claims, judged on {judged} futures")));
        out += &claims::lines(view, width);
    }
    out += &next(view, width, ink);
    out
}

fn block(out: &mut String, view: &View, (width, ink): (usize, Ink), title: &str, block: Block) {
    let pathways = 0..view.summary.pathways.len();
    let name = |p: usize| match view.reference == Some(p) {
        true => format!("{} (reference)", view.summary.pathways[p].name),
        false => view.summary.pathways[p].name.clone(),
    };
    let columns = view.measures.iter().map(|m| {
        let best = view.best(m);
        let cells = pathways.clone().map(|p| {
            let set_off = block.mark && best == Some(p);
            (format!("{}{}", if set_off { "* " } else { "" }, (block.cell)(view, p, m)), set_off)
        });
        let unit = block.units.then(|| m.unit());
        Column { head: std::iter::once(m.measure.name.clone()).chain(unit).collect(), cells: cells.collect() }
    });
    let grid = Grid { rows: pathways.clone().map(name).collect(), columns: columns.collect() };
    out.push('\n');
    for line in wrapped(title, width, 0).lines() {
        *out += &format!("{}\n", ink.strong(line));
    }
    *out += &grid.write(width, ink);
}

fn typical(view: &View, pathway: usize, measure: &MeasureView) -> String {
    let values = &view.result(pathway, measure).values;
    bracketed(measure.typical(values), measure.bad_case(values))
}

fn regret(view: &View, pathway: usize, measure: &MeasureView) -> String {
    let regret = &view.result(pathway, measure).regret;
    bracketed(measure.typical(regret), measure.bad_regret(regret))
}

fn bracketed(first: String, second: Option<String>) -> String {
    second.map(|second| format!("{first} ({second})")).unwrap_or(first)
}

fn best(view: &View, pathway: usize, measure: &MeasureView) -> String {
    let result = view.result(pathway, measure);
    match result.acceptable {
        Some(acceptable) => format!("{} ({})", percent(result.best), percent(acceptable)),
        None => percent(result.best),
    }
}

/// What to type next, with a word on why where there is room for it.
fn next(view: &View, width: usize, ink: Ink) -> String {
    let mut lines = vec![("milepost explore DIR", "what it depends on, and where it fails")];
    if !view.summary.claims.is_empty() {
        lines.insert(0, ("milepost test DIR", "the claims in full"));
    }
    let roomy = lines.iter().all(|(_, why)| 28 + why.len() <= width);
    let lines = lines.iter().enumerate().map(|(i, (command, why))| {
        let next = if i == 0 { "Next" } else { "    " };
        let gap = " ".repeat(22 - command.len());
        let why = if roomy { format!("{gap}{}", ink.faint(why)) } else { String::new() };
        format!("{next}  {}{why}\n", ink.strong(command))
    });
    format!("\n{}", lines.collect::<String>())
}
