//! Places in a ring, and an order of names in which arrows are short.

use super::Size;
use super::curve::Point;

const EDGE: f64 = 2.0;

/// Names up to which all orders around the ring are tried.
const ALL: usize = 8;

/// Where each name stands.
pub(super) struct Ring {
    pub(super) width: f64,
    pub(super) height: f64,
    /// Middles, by node.
    pub(super) places: Vec<Point>,
    /// Widths of the names' boxes, by node.
    widths: Vec<f64>,
    size: Size,
}

impl Ring {
    /// Places for names of these widths, those that `pairs` join near each other.
    pub(super) fn new(widths: &[f64], pairs: &[(usize, usize)], size: Size) -> Ring {
        let n = widths.len();
        let sides = n.saturating_sub(if n.is_multiple_of(2) { 2 } else { 1 }) / 2;
        let rows = if n.is_multiple_of(2) { sides + 2 } else { sides + 1 }.max(1);
        let pitch = size.height + size.gap;
        let height = rows as f64 * pitch - size.gap + 2.0 * EDGE;
        let row = |i: usize| EDGE + size.height / 2.0 + i as f64 * pitch;
        let (middle, round) = ((row(0) + row(rows - 1)) / 2.0, height / 2.0);
        let (widest, narrowest) = (size.across / 2.0 - size.width / 2.0 - EDGE, size.width / 2.0 + 8.0);
        let side =
            |y: f64| (widest * (1.0 - ((y - middle) / round).powi(2)).max(0.0).sqrt()).max(narrowest.min(widest));
        let slot = |k: usize| -> Point {
            match k {
                0 => (size.across / 2.0, row(0)),
                k if k <= sides => (size.across / 2.0 + side(row(k)), row(k)),
                k if n.is_multiple_of(2) && k == sides + 1 => (size.across / 2.0, row(rows - 1)),
                k => (size.across / 2.0 - side(row(n - k)), row(n - k)),
            }
        };
        let mut places = vec![(0.0, 0.0); n];
        for (k, node) in order(n, pairs).into_iter().enumerate() {
            places[node] = slot(k);
        }
        Ring { width: size.across, height, places, widths: widths.to_vec(), size }
    }

    /// Whether a point lies in the box of a node, or nearer to it than `margin`.
    pub(super) fn inside(&self, node: usize, (x, y): Point, margin: f64) -> bool {
        let (cx, cy) = self.places[node];
        (x - cx).abs() <= self.widths[node] / 2.0 + margin && (y - cy).abs() <= self.size.height / 2.0 + margin
    }
}

/// The nodes around the ring.
fn order(n: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    if n <= ALL { fewest_crossings(n, pairs) } else { shortest(n, pairs) }
}

/// The order in which the fewest arrows cross, as straight lines; of equals the first as declared.
fn fewest_crossings(n: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut chords: Vec<(usize, usize)> = pairs.iter().map(|&(a, b)| (a.min(b), a.max(b))).collect();
    chords.sort_unstable();
    chords.dedup();
    let mut slots: Vec<usize> = (0..n).collect();
    let (mut best, mut least) = (slots.clone(), crossings(&slots, &chords));
    // Turning the ring changes no crossing, so the first name stays where it is.
    while least > 0 && next_order(slots.get_mut(1..).unwrap_or_default()) {
        let now = crossings(&slots, &chords);
        if now < least {
            (best, least) = (slots.clone(), now);
        }
    }
    best
}

/// Pairs of chords that cross when the nodes stand in this order.
fn crossings(slots: &[usize], chords: &[(usize, usize)]) -> usize {
    let mut place = vec![0; slots.len()];
    slots.iter().enumerate().for_each(|(k, node)| place[*node] = k);
    let ends = |&(a, b): &(usize, usize)| (place[a].min(place[b]), place[a].max(place[b]));
    let chords: Vec<(usize, usize)> = chords.iter().map(ends).collect();
    let cross = |(a, b): (usize, usize), (c, d): (usize, usize)| (a < c && c < b && b < d) || (c < a && a < d && d < b);
    chords.iter().enumerate().map(|(i, one)| chords[i + 1..].iter().filter(|two| cross(*one, **two)).count()).sum()
}

/// The next order of these numbers as in a dictionary; false after the last.
fn next_order(items: &mut [usize]) -> bool {
    let Some(i) = (1..items.len()).rev().find(|i| items[i - 1] < items[*i]) else { return false };
    let k = (i..items.len()).rev().find(|k| items[*k] > items[i - 1]).unwrap_or(i);
    items.swap(i - 1, k);
    items[i..].reverse();
    true
}

/// Names are exchanged as long as that shortens the arrows.
fn shortest(n: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
    let mut slots: Vec<usize> = (0..n).collect();
    let length = |slots: &[usize]| -> usize {
        let mut place = vec![0; n];
        slots.iter().enumerate().for_each(|(k, node)| place[*node] = k);
        let apart = |(a, b): &(usize, usize)| place[*a].abs_diff(place[*b]);
        pairs.iter().map(|p| apart(p).min(n - apart(p))).map(|d| d * d).sum()
    };
    let mut best = length(&slots);
    loop {
        let before = best;
        for i in 0..n {
            for k in i + 1..n {
                slots.swap(i, k);
                let now = length(&slots);
                if now < best { best = now } else { slots.swap(i, k) }
            }
        }
        if best == before {
            return slots;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_with_the_fewest_crossings_is_found() {
        // A ring declared crosswise, in both directions: one order has no crossing.
        let pairs = [(0, 3), (3, 1), (1, 4), (4, 2), (2, 0), (0, 2)];
        assert_eq!(crossings(&[0, 1, 2, 3, 4], &[(0, 3), (1, 3), (1, 4), (2, 4), (0, 2)]), 5);
        assert_eq!(order(5, &pairs), [0, 2, 4, 1, 3]);
        assert_eq!(order(3, &[(0, 1), (1, 2)]), [0, 1, 2]);
        assert_eq!(order(1, &[]), [0]);
        assert!(order(0, &[]).is_empty());
        let mut items = vec![0, 1, 2];
        let mut orders = 1;
        while next_order(&mut items) {
            orders += 1;
        }
        assert_eq!((orders, items), (6, vec![2, 1, 0]));
    }
}
