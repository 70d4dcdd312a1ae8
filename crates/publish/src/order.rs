//! Orders in which people expect names and claims to stand.

use std::cmp::Ordering;

use milepost_ensemble::summary::Verdict;
use milepost_strategy::model::Hypothesis;

use crate::view::View;

/// Compares names with the numbers in them as numbers: `L2` before `L11`.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (Some(l), Some(r)) = (left.chars().next(), right.chars().next()) else {
            return left.len().cmp(&right.len()).then_with(|| a.cmp(b));
        };
        if l.is_ascii_digit() && r.is_ascii_digit() {
            let (l, r) = (digits(left), digits(right));
            let (bare, other) = (l.trim_start_matches('0'), r.trim_start_matches('0'));
            match bare.len().cmp(&other.len()).then_with(|| bare.cmp(other)) {
                Ordering::Equal => (left, right) = (&left[l.len()..], &right[r.len()..]),
                unequal => return unequal,
            }
        } else {
            match l.cmp(&r) {
                Ordering::Equal => (left, right) = (&left[l.len_utf8()..], &right[r.len_utf8()..]),
                unequal => return unequal,
            }
        }
    }
}

fn digits(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len())]
}

/// The claims that were judged, with their verdicts: by the number that their comments give them, then as declared.
pub(crate) fn judged<'a>(view: &View<'a>) -> Vec<(&'a Hypothesis, &'a Verdict)> {
    let claims = view.summary.claims.iter();
    let claim = |v: &'a Verdict| Some((view.strategy.hypotheses.iter().find(|h| h.name == v.name)?, v));
    let mut judged: Vec<_> = claims.filter_map(claim).collect();
    judged.sort_by_key(|(claim, _)| number(&claim.docs.text).unwrap_or(u32::MAX));
    judged
}

/// The number by which the source's claims are counted, from the first `H4` in a claim's comment.
pub(crate) fn number(text: &str) -> Option<u32> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').find_map(|word| {
        let rest = word.strip_prefix('H').filter(|rest| digits(rest).len() == rest.len())?;
        rest.parse().ok()
    })
}

/// A claim's comment without the number that its heading shows: `H4.  And it` begins `And it`.
pub(crate) fn without_number(text: &str) -> &str {
    let Some(number) = number(text) else { return text };
    text.trim_start().strip_prefix(&format!("H{number}.")).map_or(text, str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_names_count_as_numbers() {
        let mut names = ["L11", "L02", "K9", "L2", "L1_10", "L1_9", "L", "ä2", "L02b"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["K9", "L", "L1_9", "L1_10", "L02", "L2", "L02b", "L11", "ä2"]);
    }

    #[test]
    fn claims_are_numbered_by_their_comments() {
        assert_eq!(number("H15.  To tell. [41]"), Some(15));
        assert_eq!(number("Where H4 flips, H5 holds."), Some(4));
        assert_eq!(number("HIV, CH4 and H_2 are no numbers, nor is H."), None);
        assert_eq!(without_number("H4.  And it makes. [6]"), "And it makes. [6]");
        assert_eq!(without_number("H4, where it may flip.  Where"), "H4, where it may flip.  Where");
        assert_eq!(without_number("As H4. says"), "As H4. says");
    }
}
