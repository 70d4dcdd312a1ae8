//! Feedback loops.

use std::collections::BTreeMap;

use milepost_strategy::model::VariableId;

use super::graph::Edge;
use super::sign::Sign;

/// A feedback loop: it begins at its first-declared variable and does not name it again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loop {
    /// Its variables in the direction of influence.
    pub variables: Vec<VariableId>,
    /// `+` reinforces, `-` balances, `?` is open.
    pub sign: Sign,
}

/// Loops, the shortest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loops {
    /// Those found.
    pub found: Vec<Loop>,
    /// Whether there may be more.
    pub more: bool,
}

/// Places looked at before the search gives up; a dense graph of n variables has more than n! loops.
const MOST_VISITS: usize = 400_000;

/// The shortest `most` loops of a graph, of two variables and more.
pub fn loops(edges: &[Edge], most: usize) -> Loops {
    let mut out: BTreeMap<VariableId, Vec<(VariableId, Sign)>> = BTreeMap::new();
    for edge in edges {
        out.entry(edge.from).or_default().push((edge.to, edge.sign));
    }
    let mut search = Search { out: &out, length: 2, visits: 0, most, found: Loops::default() };
    for length in 2..=out.len() {
        search.length = length;
        for &start in out.keys() {
            search.from(&mut vec![start], Sign::Plus);
        }
        if search.found.more {
            break;
        }
    }
    search.found
}

struct Search<'a> {
    out: &'a BTreeMap<VariableId, Vec<(VariableId, Sign)>>,
    length: usize,
    visits: usize,
    most: usize,
    found: Loops,
}

impl Search<'_> {
    /// Goes on from the end of a path; every loop is found from its first-declared variable only.
    fn from(&mut self, path: &mut Vec<VariableId>, sign: Sign) {
        self.visits += 1;
        if self.found.more || self.visits > MOST_VISITS {
            self.found.more = true;
            return;
        }
        let Some(next) = path.last().and_then(|last| self.out.get(last)) else { return };
        for &(to, step) in next {
            if path.len() == self.length {
                if to == path[0] {
                    if self.found.found.len() == self.most {
                        self.found.more = true;
                        return;
                    }
                    self.found.found.push(Loop { variables: path.clone(), sign: sign.times(step) });
                }
            } else if to > path[0] && !path.contains(&to) {
                path.push(to);
                self.from(path, sign.times(step));
                path.pop();
            }
        }
    }
}
