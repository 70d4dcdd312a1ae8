//! A sentence on something under a pathway, in which lists of emphasised titles stand.

use super::Telling;
use crate::phrase::{Phrase, Piece};

/// What will stand for the `{names}` of a sentence: of a pathway, of a title, and of all that is kept for it.
///
/// What authors wrote is filled in at last, so that nothing in it is taken for a name.
pub(super) struct Sentence {
    kept: Vec<(String, Piece)>,
}

impl Sentence {
    /// `Under liberation, “Civilian deaths”`: a title may be of one thing, of many, or a whole clause.
    pub(super) fn about(telling: Telling, title: &str, pathway: &str) -> Sentence {
        let pathway = Piece::Name(telling.pathway(pathway));
        Sentence { kept: vec![("pathway".into(), pathway), ("title".into(), Piece::Plain(title.into()))] }
    }

    /// Keeps a piece for the end; what stands for it until then.
    pub(super) fn keep(&mut self, piece: Piece) -> String {
        let name = self.kept.len().to_string();
        let stands = format!("{{{name}}}");
        self.kept.push((name, piece));
        stands
    }

    /// The sentence of a text.
    pub(super) fn told(&self, text: &str) -> Phrase {
        let values: Vec<(&str, Piece)> = self.kept.iter().map(|(name, piece)| (name.as_str(), piece.clone())).collect();
        Phrase::filled(text, &values)
    }
}
