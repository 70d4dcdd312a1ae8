//! Which loops there are: all of them where they are few, else those of the strongest paths.

use milepost_strategy::components;
use std::collections::{BTreeMap, BTreeSet};

use milepost_strategy::model::VariableId;

use super::score::Link;
use super::search::{Johnson, Strongest, Through};

/// A loop of variables: it begins at the lowest and does not name it again.
pub(super) type Circle = Vec<VariableId>;

/// Influences by their source, sorted, and which variables lie on circles together.
pub(super) struct Web {
    out: BTreeMap<VariableId, Vec<VariableId>>,
    /// The number of the group of circles that each variable is part of.
    group: BTreeMap<VariableId, usize>,
}

/// Places looked at before an enumeration gives up.
pub(super) const MOST_VISITS: usize = 4_000_000;

/// So many variables more than the shortest circle are passed at most.
const MOST_EXTRA: usize = 6;

impl Web {
    /// The web of some influences; those that lie on no circle are left out.
    pub fn of(links: impl IntoIterator<Item = Link>) -> Web {
        let links: BTreeSet<Link> = links.into_iter().collect();
        let mut ids: Vec<VariableId> = links.iter().flat_map(|&(a, b)| [a, b]).collect();
        ids.sort_unstable();
        ids.dedup();
        let place = |id: VariableId| ids.binary_search(&id).unwrap_or_default();
        let mut edges = vec![Vec::new(); ids.len()];
        links.iter().for_each(|&(a, b)| edges[place(a)].push(place(b)));
        let groups = components(&edges);
        let mut of = vec![None; ids.len()];
        let mut count = 0;
        for members in &groups {
            let circular = members.len() > 1 || edges[members[0]].contains(&members[0]);
            if circular {
                members.iter().for_each(|&m| of[m] = Some(count));
                count += 1;
            }
        }
        let together = |a: VariableId, b: VariableId| of[place(a)].is_some() && of[place(a)] == of[place(b)];
        let mut out: BTreeMap<VariableId, Vec<VariableId>> = BTreeMap::new();
        links.iter().filter(|&&(a, b)| together(a, b)).for_each(|&(a, b)| out.entry(a).or_default().push(b));
        let group = ids.iter().filter_map(|&id| Some((id, of[place(id)]?))).collect();
        Web { out, group }
    }

    /// Every influence that lies on a circle, sorted.
    pub fn links(&self) -> Vec<Link> {
        self.out.iter().flat_map(|(&a, to)| to.iter().map(move |&b| (a, b))).collect()
    }

    /// The group of circles that a variable is part of.
    pub fn group(&self, id: VariableId) -> Option<usize> {
        self.group.get(&id).copied()
    }

    /// The variables that lie on circles.
    pub fn variables(&self) -> impl Iterator<Item = VariableId> + '_ {
        self.group.keys().copied()
    }

    pub fn from(&self, id: VariableId) -> &[VariableId] {
        self.out.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Every elementary circuit (Johnson 1975), up to `most`; `None` where there are more, or too many places to look at.
    pub fn circuits(&self, most: usize) -> Option<Vec<Circle>> {
        let mut search = Johnson {
            web: self,
            blocked: BTreeSet::new(),
            behind: BTreeMap::new(),
            found: Vec::new(),
            most,
            visits: 0,
        };
        for &start in self.out.keys() {
            search.blocked.clear();
            search.behind.clear();
            let inside = self.reaching(start);
            search.circuit(&mut vec![start], &inside);
            if search.found.len() > most || search.visits > MOST_VISITS {
                return None;
            }
        }
        search.found.sort();
        Some(search.found)
    }

    /// The variables not below `start` that lie on a circle with it among themselves.
    fn reaching(&self, start: VariableId) -> BTreeSet<VariableId> {
        let links = self.links().into_iter().filter(|(a, b)| *a >= start && *b >= start);
        let below = Web::of(links);
        let own = below.group(start);
        below.group.iter().filter(|(_, g)| Some(**g) == own).map(|(id, _)| *id).collect()
    }

    /// The strongest circle through each of `starts`, as the search of Eberlein and Schoenberg (2020) finds them: from
    /// every stock the strongest links first; a variable is entered again only on a stronger path.
    pub fn strongest(&self, starts: &[VariableId], strength: &BTreeMap<Link, f64>, into: &mut BTreeSet<Circle>) {
        let ids: Vec<VariableId> = self.variables().collect();
        let place = |id: VariableId| ids.binary_search(&id).ok();
        let mut out: Vec<Vec<(usize, f64)>> = vec![Vec::new(); ids.len()];
        for (&(a, b), &s) in strength.iter().filter(|(_, s)| **s > 0.0) {
            if let (Some(a), Some(b)) = (place(a), place(b)) {
                out[a].push((b, s));
            }
        }
        out.iter_mut().for_each(|to| to.sort_by(|x, y| y.1.total_cmp(&x.1).then(x.0.cmp(&y.0))));
        for start in starts.iter().filter_map(|&id| place(id)) {
            let best = vec![f64::NEG_INFINITY; ids.len()];
            let mut search = Strongest { out: &out, start, best, on_path: vec![false; ids.len()], path: Vec::new() };
            search.visit(start, 1.0, &mut |path| {
                into.insert(turned(&path.iter().map(|&p| ids[p]).collect::<Circle>()));
            });
        }
    }

    /// Circles through some variables in this order that pass no variable twice: the shortest, and longer ones until
    /// there are `most` of them or they take `MOST_EXTRA` more variables.
    pub fn through(&self, steps: &[VariableId], most: usize) -> Vec<Circle> {
        let mut found = BTreeSet::new();
        for extra in 0..=MOST_EXTRA {
            let mut search = Through { web: self, steps, most, visits: 0, found: &mut found };
            if let Some(&first) = steps.first() {
                search.step(0, extra, &mut vec![first]);
            }
            if found.len() >= most {
                break;
            }
        }
        found.into_iter().collect()
    }

    /// How far it is from each variable to `target`, through none of `closed`.
    pub fn distances(&self, target: VariableId, closed: &[VariableId]) -> BTreeMap<VariableId, usize> {
        let mut into: BTreeMap<VariableId, Vec<VariableId>> = BTreeMap::new();
        self.links().into_iter().for_each(|(a, b)| into.entry(b).or_default().push(a));
        let mut far = BTreeMap::from([(target, 0)]);
        let mut ring = vec![target];
        let mut distance = 0;
        while !ring.is_empty() {
            distance += 1;
            let mut next = Vec::new();
            for id in ring {
                for &from in into.get(&id).into_iter().flatten() {
                    if from != target && !far.contains_key(&from) {
                        far.insert(from, distance);
                        // A closed one may be where a chain begins, but none leads through it.
                        if !closed.contains(&from) {
                            next.push(from);
                        }
                    }
                }
            }
            ring = next;
        }
        far
    }
}

