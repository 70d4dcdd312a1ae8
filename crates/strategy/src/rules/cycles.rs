//! Circular equations: a variable that depends on itself without a stock between.
//!
//! **Why it is bad.** There is no order in which the equations could be computed; solving them by iteration would be a
//! guess.  **Remedy.** Put a stock, a smooth or a delay into the circle: something in it takes time.

use std::collections::BTreeMap;

use milepost_syntax::Diagnostic;

use crate::model::*;
use crate::visit;

/// A variable and the flat position of its element.
type Node = (VariableId, usize);

/// What is being ordered: equations at one instant, or initial values.
#[derive(Clone, Copy, PartialEq)]
enum When {
    Always,
    Initially,
}

/// Variables that depend on each other without anything between that takes time.
#[derive(Clone, Debug, PartialEq)]
pub struct Circle {
    /// Variables with their flat elements; the first stands again at the end.
    pub path: Vec<(VariableId, usize)>,
    /// Whether it is the initial values that need each other.
    pub initially: bool,
}

impl Circle {
    /// What a person should be told, with names for the variables of the path.
    pub fn finding(&self, strategy: &Strategy, names: &[String]) -> Diagnostic {
        let first = &strategy.variables[self.path[0].0.index()];
        let (what, help) = match self.initially {
            false => {
                ("depends on itself", "something in this circle takes time: make it a stock, or use smooth or delay")
            }
            true => {
                ("needs itself for its initial value", "give one of them an initial value that does not use the others")
            }
        };
        let name = names.last().unwrap_or(&first.name);
        Diagnostic::error(first.span, format!("`{name}` {what}: {}", spell(names))).help(help)
    }
}

/// Findings on circles, one for each place.
pub(crate) fn check(strategy: &Strategy) -> Vec<Diagnostic> {
    let mut out: Vec<Diagnostic> = Vec::new();
    for circle in circles(strategy) {
        let names: Vec<String> = circle.path.iter().map(|n| label(strategy, *n)).collect();
        let finding = circle.finding(strategy, &names);
        if !out.iter().any(|f| f.span == finding.span) {
            out.push(finding);
        }
    }
    out
}

/// One circle for each group of variables that depend on each other.
pub(crate) fn circles(strategy: &Strategy) -> Vec<Circle> {
    let mut out = Vec::new();
    for when in [When::Always, When::Initially] {
        let edges: Vec<Vec<usize>> = (0..strategy.variables.len())
            .map(|i| {
                let mut to = Vec::new();
                for e in equations(strategy, VariableId(i as u32), when) {
                    direct(e, when, &mut |id| to.push(id.index()));
                }
                to.sort_unstable();
                to.dedup();
                to
            })
            .collect();
        for group in components(&edges) {
            if group.len() == 1 && !edges[group[0]].contains(&group[0]) {
                continue;
            }
            if let Some(path) = circle(strategy, &group, when) {
                out.push(Circle { path, initially: when == When::Initially });
            }
        }
    }
    out
}

/// `a -> b -> a`; the middle of a long circle is counted only.
pub(crate) fn spell<T: AsRef<str>>(circle: &[T]) -> String {
    let join = |part: &[T]| part.iter().map(T::as_ref).collect::<Vec<_>>().join(" -> ");
    match circle.len() {
        0..=12 => join(circle),
        n => format!("{} -> ({} more) -> {}", join(&circle[..5]), n - 10, join(&circle[n - 5..])),
    }
}

fn label(s: &Strategy, (id, flat): Node) -> String {
    let v = &s.variables[id.index()];
    if v.dims.is_empty() { v.name.clone() } else { format!("{}[{}]", v.name, s.element_names(&v.dims, flat)) }
}

/// The equations that give a variable its value at an instant.
fn equations(s: &Strategy, id: VariableId, when: When) -> Vec<&Expr> {
    match &s.variables[id.index()].kind {
        VariableKind::Let { value, .. } => vec![value],
        VariableKind::Stock(stock) if when == When::Initially => vec![&stock.initial],
        VariableKind::Lever(_) => {
            let regimes = s.regimes.iter().flat_map(|r| &r.settings);
            let recommendations = s.recommendations.iter().flat_map(|r| &r.settings);
            let triggers = s.variables.iter().filter_map(|v| match &v.kind {
                VariableKind::Trigger(t) => Some(&t.then),
                _ => None,
            });
            regimes
                .chain(recommendations)
                .chain(triggers.flatten())
                .filter(|x| x.lever == id)
                .map(|x| &x.value)
                .collect()
        }
        _ => Vec::new(),
    }
}

/// Variables read at the same instant: not through a smooth or delay, except for its initial value.
fn direct(e: &Expr, when: When, f: &mut dyn FnMut(VariableId)) {
    for part in instant_parts(e, when) {
        direct(part, when, f);
    }
    if let ExprKind::Variable(id, _) = &e.kind {
        f(*id);
    }
}

