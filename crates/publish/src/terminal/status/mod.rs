//! What `milepost status` prints.

pub(crate) mod finding;
pub(crate) mod places;

use milepost_monitor::status::{Deadline, Found, Group, Obligation, Source, State, Status};
use milepost_monitor::{figure, plural};

use super::{Ink, columns, wrapped};
use crate::language::Language;
use finding::{lines, milestone_label, trigger_label};

/// Columns of the label before each finding.
const LABEL: usize = 11;

/// How often.
const TIMES: (&str, &str) = ("stands.times-one", "stands.times-many");

/// Writes the briefing.
pub(crate) fn write(status: &Status, width: usize, color: bool) -> String {
    let ink = Ink::new(color);
    let mut out = format!("{}\n", ink.strong(&format!("{}: as of {}", status.strategy, status.as_of)));
    out += &wrapped(&opening(Language::english(), status).join("  "), width, 0);
    out += &section(ink, "Milestones", &status.milestones, |g| group(g, milestone_label, width, ink));
    out += &section(ink, "Conditions", &status.conditions, |g| group(g, condition_label, width, ink));
    out += &section(ink, "Triggers", &status.triggers, |g| group(g, trigger_label, width, ink));
    out += &obligations(status, width, ink);
    out += &unobserved(status, width, ink);
    out += &sources(status, width, ink);
    out
}

/// The sentences that say what is judged, on what, and how much of it stands how.
pub(crate) fn opening(words: &'static Language, status: &Status) -> Vec<String> {
    let judged = match &status.judged_to {
        Some(day) => words.fill("stands.judged-to", &[("day", day)]),
        None => words.say("stands.judged-nothing").into(),
    };
    let known = match &status.known_at {
        Some(day) => words.fill("stands.known-by", &[("day", day)]),
        None => words.say("stands.known-now").into(),
    };
    let key = if status.only.is_some() { "stands.opening-only" } else { "stands.opening" };
    let only = status.only.as_deref().unwrap_or_default();
    let mut told = vec![words.fill(key, &[("judged", &judged), ("known", &known), ("element", only)])];
    told.extend(brief(words, status));
    told
}

/// How much of what is there.
fn brief(words: &'static Language, status: &Status) -> Vec<String> {
    let count = |key, groups: &[Group], label: fn(&Found) -> &'static str| {
        let mut counts: Vec<(&str, usize)> = Vec::new();
        for found in groups.iter().flat_map(|g| &g.found) {
            let label = label(found);
            match counts.iter_mut().find(|(l, _)| *l == label) {
                Some((_, n)) => *n += 1,
                None => counts.push((label, 1)),
            }
        }
        let one = |(label, n): &(&str, usize)| words.fill(labelled(label), &[("n", &n.to_string())]);
        let list: Vec<String> = counts.iter().map(one).collect();
        (!list.is_empty()).then(|| words.fill(key, &[("counts", &list.join(", "))]))
    };
    let told = [
        count("stands.milestones", &status.milestones, milestone_label),
        count("stands.conditions", &status.conditions, condition_label),
        count("stands.triggers", &status.triggers, trigger_label),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    if told.is_empty() { vec![words.say("stands.nothing").into()] } else { told }
}

/// How many have a label, as a key.
fn labelled(label: &str) -> &'static str {
    match label {
        "MET" => "stands.n-met",
        "MET LATE" => "stands.n-met-late",
        "NOT MET" => "stands.n-not-met",
        "OVERDUE" => "stands.n-overdue",
        "DUE" => "stands.n-due",
        "AHEAD" => "stands.n-ahead",
        "HOLDS" => "stands.n-holds",
        "LOST" => "stands.n-lost",
        "UNDECIDED" => "stands.n-undecided",
        "DECIDED" => "stands.n-decided",
        "ENDED" => "stands.n-ended",
        "QUIET" => "stands.n-quiet",
        _ => "stands.n-unknown",
    }
}

pub(crate) fn condition_label(found: &Found) -> &'static str {
    match found.state {
        State::Holds => "HOLDS",
        State::Lost => "LOST",
        State::Unknown => "UNKNOWN",
        _ => "NOT MET",
    }
}

fn section(ink: Ink, title: &str, groups: &[Group], write: impl Fn(&Group) -> String) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}\n", ink.strong(title));
    for group in groups {
        out += &write(group);
    }
    out
}

