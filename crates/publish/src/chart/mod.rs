//! Charts as SVG: drawn in one hue and told apart by position, shape and words, so that they survive colour blindness,
//! grey printing and both themes.  Colours stand in the style sheet; here are only shapes and classes.

pub(crate) mod axis;
pub(crate) mod band;
pub(crate) mod bar;
pub(crate) mod causal;
pub(crate) mod fan;
pub(crate) mod legend;
pub(crate) mod loop_band;
pub(crate) mod metro;
pub(crate) mod parallel;
pub(crate) mod periods;
pub(crate) mod ribbon;
pub(crate) mod scale;
pub(crate) mod share;
pub(crate) mod shares_over_time;
pub(crate) mod span;
pub(crate) mod steps;
pub(crate) mod strip;
pub(crate) mod tile;
pub(crate) mod timeline;
pub(crate) mod tradeoff;

use crate::html::Html;

/// A coordinate with as many digits as a screen shows.
pub(crate) fn at(x: f64) -> String {
    let text = format!("{x:.1}");
    match text.strip_suffix(".0") {
        Some("-0") => "0".into(),
        Some(whole) => whole.into(),
        None => text,
    }
}

/// Writes a drawing of this size with its title and description for those who do not see it.
pub(crate) fn drawing(
    h: &mut Html,
    class: &str,
    (width, height): (f64, f64),
    id: &str,
    (title, description): (&str, &str),
    body: impl FnOnce(&mut Html),
) {
    let view_box = format!("0 0 {} {}", at(width), at(height));
    let (title_id, description_id) = (format!("{id}-t"), format!("{id}-d"));
    let labels = format!("{title_id} {description_id}");
    let attributes = [("class", class), ("viewBox", view_box.as_str()), ("role", "img"), ("aria-labelledby", &labels)];
    h.tag("svg", &attributes, |h| {
        h.leaf("title", &[("id", &title_id)], title);
        h.leaf("desc", &[("id", &description_id)], description);
        body(h);
    });
}

/// A straight line.
pub(crate) fn line(h: &mut Html, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
    h.void("line", &[("class", class), ("x1", &at(x1)), ("y1", &at(y1)), ("x2", &at(x2)), ("y2", &at(y2))]);
}

/// A rectangle, at least half a pixel wide.
pub(crate) fn rectangle(h: &mut Html, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let (width, height) = (at(width.max(0.5)), at(height));
    h.void("rect", &[("class", class), ("x", &at(x)), ("y", &at(y)), ("width", &width), ("height", &height)]);
}

/// A dot.
pub(crate) fn dot(h: &mut Html, class: &str, (x, y): (f64, f64), radius: f64) {
    h.void("circle", &[("class", class), ("cx", &at(x)), ("cy", &at(y)), ("r", &at(radius))]);
}

/// Words at a place; the class says how they are anchored.
pub(crate) fn label(h: &mut Html, class: &str, (x, y): (f64, f64), text: &str) {
    h.leaf("text", &[("class", class), ("x", &at(x)), ("y", &at(y))], text);
}
