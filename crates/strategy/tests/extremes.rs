//! Strategies of absurd size and numbers at the edge: an answer comes soon, and nothing overflows.

use std::fmt::Write;
use std::time::{Duration, Instant};

use milepost_strategy::{Checked, MemoryWorld, check};
use milepost_syntax::render;

const TIME: &str = "strategy \"s\" { time month from 0 to 12 }\n";

/// Long enough for a busy machine without optimisation, short enough for a quadratic loop to show.
const PATIENCE: Duration = Duration::from_secs(20);

fn checked(text: &str) -> Checked {
    let started = Instant::now();
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    render(&checked.sources, &checked.diagnostics, false);
    assert!(started.elapsed() < PATIENCE, "{:?} for {}", started.elapsed(), &text[..text.len().min(200)]);
    checked
}

/// The sentences of the findings on a strategy.
fn findings(text: &str) -> Vec<String> {
    checked(&format!("{TIME}{text}")).diagnostics.into_iter().map(|d| d.message).collect()
}

fn repeated(n: usize, line: impl Fn(usize) -> String) -> String {
    (0..n).fold(String::new(), |mut out, i| {
        let _ = writeln!(out, "{}", line(i));
        out
    })
}

#[test]
fn a_chain_of_many_equations() {
    let forwards = repeated(20_000, |i| format!("let x{} = x{i} + 1", i + 1));
    assert!(findings(&format!("let x0 = 1\n{forwards}")).is_empty());
    let backwards = repeated(20_000, |i| format!("let x{i} = x{} + 1", i + 1));
    assert_eq!(findings(&format!("{backwards}let x20000: month = 1")).len(), 1);
    let circle = findings(&format!("{backwards}let x20000 = x0"));
    assert_eq!(circle.len(), 1);
    assert!(circle[0].starts_with("`x0` depends on itself: x0 -> x1 -> "), "{}", &circle[0][..80]);
    assert!(circle[0].len() < 500, "{} characters", circle[0].len());
    let declared = repeated(20_000, |i| format!("let x{i}: person = x{}", i + 1));
    let circle = findings(&format!("{declared}let x20000: person = x0"));
    assert_eq!(circle.len(), 1);
    assert!(circle[0].len() < 500, "{} characters", circle[0].len());
}

#[test]
fn many_errors_are_cut_short() {
    let found = findings(&repeated(20_000, |i| format!("let x{i} = y{i}")));
    assert_eq!(found.len(), 201);
    assert_eq!(found[200], "19800 more errors are not shown");
}

#[test]
fn many_regimes_and_subranges_in_a_row() {
    let regimes = repeated(2_000, |i| format!("regime r{} extends r{i} {{ l = 1 }}", i + 1));
    let found = findings(&format!("lever l = 1 in 0 .. 2\nregime r0 {{ }}\n{regimes}"));
    assert!(found[0].contains("extends more than 100 regimes"), "{}", found[0]);
    let parts = repeated(2_000, |i| format!("dimension d{} in d{i} {{ a }}", i + 1));
    assert_eq!(findings(&format!("dimension d0 {{ a b }}\n{parts}")), ["`d1` is itself a subrange"]);
}

#[test]
fn a_dimension_of_many_elements() {
    let names = repeated(10_000, |i| format!("e{i}"));
    let values = repeated(10_000, |i| format!("e{i}: {i}"));
    let text = format!(
        "dimension d {{ {names} }}\ndimension s in d {{ {names} }}\nlet x[d] = {{ {values} }}\nlet y[s] = 2 * x\n\
         let z = sum(x over d) + sum(y over s)\nlever l[d] = {{ {values} }} in 0 .. 10000\nregime r {{ l[s] = 3; l[e5] = 4 }}\n\
         pathway p = r\nlet w = x[e17]"
    );
    assert!(findings(&text).is_empty());
    assert_eq!(findings(&format!("dimension d {{ {names} }}\nlet x[d] = {{ e1: 3 }}")).len(), 1);
}

