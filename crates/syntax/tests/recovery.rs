//! What wrong texts are told, each error once, and what is still read of them.

mod common;

use common::{findings, parsed, rendered};
use milepost_syntax::ast::DeclarationKind;

/// Each: a text, and all that is found in it.
const CASES: &[(&str, &[&str])] = &[
    ("stok a { initial 5 }\nlet b = 1", &["1:1 unknown declaration `stok`; did you mean `stock`?"]),
    ("loop x", &["1:7 expected `=`, found the end of the file"]),
    (
        "loop = a -> b",
        &["1:1 this loop has neither a name nor a title; write a name, or a title in quotes, before the `=`"],
    ),
    ("loop x = a ->\nlet b = 1", &["1:14 expected the name of a variable, found the end of the line"]),
    (
        "loop \"The trap\" = a[b] -> c",
        &["1:20 a step of a loop is a whole variable; remove the brackets: all elements are looked at together"],
    ),
    (
        "loop \"The trap\" = a -> c[b]",
        &["1:25 a step of a loop is a whole variable; remove the brackets: all elements are looked at together"],
    ),
    ("fit x", &["1:6 expected `{`, found the end of the file"]),
    ("x = 5", &["1:1 `x` does not say what it declares; write `let x = ...` for a variable"]),
    ("}", &["1:1 this `}` closes nothing; remove it"]),
    ("let a = c b", &["1:11 expected the end of the line, found `b`"]),
    ("let a = 1 let b = 2", &["1:11 expected the end of the line, found `let`"]),
    ("let a =\nlet b = 2", &["1:8 expected an expression, found the end of the line"]),
    ("let a = 1 +", &["1:12 expected an expression, found the end of the file"]),
    ("let a = (b\nlet c = 1", &["1:9 this `(` is never closed; add `)`"]),
    ("let a = f(b c)", &["1:13 expected `)`, found `c`"]),
    ("let a = b[1]", &["1:11 expected an element, found `1`"]),
    ("let a = b < c < d + 1", &["1:9 comparisons cannot be chained; write `b < c and c < d + 1`"]),
    ("let a = if b then c", &["1:9 this `if` has no `else`; say what holds otherwise: `if ... then ... else ...`"]),
    (
        "let a = 1 + if b then c else d",
        &["1:13 an `if` within a sum or comparison needs parentheses; write `(if ... then ... else ...)`"],
    ),
    (
        "let a = x at end",
        &[
            "1:11 expected the end of the line, found `at`; only a measure may say `at end`; elsewhere `at(x, 2006-06)` is x at that date",
        ],
    ),
    (
        "let over = 1",
        &["1:5 `over` is a word of the language and cannot be a name; write a longer name, such as `over_`"],
    ),
    (
        "let a = 5month",
        &[
            "1:10 there is no space between this number and the word behind it; write `5 month`; a name begins with a letter",
        ],
    ),
    ("let a = 5 % 2", &["1:11 `%` is not part of the language; write a percent right behind its number, as in `5%`"]),
    ("let a = b && c", &["1:11 `&&` is not part of the language; write `and`"]),
    ("let a = b => c", &["1:11 `=>` is not part of the language; write `>=` for \"at least\""]),
    (
        "let a = 2006-13",
        &["1:9 the date `2006-13` has no valid month; months run from 01 to 12; put spaces around `-` to subtract"],
    ),
    (
        "let a = 2006-02-29",
        &["1:9 the date `2006-02-29` has no valid day; a day is written with two digits and must exist in its month"],
    ),
    (
        "let a = 2006-02-3",
        &["1:9 the date `2006-02-3` has no valid day; a day is written with two digits and must exist in its month"],
    ),
    ("let a = 1e999", &["1:9 this number is too large; the largest is about 1e308"]),
    ("let a = \u{0}\u{1}", &["1:9 the character U+0000 is not part of the language; remove it"]),
    ("actor a \"b\nactor c", &["1:9 this text has no closing quote; add a `\"` at its end; a text stays on one line"]),
    (
        "let a: 5 person = 1",
        &[
            "1:8 a unit holds no number but 1; write the number in the equation, or declare a unit of its own with `unit`",
        ],
    ),
    (
        "stock a: person nonegative { initial 1 }",
        &["1:17 expected `{`, found `nonegative`; did you mean `nonnegative`?"],
    ),
    (
        "stock a {\n  intial 5\n  infow b c\n  inflow d\n}",
        &[
            "2:3 unknown word `intial` in a stock; did you mean `initial`?",
            "3:3 unknown word `infow` in a stock; did you mean `inflow`?",
        ],
    ),
    ("stock a {\n  initial 5\n\nlet b = 1", &["1:9 this `{` is never closed; add `}`"]),
    ("stock a {\n  initial { b: 1\n  inflow c\n}", &["2:11 this `{` is never closed; add `}`"]),
    ("stock a {\n  inflow (b\n  outflow c\n}", &["2:10 this `(` is never closed; add `)`"]),
    ("stock a {\n  initial 1\n  initial 2\n}", &["3:3 the initial value is given twice; remove one"]),
    ("regime r { a = 1 b = 2 }", &["1:20 two settings on one line; end the first one with `;`"]),
    (
        "regime r {\n  a 5\n  b -= 1\n}",
        &[
            "2:3 what happens to `a` is not said; write `a = value`",
            "3:5 `-=` is not part of the language; write `+= -x` to take away",
        ],
    ),
    ("measure m maximize x", &["1:11 unknown direction `maximize`; did you mean `maximise`?"]),
    (
        "measure m minimise x accptable <= 3",
        &["1:22 expected the end of the line, found `accptable`; did you mean `acceptable`?"],
    ),
    (
        "condition c {\n  lost when x\n}",
        &["1:1 this condition does not say when it holds; add a line `holds when ...`"],
    ),
    ("condition c {\n  holds wen x\n}", &["2:9 expected `when`, found `wen`; did you mean `when`?"]),
    (
        "hypothesis h { a > b }",
        &["1:1 this hypothesis does not say how it is judged; add `in at least 66% of futures`, or `over futures`"],
    ),
    (
        "hypothesis h {\n  a > b\n  c > d\n  over futures\n}",
        &["3:3 this hypothesis claims two things; join them with `and`, or write two hypotheses"],
    ),
    (
        "series s = { 2004-01: 1 }",
        &["1:1 this series does not say what holds between its points; end it with `linear` or `step`"],
    ),
    (
        "series s from \"f\" linear",
        &["1:15 which column of this file holds the time is not said; add `by time` behind the file"],
    ),
    ("series s from \"f\" by time linaer", &["1:27 `linaer` is not an interpolation; did you mean `linear`?"]),
    (
        "approval a { rejected when share no > 3/2 in at least 1 d }",
        &["1:39 this is no share between 0 and 1; write it as `2/3`, or as `60%`"],
    ),
    ("uncertain u in { a: 2  b }", &["1:24 a weight has no unit; put a comma between the categories"]),
    (
        "/// see [9-3]\nlet a = 1",
        &["1:10 the cited range `9-3` runs backwards; cite paragraphs as `[24]`, `[2, 3]` or `[38-46]`"],
    ),
    (
        "let a = 1\n/// lost",
        &["2:4 this documents nothing; `///` stands above a declaration; other comments begin with `//`"],
    ),
];

