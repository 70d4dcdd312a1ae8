//! Searches for circles in a web of influences.

use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::VariableId;

use super::find::{Circle, MOST_VISITS, Web, turned};

/// Every circuit from one variable (Johnson 1975).
pub(super) struct Johnson<'a> {
    pub web: &'a Web,
    pub blocked: BTreeSet<VariableId>,
    pub behind: BTreeMap<VariableId, BTreeSet<VariableId>>,
    pub found: Vec<Circle>,
    pub most: usize,
    pub visits: usize,
}

impl Johnson<'_> {
    pub fn circuit(&mut self, path: &mut Vec<VariableId>, inside: &BTreeSet<VariableId>) -> bool {
        let (Some(&start), Some(&here)) = (path.first(), path.last()) else { return false };
        let mut closed = false;
        self.blocked.insert(here);
        let next: Vec<VariableId> = self.web.from(here).iter().copied().filter(|to| inside.contains(to)).collect();
        for &to in &next {
            self.visits += 1;
            if self.found.len() > self.most || self.visits > MOST_VISITS {
                return closed;
            }
            if to == start {
                self.found.push(path.clone());
                closed = true;
            } else if !self.blocked.contains(&to) {
                path.push(to);
                closed |= self.circuit(path, inside);
                path.pop();
            }
        }
        if closed {
            self.unblock(here);
        } else {
            for to in next {
                self.behind.entry(to).or_default().insert(here);
            }
        }
        closed
    }

    fn unblock(&mut self, id: VariableId) {
        let mut stack = vec![id];
        while let Some(id) = stack.pop() {
            self.blocked.remove(&id);
            let waiting = self.behind.remove(&id).unwrap_or_default();
            stack.extend(waiting.into_iter().filter(|w| self.blocked.contains(w)));
        }
    }
}

/// The strongest circles through one variable.  Variables are their places among those of the web, as this is asked for every
/// stock at many moments.
pub(super) struct Strongest<'a> {
    /// Where each leads, the strongest first.
    pub out: &'a [Vec<(usize, f64)>],
    pub start: usize,
    /// The strongest path to each so far.
    pub best: Vec<f64>,
    pub on_path: Vec<bool>,
    pub path: Vec<usize>,
}

impl Strongest<'_> {
    /// Goes on to `here`; `found` is given the places of a circle.
    pub fn visit(&mut self, here: usize, strength: f64, found: &mut dyn FnMut(&[usize])) {
        if here == self.start && !self.path.is_empty() {
            found(&self.path);
            return;
        }
        if self.on_path[here] || strength < self.best[here] {
            return;
        }
        self.best[here] = strength;
        self.on_path[here] = true;
        self.path.push(here);
        let out = self.out;
        for &(to, s) in &out[here] {
            self.visit(to, strength * s, found);
        }
        self.path.pop();
        self.on_path[here] = false;
    }
}

/// Circles through variables in their order.
pub(super) struct Through<'a> {
    pub web: &'a Web,
    pub steps: &'a [VariableId],
    pub most: usize,
    pub visits: usize,
    pub found: &'a mut BTreeSet<Circle>,
}

impl Through<'_> {
    /// Goes from the end of the path to the variable behind step `k`; `spare` variables more than the shortest chains
    /// need may be passed.
    pub fn step(&mut self, k: usize, spare: usize, path: &mut Vec<VariableId>) {
        let target = self.steps[(k + 1) % self.steps.len()];
        let far = self.web.distances(target, self.steps);
        self.chain(k, target, &far, spare, path);
    }

    fn chain(
        &mut self,
        k: usize,
        target: VariableId,
        far: &BTreeMap<VariableId, usize>,
        spare: usize,
        path: &mut Vec<VariableId>,
    ) {
        self.visits += 1;
        let Some(&here) = path.last().filter(|_| self.visits < 100_000 && self.found.len() < self.most) else { return };
        let Some(&left) = far.get(&here) else { return };
        for &to in self.web.from(here) {
            if to == target && k + 1 == self.steps.len() {
                self.found.insert(turned(path));
                continue;
            }
            if to == target {
                path.push(to);
                self.step(k + 1, spare, path);
                path.pop();
                continue;
            }
            let Some(&then) = far.get(&to) else { continue };
            // One step nearer costs nothing, any other as much as it leads away.
            let cost = (then + 1).saturating_sub(left);
            if cost <= spare && !path.contains(&to) && !self.steps.contains(&to) {
                path.push(to);
                self.chain(k, target, far, spare - cost, path);
                path.pop();
            }
        }
    }
}
