//! What `milepost fit` prints.

use milepost_ensemble::summary::Spread;
use milepost_explore::fit::{Coverage, FitSummary, KeptMeasure, Narrowed, Period};
use milepost_strategy::model::{Display, Fit, Measure, Strategy, Variable};

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::calendar::{instant, period_end};
use crate::language::Language;
use crate::numbers::{Digits, count, is_share, of_hundred, percent};
use crate::phrase::{Phrase, counted};
use crate::view::is_yes_or_no;

/// Writes what was kept, what that says of the periods, the uncertainties and the measures.
pub(crate) fn write(strategy: &Strategy, fit: &FitSummary, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let mut out = sentence(&kept(strategy, fit), ink, width, 0);
    let within = strategy.fits.iter().find(|f| f.name == fit.name).and_then(same_within);
    let rule = within.map(|w| format!(", within {}", factor(w))).unwrap_or_default();
    for (periods, title) in
        [(&fit.keep, format!("what futures are kept by{rule}")), (&fit.judge, "what they are not kept by".into())]
    {
        for periods in periods.chunk_by(|a, b| a.indicator == b.indicator && a.to <= b.from) {
            out += &indicator(strategy, periods, &title, (width, ink));
        }
    }
    let typical = "Typical (median), in brackets 5 to 95 of 100 futures; * counted outside these in the futures kept.  Noise \
                   of publication is left out";
    out += &format!("\n{}", wrapped(typical, width, 0));
    out += &coverage(fit, width);
    out += &narrowed(strategy, &fit.parameters, (width, ink));
    out + &measures(strategy, &fit.measures, (width, ink))
}

/// How many futures agree with history.
fn kept(strategy: &Strategy, fit: &FitSummary) -> Phrase {
    let declared = strategy.fits.iter().find(|f| f.name == fit.name);
    let past = declared.map(|f| strategy.pathways[f.pathway.index()].name.as_str()).unwrap_or_default();
    let (kept, tried) = (fit.kept.len() as u64, counted(fit.futures as usize, "future", "futures"));
    let share = kept as f64 / fit.futures.max(1) as f64;
    Phrase::plain("")
        .name(&fit.name)
        .say(": under ")
        .name(past)
        .say(", ")
        .strong(format!("{} of {tried}", count(kept)))
        .say(format!(" ({}) agree with what was counted.", percent(share)))
}

/// The distance that all lines allow, if it is one.
fn same_within(fit: &Fit) -> Option<f64> {
    let first = fit.keep.first()?.within;
    fit.keep.iter().all(|line| line.within == first).then_some(first)
}

/// `a factor of 1.5`
fn factor(within: f64) -> String {
    format!("a factor of {}", crate::numbers::plain(1.0 + within))
}

/// An indicator's periods: counted, before and after.
fn indicator(strategy: &Strategy, periods: &[Period], title: &str, (width, ink): (usize, Ink)) -> String {
    let name = &periods[0].indicator;
    let plain = Display { text: String::new(), scale: 1.0 };
    let display = variable(strategy, name).map_or(&plain, |v| &v.display);
    let digits = Digits::of(Language::english(), display, periods.iter().flat_map(|p| [&p.before, &p.after]));
    let unit = digits.unit();
    let of = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let counted = periods.iter().map(|p| (digits.finer(&p.after).number(p.counted), false));
    let mark = |p: &Period| match p.counted < p.after.quantiles[0] || p.counted > p.after.quantiles[6] {
        true => "* ",
        false => "",
    };
    let grid = Grid {
        rows: periods.iter().map(|p| span(strategy, p)).collect(),
        columns: vec![
            column("counted", counted),
            column("before", periods.iter().map(|p| (banded(&digits, &p.before), false))),
            column("after", periods.iter().map(|p| (format!("{}{}", mark(p), banded(&digits, &p.after)), false))),
        ],
    };
    titled(&format!("{name}{of}: {title}"), (width, ink)) + &grid.write(width, ink)
}

fn variable<'a>(strategy: &'a Strategy, name: &str) -> Option<&'a Variable> {
    strategy.variables.iter().find(|v| v.name == name)
}

/// `Jan 2004 to Jun 2004`
fn span(strategy: &Strategy, period: &Period) -> String {
    let axis = &strategy.time;
    if axis.origin.is_none() {
        return format!(
            "{} to {}",
            instant(Language::english(), axis, period.from),
            instant(Language::english(), axis, period.to)
        );
    }
    let first = period.from + 1e-3 * (period.to - period.from);
    format!("{} to {}", period_end(Language::english(), axis, first), period_end(Language::english(), axis, period.to))
}

/// Of the periods that the futures were not chosen by, how many lie in their bands.
fn coverage(fit: &FitSummary, width: usize) -> String {
    let mut out = String::new();
    // Each indicator's whole country first, then its places.
    let indicator = |of: &Coverage| of.of.split(',').next().unwrap_or_default().to_string();
    for some in fit.coverage.chunk_by(|_, next| !next.of.ends_with(", national")) {
        let [whole, places @ ..] = some else { continue };
        let n = whole.periods;
        let mut words = format!(
            "{}: in {} of {n} periods counted lies within the middle 50% of the futures kept, in {} of {n} within 90%",
            indicator(whole),
            whole.within_50,
            whole.within_90
        );
        for part in places {
            let (n, by) = (part.periods, part.of.split(", ").nth(1).unwrap_or_default());
            words += &format!("; {by} {} of {n} and {} of {n}", part.within_50, part.within_90);
        }
        out += &wrapped(&words, width, 0);
    }
    if out.is_empty() {
        return out;
    }
    format!("\n{out}{}", wrapped("Of bands that are right, half and nine in ten hold what was counted", width, 0))
}

