//! What it depends on.

use crate::html::Html;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    view.sensitivity().next().is_some()
}

/// Writes the section.
pub(crate) fn write(_h: &mut Html, _view: &View) {}
