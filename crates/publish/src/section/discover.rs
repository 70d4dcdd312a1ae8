//! Where it fails.

use crate::html::Html;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    view.discover().next().is_some()
}

/// Writes the section.
pub(crate) fn write(_h: &mut Html, _view: &View) {}
