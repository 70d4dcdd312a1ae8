//! How findings look and sort.

mod common;

use common::{parsed, rendered};
use milepost_syntax::{Diagnostic, FileId, Severity, SourceMap, Span, render, sort};

#[test]
fn rendering_shows_the_line_and_the_remedy() {
    let text = "let a = 1\nlet legit = 5 % 2\n";
    let shown = rendered(text, &parsed(text).diagnostics);
    let expected = "\
error: `%` is not part of the language
 --> test.mile:2:15
  |
2 | let legit = 5 % 2
  |               ^
  |
  = help: write a percent right behind its number, as in `5%`
";
    assert_eq!(shown, expected);
}

#[test]
fn colour_repeats_what_the_words_say() {
    let mut sources = SourceMap::default();
    let file = sources.add("a.mile", "let a = ü\n");
    let finding = Diagnostic::warning(Span::new(file, 8, 10), "look here").label("this").help("or there");
    let plain = render(&sources, std::slice::from_ref(&finding), false);
    let coloured = render(&sources, &[finding], true);
    let mut stripped = String::new();
    let mut escape = false;
    for c in coloured.chars() {
        match c {
            '\u{1b}' => escape = true,
            'm' if escape => escape = false,
            _ if escape => {}
            _ => stripped.push(c),
        }
    }
    assert_ne!(plain, coloured);
    assert_eq!(plain, stripped);
}

#[test]
fn rendering_survives_places_outside_the_text() {
    let mut sources = SourceMap::default();
    let file = sources.add("a.mile", "ü");
    for (start, end) in [(0, 99), (1, 1), (50, 60), (2, 1), (0, 0)] {
        let finding = Diagnostic::error(Span { file, start, end }, "anything");
        assert!(render(&sources, &[finding], false).starts_with("error: anything"));
    }
    assert_eq!(render(&sources, &[], false), "");
}

#[test]
fn very_long_lines_are_named_but_not_shown() {
    let text = format!("let a = {}& 2", "1 + ".repeat(5_000));
    let shown = rendered(&text, &parsed(&text).diagnostics);
    assert!(shown.contains("--> test.mile:1:20009\n") && shown.len() < 200, "{shown}");
}

#[test]
fn findings_sort_by_file_place_and_message() {
    let at =
        |file, start, message: &str| Diagnostic::error(Span { file: FileId(file), start, end: start + 1 }, message);
    let nowhere =
        Diagnostic { severity: Severity::Error, message: "z".into(), span: None, label: String::new(), help: vec![] };
    let sorted = [nowhere.clone(), at(0, 1, "b"), at(0, 1, "c"), at(0, 2, "a"), at(1, 0, "a")];
    let mut shuffled = vec![at(1, 0, "a"), at(0, 2, "a"), at(0, 1, "c"), nowhere, at(0, 1, "b"), at(0, 2, "a")];
    sort(&mut shuffled);
    assert_eq!(shuffled, sorted);
}
