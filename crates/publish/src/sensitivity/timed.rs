//! What drives a series, and when, in words.

use milepost_explore::sensitivity::{Kind, Share, Timed, TimedGroup};

use super::{Sentence, Telling};
use crate::calendar::end;
use crate::language::Language;
use crate::phrase::{Phrase, Piece};

/// A group with less than this in all at every time is not worth a row of a table over time.
const WORTH: f64 = 0.03;

/// Spells that a sentence tells one by one.
const SPELLS: usize = 4;

/// Who leads at each time, by the share alone: `X until March 2006, then Y`.  All others together are no one to lead.
pub(crate) fn turns(telling: Telling, timed: &Timed, title: &str, pathway: &str) -> Phrase {
    let words = telling.words;
    let mut begun = Sentence::about(telling, title, pathway);
    let spells = spells(timed);
    let name = |group: &TimedGroup| telling.driver(&group.driver.title);
    let Some(last) = spells.len().checked_sub(1) else { return begun.told(words.say("over-time.none")) };
    if spells.len() > SPELLS {
        let mut names: Vec<String> = Vec::new();
        for (group, _) in &spells {
            let name = name(group);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        let drivers = begun.keep(Piece::Strong(words.list(&names)));
        return begun.told(&words.fill("over-time.by-turns", &[("drivers", &drivers)]));
    }
    let each = spells.iter().enumerate().map(|(i, (group, until))| {
        let driver = begun.keep(Piece::Strong(name(group)));
        if i == last {
            return driver;
        }
        let end = begun.keep(Piece::Plain(end(words, &telling.strategy.time, *until)));
        words.fill("over-time.until", &[("driver", &driver), ("end", &end)])
    });
    let then = |before: String, next: String| words.fill("over-time.then", &[("before", &before), ("next", &next)]);
    let spells = each.reduce(then).unwrap_or_default();
    begun.told(&words.fill("over-time.spells", &[("spells", &spells)]))
}

/// Who leads, and until when.
fn spells(timed: &Timed) -> Vec<(&TimedGroup, f64)> {
    let leader = |k: usize| {
        let told = |g: &&TimedGroup| g.driver.kind != Kind::Others && g.first[k].is_some_and(|share| share.distinct);
        let share = |g: &TimedGroup| g.first[k].map_or(0.0, |share| share.value);
        timed.groups.iter().filter(told).reduce(|best, next| if share(next) > share(best) { next } else { best })
    };
    let mut spells: Vec<(&TimedGroup, f64)> = Vec::new();
    for (k, time) in timed.times.iter().enumerate() {
        let Some(leads) = leader(k) else { continue };
        match spells.last_mut().filter(|(group, _)| group.driver == leads.driver) {
            Some((_, until)) => *until = *time,
            None => spells.push((leads, *time)),
        }
    }
    spells
}

/// The groups of a series worth a row: some share in all at some time; and how many are not.
pub(crate) fn told_over_time(timed: &Timed) -> (Vec<&TimedGroup>, usize) {
    let told = |g: &&TimedGroup| g.total.iter().flatten().any(|share| share.told().is_some_and(|v| v >= WORTH));
    let (mut told, silent): (Vec<&TimedGroup>, Vec<&TimedGroup>) = timed.groups.iter().partition(told);
    let behind = |g: &TimedGroup| matches!(g.driver.kind, Kind::Others | Kind::Luck);
    let weight = |g: &TimedGroup| g.total.iter().flatten().filter_map(Share::told).sum::<f64>();
    told.sort_by(|a, b| behind(a).cmp(&behind(b)).then(weight(b).total_cmp(&weight(a))));
    (told, silent.len())
}

/// How many groups of a series are not worth a row.
pub(crate) fn silent_at_all_times(words: &'static Language, timed: &Timed, silent: usize) -> String {
    let (n, of) = (silent.to_string(), timed.groups.len().to_string());
    words.fill(if silent == 1 { "over-time.silent-one" } else { "over-time.silent-many" }, &[("n", &n), ("of", &of)])
}
