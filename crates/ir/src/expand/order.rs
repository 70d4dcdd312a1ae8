//! Which variables come before which.

use milepost_strategy::model::{Expr, ExprKind, Setting, Strategy, VariableId, VariableKind};
use rustc_hash::FxHashSet;

use super::Lowering;
use super::environment::environment;
use super::references::{at_once, parts, reads, roots};
use crate::Fault;

/// Everything that may move a lever.
pub(crate) fn settings(strategy: &Strategy, lever: VariableId) -> impl Iterator<Item = &Setting> {
    let regimes = strategy.regimes.iter().flat_map(|r| &r.settings);
    let recommendations = strategy.recommendations.iter().flat_map(|r| &r.settings);
    let triggers = strategy.variables.iter().filter_map(|v| match &v.kind {
        VariableKind::Trigger(trigger) => Some(&trigger.then),
        _ => None,
    });
    let all = regimes.chain(recommendations).chain(triggers.flatten());
    all.filter(move |setting| setting.lever == lever)
}

impl<'a> Lowering<'a> {
    /// Expands all variables that expressions read at the same instant, those first that others read.
    pub(super) fn prepare(&mut self, exprs: impl IntoIterator<Item = &'a Expr>) -> Result<(), Fault> {
        enum Visit {
            Enter(VariableId),
            Leave(VariableId),
        }
        let mut stack: Vec<Visit> = Vec::new();
        let mut seen: FxHashSet<VariableId> = FxHashSet::default();
        // The elements of a variable share their expressions: the first of them prepares for all.
        let mut fresh = Vec::new();
        for expr in exprs {
            let address = std::ptr::from_ref(expr) as usize;
            if !self.prepared.contains(&address) {
                stack.extend(reads(expr).into_iter().map(Visit::Enter));
                fresh.push(address);
            }
        }
        stack.reverse();
        while let Some(visit) = stack.pop() {
            match visit {
                Visit::Enter(id) => {
                    if self.ready[id.index()] || !seen.insert(id) {
                        continue;
                    }
                    stack.push(Visit::Leave(id));
                    match self.strategy.variables[id.index()].kind {
                        VariableKind::Let { .. } => {
                            stack.extend(self.needs[id.index()].iter().rev().copied().map(Visit::Enter));
                        }
                        _ => {
                            let needs: Vec<_> = self.defining(id).into_iter().flat_map(reads).collect();
                            stack.extend(needs.into_iter().rev().map(Visit::Enter));
                        }
                    }
                }
                Visit::Leave(id) => {
                    for flat in 0..self.values[id.index()].len() {
                        if self.knotted[id.index()] {
                            self.prepare_element(id, flat)?;
                        }
                        self.element(id, flat)?;
                    }
                    self.ready[id.index()] = true;
                }
            }
        }
        self.prepared.extend(fresh);
        Ok(())
    }

    /// Expands the elements that an element reads at the same instant, where elements of one variable are made of others
    /// (`x[2]` of `x[3]` and so on): a long chain of them needs no deep recursion.
    fn prepare_element(&mut self, id: VariableId, flat: usize) -> Result<(), Fault> {
        let mut stack = vec![(id, flat, false)];
        let mut seen: FxHashSet<(VariableId, usize)> = FxHashSet::default();
        while let Some((id, flat, left)) = stack.pop() {
            if left {
                self.element(id, flat)?;
                continue;
            }
            if self.values[id.index()].get(flat).is_none_or(Option::is_some) || !seen.insert((id, flat)) {
                continue;
            }
            stack.push((id, flat, true));
            let bound = environment(self.strategy, id, flat);
            let mut parts_of: Vec<&Expr> = self.defining(id);
            while let Some(expr) = parts_of.pop() {
                match &expr.kind {
                    ExprKind::Variable(other, selects) if self.knotted[other.index()] => {
                        stack.extend(self.flat(*other, selects, &bound).ok().map(|flat| (*other, flat, false)));
                    }
                    ExprKind::ByElement(dimension, arms) => {
                        let element = bound.element(self.strategy, *dimension, *dimension).ok();
                        parts_of.extend(element.and_then(|e| arms.get(e)));
                    }
                    // Elements within a reduction are found when it is expanded.
                    ExprKind::Reduce { .. } => {}
                    _ => at_once(expr, |part| parts_of.push(part)),
                }
            }
        }
        Ok(())
    }

    /// Expressions that the value of a variable is made of, at the same instant.
    pub(super) fn defining(&self, id: VariableId) -> Vec<&'a Expr> {
        match &self.strategy.variables[id.index()].kind {
            VariableKind::Let { value, .. } => std::iter::once(value).chain(self.cuts.reads(id)).collect(),
            VariableKind::Lever(_) => settings(self.strategy, id).map(|setting| &setting.value).collect(),
            _ => Vec::new(),
        }
    }
}

