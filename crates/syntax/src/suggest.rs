//! "Did you mean ...?"

/// The candidate that a misspelt word most likely means, if any is near enough: at most a third of the word's letters
/// (and at least one) added, left out, changed or swapped.  Of equally near ones the first by name.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let length = word.chars().count();
    // Edit distance is quadratic; no name is that long.
    if length > 100 {
        return None;
    }
    let limit = (length / 3).max(1);
    let lower = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| *candidate != word && candidate.len().abs_diff(word.len()) <= 4 * (limit + 1))
        .map(|candidate| (strsim::osa_distance(&lower, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit && *distance < length)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn nearest_forgives_small_slips_only() {
        let names = ["legitimacy", "grievance", "fear", "pace"];
        for (word, expected) in [
            ("legitimcy", Some("legitimacy")),
            ("greivance", Some("grievance")),
            ("Fear", Some("fear")),
            ("faer", Some("fear")),
            ("peace", Some("pace")),
            ("troops", None),
            ("x", None),
            ("", None),
            ("fear", None),
        ] {
            assert_eq!(nearest(word, names), expected, "{word}");
        }
    }

    #[test]
    fn ties_go_by_name() {
        assert_eq!(nearest("cat", ["hat", "bat"]), Some("bat"));
    }
}
