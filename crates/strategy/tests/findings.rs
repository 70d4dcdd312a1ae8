//! One mistake, one finding: what only uses something wrong is not wrong for that.

use milepost_strategy::{MemoryWorld, check};

const MONTHS: &str = "strategy \"s\" { time month from 2004-01 to 2004-12 step 1/8 }\n";

/// A wrong strategy and the sentences of all findings on it.
const CASES: &[(&str, &[&str])] = &[
    // Nothing else can be judged without time.
    ("let a = 3\nlet b = if time > 2004-06 then 1 else 0", &["there is no `strategy` block"]),
    (
        "strategy \"x\" { time mnth from 2004-01 to 2004-12 }\nlet b: 1/month = 3\nlet c = time > 2004-06",
        &["unknown unit of time `mnth`"],
    ),
    (
        "strategy \"x\" { time month from 2004-01 to 12 }\nlet c = time > 2004-06",
        &["time runs from a date to a date, or from a number to a number"],
    ),
    (
        "strategy \"x\" { time month from 2004-01 to 2004-12 decide 2006-01 }\nlet c = time > 2004-06",
        &["the decision lies outside the strategy's time"],
    ),
    // A name that is not there, or not what it should be.
    (
        "$dimension g from \"no.csv\" column g\nlet x[g]: person = 3\nlet y: person = sum(x over g) + x[A]",
        &["cannot read `no.csv`: there is no such file"],
    ),
    ("$dimension g { }\nlet x[g] = 3", &["`g` has no elements"]),
    (
        "$dimension d { a b }\nlet x[e]: person = { a: 1  b: 2 }\nlet y = sum(x over d) + x[a]",
        &["unknown dimension `e`"],
    ),
    (
        "$let x: persn = 3 person\nlet y: person = x\nlever l: persn = 3 in 0 .. 4\nregime r { l = 3 person }",
        &["unknown unit `persn`", "unknown unit `persn`"],
    ),
    ("$lookup f of monht: share = (0, 1) (1, 2)\nlet z = f(3 month)", &["unknown unit `monht`"]),
    ("$let step = 3\nlet y = step * 2", &["`step` is the name of a function or a constant of the language"]),
    ("$let month = 3 person\nlet z: person = month", &["`month` is the name of a unit"]),
    ("$unit month\nlet x: month = 3 month", &["`month` is a unit already"]),
    (
        "$uncertain rule { a: 2  b: 1 }\nlet x = if rule = a then 1 else 0",
        &["expected `=` and a default, or `in` and a range, found `{`"],
    ),
    (
        "$measure m minimise total(z)\nregime r { }\npathway p = r\nhypothesis h { m under p > 3 person  over futures }",
        &["unknown variable `z`"],
    ),
    (
        "strategy \"x\" { time month from 0 to 12  reference stai }\nregime r { }\npathway stay = r\n\
         measure m minimise total(time)\nhypothesis h { gain(m, stay) > 0  over futures }",
        &["unknown pathway `stai`"],
    ),
    ("$dimension g { a }\nseries s[g] from \"s.csv\" by month, gg linear", &["unknown dimension `gg`"]),
    (
        "$let y = 1\nindicator i observes y { from \"no.csv\" by month }\ncondition c { holds when i > 3 for 3 month }",
        &["cannot read `no.csv`: there is no such file"],
    ),
    // A circle is found whatever else is wrong, and once.
    (
        "$let a = b\nlet b = a + 1\nlet z = 3 person + 2 month",
        &["`a` depends on itself: a -> b -> a", "only like units add, but one side is `person` and the other `month`"],
    ),
    ("$let a = 2 * smooth(a, 3 month)", &["the unit of `a` cannot be worked out: a -> a"]),
    (
        "$regime a extends b { }\nregime b extends a { }\nregime c extends a { }",
        &["`a` extends itself: a extends b extends a"],
    ),
    // A clash concerns many pathways and is one mistake.
    (
        "$actor u\nelement e\nlever l = 1 in 0 .. 2\nregime r { }\nrecommendation A by u in e { l = 1 }\nrecommendation B by u in e { l = 2 }\n\
         pathway p following all = r\npathway q following all = r\npathway s following u = r",
        &["`A` and `B` both set `l` with `=` in pathway `p` and 2 more"],
    ),
    // Two parts of one dimension.
    (
        "$dimension d { a b c }\ndimension s in d { a b }\ndimension t in d { b c }\nlet w[d] = 1\nlet z[s, t] = w[s] + w[t] + w",
        &["`w` is over `d`; is this that of `s` or of `t`?"],
    ),
    ("$dimension d { a b }\nlet x[d] = sum({ a: 1  else 2 } over d) * { a: 1  b: 2 }", &[]),
    ("$dimension d { a b }\ndimension e { k l }\nlet x[d] = mean({ k: 1  l: 3 })", &[]),
];

#[test]
fn one_mistake_is_one_finding() {
    for (text, expected) in CASES {
        let text = text.replace('$', MONTHS);
        let found = check(&MemoryWorld::default().with("case.mile", text.as_str())).diagnostics;
        let found: Vec<&str> = found.iter().map(|d| d.message.as_str()).collect();
        assert_eq!(&found, expected, "{text}");
    }
}

/// Two declarations that read one wrong file: the file is wrong once, at the cell.
#[test]
fn a_wrong_cell_is_found_once_and_where_it_stands() {
    let text = "strategy \"s\" { time month from 0 to 12 }\ndimension g from \"t.csv\" column g\n\
                table \"t.csv\" by g { people: person }\ntable \"t.csv\" by g { again: person from \"people\" }";
    let table = "g,people,other\nA,1,2\nB,1 200,3\n";
    let checked = check(&MemoryWorld::default().with("a.mile", text).with("t.csv", table));
    let [finding] = checked.diagnostics.as_slice() else { panic!("{:?}", checked.diagnostics) };
    assert_eq!(checked.sources.snippet(finding.span.unwrap()), "1 200");
}
