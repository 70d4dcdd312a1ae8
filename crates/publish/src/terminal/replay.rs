//! What `milepost replay` prints: month after month what changed and what was asked; then how triggers and conditions did,
//! as it was and as simulated.

use milepost_explore::rehearsal::{Rehearsed, Side};
use milepost_monitor::replay::{Ask, AskKind, Change, Period, Replayed, Score, Signal};
use milepost_monitor::status::State;
use milepost_strategy::model::{Strategy, TimeAxis};

use super::grid::{Column, Grid};
use super::{Ink, columns, wrapped};
use crate::numbers::count;

/// Columns of a period and of a verb before what they speak of.
const PERIOD: usize = 9;
const VERB: usize = 11;
/// Names of simulations.
const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Elements named one by one, at most.
const NAMED: usize = 6;

pub(crate) fn write(strategy: &Strategy, replayed: &Replayed, sides: &[Side], (width, color): (usize, bool)) -> String {
    let ink = Ink::new(color);
    let mut out = opening(replayed, width);
    let mut quiet: Vec<&Period> = Vec::new();
    for period in &replayed.periods {
        if period.changes.is_empty() && period.asks.is_empty() {
            quiet.push(period);
            continue;
        }
        still(&mut out, &mut quiet, ink);
        said(&mut out, period, width, ink);
    }
    still(&mut out, &mut quiet, ink);
    out.push_str(&scores(strategy, replayed, sides, width, ink));
    out
}

fn opening(replayed: &Replayed, width: usize) -> String {
    let (first, last) = (replayed.periods.first(), replayed.periods.last());
    let span = first.zip(last).map(|(a, b)| format!("{} to {}", a.as_of, b.as_of)).unwrap_or_default();
    let text = format!(
        "{}: replay of {span}. Each period is judged at its end, on what was known then; unknown is never met.",
        replayed.strategy
    );
    wrapped(&text, width, 0)
}

/// Periods in which nothing changed, in a line.
fn still(out: &mut String, quiet: &mut Vec<&Period>, ink: Ink) {
    if let (Some(first), Some(last)) = (quiet.first(), quiet.last()) {
        let span = if quiet.len() == 1 { first.period.clone() } else { format!("{} to {}", first.period, last.period) };
        out.push_str(&format!("\n{}\n", ink.faint(&format!("{span}: nothing changed, nothing was asked"))));
    }
    quiet.clear();
}

fn said(out: &mut String, period: &Period, width: usize, ink: Ink) {
    out.push('\n');
    for (line, (verb, text)) in told(period).into_iter().enumerate() {
        let name = if line == 0 { period.period.as_str() } else { "" };
        let (pad, gap) = (PERIOD.saturating_sub(columns(name)), VERB.saturating_sub(columns(verb)));
        let lines = wrapped(&text, width, PERIOD + VERB);
        out.push_str(&format!("{}{:pad$}{verb}{:gap$}{}", ink.strong(name), "", "", lines.trim_start()));
    }
}

/// Verbs and what they speak of: what changed alike stands together, and what is asked of one by one day.
fn told(period: &Period) -> Vec<(&'static str, String)> {
    let mut lines: Vec<(&'static str, Vec<String>, String)> = Vec::new();
    let changes =
        period.changes.iter().map(|change| (verb(change), subject(&change.name, &change.elements), was(change)));
    let asks = period.asks.iter().map(|ask| (asked(ask).0, subject(&ask.name, &ask.elements), asked(ask).1));
    for (verb, subject, rest) in changes.chain(asks) {
        match lines.iter_mut().find(|(v, _, r)| *v == verb && *r == rest) {
            Some((_, subjects, _)) => subjects.push(subject),
            None => lines.push((verb, vec![subject], rest)),
        }
    }
    lines.into_iter().map(|(verb, subjects, rest)| (verb, format!("{}{rest}", subjects.join(", ")))).collect()
}

fn verb(change: &Change) -> &'static str {
    match (change.from, change.to) {
        (_, State::Holds) => "holds",
        (_, State::Lost) => "lost",
        (_, State::NotMet) => "not met",
        (_, State::Met) => "met",
        (_, State::Fired) => "fired",
        (Some(State::Fired), State::Quiet) => "over",
        (_, State::Quiet) => "quiet",
        (_, State::Unknown) => "unknown",
    }
}