fn group(group: &Group, label: fn(&Found) -> &'static str, width: usize, ink: Ink) -> String {
    let by = group.by.as_ref().map_or_else(String::new, |by| format!(", by {by}"));
    let mut out = String::new();
    if let [found] = &group.found[..] {
        let place = found.element.as_ref().map_or_else(String::new, |e| format!(" in {e}"));
        out += &headed(label(found), &group.name, &format!("{}{place}{by}", group.title), width, ink);
        for line in lines(Language::english(), group, found) {
            out += &wrapped(&line, width, LABEL + 2);
        }
        return out;
    }
    let over = group.over.join(" and ").replace('_', " ");
    out += &headed(
        &format!("{} places", group.found.len()),
        &group.name,
        &format!("{}, by {over}{by}", group.title),
        width,
        ink,
    );
    out + &places::write(group, label, width, ink)
}

/// A label, and beside it a name and what it says.
fn headed(label: &str, name: &str, text: &str, width: usize, ink: Ink) -> String {
    // What has no title of its own is called by its name.
    let words = name.replace('_', " ");
    let text = match text.strip_prefix(words.as_str()) {
        Some(rest) => format!("{name}{rest}"),
        None => format!("{name}: {text}"),
    };
    let body = wrapped(&text, width, LABEL + 2);
    let body = body.trim_start().replacen(name, &ink.strong(name), 1);
    let pad = " ".repeat((LABEL - columns(label).min(LABEL)).max(1));
    format!("  {}{pad}{body}", ink.strong(label))
}

fn obligations(status: &Status, width: usize, ink: Ink) -> String {
    if status.obligations.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}\n", ink.strong("Obligations"));
    if status.obligations.iter().all(|o| o.state.is_none()) {
        out += &wrapped("The record holds no claim and no verification of any of them.", width, 2);
    }
    let mut groups: Vec<(&str, Option<&str>, Vec<&Obligation>)> = Vec::new();
    for o in &status.obligations {
        let (label, due) = (obligation_label(o), o.deadline.as_ref().map(|d| d.due.as_str()));
        match groups.iter_mut().find(|(l, date, _)| (*l, *date) == (label, due)) {
            Some((_, _, all)) => all.push(o),
            None => groups.push((label, due, vec![o])),
        }
    }
    let rank = |label: &str| OBLIGATIONS.iter().position(|known| *known == label);
    groups.sort_by_key(|(label, due, _)| (rank(label), due.is_none(), *due));
    for (label, _, all) in groups {
        let told = match (all[0].deadline.as_ref(), label) {
            (None, _) => "no date is set".into(),
            (Some(d), "VERIFIED" | "LATE" | "WAIVED" | "LAPSED") => format!("due date {}", d.due),
            (Some(d), "PROPOSED") => format!("not agreed by all; would be due {}", d.due),
            (Some(d), _) => when_due(Language::english(), d),
        };
        let pad = " ".repeat(LABEL - columns(label).min(LABEL - 1));
        out += &format!("  {}{pad}{told}\n", ink.strong(label));
        for o in all {
            let by = o.parties[0].as_ref().map_or_else(String::new, |who| format!(", by {who}"));
            let more = o.deadline.iter().filter_map(|d| moved(Language::english(), d));
            let more: String = more.map(|text| format!("; {text}")).collect();
            let body = wrapped(&format!("{}: {}{by}{more}", o.name, o.title), width, LABEL + 4);
            out += &body.replacen(&o.name, &ink.strong(&o.name), 1);
        }
    }
    out
}

/// How obligations stand, in the order told: what is in trouble first, what is over last.
const OBLIGATIONS: [&str; 13] = [
    "OVERDUE", "DISPUTED", "PARTLY", "CLAIMED", "DUE", "AHEAD", "AGREED", "PROPOSED", "NO DATE", "LATE", "VERIFIED",
    "WAIVED", "LAPSED",
];

