//! One finding in lines.

use milepost_monitor::figure;
use milepost_monitor::status::{Found, Group, Part, Says, State, Used, UsedPeriod, Why};

use super::{TIMES, days, due, moved};
use crate::language::Language;

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
pub(crate) fn lines(words: &'static Language, group: &Group, found: &Found) -> Vec<String> {
    let mut out = vec![state(words, found)];
    out.extend(group.says.iter().map(|says| predicate(words, says)));
    out.extend(found.why.iter().filter(|why| shown(group, found, why)).flat_map(|why| judged(words, why)));
    out.extend(found.unknown_because.iter().map(|because| why(words, because)));
    out.extend(found.rests_on.iter().filter(|u| u.origin.is_some()).map(|used| rests(words, used)));
    out.extend(counts(words, found));
    out.extend(found.would_change.iter().cloned());
    out
}

/// A predicate as written, with what it decides.
pub(crate) fn predicate(words: &'static Language, says: &Says) -> String {
    let key = if says.persistence.is_empty() { "judged.when" } else { "judged.when-lasting" };
    let role = role(words, says.role);
    words.fill(key, &[("role", role), ("predicate", &says.text), ("lasting", &says.persistence)])
}

/// A reason for which it is unknown.
pub(crate) fn why(words: &'static Language, because: &str) -> String {
    words.fill("judged.why", &[("why", because)])
}