fn was(change: &Change) -> String {
    let was = match change.from {
        Some(State::Unknown) => "; unknown before",
        Some(State::Lost) if change.to == State::Holds => "; lost before",
        Some(State::Holds) if change.to == State::Unknown => "; held before",
        Some(State::Fired) if change.to == State::Unknown => "; fired before",
        _ => "",
    };
    was.into()
}

/// `minimum_security (Anbar, Baghdad)`; of many places, how many.
fn subject(name: &str, elements: &[String]) -> String {
    match elements.len() {
        0 => name.into(),
        n if n <= NAMED => format!("{name} ({})", elements.join(", ")),
        n => format!("{name} ({n} places)"),
    }
}

fn asked(ask: &Ask) -> (&'static str, String) {
    let by = ask.by.as_deref().unwrap_or("nobody named");
    let until = &ask.until;
    match ask.kind {
        AskKind::Decide => ("decide", format!(": {by} must decide by {until}")),
        AskKind::Undecided => ("undecided", format!(": {by} had to decide by {until}, and no decision is recorded")),
        AskKind::Due => ("due", format!(": by {by} on {until}; not met as far as is known")),
        AskKind::Perform => ("due", format!(": by {by} on {until}; what was done, the contract says")),
    }
}

/// Figures of a signal over its cases, an element or an element in a future.
struct Figures {
    who: String,
    /// Cases times years.
    years: f64,
    called_for: u64,
    missed: u64,
    told: u64,
    false_alarms: u64,
    flips: u64,
    open: u64,
    /// Quartiles of the delay, in periods.
    delay: Option<[usize; 3]>,
}

impl Figures {
    /// As it was; `None` where nothing of it could be judged.
    fn real(signal: &Signal, years_each: f64) -> Option<Figures> {
        let judged: usize = signal.scores.iter().map(|s| s.judged).sum();
        let sum = |of: fn(&Score) -> usize| signal.scores.iter().map(of).sum::<usize>() as u64;
        let mut delays: Vec<usize> = signal.scores.iter().flat_map(|s| s.delays.clone()).collect();
        delays.sort_unstable();
        let at = |share: f64| delays[((share * delays.len() as f64).ceil() as usize).clamp(1, delays.len()) - 1];
        (judged > 0).then(|| Figures {
            who: "as it was".into(),
            years: years_each * judged as f64,
            called_for: sum(|s| s.called_for),
            missed: sum(|s| s.missed),
            told: sum(|s| s.told),
            false_alarms: sum(|s| s.false_alarms),
            flips: sum(|s| s.flips),
            open: sum(|s| s.open),
            delay: (!delays.is_empty()).then(|| [at(0.25), at(0.5), at(0.75)]),
        })
    }

    fn simulated(letter: char, side: &Side, r: &Rehearsed, years_each: f64) -> Figures {
        Figures {
            who: format!("simulated {letter}"),
            years: years_each * r.cases as f64 * side.rehearsal.periods as f64,
            called_for: r.called_for,
            missed: r.missed,
            told: r.told,
            false_alarms: r.false_alarms,
            flips: r.flips,
            open: r.open,
            delay: r.delay(0.25).zip(r.delay(0.5)).zip(r.delay(0.75)).map(|((a, b), c)| [a, b, c]),
        }
    }

    /// So many in the time of one case, as a rate over ten years: a count of one stays readable.
    fn rate(&self, n: u64) -> String {
        decimals(10.0 * n as f64 / self.years)
    }
}

fn decimals(x: f64) -> String {
    match x {
        x if x.fract() == 0.0 => format!("{x:.0}"),
        x if x < 0.1 => "<0.1".into(),
        x if x < 10.0 => format!("{x:.1}"),
        x => format!("{x:.0}"),
    }
}

