//! What changed in what was known between two days.

use jiff::civil::Date;

use crate::series::{Cell, Series};
use crate::tell::shown::figure;
use crate::tell::{Table, counted, wrapped};

/// Changes listed at most.
const MOST: usize = 40;

/// What changed of one indicator between two days; nothing where nothing did.
pub fn changed(before: &Series, after: &Series, (from, to): (Date, Date), width: usize) -> String {
    let mut grown = Vec::new();
    let mut other: Vec<[String; 4]> = Vec::new();
    let mut lost = 0u64;
    for (p, period) in after.periods.iter().enumerate() {
        let old = before.periods.iter().position(|b| b.index == period.index);
        let cells = after.values[p].iter().enumerate().map(|(e, new)| {
            let name = after.elements[e].clone();
            (name, old.and_then(|o| before.values[o][e]), *new)
        });
        let rest = ("unassigned".to_string(), old.and_then(|o| before.unassigned[o]), after.unassigned[p]);
        for (name, was, is) in cells.chain([rest]) {
            match (was, is) {
                (None, Some(_)) => grown.push(period),
                (Some(a), b) if b.is_none_or(|b| (a.low, a.best, a.high) != (b.low, b.best, b.high)) => {
                    lost += u64::from(b.is_none());
                    let told = |c: Option<Cell>, s: &Series| c.map_or("unknown".into(), |c| figure(&c, s.per_figure));
                    other.push([period.label(), name, told(was, before), told(is, after)]);
                }
                _ => {}
            }
        }
    }
    if grown.is_empty() && other.is_empty() {
        return String::new();
    }
    let mut said = Vec::new();
    if let (Some(a), Some(b)) = (grown.first(), grown.last()) {
        let span = if a == b { a.label() } else { format!("{} to {}", a.label(), b.label()) };
        said.push(format!("{} became known ({span})", counted(grown.len() as u64, "figure", "figures")));
    }
    let corrected = other.len() as u64 - lost;
    if corrected > 0 {
        said.push(format!("{} changed", counted(corrected, "figure", "figures")));
    }
    if lost > 0 {
        said.push(format!("{} became unknown", counted(lost, "figure", "figures")));
    }
    let mut out = wrapped(&format!("{}: {}", after.indicator, said.join(", ")), width, 2);
    if other.is_empty() {
        return out;
    }
    let column = |i: usize| other.iter().take(MOST).map(|row| row[i].clone()).collect::<Vec<_>>();
    let names: Vec<String> =
        other.iter().take(MOST).map(|r| format!("  {} {}", r[0], r[1]).trim_end().to_string()).collect();
    let columns = vec![(format!("known on {from}"), column(2)), (format!("on {to}"), column(3))];
    out += &Table { corner: String::new(), names, columns }.write(width);
    if other.len() > MOST {
        out += &format!("  and {}\n", counted((other.len() - MOST) as u64, "more change", "more changes"));
    }
    out
}
