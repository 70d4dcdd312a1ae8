//! What `milepost discover` prints.

use milepost_explore::discover::{Discovery, Finding, FoundBox};

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::answer::Called;
use crate::discover::{Reading, again, place, quasi_p, tested};
use crate::language::Language;
use crate::numbers::{count, percent};
use crate::phrase::Phrase;
use crate::view::View;

/// Writes the sentences; of a single question also what stands behind them.
pub(crate) fn write(view: &View, found: &[Discovery], tree: bool, (width, color): (usize, bool)) -> String {
    let ink = Ink::new(color);
    let mut all: Vec<Reading> = found.iter().filter_map(|d| Reading::new(view, d, Called::Names)).collect();
    all.sort_by_key(|reading| place(view, reading.found));
    let mut out = String::new();
    for (at, reading) in all.iter().enumerate() {
        let first = at == 0 || all[at - 1].found.measure != reading.found.measure;
        if first {
            let between = if at == 0 { "" } else { "\n" };
            let failure = format!("{}: failures on {}", reading.found.measure, reading.failure());
            out += &format!("{between}{}", sentence(&Phrase::plain("").strong(failure), ink, width, 0));
        }
        said(&mut out, reading, (width, ink));
        if tree {
            leaves(&mut out, reading, (width, ink));
        }
    }
    if let [one] = &all[..] {
        behind(&mut out, one, (width, ink));
    }
    if all.iter().any(|reading| reading.found.finding == Finding::Searched) {
        out += &format!("\n{}", wrapped(HOW, width, 0));
    }
    out
}

const HOW: &str = "A box is found by peeling off what fails least (PRIM), over all inputs that vary; the futures that chose \
                   it also count in it, so another run will show a little less";

fn said(out: &mut String, reading: &Reading, (width, ink): (usize, Ink)) {
    *out += &sentence(&reading.often(false), ink, width - 2, 2);
    for at in 0..reading.found.boxes.len() {
        for phrase in [reading.when(at), reading.doubts(at)].into_iter().flatten() {
            *out += &sentence(&phrase, ink, width - 4, 4);
        }
    }
}

/// The leaves of the tree.
fn leaves(out: &mut String, reading: &Reading, (width, ink): (usize, Ink)) {
    if !reading.found.tree.is_empty() {
        *out += &format!("    {}\n", ink.strong("As a tree (CART)"));
    }
    for leaf in &reading.found.tree {
        *out += &sentence(&reading.leaf(leaf), ink, width - 6, 6);
    }
}

/// The limits with how far to trust them, and the trajectory.
fn behind(out: &mut String, reading: &Reading, (width, ink): (usize, Ink)) {
    for (at, found) in reading.found.boxes.iter().enumerate().filter(|(_, found)| !found.limits.is_empty()) {
        *out += &format!("\n{}\n", ink.strong(&format!("Limits of box {}", at + 1)));
        *out += &limits(reading, found).write(width, ink);
    }
    if let Some(first) = reading.found.boxes.first() {
        let title = format!(
            "Trajectory: the box is of step {}{}; coverage is the share of all failures, density the share that fails",
            first.chosen,
            if first.chosen == first.suggested { String::new() } else { format!(", {} is suggested", first.suggested) }
        );
        *out += "\n";
        for line in wrapped(&title, width, 0).lines() {
            *out += &format!("{}\n", ink.strong(line));
        }
        *out += &trajectory(first).write(width, ink);
    }
}

fn limits(reading: &Reading, found: &FoundBox) -> Grid {
    let p = |l: &milepost_explore::discover::Limit| {
        let all: Vec<String> = l.quasi_ps().map(quasi_p).collect();
        (all.join(", "), false)
    };
    let column = |head: &[&str], cells: Vec<(String, bool)>| Column {
        head: head.iter().map(|h| h.to_string()).collect(),
        cells,
    };
    let mut columns = vec![
        column(&["limit"], found.said.limits.iter().map(|l| (reading.says(l), false)).collect()),
        column(&["quasi-p"], found.limits.iter().map(p).collect()),
    ];
    if let Some(halves) = tested(found) {
        for (head, share) in [("coverage", 0), ("density", 1)] {
            let cells = found.limits.iter().map(|l| {
                let share = if share == 0 { l.again_by_coverage } else { l.again_by_density };
                (share.map_or("-".into(), |share| again(Language::english(), share, halves)), false)
            });
            columns.push(column(&["again, at", head], cells.collect()));
        }
    }
    Grid { rows: found.limits.iter().map(|l| reading.title(&l.input)).collect(), columns }
}

fn trajectory(found: &FoundBox) -> Grid {
    let row = |(at, _): (usize, &milepost_explore::discover::Step)| {
        let mark = if at == found.chosen { "*" } else { " " };
        format!("{mark} {at}")
    };
    let cells = |of: &dyn Fn(&milepost_explore::discover::Step) -> String| {
        found.trajectory.iter().enumerate().map(|(at, step)| (of(step), at == found.chosen)).collect::<Vec<_>>()
    };
    let column = |head: &str, cells| Column { head: vec![head.into()], cells };
    Grid {
        rows: found.trajectory.iter().enumerate().map(row).collect(),
        columns: vec![
            column("coverage", cells(&|s| percent(s.coverage))),
            column("density", cells(&|s| percent(s.density))),
            column("futures", cells(&|s| count(s.held.futures))),
            column("mass", cells(&|s| percent(s.mass))),
            column("inputs", cells(&|s| s.inputs.len().to_string())),
        ],
    }
}
