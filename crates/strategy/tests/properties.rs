//! What must always hold of units, dates and dimensions.

use std::collections::BTreeSet;

use milepost_strategy::model::{Strategy, VariableKind};
use milepost_strategy::unit::Unit;
use milepost_strategy::{MemoryWorld, check};
use milepost_syntax::render;
use proptest::prelude::{
    Just, ProptestConfig, Strategy as Draw, any, prop, prop_assert, prop_assert_eq, prop_oneof, proptest,
};

/// A product of small powers of a few bases.
fn unit() -> impl Draw<Value = Unit> {
    let base = prop::sample::select(vec!["month", "person", "usd", "km"]);
    prop::collection::vec((base, -3..=3_i32), 0..5)
        .prop_map(|parts| parts.iter().fold(Unit::one(), |u, (name, n)| u.times(&Unit::base(name).power(*n))))
}

/// Checks a text, which must be right.
fn right(text: &str) -> Strategy {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    let findings = render(&checked.sources, &checked.diagnostics, false);
    checked.strategy.unwrap_or_else(|| panic!("{text}\n{findings}"))
}

/// The sentences of the errors of a text.
fn errors(text: &str) -> Vec<String> {
    let checked = check(&MemoryWorld::default().with("case.mile", text));
    assert!(checked.strategy.is_none(), "{text}");
    checked.diagnostics.into_iter().map(|d| d.message).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn units_form_a_commutative_group(a in unit(), b in unit(), c in unit()) {
        prop_assert_eq!(a.times(&b), b.times(&a));
        prop_assert_eq!(a.times(&b).times(&c), a.times(&b.times(&c)));
        prop_assert_eq!(a.times(&Unit::one()), a.clone());
        prop_assert!(a.over(&a).is_one());
        prop_assert_eq!(a.over(&b).times(&b), a.clone());
        prop_assert_eq!(a.over(&b), b.over(&a).power(-1));
    }

    #[test]
    fn powers_of_units_add_and_multiply(a in unit(), b in unit(), m in -4..=4_i32, n in -4..=4_i32) {
        prop_assert_eq!(a.power(m).times(&a.power(n)), a.power(m + n));
        prop_assert_eq!(a.power(m).power(n), a.power(m * n));
        prop_assert_eq!(a.times(&b).power(n), a.power(n).times(&b.power(n)));
        prop_assert!(a.power(0).is_one());
        for base in ["month", "person", "usd", "km"] {
            prop_assert_eq!(a.times(&b).power_of(base), a.power_of(base) + b.power_of(base));
        }
    }

    #[test]
    fn a_root_is_what_squared_gives_the_unit(a in unit()) {
        prop_assert_eq!(a.power(2).root(), Some(a.clone()));
        if let Some(root) = a.root() {
            prop_assert_eq!(root.power(2), a);
        }
    }

    /// A unit as shown can be written in a strategy and means the same there.
    #[test]
    fn units_read_as_they_are_shown(a in unit(), b in unit()) {
        prop_assert_eq!(a == b, a.to_string() == b.to_string());
        if !a.is_one() {
            let text = format!("strategy \"s\" {{ time month from 0 to 1 }}\nlet x: {a} = 1");
            let strategy = right(&text);
            let milepost_strategy::model::Type::Number(read) = &strategy.variables[0].ty else { panic!("{text}") };
            prop_assert_eq!(read, &a);
        }
    }

    /// The first instant of a day is that day; the end of time is the first instant of the day after the last.
    #[test]
    fn dates_go_to_times_and_back(
        year in 1600..2400_i32, month in 1..=12_i32, day in 0..31_i32, later in 0..400_i32, axis in 0..4_usize,
    ) {
        let unit = ["day", "week", "month", "year"][axis];
        let length = days_in(year, month);
        let day = 1 + day % length;
        let (last_year, last_month) = (year + (month - 1 + later) / 12, (month - 1 + later) % 12 + 1);
        // One step from beginning to end, so that any length is a whole number of steps.
        let text = format!(
            "strategy \"s\" {{ time {unit} from {year:04}-{month:02} to {last_year:04}-{last_month:02} step STEP\n\
             decide {year:04}-{month:02}-{day:02} }}"
        );
        let days: i32 = (0..=later).map(|k| days_in(year + (month - 1 + k) / 12, (month - 1 + k) % 12 + 1)).sum();
        let step = match unit {
            "day" => "1".to_string(),
            "week" => "1/7".into(),
            "month" => "1".into(),
            _ => "1/12".into(),
        };
        let time = right(&text.replace("STEP", &step)).time;
        let expected = match unit {
            "day" => f64::from(days),
            "week" => f64::from(days) / 7.0,
            "month" => f64::from(later + 1),
            _ => f64::from(later + 1) / 12.0,
        };
        prop_assert!((time.end - expected).abs() < 1e-9, "{} for {text}", time.end);
        let written = time.decide_date.unwrap();
        prop_assert_eq!(time.date_of(time.decide), Some(written));
        prop_assert_eq!(time.date_of(time.end).unwrap().day, Some(1));
        let next = time.date_of(time.end).unwrap();
        prop_assert_eq!(i32::from(next.year) * 12 + i32::from(next.month), last_year * 12 + last_month + 1);
        let label = if day == 1 { format!("{year:04}-{month:02}") } else { written.to_string() };
        prop_assert_eq!(time.label(time.decide), label);
    }
}

