//! Feedback loops.

use std::collections::BTreeMap;

use super::sign::Sign;

/// A feedback loop of variables or of elements: it begins at the first declared and does not name it again.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Loop<T> {
    /// Its members in the direction of influence.
    pub members: Vec<T>,
    /// `+` reinforces, `-` balances, `?` is open.
    pub sign: Sign,
}

/// Loops, the shortest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loops<T> {
    /// Those found.
    pub found: Vec<Loop<T>>,
    /// Whether there may be more.
    pub more: bool,
}

/// Places looked at before the search gives up; a dense graph of n variables has more than n! loops.
const MOST_VISITS: usize = 400_000;

/// The shortest `most` loops of two members and more, in influences `(from, to, sign)`.
pub fn loops<T: Copy + Ord>(edges: impl IntoIterator<Item = (T, T, Sign)>, most: usize) -> Loops<T> {
    let mut out: BTreeMap<T, Vec<(T, Sign)>> = BTreeMap::new();
    for (from, to, sign) in edges {
        out.entry(from).or_default().push((to, sign));
    }
    let found = Loops { found: Vec::new(), more: false };
    let mut search = Search { out: &out, length: 2, visits: 0, most, found };
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

struct Search<'a, T> {
    out: &'a BTreeMap<T, Vec<(T, Sign)>>,
    length: usize,
    visits: usize,
    most: usize,
    found: Loops<T>,
}

impl<T: Copy + Ord> Search<'_, T> {
    /// Goes on from the end of a path; every loop is found from its first-declared variable only.
    fn from(&mut self, path: &mut Vec<T>, sign: Sign) {
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
                    self.found.found.push(Loop { members: path.clone(), sign: sign.times(step) });
                }
            } else if to > path[0] && !path.contains(&to) {
                path.push(to);
                self.from(path, sign.times(step));
                path.pop();
            }
        }
    }
}
