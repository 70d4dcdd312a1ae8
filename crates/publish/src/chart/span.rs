//! What a limit leaves of an input: a part of its range, or some of its categories.

use super::scale::Scale;
use super::{drawing, rectangle};
use crate::html::Html;

const SIZE: (f64, f64) = (200.0, 16.0);
const ENDS: (f64, f64) = (1.0, 199.0);

/// What is left of the whole.
pub(crate) enum Left<'a> {
    /// From one number to another, of a range.
    Part((f64, f64), (f64, f64)),
    /// Per category, whether it is in.
    Some(&'a [bool]),
}

/// Draws the whole as a track and fills what is left.
pub(crate) fn draw(h: &mut Html, id: &str, told: (&str, &str), left: &Left) {
    drawing(h, "span", SIZE, id, told, |h| match left {
        Left::Part((from, to), range) => {
            let x = Scale { domain: *range, range: ENDS };
            rectangle(h, "track", (ENDS.0, 4.0), (ENDS.1 - ENDS.0, 8.0));
            rectangle(h, "kept", (x.place(*from), 4.0), (x.place(*to) - x.place(*from), 8.0));
        }
        Left::Some(inside) => {
            let width = (ENDS.1 - ENDS.0) / inside.len().max(1) as f64;
            for (at, inside) in inside.iter().enumerate() {
                let from = ENDS.0 + at as f64 * width;
                rectangle(h, if *inside { "kept" } else { "track" }, (from, 4.0), (width - 2.0, 8.0));
            }
        }
    });
}
