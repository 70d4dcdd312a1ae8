//! Rules on a whole strategy: one file, one rule.

pub(crate) mod citations;
pub(crate) mod cycles;
mod idle;
pub(crate) mod judges;
mod loops;

use milepost_syntax::Diagnostic;

use crate::model::Strategy;

/// All findings of all rules.
pub(crate) fn check(strategy: &Strategy) -> Vec<Diagnostic> {
    let mut out = cycles::check(strategy);
    out.extend(citations::check(strategy));
    out.extend(idle::check(strategy));
    out.extend(judges::check(strategy));
    out.extend(loops::check(strategy));
    out
}
