//! Names of places as sources write them, to elements of the strategy.

use std::collections::{BTreeMap, HashMap};

use milepost_strategy::model::{DimensionId, Reading, Strategy};

/// What an indicator's elements are called.
#[derive(Clone, Debug, Default)]
pub struct Places {
    dimensions: Vec<Names>,
}

#[derive(Clone, Debug, Default)]
struct Names {
    size: usize,
    /// By exact name, those of the strategy before the alternative ones.
    exact: HashMap<String, usize>,
    /// By name without case and marks; none where two elements share it.
    folded: HashMap<String, Option<usize>>,
    elements: Vec<String>,
}

impl Places {
    /// The names of an indicator's elements, with the alternative names that its declaration gives.
    pub fn new(strategy: &Strategy, dims: &[DimensionId], reading: &Reading) -> Places {
        let mut dimensions: Vec<Names> = dims
            .iter()
            .map(|d| {
                let elements = strategy.dimension(*d).elements.clone();
                let exact = elements.iter().cloned().zip(0..).collect();
                Names { size: elements.len(), exact, folded: HashMap::new(), elements }
            })
            .collect();
        for (name, dimension, element) in &reading.names {
            if let Some(names) = dimensions.get_mut(*dimension) {
                names.exact.entry(name.clone()).or_insert(*element);
            }
        }
        for names in &mut dimensions {
            let sorted: BTreeMap<&String, usize> = names.exact.iter().map(|(n, e)| (n, *e)).collect();
            for (name, element) in sorted {
                let slot = names.folded.entry(folded(name)).or_insert(Some(element));
                if *slot != Some(element) {
                    *slot = None;
                }
            }
        }
        Places { dimensions }
    }

    /// Number of dimensions.
    pub fn dimensions(&self) -> usize {
        self.dimensions.len()
    }

    /// The element of one dimension that a source calls so: by its name, by an alternative name, or by either without
    /// regard to case and marks.  Nothing is guessed.
    pub fn find(&self, dimension: usize, name: &str) -> Option<usize> {
        let names = self.dimensions.get(dimension)?;
        if let Some(element) = names.exact.get(name) {
            return Some(*element);
        }
        names.folded.get(&folded(name)).copied().flatten()
    }

    /// The flat element of one element for each dimension.
    pub fn flat(&self, elements: &[usize]) -> usize {
        self.dimensions.iter().zip(elements).fold(0, |flat, (names, e)| flat * names.size + e)
    }

    /// The name nearest to one that was not found, for a suggestion.
    pub fn nearest(&self, name: &str) -> Option<&str> {
        let key = folded(name);
        let within = |e: &&String| key.split_whitespace().any(|w| w.len() > 3 && folded(e) == w);
        self.dimensions.iter().find_map(|names| {
            milepost_syntax::nearest(name, names.elements.iter().map(String::as_str))
                .or_else(|| names.elements.iter().find(within).map(String::as_str))
        })
    }
}

/// A name without case and without marks on its letters, blanks single.
fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.trim().chars() {
        match c {
            // Marks that stand on the letter before: Latin, Arabic.
            '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{670}' | '\u{640}' => {}
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase().map(plain)),
        }
    }
    out
}

/// Letters with marks, each group behind the plain letter.
const MARKED: [(char, &str); 22] = [
    ('a', "àáâãäåāăąǎạảấầẩẫậắằẳẵặ"),
    ('b', "ḅḇ"),
    ('c', "çćĉċč"),
    ('d', "ďđḍḏ"),
    ('e', "èéêëēĕėęěẹẻẽếềểễệ"),
    ('g', "ĝğġģǧ"),
    ('h', "ĥħḥḫḩ"),
    ('i', "ìíîïĩīĭįıǐịỉ"),
    ('j', "ĵǰ"),
    ('k', "ķǩḵ"),
    ('l', "ĺļľŀłḷ"),
    ('m', "ṃ"),
    ('n', "ñńņňṇ"),
    ('o', "òóôõöøōŏőǒọỏốồổỗộớờởỡợơ"),
    ('r', "ŕŗřṛ"),
    ('s', "śŝşšșṣ"),
    ('t', "ţťŧțṭṯ"),
    ('u', "ùúûüũūŭůűųǔụủưứừửữự"),
    ('w', "ŵẉ"),
    ('y', "ýÿŷỳỵỷỹ"),
    ('z', "źżžẓẕ"),
    ('ا', "أإآٱ"),
];

fn plain(c: char) -> char {
    if c.is_ascii() {
        return c;
    }
    MARKED.iter().find(|(_, marked)| marked.contains(c)).map_or(c, |(plain, _)| *plain)
}

#[cfg(test)]
mod tests {
    use super::folded;

    #[test]
    fn case_and_marks_do_not_matter() {
        for (a, b) in [
            ("Salāḥ  al-Dīn", "salah al-din"),
            ("PANAMÁ", "panama"),
            ("Nīnawá", "Ninawa"),
            ("Cafe\u{301}", "café"),
            ("أربيل", "اربيل"),
        ] {
            assert_eq!(folded(a), folded(b), "{a}");
        }
        assert_ne!(folded("Ninewa"), folded("Ninawa"));
    }
}
