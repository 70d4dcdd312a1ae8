//! What `milepost diff` prints.

use milepost_ensemble::summary::{Outcome, Spread};
use milepost_explore::diff::{Cells, Change, Declaration, Diff, Measure, Pathway, TableChange};
use milepost_strategy::model::Strategy;

use super::grid::{Column, Grid};
use super::{Ink, columns, wrapped};
use crate::language::Language;
use crate::numbers::{Digits, count, is_share, percent};
use crate::phrase::counted;
use crate::verdict::word;
use crate::view::is_yes_or_no;

/// Writes what changed, and what that did.
pub(crate) fn write(strategy: &Strategy, diff: &Diff, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    if diff.is_empty() {
        return wrapped(&format!("{} and {} declare the same", diff.a, diff.b), width, 0);
    }
    let mut out = wrapped(&format!("From {} to {}: {}", diff.a, diff.b, counts(diff)), width, 0);
    for declaration in &diff.declarations {
        out += &written(declaration, (width, ink));
    }
    if !diff.tables.is_empty() {
        out.push('\n');
    }
    for table in &diff.tables {
        let told = match &table.change {
            TableChange::Added(rows) => format!("is new, {}", counted(*rows, "row", "rows")),
            TableChange::Removed(rows) => format!("is no longer read, {}", counted(*rows, "row", "rows")),
            TableChange::Changed(cells) => told(cells),
        };
        out += &hanging(&format!("~ {}: {told}", table.file), width, 4);
    }
    if diff.futures == 0 {
        return out + "\n" + &wrapped("Only comments changed, so no number does", width, 0);
    }
    for pathway in &diff.pathways {
        out += &effect(strategy, diff, pathway, (width, ink));
    }
    out + &verdicts(diff, (width, ink))
}

/// `2 declarations changed, 1 added, 1 with other comments only; 1 table changed`
fn counts(diff: &Diff) -> String {
    let number = |of: &dyn Fn(&Change) -> bool| diff.declarations.iter().filter(|d| of(&d.change)).count();
    let all = [
        (number(&|c| matches!(c, Change::Changed(..))), "changed"),
        (number(&|c| matches!(c, Change::Added(_))), "added"),
        (number(&|c| matches!(c, Change::Removed(_))), "removed"),
        (number(&|c| matches!(c, Change::Comments(..))), "with other comments only"),
    ];
    let mut told: Vec<String> = Vec::new();
    for (n, what) in all.into_iter().filter(|(n, _)| *n > 0) {
        let n = if told.is_empty() { counted(n, "declaration", "declarations") } else { count(n as u64) };
        told.push(format!("{n} {what}"));
    }
    if !diff.tables.is_empty() {
        told.push(format!("{} changed", counted(diff.tables.len(), "table", "tables")));
    }
    told.join(", ")
}

fn written(declaration: &Declaration, (width, ink): (usize, Ink)) -> String {
    let Declaration { kind, name, place, change } = declaration;
    let (sign, note) = match change {
        Change::Added(_) => ('+', ""),
        Change::Removed(_) => ('-', ""),
        Change::Changed(..) => ('~', ""),
        Change::Comments(..) => ('~', ", comments only"),
    };
    let head = format!("{sign} {kind} {name}").trim_end().to_string();
    let tail = format!("{place}{note}");
    let gap = width.saturating_sub(columns(&head) + columns(&tail)).max(2);
    let mut out = format!("\n{}{}{}\n", ink.strong(&head), " ".repeat(gap), ink.faint(&tail));
    let mut say = |sign: char, text: &str| out += &hanging(&format!("  {sign} {text}"), width, 6);
    match change {
        Change::Added(lines) => lines.iter().for_each(|line| say('+', line)),
        Change::Removed(lines) => lines.iter().for_each(|line| say('-', line)),
        Change::Changed(before, after) => script(before, after).into_iter().for_each(|(sign, line)| say(sign, line)),
        Change::Comments(before, after) => {
            [('-', before), ('+', after)].into_iter().filter(|(_, t)| !t.is_empty()).for_each(|(s, t)| say(s, t));
        }
    }
    out
}

