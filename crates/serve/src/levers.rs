//! What can be moved, as the page of levers has it.

use milepost_publish::site::{self, Language, Movable, levers};
use milepost_strategy::model::Strategy;

use crate::types::{Kind, LeverSheet, LeverShown, Position, Range};

/// Every lever of a strategy, and where each pathway puts it.
pub(crate) fn sheet(strategy: &Strategy, language: &'static Language) -> LeverSheet {
    LeverSheet { levers: levers(strategy, language).into_iter().map(shown).collect() }
}

fn shown(lever: Movable) -> LeverShown {
    let values = lever.values.iter().map(|(pathway, at)| (pathway.clone(), position(at))).collect();
    let kind = match lever.range {
        site::Range::Number { min, max, default, step } => Kind::Number(Range { min, max, default, step }),
        site::Range::Choice { options, .. } => Kind::Choice { options },
    };
    LeverShown {
        name: lever.name,
        title: lever.title,
        element: lever.element,
        actor: lever.actor,
        unit: lever.unit,
        kind,
        words: lever.words,
        values,
    }
}

fn position(at: &site::Position) -> Position {
    match at {
        site::Position::Number(value) => Position::Number(*value),
        site::Position::Choice(word) => Position::Word(word.clone()),
    }
}
