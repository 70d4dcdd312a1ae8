//! On which page a thing is found.

use milepost_strategy::model::{Strategy, VariableKind};

use super::name::PageName;
use crate::anchor;

/// The page on which the place of this name is.
pub(super) fn page_of(strategy: &Strategy, id: &str) -> Option<PageName> {
    let (kind, _) = id.split_once('-').unwrap_or((id, ""));
    Some(match kind {
        "v" if is_judged(strategy, id) => PageName::Milestones,
        "v" | "par" | "assumptions" | "source" | "reproduce" | "history" | "data" => PageName::Assumptions,
        "r" | "actor" | "element" | "recommendations" => PageName::Recommendations,
        "measure" | "chart" | "regime" | "pathway" | "pathways" | "charts" | "places" | "robustness" | "regimes" => {
            PageName::Compare
        }
        "claim" | "claims" => PageName::Claims,
        "link" | "links" | "dynamics" | "loops" | "loop" => PageName::Dynamics,
        "obligation" | "approval" | "evidence" | "board" | "terms" => PageName::Contract,
        "sensitivity" | "discover" => PageName::Fails,
        "milestones" | "timing" | "watch" | "standing" | "timeline" => PageName::Milestones,
        "answer" | "about" => PageName::Overview,
        _ => return None,
    })
}

/// Whether it is a milestone, a condition or a trigger.
fn is_judged(strategy: &Strategy, id: &str) -> bool {
    let judged = |kind: &VariableKind| {
        matches!(kind, VariableKind::Milestone(_) | VariableKind::Condition(_) | VariableKind::Trigger(_))
    };
    strategy.variables.iter().any(|v| judged(&v.kind) && anchor::value(&v.name) == id)
}
