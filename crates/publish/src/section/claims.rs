//! The claims of the source, as tests, with their verdicts.

use milepost_ensemble::summary::{Outcome, Verdict};
use milepost_strategy::model::{Hypothesis, Scope};

use super::{dash, lead_in};
use crate::anchor;
use crate::chart::bar;
use crate::docs;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::{count, percent};
use crate::order::{judged, number, without_number};
use crate::phrase::titled;
use crate::verdict::{apart, asked, margin};
use crate::view::View;

pub(crate) fn present(view: &View) -> bool {
    !view.summary.claims.is_empty()
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    let futures = view.summary.provenance.claim_futures as usize;
    let futures = h.words.counted(futures, ("claims.futures-one", "claims.futures-many"));
    lead_in(h, &h.words.fill("claims.lead", &[("futures", &futures)]));
    failing(h, view);
    h.tag("table", &[("class", "claims")], |h| {
        h.tag("thead", &[], |h| {
            h.tag("tr", &[], |h| {
                for column in ["claims.claim", "claims.verdict", "claims.share", "claims.margin"] {
                    h.leaf("th", &[("scope", "col")], h.words.say(column));
                }
            });
        });
        h.tag("tbody", &[], |h| {
            for (i, (claim, verdict)) in judged(view).into_iter().enumerate() {
                h.tag("tr", &[("id", &anchor::claim(&claim.name))], |h| row(h, i, claim, verdict));
            }
        });
    });
}

/// Says first which claims of the source do not stand up, and when each would.
fn failing(h: &mut Html, view: &View) {
    let mut failed = judged(view);
    failed.retain(|(_, verdict)| verdict.verdict == Outcome::Fails);
    if failed.is_empty() {
        return;
    }
    let what = match failed.len() {
        1 => h.words.say("claims.failing-one").to_string(),
        n => h.words.fill("claims.failing-many", &[("n", &in_words(h.words, n))]),
    };
    h.tag("div", &[("class", "contradicted")], |h| {
        h.leaf("p", &[("class", "claim-title")], &what);
        h.tag("ul", &[], |h| {
            for (claim, verdict) in failed {
                h.tag("li", &[], |h| {
                    let link = |h: &mut Html| h.goto(&anchor::claim(&claim.name), &titled_claim(claim));
                    match claim.scope {
                        Scope::Ensemble => link(h),
                        _ => h.fill("claims.true-in", |h, name| match name {
                            "claim" => link(h),
                            _ => h.text(&percent(verdict.share)),
                        }),
                    }
                    if let Some(flips) = flips(&claim.docs.text) {
                        h.text(". ");
                        docs::inline(h, flips);
                    }
                    label(h, claim);
                });
            }
        });
    });
}

/// The sentence of a comment that says when the verdict flips.
fn flips(text: &str) -> Option<&str> {
    let at = text.match_indices("lip").find(|(at, _)| text[..*at].ends_with(['f', 'F']))?.0;
    let begin = text[..at].rfind(". ").map_or(0, |dot| dot + 1);
    let end = text[at..].find('.').map_or(text.len(), |dot| at + dot + 1);
    // A heading such as `H5, where it flips.` says nothing yet; what follows it does.
    let heading = begin == 0 && number(&text[..end]).is_some();
    let told = if heading { text[end..].split_inclusive(". ").next().unwrap_or("") } else { &text[begin..end] };
    Some(told.trim()).filter(|told| !told.is_empty())
}

fn in_words(words: &'static Language, n: usize) -> String {
    const WORDS: [&str; 9] = [
        "claims.two",
        "claims.three",
        "claims.four",
        "claims.five",
        "claims.six",
        "claims.seven",
        "claims.eight",
        "claims.nine",
        "claims.ten",
    ];
    n.checked_sub(2).and_then(|i| WORDS.get(i)).map_or_else(|| n.to_string(), |word| words.say(word).into())
}

fn titled_claim(claim: &Hypothesis) -> String {
    claim.title.clone().unwrap_or_else(|| titled(&claim.name))
}

/// The number that the claim's comment gives it.
fn label(h: &mut Html, claim: &Hypothesis) {
    if let Some(number) = number(&claim.docs.text) {
        h.leaf("span", &[("class", "tag")], &format!("H{number}"));
    }
}

