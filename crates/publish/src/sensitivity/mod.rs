//! What a study of sensitivity says, in words: for the page and for the terminal.

mod effects;
mod timed;

use milepost_explore::sensitivity::{
    Convergence, Direction, Found, Given, GivenInput, Group, Index, Intervals, Kind, Sensitivity, Share, Sobol,
    Verdict, leading,
};
use milepost_strategy::model::Strategy;

use crate::answer::Called;
use crate::docs::mid_sentence;
use crate::numbers::{count, percent};
use crate::phrase::{Phrase, agreeing, counted, list};

pub(crate) use effects::{effect_digits, enough_screened, screened};
pub(crate) use timed::{silent_at_all_times, told_over_time, turns};

/// Inputs named in a sentence.
const NAMED: usize = 3;

const NOTHING: &str = "can be told from 0";
const NOT: &str = "cannot be told from 0";

/// Below this a share is not worth a row.
const LITTLE: f64 = 0.005;

/// Above this half width a share is told to the nearest 5 percent.
const VAGUE: f64 = 0.05;

/// One sentence on what a measure depends on under a pathway: from the decomposition of its variance where there is one,
/// else from the stored run.  `None` where neither was worked out, or the strategy declares the measure no more.
pub(crate) fn headline(
    strategy: &Strategy,
    all: &[Sensitivity],
    measure: &str,
    pathway: &str,
    called: Called,
) -> Option<Phrase> {
    let here = || all.iter().filter(|s| s.measure == measure && s.pathway == pathway);
    let declared = strategy.measures.iter().find(|m| m.name == measure)?;
    let begun = begin(strategy, &declared.title, pathway, called);
    let sobol = here().find_map(|s| if let Found::Sobol(found) = &s.found { Some(found) } else { None });
    let given = || here().find_map(|s| if let Found::Given(found) = &s.found { Some(found) } else { None });
    match sobol {
        Some(found) => Some(decomposed(strategy, begun, found)),
        None => given().map(|found| from_run(strategy, begun, found)),
    }
}

/// `Under liberation, “Civilian deaths”`: a title may be of one thing, of many, or a whole clause.
fn begin(strategy: &Strategy, title: &str, pathway: &str, called: Called) -> Phrase {
    let pathway = pathway_name(strategy, pathway, called);
    Phrase::plain("Under ").name(pathway).say(format!(", \u{201c}{title}\u{201d}"))
}

/// A pathway's title or name.
pub(crate) fn pathway_name(strategy: &Strategy, pathway: &str, called: Called) -> String {
    let known = strategy.pathways.iter().find(|p| p.name == pathway).filter(|_| matches!(called, Called::Titles));
    known.map_or(pathway, |p| &p.title).to_string()
}

/// The title of what drives something, in the middle of a sentence.
fn called_driver(strategy: &Strategy, title: &str) -> String {
    mid_sentence(strategy, title)
}

fn decomposed(strategy: &Strategy, begun: Phrase, found: &Sobol) -> Phrase {
    let single = |g: &&Group| matches!(g.driver.kind, Kind::Input | Kind::Lever | Kind::Deliveries);
    let mut alone: Vec<&Group> = found.groups.iter().filter(single).filter(|g| g.first.distinct).collect();
    alone.sort_by(|a, b| b.first.value.total_cmp(&a.first.value));
    let named: Vec<&Group> = alone.into_iter().take(NAMED).collect();
    let phrase = match &named[..] {
        [] => begun.say(" depends on no single uncertainty alone, as far as can be told"),
        some => {
            let told = some.iter().map(|g| (called_driver(strategy, &g.driver.title), Some(g.first)));
            listed(begun.say(" depends most on "), &told.collect::<Vec<_>>())
        }
    };
    let mut rest: Vec<String> = Vec::new();
    if named.len() > 1 {
        rest.push(format!("together {}", rounded(&sum(named.iter().map(|g| &g.first)))));
    }
    let others: Vec<&Group> =
        found.groups.iter().filter(single).filter(|g| named.iter().all(|n| n.driver != g.driver)).collect();
    if let Some(through) = through_others(&named, &others) {
        let title = called_driver(strategy, &through.driver.title);
        rest.push(format!("{title}, acting through others, {} in all", rounded(&through.total)));
    }
    let more = sum(others.iter().map(|g| &g.first));
    if more.distinct {
        let n = others.len();
        let who = if n == 1 {
            "one more looked at by itself".into()
        } else {
            format!("the next {} together", count(n as u64))
        };
        rest.push(format!("{who} {}", rounded(&more)));
    }
    for group in &found.groups {
        match (group.driver.kind, group.first.distinct) {
            (Kind::Others, true) => rest.push(format!("{} {}", group.driver.title, rounded(&group.first))),
            (Kind::Luck, true) => rest.push(format!("{} is luck", rounded(&group.first))),
            _ => {}
        }
    }
    let together = together(&found.groups.iter().map(|g| g.first).collect::<Vec<_>>());
    if together.distinct {
        rest.push(format!("{} is what they do only with each other", rounded(&together)));
    }
    let nothing = |kind: Kind| found.groups.iter().find(|g| g.driver.kind == kind && !g.first.distinct);
    match (nothing(Kind::Others), nothing(Kind::Luck)) {
        (Some(others), Some(_)) => rest.push(format!("neither {} nor luck alone {NOTHING}", others.driver.title)),
        (Some(others), None) => rest.push(format!("{} alone {NOT}", others.driver.title)),
        (None, Some(_)) => rest.push(format!("luck alone {NOT}")),
        (None, None) => {}
    }
    if rest.is_empty() { phrase.say(".") } else { phrase.say(format!("; {}.", rest.join("; "))) }
}

