//! Wrong strategies and wrong tables: none may panic, hang, or be refused without a reason.

use std::time::{Duration, Instant};

use milepost_strategy::{Checked, MemoryWorld, check};
use milepost_syntax::{Severity, render};

/// xorshift64*: the same sequence everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % limit.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }
}

/// Checks a folder, and that what comes of it can be shown and is either a strategy or a reason.
fn survive(world: &MemoryWorld) -> Checked {
    let checked = check(world);
    render(&checked.sources, &checked.diagnostics, false);
    let errors = checked.diagnostics.iter().any(|d| d.severity == Severity::Error);
    if errors == checked.strategy.is_some() {
        let files: Vec<_> = checked.sources.files().map(|(_, s)| s.text.as_str()).collect();
        panic!("refused without a reason, or accepted with one:\n{}", files.join("\n----\n"));
    }
    checked
}

/// Repeats a test for `MILEPOST_FUZZ_SECONDS`, and a few times always.
fn repeat(least: u32, mut test: impl FnMut(u32)) {
    let seconds = std::env::var("MILEPOST_FUZZ_SECONDS").ok().and_then(|s| s.parse().ok()).unwrap_or(1.0);
    let (started, limit) = (Instant::now(), Duration::from_secs_f64(seconds));
    let mut runs = 0;
    while runs < least || started.elapsed() < limit {
        test(runs);
        runs += 1;
    }
}

const READER: &str = r#"
strategy "s" { time month from 2004-01 to 2004-12 step 1/8; index "index.csv" }
dimension place from "t.csv" column place
table "t.csv" by place { people: person  portion: share from "part" }
series troops[place]: person from "t.csv" column people by month, place step hold
let x: person = sum(people * portion + troops)
indicator seen[place] observes troops { from "t.csv" column part by month, place }
condition calm[place] { holds when seen < 5 person for 3 month }
fit f { seen within 40% by 1 month from 2004-01 to 2004-01 }
chart c[place] = troops / (1 person) tiles row row observed seen
table "t.csv" by place { row from "people" }
"#;

const TABLE: &str =
    "month,place,people,part\n2004-01,Anbar,100,0.5\n2004-01,Babil,200,0.25\n2004-01,\"Salah al-Din\",3,1\n";

/// What a source may hold.
const INDEX: &str = "kind,id,paragraphs\nlever,people,1\naspect,base.order,\"2, 3\"\nlever,no,\n";

/// The folder of `READER` with a table and an index.
fn reader(table: impl Into<Vec<u8>>, index: impl Into<Vec<u8>>) -> MemoryWorld {
    MemoryWorld::default().with("a.mile", READER).with("t.csv", table).with("index.csv", index)
}

/// The table that `everything.mile` reads.
const SPOTS: &str = "spot,people\nhere,100\nthere,200\n";

/// What real tables hold, sooner or later.
const CELLS: &[&str] = &[
    "",
    " ",
    ",",
    ",,",
    "\n",
    "\r\n",
    "\r",
    "\u{feff}",
    "\"",
    "\"\"",
    "\"a\nb\"",
    "\0",
    "1e999",
    "-1e999",
    "NaN",
    "inf",
    "-inf",
    "1,5",
    "\"1,5\"",
    "1.5",
    "\u{2212}5",
    "1 200",
    "1'200",
    "0x10",
    "1e-400",
    "-0",
    "٣",
    "month",
    "place",
    "people",
    "part",
    "2004-13",
    "2004-00",
    "04-01",
    "0000-01",
    "9999-12",
    "2004-02-30",
    "2004-02-29",
    "99999-01",
    "+2004-01",
    "Anbar",
    "é",
    "💥",
    ";",
    "\t",
    "#",
    "\\",
    "2004-01,Anbar,100,0.5\n",
];

/// A change of a text: cells put in, taken out, doubled, cut off.
fn mutate(random: &mut Random, text: &str, pieces: &[&str]) -> String {
    let mut text: Vec<char> = text.chars().collect();
    for _ in 0..1 + random.below(4) {
        let at = random.below(text.len() + 1).min(text.len());
        let end = (at + random.below(12)).min(text.len());
        match random.below(5) {
            0 => drop(text.drain(at..end)),
            1 | 2 => drop(text.splice(at..end, random.pick(pieces).chars())),
            3 => {
                let copy = text[at..end].to_vec();
                let to = random.below(text.len() + 1).min(text.len());
                drop(text.splice(to..to, copy));
            }
            _ if random.below(8) == 0 => text.truncate(at),
            _ => drop(text.splice(at..at, random.pick(pieces).chars())),
        }
    }
    text.into_iter().collect()
}

