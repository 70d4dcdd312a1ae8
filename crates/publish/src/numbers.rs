//! Numbers as people read them: no finer than the uncertainty, with thousands separators and units in words.

use milepost_ensemble::summary::Spread;
use milepost_strategy::model::Display;

use crate::language::Language;

/// How the numbers of one quantity are written: one factor for all, so that they compare, and a rounding.
#[derive(Clone, Debug)]
pub(crate) struct Digits {
    words: &'static Language,
    /// As declared.
    display: Display,
    /// Numbers are in units of 10 to this power: 0, 3 (thousand), 6 (million) or 9 (billion).
    power: i32,
    /// Numbers are rounded to a multiple of 10 to this power, before the factor.
    step: i32,
    /// And to one of 10 to this power where a spread is narrower than usual.
    finest: i32,
}

/// What relative accuracy of the quantiles of a [`Spread`] (0.4 %) leaves of a number: three digits.
const ACCURACY: f64 = 0.01;

impl Digits {
    /// Two significant digits of the usual width (10 % to 90 %) of `spreads`.
    pub(crate) fn of<'a>(
        words: &'static Language,
        display: &Display,
        spreads: impl Iterator<Item = &'a Spread>,
    ) -> Digits {
        let mut widths = Vec::new();
        let mut largest = 0.0_f64;
        for spread in spreads.filter(|s| s.known > 0) {
            widths.push(spread.quantiles[5] - spread.quantiles[1]);
            largest = largest.max(top(spread));
        }
        widths.retain(|w| *w > 0.0 && w.is_finite());
        widths.sort_by(f64::total_cmp);
        let width = widths.get(widths.len() / 2).copied().unwrap_or(0.0);
        let step = step(display, width, largest);
        let power = match largest * per_unit(display) {
            x if x >= 1e9 && step >= 7 => 9,
            x if x >= 1e6 && step >= 4 => 6,
            _ => 0,
        };
        Digits { words, display: display.clone(), power, step, finest: step - 2 }
    }

    /// Two significant digits of this spread, in units of 10 to the power of `power`, but no finer than a thousandth of
    /// `largest`, the largest value shown beside it.
    pub(crate) fn in_units_of(
        words: &'static Language,
        display: &Display,
        power: i32,
        spread: &Spread,
        largest: f64,
    ) -> Digits {
        let width = spread.quantiles[5] - spread.quantiles[1];
        let finest = magnitude((largest * per_unit(display)).abs()) - 3;
        let step = step(display, width, top(spread)).max(finest);
        Digits { words, display: display.clone(), power, step, finest: step - 2 }
    }

    /// Finer, by two digits at most, where this spread is narrower than usual.
    pub(crate) fn finer(&self, spread: &Spread) -> Digits {
        let width = spread.quantiles[5] - spread.quantiles[1];
        if spread.known == 0 || width <= 0.0 {
            return self.clone();
        }
        let own = step(&self.display, width, top(spread));
        Digits { step: self.step.min(own).max(self.finest), ..self.clone() }
    }

    /// As fine for all typical values of about the same size as [`Digits::finer`] is for one of them, so that numbers
    /// which are compared are rounded alike.
    pub(crate) fn alike<'a>(self, spreads: impl Iterator<Item = &'a Spread>) -> Digits {
        let known: Vec<&Spread> = spreads.filter(|s| s.known > 0).collect();
        let typical = |s: &Spread| s.quantiles[3].abs();
        let largest = known.iter().map(|s| typical(s)).fold(0.0, f64::max);
        let large = known.iter().filter(|s| typical(s) >= largest / 4.0);
        let step = large.map(|s| self.finer(s).step).min().unwrap_or(self.step);
        Digits { step, ..self }
    }

    /// The power of ten that numbers are in units of.
    pub(crate) fn power(&self) -> i32 {
        self.power
    }

    /// The number without its unit, but with the percent sign of a share.
    pub(crate) fn number(&self, canonical: f64) -> String {
        if !canonical.is_finite() {
            return "unknown".into();
        }
        let percent = if is_share(&self.display) { "%" } else { "" };
        if canonical == 0.0 {
            return format!("0{percent}");
        }
        let exponent = (self.step - self.power).clamp(-9, 12);
        let value = canonical * per_unit(&self.display) / 10f64.powi(self.power);
        let step = 10f64.powi(exponent);
        let rounded = (value / step).round() * step;
        let decimals = (-exponent).max(0) as usize;
        if rounded == 0.0 {
            let sign = if value < 0.0 { ">\u{2212}" } else { "<" };
            return format!("{sign}{}{percent}", separated(step, decimals));
        }
        format!("{}{percent}", separated(rounded, decimals))
    }

    /// The unit behind such numbers, with the word for the factor: `million people`; empty for shares and bare numbers.
    pub(crate) fn unit(&self) -> String {
        factored(self.words, self.power, &unit_words(self.words, &self.display.text, true))
    }

    /// Number and unit.
    pub(crate) fn full(&self, canonical: f64) -> String {
        let number = self.number(canonical);
        let single = self.power == 0 && number == "1";
        let unit = if single { unit_words(self.words, &self.display.text, false) } else { self.unit() };
        if unit.is_empty() || !canonical.is_finite() { number } else { with_unit(self.words, &number, &unit) }
    }
}

