//! Cases with a mistake put in: whatever stands in a file, nothing panics, and what is accepted can be run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use milepost_suite::case::{Case, read_folder};
use milepost_suite::run::{Runs, checked, findings};

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// What a piece of text is.
fn kind(c: char) -> u8 {
    match c {
        '0'..='9' | '.' => 0,
        _ if c.is_alphabetic() || c == '_' => 1,
        _ if c.is_whitespace() => 2,
        _ => 3,
    }
}

/// Words, numbers, signs and spaces.
fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for ((_, left), (at, right)) in text.char_indices().zip(text.char_indices().skip(1)) {
        if kind(left) != kind(right) || kind(left) == 3 {
            found.push(&text[start..at]);
            start = at;
        }
    }
    found.push(&text[start..]);
    found
}

/// The text with one or two pieces exchanged, left out, doubled, or replaced by one of their kind or any other.
fn mutated(text: &str, others: &[&str], dice: &mut Dice) -> String {
    let mut pieces: Vec<&str> = pieces(text);
    for _ in 0..=dice.below(2) {
        let at = dice.below(pieces.len());
        let alike = |other: &&str| other.chars().next().map(kind) == pieces[at].chars().next().map(kind);
        match dice.below(8) {
            0 => drop(pieces.remove(at)),
            1 => pieces.insert(at, pieces[at]),
            2 => pieces[at] = others[dice.below(others.len())],
            3 => {
                let other = dice.below(pieces.len());
                pieces.swap(at, other);
            }
            _ => {
                let known: Vec<&str> = pieces.iter().copied().filter(alike).collect();
                pieces[at] = known[dice.below(known.len())];
            }
        }
        if pieces.is_empty() {
            pieces.push("");
        }
    }
    pieces.concat()
}

/// Checks and runs a case: whether it was run, or a sentence if something that was accepted could not be.
fn tried(case: &Case) -> Result<bool, String> {
    let checked = checked(case);
    milepost_syntax::render(&checked.sources, &checked.diagnostics, false);
    let Some(strategy) = &checked.strategy else {
        let said = findings(&checked).iter().any(|f| f.starts_with("error"));
        return if said { Ok(false) } else { Err("refused without an error".into()) };
    };
    if strategy.time.steps > 2000 || strategy.variables.len() > 500 {
        return Ok(false);
    }
    let mut runs = Runs::new(strategy, None);
    match (0..strategy.variants.len()).find_map(|variant| runs.simulate(variant).err()) {
        // A stock may truly grow beyond all numbers.
        Some(wrong) if !wrong.contains("became") => Err(wrong),
        _ => Ok(true),
    }
}

#[test]
fn no_mistake_makes_a_panic_and_what_is_accepted_runs() {
    let rounds: usize = std::env::var("MILEPOST_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(4);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/suite");
    let cases = read_folder(&folder).expect("the suite can be read");
    let texts: Vec<&str> = cases.iter().flat_map(|c| c.files.iter().map(|(_, text)| text.as_str())).collect();
    let others: Vec<&str> = texts.iter().flat_map(|text| pieces(text)).collect();
    let mut dice = Dice(2006);
    let (mut run, mut refused, mut wrong) = (0, 0, Vec::new());
    for case in &cases {
        for _ in 0..rounds {
            let mut case = case.clone();
            let file = dice.below(case.files.len());
            case.files[file].1 = mutated(&case.files[file].1, &others, &mut dice);
            let result = catch_unwind(AssertUnwindSafe(|| tried(&case)));
            let sentence = match result {
                Ok(Ok(true)) => {
                    run += 1;
                    continue;
                }
                Ok(Ok(false)) => {
                    refused += 1;
                    continue;
                }
                Ok(Err(sentence)) => sentence,
                Err(_) => "panicked".into(),
            };
            wrong.push(format!("{}: {sentence}\n{}", case.place(), case.files[file].1));
        }
    }
    println!("{run} run, {refused} refused");
    assert!(run.min(refused) > cases.len() * rounds / 10, "the mistakes are all of one kind");
    assert!(wrong.is_empty(), "{} mutations went wrong:\n{}", wrong.len(), wrong.join("\n"));
}
