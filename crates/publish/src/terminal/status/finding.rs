//! One finding in lines.

use milepost_monitor::status::{Found, Group, Part, State, Used, UsedPeriod, Why};
use milepost_monitor::{figure, plural};

/// The label of a milestone.
pub(crate) fn milestone_label(found: &Found) -> &'static str {
    let Some(deadline) = &found.deadline else {
        return match found.state {
            State::Met => "MET",
            State::Unknown => "UNKNOWN",
            _ => "NOT MET",
        };
    };
    match (found.state, deadline.days_left, deadline.late_days) {
        (State::Met, _, Some(late)) if late > 0 => "MET LATE",
        (State::Met, ..) => "MET",
        (_, left, _) if left < 0 => "OVERDUE",
        (_, 0, _) => "DUE",
        (State::Unknown, ..) => "UNKNOWN",
        _ => "AHEAD",
    }
}

/// The label of a trigger.
pub(crate) fn trigger_label(found: &Found) -> &'static str {
    match (found.state, &found.firing) {
        (State::Fired, Some(firing)) if firing.decision.is_none() => "UNDECIDED",
        (State::Fired, _) => "DECIDED",
        (State::Unknown, _) => "UNKNOWN",
        (_, Some(_)) => "ENDED",
        _ => "QUIET",
    }
}

/// Everything there is to say of one finding.
pub(crate) fn lines(group: &Group, found: &Found) -> Vec<String> {
    let mut out = vec![state(found)];
    for says in &group.says {
        let lasting = if says.persistence.is_empty() { String::new() } else { format!(" for {}", says.persistence) };
        out.push(format!("{} when {}{lasting}", says.role, says.text));
    }
    out.extend(found.why.iter().filter(|why| shown(group, found, why)).flat_map(judged));
    for why in &found.unknown_because {
        out.push(format!("why: {why}"));
    }
    out.extend(found.rests_on.iter().filter(|u| u.origin.is_some()).map(rests));
    out.extend(counts(found));
    out.extend(found.would_change.iter().cloned());
    out
}

/// The bar for losing says the same numbers again where it reads the same; the end of a trigger matters once it has fired.
fn shown(group: &Group, found: &Found, why: &Why) -> bool {
    let left = |w: &Why| w.parts.iter().map(|p| p.left.clone()).collect::<Vec<_>>();
    match why.role {
        "ends" => found.state == State::Fired,
        "lost" => group.found.iter().all(|f| f.why.iter().all(|w| w.role != "holds" || left(w) != left(why))),
        _ => true,
    }
}

/// Since when it stands so.
fn state(found: &Found) -> String {
    let since = found.since.as_deref().unwrap_or("the start");
    let mut out = match found.state {
        State::Holds if kept(found) => {
            format!("holds since {since}: what made it hold is no longer so, and what loses it is not so yet")
        }
        State::Holds => format!("holds since {since}"),
        State::Lost => format!("lost on {since}"),
        State::Met => format!("met on {since}"),
        State::NotMet => format!("not met, known since {since}"),
        State::Quiet => match &found.firing {
            Some(f) => format!("fired on {}, over on {since}", f.on),
            None => "quiet: it has not fired on what is known".into(),
        },
        State::Fired => format!("fired on {since}"),
        State::Unknown if failing(found, "met") => {
            "not so at the last judgement; whether it was met before, nobody can say".into()
        }
        State::Unknown if failing(found, "holds") && failing(found, "lost") => {
            "between its bars, where it stays what it was, and nobody can say what that is".into()
        }
        State::Unknown => match &found.last_known {
            Some((day, state)) => format!("unknown since {since}; {} when last known, on {day}", word(*state)),
            None => "unknown, and never known so far".into(),
        },
    };
    if let Some(f) = found.firing.as_ref().filter(|_| found.state == State::Fired) {
        out += &match &f.decision {
            Some((what, day, reason)) => format!("; on {day} the authority decided to {what}: {reason}"),
            None => format!("; the authority must decide by {}, and no decision is recorded", f.decide_by),
        };
    }
    if let Some(d) = &found.deadline {
        let late = d.late_days.map(|late| match late {
            0 => format!("; due {}, so in time", d.due),
            n => format!("; due {}, so {} late", d.due, plural(n, "day")),
        });
        out += &late.unwrap_or_else(|| format!("; {}", super::due(d).join("; ")));
        if d.late_days.is_some() {
            out += &super::moved(d).map_or_else(String::new, |m| format!("; {m}"));
        }
    }
    if found.not_judged > 0 {
        let times = plural(i64::from(found.not_judged), "time");
        out += &format!("; could not be judged {times} since it first could");
    }
    out
}

