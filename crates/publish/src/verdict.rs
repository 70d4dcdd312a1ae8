//! Verdicts in words, for the page and for the terminal.

use milepost_ensemble::summary::{Outcome, Verdict};
use milepost_strategy::model::{Display, Scope};

use crate::language::Language;
use crate::numbers::{Digits, count, percent};
use crate::words::range;

/// The verdict as a word.
pub(crate) fn word(words: &'static Language, outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Holds => words.say("verdict.holds"),
        Outcome::Fails => words.say("verdict.fails"),
        Outcome::Mixed => words.say("verdict.mixed"),
    }
}

/// What was asked for: `asked: at least 66%`.
pub(crate) fn asked(words: &'static Language, scope: Scope) -> String {
    match scope {
        Scope::AtLeast(bar) => words.fill("verdict.at-least", &[("share", &percent(bar))]),
        Scope::AtMost(bar) => words.fill("verdict.at-most", &[("share", &percent(bar))]),
        Scope::Ensemble => words.say("verdict.ensemble").into(),
    }
}

/// The futures that were counted apart, with the reason.
pub(crate) fn apart(words: &'static Language, verdict: &Verdict) -> Option<String> {
    let mut reasons = Vec::new();
    if verdict.apart > 0 {
        reasons.push(words.fill("verdict.small", &[("n", &count(verdict.apart))]));
    }
    if verdict.unknown > 0 {
        reasons.push(words.fill("verdict.unknown", &[("n", &count(verdict.unknown))]));
    }
    (!reasons.is_empty()).then(|| words.fill("verdict.apart", &[("reasons", &reasons.join("; "))]))
}

/// By how much the claim is true typically, and where eight in ten futures lie; positive supports the claim.
pub(crate) fn margin(words: &'static Language, verdict: &Verdict) -> Option<(String, String)> {
    let margin = verdict.margin.as_ref().filter(|m| m.known > 0)?;
    let (text, scale) = verdict.margin_unit.clone();
    let digits = Digits::of(words, &Display { text, scale }, [margin].into_iter());
    let signed = |value: f64, text: String| {
        if value > 0.0 && !text.starts_with('<') && text != "0" { format!("+{text}") } else { text }
    };
    let [_, low, _, typical, _, high, _] = margin.quantiles;
    let range = range(words, &signed(low, digits.number(low)), &signed(high, digits.number(high)));
    Some((signed(typical, digits.full(typical)), range))
}
