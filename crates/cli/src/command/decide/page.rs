//! What came of a vote, as a briefing.

use milepost_decide::{Distance, Outcome, Outcomes, Total, UnitDistance, UnitStanding};
use milepost_strategy::model::VotingReading;

use super::{Judged, Told};
use crate::command::figures::{aligned, between, count, list, moved, percent, wrapped};

/// Findings shown; of more it is said how many.
const MOST_FINDINGS: usize = 20;

/// The page, for a terminal of this width.
pub fn page(told: &Told, width: usize) -> String {
    let judged = &told.judged[told.chosen];
    let mut out = wrapped(&format!("{}: {}", told.approval.title, outcome(&judged.outcomes)), "", 2, width);
    out += &wrapped(&judged.reading.words, "  ", 2, width);
    if let Some(said) = read_as(judged.reading) {
        out += &wrapped(&said, "  ", 2, width);
    }
    out += "\n";
    for sentence in why(told, judged) {
        out += &wrapped(&sentence, "", 2, width);
    }
    out += "\nHow close\n";
    for sentence in how_close(told, judged) {
        out += &wrapped(&sentence, "  ", 4, width);
    }
    out += &units(told, judged);
    if told.judged.len() > 1 {
        out += "\nOther readings of the same votes\n";
        out += &readings(told);
    }
    out += "\nThe figures\n";
    for sentence in figures(told) {
        out += &wrapped(&sentence, "  ", 4, width);
    }
    out
}

fn outcome(outcomes: &Outcomes) -> &'static str {
    match outcomes.possible[..] {
        [Outcome::Adopted] => "ADOPTED",
        [Outcome::Rejected] => "REJECTED",
        _ => "OPEN, adopted or rejected by what is not known",
    }
}

fn read_as(reading: &VotingReading) -> Option<String> {
    let from = reading.from.map(|d| format!(" from {d} on")).unwrap_or_default();
    reading.title.as_ref().map(|title| format!("read{from}: {title}"))
}

/// Why: each share of the rule, and which units decide it.
fn why(told: &Told, judged: &Judged) -> Vec<String> {
    let mut out = Vec::new();
    let (mut asked, many) = (0, judged.outcomes.shares.len() > 1);
    for (i, share) in judged.outcomes.shares.iter().enumerate() {
        let number = if many { format!("{}. ", i + 1) } else { String::new() };
        let holds = match share.holds.decided() {
            Some(true) => "it holds",
            Some(false) => "it does not hold",
            None => "whether it holds is open",
        };
        if let Some(whole) = share.whole {
            let percent = if between(whole) == "unknown" { "" } else { " %" };
            out.push(format!("{number}The share of the whole is {}{percent}: {holds}.", between(whole)));
        }
        if let Some([surely, perhaps, enough]) = share.units {
            let names = |wanted: Option<bool>| {
                let of = judged.outcomes.standing.iter().filter(|s| s.share == asked && s.holds.decided() == wanted);
                of.map(|s| told.table.votes.units[s.unit].name.as_str()).collect::<Vec<_>>()
            };
            let (yes, open) = (names(Some(true)), names(None));
            let n = if surely == perhaps { count(surely) } else { format!("{} to {}", count(surely), count(perhaps)) };
            let counted = if yes.len() as u128 == surely {
                if (surely, perhaps) == (1, 1) { told.unit.clone() } else { several(&told.unit) }
            } else {
                "of the weight".into()
            };
            let mut said = format!("{number}{n} {counted} of the {} it takes: {holds}.", count(enough));
            if !yes.is_empty() && yes.len() <= 12 {
                said += &format!("  Met in {}.", list(&yes));
            }
            if !open.is_empty() {
                said += &format!("  Open in {}.", list(&open));
            }
            out.push(said);
            asked += 1;
        }
    }
    out
}

