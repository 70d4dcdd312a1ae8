//! What screening says, in words.

use milepost_ensemble::summary::Spread;
use milepost_explore::sensitivity::{Effect, Morris, Verdict};
use milepost_strategy::model::{Display, Measure, Strategy};

use super::{NAMED, begin, called_driver};
use crate::answer::Called;
use crate::numbers::{Digits, count, percent};
use crate::phrase::{Phrase, agreeing};
use crate::view::is_yes_or_no;

/// Who matters at all, by their elementary effects.
pub(crate) fn screened(
    strategy: &Strategy,
    found: &Morris,
    measure: &str,
    pathway: &str,
    called: Called,
) -> Option<Phrase> {
    let declared = strategy.measures.iter().find(|m| m.name == measure)?;
    let digits = effect_digits(declared, found);
    let begun = begin(strategy, &declared.title, pathway, called);
    let told: Vec<&Effect> = found.effects.iter().filter(|e| e.size.distinct).collect();
    if told.is_empty() {
        return Some(begun.say(" is moved by no uncertainty, as far as can be told."));
    }
    let last = told.len().min(NAMED) - 1;
    let phrase = told.iter().take(NAMED).enumerate().fold(begun.say(" is moved most by "), |phrase, (i, e)| {
        let between = match i {
            0 => "",
            i if i == last => " and ",
            _ => ", ",
        };
        let title = called_driver(strategy, &e.driver.title);
        phrase.say(between).strong(title).say(format!(" (by {})", digits.full(e.size.value)))
    });
    let silent = found.effects.len() - told.len();
    let of = count(found.effects.len() as u64);
    let does = agreeing(silent, "does", "do");
    let silent = count(silent as u64);
    Some(phrase.say(format!("; {silent} of {of} uncertainties and groups {does} nothing that can be told from 0.")))
}

/// How effects are written: two digits of the largest.
pub(crate) fn effect_digits(measure: &Measure, found: &Morris) -> Digits {
    let largest = found.effects.iter().map(|e| e.size.value).fold(0.0, f64::max);
    let share = Display { text: "share".into(), scale: 1.0 };
    let display = if is_yes_or_no(&measure.value) { &share } else { &measure.display };
    let spread =
        Spread { known: 1, quantiles: [0.0, 0.0, 0.0, largest, largest, largest, largest], ..Spread::default() };
    Digits::of(display, std::iter::once(&spread))
}

/// Whether there were trajectories enough.
pub(crate) fn enough_screened(strategy: &Strategy, found: &Morris) -> Phrase {
    let largest = found.effects.iter().map(|e| e.size.value).fold(f64::MIN_POSITIVE, f64::max);
    let n = count(found.trajectories);
    match &found.convergence.verdict {
        Verdict::TooWide { input, half, needed, .. } => {
            Phrase::plain(format!("{n} trajectories were ")).strong("not enough").say(format!(
                " to rank them: the effect of {} is known only to within {} of the largest; some {} should do.",
                called_driver(strategy, input),
                percent(half / largest),
                count(*needed)
            ))
        }
        _ => Phrase::plain(format!("{n} trajectories were ")).strong("enough").say(format!(
            ": every effect is known to within {} of the largest.",
            percent(found.convergence.widest / largest)
        )),
    }
}