/// For each equation the variables that must be there before it, in order, each once; none for other variables.
pub(super) fn needs(strategy: &Strategy, cuts: &super::stock::Cuts) -> Vec<Vec<VariableId>> {
    let mut last = vec![usize::MAX; strategy.variables.len()];
    let needs = strategy.variables.iter().enumerate().map(|(i, variable)| {
        let VariableKind::Let { value, .. } = &variable.kind else { return Vec::new() };
        let mut found = reads(value);
        found.extend(cuts.reads(VariableId(i as u32)).flat_map(reads));
        found.retain(|id| std::mem::replace(&mut last[id.index()], i) != i);
        found.shrink_to_fit();
        found
    });
    needs.collect()
}

/// Which variables with dimensions are part of a circle of same-time dependence, through different elements.
pub(super) fn knotted(strategy: &Strategy, needs: &[Vec<VariableId>]) -> Vec<bool> {
    let circle = circles(needs);
    let mut members = vec![0_u32; needs.len()];
    circle.iter().for_each(|&c| members[c] += 1);
    let needs_itself = |i: usize| {
        let id = VariableId(i as u32);
        // What its cut reads does not count.
        let own = |v: &VariableKind| matches!(v, VariableKind::Let { value, .. } if reads(value).contains(&id));
        needs[i].contains(&id) && own(&strategy.variables[i].kind)
    };
    let one = |i: usize| !strategy.variables[i].dims.is_empty() && (members[circle[i]] > 1 || needs_itself(i));
    (0..needs.len()).map(one).collect()
}

/// Levers that initial values read, also through equations and other initial values.
pub(super) fn initial_levers(strategy: &Strategy) -> Vec<bool> {
    if !strategy.variables.iter().any(|v| matches!(v.kind, VariableKind::Lever(_))) {
        return vec![false; strategy.variables.len()];
    }
    let mut seen = vec![false; strategy.variables.len()];
    let mut stack: Vec<&Expr> = Vec::new();
    for variable in &strategy.variables {
        if let VariableKind::Stock(stock) = &variable.kind {
            stack.push(&stock.initial);
        }
    }
    let mut all = roots(strategy);
    while let Some(expr) = all.pop() {
        push_initials(expr, &mut stack);
        parts(expr, |part| all.push(part));
    }
    while let Some(expr) = stack.pop() {
        for id in reads(expr) {
            let fresh = !std::mem::replace(&mut seen[id.index()], true);
            match &strategy.variables[id.index()].kind {
                VariableKind::Let { value, .. } if fresh => stack.push(value),
                _ => {}
            }
        }
    }
    let is_lever = |i: usize| matches!(strategy.variables[i].kind, VariableKind::Lever(_));
    (0..seen.len()).map(|i| seen[i] && is_lever(i)).collect()
}

/// What the states inside an expression begin with.
fn push_initials<'a>(expr: &'a Expr, into: &mut Vec<&'a Expr>) {
    match &expr.kind {
        ExprKind::Smooth { input, over, initial, .. } | ExprKind::Delay { input, over, initial, .. } => {
            into.extend([initial.as_deref().unwrap_or(input), &**over]);
        }
        ExprKind::DelayFixed { initial, .. }
        | ExprKind::Previous { initial, .. }
        | ExprKind::Active { initial, .. } => into.push(initial),
        ExprKind::Lag { initial, over, .. } => into.extend([&**initial, &**over]),
        ExprKind::Initial(value) => into.push(value),
        _ => {}
    }
}

/// For each variable, the number of the circle of same-time dependence that it is part of (Tarjan's strongly
/// connected components; most are of one variable).
pub(super) fn circles(edges: &[Vec<VariableId>]) -> Vec<usize> {
    let n = edges.len();
    let (mut index, mut low, mut circle) = (vec![usize::MAX; n], vec![0; n], vec![usize::MAX; n]);
    let (mut next, mut circles) = (0, 0);
    let mut pending = Vec::new();
    for root in 0..n {
        let mut path = vec![(root, 0)];
        while let Some((v, edge)) = path.pop() {
            if edge == 0 {
                if index[v] != usize::MAX {
                    continue;
                }
                (index[v], low[v]) = (next, next);
                next += 1;
                pending.push(v);
            }
            if let Some(w) = edges[v].get(edge).map(|id| id.index()) {
                path.push((v, edge + 1));
                if index[w] == usize::MAX {
                    path.push((w, 0));
                }
                continue;
            }
            for w in edges[v].iter().map(|id| id.index()) {
                if circle[w] == usize::MAX {
                    low[v] = low[v].min(low[w]);
                }
            }
            if low[v] == index[v] {
                while let Some(w) = pending.pop() {
                    circle[w] = circles;
                    if w == v {
                        break;
                    }
                }
                circles += 1;
            }
        }
    }
    circle
}
