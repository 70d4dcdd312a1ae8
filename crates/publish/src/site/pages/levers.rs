//! What can be moved: a form where somebody answers behind the page, and a table of where each pathway puts it.

use milepost_strategy::model::{Lever, Pathway, Strategy, Variable, VariableKind};

use super::super::Room;
use super::super::levers::{Movable, Position, Range, levers};
use crate::anchor;
use crate::answer::{Called, answer};
use crate::docs;
use crate::html::Html;
use crate::language::Language;
use crate::numbers::{exact, per_unit, plain, unit_words};
use crate::page::headed;
use crate::section::{dash, scroll};
use crate::words;

/// So many levers are all in sight; of more, those that the pathway moves.
const UNFOLDED: usize = 8;

/// Writes the page.
pub(super) fn write(h: &mut Html, room: &Room) {
    let all = levers(room.site.strategy, room.words);
    if all.is_empty() {
        h.leaf("p", &[("class", "missing")], room.words.say("levers.none"));
        return;
    }
    if room.site.live {
        headed(h, "move", room.words.say("levers.move"), |h| form(h, room, &all));
    } else {
        headed(h, "rerun", room.words.say("levers.rerun"), |h| rerun(h, room, &all));
    }
    headed(h, "lever-values", room.words.say("levers.values"), |h| values(h, room, &all));
}

/// The pathway that the page begins with: the one that the answer names.
fn leading<'a>(room: &'a Room) -> &'a str {
    let view = &room.view;
    let named = answer(view, Called::Names).strength.map(|s| s.pathways.0);
    let first = named.or_else(|| view.choices().next()).unwrap_or(0);
    view.summary.pathways.get(first).map_or("", |p| &p.name)
}

/// How to do by hand what the page does where it is served.
fn rerun(h: &mut Html, room: &Room, all: &[Movable]) {
    h.tag("p", &[("class", "lead-in")], |h| docs::inline(h, room.words.say("levers.still")));
    let setting = all.iter().find_map(|lever| match &lever.range {
        Range::Number { max, .. } => Some(format!("{}={}", lever.name, max)),
        Range::Choice { options, .. } => Some(format!("{}={}", lever.name, options.last()?)),
    });
    let setting = setting.map(|s| format!("milepost run . --with {s}\n")).unwrap_or_default();
    h.tag("pre", &[("class", "command")], |h| h.leaf("code", &[], &format!("milepost serve .\n{setting}")));
}

/// The form and what comes of it.
fn form(h: &mut Html, room: &Room, all: &[Movable]) {
    let (words, first) = (room.words, leading(room));
    h.leaf("p", &[("class", "lead-in")], words.say("levers.how"));
    h.tag("noscript", &[], |h| h.leaf("p", &[("class", "missing")], words.say("levers.no-script")));
    h.tag("div", &[("class", "bench")], |h| {
        h.tag("form", &[("id", "levers"), ("data-pathway", first), ("autocomplete", "off")], |h| {
            h.tag("p", &[("class", "field")], |h| {
                h.leaf("label", &[("for", "pathway")], words.say("levers.pathway"));
                h.tag("select", &[("id", "pathway")], |h| {
                    for p in room.view.choices() {
                        let name = &room.view.summary.pathways[p].name;
                        let chosen = [("value", name.as_str()), ("selected", "")];
                        let attributes = if name == first { &chosen[..] } else { &chosen[..1] };
                        h.leaf("option", attributes, room.view.title(p));
                    }
                });
            });
            for (element, of) in by_element(all) {
                let title = element.unwrap_or_else(|| words.say("levers.no-element"));
                let moved = all.len() <= UNFOLDED || of.iter().any(|lever| moves(lever, first));
                let open = [("class", "fold"), ("open", "")];
                h.tag("details", if moved { &open[..] } else { &open[..1] }, |h| {
                    h.tag("summary", &[], |h| {
                        h.leaf("span", &[("class", "fold-title")], title);
                        h.leaf("span", &[("class", "fold-note")], &of.len().to_string());
                    });
                    h.tag("fieldset", &[], |h| {
                        h.leaf("legend", &[("class", "unseen")], title);
                        of.iter().for_each(|lever| control(h, room, lever, first));
                    });
                });
            }
            h.leaf("button", &[("type", "button"), ("id", "reset")], words.say("levers.reset"));
            // Where the levers fill the screen, what a move does to the first measure stays in sight.
            h.tag("a", &[("id", "moved-short"), ("href", "#moved-state"), ("hidden", "")], |_| {});
        });
        h.tag("div", &[("class", "outcome")], |h| {
            h.tag("p", &[("id", "moved-state"), ("role", "status")], |_| {});
            h.leaf("h3", &[], words.say("levers.changed"));
            h.tag("ul", &[("id", "changed")], |_| {});
            h.tag("div", &[("id", "moved-table")], |_| {});
            h.tag("div", &[("id", "moved-charts")], |_| {});
            h.leaf("h3", &[], words.say("levers.command"));
            h.tag("pre", &[("class", "command")], |h| h.tag("code", &[("id", "moved-command")], |_| {}));
            h.leaf("h3", &[], words.say("levers.scenarios"));
            h.tag("form", &[("id", "scenario")], |h| {
                h.leaf("label", &[("for", "scenario-name")], words.say("levers.scenario-name"));
                let field = [("id", "scenario-name"), ("name", "name"), ("type", "text"), ("maxlength", "80")];
                h.void("input", &[&field[..], &[("autocomplete", "off")]].concat());
                h.leaf("button", &[("type", "submit")], words.say("levers.save"));
                h.tag("p", &[("role", "status"), ("class", "quiet")], |_| {});
            });
            h.tag("ul", &[("id", "scenarios")], |_| {});
        });
    });
}