/// By the record, where it speaks of the obligation; else by its date alone.
fn obligation_label(o: &Obligation) -> &'static str {
    match (o.state.as_deref(), o.deadline.as_ref().map(|d| d.days_left)) {
        (Some("overdue"), _) => "OVERDUE",
        (Some("disputed"), _) => "DISPUTED",
        (Some("partly"), _) => "PARTLY",
        (Some("claimed"), _) => "CLAIMED",
        (Some("due"), _) => "DUE",
        (Some("scheduled"), _) => "AHEAD",
        (Some("agreed"), _) => "AGREED",
        (Some("proposed"), _) => "PROPOSED",
        (Some("verified"), _) => "VERIFIED",
        (Some("verified late"), _) => "LATE",
        (Some("waived"), _) => "WAIVED",
        (Some("lapsed"), _) => "LAPSED",
        (_, None) => "NO DATE",
        (_, Some(0)) => "DUE",
        (_, Some(left)) if left < 0 => "OVERDUE",
        _ => "AHEAD",
    }
}

/// When something not met is due, and how often that was moved.
fn due(words: &'static Language, deadline: &Deadline) -> Vec<String> {
    std::iter::once(when_due(words, deadline)).chain(moved(words, deadline)).collect()
}

fn when_due(words: &'static Language, deadline: &Deadline) -> String {
    let left = deadline.days_left;
    let key = match left {
        0 => "stands.due-today",
        n if n > 0 => "stands.due-in",
        _ => "stands.overdue",
    };
    words.fill(key, &[("day", &deadline.due), ("days", &days(words, left.abs()))])
}

/// `moved 2 times, 214 days`, with the reasons.
fn moved(words: &'static Language, deadline: &Deadline) -> Option<String> {
    if deadline.moved == 0 {
        return None;
    }
    let reason = |(from, to, reason, by): &(String, String, String, String)| {
        words.fill("stands.move", &[("from", from), ("to", to), ("by", by), ("reason", reason)])
    };
    let reasons = deadline.moves.iter().map(reason).collect::<Vec<_>>().join("; ");
    let (times, days) = (words.counted(deadline.moved, TIMES), days(words, deadline.moved_days));
    Some(words.fill("stands.moved", &[("times", &times), ("days", &days), ("reasons", &reasons)]))
}

/// `1 day`, `2 days`; a date that was moved to an earlier one is less than none.
fn days(words: &'static Language, n: i64) -> String {
    words.fill(if n == 1 { "stands.days-one" } else { "stands.days-many" }, &[("n", &figure(n as f64))])
}

fn unobserved(status: &Status, width: usize, ink: Ink) -> String {
    if status.unobserved.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}\n", ink.strong("What no evidence can say"));
    out += &wrapped(
        "No indicator observes these, so what rests on them is simulated only.  An indicator would let them be judged.",
        width,
        2,
    );
    for u in &status.unobserved {
        out += &wrapped(&format!("{}, for {}", u.variable, u.needed_by.join(", ")), width, 4);
    }
    out
}

fn sources(status: &Status, width: usize, ink: Ink) -> String {
    if status.sources.is_empty() {
        return String::new();
    }
    let mut out = format!("\n{}\n", ink.strong("Evidence"));
    for source in status.sources.iter().filter(|s| s.origin.is_some() || s.unread.is_some()) {
        let body = wrapped(&source_line(source), width, 2);
        out += &body.replacen(&source.indicator, &ink.strong(&source.indicator), 1);
    }
    let none: Vec<String> = status
        .sources
        .iter()
        .filter(|s| s.origin.is_none() && s.unread.is_none())
        .map(|s| format!("{}{}", s.indicator, producer(s)))
        .collect();
    if !none.is_empty() {
        out += &wrapped(&format!("No evidence at all: {}", none.join(", ")), width, 2);
    }
    out
}

fn producer(s: &Source) -> String {
    s.produced_by.as_ref().map_or_else(String::new, |p| format!(" (by {})", p.replace('_', " ")))
}

fn source_line(s: &Source) -> String {
    let judged = if s.needed_by.is_empty() { "; nothing is judged by it" } else { "" };
    let told = match (&s.unread, &s.from, &s.to) {
        (Some(why), ..) => format!("not read: {why}"),
        (_, Some(from), Some(to)) => {
            let gaps = match s.gaps.first() {
                None => "none missing".into(),
                Some((latest, _)) => format!("{} missing, last for {latest}", figure(s.missing as f64)),
            };
            let span = if from == to { from.clone() } else { format!("{from} to {to}") };
            format!("{} for {span}, {gaps}", plural(s.figures as i64, "figure"))
        }
        _ => "nothing published by then".into(),
    };
    let origin = s.origin.as_ref().map_or_else(String::new, |o| format!(", in {o}"));
    format!("{}{}: {told}{origin}{judged}", s.indicator, producer(s))
}