/// A circle turned so that it begins at its lowest variable.
pub(super) fn turned(circle: &[VariableId]) -> Circle {
    let first = circle.iter().enumerate().min_by_key(|(_, id)| **id).map_or(0, |(k, _)| k);
    let mut out = circle.to_vec();
    out.rotate_left(first);
    out
}

/// The links of a circle.
pub(super) fn links_of(circle: &[VariableId]) -> impl Iterator<Item = Link> + '_ {
    (0..circle.len()).map(|k| (circle[k], circle[(k + 1) % circle.len()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(list: &[u32]) -> Circle {
        list.iter().map(|i| VariableId(*i)).collect()
    }

    fn web(links: &[(u32, u32)]) -> Web {
        Web::of(links.iter().map(|(a, b)| (VariableId(*a), VariableId(*b))))
    }

    /// All circles by trying everything.
    fn brute(links: &[(u32, u32)], n: u32) -> BTreeSet<Circle> {
        fn go(links: &[(u32, u32)], path: &mut Vec<u32>, found: &mut BTreeSet<Circle>) {
            for (a, b) in links {
                if a == path.last().unwrap() {
                    if *b == path[0] {
                        found.insert(path.iter().map(|i| VariableId(*i)).collect());
                    } else if *b > path[0] && !path.contains(b) {
                        path.push(*b);
                        go(links, path, found);
                        path.pop();
                    }
                }
            }
        }
        let mut found = BTreeSet::new();
        (0..n).for_each(|start| go(links, &mut vec![start], &mut found));
        found
    }

    #[test]
    fn every_circuit_is_found_once() {
        // Webs drawn by a small generator: whatever Johnson's search finds, trying everything finds too.
        let mut state = 7_u64;
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            state >> 33
        };
        for _ in 0..60 {
            let n = 3 + (next() % 5) as u32;
            let links: BTreeSet<(u32, u32)> =
                (0..n * 2).map(|_| ((next() % u64::from(n)) as u32, (next() % u64::from(n)) as u32)).collect();
            let links: Vec<(u32, u32)> = links.into_iter().collect();
            let found = web(&links).circuits(10_000).unwrap();
            assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), brute(&links, n), "{links:?}");
            assert_eq!(found.len(), brute(&links, n).len(), "none twice");
        }
    }

    #[test]
    fn too_many_circuits_are_not_counted() {
        let all: Vec<(u32, u32)> = (0..8).flat_map(|a| (0..8).map(move |b| (a, b))).filter(|(a, b)| a != b).collect();
        // 8 variables, each linked to each other, have 16,064 circuits.
        assert_eq!(web(&all).circuits(1_000), None);
        assert_eq!(web(&all).circuits(20_000).map(|c| c.len()), Some(16_064));
    }

    #[test]
    fn the_strongest_paths_come_first_and_inactive_links_never() {
        let links = [(0, 1), (1, 0), (1, 2), (2, 0), (2, 3), (3, 0)];
        let web = web(&links);
        let strength = |of: &[f64]| -> BTreeMap<Link, f64> {
            links.iter().zip(of).map(|((a, b), s)| ((VariableId(*a), VariableId(*b)), *s)).collect()
        };
        let mut found = BTreeSet::new();
        web.strongest(&ids(&[0]), &strength(&[1.0, 0.5, 0.9, 0.9, 0.8, 0.8]), &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [ids(&[0, 1]), ids(&[0, 1, 2]), ids(&[0, 1, 2, 3])]);
        let mut found = BTreeSet::new();
        web.strongest(&ids(&[0]), &strength(&[1.0, 0.5, 0.0, 0.9, 0.8, 0.8]), &mut found);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [ids(&[0, 1])]);
    }

    #[test]
    fn circles_pass_their_steps_in_order() {
        // 0 -> 1 -> 2 -> 0, and a longer way from 1 to 2 by 3; the other way round there is none.
        let web = web(&[(0, 1), (1, 2), (2, 0), (1, 3), (3, 2), (2, 1)]);
        assert_eq!(web.through(&ids(&[0, 1, 2]), 9), [ids(&[0, 1, 2]), ids(&[0, 1, 3, 2])]);
        assert_eq!(web.through(&ids(&[1, 0]), 1), [ids(&[0, 1, 2])], "the shortest first");
        assert_eq!(web.through(&ids(&[0, 3]), 9), [ids(&[0, 1, 3, 2])]);
        assert_eq!(web.through(&ids(&[0, 2, 1]), 9), Vec::<Circle>::new());
        assert_eq!(turned(&ids(&[3, 2, 0, 1])), ids(&[0, 1, 3, 2]));
    }
}