#[test]
fn each_error_is_told_once() {
    let wrong: Vec<_> =
        CASES.iter().map(|(text, expected)| (text, findings(text), expected)).filter(|c| c.1 != *c.2).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_file_with_many_errors_keeps_what_is_right() {
    let text = "\
let a = 1 +
stock s {
  initial 5
  inflow a < b < c
  outflow d
}
lever
pathway p = present thn other
let last = 3
";
    let parsed = parsed(text);
    assert_eq!(parsed.diagnostics.len(), 4, "{}", rendered(text, &parsed.diagnostics));
    let kinds: Vec<_> = parsed.file.declarations.iter().map(|d| &d.kind).collect();
    assert!(matches!(kinds[1], DeclarationKind::Stock(s) if s.flows.len() == 1 && s.initial.is_some()));
    assert!(matches!(kinds.last(), Some(DeclarationKind::Let(x)) if x.head.name.text == "last"));
    assert!(kinds.iter().any(|kind| matches!(kind, DeclarationKind::Pathway(_))));
}

#[test]
fn names_of_declarations_left_out_are_kept() {
    let broken: Vec<_> = parsed("series s from 3\nlet b = 1").broken.into_iter().map(|name| name.text).collect();
    assert_eq!(broken, ["s"]);
}

#[test]
fn deep_and_long_texts_are_refused_without_harm() {
    let many = 100_000;
    let deep = [
        "(".repeat(many),
        "-".repeat(many),
        "not ".repeat(many),
        "if a then ".repeat(many),
        "if a then b else ".repeat(many),
        "f(".repeat(many),
        "{ a: ".repeat(many),
        "true ".repeat(many),
        "2^".repeat(many),
        "m under p with a = ".repeat(many),
        format!("1{}", " + 1".repeat(many)),
        format!("a{}", " under p".repeat(many)),
        format!("{}a{}", "(".repeat(199), " + 1 + 1 + 1)".repeat(199)),
    ];
    for text in &deep {
        let found = findings(&format!("let a = {text}\nlet b = 1"));
        assert_eq!(found.len(), 1, "{}: {found:?}", &text[..20]);
    }
    assert!(!findings(&format!("let a: {} = 1", "(".repeat(many))).is_empty());
    assert!(!findings(&"regime r {".repeat(many)).is_empty());
}

#[test]
fn a_file_of_rubbish_has_an_end_of_errors() {
    let found = findings(&"@ let ? = \u{1f600}\n".repeat(10_000));
    assert_eq!(found.len(), 201);
    assert!(found[200].contains("more errors, which are not shown"), "{}", found[200]);
}