/// A unit with the word for its factor.
pub(crate) fn factored(words: &'static Language, power: i32, unit: &str) -> String {
    let word = match power {
        3 => "number.thousand",
        6 => "number.million",
        9 => "number.billion",
        _ => return unit.into(),
    };
    if unit.is_empty() { words.say(word).into() } else { with_unit(words, words.say(word), unit) }
}

fn with_unit(words: &'static Language, number: &str, unit: &str) -> String {
    words.fill("number.with-unit", &[("number", number), ("unit", unit)])
}

/// What a canonical value is multiplied by to be read: percent for shares.
pub(crate) fn per_unit(display: &Display) -> f64 {
    if is_share(display) { 100.0 / display.scale } else { 1.0 / display.scale }
}

fn step(display: &Display, width: f64, largest: f64) -> i32 {
    let (width, largest) = ((width * per_unit(display)).abs(), (largest * per_unit(display)).abs());
    let step = if width > 0.0 { magnitude(width) - 1 } else { magnitude(largest) - 2 };
    // Shares of one percent and more are shown in whole percent.
    let finest = if is_share(display) && largest >= 1.0 { 0 } else { i32::MIN };
    step.max(magnitude(largest * ACCURACY)).max(finest)
}

fn top(spread: &Spread) -> f64 {
    spread.quantiles.iter().fold(0.0, |top, q| top.max(q.abs()))
}

/// Whether the quantity is a share, shown in percent.
pub(crate) fn is_share(display: &Display) -> bool {
    display.text == "share"
}

/// A single number that nobody measured: up to four significant digits, with its unit.
pub(crate) fn exact(words: &'static Language, display: &Display, canonical: f64) -> String {
    let value = canonical / display.scale;
    if is_share(display) {
        return format!("{}%", plain(value * 100.0));
    }
    let number = plain(value);
    let unit = unit_words(words, &display.text, number != "1");
    if unit.is_empty() { number } else { with_unit(words, &number, &unit) }
}

/// A number that was rounded already, in the unit people read, with all its digits: shares in percent.
pub(crate) fn written(words: &'static Language, value: f64, unit: &str) -> String {
    let decimals = |text: String| text.split_once('.').map_or(0, |(_, rest)| rest.len());
    let own = decimals(value.abs().to_string());
    if unit == "share" {
        return format!("{}%", separated(value * 100.0, own.saturating_sub(2)));
    }
    let number = separated(value, own);
    let unit = unit_words(words, unit, number != "1");
    if unit.is_empty() { number } else { with_unit(words, &number, &unit) }
}

/// A bare number with up to four significant digits and no trailing zeros.
pub(crate) fn plain(value: f64) -> String {
    if !value.is_finite() {
        return "unknown".into();
    }
    if value == 0.0 {
        return "0".into();
    }
    let digits = magnitude(value.abs());
    if !(-6..15).contains(&digits) {
        return format!("{value:.2e}").replace('-', "\u{2212}");
    }
    let decimals = (3 - digits).max(0) as usize;
    let text = separated(value, decimals);
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').into() } else { text }
}

/// A share in whole percent; the ends only when they are exact.
pub(crate) fn percent(share: f64) -> String {
    if !share.is_finite() {
        return "unknown".into();
    }
    match (share * 100.0).round() as i64 {
        0 if share > 0.0 => "<1%".into(),
        100 if share < 1.0 => ">99%".into(),
        whole => format!("{whole}%"),
    }
}

