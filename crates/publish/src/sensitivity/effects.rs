//! What screening says, in words.

use milepost_ensemble::summary::Spread;
use milepost_explore::sensitivity::{Effect, Morris, Verdict};
use milepost_strategy::model::{Display, Measure};

use super::{NAMED, Sentence, Telling};
use crate::language::Language;
use crate::numbers::{Digits, count, percent};
use crate::phrase::{Phrase, Piece};
use crate::view::is_yes_or_no;

/// Who matters at all, by their elementary effects.
pub(crate) fn screened(telling: Telling, found: &Morris, measure: &str, pathway: &str) -> Option<Phrase> {
    let words = telling.words;
    let declared = telling.strategy.measures.iter().find(|m| m.name == measure)?;
    let digits = effect_digits(words, declared, found);
    let mut begun = Sentence::about(telling, &declared.title, pathway);
    let told: Vec<&Effect> = found.effects.iter().filter(|e| e.size.distinct).collect();
    if told.is_empty() {
        return Some(begun.told(words.say("depends.moved-by-none")));
    }
    let each = told.iter().take(NAMED).map(|e| {
        let driver = begun.keep(Piece::Strong(telling.driver(&e.driver.title)));
        let amount = begun.keep(Piece::Plain(digits.full(e.size.value)));
        words.fill("depends.driver-by", &[("driver", &driver), ("amount", &amount)])
    });
    let drivers = words.list(&each.collect::<Vec<_>>());
    let silent = found.effects.len() - told.len();
    let (n, of) = (count(silent as u64), count(found.effects.len() as u64));
    let key = if silent == 1 { "depends.moved-but-one" } else { "depends.moved-but-many" };
    Some(begun.told(&words.fill(key, &[("drivers", &drivers), ("n", &n), ("of", &of)])))
}

/// How effects are written: two digits of the largest.
pub(crate) fn effect_digits(words: &'static Language, measure: &Measure, found: &Morris) -> Digits {
    let largest = found.effects.iter().map(|e| e.size.value).fold(0.0, f64::max);
    let share = Display { text: "share".into(), scale: 1.0 };
    let display = if is_yes_or_no(&measure.value) { &share } else { &measure.display };
    let spread =
        Spread { known: 1, quantiles: [0.0, 0.0, 0.0, largest, largest, largest, largest], ..Spread::default() };
    Digits::of(words, display, std::iter::once(&spread))
}

/// Whether there were trajectories enough.
pub(crate) fn enough_screened(telling: Telling, found: &Morris) -> Phrase {
    let words = telling.words;
    let largest = found.effects.iter().map(|e| e.size.value).fold(f64::MIN_POSITIVE, f64::max);
    let plain = |text: String| Piece::Plain(text);
    let (key, values) = match &found.convergence.verdict {
        Verdict::TooWide { input, half, needed, .. } => {
            let values = vec![
                ("not-enough", Piece::Strong(words.say("depends.not-enough").into())),
                ("driver", plain(telling.driver(input))),
                ("share", plain(percent(half / largest))),
                ("needed", plain(count(*needed))),
            ];
            ("depends.trajectories-too-few", values)
        }
        _ => {
            let enough = Piece::Strong(words.say("depends.enough").into());
            let share = plain(percent(found.convergence.widest / largest));
            ("depends.trajectories-enough", vec![("enough", enough), ("share", share)])
        }
    };
    let n = [("n", plain(count(found.trajectories)))];
    Phrase::filled(words.say(key), &values.into_iter().chain(n).collect::<Vec<_>>())
}
