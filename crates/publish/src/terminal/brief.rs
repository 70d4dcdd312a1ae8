//! What `milepost explore` prints: the three sentences.

use super::{Ink, sentence, wrapped};
use crate::brief::points;
use crate::view::View;

/// Writes each under what it answers.
pub(crate) fn write(view: &View, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let mut out = String::new();
    for point in points(view) {
        out += &format!("{}\n", ink.faint(point.asked));
        out += &match &point.said {
            Some(said) => sentence(said, ink, width, 2),
            None => wrapped(&format!("not worked out yet; `{}` does it", point.command), width, 2),
        };
    }
    out
}
