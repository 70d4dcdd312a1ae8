//! What `milepost robustness` prints.

use milepost_explore::robustness::{Judged, Robustness};

use super::grid::{Column, Grid};
use super::{Ink, sentence, wrapped};
use crate::answer::Called;
use crate::numbers::percent;
use crate::robustness::Reading;
use crate::view::{MeasureView, View};

/// Measures whose numbers are shown; of more only the first.
const SHOWN: usize = 2;

/// Writes the sentences, and the numbers of the leading measure and of the bars.
pub(crate) fn write(view: &View, found: &Robustness, (width, color): (usize, bool)) -> String {
    let ink = Ink::new(color);
    let reading = Reading::new(view, found, Called::Names);
    let mut out = String::new();
    for (judged, _) in reading.measures() {
        out += &sentence(&reading.best(judged), ink, width, 0);
        if let Some(doubts) = reading.doubts(judged) {
            out += &wrapped(doubts.trim_end_matches('.'), width - 2, 2);
        }
    }
    if let Some(bars) = reading.bars() {
        out += &format!("\n{}", sentence(&bars, ink, width, 0));
    }
    let shown = if found.measures.len() > SHOWN { 1 } else { SHOWN };
    for (judged, measure) in reading.measures().take(shown) {
        let unit = measure.unit(view.words);
        let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
        let title = format!("{}{unit}; {}; rank in brackets, * best", judged.measure, measure.direction(view.words));
        out += &format!("\n{}\n{}", ink.strong(&title), metrics(&reading, judged, measure).write(width, ink));
    }
    if let Some(grid) = bars(&reading) {
        let title = "Bars, as the share of futures in which each is met";
        out += &format!("\n{}\n{}", ink.strong(title), grid.write(width, ink));
    }
    out += &format!("\n{}", wrapped(HOW, width, 0));
    out
}

const HOW: &str = "Regrets and deviations are distances: less is better; of numbers without a unit and of shares, more.  \
                   Percentile regret is what regret stays below in nine of ten futures.  Hurwicz weighs the worst and the \
                   best future alike.  Mean-variance is undefined where more spread would look better.  A bar is not met \
                   where its measure is unknown";

fn metrics(reading: &Reading, judged: &Judged, measure: &MeasureView) -> Grid {
    let pathways = 0..reading.found.pathways.len();
    let column = |at: usize| {
        let cells = judged.metrics.iter().map(|row| match row.ranks[at] {
            Some(rank) => {
                let best = row.best().contains(&at);
                (format!("{}{} ({rank})", if best { "* " } else { "" }, reading.value(measure, row, at)), best)
            }
            None => (reading.value(measure, row, at), false),
        });
        Column { head: vec![reading.pathway(at).into()], cells: cells.collect() }
    };
    Grid {
        rows: judged.metrics.iter().map(|row| row.metric.clone()).collect(),
        columns: pathways.map(column).collect(),
    }
}

fn bars(reading: &Reading) -> Option<Grid> {
    let bars = reading.found.bars.as_ref()?;
    let column = |(at, met): (usize, &milepost_explore::robustness::Met)| {
        let each = met.each.iter().map(|share| (percent(*share), false));
        let all = [(percent(met.all), true)];
        Column { head: vec![reading.pathway(at).into()], cells: each.chain(all).collect() }
    };
    let rows = bars.measures.iter().cloned().chain(["all at once".to_string()]).collect();
    Some(Grid { rows, columns: bars.pathways.iter().enumerate().map(column).collect() })
}