fn instant_parts(e: &Expr, when: When) -> Vec<&Expr> {
    match (&e.kind, when) {
        (
            ExprKind::Smooth { .. }
            | ExprKind::Delay { .. }
            | ExprKind::DelayFixed { .. }
            | ExprKind::Lag { .. }
            | ExprKind::Previous { .. }
            | ExprKind::Initial(_),
            When::Always,
        ) => Vec::new(),
        (
            ExprKind::Smooth { initial: Some(x), .. }
            | ExprKind::DelayFixed { initial: x, .. }
            | ExprKind::Previous { initial: x, .. },
            When::Initially,
        ) => vec![x],
        (ExprKind::Active { value: x, .. }, When::Always) | (ExprKind::Active { initial: x, .. }, When::Initially) => {
            vec![x]
        }
        (ExprKind::Lag { initial: x, over, .. }, When::Initially) => vec![x, over],
        (ExprKind::Delay { initial: Some(x), over, .. }, When::Initially) => vec![x, over],
        _ => visit::parts(e),
    }
}

/// Strongly connected components of a graph, given as the targets of each node: each sorted, and all of them in the order
/// of their first nodes (Tarjan 1972, without recursion).
pub fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let n = edges.len();
    let (mut index, mut low, mut on) = (vec![usize::MAX; n], vec![0; n], vec![false; n]);
    let (mut stack, mut out, mut next) = (Vec::new(), Vec::new(), 0);
    for root in 0..n {
        if index[root] != usize::MAX {
            continue;
        }
        let mut work = vec![(root, 0)];
        while let Some((v, at)) = work.pop() {
            if at == 0 {
                index[v] = next;
                low[v] = next;
                next += 1;
                stack.push(v);
                on[v] = true;
            } else {
                low[v] = low[v].min(low[edges[v][at - 1]]);
            }
            let mut k = at;
            let mut descend = None;
            while k < edges[v].len() {
                let w = edges[v][k];
                k += 1;
                if index[w] == usize::MAX {
                    descend = Some(w);
                    break;
                } else if on[w] {
                    low[v] = low[v].min(index[w]);
                }
            }
            if let Some(w) = descend {
                work.push((v, k));
                work.push((w, 0));
                continue;
            }
            if low[v] == index[v] {
                let at = stack.iter().position(|x| *x == v).unwrap_or(0);
                let mut group = stack.split_off(at);
                group.iter().for_each(|x| on[*x] = false);
                group.sort_unstable();
                out.push(group);
            }
        }
    }
    out.sort();
    out
}

/// A circle among the elements of a group of variables, if there is one element by element.
fn circle(s: &Strategy, group: &[usize], when: When) -> Option<Vec<Node>> {
    let mut state: BTreeMap<Node, bool> = BTreeMap::new();
    for v in group {
        let id = VariableId(*v as u32);
        for flat in 0..s.size(&s.variables[*v].dims) {
            if state.contains_key(&(id, flat)) {
                continue;
            }
            let mut path: Vec<(Node, Vec<Node>)> = vec![((id, flat), reads(s, (id, flat), group, when))];
            state.insert((id, flat), true);
            while let Some((node, rest)) = path.last_mut() {
                let node = *node;
                match rest.pop() {
                    None => {
                        state.insert(node, false);
                        path.pop();
                    }
                    Some(to) => match state.get(&to) {
                        Some(true) => {
                            let from = path.iter().position(|(n, _)| *n == to)?;
                            let mut out: Vec<Node> = path[from..].iter().map(|(n, _)| *n).collect();
                            let first = out.iter().enumerate().min_by_key(|(_, n)| **n).map_or(0, |(i, _)| i);
                            out.rotate_left(first);
                            out.push(out[0]);
                            return Some(out);
                        }
                        Some(false) => {}
                        None => {
                            state.insert(to, true);
                            path.push((to, reads(s, to, group, when)));
                        }
                    },
                }
            }
        }
    }
    None
}

/// The nodes of the group that a node reads.
fn reads(s: &Strategy, (id, flat): Node, group: &[usize], when: When) -> Vec<Node> {
    let v = &s.variables[id.index()];
    let env = s.environment(&v.dims, flat);
    let mut out = Vec::new();
    for e in equations(s, id, when) {
        collect(s, e, &env, group, when, &mut out);
    }
    out.sort_unstable();
    out.dedup();
    out.reverse();
    out
}

fn collect(s: &Strategy, e: &Expr, env: &[(DimensionId, usize)], group: &[usize], when: When, out: &mut Vec<Node>) {
    match &e.kind {
        ExprKind::Variable(id, select) if group.binary_search(&id.index()).is_ok() => {
            if let Some(flat) = s.flat(*id, select, env) {
                out.push((*id, flat));
            }
        }
        ExprKind::Reduce { over, body, weight, .. } => {
            for flat in 0..s.size(over) {
                let mut inner = env.to_vec();
                inner.extend(s.environment(over, flat));
                collect(s, body, &inner, group, when, out);
                if let Some(w) = weight {
                    collect(s, w, &inner, group, when, out);
                }
            }
        }
        ExprKind::ByElement(dim, arms) => {
            if let Some(arm) = s.bound(env, *dim).and_then(|i| arms.get(i)) {
                collect(s, arm, env, group, when, out);
            }
        }
        _ => instant_parts(e, when).into_iter().for_each(|p| collect(s, p, env, group, when, out)),
    }
}
