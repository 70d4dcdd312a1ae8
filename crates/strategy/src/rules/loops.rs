//! Loops that the strategy names are loops of its model.
//!
//! **Why it is bad.** A loop that the equations do not close explains nothing: what it is said to drive runs by itself.
//! **Remedy.** Name the variables that lie between, or leave the loop out.

use milepost_syntax::Diagnostic;

use super::cycles::spell;
use crate::influence::Neighbours;
use crate::model::*;

/// Findings on loops, one for each at most.
pub(crate) fn check(s: &Strategy) -> Vec<Diagnostic> {
    if s.loops.is_empty() {
        return Vec::new();
    }
    let neighbours = Neighbours::of(s);
    s.loops.iter().filter_map(|l| finding(s, &neighbours, l)).collect()
}

fn finding(s: &Strategy, neighbours: &Neighbours, l: &Loop) -> Option<Diagnostic> {
    let steps = l.variables();
    let name = |id: VariableId| s.variable(id).name.as_str();
    let broken = (0..steps.len()).find(|&k| {
        let (from, to) = (steps[k], steps[(k + 1) % steps.len()]);
        neighbours.chain(from, to, &steps).is_none()
    });
    if let Some(k) = broken {
        let next = (k + 1) % steps.len();
        let (from, to) = (steps[k], steps[next]);
        let back = if next == 0 { ", so the loop does not close" } else { "" };
        let message = format!("nothing leads from `{}` to `{}`{back}", name(from), name(to));
        let finding = Diagnostic::error(l.steps[if next == 0 { k } else { next }].1, message);
        return Some(match neighbours.chain(from, to, &[]) {
            Some(chain) => {
                let through: Vec<&str> = chain.iter().map(|id| name(*id)).collect();
                finding.help(format!("but for a way through what the loop names elsewhere: {}", spell(&through)))
            }
            None => match neighbours.chain(to, from, &steps) {
                Some(_) => finding.help(format!("`{}` moves `{}`, not the other way round", name(to), name(from))),
                None => finding.help(format!("`milepost explain DIR {}` shows what reads it", name(from))),
            },
        });
    }
    let Some(circle) = neighbours.circle(&steps) else {
        let message = format!("the steps of `{}` cross: no circle was found that passes each variable once", l.name);
        return Some(Diagnostic::error(l.steps[0].1, message).help("name the variables that lie between its steps"));
    };
    let passes_time = (0..circle.len()).any(|k| {
        let (from, to) = (circle[k], circle[(k + 1) % circle.len()]);
        let stock = matches!(s.variable(from).kind, VariableKind::Stock(_));
        stock || neighbours.from(from).iter().any(|i| i.to == to && i.delayed)
    });
    (!passes_time).then(|| {
        let path: Vec<&str> = circle.iter().chain(&circle[..1]).map(|id| name(*id)).collect();
        let message = format!("no stock and no delay lies on this loop: {}", spell(&path));
        Diagnostic::error(l.steps[0].1, message).help("name a stock that remembers what went round")
    })
}
