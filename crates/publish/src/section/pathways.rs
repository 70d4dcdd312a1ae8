//! The pathways: what each is, a measure at a glance, and the table with typical case, bad case and regret.

use super::{dash, lead_in, scroll};
use crate::anchor;
use crate::chart::{legend, strip};
use crate::code;
use crate::docs;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::percent;
use crate::view::{MeasureView, View};
use crate::words::{follows, stages};

/// The label of the line that says which pathway is best.
const TYPICAL: &str = "pathways.typical";

/// Measures beside each other in one table.
const ABREAST: usize = 8;

pub(crate) fn present(view: &View) -> bool {
    // A model by itself has nothing to compare.
    let bare = view.measures.is_empty() && view.strategy.regimes.is_empty() && view.summary.pathways.len() == 1;
    !view.summary.pathways.is_empty() && !bare
}

/// Writes the section.
pub(crate) fn write(h: &mut Html, view: &View) {
    descriptions(h, view);
    if view.measures.is_empty() {
        lead_in(h, view.words.say("pathways.no-measure"));
        return;
    }
    h.leaf("h3", &[], view.words.say("pathways.glance"));
    legend::strips(h, view.measures.iter().any(|m| m.bar(view.words).is_some()));
    h.tag("div", &[("class", "strips")], |h| {
        for measure in &view.measures {
            h.tag("figure", &[], |h| {
                h.tag("figcaption", &[], |h| {
                    h.leaf("b", &[], &measure.measure.title);
                    h.leaf("span", &[("class", "quiet")], &caption(measure, view.words));
                });
                strip::draw(h, view, measure);
            });
        }
    });
    h.leaf("h3", &[], view.words.say("pathways.numbers"));
    if view.measures.len() > 2 {
        h.leaf("p", &[("class", "hint")], view.words.say("pathways.scroll"));
    }
    // As many tables as there must be for all measures to have room beside each other, on paper as well.
    let tables = view.measures.len().div_ceil(ABREAST);
    view.measures.chunks(view.measures.len().div_ceil(tables)).for_each(|measures| table(h, view, measures));
    notes(h, view);
}

fn descriptions(h: &mut Html, view: &View) {
    h.tag("dl", &[("class", "pathway-list")], |h| {
        for (i, run) in view.summary.pathways.iter().enumerate() {
            let declared = view.strategy.pathways.iter().find(|p| p.name == run.name);
            h.tag("div", &[("id", &anchor::pathway(&run.name))], |h| {
                h.tag("dt", &[], |h| {
                    named(h, view, i);
                });
                h.tag("dd", &[], |h| {
                    let Some(pathway) = declared else { return };
                    docs::write(h, "about", &pathway.docs.text);
                    let stages = stages(view.words, view.strategy, view.sources, pathway);
                    let follows = follows(view.words, view.strategy, pathway);
                    let told = view.words.fill("pathways.stages", &[("stages", &stages), ("follows", &follows)]);
                    h.tag("p", &[("class", "stages")], |h| docs::inline(h, &told));
                });
            });
        }
    });
}

/// A pathway's title, and what it is if it is not just a choice.
fn named(h: &mut Html, view: &View, pathway: usize) {
    h.text(view.title(pathway));
    let what = match (view.reference == Some(pathway), view.for_comparison(pathway)) {
        (true, _) => "pathways.reference",
        (_, true) => "pathways.comparison",
        _ => return,
    };
    h.leaf("span", &[("class", "tag")], view.words.say(what));
}

fn caption(measure: &MeasureView, words: &'static Language) -> String {
    let parts = [Some(measure.unit(words)), Some(measure.direction(words).to_string()), measure.bar(words)];
    parts.into_iter().flatten().filter(|p| !p.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A line of the table: the key of its label, and what it says of a measure under a pathway.
type Line<'a> = (&'static str, Box<dyn Fn(usize, &MeasureView) -> Option<String> + 'a>);

fn lines<'a>(view: &'a View) -> Vec<Line<'a>> {
    let result = |p: usize, m: &MeasureView| view.result(p, m);
    vec![
        (TYPICAL, Box::new(move |p, m| Some(m.typical(&result(p, m).values)))),
        ("pathways.bad", Box::new(move |p, m| m.bad_case(&result(p, m).values))),
        ("pathways.acceptable", Box::new(move |p, m| Some(percent(result(p, m).acceptable?)))),
        ("pathways.regret", Box::new(move |p, m| Some(m.typical(&result(p, m).regret)))),
        ("pathways.bad-regret", Box::new(move |p, m| m.bad_regret(&result(p, m).regret))),
        ("pathways.best-in", Box::new(move |p, m| (!view.for_comparison(p)).then(|| percent(result(p, m).best)))),
    ]
}

