//! What drives a series, and when, in words.

use milepost_explore::sensitivity::{Kind, Share, Timed, TimedGroup};
use milepost_strategy::model::Strategy;

use super::{begin, called_driver};
use crate::answer::Called;
use crate::calendar::end;
use crate::phrase::{Phrase, agreeing, list};

/// A group with less than this in all at every time is not worth a row of a table over time.
const WORTH: f64 = 0.03;

/// Spells that a sentence tells one by one.
const SPELLS: usize = 4;

/// Who leads at each time, by the share alone: `X until March 2006, then Y`.  All others together are no one to lead.
pub(crate) fn turns(strategy: &Strategy, timed: &Timed, title: &str, pathway: &str, called: Called) -> Phrase {
    let begun = begin(strategy, title, pathway, called);
    let spells = spells(timed);
    let name = |group: &TimedGroup| called_driver(strategy, &group.driver.title);
    let last = spells.len().saturating_sub(1);
    if spells.is_empty() {
        return begun.say(" depends on no single uncertainty alone at any time, as far as can be told.");
    }
    if spells.len() > SPELLS {
        let mut names: Vec<String> = Vec::new();
        for (group, _) in &spells {
            let name = name(group);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        return begun.say(" depends most on one or another by turns: ").strong(list(&names)).say(".");
    }
    let phrase = spells.iter().enumerate().fold(begun.say(" depends most on "), |phrase, (i, (group, until))| {
        let phrase = phrase.say(if i == 0 { "" } else { ", then on " }).strong(name(group));
        if i < last { phrase.say(format!(" until the end of {}", end(&strategy.time, *until))) } else { phrase }
    });
    phrase.say(".")
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
pub(crate) fn silent_at_all_times(timed: &Timed, silent: usize) -> String {
    let (of, comes) = (timed.groups.len(), agreeing(silent, "comes", "come"));
    format!("{silent} of {of} {comes} to less than 3% in all at every time, or cannot be told from 0")
}