/// Whether a pathway puts it elsewhere than where nobody moves it.
fn moves(lever: &Movable, pathway: &str) -> bool {
    lever.position(pathway) != lever.position("")
}

/// Levers by element, each element where its first lever stands.
fn by_element(all: &[Movable]) -> Vec<(Option<&str>, Vec<&Movable>)> {
    let mut groups: Vec<(Option<&str>, Vec<&Movable>)> = Vec::new();
    for lever in all {
        let element = lever.element.as_deref();
        match groups.iter_mut().find(|(known, _)| *known == element) {
            Some((_, of)) => of.push(lever),
            None => groups.push((element, vec![lever])),
        }
    }
    groups
}

fn control(h: &mut Html, room: &Room, lever: &Movable, pathway: &str) {
    let id = format!("lever-{}", lever.name);
    h.tag("div", &[("class", "lever")], |h| {
        h.leaf("label", &[("for", &id)], &lever.title);
        match (&lever.range, lever.position(pathway)) {
            (Range::Number { min, max, step, .. }, Position::Number(at)) => {
                h.tag("output", &[("for", &id)], |h| h.text(&spoken(h.words, lever, at)));
                let step = if *step > 0.0 { step.to_string() } else { "any".into() };
                let words =
                    lever.words.iter().map(|w| format!("\"{}\"", w.replace(['"', '\\'], ""))).collect::<Vec<_>>();
                let (min, max, at) = (min.to_string(), max.to_string(), at.to_string());
                h.void(
                    "input",
                    &[
                        ("type", "range"),
                        ("id", &id),
                        ("name", &lever.name),
                        ("min", &min),
                        ("max", &max),
                        ("step", &step),
                        ("value", &at),
                        ("data-default", &at),
                        ("data-unit", &unit(h.words, lever)),
                        ("data-words", &format!("[{}]", words.join(","))),
                    ],
                );
            }
            (Range::Choice { options, .. }, Position::Choice(at)) => {
                h.tag("output", &[("for", &id)], |h| h.text(&at.replace('_', " ")));
                h.tag("select", &[("id", &id), ("name", &lever.name), ("data-default", &at)], |h| {
                    for option in options {
                        let chosen = [("value", option.as_str()), ("selected", "")];
                        let attributes = if *option == at { &chosen[..] } else { &chosen[..1] };
                        h.leaf("option", attributes, &option.replace('_', " "));
                    }
                });
            }
            _ => {}
        }
        h.tag("p", &[("class", "quiet")], |h| {
            if let Some(actor) = &lever.actor {
                h.text(&format!("{actor} \u{b7} "));
            }
            h.goto(&anchor::value(&lever.name), room.words.say("levers.what"));
        });
    });
}

/// The unit as the script writes it behind a number: shares are known by their name.
fn unit(words: &'static Language, lever: &Movable) -> String {
    if lever.unit == "share" { lever.unit.clone() } else { unit_words(words, &lever.unit, true) }
}

/// A position in words and numbers: `low (20%)`.
fn spoken(words: &'static Language, lever: &Movable, at: f64) -> String {
    let Range::Number { min, max, .. } = lever.range else { return String::new() };
    let share = if max > min { ((at - min) / (max - min)).clamp(0.0, 1.0) } else { 0.0 };
    let word = lever.words.get(((share * lever.words.len() as f64) as usize).min(lever.words.len().saturating_sub(1)));
    let number = match lever.unit.as_str() {
        "share" => format!("{}%", plain(at * 100.0)),
        unit => format!("{} {}", plain(at), unit_words(words, unit, true)).trim().to_string(),
    };
    word.map_or(number.clone(), |word| format!("{word} ({number})"))
}

