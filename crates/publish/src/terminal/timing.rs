//! What `milepost pathways` prints.

use milepost_explore::timing::{Aside, Scored, Timing, Tips};
use milepost_strategy::model::Strategy;

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::answer::Called;
use crate::calendar::instant;
use crate::language::Language;
use crate::numbers::{count, percent};
use crate::timing::{Reading, called_for, false_alarms, part};

/// Writes the sentences and the tables.
pub(crate) fn write(strategy: &Strategy, timing: &Timing, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let reading = Reading::new(strategy, timing, Called::Names, Language::english());
    let mut out = String::new();
    for held in timing.regimes.iter().filter(|held| held.name == timing.in_force) {
        out += &sentence(&reading.usable(held), ink, width, 0);
    }
    for transfer in reading.successors() {
        out += &sentence(&reading.decision(transfer), ink, width - 2, 2);
    }
    if reading.successors().next().is_none() {
        out += &wrapped("No other regime can follow it in time and last longer in futures worth naming", width - 2, 2);
    }
    out += &heading(ink, "Until when each regime and each choice can be used");
    out += &usable(&reading).write(width, ink);
    out += "\n";
    out += &notes(&reading, width);
    out += &heading(ink, "What can follow what");
    out += &transfers(&reading).write(width, ink);
    out += "\n";
    out += &wrapped(bare(reading.words.say("timing.transfers-read")), width, 0);
    if let Some(left) = reading.options() {
        out += &wrapped(bare(&left), width, 0);
    }
    out += &heading(ink, "Sequences that no other one dominates");
    out += &sequences(&reading).write(width, ink);
    out += "\n";
    out += &wrapped(bare(&reading.sequenced()), width, 0);
    out += &triggers(&reading, width, ink);
    out
}