/// A share as a count: `81 of 100`, or of all futures where there are fewer than a hundred; `none`, `all`.
pub(crate) fn of_hundred(words: &'static Language, share: f64, futures: u64) -> String {
    let of = |n: i64, all: u64| words.fill("number.of", &[("n", &n.to_string()), ("all", &all.to_string())]);
    match (share * 100.0).round() as i64 {
        _ if !share.is_finite() => words.say("number.unknown-count").into(),
        _ if share <= 0.0 => words.say("number.none").into(),
        _ if share >= 1.0 => words.say("number.all").into(),
        _ if futures < 100 => of((share * futures as f64).round() as i64, futures),
        0 => words.say("number.fewer").into(),
        100 => words.say("number.more").into(),
        whole => of(whole, 100),
    }
}

/// The same with its noun: `81 of 100 futures`, `none of the 2,000 futures`.
pub(crate) fn of_futures(words: &'static Language, share: f64, futures: u64) -> String {
    let all = count(futures);
    match share {
        share if share <= 0.0 => words.fill("number.none-of-futures", &[("all", &all)]),
        share if share >= 1.0 => words.fill("number.all-futures", &[("all", &all)]),
        share => words.fill("number.futures", &[("n", &of_hundred(words, share, futures))]),
    }
}

/// A count with thousands separators.
pub fn count(n: u64) -> String {
    separated(n as f64, 0)
}

/// A unit as declared, in words: `person/month` is `people per month`.
pub fn unit_words(words: &'static Language, unit: &str, plural: bool) -> String {
    if unit.is_empty() || unit == "share" || unit == "1" {
        return String::new();
    }
    let mut parts = unit.split('/');
    let mut top: Vec<&str> = parts.next().unwrap_or("").split('*').map(str::trim).collect();
    // A person-month, however it was written.
    top.sort_by_key(|word| matches!(*word, "hour" | "day" | "week" | "month" | "quarter" | "year"));
    let mut out = String::new();
    for (i, word) in top.iter().enumerate() {
        let word = word.replace('_', " ");
        if i > 0 {
            out.push('-');
        }
        match (word.as_str(), i + 1 == top.len() && plural) {
            ("1", _) => {}
            (word, true) => out.push_str(many(words, word, top.len() > 1).unwrap_or(word)),
            (word, false) => out.push_str(one(words, word).unwrap_or(word)),
        }
    }
    for part in parts {
        let part = part.trim().replace('_', " ");
        let below = match part.parse::<f64>() {
            Ok(number) => plain(number),
            Err(_) => one(words, &part).map_or(part, String::from),
        };
        let key = if out.is_empty() { "unit.per" } else { "unit.over" };
        out = words.fill(key, &[("above", &out), ("below", &below)]);
    }
    out
}

