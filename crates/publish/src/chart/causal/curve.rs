//! An arrow as a bent line between two boxes.

use super::ring::Ring;
use crate::chart::at;

/// A place: x and y.
pub(super) type Point = (f64, f64);

/// A quadratic Bézier curve, and the part of it between the boxes.
pub(super) struct Curve {
    ends: [Point; 3],
    shown: (f64, f64),
}

const STEPS: usize = 160;

impl Curve {
    /// From the box of one node to that of another, bent inward until it passes under no third box.
    pub(super) fn between(ring: &Ring, from: usize, to: usize) -> Curve {
        // Both directions of a pair bend apart, and alike: a pull must suit both.
        let free = |pull: &f64| {
            let others = || (0..ring.places.len()).filter(|k| *k != from && *k != to);
            let passes =
                |ends: [Point; 3]| others().any(|k| (0..=STEPS).any(|i| ring.inside(k, on(&ends, share(i)), 3.0)));
            !passes(bent(ring, from, to, *pull)) && !passes(bent(ring, to, from, *pull))
        };
        let pulls = [0.45, 0.3, 0.6, 0.15, 0.75, 0.9, 1.05, 1.2, 0.0];
        let ends = bent(ring, from, to, pulls.into_iter().find(free).unwrap_or(pulls[0]));
        let begin = (0..=STEPS).map(share).find(|t| !ring.inside(from, on(&ends, *t), 4.0)).unwrap_or(0.0);
        let end = (0..=STEPS).rev().map(share).find(|t| !ring.inside(to, on(&ends, *t), 5.0)).unwrap_or(1.0);
        Curve { ends, shown: (begin, end.max(begin)) }
    }

    /// The line.
    pub(super) fn path(&self) -> String {
        // The part of a quadratic curve between two parameters is one itself (blossoming).
        let (t, u) = self.shown;
        let [a, b, c] = self.ends;
        let blossom = |f: fn(Point) -> f64| {
            let (a, b, c) = (f(a), f(b), f(c));
            (1.0 - t) * (1.0 - u) * a + (t * (1.0 - u) + u * (1.0 - t)) * b + t * u * c
        };
        let (from, to) = (on(&self.ends, t), on(&self.ends, u));
        let (x, y) = (blossom(|p| p.0), blossom(|p| p.1));
        format!("M{} {}Q{} {} {} {}", at(from.0), at(from.1), at(x), at(y), at(to.0), at(to.1))
    }

    /// The arrow's head.
    pub(super) fn head(&self) -> String {
        let tip = on(&self.ends, self.shown.1);
        let back = on(&self.ends, (self.shown.1 - 0.04).max(0.0));
        let length = ((tip.0 - back.0).powi(2) + (tip.1 - back.1).powi(2)).sqrt().max(1e-6);
        let (dx, dy) = ((tip.0 - back.0) / length, (tip.1 - back.1) / length);
        let corner = |side: f64| (tip.0 - 8.0 * dx - side * 3.6 * dy, tip.1 - 8.0 * dy + side * 3.6 * dx);
        let (left, right) = (corner(1.0), corner(-1.0));
        let points = [tip, left, right].map(|p| format!("{} {}", at(p.0), at(p.1)));
        format!("M{}L{}L{}Z", points[0], points[1], points[2])
    }

    /// Where the sign stands: beside the head, where no name and no other sign is.
    pub(super) fn sign_place(&self, ring: &Ring, taken: &[Point]) -> Point {
        let (begin, end) = self.shown;
        let beside = |t: f64, side: f64| {
            let (p, q) = (on(&self.ends, t), on(&self.ends, (t - 0.03).max(0.0)));
            let length = ((p.0 - q.0).powi(2) + (p.1 - q.1).powi(2)).sqrt().max(1e-6);
            (p.0 - side * (p.1 - q.1) / length, p.1 + side * (p.0 - q.0) / length)
        };
        let along = (4..=28).map(|i| end - (end - begin) * f64::from(i) * 0.03);
        let places: Vec<Point> = along.flat_map(|t| [beside(t, 8.0), beside(t, -8.0)]).collect();
        let free = |p: &&Point| {
            let near = |q: &Point| (p.0 - q.0).powi(2) + (p.1 - q.1).powi(2) < 14.0 * 14.0;
            !taken.iter().any(near) && !(0..ring.places.len()).any(|k| ring.inside(k, **p, 5.0))
        };
        places.iter().find(free).or(places.first()).copied().unwrap_or(self.ends[2])
    }
}

/// A curve between two middles, pulled toward the middle of the ring and a little to its right.
fn bent(ring: &Ring, from: usize, to: usize, pull: f64) -> [Point; 3] {
    let (a, b) = (ring.places[from], ring.places[to]);
    let middle = ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0);
    let length = ((b.0 - a.0).powi(2) + (b.1 - a.1).powi(2)).sqrt().max(1.0);
    let aside = (-(b.1 - a.1) / length * 16.0, (b.0 - a.0) / length * 16.0);
    let toward = (ring.width / 2.0 - middle.0, ring.height / 2.0 - middle.1);
    [a, (middle.0 + pull * toward.0 + aside.0, middle.1 + pull * toward.1 + aside.1), b]
}

fn share(i: usize) -> f64 {
    i as f64 / STEPS as f64
}

/// The point at a parameter.
fn on([a, b, c]: &[Point; 3], t: f64) -> Point {
    let mix = |a: f64, b: f64, c: f64| (1.0 - t).powi(2) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
    (mix(a.0, b.0, c.0), mix(a.1, b.1, c.1))
}
