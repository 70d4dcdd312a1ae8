//! How expressions group, and how they print.

mod common;

use common::{full, value};
use milepost_syntax::printer;

/// Each: what is written, how it groups, and how it prints where that differs from what is written.
const CASES: &[(&str, &str, &str)] = &[
    ("a + b * c", "(a Add (b Mul c))", ""),
    ("a - b - c", "((a Sub b) Sub c)", ""),
    ("a - (b - c)", "(a Sub (b Sub c))", ""),
    ("(a + b) * c", "((a Add b) Mul c)", ""),
    ("2^3^2", "(2 Pow (3 Pow 2))", ""),
    ("(2^3)^2", "((2 Pow 3) Pow 2)", ""),
    ("-2^2", "(Neg (2 Pow 2))", ""),
    ("(-2)^2", "((Neg 2) Pow 2)", ""),
    ("2^-3", "(2 Pow (Neg 3))", ""),
    ("-a * b", "((Neg a) Mul b)", ""),
    ("a - -b", "(a Sub (Neg b))", ""),
    ("- -a", "(Neg (Neg a))", "-(-a)"),
    ("a or b and c", "(a Or (b And c))", ""),
    ("not a and b", "((Not a) And b)", ""),
    ("not a = b", "(Not (a Eq b))", ""),
    ("a == b", "(a Eq b)", "a = b"),
    ("(a < b) = c", "((a Lt b) Eq c)", ""),
    ("a != b or a >= c", "((a Ne b) Or (a Ge c))", ""),
    ("a + b < c * 2", "((a Add b) Lt (c Mul 2))", ""),
    ("if a then b else if c then d else e", "(if a b (if c d e))", ""),
    ("if a then (if b then c else d) else e", "(if a (if b c d) e)", ""),
    ("(if a then b else c) + 1", "((if a b c) Add 1)", ""),
    ("if a = b then 1 else 0", "(if (a Eq b) 1 0)", ""),
    ("86000 person", "86000 person", ""),
    ("1500 person/month", "(1500 person Div month)", "1500 person / month"),
    ("1.5%/month", "(0.015 pct Div month)", "1.5% / month"),
    ("1_000", "1000", "1000"),
    ("1e6", "1000000", "1000000"),
    (".5", "0.5", "0.5"),
    ("2.5e-9", "0.0000000025", ""),
    ("1e21", "1000000000000000000000", ""),
    ("0.07%", "0.0007 pct", ""),
    ("14.5%", "0.145 pct", ""),
    ("28.999%", "0.28999 pct", ""),
    ("2006-06", "2006-06", ""),
    ("2006-06-30", "2006-06-30", ""),
    ("2006 - 06", "(2006 Sub 6)", "2006 - 6"),
    ("2000-500", "(2000 Sub 500)", "2000 - 500"),
    ("young_men[sunni]", "young_men[sunni]", ""),
    ("x[a, \"Old Town\"]", "x[a Old Town]", ""),
    ("sum(x)", "sum(x)", ""),
    ("time()", "time()", ""),
    ("mean(x over d, e weighted by w)", "mean(x, over d e, by w)", ""),
    ("total(x from 2006-01 to 2007-12)", "total(x, from 2006-01, to 2007-12)", ""),
    ("at(sum(x), 2005-12)", "at(sum(x), 2005-12)", ""),
    ("delay(x, 3 month)", "delay(x, 3 month)", ""),
    (
        "{ a: 85%  b: 1 \"c d\": x  else 0 }",
        "{a: 0.85 pct, b: 1, c d: x, else 0}",
        "{ a: 85%, b: 1, \"c d\": x, else 0 }",
    ),
    ("{ a: 2 * 3\n b: -1, }", "{a: (2 Mul 3), b: (Neg 1)}", "{ a: 2 * 3, b: -1 }"),
    ("{ else: 1 }", "{else: 1}", ""),
    ("true x > observed x", "((true x) Gt (observed x))", ""),
    ("observed (x + y)", "(observed (x Add y))", ""),
    ("true or x", "(true Or x)", ""),
    ("m under p > m under q", "((m under p) Gt (m under q))", ""),
    ("a + m under p", "(a Add (m under p))", ""),
    ("m under p without a and b", "(m under <p -[a b] +[]>)", ""),
    (
        "m under p with l = -5% and k = 9 month > 3",
        "((m under <p -[] +[l=(Neg 0.05 pct) k=9 month]>) Gt 3)",
        "(m under p with l = -5% and k = 9 month) > 3",
    ),
    ("gain(m, p without a)", "gain(m, <p -[a] +[]>)", ""),
    ("gain(m, p without a and b with l = x)", "gain(m, <p -[a b] +[l=x]>)", ""),
    ("f(p without a, b)", "f(<p -[a] +[]>, b)", ""),
    (
        "m under p without a and m under q > 1",
        "((m under <p -[a] +[]>) And ((m under q) Gt 1))",
        "(m under p without a) and m under q > 1",
    ),
    ("gain(lives, liberation without element)", "gain(lives, <liberation -[element] +[]>)", ""),
    ("stock + flow * noise", "(stock Add (flow Mul noise))", ""),
    ("f(a,\n  b\n)", "f(a, b)", "f(a, b)"),
    ("a +\n b", "(a Add b)", "a + b"),
    ("a\n + b", "(a Add b)", "a + b"),
    ("a\n and b\n or c", "((a And b) Or c)", "a and b or c"),
    ("if a\n then b\n else c", "(if a b c)", "if a then b else c"),
    ("été * größe", "(été Mul größe)", ""),
];

#[test]
fn expressions_group_and_print() {
    for (text, grouped, printed) in CASES {
        let expr = value(text);
        assert_eq!(&full(&expr), grouped, "{text}");
        let printed = if printed.is_empty() { text } else { printed };
        assert_eq!(&printer::expression(&expr), printed, "{text}");
        assert_eq!(&full(&value(printed)), grouped, "{text} printed and read again");
    }
}

#[test]
fn percents_print_as_they_were_written() {
    for hundredths in 0..20_000 {
        let text = format!("{}%", f64::from(hundredths) / 100.0);
        assert_eq!(printer::expression(&value(&text)), text);
    }
}

#[test]
fn a_unit_stays_on_the_line_of_its_number() {
    let declarations = common::right("regime r {\n  a = 5\n  b = 6\n}");
    assert_eq!(declarations.len(), 1);
}