/// The plural of the counting units the language is used with; other units stay as they are.
fn many(words: &'static Language, word: &str, compound: bool) -> Option<&'static str> {
    Some(words.say(match word {
        "person" if !compound => "unit.people",
        "person" => "unit.persons",
        "month" => "unit.months",
        "year" => "unit.years",
        "day" => "unit.days",
        "week" => "unit.weeks",
        "quarter" => "unit.quarters",
        "hour" => "unit.hours",
        "death" => "unit.deaths",
        "attack" => "unit.attacks",
        "incident" => "unit.incidents",
        "dollar" => "unit.dollars",
        "troop" => "unit.troops",
        "soldier" => "unit.soldiers",
        "household" => "unit.households",
        "barrel" => "unit.barrels",
        _ => return None,
    }))
}

/// The same in the singular.
fn one(words: &'static Language, word: &str) -> Option<&'static str> {
    Some(words.say(match word {
        "person" => "unit.person",
        "month" => "unit.month",
        "year" => "unit.year",
        "day" => "unit.day",
        "week" => "unit.week",
        "quarter" => "unit.quarter",
        "hour" => "unit.hour",
        "death" => "unit.death",
        "attack" => "unit.attack",
        "incident" => "unit.incident",
        "dollar" => "unit.dollar",
        "troop" => "unit.troop",
        "soldier" => "unit.soldier",
        "household" => "unit.household",
        "barrel" => "unit.barrel",
        _ => return None,
    }))
}

/// The power of ten of the first digit; very small for zero.
fn magnitude(value: f64) -> i32 {
    if value > 0.0 && value.is_finite() { value.log10().floor().clamp(-300.0, 300.0) as i32 } else { -300 }
}

/// Fixed decimals with `,` between thousands and a true minus sign.
fn separated(value: f64, decimals: usize) -> String {
    let digits = format!("{:.decimals$}", value.abs());
    let (whole, rest) = match digits.find('.') {
        Some(dot) => digits.split_at(dot),
        None => (digits.as_str(), ""),
    };
    let mut out = String::new();
    if value < 0.0 && digits.bytes().any(|b| (b'1'..=b'9').contains(&b)) {
        out.push('\u{2212}');
    }
    for (i, c) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out.push_str(rest);
    out
}

/// How a language writes numbers, where that is not `12,345.6`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    /// What stands between thousands.
    pub(crate) group: char,
    /// What stands before the decimals.
    pub(crate) decimal: char,
}

impl Numbers {
    /// A text with its numbers written so.  Versions, dates, places in files and names are no numbers.
    pub(crate) fn rewritten(self, text: &str) -> String {
        let bytes = text.as_bytes();
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        while at < bytes.len() {
            let part = |b: u8| b.is_ascii_digit() || b == b',' || b == b'.';
            let length = bytes[at..].iter().take_while(|b| part(**b)).count();
            if length == 0 || !bytes[at].is_ascii_digit() {
                let next = text[at..].chars().next().map_or(1, char::len_utf8);
                out.push_str(&text[at..at + next]);
                at += next;
                continue;
            }
            let token = text[at..at + length].trim_end_matches([',', '.']);
            let joins = |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b"_:/-.,".contains(b));
            let before = at.checked_sub(1).map(|i| bytes[i]);
            let after = bytes.get(at + length).filter(|_| token.len() == length);
            match is_number(token) && !joins(before.as_ref()) && !joins(after) {
                true => out.extend(token.chars().map(|c| match c {
                    ',' => self.group,
                    '.' => self.decimal,
                    digit => digit,
                })),
                false => out.push_str(token),
            }
            at += token.len();
        }
        out
    }
}