fn scores(strategy: &Strategy, replayed: &Replayed, sides: &[Side], width: usize, ink: Ink) -> String {
    let mut out = format!("\n{}\n", ink.strong("Triggers and conditions: as it was, and as simulated"));
    if replayed.signals.is_empty() {
        out += &wrapped("No trigger and no condition reads an indicator, so there is nothing to score.", width, 0);
        return out;
    }
    out += &wrapped(
        "What each said on what was known then, beside what it would have said had everything been published at once. Rates \
         are for ten years of one place, or of the country. Delay: median and quartiles.",
        width,
        0,
    );
    for (letter, side) in LETTERS.chars().zip(sides) {
        let with = if side.against.is_empty() { String::new() } else { format!(", with {}", side.against) };
        let text = format!("simulated {letter}: {}{with}, {} futures", side.pathway, count(side.rehearsal.futures));
        out += &wrapped(&text, width, 2);
    }
    let axis = &strategy.time;
    let years = years(axis);
    let mut unscored: Vec<&str> = Vec::new();
    for signal in &replayed.signals {
        let real = Figures::real(signal, years);
        if real.is_none() {
            unscored.push(&signal.name);
        }
        let simulated = LETTERS.chars().zip(sides).filter_map(|(letter, side)| {
            let r = side.rehearsal.signals.iter().find(|r| r.signal == signal.name)?;
            Some(Figures::simulated(letter, side, r, years))
        });
        let rows: Vec<Figures> = real.into_iter().chain(simulated).collect();
        if rows.is_empty() {
            continue;
        }
        out += &format!("\n{}{}\n", ink.strong(&signal.name), titled(signal));
        out += &grid(&rows, axis).write(width, ink);
        out += &notes(&rows, width);
    }
    if !unscored.is_empty() {
        let text = format!("Never known as it was, for want of evidence: {}.", unscored.join(", "));
        out += &format!("\n{}", wrapped(&text, width, 0));
    }
    out
}

fn titled(signal: &Signal) -> String {
    let title = if signal.title == signal.name { String::new() } else { format!(": {}", signal.title) };
    let places = if signal.scores.len() > 1 { format!(", in {} places", signal.scores.len()) } else { String::new() };
    format!("{title}{places}")
}

fn grid(rows: &[Figures], axis: &TimeAxis) -> Grid {
    let column = |head: [&str; 2], cell: &dyn Fn(&Figures) -> String| Column {
        head: head.map(String::from).to_vec(),
        cells: rows.iter().map(|row| (cell(row), false)).collect(),
    };
    let period = f64::from(axis.report_every) * axis.step;
    let missed = |row: &Figures| match row.told + row.missed {
        0 => "–".into(),
        all if row.called_for < 100 => format!("{} of {all}", row.missed),
        all => format!("{:.0}%", 100.0 * row.missed as f64 / all as f64),
    };
    let delay = |row: &Figures| match row.delay {
        None => "–".into(),
        Some(q) => {
            let [a, b, c] = q.map(|periods| decimals(periods as f64 * period));
            if a == c { b } else { format!("{b} ({a} to {c})") }
        }
    };
    Grid {
        rows: rows.iter().map(|row| format!("  {}", row.who)).collect(),
        columns: vec![
            column(["called", "for"], &|row| row.rate(row.called_for)),
            column(["", "missed"], &missed),
            column(["false", "alarms"], &|row| row.rate(row.false_alarms)),
            column(["delay,", &plural(&axis.unit)], &delay),
            column(["", "flips"], &|row| row.rate(row.flips)),
        ],
    }
}

/// Spells left open are neither told nor missed, and are said where they weigh.
fn notes(rows: &[Figures], width: usize) -> String {
    let open: Vec<String> = rows
        .iter()
        .filter(|row| row.open > 0 && 10 * row.open >= row.called_for)
        .map(|row| format!("{} ({})", row.open, row.who))
        .collect();
    match open.is_empty() {
        true => String::new(),
        false => wrapped(&format!("spells that cannot be judged: {}", open.join(", ")), width, 2),
    }
}

fn plural(unit: &str) -> String {
    format!("{unit}s")
}

/// Years of one reporting period.
fn years(axis: &TimeAxis) -> f64 {
    let days = match axis.unit.as_str() {
        "year" => 365.2425,
        "quarter" => 365.2425 / 4.0,
        "month" => 365.2425 / 12.0,
        "week" => 7.0,
        "day" => 1.0,
        "hour" => 1.0 / 24.0,
        _ => f64::NAN,
    };
    f64::from(axis.report_every) * axis.step * days / 365.2425
}
