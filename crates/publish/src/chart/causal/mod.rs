//! A causal-loop diagram: names in a ring, stocks in boxes, arrows with their polarity.
//!
//! The ring has one place at the top, one at the bottom where the number is even, and the rest down both sides, so that
//! no two names overlap and an arrow that bends inward passes under none.

mod curve;
mod ring;

use milepost_explore::structure::Sign;

use super::{at, label, rectangle};
use crate::html::Html;
use curve::{Curve, Point};
use ring::Ring;

/// A name in the ring.
pub(crate) struct Node {
    /// What it says, in two lines at most.
    pub(crate) title: String,
    /// Where it leads in the page.
    pub(crate) leads: Option<String>,
    /// How it is drawn: `stock`, `lever` or `other`.
    pub(crate) class: &'static str,
}

/// An arrow between names.
pub(crate) struct Arrow {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) sign: Sign,
}

/// Width and height of a name's box, and how much of a title fits on a line of it.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// Letters on a line.
    pub(crate) letters: usize,
    /// Lines.
    pub(crate) lines: usize,
    /// Width of the picture.
    pub(crate) across: f64,
    /// Gap between rows of names.
    pub(crate) gap: f64,
}

/// Names of variables.
pub(crate) const SMALL: Size = Size { width: 124.0, height: 36.0, letters: 18, lines: 2, across: 400.0, gap: 30.0 };
/// Titles of elements.
pub(crate) const LARGE: Size = Size { width: 134.0, height: 52.0, letters: 19, lines: 3, across: 720.0, gap: 58.0 };

/// Draws the diagram.
pub(crate) fn draw(h: &mut Html, id: &str, told: (&str, &str), nodes: &[Node], arrows: &[Arrow], size: Size) {
    let pairs: Vec<(usize, usize)> = arrows.iter().map(|a| (a.from, a.to)).collect();
    let names: Vec<Vec<String>> = nodes.iter().map(|n| wrapped(&n.title, size)).collect();
    let widths: Vec<f64> = names.iter().map(|lines| width(lines, size)).collect();
    let ring = Ring::new(&widths, &pairs, size);
    let view_box = format!("0 0 {} {}", at(ring.width), at(ring.height));
    let (title, description) = (format!("{id}-t"), format!("{id}-d"));
    let labels = format!("{title} {description}");
    // Names are links, so this is a group, not one picture.
    let attributes =
        [("class", "causal"), ("viewBox", view_box.as_str()), ("role", "group"), ("aria-labelledby", &labels)];
    h.tag("svg", &attributes, |h| {
        h.leaf("title", &[("id", &title)], told.0);
        h.leaf("desc", &[("id", &description)], told.1);
        let mut signs: Vec<(Point, Sign)> = Vec::new();
        for arrow in arrows {
            let curve = Curve::between(&ring, arrow.from, arrow.to);
            let place = curve.sign_place(&ring, &signs.iter().map(|s: &(Point, Sign)| s.0).collect::<Vec<_>>());
            signs.push((place, arrow.sign));
            let class = class(arrow.sign);
            h.void("path", &[("class", &format!("arrow {class}")), ("d", &curve.path())]);
            h.void("path", &[("class", &format!("head {class}")), ("d", &curve.head())]);
        }
        for (i, node) in nodes.iter().enumerate() {
            named(h, node, &names[i], ring.places[i], (widths[i], size.height));
        }
        for (place, sign) in signs {
            label(h, &format!("polarity middle {}", class(sign)), (place.0, place.1 + 4.2), &sign.to_string());
        }
    });
}

fn class(sign: Sign) -> &'static str {
    match sign {
        Sign::Plus => "plus",
        Sign::Minus => "minus",
        Sign::Unknown => "open",
    }
}

fn named(h: &mut Html, node: &Node, lines: &[String], (x, y): Point, (width, height): (f64, f64)) {
    let write = |h: &mut Html| {
        rectangle(h, node.class, (x - width / 2.0, y - height / 2.0), (width, height));
        let top = y + 4.0 - 7.0 * (lines.len() as f64 - 1.0);
        for (i, line) in lines.iter().enumerate() {
            label(h, &format!("name middle {}", node.class), (x, top + 14.0 * i as f64), line);
        }
    };
    match &node.leads {
        Some(id) => h.tag("a", &[("href", &format!("#{id}"))], write),
        None => write(h),
    }
}

/// The width of a box around these lines, as wide as the letters of a common typeface at most.
fn width(lines: &[String], size: Size) -> f64 {
    let letters = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    (letters as f64 * 6.7 + 12.0).min(size.width)
}

/// A title in lines of so many letters; what does not fit ends in an ellipsis.
fn wrapped(title: &str, size: Size) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in title.split_whitespace() {
        let last = lines.len() - 1;
        let longer = lines[last].chars().count() + 1 + word.chars().count();
        if lines[last].is_empty() {
            lines[last] = word.into();
        } else if longer <= size.letters {
            lines[last] = format!("{} {word}", lines[last]);
        } else {
            lines.push(word.into());
        }
    }
    let cut = lines.len() > size.lines;
    lines.truncate(size.lines);
    let last = lines.len() - 1;
    for (i, line) in lines.iter_mut().enumerate() {
        let cut = cut && i == last;
        let room = if cut { size.letters - 1 } else { size.letters };
        if line.chars().count() > room || cut {
            let kept: String = line.chars().take(size.letters - 1).collect();
            *line = format!("{}\u{2026}", kept.trim_end());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_never_overlap_and_stay_in_the_picture() {
        for n in 1..=14 {
            for size in [SMALL, LARGE] {
                let ring = Ring::new(&vec![size.width; n], &[], size);
                for (i, a) in ring.places.iter().enumerate() {
                    let inside = |x: f64, half: f64, most: f64| x - half >= 0.0 && x + half <= most;
                    assert!(inside(a.0, size.width / 2.0, ring.width), "{n}: {a:?}");
                    assert!(inside(a.1, size.height / 2.0, ring.height), "{n}: {a:?}");
                    for b in &ring.places[i + 1..] {
                        let apart = (a.0 - b.0).abs() >= size.width || (a.1 - b.1).abs() >= size.height;
                        assert!(apart, "{n}: {a:?} and {b:?} overlap");
                    }
                }
            }
        }
    }

    #[test]
    fn titles_fit_their_boxes() {
        assert_eq!(wrapped("Perceived occupation", SMALL), ["Perceived", "occupation"]);
        assert_eq!(wrapped("Fear", SMALL), ["Fear"]);
        assert_eq!(
            wrapped("Sunni share of the ministries that matter", SMALL),
            ["Sunni share of the", "ministries that\u{2026}"]
        );
        for line in wrapped("Antidisestablishmentarianism of everyone everywhere", SMALL) {
            assert!(line.chars().count() <= SMALL.letters, "{line}");
        }
    }
}