fn table(h: &mut Html, view: &View, measures: &[MeasureView]) {
    let columns = (measures.len() + 1).to_string();
    let lines = lines(view);
    scroll(h, view.words.say("pathways.table"), |h| {
        h.tag("table", &[("class", "numbers")], |h| {
            h.tag("thead", &[], |h| {
                h.tag("tr", &[], |h| {
                    h.tag("td", &[("class", "corner")], |_| {});
                    for m in measures {
                        h.tag("th", &[("scope", "col")], |h| {
                            h.tag("span", &[("class", "measure")], |h| {
                                h.goto(&anchor::measure(&m.measure.name), &m.measure.title);
                            });
                            h.leaf("span", &[("class", "unit")], &m.unit(view.words));
                        });
                    }
                });
            });
            for pathway in 0..view.summary.pathways.len() {
                h.tag("tbody", &[], |h| {
                    h.tag("tr", &[("class", "group")], |h| {
                        h.tag("th", &[("colspan", &columns), ("scope", "rowgroup")], |h| {
                            h.tag("span", &[("class", "stay")], |h| heading(h, view, pathway));
                        });
                    });
                    for (label, cell) in &lines {
                        let cells: Vec<Option<String>> = measures.iter().map(|m| cell(pathway, m)).collect();
                        if cells.iter().any(Option::is_some) {
                            row(h, view, pathway, label, (measures, &cells));
                        }
                    }
                });
            }
        });
    });
}

fn heading(h: &mut Html, view: &View, pathway: usize) {
    named(h, view, pathway);
    if let Some(share) = view.summary.pathways[pathway].acceptable {
        let told = view.words.fill("pathways.every-bar", &[("share", &view.of_futures(share))]);
        h.leaf("span", &[("class", "aside")], &told);
    }
}

fn row(
    h: &mut Html,
    view: &View,
    pathway: usize,
    label: &'static str,
    (measures, cells): (&[MeasureView], &[Option<String>]),
) {
    let typical = label == TYPICAL;
    h.tag("tr", &[("class", if typical { "typical" } else { "other" })], |h| {
        h.leaf("th", &[("scope", "row")], view.words.say(label));
        for (measure, text) in measures.iter().zip(cells) {
            let best = typical && view.best(measure) == Some(pathway);
            let Some(text) = text else {
                h.tag("td", &[("class", "none")], |h| dash(h, view.words.say("pathways.not-applicable")));
                continue;
            };
            h.tag("td", &[("class", if best { "best" } else { "" })], |h| {
                if best {
                    h.leaf("span", &[("class", "tag")], view.words.say("pathways.best"));
                }
                h.text(text);
            });
        }
    });
}

fn notes(h: &mut Html, view: &View) {
    let words = view.words;
    let mut text = vec![words.say("pathways.note")];
    if view.measures.iter().any(|m| m.yes_or_no) {
        text.push(words.say("pathways.note-yes-or-no"));
    }
    if (0..view.summary.pathways.len()).any(|p| view.for_comparison(p)) {
        text.push(words.say("pathways.note-comparison"));
    }
    h.leaf("p", &[("class", "note-text")], &text.join(" "));
    let measures = words.counted(view.measures.len(), ("pathways.measures-one", "pathways.measures-many"));
    super::fold(h, words.say("pathways.how"), &measures, |h| definitions(h, view));
}

/// Every measure's comment and its equation.
fn definitions(h: &mut Html, view: &View) {
    h.tag("dl", &[("class", "measure-notes")], |h| {
        for m in view.measures.iter().map(|m| m.measure) {
            h.leaf("dt", &[("id", &anchor::measure(&m.name))], &m.title);
            h.tag("dd", &[], |h| {
                docs::write(h, "claim-text", m.docs.text.trim());
                let equation = docs::written(view.sources, m.span);
                if !equation.is_empty() {
                    h.tag("pre", &[("class", "equation")], |h| {
                        h.tag("code", &[], |h| code::write(h, view, equation, ""));
                    });
                }
            });
        }
    });
}