fn from_run(strategy: &Strategy, begun: Phrase, found: &Given) -> Phrase {
    let known = found.futures - found.unknown;
    let over = counted(known as usize, "future", "futures");
    let named: Vec<&GivenInput> = found.distinct().take(NAMED).collect();
    if named.is_empty() {
        let n = count(found.inputs.len() as u64);
        return begun.say(format!(" depends on none of the {n} uncertainties alone, as far as {over} can tell."));
    }
    let told = named.iter().map(|i| (called_driver(strategy, &i.title), Some(i.first).filter(|s| s.distinct)));
    let phrase = listed(begun.say(" depends most on "), &told.collect::<Vec<_>>());
    let more = found.distinct().count() - named.len();
    let also = match more {
        0 => String::new(),
        n => format!("; {} more can be told from chance", count(n as u64)),
    };
    let silent = match found.silent() {
        0 => String::new(),
        1 => "; one uncertainty cannot".into(),
        n => format!("; {} uncertainties cannot", count(n as u64)),
    };
    let silent = if more == 0 && !silent.is_empty() { format!("{silent} be told from chance") } else { silent };
    phrase.say(format!("{also}{silent}."))
}

/// One that is not named, as it does little alone, but in all does more than one of those named.
fn through_others<'a>(named: &[&Group], others: &[&'a Group]) -> Option<&'a Group> {
    let least = named.iter().map(|g| g.total.value).reduce(f64::min)?;
    let more = others.iter().copied().filter(|g| g.total.distinct && g.total.value > 2.0 * least);
    more.max_by(|a, b| a.total.value.total_cmp(&b.total.value))
}

/// The same in a line, where the whole sentence was told of another pathway: `Under stay: X (38%), Y (20%) and Z`.
pub(crate) fn brief(strategy: &Strategy, found: &Given, pathway: &str, called: Called) -> Phrase {
    let begun = Phrase::plain("Under ").name(pathway_name(strategy, pathway, called));
    let named: Vec<&GivenInput> = found.distinct().take(NAMED).collect();
    if named.is_empty() {
        return begun.say(": nothing that can be told from chance.");
    }
    let share = |input: &GivenInput| input.first.told().map(|_| format!(" ({})", rounded(&input.first)));
    let told = |i: &&GivenInput| format!("{}{}", called_driver(strategy, &i.title), share(i).unwrap_or_default());
    begun.say(format!(": {}.", list(&named.iter().map(told).collect::<Vec<_>>())))
}

/// `X (38% of the spread), Y (20%) and Z`
fn listed(phrase: Phrase, told: &[(String, Option<Share>)]) -> Phrase {
    let last = told.len().saturating_sub(1);
    told.iter().enumerate().fold(phrase, |phrase, (i, (title, share))| {
        let between = match i {
            0 => "",
            i if i == last => " and ",
            _ => ", ",
        };
        let of = if i == 0 { " of the spread" } else { "" };
        let phrase = phrase.say(between).strong(title.as_str());
        match share {
            Some(share) => phrase.say(format!(" ({}{of})", rounded(share))),
            None => phrase,
        }
    })
}

/// The sum of shares, their errors taken as independent.
fn sum<'a>(shares: impl Iterator<Item = &'a Share>) -> Share {
    let (value, squares) = shares.fold((0.0, 0.0), |(v, s), share| (v + share.value, s + share.half * share.half));
    let half = f64::sqrt(squares);
    Share { value, half, distinct: value > half }
}

/// The groups worth a row: what comes to a half percent in all, the others, luck; and how many singles are not.
pub(crate) fn worth_a_row(found: &Sobol) -> (Vec<&Group>, usize) {
    let rest = |g: &Group| matches!(g.driver.kind, Kind::Others | Kind::Luck);
    let told = |g: &&Group| rest(g) || g.total.told().is_some_and(|total| total >= LITTLE);
    let shown: Vec<&Group> = found.groups.iter().filter(told).collect();
    let silent = found.groups.len() - shown.len();
    (shown, silent)
}

/// How many singles are not worth a row.
pub(crate) fn silent_singles(found: &Sobol, silent: usize) -> String {
    let single = |g: &&Group| matches!(g.driver.kind, Kind::Input | Kind::Lever | Kind::Deliveries);
    let (of, comes) = (found.groups.iter().filter(single).count(), agreeing(silent, "comes", "come"));
    format!("{silent} of {of} looked at singly {comes} to less than half a percent in all, or cannot be told from 0")
}

