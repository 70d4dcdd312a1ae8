//! What `milepost test` prints.

use milepost_ensemble::summary::{Outcome, Verdict};
use milepost_strategy::model::{Hypothesis, Scope};

use super::{columns, wrapped};
use crate::docs;
use crate::language::Language;
use crate::numbers::{count, percent};
use crate::order::{judged, number, without_number};
use crate::verdict::{apart, asked, margin, word};
use crate::view::View;

/// Parts named for a claim that speaks of each.
const PARTS: usize = 4;

/// Writes every claim with its paragraphs, verdict, share and margin.
pub(crate) fn write(view: &View, width: usize) -> String {
    let judged = judged(view);
    if judged.is_empty() {
        return "The strategy makes no claim; add one with `hypothesis`\n".into();
    }
    let source = view.strategy.source.as_ref().map(|(source, _)| format!(" of {source}")).unwrap_or_default();
    let futures = count(view.summary.provenance.claim_futures);
    let mut out = wrapped(&format!("Claims{source}, judged on {futures} futures"), width, 0);
    for (claim, verdict) in &judged {
        out.push('\n');
        let cited = docs::citations(&claim.docs).map(|c| format!("  {c}")).unwrap_or_default();
        let number = number(&claim.docs.text).map(|n| format!("  H{n}")).unwrap_or_default();
        let head = format!("{}  {}{number}{cited}", sign(verdict.verdict), claim.name);
        let share = share(claim, verdict);
        if columns(&head) + 2 + columns(&share) <= width {
            out += &format!(
                "{head}{}{share}\n",
                " ".repeat(
                    (46usize.saturating_sub(columns(&head))).max(2).min(width - columns(&head) - columns(&share))
                )
            );
        } else {
            out += &format!("{head}\n{}", wrapped(&share, width, 9));
        }
        let said = docs::words(without_number(&claim.docs.text));
        let said = if said.is_empty() { claim.title.clone().unwrap_or_default() } else { said };
        out += &wrapped(said.trim_end_matches('.'), width, 9);
        if let Some((typical, range)) = margin(Language::english(), verdict) {
            out += &wrapped(&format!("margin {typical} ({range})"), width, 9);
        }
        if let Some(text) = parts(verdict) {
            out += &wrapped(&text, width, 9);
        }
        if let Some(text) = apart(Language::english(), verdict) {
            out += &wrapped(&text, width, 9);
        }
    }
    out + &tally(&judged)
}

/// The claims in a line each.
pub(crate) fn lines(view: &View, width: usize) -> String {
    let judged = judged(view);
    let names = judged.iter().map(|(claim, _)| columns(&claim.name)).max().unwrap_or(0);
    let lines = judged.iter().map(|(claim, verdict)| {
        let gap = " ".repeat(names - columns(&claim.name));
        let line = format!("{}  {}{gap}  {}", sign(verdict.verdict), claim.name, share(claim, verdict));
        if columns(&line) <= width { line + "\n" } else { wrapped(&line, width, 0) }
    });
    lines.collect()
}

fn sign(outcome: Outcome) -> String {
    let symbol = match outcome {
        Outcome::Holds => '\u{2713}',
        Outcome::Fails => '\u{2717}',
        Outcome::Mixed => '~',
    };
    format!("{symbol} {}", word(Language::english(), outcome))
}

fn share(claim: &Hypothesis, verdict: &Verdict) -> String {
    let (low, high) = verdict.interval;
    match claim.scope {
        Scope::Ensemble => asked(Language::english(), claim.scope),
        scope => format!(
            "{:>4} of futures ({} to {}), {}",
            percent(verdict.share),
            percent(low),
            percent(high),
            asked(Language::english(), scope).replace(':', "")
        ),
    }
}

/// The parts in which it holds least often.
fn parts(verdict: &Verdict) -> Option<String> {
    let mut parts: Vec<&(String, f64)> = verdict.parts.iter().collect();
    parts.sort_by(|a, b| a.1.total_cmp(&b.1));
    let told: Vec<String> =
        parts.iter().take(PARTS).map(|(name, share)| format!("{name} {}", percent(*share))).collect();
    (!told.is_empty()).then(|| format!("least often for {}", told.join(", ")))
}

fn tally(judged: &[(&Hypothesis, &Verdict)]) -> String {
    let number = |outcome| judged.iter().filter(|(_, v)| v.verdict == outcome).count();
    let (holds, fails, mixed) = (number(Outcome::Holds), number(Outcome::Fails), number(Outcome::Mixed));
    format!("\n{holds} of {} hold, {fails} fail, {mixed} mixed\n", judged.len())
}