#[test]
fn too_many_combinations() {
    let dims: String =
        ["a", "b", "c"].map(|d| format!("dimension {d} {{ {} }}\n", repeated(1_000, |i| format!("{d}{i}")))).concat();
    for (text, over) in [
        ("let x[a, b, c] = 1", "`a`, `b`, `c`"),
        ("let x[a] = 1\nlet y[b] = 1\nlet z[c] = 1\nlet s = sum(x * y * z)", "`a`, `b`, `c`"),
        ("let x[a] = 1\nlet y[b] = 1\nlet z[c] = 1\nlet s = sum(x * y * z over a, b, c)", "`a`, `b`, `c`"),
        ("let s = sum({ a1: 1  else { b1: 1  else { c1: 1 else 2 } } })", "`b`, `c`, `a`"),
    ] {
        let found = findings(&format!("{dims}{text}"));
        let wanted = "have more than 1000000 combinations of elements";
        assert!(found.iter().any(|f| f.ends_with(wanted)), "{text}: {found:?} ({over})");
    }
    let nested = (0..30).fold("1".to_string(), |inner, _| format!("{{ a1: 1  else {inner} }}"));
    assert_eq!(findings(&format!("{dims}let x[a] = {nested}")), ["braces over `a` stand within braces over it"]);
}

#[test]
fn time_that_never_ends() {
    for (time, sentence) in [
        ("month from 0 to 1 step 1e-300", "this is more than 50 million steps"),
        ("month from 0 to 1e300 step 1", "this is more than 50 million steps"),
        ("month from -1e308 to 1e308 step 1e300", "this is more than 50 million steps"),
        ("second from 0001-01 to 9999-12", "this is more than 50 million steps"),
        ("month from 0 to 12 step 0", "the step is above zero"),
        ("month from 0 to 12 step -1", "the step is above zero"),
        ("month from 0 to 12 step 1/0", "this number is infinite"),
        ("month from 0/0 to 12", "this is no number"),
        ("month from 12 to 12", "time ends before it begins"),
    ] {
        let found = checked(&format!("strategy \"s\" {{ time {time} }}")).diagnostics;
        assert_eq!(found.iter().map(|d| d.message.as_str()).collect::<Vec<_>>(), [sentence], "{time}");
    }
    assert!(checked("strategy \"s\" { time day from 0001-01 to 9999-12 }\nlet x = 1").strategy.is_some());
    assert!(checked("strategy \"s\" { time month from 0 to 1e-300 step 1e-300 }\nlet x = 1").strategy.is_some());
}

#[test]
fn numbers_at_the_edge() {
    for text in [
        "uncertain u = normal(9, 0) in 0 .. 24",
        "uncertain u = normal(9, 3) in 0/0 .. 24",
        "uncertain u = normal(9, 3) in 24 .. 4",
        "uncertain u = normal(9, 1e308 * 10) in 0 .. 24",
        "uncertain u = 1 in 0 .. 1/0",
        "uncertain u in { a: 1e308  b: 1e308 }",
        "uncertain u in { a: 0  b: 0 }",
        "uncertain u: year = 1e308 in 0 .. 1e308",
        "let x: month = 1e308 year",
        "let x = 1e308 * 1e308",
        "let x = 0 / 0",
        "let x = delay_fixed(time, 1e300 month, 0 month)",
        "let x = smooth_n(time, 3 month, 1000000)",
        "indicator i observes y { known after 1e300 month }\nlet y = 1",
        "condition c { holds when time > 3 month for 1e300 month }",
        "lookup f = (0, 1) (1/0, 2)",
        "let x: person = (1 person) ^ -99 ^ 99 ^ 99 ^ 99 ^ 99",
        "let x: person = (((((1 person) ^ -99) ^ 99) ^ 99) ^ 99) ^ 99",
        "let x: person^2147483647 = 1\nlet y: month = x * x",
    ] {
        let found = findings(text);
        assert!(!found.is_empty(), "{text}");
    }
    for text in [
        "uncertain u = 1e308 in -1e308 .. 1e308",
        "uncertain u in 1e-300 .. 1e300 log",
        "uncertain u in 1e300 .. 1e308 log",
    ] {
        assert_eq!(findings(text), Vec::<String>::new(), "{text}");
    }
    let source = "strategy \"s\" { source \"r\" paragraphs 1..4294967295\ntime month from 0 to 12 }\nlet x = 1 // [7]";
    let found = checked(source).diagnostics;
    assert_eq!(found[0].message, "4294967294 of the source's paragraphs are cited nowhere: 1-6, 8-4294967295");
}