fn row(h: &mut Html, index: usize, claim: &Hypothesis, verdict: &Verdict) {
    let words = h.words;
    h.tag("td", &[("class", "claim")], |h| {
        h.tag("p", &[("class", "claim-title")], |h| {
            h.text(&titled_claim(claim));
            label(h, claim);
        });
        let cited = claim.docs.text.contains('[');
        docs::write(h, "claim-text", without_number(&claim.docs.text));
        if let Some(citations) = docs::citations(&claim.docs).filter(|_| !cited) {
            h.tag("p", &[("class", "claim-text")], |h| docs::inline(h, &citations));
        }
        h.tag("details", &[("class", "as-tested")], |h| {
            h.leaf("summary", &[], h.words.say("claims.as-tested"));
            h.leaf("code", &[], &claim.text.split_whitespace().collect::<Vec<_>>().join(" "));
            parts(h, verdict);
        });
    });
    h.tag("td", &[("data-label", words.say("claims.verdict"))], |h| sign(h, verdict.verdict));
    h.tag("td", &[("data-label", words.say("claims.share")), ("class", "share")], |h| match claim.scope {
        Scope::AtLeast(bar) | Scope::AtMost(bar) => {
            h.tag("span", &[("class", "big")], |h| h.text(&percent(verdict.share)));
            let (low, high) = verdict.interval;
            let range = words.fill("claims.range", &[("low", &percent(low)), ("high", &percent(high))]);
            h.leaf("span", &[("class", "quiet")], &format!(" {range}"));
            bar::claim(h, &format!("h{index}"), verdict.share, verdict.interval, bar);
            h.leaf("span", &[("class", "quiet line")], &asked(words, claim.scope));
            if let Some(text) = apart(words, verdict) {
                h.leaf("span", &[("class", "quiet line")], &text);
            }
        }
        Scope::Ensemble => {
            h.leaf("span", &[("class", "quiet line")], &asked(words, claim.scope));
        }
    });
    h.tag("td", &[("data-label", words.say("claims.margin")), ("class", "margin")], |h| match margin(words, verdict) {
        Some((typical, range)) => {
            h.leaf("span", &[("class", "big")], &typical);
            h.leaf("span", &[("class", "quiet line")], &range);
        }
        None => dash(h, words.say("claims.no-margin")),
    });
}

/// The verdict as a symbol and a word.
fn sign(h: &mut Html, outcome: Outcome) {
    let (class, word, path) = match outcome {
        Outcome::Holds => ("holds", "claims.holds", "M4 8.5L7 11.5L12.5 5"),
        Outcome::Fails => ("fails", "claims.fails", "M5 5L11 11M11 5L5 11"),
        Outcome::Mixed => ("mixed", "claims.mixed", "M4 8.8C5.5 6 7 6.5 8 8C9 9.5 10.5 10 12 7.2"),
    };
    h.tag("span", &[("class", &format!("verdict {class}"))], |h| {
        h.tag("svg", &[("viewBox", "0 0 16 16"), ("width", "18"), ("height", "18"), ("aria-hidden", "true")], |h| {
            h.void("circle", &[("cx", "8"), ("cy", "8"), ("r", "7.5")]);
            h.void("path", &[("d", path)]);
        });
        h.text(h.words.say(word));
    });
}

fn parts(h: &mut Html, verdict: &Verdict) {
    if verdict.parts.is_empty() {
        return;
    }
    let mut parts: Vec<&(String, f64)> = verdict.parts.iter().collect();
    parts.sort_by(|a, b| a.1.total_cmp(&b.1));
    h.leaf("p", &[("class", "quiet")], h.words.say("claims.parts"));
    h.tag("ul", &[("class", "parts")], |h| {
        for (name, share) in parts {
            h.tag("li", &[], |h| {
                h.leaf("span", &[], &titled(name));
                h.leaf("b", &[], &percent(*share));
            });
        }
    });
    let judged = h.words.fill("claims.judged", &[("futures", &count(verdict.judged))]);
    h.leaf("p", &[("class", "quiet")], &judged);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_flips_a_verdict_is_found() {
        let told = Some("It hangs on the soldier: where little, leaving is as good.");
        assert_eq!(flips("Fine.  It flips where fear is low. [4]"), Some("It flips where fear is low."));
        assert_eq!(
            flips("H5, where it flips.  It hangs on the soldier: where little, leaving is as good.  [38]"),
            told
        );
        assert_eq!(flips("H5.  Nothing does."), None);
    }
}