#[test]
fn no_table_panics() {
    let right = survive(&reader(TABLE, INDEX));
    assert!(right.strategy.is_some(), "{}", render(&right.sources, &right.diagnostics, false));
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let fixed: [Vec<u8>; 9] = [
        Vec::new(),
        b"\n\n\n".to_vec(),
        b"month,place,people,part".to_vec(),
        b"month,place,people,part\n".to_vec(),
        b"place,place,people,part\nAnbar,Anbar,1,1\n".to_vec(),
        b"\xEF\xBB\xBF\xEF\xBB\xBFmonth,place,people,part\r\n2004-01,Anbar,1,1\r\n".to_vec(),
        b"month,place,people,part\n2004-01,\xff\xfe,1,1\n".to_vec(),
        format!("month,place,people,part\n2004-01,{},1,1\n", "A".repeat(1 << 20)).into_bytes(),
        format!("month,place,people,part\n2004-01,A,{},1\n", "9".repeat(1 << 16)).into_bytes(),
    ];
    repeat(200, |run| {
        let bytes = match fixed.get(run as usize) {
            Some(bytes) => bytes.clone(),
            None => {
                let mut bytes = mutate(&mut random, TABLE, CELLS).into_bytes();
                if random.below(10) == 0 {
                    let at = random.below(bytes.len().max(1)).min(bytes.len());
                    bytes.insert(at, 0x80 + random.below(0x80) as u8);
                }
                bytes
            }
        };
        survive(&reader(bytes, INDEX));
        survive(&reader(TABLE, mutate(&mut random, INDEX, CELLS)));
    });
}

/// A table that spreadsheets save is read like the same table saved plainly.
#[test]
fn bom_line_ends_and_quotes_change_nothing() {
    let people = |table: &str| {
        let strategy = survive(&reader(table, INDEX)).strategy.unwrap();
        let kind = &strategy.variable(strategy.find("people").unwrap()).kind;
        format!("{kind:?}")
    };
    let plain = people(TABLE);
    for table in [
        format!("\u{feff}{TABLE}"),
        TABLE.replace('\n', "\r\n"),
        TABLE.replace('\n', "\r"),
        TABLE.replace("Anbar", "\"Anbar\""),
        TABLE.replace("Anbar", "  Anbar "),
        TABLE.trim_end().to_string(),
        format!("{TABLE}\n\n"),
    ] {
        assert_eq!(people(&table), plain, "{table:?}");
    }
}

/// A strategy that uses every kind of declaration.
const EVERYTHING: &str = include_str!("everything.mile");

/// Words, signs and numbers that break things.
const TOKENS: &[&str] = &[
    "strategy",
    "dimension",
    "table",
    "series",
    "let",
    "stock",
    "flow",
    "lever",
    "uncertain",
    "regime",
    "pathway",
    "measure",
    "hypothesis",
    "chart",
    "tiles",
    "fit",
    "judge",
    "occurs(",
    "link",
    "loop",
    "->",
    "raises",
    "absent",
    "indicator",
    "condition",
    "milestone",
    "trigger",
    "approval",
    "obligation",
    "recommendation",
    "actor",
    "element",
    "lookup",
    "unit",
    "from",
    "to",
    "by",
    "in",
    "over",
    "when",
    "then",
    "at latest",
    "not before",
    "for each",
    "place",
    "part",
    "north",
    "south",
    "x",
    "people",
    "pace",
    "rule",
    "fast",
    "gov",
    "law",
    "p",
    "q",
    "base",
    "lives",
    "seen",
    "calm",
    "sum(",
    "mean(",
    "min(",
    "max(",
    "at(",
    "smooth(",
    "delay_fixed(",
    "total(",
    "gain(",
    "normal(",
    "if",
    "else",
    "and",
    "not",
    "true",
    "observed",
    "under",
    "without",
    "with",
    "extends",
    "following",
    "all",
    "hold",
    "linear",
    "step",
    "log",
    "time",
    "person",
    "month",
    "year",
    "share",
    "usd",
    "%",
    "0",
    "1",
    "-1",
    "1e308",
    "1e308%",
    "1e-300",
    "1e300",
    "0.5",
    "1/0",
    "0/0",
    "9999-12",
    "0001-01",
    "2004-02-29",
    "4294967295",
    "4294967296",
    "99999999999999999999",
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
    "<",
    "<=",
    "..",
    "+",
    "-",
    "*",
    "/",
    "^",
    "^-99",
    "^99",
    "\n",
    "\"",
    "\"a\"",
    "/// [3]",
    "// *assumption*\n",
    "\u{feff}",
    "\r\n",
    "é",
];

#[test]
fn no_strategy_panics() {
    let right =
        survive(&MemoryWorld::default().with("a.mile", EVERYTHING).with("t.csv", SPOTS).with("index.csv", INDEX));
    assert!(right.strategy.is_some(), "{}", render(&right.sources, &right.diagnostics, false));
    let lines: Vec<&str> = EVERYTHING.lines().collect();
    let mut random = Random(0xD1B5_4A32_D192_ED03);
    repeat(200, |run| {
        let text = match run % 4 {
            // One word in the place of another keeps most of the strategy right.
            0 | 1 => {
                let mut words: Vec<&str> = EVERYTHING.split_inclusive([' ', '\n']).collect();
                for _ in 0..1 + random.below(3) {
                    let at = random.below(words.len());
                    words[at] =
                        if random.below(2) == 0 { random.pick(TOKENS) } else { words[random.below(words.len())] };
                }
                words.join(" ")
            }
            2 => {
                let mut lines = lines.clone();
                for _ in 0..1 + random.below(4) {
                    let (a, b) = (random.below(lines.len()), random.below(lines.len()));
                    match random.below(3) {
                        0 => drop(lines.remove(a)),
                        1 => lines.swap(a, b),
                        _ => lines.insert(a, lines[b]),
                    }
                }
                lines.join("\n")
            }
            _ => mutate(&mut random, EVERYTHING, TOKENS),
        };
        survive(&MemoryWorld::default().with("a.mile", text).with("t.csv", SPOTS).with("index.csv", INDEX));
    });
}