/// Digits in groups of three, then perhaps decimals.
fn is_number(token: &str) -> bool {
    let (whole, decimals) = token.split_once('.').unwrap_or((token, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or("");
    let grouped = whole.contains(',');
    digits(decimals) && digits(first) && (!grouped || first.len() <= 3) && groups.all(|g| g.len() == 3 && digits(g))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn display(text: &str, scale: f64) -> Display {
        Display { text: text.into(), scale }
    }

    fn spread(low: f64, median: f64, high: f64) -> Spread {
        let quantiles = [low, low, low, median, high, high, high];
        Spread { known: 10, quantiles, ..Spread::default() }
    }

    #[test]
    fn digits_go_no_further_than_two_of_the_spread() {
        let told = |unit: &str, low: f64, median: f64, high: f64| {
            let spread = spread(low, median, high);
            Digits::of(Language::english(), &display(unit, 1.0), [&spread].into_iter()).full(median)
        };
        assert_eq!(told("person", 41_234.0, 60_321.0, 90_456.0), "60,000 people");
        assert_eq!(told("person", 200.0, 617.0, 2_400.0), "600 people");
        assert_eq!(told("person", 60_321.0, 60_321.0, 60_321.0), "60,300 people");
        assert_eq!(told("USD", 84e9, 96.4e9, 112e9), "96 billion USD");
        assert_eq!(told("person*month", 2.1e6, 2.34e6, 2.7e6), "2.34 million person-months");
        assert_eq!(told("share", 0.41, 0.6032, 0.9), "60%");
        assert_eq!(told("share", 0.0011, 0.0023, 0.0041), "0.23%");
        assert_eq!(told("1/month", 0.0015, 0.00412, 0.008), "0.0041 per month");
        assert_eq!(told("", -12.0, -3.3, 4.0), "\u{2212}3");
        assert_eq!(told("month", 0.5, 1.0, 17.0), "1 month");
    }

    #[test]
    fn what_is_smaller_than_the_rounding_is_not_called_nothing() {
        let digits =
            Digits::of(Language::english(), &display("person", 1.0), [&spread(0.0, 20_000.0, 50_000.0)].into_iter());
        assert_eq!(digits.number(0.0), "0");
        assert_eq!(digits.number(300.0), "<1,000");
        assert_eq!(digits.number(-300.0), ">\u{2212}1,000");
        assert_eq!(digits.number(f64::NAN), "unknown");
        assert_eq!(digits.finer(&spread(100.0, 300.0, 900.0)).number(317.0), "320");
    }

    #[test]
    fn numbers_that_are_compared_are_rounded_alike() {
        let people = display("person", 1.0);
        let all = [
            spread(1_000.0, 3_210.0, 10_900.0),
            spread(1_000.0, 3_380.0, 11_800.0),
            spread(1_000.0, 5_120.0, 22_000.0),
            spread(0.0, 110.0, 600.0),
        ];
        let told = |digits: &Digits| all.iter().map(|s| digits.finer(s).number(s.quantiles[3])).collect::<Vec<_>>();
        let apart = Digits::of(Language::english(), &people, all.iter());
        assert_eq!(told(&apart), ["3,200", "3,000", "5,000", "110"]);
        assert_eq!(told(&apart.alike(all.iter())), ["3,200", "3,400", "5,100", "110"]);
    }

    #[test]
    fn scales_convert_to_what_people_read() {
        let per_year = display("person/year", 1.0 / 12.0);
        assert_eq!(exact(Language::english(), &per_year, 10.0), "120 people per year");
        assert_eq!(exact(Language::english(), &display("share", 1.0), 0.004), "0.4%");
        assert_eq!(exact(Language::english(), &display("month", 1.0), 1.0), "1 month");
        assert_eq!(exact(Language::english(), &display("1/month", 1.0), 0.004), "0.004 per month");
    }

    #[test]
    fn what_was_rounded_keeps_its_digits() {
        let told = [(0.2, "share"), (0.007, "share"), (0.07, "share"), (-1.5, "share")]
            .map(|(v, u)| written(Language::english(), v, u));
        assert_eq!(told, ["20%", "0.7%", "7%", "\u{2212}150%"]);
        let told = [(2010.5, ""), (12_000.0, "person"), (1.0, "month"), (0.25, "1/month")]
            .map(|(v, u)| written(Language::english(), v, u));
        assert_eq!(told, ["2,010.5", "12,000 people", "1 month", "0.25 per month"]);
    }

    #[test]
    fn shares_are_whole_and_their_ends_exact() {
        let told: Vec<String> = [0.0, 0.001, 0.81, 0.999, 1.0].iter().map(|s| percent(*s)).collect();
        assert_eq!(told, ["0%", "<1%", "81%", ">99%", "100%"]);
        let told: Vec<String> =
            [0.0, 0.001, 0.81, 0.999, 1.0].iter().map(|s| of_futures(Language::english(), *s, 2_000)).collect();
        let words = ["none of the 2,000 futures", "fewer than 1 of 100 futures", "81 of 100 futures"];
        assert_eq!(told[..3], words);
        assert_eq!(told[3..], ["more than 99 of 100 futures", "all 2,000 futures"]);
        assert_eq!(of_futures(Language::english(), 0.8125, 16), "13 of 16 futures");
    }

    #[test]
    fn numbers_are_written_as_a_language_does_and_nothing_else_is() {
        let numbers = Numbers { group: '.', decimal: ',' };
        let told = [
            "12,345.6 people, 0.5%, 81 of 100.",
            "Milepost 0.1.0",
            "2006-05, a.csv:1,204 and [1, 17]",
            "x1,000 and 1,2",
            "(1,000) \u{2212}2.5",
            "1.5",
        ];
        let told: Vec<String> = told.iter().map(|text| numbers.rewritten(text)).collect();
        let expected = [
            "12.345,6 people, 0,5%, 81 of 100.",
            "Milepost 0.1.0",
            "2006-05, a.csv:1,204 and [1, 17]",
            "x1,000 and 1,2",
            "(1.000) \u{2212}2,5",
            "1,5",
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn units_are_words() {
        let told =
            ["person/month", "1/month", "USD/person", "person*month", "share", "", "barrel/day", "1/100000/month"];
        let told: Vec<String> = told.iter().map(|u| unit_words(Language::english(), u, true)).collect();
        let words = ["people per month", "per month", "USD per person", "person-months", "", "", "barrels per day"];
        assert_eq!(told[..7], words);
        assert_eq!(told[7], "per 100,000 per month");
        assert_eq!(unit_words(Language::english(), "month*person", true), "person-months");
    }

    #[test]
    fn plain_numbers_keep_four_digits() {
        let told = [0.0, 1234567.0, 0.000013, -0.25, 9.0, 1e-9, 2.50].map(plain);
        assert_eq!(told, ["0", "1,234,567", "0.000013", "\u{2212}0.25", "9", "1.00e\u{2212}9", "2.5"]);
    }
}