/// What a predicate decides.
fn role(words: &'static Language, role: &str) -> &'static str {
    words.say(match role {
        "holds" => "judged.holds",
        "lost" => "judged.lost",
        "met" => "judged.met",
        "fires" => "judged.fires",
        "second source" => "judged.second-source",
        _ => "judged.ends",
    })
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

/// Since when it stands so, what was decided, when it is due, and how often nobody could say.
fn state(words: &'static Language, found: &Found) -> String {
    let mut told = vec![since(words, found)];
    if let Some(f) = found.firing.as_ref().filter(|_| found.state == State::Fired) {
        told.push(match &f.decision {
            Some((what, day, reason)) => {
                let key = if what == "act" { "stands.decided-act" } else { "stands.decided-decline" };
                words.fill(key, &[("day", day), ("reason", reason)])
            }
            None => words.fill("stands.undecided", &[("day", &f.decide_by)]),
        });
    }
    if let Some(d) = &found.deadline {
        match d.late_days {
            None => told.extend(due(words, d)),
            Some(late) => {
                let key = if late == 0 { "stands.in-time" } else { "stands.late" };
                told.push(words.fill(key, &[("day", &d.due), ("days", &days(words, late))]));
                told.extend(moved(words, d));
            }
        }
    }
    if found.not_judged > 0 {
        let times = words.counted(found.not_judged as usize, TIMES);
        told.push(words.fill("stands.not-judged", &[("times", &times)]));
    }
    told.join("; ")
}

fn since(words: &'static Language, found: &Found) -> String {
    let since = found.since.as_deref().unwrap_or(words.say("stands.start"));
    let on = |key, day: &str| words.fill(key, &[("since", since), ("day", day)]);
    match found.state {
        State::Holds if kept(found) => on("stands.kept", ""),
        State::Holds => on("stands.holds", ""),
        State::Lost => on("stands.lost", ""),
        State::Met => on("stands.met", ""),
        State::NotMet => on("stands.not-met", ""),
        State::Quiet => match &found.firing {
            Some(f) => on("stands.over", &f.on),
            None => words.say("stands.quiet").into(),
        },
        State::Fired => on("stands.fired", ""),
        State::Unknown if failing(found, "met") => words.say("stands.no-longer").into(),
        State::Unknown if failing(found, "holds") && failing(found, "lost") => words.say("stands.between").into(),
        State::Unknown => match &found.last_known {
            Some((day, State::Holds)) => on("stands.unknown-held", day),
            Some((day, State::Lost)) => on("stands.unknown-lost", day),
            Some((day, State::Met)) => on("stands.unknown-met", day),
            Some((day, State::Fired)) => on("stands.unknown-fired", day),
            Some((day, _)) => on("stands.unknown-not-met", day),
            None => words.say("stands.never-known").into(),
        },
    }
}

/// Whether a predicate is known to be false now.
fn failing(found: &Found, role: &str) -> bool {
    found.why.iter().any(|w| w.role == role && w.truth == Some(false))
}

/// Whether it holds only because it held before.
fn kept(found: &Found) -> bool {
    failing(found, "holds")
}

/// The numbers of a predicate, part by part.
fn judged(words: &'static Language, why: &Why) -> Vec<String> {
    let led = |text: String| match why.role {
        "ends" | "second source" | "lost" => {
            words.fill("judged.lead", &[("role", role(words, why.role)), ("text", &text)])
        }
        _ => text,
    };
    why.parts.iter().filter_map(|one| part(words, one)).map(led).collect()
}

fn part(words: &'static Language, part: &Part) -> Option<String> {
    // That time has passed is no evidence.
    if part.left == "time" {
        return None;
    }
    let at = part.judged.iter().position(|j| j.truth.is_some())?;
    let (first, late) = (&part.judged[at], at > 0);
    let so = first.truth == Some(true);
    if part.wanted.is_empty() {
        let key = match (so, late) {
            (true, false) => "judged.yes",
            (false, false) => "judged.no",
            (true, true) => "judged.yes-last",
            (false, true) => "judged.no-last",
        };
        return Some(words.fill(key, &[("part", &part.text), ("day", &first.on)]));
    }
    let value = format!("{}{}", figure(first.left?), part.unit);
    let key = if late { "judged.was-last" } else { "judged.was" };
    let mut was = words.fill(key, &[("what", &part.left), ("value", &value), ("day", &first.on)]);
    let known = part.judged[at + 1..].iter().take_while(|j| j.truth.is_some());
    let earlier: Vec<String> = known.filter_map(|j| j.left.map(figure)).collect();
    if !earlier.is_empty() {
        was = words.fill("judged.before", &[("was", &was), ("earlier", &earlier.join(", "))]);
    }
    let verdict = match (so, late) {
        (true, false) => "judged.it-is",
        (false, false) => "judged.it-is-not",
        (true, true) => "judged.it-was",
        (false, true) => "judged.it-was-not",
    };
    let wanted = format!("{} {}{}", part.wanted, figure(first.right?), part.unit);
    Some(words.fill(verdict, &[("was", &was), ("wanted", &wanted)]))
}

/// `on civilian_deaths (by press): 2006-05 evidence/deaths.csv:497-514, 2006-04 ...; newest figure of 2006-05, 12 days old`
fn rests(words: &'static Language, used: &Used) -> String {
    let indicator = match &used.produced_by {
        Some(by) => words.fill("rests.by", &[("indicator", &used.indicator), ("producer", &by.replace('_', " "))]),
        None => used.indicator.clone(),
    };
    let periods: Vec<String> = used.periods.iter().map(|p| period(words, p)).collect();
    let key = if used.rewards_producer { "rests.on-rewarded" } else { "rests.on" };
    let told = words.fill(key, &[("indicator", &indicator), ("periods", &periods.join(", "))]);
    let Some(age) = used.age_days else { return told };
    let newest = used.newest.as_deref().unwrap_or(words.say("rests.no-period"));
    words.fill("rests.aged", &[("rests", &told), ("period", newest), ("days", &days(words, age))])
}

/// Where the figures of a period stand, and of which places there are none.
fn period(words: &'static Language, p: &UsedPeriod) -> String {
    if p.figures == 0 {
        return words.fill("rests.nothing", &[("period", &p.period)]);
    }
    let rows = format!("{} {}", p.period, rows(words, p));
    if p.missing.is_empty() || p.missing == ["all"] {
        return rows;
    }
    let (n, places) = (p.missing.len().to_string(), p.missing.join(", "));
    words.fill("rests.missing", &[("rows", &rows), ("n", &n), ("places", &places)])
}

fn rows(words: &'static Language, p: &UsedPeriod) -> String {
    let keys = match p.rows.is_empty() {
        true => ("rests.rows-one", "rests.rows-many"),
        false => ("rests.more-rows-one", "rests.more-rows-many"),
    };
    let more = (p.more_rows > 0).then(|| words.counted(p.more_rows as usize, keys));
    p.rows.iter().cloned().chain(more).collect::<Vec<_>>().join(" ")
}

/// Whether the range of the counts matters.
fn counts(words: &'static Language, found: &Found) -> Option<String> {
    if found.state == State::Unknown && !found.depends_on_count {
        return None;
    }
    let lowest = (found.at_lowest != found.state).then_some(found.at_lowest);
    let highest = (found.at_highest != found.state).then_some(found.at_highest);
    if lowest.is_none() && highest.is_none() {
        return Some(words.say("judged.same").into());
    }
    let (lowest, highest) = (words.say(at_lowest(lowest)), words.say(at_highest(highest)));
    Some(words.fill("judged.depends", &[("lowest", lowest), ("highest", highest)]))
}

/// How it stands at the lowest counts; `None` for the same.
fn at_lowest(state: Option<State>) -> &'static str {
    match state {
        None => "judged.lowest-same",
        Some(State::Holds) => "judged.lowest-holds",
        Some(State::Lost) => "judged.lowest-lost",
        Some(State::NotMet) => "judged.lowest-not-met",
        Some(State::Met) => "judged.lowest-met",
        Some(State::Quiet) => "judged.lowest-quiet",
        Some(State::Fired) => "judged.lowest-fired",
        Some(State::Unknown) => "judged.lowest-unknown",
    }
}

/// Likewise at the highest.
fn at_highest(state: Option<State>) -> &'static str {
    match state {
        None => "judged.highest-same",
        Some(State::Holds) => "judged.highest-holds",
        Some(State::Lost) => "judged.highest-lost",
        Some(State::NotMet) => "judged.highest-not-met",
        Some(State::Met) => "judged.highest-met",
        Some(State::Quiet) => "judged.highest-quiet",
        Some(State::Fired) => "judged.highest-fired",
        Some(State::Unknown) => "judged.highest-unknown",
    }
}
