//! Which loop is in charge.

use crate::html::Html;
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    view.loops().is_some()
}

/// Writes the section.
pub(crate) fn write(_h: &mut Html, _view: &View) {}
