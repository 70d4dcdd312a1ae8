//! Classification trees (Breiman, Friedman, Olshen and Stone 1984): the rows cut into leaves that are as pure as they can be.
//!
//! Splits are chosen by the Gini impurity and lie midway between two values.  Categories are put in the order of their share
//! of interest, in which the best split into two sets is always a cut.  Of equal splits the first column's lowest is taken, so
//! that a tree follows from the rows alone.

mod grow;
mod split;

use super::question::{Question, Refused};
use super::region::Region;
use super::sentence::{Words, sentence};

/// Where growth stops.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// At most so many splits from the root to a leaf.
    pub depth: usize,
    /// At least so many rows in a leaf, 1 or more.
    pub least_rows: usize,
    /// At most so many leaves; the split that lowers the impurity most comes first.
    pub leaves: usize,
}

impl Stop {
    /// Trees that people can read: four splits deep, no leaf under a twentieth of the rows, at most eight leaves.
    pub fn for_rows(rows: usize) -> Self {
        Stop { depth: 4, least_rows: (rows / 20).max(1), leaves: 8 }
    }
}

/// How a node divides its rows.
#[derive(Clone, Debug, PartialEq)]
pub enum Split {
    /// Left up to this value, right above it.
    Below {
        /// Of a number.
        column: usize,
        /// Midway between two values.
        threshold: f64,
    },
    /// Left these categories, right the others.
    Among {
        /// Of categories.
        column: usize,
        /// Per category, whether it goes left.
        left: Vec<bool>,
    },
}

/// A node of a tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The rows that reach it.
    pub region: Region,
    /// How many they are.
    pub rows: usize,
    /// How many of them are of interest.
    pub cases: usize,
    /// The split and the numbers of the left and right node; `None` in a leaf.
    pub split: Option<(Split, usize, usize)>,
}

/// A classification tree.
#[derive(Clone, Debug, PartialEq)]
pub struct Tree {
    /// The root first; children after their parents.
    pub nodes: Vec<Node>,
}

impl Tree {
    /// Grows a tree.
    ///
    /// # Errors
    /// Stop that leave no room: no depth, no rows or fewer than two leaves.
    pub fn grow(question: &Question, stop: Stop) -> Result<Self, Refused> {
        for (name, value, low) in [
            ("the depth of the tree", stop.depth, 0),
            ("the least number of rows in a leaf", stop.least_rows, 0),
            ("the most leaves", stop.leaves, 1),
        ] {
            if value <= low {
                return Err(Refused::TooLow { name, value, low });
            }
        }
        Ok(Tree { nodes: grow::grow(question, stop) })
    }

    /// The leaves, those with the highest share of interest first; of equals the one with more rows.
    pub fn leaves(&self) -> Vec<&Node> {
        let mut leaves: Vec<&Node> = self.nodes.iter().filter(|node| node.split.is_none()).collect();
        let share = |node: &Node| node.cases as f64 / node.rows as f64;
        leaves.sort_by(|a, b| share(b).total_cmp(&share(a)).then(b.rows.cmp(&a.rows)));
        leaves
    }

    /// The leaves in which most rows are of interest, as sentences.
    pub fn sentences(&self, question: &Question, words: Words) -> Vec<String> {
        let most = |leaf: &&Node| 2 * leaf.cases > leaf.rows;
        let say = |leaf: &Node| sentence(question, &leaf.region, words);
        self.leaves().into_iter().filter(most).map(say).collect()
    }
}
