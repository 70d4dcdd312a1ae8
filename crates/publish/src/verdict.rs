//! Verdicts in words, for the page and for the terminal.

use milepost_ensemble::summary::{Outcome, Verdict};
use milepost_strategy::model::{Display, Scope};

use crate::numbers::{Digits, count, percent};

/// The verdict as a word.
pub(crate) fn word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => "holds",
        Outcome::Fails => "fails",
        Outcome::Mixed => "mixed",
    }
}

/// What was asked for: `asked: at least 66%`.
pub(crate) fn asked(scope: Scope) -> String {
    match scope {
        Scope::AtLeast(bar) => format!("asked: at least {}", percent(bar)),
        Scope::AtMost(bar) => format!("asked: at most {}", percent(bar)),
        Scope::Ensemble => "one statement on all futures together".into(),
    }
}

/// The futures that were counted apart, with the reason.
pub(crate) fn apart(verdict: &Verdict) -> Option<String> {
    let mut reasons = Vec::new();
    if verdict.apart > 0 {
        reasons.push(format!("{} where the whole gain is too small to matter", count(verdict.apart)));
    }
    if verdict.unknown > 0 {
        reasons.push(format!("{} where a value is unknown", count(verdict.unknown)));
    }
    (!reasons.is_empty()).then(|| format!("counted apart: {}", reasons.join("; ")))
}

/// By how much the claim is true typically, and where eight in ten futures lie; positive supports the claim.
pub(crate) fn margin(verdict: &Verdict) -> Option<(String, String)> {
    let margin = verdict.margin.as_ref().filter(|m| m.known > 0)?;
    let (text, scale) = verdict.margin_unit.clone();
    let digits = Digits::of(&Display { text, scale }, [margin].into_iter());
    let signed = |value: f64, text: String| {
        if value > 0.0 && !text.starts_with('<') && text != "0" { format!("+{text}") } else { text }
    };
    let [_, low, _, typical, _, high, _] = margin.quantiles;
    let range = format!("{} to {}", signed(low, digits.number(low)), signed(high, digits.number(high)));
    Some((signed(typical, digits.full(typical)), range))
}
