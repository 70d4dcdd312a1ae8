//! Where things are found in the page.  Names are kept apart by a prefix for each kind.

/// A variable's or lookup's entry among the assumptions.
pub(crate) fn value(name: &str) -> String {
    of("v", name)
}

/// A recommendation's row.
pub(crate) fn recommendation(name: &str) -> String {
    of("r", name)
}

/// An actor's recommendations.
pub(crate) fn actor(name: &str) -> String {
    of("actor", name)
}

/// An element's recommendations.
pub(crate) fn element(name: &str) -> String {
    of("element", name)
}

/// A measure's entry.
pub(crate) fn measure(name: &str) -> String {
    of("measure", name)
}

/// A claim's row.
pub(crate) fn claim(name: &str) -> String {
    of("claim", name)
}

/// A causal link's row.
pub(crate) fn link(name: &str) -> String {
    of("link", name)
}

/// A chart.
pub(crate) fn chart(name: &str) -> String {
    of("chart", name)
}

/// A regime's column.
pub(crate) fn regime(name: &str) -> String {
    of("regime", name)
}

/// A pathway's description.
pub(crate) fn pathway(name: &str) -> String {
    of("pathway", name)
}

/// What one party owes another.
pub(crate) fn obligation(name: &str) -> String {
    of("obligation", name)
}

/// A rule of approval.
pub(crate) fn approval(name: &str) -> String {
    of("approval", name)
}

/// A paragraph of the source.
pub(crate) fn paragraph(number: u32) -> String {
    format!("par-{number}")
}

/// Letters, digits and `_` as they are, all else by its number, so that two names never meet.
fn of(kind: &str, name: &str) -> String {
    let mut id = format!("{kind}-");
    for c in name.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => id.push(c),
            other => id += &format!(".{:x}.", other as u32),
        }
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart() {
        assert_eq!(value("oil_share"), "v-oil_share");
        assert_eq!(value("a b"), "v-a.20.b");
        assert_ne!(value("a b"), value("a_b"));
        assert_ne!(actor("legitimacy"), element("legitimacy"));
    }
}