/// A paragraph of the terminal ends without a full stop.
fn bare(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

fn heading(ink: Ink, text: &str) -> String {
    format!("\n{}\n", ink.strong(text))
}

fn column(head: [&str; 2], cells: impl Iterator<Item = String>) -> Column {
    Column { head: head.map(String::from).to_vec(), cells: cells.map(|cell| (cell, false)).collect() }
}

fn usable(reading: &Reading) -> Grid {
    let timing = reading.timing;
    let regimes = || timing.regimes.iter().map(|held| (&held.tips, &held.fails_first));
    let own = || timing.pathways.iter().map(|own| (&own.tips, &own.fails_first));
    let all = || regimes().chain(own()).map(|(tips, _)| tips);
    let rows = timing.regimes.iter().map(|held| held.name.clone());
    let rows = rows.chain(timing.pathways.iter().map(|own| format!("{} (choice)", own.name))).collect();
    let date = |of: fn(&Tips) -> Option<f64>| all().map(move |tips| reading.short(of(tips)));
    let leads = timing.regimes.iter().map(|held| reading.lead(&held.lead)).chain(own().map(|_| "".into()));
    let horizon = format!("to {}", reading.short(Some(timing.horizon)));
    Grid {
        rows,
        columns: vec![
            column(["one in ten", "tips by"], date(|tips| tips.first)),
            column(["half", "tips by"], date(|tips| tips.half)),
            column(["nine in ten", "tips by"], date(|tips| tips.last)),
            column(["never", &horizon], all().map(|tips| percent(tips.never))),
            column(["first to", "fail, most"], regimes().chain(own()).map(|(_, first)| reading.fails_first(first))),
            column(["lead", ""], leads),
        ],
    }
}

fn notes(reading: &Reading, width: usize) -> String {
    let timing = reading.timing;
    let from = instant(Language::english(), &reading.strategy.time, timing.decide);
    let mut lines = vec![format!("{} futures.  What must be kept: {}", count(timing.futures), reading.bars())];
    lines.push(reading.rule());
    lines.extend(reading.doubts());
    lines.push(format!("{} (from {from} on)", bare(&reading.following())));
    lines.push(reading.leads());
    if !timing.aside.is_empty() {
        lines.push(format!("Not looked at: {}", asides(&timing.aside)));
    }
    lines.iter().map(|line| wrapped(bare(line), width, 0)).collect()
}

fn asides(all: &[Aside]) -> String {
    all.iter().map(|aside| format!("{} ({})", aside.name, aside.why)).collect::<Vec<_>>().join("; ")
}

fn transfers(reading: &Reading) -> Grid {
    let all: Vec<_> = reading.timing.transfers.iter().filter(|t| t.in_time >= reading.timing.often).collect();
    let each = |cell: &dyn Fn(&milepost_explore::timing::Transfer) -> String| {
        all.iter().map(|t| cell(t)).collect::<Vec<_>>().into_iter()
    };
    Grid {
        rows: all.iter().map(|t| format!("{} then {}", t.from, t.to)).collect(),
        columns: vec![
            column(["first", "tips"], each(&|t| percent(t.needed))),
            column(["second", "lasts longer"], each(&|t| percent(t.lasting))),
            column(["and is", "in time"], each(&|t| percent(t.in_time))),
            column(["decide by,", "half"], each(&|t| reading.decide_by(t.half))),
            column(["too late", "already"], each(&|t| percent(t.too_late))),
        ],
    }
}

fn sequences(reading: &Reading) -> Grid {
    let all = &reading.timing.sequences;
    let date = |of: fn(&Tips) -> Option<f64>| all.iter().map(move |s| reading.short(of(&s.tips)));
    Grid {
        rows: all.iter().map(|s| s.regimes.join(", ")).collect(),
        columns: vec![
            column(["one in ten", "ends by"], date(|tips| tips.first)),
            column(["half", "ends by"], date(|tips| tips.half)),
            column(["nine in ten", "ends by"], date(|tips| tips.last)),
            column(["never", ""], all.iter().map(|s| percent(s.tips.never))),
            column(["cost", ""], all.iter().map(|s| reading.cost(s.cost))),
        ],
    }
}

fn triggers(reading: &Reading, width: usize, ink: Ink) -> String {
    let timing = reading.timing;
    let mut out = String::new();
    if let Some(pathway) = reading.carrying().filter(|_| !timing.triggers.is_empty()) {
        let all: Vec<&Scored> = timing.triggers.iter().filter(|t| t.pathway == pathway).collect();
        out += &heading(ink, &format!("How well the triggers warn, under {pathway}"));
        out += &verdicts(reading, &all).write(width, ink);
        out += "\n";
        out += &wrapped(bare(&reading.judged_by()), width, 0);
        out += &wrapped(bare(&reading.graces(&all)), width, 0);
        for phrase in all.iter().filter_map(|scored| reading.threshold(scored)) {
            out += &sentence(&phrase, ink, width, 0);
        }
        if all.iter().any(|scored| reading.threshold(scored).is_some()) {
            out += &wrapped(&format!("{} (--miss-cost)", bare(&reading.threshold_by())), width, 0);
        }
        if timing.pathways.len() > 1 {
            out += &wrapped("The report has the other choices, and so has pathways.json", width, 0);
        }
    }
    if !timing.unscored.is_empty() {
        out += &wrapped(&format!("Triggers that cannot be judged: {}", asides(&timing.unscored)), width, 0);
    }
    out
}

fn verdicts(reading: &Reading, all: &[&Scored]) -> Grid {
    let each = |cell: &dyn Fn(&Scored) -> String| all.iter().map(|s| cell(s)).collect::<Vec<_>>().into_iter();
    Grid {
        rows: all.iter().map(|s| s.trigger.clone()).collect(),
        columns: vec![
            column(["called", "for"], each(&|s| called_for(&s.counts))),
            column(["on", "time"], each(&|s| part(s.counts.on_time, s.counts.called_for()))),
            column(["late", ""], each(&|s| part(s.counts.late, s.counts.called_for()))),
            column(["missed", ""], each(&|s| part(s.counts.missed, s.counts.called_for()))),
            column(["too", "early"], each(&|s| part(s.counts.early, s.counts.called_for()))),
            column(["false", "alarm"], each(&|s| part(s.counts.false_alarm, s.counts.not_called_for()))),
            column(["for", "nothing"], each(&|s| false_alarms(&s.counts))),
            column(["on average", ""], each(&|s| reading.ahead(s))),
        ],
    }
}
