//! Recommendations without an effect and levers that no one sets.
//!
//! **Why it is bad.** A recommendation that moves nothing is worth nothing in every future, silently; a lever that
//! no one moves is a promise of the model that the strategy does not keep.

use milepost_syntax::Diagnostic;

use crate::model::*;

/// Findings on idle parts.
pub(crate) fn check(s: &Strategy) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for r in &s.recommendations {
        if r.settings.is_empty() && r.no_effect.is_none() {
            let finding = Diagnostic::warning(r.span, format!("`{}` has no effect in the model", r.name));
            out.push(finding.help("move a lever, or say why not: `no effect \"because ...\"`"));
        }
    }
    let triggers = s.variables.iter().filter_map(|v| match &v.kind {
        VariableKind::Trigger(t) => Some(&t.then),
        _ => None,
    });
    let regimes = s.regimes.iter().flat_map(|r| &r.settings);
    let recommendations = s.recommendations.iter().flat_map(|r| &r.settings);
    let mut set: Vec<VariableId> = regimes.chain(recommendations).chain(triggers.flatten()).map(|x| x.lever).collect();
    set.extend(s.variants.iter().flat_map(|v| v.with.iter().map(|(id, _)| *id)));
    for (i, v) in s.variables.iter().enumerate() {
        if matches!(v.kind, VariableKind::Lever(_)) && !set.contains(&VariableId(i as u32)) {
            let finding = Diagnostic::warning(v.span, format!("no one sets the lever `{}`", v.name));
            out.push(finding.help("set it in a regime, a recommendation or a trigger"));
        }
    }
    out
}