/// The distance to the other outcome.
fn how_close(told: &Told, judged: &Judged) -> Vec<String> {
    let opposite = match judged.outcomes.possible[..] {
        [Outcome::Adopted] => "rejected",
        [Outcome::Rejected] => "adopted",
        _ => {
            return vec![
                "Which of the two it is hangs on figures that are not known, not on a number of votes.".into(),
            ];
        }
    };
    let mut out = Vec::new();
    for found in [&judged.distances.switched, &judged.distances.added].into_iter().flatten() {
        let far = moved(&found.way, found.votes, &told.table.votes.options);
        let least = if found.at_least { "At least " } else { "" };
        let mut said = format!("{least}{far}{} would have made it {opposite}", place(told, found));
        if found.at_least {
            said += "; more may be needed, as not all figures that count are known";
        }
        out.push(said + ".");
    }
    if judged.distances.unsearched {
        out.push(
            "The rule has too many combinations of units to search; no smallest number is given for some moves.".into(),
        );
    } else if out.is_empty() {
        out.push(format!("No number of votes of one kind would have made it {opposite}."));
    }
    out
}

fn place(told: &Told, found: &Distance) -> String {
    let units: Vec<String> = found
        .units
        .iter()
        .map(|(u, votes)| {
            let name = &told.table.votes.units[*u].name;
            if found.units.len() == 1 && *votes == found.votes {
                name.clone()
            } else {
                format!("{name} ({})", count(*votes))
            }
        })
        .collect();
    let units: Vec<&str> = units.iter().map(String::as_str).collect();
    match (units.len(), found.units.iter().map(|(_, n)| n).sum::<u64>() < found.votes) {
        (0, _) => ", wherever,".into(),
        (1..=6, false) => format!(" in {}", list(&units)),
        (1..=6, true) => format!(" in {} and the rest wherever", list(&units)),
        (n, _) => format!(" in {n} {}", several(&told.unit)),
    }
}

/// Unit by unit: the share, whether it meets the bar, and how few votes would turn that round.
fn units(told: &Told, judged: &Judged) -> String {
    let many = judged.outcomes.shares.iter().filter(|s| s.units.is_some()).count() > 1;
    let mut rows = Vec::new();
    let head = [told.unit.as_str(), "share %", "meets it", "to turn it: switched", "added"];
    rows.push(head.map(String::from).to_vec());
    let mut last = 0;
    for (standing, far) in judged.outcomes.standing.iter().zip(&judged.distances.units) {
        if many && (rows.len() == 1 || standing.share != last) {
            rows.push(vec![format!("({})", standing.share + 1)]);
            last = standing.share;
        }
        rows.push(unit(told, standing, far));
    }
    if rows.len() == 1 { String::new() } else { format!("\n{}", aligned(&rows, &[0])) }
}

fn unit(told: &Told, standing: &UnitStanding, far: &UnitDistance) -> Vec<String> {
    let at_least = |n: String| if far.at_least { format!(">= {n}") } else { n };
    let holds = match standing.holds.decided() {
        Some(true) => "yes",
        Some(false) => "no",
        None => "open",
    };
    let none = || if holds == "open" { String::new() } else { "-".into() };
    let switched = far.switched.map_or_else(none, |n| at_least(count(n)));
    let added = far.added.map(|(n, o)| at_least(format!("{} {}", count(n), told.table.votes.options[o])));
    let name = told.table.votes.units[standing.unit].name.clone();
    vec![name, between(standing.between), holds.into(), switched, added.unwrap_or_else(none)]
}