/// What pairs do together, at most `most` of them, and how many do nothing; none where they were not looked at.
pub(crate) fn pairs(found: &Sobol, most: usize) -> Option<String> {
    let told = found.pairs.iter().filter(|pair| pair.second.distinct);
    let each = told.take(most).map(|pair| format!("{} with {}: {}", pair.one, pair.other, with_interval(&pair.second)));
    let each: Vec<String> = each.collect();
    let silent = found.pairs.iter().filter(|pair| !pair.second.distinct).count();
    let (of, does) = (found.pairs.len(), agreeing(silent, "does", "do"));
    let silent = format!("{silent} of {of} pairs {does} nothing together that can be told from 0");
    let told = format!("Beyond what each does alone (S2): {}", each.join("; "));
    (of > 0).then(|| if each.is_empty() { silent.clone() } else { format!("{told}.  {silent}") })
}

/// What is left of the whole when everything is taken alone.
pub(crate) fn together(first: &[Share]) -> Share {
    let all = sum(first.iter());
    let value = 1.0 - all.value;
    Share { value, half: all.half, distinct: value > all.half }
}

/// A share, no finer than it is known: `38%`, `about 40%`.
fn rounded(share: &Share) -> String {
    match share.half > VAGUE {
        true => format!("about {}", percent((share.value * 20.0).round() / 20.0)),
        false => percent(share.value.min(1.0)),
    }
}

/// A share with its interval for tables: `38% (35 to 41)`; `below 4%` where it cannot be told from 0.
pub(crate) fn with_interval(share: &Share) -> String {
    if !share.distinct {
        return format!("below {}", percent((share.high() * 100.0).ceil().max(1.0) / 100.0));
    }
    let bare = |share: f64| percent(share).trim_end_matches('%').to_string();
    let (low, high) = (bare(share.low()), bare(share.high()));
    if low == high { percent(share.value) } else { format!("{} ({low} to {high})", percent(share.value.min(1.0))) }
}

/// Which way it goes.
pub(crate) fn direction(direction: &Direction) -> String {
    match direction {
        Direction::Raises => "raises it".into(),
        Direction::Lowers => "lowers it".into(),
        Direction::Neither => "no one way".into(),
        Direction::Between { highest, .. } => format!("highest if {}", highest.replace('_', " ")),
    }
}

/// Whether enough was run: `found` of `what` (futures, points, trajectories).
pub(crate) fn enough(strategy: &Strategy, convergence: &Convergence, found: u64, what: &str) -> Phrase {
    let n = count(found);
    let index = |index: Index| match index {
        Index::First => "the share alone",
        Index::Total => "the share in all",
        Index::Size => "the effect",
    };
    match &convergence.verdict {
        Verdict::Enough => {
            let within = points(convergence.widest);
            Phrase::plain(format!("{n} {what} were "))
                .strong("enough")
                .say(format!(": every share is known to within {within}."))
        }
        Verdict::TooWide { index: which, input, half, needed } => {
            let input = called_driver(strategy, input);
            let (which, needed) = (index(*which), count(*needed));
            Phrase::plain(format!("{n} {what} were ")).strong("not enough").say(format!(
                ": {which} of {input} is known only to within {}; some {needed} should do.",
                points(*half)
            ))
        }
        Verdict::HalvesDiffer { index: which, input, first, second } => {
            let input = called_driver(strategy, input);
            let (first, second) = (percent(first.clamp(0.0, 1.0)), percent(second.clamp(0.0, 1.0)));
            Phrase::plain(format!("{n} {what} were ")).strong("not enough").say(format!(
                ": {} of {input} is {first} by the first half of them and {second} by the second; take twice as many.",
                index(*which)
            ))
        }
    }
}

/// A width: `2 percentage points`.
fn points(half: f64) -> String {
    match (half * 100.0).ceil() {
        x if x <= 1.0 => "1 percentage point".into(),
        x if x <= 100.0 => format!("{} percentage points", count(x as u64)),
        _ => "more than 100 percentage points".into(),
    }
}

/// How the intervals were made, where that has to be said.
pub(crate) fn caveat(intervals: Intervals) -> Option<&'static str> {
    (intervals == Intervals::Bootstrap).then_some(
        "The intervals come from drawing the points of a single scramble again, which makes them too wide, often several \
         times; several --replicates make honest ones.",
    )
}

/// All that was found, the leading pathway first, measures as declared.
pub(crate) fn in_order<'a>(strategy: &Strategy, all: &[&'a Sensitivity]) -> Vec<&'a Sensitivity> {
    let leads = leading(strategy).map(|id| strategy.pathways[id.index()].name.as_str());
    let measure = |s: &Sensitivity| strategy.measures.iter().position(|m| m.name == s.measure).unwrap_or(usize::MAX);
    let pathway = |s: &Sensitivity| {
        let at = strategy.pathways.iter().position(|p| p.name == s.pathway).unwrap_or(usize::MAX);
        (leads != Some(s.pathway.as_str()), at)
    };
    let mut all = all.to_vec();
    all.sort_by_key(|s| (measure(s), pathway(s)));
    all
}
