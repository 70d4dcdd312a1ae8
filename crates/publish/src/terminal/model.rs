//! What `check` says of a model of another tool.

use super::columns;
use milepost_import::check::{Checked, Counts, Kind, Mismatch, Units, Unused};
use milepost_strategy::model::{Method, TimeAxis};
use milepost_syntax::{SourceMap, Span};

/// So many lines of a kind are shown, and so many names, unless all are asked for.
const LINES: usize = 10;
/// Names in a list.
const NAMES: usize = 8;

/// How much is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// The first of each kind.
    Short,
    /// Everything.
    All,
}

/// The report on a model: what it consists of, its units, what nothing reads, what was left out.
pub fn model_report(checked: &Checked, detail: Detail, width: usize) -> String {
    let page = Page { sources: &checked.imported.sources, detail, width };
    let mut out = consists(&checked.counts);
    if let Some(strategy) = &checked.imported.strategy {
        out += &format!("\n  time: {}\n", time(&strategy.time, checked.imported.save_every));
    }
    out += &page.units(&checked.units);
    out += &page.unused(&checked.unused);
    if !checked.left_out.is_empty() {
        out += "\nleft out, since it says nothing about values\n";
        let shown = page.shown(checked.left_out.len(), LINES);
        out.extend(checked.left_out[..shown].iter().map(|part| format!("  {part}\n")));
        out += &more(checked.left_out.len() - shown);
    }
    out
}

/// `6 equations whose units do not fit`, for the closing line; empty where all do.
pub fn misfits(units: &Units) -> String {
    let equations = equations(&units.mismatches, Kind::Units).len();
    match equations {
        0 => String::new(),
        n => format!(", {} whose units do not fit", counted(n, "equation", "equations")),
    }
}

fn consists(counts: &Counts) -> String {
    let rows = [
        ("stock", "stocks", counts.stocks),
        ("equation", "equations", counts.equations),
        ("constant", "constants", counts.constants),
        ("table", "tables", counts.tables),
        ("data variable", "data variables", counts.data),
        ("macro", "macros", counts.macros),
        ("range of subscripts", "ranges of subscripts", counts.ranges),
        ("element", "elements", counts.elements),
    ];
    let present = rows.iter().filter(|(.., n)| *n > 0);
    let rows: String =
        present.map(|(one, many, n)| format!("  {n:>5}  {}\n", if *n == 1 { one } else { many })).collect();
    format!("{}\n{rows}", counted(counts.variables, "variable", "variables"))
}

fn time(axis: &TimeAxis, save_every: u32) -> String {
    let method = match axis.method {
        Method::Euler => "Euler",
        Method::Rk2 => "Runge and Kutta, second order",
        Method::Rk4 => "Runge and Kutta, fourth order",
    };
    let unit = if axis.unit == "time" { String::new() } else { format!(" {}", axis.unit) };
    let saved = match save_every {
        1 => "every step saved".to_string(),
        n => format!("every {n} steps saved"),
    };
    format!("{} to {}{unit} in {} steps of {}, {saved}; {method}", axis.start, axis.end, axis.steps, axis.step)
}

struct Page<'a> {
    sources: &'a SourceMap,
    detail: Detail,
    width: usize,
}

impl Page<'_> {
    fn units(&self, units: &Units) -> String {
        let mut said = vec![format!("{} have units", counted(units.given, "variable", "variables"))];
        if !units.missing.is_empty() {
            said.push(format!("{} without", units.missing.len()));
        }
        if !units.unread.is_empty() {
            said.push(format!("{} not understood", units.unread.len()));
        }
        let mut out = format!("\nunits: {}\n", said.join(", "));
        if units.given == 0 {
            return out;
        }
        let misfits = equations(&units.mismatches, Kind::Units);
        match misfits.len() {
            0 => out += "  all equations fit, as far as units are known\n",
            n => out += &format!("  {} not fit\n", counted(n, "equation does", "equations do")),
        }
        out += &self.mismatches(misfits);
        let bare = equations(&units.mismatches, Kind::Number);
        if !bare.is_empty() {
            let has = counted(bare.len(), "equation has a bare number", "equations have a bare number");
            out += &format!("  {has} beside a quantity: give it a name and units\n");
            out += &self.mismatches(bare);
        }
        if !units.unread.is_empty() {
            out += "  not understood\n";
            let lines = units.unread.iter().map(|(name, why, span)| (*span, name.as_str(), why.as_str()));
            out += &self.aligned(lines.collect());
        }
        if !units.missing.is_empty() {
            out += &self.names("  without units: ", &units.missing);
        }
        out
    }

    fn unused(&self, unused: &Unused) -> String {
        if unused.inputs.is_empty() && unused.results.is_empty() {
            return String::new();
        }
        let mut out = String::from("\nread by no equation\n");
        if !unused.inputs.is_empty() {
            out += &self.names("  without effect: ", &unused.inputs);
        }
        if !unused.results.is_empty() {
            out += &self.names("  results: ", &unused.results);
        }
        out
    }

    fn mismatches(&self, found: Vec<&Mismatch>) -> String {
        self.aligned(found.into_iter().map(|m| (m.span, m.variable.as_str(), m.what.as_str())).collect())
    }

    /// `line 12  name  what is wrong with it`
    fn aligned(&self, rows: Vec<(Span, &str, &str)>) -> String {
        let shown = self.shown(rows.len(), LINES);
        // One long name does not push all others aside.
        let widest = rows[..shown].iter().map(|(_, name, _)| columns(name)).filter(|n| *n <= 40).max().unwrap_or(0);
        let mut out = String::new();
        for (span, name, what) in &rows[..shown] {
            let gap = " ".repeat(widest.saturating_sub(columns(name)));
            out += &format!("    line {:>5}  {name}{gap}  {what}\n", self.sources.line(*span));
        }
        out + &more(rows.len() - shown)
    }

    /// How many of a kind are shown; one more than usual rather than a line that says so.
    fn shown(&self, all: usize, usual: usize) -> usize {
        if self.detail == Detail::All || all <= usual + 1 { all } else { usual }
    }

    /// Names one after the other, broken where the terminal ends.
    fn names(&self, head: &str, names: &[(String, Span)]) -> String {
        let shown = self.shown(names.len(), NAMES);
        let mut parts: Vec<String> = names[..shown].iter().map(|(name, _)| name.clone()).collect();
        if names.len() > shown {
            parts.push(format!("and {} more", names.len() - shown));
        }
        let (mut out, mut used) = (head.to_string(), columns(head));
        let last = parts.len() - 1;
        for (i, part) in parts.iter().enumerate() {
            let comma = if i < last { "," } else { "" };
            if used + columns(part) + 2 > self.width && i > 0 {
                out = out.trim_end().to_string() + "\n      ";
                used = 6;
            }
            out += &format!("{part}{comma} ");
            used += columns(part) + 2;
        }
        out.trim_end().to_string() + "\n"
    }
}

fn more(n: usize) -> String {
    if n == 0 { String::new() } else { format!("    and {n} more: --verbose shows all\n") }
}

/// The first finding of a kind for each equation.
fn equations(mismatches: &[Mismatch], kind: Kind) -> Vec<&Mismatch> {
    let mut seen = std::collections::BTreeSet::new();
    let own = mismatches.iter().filter(|m| m.kind == kind);
    own.filter(|m| seen.insert((m.variable.as_str(), m.what.as_str()))).collect()
}

fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}