/// Whether a predicate is known to be false now.
fn failing(found: &Found, role: &str) -> bool {
    found.why.iter().any(|w| w.role == role && w.truth == Some(false))
}

/// Whether it holds only because it held before.
fn kept(found: &Found) -> bool {
    failing(found, "holds")
}

fn word(state: State) -> &'static str {
    match state {
        State::Holds => "it held",
        State::Lost => "it was lost",
        State::Met => "met",
        State::Fired => "it had fired",
        _ => "not met",
    }
}

/// The numbers of a predicate, part by part.
fn judged(why: &Why) -> Vec<String> {
    let lead = match why.role {
        "ends" | "second source" | "lost" => format!("{}: ", why.role),
        _ => String::new(),
    };
    why.parts.iter().filter_map(part).map(|text| format!("{lead}{text}")).collect()
}

fn part(part: &Part) -> Option<String> {
    // That time has passed is no evidence.
    if part.left == "time" {
        return None;
    }
    let at = part.judged.iter().position(|j| j.truth.is_some())?;
    let (first, late) = (&part.judged[at], at > 0);
    let when = if late { format!("when last known, on {}", first.on) } else { format!("on {}", first.on) };
    if part.wanted.is_empty() {
        let truth = if first.truth == Some(true) { "yes" } else { "no" };
        return Some(format!("{}: {truth} {when}", part.text));
    }
    let verdict = match (first.truth == Some(true), late) {
        (true, false) => "it is",
        (false, false) => "it is not",
        (true, true) => "it was",
        (false, true) => "it was not",
    };
    let known = part.judged[at + 1..].iter().take_while(|j| j.truth.is_some());
    let earlier: Vec<String> = known.filter_map(|j| j.left.map(figure)).collect();
    let before = if earlier.is_empty() { String::new() } else { format!(", before that {}", earlier.join(", ")) };
    Some(format!(
        "{} was {}{} {when}{before}; wanted {} {}{}: {verdict}",
        part.left,
        figure(first.left?),
        part.unit,
        part.wanted,
        figure(first.right?),
        part.unit
    ))
}

/// `on civilian_deaths (press), 18 figures of 2006-05: evidence/deaths.csv:497-514; ...`
fn rests(used: &Used) -> String {
    let by = used.produced_by.as_ref().map_or_else(String::new, |p| format!(" (by {})", p.replace('_', " ")));
    let gains = if used.rewards_producer { ", produced by the party it rewards" } else { "" };
    let periods: Vec<String> = used
        .periods
        .iter()
        .map(|p| {
            let missing = match p.missing.len() {
                0 => String::new(),
                _ if p.missing == ["all"] => String::new(),
                n => format!(", {n} missing ({})", p.missing.join(", ")),
            };
            match p.figures {
                0 => format!("{} nothing", p.period),
                _ => format!("{} {}{missing}", p.period, rows(p)),
            }
        })
        .collect();
    let newest = used.newest.as_deref().unwrap_or("no period");
    let age =
        used.age_days.map_or_else(String::new, |n| format!("; newest figure of {newest}, {} old", plural(n, "day")));
    format!("on {}{by}{gains}: {}{age}", used.indicator, periods.join(", "))
}

/// Where the figures of a period stand.
fn rows(p: &UsedPeriod) -> String {
    let more = if p.rows.is_empty() { "row of the record" } else { "more row of the record" };
    let more =
        (p.more_rows > 0).then(|| plural(p.more_rows as i64, more).replace("row of the records", "rows of the record"));
    p.rows.iter().cloned().chain(more).collect::<Vec<_>>().join(" ")
}

/// Whether the range of the counts matters.
fn counts(found: &Found) -> Option<String> {
    if found.state == State::Unknown && !found.depends_on_count {
        return None;
    }
    Some(match (found.at_lowest == found.state, found.at_highest == found.state) {
        (true, true) => "the same at the lowest and at the highest counts".into(),
        (low, high) => {
            let told = |same: bool, state: State, which: &str| {
                if same { format!("the same at the {which}") } else { format!("{} at the {which}", named(state)) }
            };
            format!(
                "depends on the count: {}, {} counts",
                told(low, found.at_lowest, "lowest"),
                told(high, found.at_highest, "highest")
            )
        }
    })
}

fn named(state: State) -> &'static str {
    match state {
        State::Holds => "holds",
        State::Lost => "lost",
        State::NotMet => "not met",
        State::Met => "met",
        State::Quiet => "quiet",
        State::Fired => "fired",
        State::Unknown => "unknown",
    }
}