/// Every reading beside the others.
fn readings(told: &Told) -> String {
    let mut rows = Vec::new();
    for (i, judged) in told.judged.iter().enumerate() {
        let units = judged.outcomes.shares.iter().find_map(|s| s.units).map(|[surely, perhaps, enough]| {
            let n = if surely == perhaps { count(surely) } else { format!("{} to {}", count(surely), count(perhaps)) };
            format!("{n} of {}", count(enough))
        });
        let switched = judged.distances.switched.as_ref();
        let far = switched.map(|d| {
            let least = if d.at_least { "at least " } else { "" };
            format!("{least}{} switched", count(d.votes))
        });
        let outcome = match judged.outcomes.possible[..] {
            [Outcome::Adopted] => "adopted",
            [Outcome::Rejected] => "rejected",
            _ => "open",
        };
        rows.push(vec![
            format!("{}{}", if i == told.chosen { "*" } else { " " }, i + 1),
            judged.reading.from.map_or_else(|| "as written".into(), |d| d.to_string()),
            judged.reading.title.clone().unwrap_or_else(|| "the rule itself".into()),
            outcome.into(),
            units.unwrap_or_default(),
            far.unwrap_or_default(),
        ]);
    }
    aligned(&rows, &[0, 1, 2, 3])
}

/// What the table holds and what is wrong with it.
fn figures(told: &Told) -> Vec<String> {
    let table = &told.table;
    let known = table.votes.units.len() - table.missing.len();
    let (unit, all) = (several(&told.unit), table.votes.units.len());
    let mut first = format!("{}: {known} of {all} {unit} have a row", told.file);
    let statuses: Vec<String> = table.statuses.iter().map(|(status, n)| format!("{status} {n}")).collect();
    if !statuses.is_empty() {
        first += &format!("; where they come from: {}", statuses.join(", "));
    }
    let mut out = vec![first + "."];
    if !table.missing.is_empty() {
        let missing: Vec<&str> = table.missing.iter().map(String::as_str).collect();
        out.push(format!("No row for {}: unknown.", list(&missing)));
    }
    for total in &table.totals {
        out.extend(totals(told, total));
    }
    for finding in table.findings.iter().take(MOST_FINDINGS) {
        out.push(format!("line {}: {}", finding.line, finding.message));
    }
    if table.findings.len() > MOST_FINDINGS {
        out.push(format!("{} more findings; --format json has all", table.findings.len() - MOST_FINDINGS));
    }
    if !told.judged[told.chosen].outcomes.tight {
        out.push(
            "The rule is not monotone: an outcome named here is not excluded, and no votes may bring it about.".into(),
        );
    }
    out
}

fn totals(told: &Told, total: &Total) -> Vec<String> {
    let mut differing = Vec::new();
    for (what, said, sum) in &total.sums {
        let Some(sum) = sum else { continue };
        let by = sum.abs_diff(*said);
        if by > 0 {
            let than = if sum < said { "fewer than" } else { "more than" };
            differing.push(format!("{what} {} {than} the {} it says", count(by), count(*said)));
        }
    }
    let line = format!("line {}: `{}`", total.line, total.label);
    if differing.is_empty() {
        let checked = total.sums.iter().any(|(_, _, sum)| sum.is_some());
        return vec![format!(
            "{line} {}",
            if checked { "is the sum of the units" } else { "cannot be held against the units" }
        )];
    }
    let mut out = vec![format!("{line} is not what the units sum to: {}", differing.join("; "))];
    let gap = total
        .sums
        .iter()
        .filter(|(what, ..)| what == "valid")
        .filter_map(|(_, said, sum)| Some(sum.as_ref()?.abs_diff(*said)));
    if let (Some(gap), Some(d)) = (gap.max(), told.judged[told.chosen].distances.switched.as_ref()) {
        let part = percent(gap, d.votes.max(1));
        match gap < d.votes {
            true => out.push(format!("{} votes are {part} % of those it would take to change the outcome", count(gap))),
            false => out.push(format!(
                "{} votes are as many as it would take to change the outcome: find them first",
                count(gap)
            )),
        }
    }
    out
}

/// `governorates`, `counties`: more than one of what a dimension calls its elements.
fn several(unit: &str) -> String {
    match unit.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if unit.ends_with('s') => unit.into(),
        _ => format!("{unit}s"),
    }
}