/// The uncertainties that the counts narrow, and how many they do not.
fn narrowed(strategy: &Strategy, all: &[Narrowed], (width, ink): (usize, Ink)) -> String {
    let told: Vec<&Narrowed> = all.iter().filter(|n| n.identified).collect();
    let rest = all.len() - told.len();
    let others = |n: usize| counted(n, "uncertainty", "uncertainties");
    if told.is_empty() {
        return match rest {
            0 => String::new(),
            n => format!("\n{}", wrapped(&format!("The counts say nothing about the {}", others(n)), width, 0)),
        };
    }
    let sides = |n: &Narrowed| -> [String; 2] {
        if !n.categories.is_empty() {
            let shares = |k: usize| {
                let share = |c: &(String, f64, f64)| format!("{} {}", c.0, percent(if k == 0 { c.1 } else { c.2 }));
                n.categories.iter().map(share).collect::<Vec<_>>().join(", ")
            };
            return [shares(0), shares(1)];
        }
        let base = n.name.split('[').next().unwrap_or_default();
        // Delivery, compliance and under-reporting are shares.
        let share = Display { text: "share".into(), scale: 1.0 };
        let display = variable(strategy, base).map_or(&share, |v| &v.display);
        let digits = Digits::of(Language::english(), display, [&n.before, &n.after].into_iter());
        let unit = if is_share(display) { String::new() } else { format!(" {}", digits.unit()) };
        [&n.before, &n.after].map(|spread| format!("{}{unit}", banded(&digits, spread)).trim_end().to_string())
    };
    let cells = |side: usize| told.iter().map(move |n| (sides(n)[side].clone(), false));
    let grid = Grid {
        rows: told.iter().map(|n| n.name.clone()).collect(),
        columns: vec![column("before", cells(0)), column("after", cells(1))],
    };
    let mut out = titled("Uncertainties that the counts narrow", (width, ink)) + &grid.write(width, ink);
    if rest > 0 {
        out += &wrapped(&format!("The counts say nothing about the other {rest}"), width, 0);
    }
    out
}

/// What the choices came to, over all futures tried and over those kept.
fn measures(strategy: &Strategy, all: &[KeptMeasure], (width, ink): (usize, Ink)) -> String {
    let mut out = String::new();
    for measure in &strategy.measures {
        let rows: Vec<&KeptMeasure> = all.iter().filter(|m| m.measure == measure.name).collect();
        if !rows.is_empty() {
            out += &block(measure, &rows, (width, ink));
        }
    }
    out
}

/// One measure under every choice.
fn block(measure: &Measure, rows: &[&KeptMeasure], (width, ink): (usize, Ink)) -> String {
    let digits = Digits::of(Language::english(), &measure.display, rows.iter().flat_map(|m| [&m.before, &m.after]));
    let shares = is_yes_or_no(&measure.value);
    let value = |spread: &Spread| match spread.known {
        0 => "unknown".into(),
        _ if shares => percent(spread.mean),
        _ => banded(&digits, spread),
    };
    let unit = if shares { "of the futures".into() } else { digits.unit() };
    let of = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let mut columns = vec![
        column("before", rows.iter().map(|m| (value(&m.before), false))),
        column("after", rows.iter().map(|m| (value(&m.after), false))),
    ];
    if rows.iter().any(|m| m.better.is_some()) {
        let better = |m: &KeptMeasure| match m.better {
            Some((before, after)) => {
                format!(
                    "{}, then {}",
                    of_hundred(Language::english(), before, m.before.known),
                    of_hundred(Language::english(), after, m.after.known)
                )
            }
            None => "-".into(),
        };
        columns.push(column("better than the reference", rows.iter().map(|m| (better(m), false))));
    }
    let grid = Grid { rows: rows.iter().map(|m| m.pathway.clone()).collect(), columns };
    titled(&format!("{}{of}", measure.name), (width, ink)) + &grid.write(width, ink)
}

/// `4,300 (200 to 14,000)`
fn banded(digits: &Digits, spread: &Spread) -> String {
    if spread.known == 0 {
        return "unknown".into();
    }
    let number = |level: usize| digits.finer(spread).number(spread.quantiles[level]);
    format!("{} ({} to {})", number(3), number(0), number(6))
}

fn column(head: &str, cells: impl Iterator<Item = (String, bool)>) -> Column {
    Column { head: vec![head.into()], cells: cells.collect() }
}

fn titled(title: &str, (width, ink): (usize, Ink)) -> String {
    let lines = wrapped(title, width, 0);
    format!("\n{}", lines.lines().map(|line| ink.strong(line) + "\n").collect::<String>())
}
