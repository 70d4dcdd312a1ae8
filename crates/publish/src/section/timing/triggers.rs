//! How well the triggers warn.

use milepost_explore::timing::{Scored, Threshold};

use super::{aside, head};
use crate::anchor;
use crate::html::Html;
use crate::phrase::counted;
use crate::section::{fold, scroll};
use crate::timing::{Reading, called_for, false_alarms, part};

/// Writes how each did, under the choice that carries the strategy and, folded, under the others.
pub(super) fn triggers(h: &mut Html, reading: &Reading) {
    let timing = reading.timing;
    let Some(carrying) = reading.carrying().filter(|_| !timing.triggers.is_empty()) else {
        aside(h, "Triggers that cannot be judged", &timing.unscored);
        return;
    };
    h.leaf("h3", &[], "How well the triggers warn");
    let under = |pathway: &str| timing.triggers.iter().filter(|t| t.pathway == pathway).collect::<Vec<_>>();
    let told = format!("{}. {}.", reading.judged_by(), reading.graces(&under(carrying)));
    h.leaf("p", &[("class", "lead-in")], &told);
    verdicts(h, reading, &reading.pathway(carrying), &under(carrying));
    thresholds(h, reading, &under(carrying));
    let others: Vec<&str> = timing.pathways.iter().map(|own| own.name.as_str()).filter(|p| *p != carrying).collect();
    if !others.is_empty() {
        fold(h, "Under the other choices", &counted(others.len(), "choice", "choices"), |h| {
            for pathway in others {
                verdicts(h, reading, &reading.pathway(pathway), &under(pathway));
                thresholds(h, reading, &under(pathway));
            }
        });
    }
    aside(h, "Triggers that cannot be judged", &timing.unscored);
}

fn verdicts(h: &mut Html, reading: &Reading, pathway: &str, all: &[&Scored]) {
    scroll(h, &format!("Triggers under {pathway}"), |h| {
        h.tag("table", &[("class", "numbers timing twin-table")], |h| {
            h.leaf("caption", &[], &format!("Under {pathway}"));
            head(
                h,
                &[
                    "Trigger",
                    "Called for",
                    "On time",
                    "Late",
                    "Missed",
                    "Too early",
                    "False alarm",
                    "For nothing",
                    "On average",
                ],
            );
            h.tag("tbody", &[], |h| {
                for scored in all {
                    let c = &scored.counts;
                    let of_called = [c.on_time, c.late, c.missed, c.early].map(|n| part(n, c.called_for()));
                    let rest = [part(c.false_alarm, c.not_called_for()), false_alarms(c), reading.ahead(scored)];
                    let cells = [called_for(c)].into_iter().chain(of_called).chain(rest);
                    h.tag("tr", &[], |h| {
                        h.tag("th", &[("scope", "row")], |h| h.goto(&anchor::value(&scored.trigger), &scored.title));
                        cells.for_each(|cell| h.leaf("td", &[], &cell));
                    });
                }
            });
        });
    });
}

fn thresholds(h: &mut Html, reading: &Reading, all: &[&Scored]) {
    let told: Vec<_> = all.iter().filter_map(|scored| reading.threshold(scored)).collect();
    if !told.is_empty() {
        h.tag("ul", &[("class", "beside timing-said")], |h| {
            told.iter().for_each(|phrase| h.tag("li", &[], |h| phrase.write(h)));
        });
        h.leaf("p", &[("class", "note-text")], &format!("{}.", reading.threshold_by()));
    }
    let unsought = |scored: &&&Scored| matches!(&scored.threshold, Threshold::NotSought(_));
    let names: Vec<String> = all
        .iter()
        .filter(unsought)
        .filter_map(|scored| match &scored.threshold {
            Threshold::NotSought(why) => Some(format!("{}: {why}", scored.title)),
            Threshold::Found(_) => None,
        })
        .collect();
    if !names.is_empty() {
        let text = format!("No other threshold was sought for these. {}.", names.join(". "));
        h.leaf("p", &[("class", "note-text")], &text);
    }
}