/// Days in a month of the Gregorian calendar, counted independently.
fn days_in(year: i32, month: i32) -> i32 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + i32::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

#[test]
fn leap_days_exist_in_leap_years_only() {
    for (year, leap) in [(1900, false), (2000, true), (2004, true), (2005, false), (2100, false), (2400, true)] {
        let text = format!("strategy \"s\" {{ time day from {year}-02 to {year}-03\ndecide {year}-02-29 }}");
        let checked = check(&MemoryWorld::default().with("case.mile", text));
        assert_eq!(checked.strategy.is_some(), leap, "{year}");
    }
}

/// A random expression: what it says and over what it is.
#[derive(Clone, Debug)]
enum Shape {
    /// A variable over the dimensions of which a bit is set; bit 2 puts `s` (a part of `a`) in the place of `a`.
    Variable(u8),
    Number,
    Binary(&'static str, Box<Shape>, Box<Shape>),
    /// Reduced over one of its dimensions.
    Sum(&'static str, usize, Box<Shape>),
    /// By element of `a` or `b`.
    Braces(bool, Box<Shape>, Box<Shape>),
    Choice(Box<Shape>, Box<Shape>, Box<Shape>),
}

fn shape() -> impl Draw<Value = Shape> {
    let leaf = prop_oneof![4 => (0..8_u8).prop_map(Shape::Variable), 1 => Just(Shape::Number)];
    leaf.prop_recursive(5, 40, 3, |inner| {
        let boxed = inner.prop_map(Box::new);
        let two = (boxed.clone(), boxed.clone());
        prop_oneof![
            (prop::sample::select(vec!["+", "-", "*"]), two.clone()).prop_map(|(op, (a, b))| Shape::Binary(op, a, b)),
            (prop::sample::select(vec!["sum", "mean", "min", "max"]), 0..8_usize, boxed.clone())
                .prop_map(|(f, k, x)| Shape::Sum(f, k, x)),
            (any::<bool>(), two.clone()).prop_map(|(over_a, (x, y))| Shape::Braces(over_a, x, y)),
            (boxed.clone(), two).prop_map(|(c, (a, b))| Shape::Choice(c, a, b)),
        ]
    })
}

/// Dimensions as the checker should see them: a part stands for the whole.
fn union(parts: &[&BTreeSet<&'static str>]) -> BTreeSet<&'static str> {
    let mut all: BTreeSet<_> = parts.iter().flat_map(|p| p.iter().copied()).collect();
    if all.contains("s") {
        all.remove("a");
    }
    all
}

/// The text of a shape, its free dimensions, and the dimensions that its braces list.
fn spell(shape: &Shape) -> (String, BTreeSet<&'static str>, BTreeSet<&'static str>) {
    match shape {
        Shape::Number => ("2".into(), BTreeSet::new(), BTreeSet::new()),
        Shape::Variable(bits) => {
            let (name, dims): (_, &[_]) = match bits & 3 {
                0 => ("one", &[]),
                1 => ("by_a", &["a"]),
                2 => ("by_b", &["b"]),
                _ => ("by_both", &["a", "b"]),
            };
            let part = bits & 4 != 0 && dims.contains(&"a");
            let dims = dims.iter().map(|d| if part && *d == "a" { "s" } else { *d }).collect();
            (if part { format!("{name}[s]") } else { name.into() }, dims, BTreeSet::new())
        }
        Shape::Binary(op, x, y) => {
            let (x, y) = (spell(x), spell(y));
            (format!("({} {op} {})", x.0, y.0), union(&[&x.1, &y.1]), &x.2 | &y.2)
        }
        Shape::Sum(function, k, x) => {
            let x = spell(x);
            let Some(over) = x.1.iter().copied().nth(k % x.1.len().max(1)) else { return x };
            let mut free = x.1.clone();
            free.remove(over);
            let braces = x.2.iter().copied().filter(|d| *d != over).collect();
            (format!("{function}({} over {over})", x.0), free, braces)
        }
        Shape::Braces(over_a, x, y) => {
            let (x, y) = (spell(x), spell(y));
            let (dim, first) = if *over_a { ("a", "a2") } else { ("b", "b1") };
            // Braces within braces over the same dimension are refused, and so has its own test.
            if x.2.contains(dim) || y.2.contains(dim) {
                return x;
            }
            let own = BTreeSet::from([dim]);
            let text = format!("{{ {first}: {}  else {} }}", x.0, y.0);
            (text, union(&[&x.1, &y.1, &own]), &(&x.2 | &y.2) | &own)
        }
        Shape::Choice(c, x, y) => {
            let (c, x, y) = (spell(c), spell(x), spell(y));
            let text = format!("(if {} > 0 then {} else {})", c.0, x.0, y.0);
            (text, union(&[&c.1, &x.1, &y.1]), &(&c.2 | &x.2) | &y.2)
        }
    }
}

const WORLD: &str = "strategy \"s\" { time month from 0 to 1 }
dimension a { a1 a2 a3 }
dimension b { b1 b2 }
dimension s in a { a1 a3 }
let one = 3
let by_a[a] = { a1: 1  else 2 }
let by_b[b] = { b1: 1  else 2 }
let by_both[a, b] = by_a * by_b
";

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_expression_is_over_what_its_parts_are_over(shape in shape()) {
        let (text, free, _) = spell(&shape);
        let brackets = match free.len() {
            0 => String::new(),
            _ => format!("[{}]", free.iter().copied().collect::<Vec<_>>().join(", ")),
        };
        let strategy = right(&format!("{WORLD}let x{brackets} = {text}"));
        let x = strategy.variable(strategy.find("x").unwrap());
        let VariableKind::Let { value, .. } = &x.kind else { panic!("x is a let") };
        let found: BTreeSet<&str> = value.dims.iter().map(|d| strategy.dimension(*d).name.as_str()).collect();
        prop_assert_eq!(found, free.clone(), "{}", text);
        if let Some(lost) = free.iter().next() {
            let rest: Vec<_> = free.iter().skip(1).copied().collect();
            let brackets = if rest.is_empty() { String::new() } else { format!("[{}]", rest.join(", ")) };
            let found = errors(&format!("{WORLD}let x{brackets} = {text}"));
            prop_assert_eq!(found, vec![format!("this is over `{}`, `x` is not", lost)]);
        }
    }
}
