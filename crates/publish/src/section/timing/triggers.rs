//! How well the triggers warn.

use milepost_explore::timing::{Scored, Threshold};

use super::{aside, head};
use crate::anchor;
use crate::html::Html;
use crate::section::{fold, scroll};
use crate::timing::{Reading, called_for, false_alarms, part};

/// Writes how each did, under the choice that carries the strategy and, folded, under the others.
pub(super) fn triggers(h: &mut Html, reading: &Reading) {
    let timing = reading.timing;
    let Some(carrying) = reading.carrying().filter(|_| !timing.triggers.is_empty()) else {
        aside(h, h.words.say("warning.aside-triggers"), &timing.unscored);
        return;
    };
    h.leaf("h3", &[], h.words.say("warning.title"));
    let under = |pathway: &str| timing.triggers.iter().filter(|t| t.pathway == pathway).collect::<Vec<_>>();
    let told = format!("{} {}", reading.judged_by(), reading.graces(&under(carrying)));
    h.leaf("p", &[("class", "lead-in")], &told);
    verdicts(h, reading, &reading.pathway(carrying), &under(carrying));
    thresholds(h, reading, &under(carrying));
    let others: Vec<&str> = timing.pathways.iter().map(|own| own.name.as_str()).filter(|p| *p != carrying).collect();
    if !others.is_empty() {
        let note = h.words.counted(others.len(), ("warning.choices-one", "warning.choices-many"));
        fold(h, h.words.say("warning.other-choices"), &note, |h| {
            for pathway in others {
                verdicts(h, reading, &reading.pathway(pathway), &under(pathway));
                thresholds(h, reading, &under(pathway));
            }
        });
    }
    aside(h, h.words.say("warning.aside-triggers"), &timing.unscored);
}

fn verdicts(h: &mut Html, reading: &Reading, pathway: &str, all: &[&Scored]) {
    let label = h.words.fill("warning.triggers-under", &[("pathway", pathway)]);
    scroll(h, &label, |h| {
        h.tag("table", &[("class", "numbers timing twin-table")], |h| {
            h.leaf("caption", &[], &h.words.fill("warning.under", &[("pathway", pathway)]));
            head(
                h,
                &[
                    "warning.trigger",
                    "warning.called-for",
                    "warning.on-time",
                    "warning.late",
                    "warning.missed",
                    "warning.too-early",
                    "warning.false-alarm",
                    "warning.for-nothing",
                    "warning.on-average",
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
        h.leaf("p", &[("class", "note-text")], &reading.threshold_by());
    }
    let unsought = |scored: &&&Scored| matches!(&scored.threshold, Threshold::NotSought(_));
    let names: Vec<String> = all
        .iter()
        .filter(unsought)
        .filter_map(|scored| match &scored.threshold {
            Threshold::NotSought(why) => {
                Some(h.words.fill("warning.unsought-why", &[("trigger", &scored.title), ("why", why)]))
            }
            Threshold::Found(_) => None,
        })
        .collect();
    if !names.is_empty() {
        let text = h.words.fill("warning.unsought", &[("triggers", &names.join(" "))]);
        h.leaf("p", &[("class", "note-text")], &text);
    }
}
