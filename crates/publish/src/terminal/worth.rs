//! What `milepost worth` prints.

use milepost_ensemble::summary::Spread;
use milepost_explore::worth::{By, PartWorth, Worth};
use milepost_strategy::model::Strategy;

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::answer::Called;
use crate::language::Language;
use crate::numbers::{count, exact, is_share, percent, plain};
use crate::phrase::counted;
use crate::worth::Reading;

/// Writes the sentences and the table.
pub(crate) fn write(strategy: &Strategy, worth: &Worth, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let Some(reading) = Reading::new(strategy, worth, Called::Names, Language::english()) else {
        return wrapped(&format!("The strategy declares no measure `{}` any more", worth.measure), width, 0);
    };
    let mut out = sentence(&reading.gain(), ink, width, 0);
    for phrase in [reading.adds(), reading.shares(), Some(reading.hostage())].into_iter().flatten() {
        out += &sentence(&phrase, ink, width - 2, 2);
    }
    out.push('\n');
    // As many columns with their bands as there is room for beside each other.
    let grids = [[true, true], [true, false], [false, false]].map(|bands| grid(&reading, bands));
    let fits = grids.iter().find(|grid| grid.width() <= width);
    out += &fits.unwrap_or(&grids[2]).write(width, ink);
    out += &footnotes(&reading, width);
    out
}

/// The table: what is lost without a part and what it gains alone with their bands or without.
fn grid(reading: &Reading, [lost, alone]: [bool; 2]) -> Grid {
    let worth = reading.worth;
    let parts = reading.parts();
    let mut rows: Vec<String> = parts.iter().map(|p| p.name.clone()).collect();
    rows.extend([format!("no {}'s", worth.by.one()), "all together".into()]);
    let cells = |each: &dyn Fn(&PartWorth) -> String, rest: String, all: String| {
        let cells = parts.iter().map(|p| each(p)).chain([rest, all]);
        cells.map(|cell| (cell, false)).collect::<Vec<_>>()
    };
    let head = |lines: [&str; 2]| lines.map(String::from).to_vec();
    let unit = unit(reading);
    let held = |share: f64| if worth.gaining > 0.0 { percent(share) } else { "-".into() };
    let told = |spread: &Spread, band: bool| match reading.band(spread).filter(|_| band) {
        Some(band) => format!("{} ({band})", reading.number(spread)),
        None => reading.number(spread),
    };
    let columns = vec![
        Column {
            head: head(["adds, in any order", &unit]),
            cells: cells(&|p| told(&p.shapley, true), told(&worth.rest.gain, true), told(&worth.gain, true)),
        },
        Column {
            head: head(["lost without it", &unit]),
            cells: cells(&|p| told(&p.lost, lost), "-".into(), "-".into()),
        },
        Column { head: head(["adds alone", &unit]), cells: cells(&|p| told(&p.alone, alone), "-".into(), "-".into()) },
        Column {
            head: head(["holds", "hostage"]),
            cells: cells(&|p| held(p.hostage), "".into(), held(worth.hostage.share)),
        },
    ];
    Grid { rows, columns }
}

/// How to read it, who holds what, and what moves nothing.
fn footnotes(reading: &Reading, width: usize) -> String {
    let worth = reading.worth;
    let (one, many) = (worth.by.one(), worth.by.many());
    let typical = match reading.yes_or_no {
        true => "",
        false => "Typical (median), in brackets 5 to 95 of 100 futures.  ",
    };
    let orders = match worth.orders {
        None => format!("over all orders of the {many}"),
        Some(n) => format!("over {} orders of the {many} drawn{}", count(n), error(reading)),
    };
    let reading_it = format!(
        "{typical}Adds, in any order: Shapley value, the mean contribution {orders}.  {}.  No {one}'s: what no {one} \
         accounts for, as regimes also move levers that are none's",
        reading.adding_up().trim_end_matches('.')
    );
    let mut out = format!("\n{}", wrapped(&reading_it, width, 0));
    let holding: Vec<&PartWorth> = worth.parts.iter().filter(|p| p.hostage > 0.0 && !p.holders.is_empty()).collect();
    if worth.by != By::Actor && !holding.is_empty() {
        let told: Vec<String> = holding.iter().map(|p| format!("{}: {}", p.name, p.holders.join(", "))).collect();
        out += &wrapped(&format!("In the hands of - {}", told.join("; ")), width, 0);
    }
    let still: Vec<&str> = worth.parts.iter().filter(|p| !p.moves).map(|p| p.name.as_str()).collect();
    if !still.is_empty() {
        let number = if still.len() == 1 { format!("1 {one} moves") } else { format!("{} {many} move", still.len()) };
        let told = format!("{number} nothing under {}, worth exactly nothing: {}", worth.pathway, still.join(", "));
        out += &wrapped(&told, width, 0);
    }
    if worth.gain.unknown > 0 {
        let unknown = counted(worth.gain.unknown as usize, "future", "futures");
        out += &wrapped(&format!("The gain is unknown in {unknown}, which count for nothing here"), width, 0);
    }
    out
}

/// How far the means may be off because only some orders were drawn.
fn error(reading: &Reading) -> String {
    let most = reading.worth.parts.iter().map(|p| p.error).fold(0.0, f64::max);
    if most <= 0.0 || !most.is_finite() {
        return String::new();
    }
    let told = match reading.yes_or_no {
        true => format!("{}%", plain(two_digits(100.0 * most))),
        false => exact(Language::english(), &reading.measure.display, two_digits(most)),
    };
    format!(" (standard error up to {told})")
}

fn two_digits(value: f64) -> f64 {
    let step = 10f64.powf(value.log10().floor() - 1.0);
    (value / step).round() * step
}

fn unit(reading: &Reading) -> String {
    match (reading.yes_or_no, is_share(&reading.measure.display)) {
        (true, _) => "of the futures".into(),
        (_, true) => "percent".into(),
        _ => reading.digits.unit(),
    }
}