/// Where each pathway puts each lever, stage by stage, with what recommendations move besides.
fn values(h: &mut Html, room: &Room, all: &[Movable]) {
    let strategy = room.site.strategy;
    let pathways: Vec<&Pathway> = strategy.pathways.iter().collect();
    h.leaf("p", &[("class", "lead-in")], room.words.say("levers.table"));
    for (element, of) in by_element(all) {
        let title = element.unwrap_or_else(|| room.words.say("levers.no-element"));
        h.leaf("h3", &[], title);
        scroll(h, title, |h| {
            let wide = if pathways.len() > 3 { "regimes wide" } else { "regimes" };
            h.tag("table", &[("class", wide), ("style", &format!("--columns:{}", pathways.len() + 1))], |h| {
                h.tag("thead", &[], |h| {
                    h.tag("tr", &[], |h| {
                        h.leaf("th", &[("scope", "col"), ("class", "corner")], room.words.say("levers.lever"));
                        h.leaf("th", &[("scope", "col")], room.words.say("levers.unmoved"));
                        pathways.iter().for_each(|p| h.leaf("th", &[("scope", "col")], &p.title));
                    });
                });
                h.tag("tbody", &[("class", "levers")], |h| of.iter().for_each(|lever| row(h, room, lever, &pathways)));
            });
        });
    }
}

fn row(h: &mut Html, room: &Room, lever: &Movable, pathways: &[&Pathway]) {
    let strategy = room.site.strategy;
    let Some((variable, kind)) = declared(strategy, &lever.name) else { return };
    h.tag("tr", &[], |h| {
        h.tag("th", &[("scope", "row")], |h| {
            h.goto(&anchor::value(&lever.name), &lever.title);
            if let Some(actor) = &lever.actor {
                h.leaf("span", &[("class", "quiet line")], actor);
            }
        });
        let unmoved = room.words.say("levers.unmoved");
        cell(h, unmoved, |h| {
            h.text(&words::category(room.words, variable, kind.default.first().copied().unwrap_or(f64::NAN)));
            if let Some((low, high)) = kind.range {
                let range = [("low", bare(variable, low)), ("high", exact(room.words, &variable.display, high))];
                let range = range.each_ref().map(|(name, text)| (*name, text.as_str()));
                h.leaf("span", &[("class", "quiet line")], &room.words.fill("levers.range", &range));
            }
        });
        for pathway in pathways {
            cell(h, &pathway.title, |h| {
                let told = told(room, variable, pathway);
                if told.is_empty() {
                    dash(h, room.words.say("levers.as-unmoved"));
                }
                told.iter().for_each(|line| h.leaf("span", &[("class", "line")], line));
            });
        }
    });
}

/// A cell whose column's name stands before it where the table restacks.
fn cell(h: &mut Html, column: &str, body: impl FnOnce(&mut Html)) {
    h.tag("td", &[("data-label", column)], |h| h.tag("div", &[], body));
}

/// A number without its unit, but with the percent sign of a share.
fn bare(variable: &Variable, value: f64) -> String {
    let percent = if variable.display.text == "share" { "%" } else { "" };
    format!("{}{percent}", plain(value * per_unit(&variable.display)))
}

fn declared<'a>(strategy: &'a Strategy, name: &str) -> Option<(&'a Variable, &'a Lever)> {
    strategy.variables.iter().find_map(|v| match &v.kind {
        VariableKind::Lever(lever) if v.name == name => Some((v, lever)),
        _ => None,
    })
}

/// What the stages of a pathway set, and how many recommendations it follows move it too.
fn told(room: &Room, variable: &Variable, pathway: &Pathway) -> Vec<String> {
    let strategy = room.site.strategy;
    let own = |lever: milepost_strategy::model::VariableId| strategy.variable(lever).name == variable.name;
    let mut told = Vec::new();
    for (k, stage) in pathway.stages.iter().enumerate() {
        let settings = strategy.regimes[stage.regime.index()].settings.iter().filter(|s| own(s.lever));
        let set: Vec<String> =
            settings.map(|s| words::setting_value(room.words, strategy, room.site.sources, s)).collect();
        let set = set.join("; ");
        match k {
            _ if set.is_empty() || told.last() == Some(&set) => {}
            0 => told.push(set),
            _ => told.push(room.words.fill("levers.then", &[("value", &set)])),
        }
    }
    let moved = pathway.follows.iter().filter_map(|r| strategy.recommendations.get(r.index()));
    let names: Vec<&str> = moved.filter(|r| r.settings.iter().any(|s| own(s.lever))).map(|r| r.name.as_str()).collect();
    if !names.is_empty() {
        told.push(room.words.fill("levers.recommended", &[("names", &names.join(", "))]));
    }
    told
}
