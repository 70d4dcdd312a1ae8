//! How much of the source the strategy says: its index, its paragraphs, and what has no effect in the model.

use crate::model::*;
use crate::rules::citations;

/// Widest line of what people read.
const WIDTH: usize = 96;

/// How much of the source a strategy says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coverage {
    /// Kinds of the index in its order: kind, entries declared, entries.
    pub kinds: Vec<(String, usize, usize)>,
    /// Paragraphs of the source, if it says which it has.
    pub paragraphs: Option<Paragraphs>,
    /// Recommendations that move nothing in the model: name and the reason given.
    pub without_effect: Vec<(String, Option<String>)>,
}

/// Paragraphs of the source.
#[derive(Clone, Debug, PartialEq)]
pub struct Paragraphs {
    /// How many are cited.
    pub cited: u64,
    /// How many there are.
    pub all: u64,
    /// The ranges that nothing cites.
    pub silent: Vec<(u32, u32)>,
}

impl Coverage {
    /// Of a checked strategy.
    pub fn of(s: &Strategy) -> Coverage {
        let mut kinds: Vec<(String, usize, usize)> = Vec::new();
        for entry in &s.index {
            let at = kinds.iter().position(|(kind, ..)| *kind == entry.kind).unwrap_or_else(|| {
                kinds.push((entry.kind.clone(), 0, 0));
                kinds.len() - 1
            });
            kinds[at].1 += usize::from(entry.declared);
            kinds[at].2 += 1;
        }
        let range = s.source.as_ref().and_then(|(_, range)| *range);
        let paragraphs = range.map(|(first, last)| {
            let silent = citations::uncited(s);
            let all = citations::how_many(&[(first, last)]);
            Paragraphs { cited: all - citations::how_many(&silent), all, silent }
        });
        let idle = s.recommendations.iter().filter(|r| r.settings.is_empty());
        let without_effect = idle.map(|r| (r.name.clone(), r.no_effect.clone())).collect();
        Coverage { kinds, paragraphs, without_effect }
    }

    /// One line for each thing covered, aligned: `recommendation  82 of 82 declared`.
    pub fn lines(&self) -> Vec<String> {
        let mut rows: Vec<(String, String)> = Vec::new();
        for (kind, declared, all) in &self.kinds {
            rows.push((kind.clone(), format!("{declared} of {all} declared")));
        }
        if let Some(Paragraphs { cited, all, silent }) = &self.paragraphs {
            let rest = match silent.is_empty() {
                true => String::new(),
                false => format!("; not cited: {}", citations::ranges(silent)),
            };
            rows.push(("paragraphs".into(), format!("{cited} of {all} cited{rest}")));
        }
        if !self.without_effect.is_empty() {
            rows.push(("recommendations without effect".into(), self.without_effect.len().to_string()));
        }
        table(&rows)
    }

    /// Recommendations without effect, each with its reason.
    pub fn reasons(&self) -> Vec<String> {
        let reason = |why: &Option<String>| why.clone().unwrap_or_else(|| "no reason is given".into());
        table(&self.without_effect.iter().map(|(name, why)| (name.clone(), reason(why))).collect::<Vec<_>>())
    }
}

/// Labels and what stands beside them, wrapped.
fn table(rows: &[(String, String)]) -> Vec<String> {
    let wide = rows.iter().map(|(label, _)| label.chars().count()).max().unwrap_or(0);
    let mut out = Vec::new();
    for (label, text) in rows {
        let mut line = format!("{label:<wide$} ");
        let indent = wide + 1;
        for word in text.split_whitespace() {
            if line.chars().count() + 1 + word.chars().count() > WIDTH && line.trim_end().chars().count() > indent {
                out.push(std::mem::replace(&mut line, " ".repeat(indent)));
            }
            line.push(' ');
            line.push_str(word);
        }
        out.push(line);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_reasons_go_on_below() {
        let reason = Some("because nothing in the model ".repeat(6));
        let idle = vec![("KR_1".to_string(), None), ("KR_10".to_string(), reason)];
        let coverage = Coverage { without_effect: idle, ..Coverage::default() };
        let lines = coverage.reasons();
        assert_eq!(lines[0], "KR_1   no reason is given");
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.len() <= WIDTH));
        assert!(lines[1].starts_with("KR_10  because") && lines[2].starts_with("       "));
        assert_eq!(coverage.lines(), ["recommendations without effect  2"]);
    }
}
