//! Random texts: none may panic, hang, or print to something else than it is.

mod common;

use std::time::{Duration, Instant};

use common::{EVERYTHING, full, parsed, rendered, value};
use milepost_syntax::ast::{DeclarationKind, ExprKind};
use milepost_syntax::printer;

/// xorshift64*: the same sequence everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Pieces of which random texts are made.
const PIECES: &[&str] = &[
    "strategy",
    "let",
    "stock",
    "flow",
    "lever",
    "regime",
    "pathway",
    "measure",
    "chart",
    "tiles",
    "link",
    "loop",
    "->",
    "raises",
    "absent",
    "hypothesis",
    "trigger",
    "series",
    "table",
    "dimension",
    "indicator",
    "condition",
    "uncertain",
    "initial",
    "inflow",
    "toward",
    "holds",
    "when",
    "if",
    "then",
    "else",
    "not",
    "and",
    "or",
    "in",
    "over",
    "under",
    "without",
    "with",
    "true",
    "observed",
    "at",
    "end",
    "for",
    "each",
    "from",
    "to",
    "by",
    "of",
    "x",
    "y",
    "person",
    "month",
    "\"Old Town\"",
    "\"",
    "1",
    "0.5",
    "40%",
    "1e6",
    "1e999",
    "2006-06",
    "2006-99",
    "2006-06-30",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    ";",
    "=",
    "+=",
    "*=",
    "==",
    "<",
    "<=",
    "..",
    "...",
    "+",
    "-",
    "*",
    "/",
    "^",
    "\n",
    "\n",
    "\nlet a = ",
    "// note [3]\n",
    "/// doc [4-2]\n",
    "\u{0}",
    "é",
    "\u{feff}",
    "\r\n",
    "%",
    "\u{1f600}",
];

/// Pieces of which random expressions are made.
const TERMS: &[&str] = &[
    "x",
    "y",
    "1",
    "40%",
    "5 person",
    "2006-06",
    "f(x)",
    "sum(x over d)",
    "v[a]",
    "(",
    ")",
    "+",
    "-",
    "*",
    "/",
    "^",
    "and",
    "or",
    "not",
    "<",
    "=",
    "if",
    "then",
    "else",
    "under p",
    "without a",
    "with l = 3",
    "{ a: ",
    "}",
    "else",
    "true",
    "observed",
    "z",
    ",",
    "-",
    "(",
    ")",
];

/// Parses a text and looks at all that came of it.
fn survive(text: &str) {
    let parsed = parsed(text);
    for finding in &parsed.diagnostics {
        let span = finding.span.expect("a finding of the parser has a place");
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{finding:?} in {text:?}");
    }
    let shown = rendered(text, &parsed.diagnostics);
    assert_eq!(shown.is_empty(), parsed.diagnostics.is_empty());
    for declaration in &parsed.file.declarations {
        assert!(text.get(declaration.span.start as usize..declaration.span.end as usize).is_some());
        if let DeclarationKind::Let(equation) = &declaration.kind {
            let printed = printer::expression(&equation.value);
            let clean = parsed.diagnostics.is_empty() && !matches!(equation.value.kind, ExprKind::Error);
            if clean {
                assert_eq!(full(&value(&printed)), full(&equation.value), "{printed} of {text:?}");
            }
        }
    }
}

/// A change of a text: pieces put in, taken out, doubled.
fn mutate(random: &mut Random, text: &str) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..1 + random.below(6) {
        let at = random.below(text.len().max(1)).min(text.len());
        let end = (at + random.below(30)).min(text.len());
        match random.below(4) {
            0 => drop(text.drain(at..end)),
            1 => drop(text.splice(at..at, random.pick(PIECES).chars())),
            2 => {
                let copy = text[at..end].to_vec();
                let to = random.below(text.len().max(1)).min(text.len());
                drop(text.splice(to..to, copy));
            }
            _ => text.truncate(at.max(end)),
        }
    }
    text.into_iter().collect()
}

fn soup(random: &mut Random, pieces: &[&str], most: usize) -> String {
    let length = 1 + random.below(most);
    (0..length).map(|_| random.pick(pieces)).collect::<Vec<_>>().join(" ")
}

/// An expression that is right, with the parentheses that make it so wherever it might need them.
fn right_expression(random: &mut Random, depth: usize) -> String {
    if depth == 0 {
        return random
            .pick(&["x", "2", "40%", "5 person", "2006-06", "v[a, b]", "sum(x over d)", "true x"])
            .to_string();
    }
    let mut part = || {
        let part = right_expression(random, depth - 1);
        if random.below(5) == 0 { part } else { format!("({part})") }
    };
    let (a, b, c) = (part(), part(), part());
    match random.below(12) {
        0 => format!("if {a} then {b} else {c}"),
        1 => format!("f({a}, {b} weighted by {c} from x to y)"),
        2 => format!("{{ a: {a}, b: {b}, else {c} }}"),
        3 => format!("-({a})"),
        4 => format!("not ({a})"),
        5 => format!("({a}) under p without d and e with l = ({b}) and m = -({c})"),
        6 => format!("observed ({a})"),
        _ => format!("({a}) {} ({b})", random.pick(&["+", "-", "*", "/", "^", "<", "=", "and", "or", "+", "-"])),
    }
}

#[test]
fn right_expressions_print_to_what_they_are() {
    let mut random = Random(0x5DEE_CE66_D1CE_4E5B);
    let mut clean = 0;
    for _ in 0..1_000 {
        let depth = random.below(6);
        let text = format!("let a = {}", right_expression(&mut random, depth));
        clean += usize::from(parsed(&text).diagnostics.is_empty());
        survive(&text);
    }
    assert!(clean > 500, "only {clean} were right");
}

#[test]
fn no_text_panics() {
    let seconds = std::env::var("MILEPOST_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    let limit = Duration::from_secs_f64(seconds);
    let started = Instant::now();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut runs = 0_u64;
    // A few always, so that a slow machine tests something too.
    while runs < 200 || started.elapsed() < limit {
        let text = match runs % 4 {
            0 => mutate(&mut random, EVERYTHING),
            1 => soup(&mut random, PIECES, 60),
            2 => {
                let lines: Vec<&str> = EVERYTHING.lines().collect();
                soup(&mut random, &lines, 20).replace("  ", "\n")
            }
            _ => format!("let a = {}", soup(&mut random, TERMS, 14)),
        };
        survive(&text);
        runs += 1;
    }
}