/// The lines that differ, by the longest common subsequence; the head stands there in any case.
fn script<'a>(before: &'a [String], after: &'a [String]) -> Vec<(char, &'a str)> {
    let (n, m) = (before.len(), after.len());
    let mut common = vec![vec![0_usize; m + 1]; n + 1];
    for i in (0..n).rev() {
        for j in (0..m).rev() {
            common[i][j] = match before[i] == after[j] {
                true => 1 + common[i + 1][j + 1],
                false => common[i + 1][j].max(common[i][j + 1]),
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    while i < n || j < m {
        if i < n && j < m && before[i] == after[j] {
            if i == 0 {
                lines.push((' ', before[i].as_str()));
            }
            (i, j) = (i + 1, j + 1);
        } else if j == m || (i < n && common[i + 1][j] >= common[i][j + 1]) {
            lines.push(('-', before[i].as_str()));
            i += 1;
        } else {
            lines.push(('+', after[j].as_str()));
            j += 1;
        }
    }
    lines
}

fn told(cells: &Cells) -> String {
    let mut told = Vec::new();
    if cells.cells > 0 {
        let (n, rows) = (counted(cells.cells, "cell", "cells"), counted(cells.rows, "row", "rows"));
        told.push(format!("{n} changed in {rows}"));
    }
    for (n, what) in [(cells.rows_added, "added"), (cells.rows_removed, "removed")] {
        if n > 0 {
            told.push(format!("{} {what}", counted(n, "row", "rows")));
        }
    }
    for (names, what) in [(&cells.columns_added, "added"), (&cells.columns_removed, "removed")] {
        if !names.is_empty() {
            let noun = if names.len() == 1 { "column" } else { "columns" };
            told.push(format!("{noun} {} {what}", names.join(", ")));
        }
    }
    if cells.reordered {
        told.push("rows in another order".into());
    }
    told.join(", ")
}

/// What became of a pathway's measures.
fn effect(strategy: &Strategy, diff: &Diff, pathway: &Pathway, (width, ink): (usize, Ink)) -> String {
    let futures = counted(diff.futures as usize, "future", "futures");
    let head = format!("{}, {futures}", pathway.name);
    if pathway.measures.iter().all(|m| m.same) {
        return format!("\n{}: no change\n", ink.strong(&head));
    }
    let rows: Vec<(&Measure, Row)> = pathway.measures.iter().filter_map(|m| Some((m, row(strategy, m)?))).collect();
    let column = |head: [&str; 2], cell: &dyn Fn(&Row) -> &String| Column {
        head: head.map(String::from).to_vec(),
        cells: rows.iter().map(|(_, row)| (cell(row).clone(), false)).collect(),
    };
    let grid = Grid {
        columns: vec![
            column(["before", "median"], &|r| &r.before),
            column(["after", "median"], &|r| &r.after),
            column(["difference, 5 to 95 of", "100 futures in brackets"], &|r| &r.difference),
            column(["", "unit"], &|r| &r.unit),
        ],
        rows: rows.iter().map(|(m, _)| m.name.clone()).collect(),
    };
    format!("\n{}\n{}", ink.strong(&head), grid.write(width, ink))
}

struct Row {
    before: String,
    after: String,
    difference: String,
    unit: String,
}

/// A measure's numbers, in the second strategy's unit.
fn row(strategy: &Strategy, found: &Measure) -> Option<Row> {
    let measure = strategy.measures.iter().find(|m| m.name == found.name)?;
    let digits = Digits::of(Language::english(), &measure.display, [&found.a, &found.b].into_iter());
    // Shares of futures for what is so or not, medians else.
    let yes_or_no = is_yes_or_no(&measure.value);
    let level = |spread: &Spread| match (spread.known, yes_or_no) {
        (0, _) => "unknown".to_string(),
        (_, true) => percent(spread.mean),
        (_, false) => digits.finer(spread).number(spread.quantiles[3]),
    };
    let unit = match (yes_or_no, is_share(&measure.display)) {
        (true, _) => "of the futures".into(),
        (_, true) => "percent".into(),
        _ => digits.unit(),
    };
    let d = &found.difference;
    let finer = |value: f64| digits.finer(d).number(value);
    let difference = match (found.same, found.other_unit, d.known) {
        (true, ..) => "no change".into(),
        (_, true, _) => "its unit changed".into(),
        (_, _, 0) => "unknown".into(),
        _ if yes_or_no => signed_percent(d.mean),
        _ => format!("{} ({} to {})", finer(d.quantiles[3]), finer(d.quantiles[0]), finer(d.quantiles[6])),
    };
    let before = if found.other_unit { "-".into() } else { level(&found.a) };
    Some(Row { before, after: level(&found.b), difference, unit })
}

fn signed_percent(share: f64) -> String {
    let sign = if share < 0.0 { "\u{2212}" } else { "" };
    format!("{sign}{}", percent(share.abs()))
}

fn verdicts(diff: &Diff, (width, ink): (usize, Ink)) -> String {
    if diff.verdicts.is_empty() && diff.same_verdicts == 0 {
        return String::new();
    }
    let mut out = format!("\n{}\n", ink.strong("Claims"));
    let names = diff.verdicts.iter().map(|v| columns(&v.name)).max().unwrap_or(0);
    let said = |verdict: Outcome, share: f64| format!("{} ({})", word(Language::english(), verdict), percent(share));
    for found in &diff.verdicts {
        let gap = " ".repeat(names - columns(&found.name));
        let (a, b) = (said(found.a.verdict, found.a.share), said(found.b.verdict, found.b.share));
        let line = format!("{}{gap}  {a} before, {b} after", found.name);
        out += &hanging(&line, width, 4);
    }
    let same = match diff.same_verdicts {
        0 => return out,
        n if diff.verdicts.is_empty() => format!("{}: no change", counted(n, "claim", "claims")),
        n => format!("{}: no change", counted(n, "other claim", "other claims")),
    };
    out + &wrapped(&same, width, 0)
}

/// A line, as it is where it fits, else broken between words with what follows behind `indent` spaces.
fn hanging(line: &str, width: usize, indent: usize) -> String {
    if columns(line) <= width {
        return format!("{line}\n");
    }
    let lead: String = line.chars().take_while(|c| *c == ' ').collect();
    let broken = wrapped(line, width - indent, 0);
    let mut lines = broken.lines();
    let first = lines.next().unwrap_or("");
    let mut out = format!("{lead}{first}\n");
    for line in lines {
        out += &format!("{:indent$}{line}\n", "");
    }
    out
}
