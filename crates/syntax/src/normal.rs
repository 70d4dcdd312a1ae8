//! The normal form of a declaration: the same for the same words however they were laid out.

use crate::lexer::{self, Kind};
use crate::{FileId, printer};

/// A declaration in its normal form.
#[derive(Clone, Debug, PartialEq)]
pub struct Normal {
    /// The word that it begins with, such as `lever`.
    pub word: String,
    /// What it declares: the name or text behind that word; empty for `strategy`, of which there is one.
    pub name: String,
    /// Its lines: the head, then a line for each field of a block.
    pub lines: Vec<String>,
}

impl Normal {
    /// On one line: equal for declarations that differ only in spaces, line ends, `;`, comments, and how numbers are
    /// spelt.
    pub fn flat(&self) -> String {
        self.lines.join(" ")
    }
}

/// Words before which or behind which a bracket stands apart.
const APART: [&str; 26] = [
    "if",
    "then",
    "else",
    "and",
    "or",
    "not",
    "by",
    "over",
    "when",
    "to",
    "from",
    "at",
    "in",
    "for",
    "than",
    "minimise",
    "maximise",
    "inflow",
    "outflow",
    "initial",
    "toward",
    "under",
    "before",
    "latest",
    "acceptable",
    "matters",
];

/// The normal form of the text of one declaration.
pub fn normal(text: &str) -> Normal {
    let lexed = lexer::lex(FileId(0), text);
    let tokens: Vec<_> = lexed.tokens.iter().filter(|t| t.kind != Kind::End).collect();
    let spelt: Vec<String> = tokens.iter().map(|t| spell(text, t)).collect();
    let mut lines = vec![String::new()];
    // Brackets open, within which line ends mean nothing; and braces.
    let (mut brackets, mut braces) = (0_usize, 0_usize);
    let mut broken = false;
    for (k, word) in spelt.iter().enumerate() {
        if word == ";" {
            broken = true;
            continue;
        }
        let ended = broken || tokens[k].newline;
        let goes_on = !matches!(tokens[k].kind, Kind::Word | Kind::Text) || brackets > 0 || braces == 0;
        broken = false;
        if k > 0 && ended && !goes_on {
            lines.push(String::new());
        }
        let Some(line) = lines.last_mut() else { continue };
        let before = k.checked_sub(1).map(|b| spelt[b].as_str());
        if !line.is_empty() && spaced(before.unwrap_or(""), word, signs(&spelt, k)) {
            line.push(' ');
        }
        line.push_str(word);
        match word.as_str() {
            "(" | "[" => brackets += 1,
            ")" | "]" => brackets = brackets.saturating_sub(1),
            "{" => braces += 1,
            "}" => braces = braces.saturating_sub(1),
            _ => {}
        }
    }
    let word = spelt.first().cloned().unwrap_or_default();
    let name = match word.as_str() {
        "strategy" => String::new(),
        "use" => spelt[1..].iter().take_while(|word| *word != "{").cloned().collect::<Vec<_>>().join(" "),
        _ => spelt.get(1).map(|n| n.trim_matches(['"', '`']).to_string()).unwrap_or_default(),
    };
    Normal { word, name, lines }
}

fn spell(text: &str, token: &lexer::Token) -> String {
    match token.kind {
        Kind::Number { value, percent } => {
            let mut out = String::new();
            printer::number(&mut out, value, percent, None);
            out
        }
        Kind::Symbol("==") => "=".into(),
        Kind::Symbol(symbol) => symbol.into(),
        _ => text[token.span.start as usize..token.span.end as usize].into(),
    }
}

/// Whether the word before this one is a sign, as in `= -x`, rather than an operator between two operands.
fn signs(spelt: &[String], k: usize) -> bool {
    let before = k.checked_sub(2).map_or("(", |b| spelt[b].as_str());
    let operand = before.ends_with(|c: char| c.is_alphanumeric() || "_\"`)]}%".contains(c));
    k > 0 && matches!(spelt[k - 1].as_str(), "-" | "+") && (!operand || APART.contains(&before))
}

/// Whether a space stands between two words.
fn spaced(before: &str, word: &str, signed: bool) -> bool {
    let name = before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '`') && !APART.contains(&before);
    match (before, word) {
        (_, "," | ":" | ")" | "]" | "^" | "/") | ("(" | "[" | "^" | "/", _) => false,
        (_, "(" | "[") if name && !before.starts_with(|c: char| c.is_ascii_digit()) => false,
        _ => !signed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<String> {
        normal(text).lines
    }

    #[test]
    fn layout_and_spelling_make_no_difference() {
        let a = normal("stock camp : person nonnegative {\n  initial 0.50\n  outflow 2%/month*camp // slow\n}");
        let b = normal("stock  camp: person nonnegative { initial .5; outflow 2.0% / month * camp }");
        assert_eq!(a.flat(), b.flat());
        assert_eq!((a.word.as_str(), a.name.as_str()), ("stock", "camp"));
        assert_eq!(a.lines, ["stock camp: person nonnegative {", "initial 0.5", "outflow 2%/month * camp }"]);
        let elements = ["let x[d] = { A: 1\n  B: 2 }", "let x[d] = { A: 1  B: 2 }"].map(|t| normal(t).flat());
        assert_eq!(elements[0], elements[1]);
    }

    #[test]
    fn words_and_numbers_make_a_difference() {
        for (a, b) in [("let x = 1", "let x = 2"), ("let x = a - b", "let x = b - a"), ("let x = 1", "flow x = 1")] {
            assert_ne!(normal(a).flat(), normal(b).flat());
        }
    }

    #[test]
    fn it_reads_as_one_would_write_it() {
        assert_eq!(lines("let x=-a+f( b,2 )^2"), ["let x = -a + f(b, 2)^2"]);
        assert_eq!(lines("let x = if (a>1) then -1 else b [ c ]-1"), ["let x = if (a > 1) then -1 else b[c] - 1"]);
        assert_eq!(
            lines("lookup f of month: share = (0,1)(12,  50%)"),
            ["lookup f of month: share = (0, 1) (12, 50%)"]
        );
        assert_eq!(lines("lever l: 1/month=0 in 0..1 by a"), ["lever l: 1/month = 0 in 0 .. 1 by a"]);
        assert_eq!(lines("let x =\n  0.4 // [18]\n  + 0.25"), ["let x = 0.4 + 0.25"]);
        assert_eq!(normal("table \"a b.csv\" by d { x }").name, "a b.csv");
        assert_eq!(normal("strategy \"One\" { }").name, "");
    }
}
