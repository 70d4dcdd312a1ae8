//! Places in a ring, and an order of names in which arrows are short.

use super::Size;
use super::curve::Point;

/// Gap between rows of names.
const GAP: f64 = 30.0;
const WIDTH: f64 = 400.0;
const EDGE: f64 = 2.0;

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
        let pitch = size.height + GAP;
        let height = rows as f64 * pitch - GAP + 2.0 * EDGE;
        let row = |i: usize| EDGE + size.height / 2.0 + i as f64 * pitch;
        let (middle, round) = ((row(0) + row(rows - 1)) / 2.0, height / 2.0);
        let (widest, narrowest) = (WIDTH / 2.0 - size.width / 2.0 - EDGE, size.width / 2.0 + 8.0);
        let side =
            |y: f64| (widest * (1.0 - ((y - middle) / round).powi(2)).max(0.0).sqrt()).max(narrowest.min(widest));
        let slot = |k: usize| -> Point {
            match k {
                0 => (WIDTH / 2.0, row(0)),
                k if k <= sides => (WIDTH / 2.0 + side(row(k)), row(k)),
                k if n.is_multiple_of(2) && k == sides + 1 => (WIDTH / 2.0, row(rows - 1)),
                k => (WIDTH / 2.0 - side(row(n - k)), row(n - k)),
            }
        };
        let mut places = vec![(0.0, 0.0); n];
        for (k, node) in order(n, pairs).into_iter().enumerate() {
            places[node] = slot(k);
        }
        Ring { width: WIDTH, height, places, widths: widths.to_vec(), size }
    }

    /// Whether a point lies in the box of a node, or nearer to it than `margin`.
    pub(super) fn inside(&self, node: usize, (x, y): Point, margin: f64) -> bool {
        let (cx, cy) = self.places[node];
        (x - cx).abs() <= self.widths[node] / 2.0 + margin && (y - cy).abs() <= self.size.height / 2.0 + margin
    }
}

/// The nodes around the ring: names are exchanged as long as that shortens the arrows.
fn order(n: usize, pairs: &[(usize, usize)]) -> Vec<usize> {
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
