//! Which element of a strategy acts on which other, read from the model.
//!
//! An element *owns* the levers and milestones declared in it, and the variables whose comments cite its paragraphs more
//! often than those of any other element.  It *pushes* the levers that its recommendations move, and those of its own
//! that regimes set.  It acts on another element where what it pushes or owns influences a variable which that element
//! owns, directly or through variables that no element owns; the shortest such chain counts.
//!
//! The polarity compares two pushes on the same variable: `+` where the first element moves it the same way as the
//! second does itself (they reinforce each other), `-` where it moves it the other way.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use milepost_strategy::model::*;

use super::graph::{Graph, push};
use super::range::ranges;
use super::sign::Sign;

/// One element acts on another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acts {
    /// Which acts.
    pub from: ElementId,
    /// On which.
    pub to: ElementId,
    /// `+` where all routes of known polarity reinforce, `-` where all work against, else `?`.
    pub sign: Sign,
    /// How, by the variable reached.
    pub routes: Vec<Route>,
}

/// A chain of influences from one element to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// From what the first element pushes or owns to what the second owns.
    pub variables: Vec<VariableId>,
    /// Polarity.
    pub sign: Sign,
}

/// Every pair of elements of which one acts on the other, in declared order.
pub fn elements(strategy: &Strategy, graph: &Graph) -> Vec<Acts> {
    let owner: Vec<Option<ElementId>> = strategy.variables.iter().map(|v| owner(strategy, v)).collect();
    let all: Vec<ElementId> = (0..strategy.elements.len() as u32).map(ElementId).collect();
    let moved: Vec<BTreeMap<VariableId, Sign>> = all.iter().map(|e| moved(strategy, graph, &owner, *e)).collect();
    let mut acts = Vec::new();
    for &from in &all {
        let mut routes: BTreeMap<ElementId, Vec<Route>> = BTreeMap::new();
        for (path, sign) in reach(graph, &moved[from.index()], |id| owner[id.index()].is_some()) {
            let Some(last) = path.last().copied() else { continue };
            let Some(to) = owner[last.index()].filter(|to| *to != from && path.len() > 1) else { continue };
            let own = moved[to.index()].get(&last).copied().unwrap_or(Sign::Unknown);
            routes.entry(to).or_default().push(Route { variables: path, sign: sign.times(own) });
        }
        acts.extend(routes.into_iter().map(|(to, routes)| Acts { from, to, sign: together(&routes), routes }));
    }
    acts
}

fn together(routes: &[Route]) -> Sign {
    let known = routes.iter().map(|r| r.sign).filter(|s| *s != Sign::Unknown);
    known.reduce(Sign::joined).unwrap_or(Sign::Unknown)
}

/// The element that a variable belongs to.
fn owner(strategy: &Strategy, variable: &Variable) -> Option<ElementId> {
    match &variable.kind {
        VariableKind::Lever(Lever { element: Some(element), .. }) => return Some(*element),
        VariableKind::Milestone(Milestone { element: Some(element), .. }) => return Some(*element),
        // Parameters are moved by nothing.
        VariableKind::Constant(_) | VariableKind::Series(_) | VariableKind::Uncertain(_) => return None,
        _ => {}
    }
    let count = |element: &Element| {
        let Some((first, last)) = element.paragraphs else { return 0 };
        variable.docs.citations.iter().filter(|c| c.first <= last && c.last >= first).count()
    };
    let counts: Vec<usize> = strategy.elements.iter().map(count).collect();
    let most = counts.iter().copied().max().filter(|most| *most > 0)?;
    let mut first = counts.iter().enumerate().filter(|(_, n)| **n == most).map(|(i, _)| ElementId(i as u32));
    let found = first.next();
    if first.next().is_none() { found } else { None }
}

/// What an element pushes, and what it owns as far as its own push reaches it, with the direction of the push.
fn moved(
    strategy: &Strategy,
    graph: &Graph,
    owner: &[Option<ElementId>],
    element: ElementId,
) -> BTreeMap<VariableId, Sign> {
    let ranges = ranges(strategy);
    let mut pushed: BTreeMap<VariableId, Sign> = BTreeMap::new();
    let mut note = |lever: VariableId, sign: Sign| {
        pushed.entry(lever).and_modify(|s| *s = s.joined(sign)).or_insert(sign);
    };
    for setting in strategy.recommendations.iter().filter(|r| r.element == Some(element)).flat_map(|r| &r.settings) {
        note(setting.lever, push(strategy, &ranges, setting));
    }
    for setting in strategy.regimes.iter().flat_map(|r| &r.settings) {
        if owner[setting.lever.index()] == Some(element) && !is_default(strategy, setting) {
            note(setting.lever, push(strategy, &ranges, setting));
        }
    }
    let mut all = pushed.clone();
    let stop = |id: VariableId| owner[id.index()].is_some_and(|o| o != element);
    for (path, sign) in reach(graph, &pushed, stop) {
        if let Some(last) = path.last().filter(|last| owner[last.index()] == Some(element)) {
            all.entry(*last).or_insert(sign);
        }
    }
    all
}

/// Whether a regime leaves the lever where it is by default.
fn is_default(strategy: &Strategy, setting: &Setting) -> bool {
    match (&strategy.variable(setting.lever).kind, &setting.value.kind) {
        (VariableKind::Lever(lever), ExprKind::Number(x)) => lever.default.iter().all(|d| d == x),
        _ => false,
    }
}

/// The shortest chains from some variables, with the sign at their ends; a chain ends where `stop` says, beginnings
/// excepted.  Chains of the same length to the same variable are joined: the first found tells the way, all the sign.
fn reach(
    graph: &Graph,
    from: &BTreeMap<VariableId, Sign>,
    stop: impl Fn(VariableId) -> bool,
) -> Vec<(Vec<VariableId>, Sign)> {
    let mut out: BTreeMap<VariableId, Vec<(VariableId, Sign)>> = BTreeMap::new();
    for edge in &graph.edges {
        out.entry(edge.from).or_default().push((edge.to, edge.sign));
    }
    let mut seen: BTreeMap<VariableId, (usize, usize)> = BTreeMap::new();
    let mut found: Vec<(Vec<VariableId>, Sign)> = Vec::new();
    let mut queue = VecDeque::new();
    let begins: BTreeSet<VariableId> = from.keys().copied().collect();
    for (&id, &sign) in from {
        seen.insert(id, (1, found.len()));
        queue.push_back(found.len());
        found.push((vec![id], sign));
    }
    while let Some(at) = queue.pop_front() {
        let (path, sign) = found[at].clone();
        let Some(&last) = path.last() else { continue };
        if stop(last) && !begins.contains(&last) {
            continue;
        }
        for &(to, step) in out.get(&last).into_iter().flatten() {
            let length = path.len() + 1;
            match seen.get(&to) {
                Some(&(known, place)) if known == length => {
                    found[place].1 = found[place].1.joined(sign.times(step));
                }
                Some(_) => {}
                None => {
                    seen.insert(to, (length, found.len()));
                    queue.push_back(found.len());
                    found.push(([path.as_slice(), &[to]].concat(), sign.times(step)));
                }
            }
        }
    }
    found
}
