//! A move as it was asked for, checked.

use milepost_strategy::model::{PathwayId, Strategy, VariableId, VariableKind, Variant};
use milepost_syntax::nearest;

use crate::Refusal;
use crate::types::{Move, Position};

/// Futures of the first answer, and of the one behind it.
pub(crate) const FUTURES: [u64; 2] = [256, 1000];

/// Futures of a first answer while many wait for theirs: half as many, so that nobody looks at an old picture for long.
pub(crate) const CROWDED: u64 = 128;

/// Levers that may be moved at once: more than any strategy has.
const MOST_LEVERS: usize = 512;

/// Characters of a name or a word.
const MOST_CHARACTERS: usize = 100;

/// A move, checked against a strategy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// The pathway.
    pub pathway: PathwayId,
    /// What is set, in canonical units, by variable.
    pub set: Vec<(VariableId, f64)>,
    /// The same as the command takes it: `pace=20000`.
    pub settings: Vec<String>,
    /// Futures to run.
    pub futures: u64,
}

impl Asked {
    /// Checks a move.
    ///
    /// # Errors
    /// The first thing that cannot be asked, in a sentence.
    pub fn new(strategy: &Strategy, asked: &Move) -> Result<Asked, Refusal> {
        let futures = u64::from(asked.futures);
        if !FUTURES.contains(&futures) {
            return Err(Refusal::bad(format!("a move is run over 256 or 1000 futures, not over {futures}")));
        }
        if asked.levers.len() > MOST_LEVERS {
            let many = asked.levers.len();
            return Err(Refusal::bad(format!(
                "{many} levers are more than can be moved at once; move {MOST_LEVERS} at most"
            )));
        }
        let pathway = pathway(strategy, &asked.pathway)?;
        let settings = asked.levers.iter().map(|(name, position)| Ok((lever(strategy, name)?, text(name, position)?)));
        let settings = settings.collect::<Result<Vec<(String, String)>, Refusal>>()?;
        let mut set = milepost_strategy::settings_of(strategy, &settings).map_err(Refusal::bad)?;
        set.sort_by_key(|(variable, _)| *variable);
        let settings = settings.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
        Ok(Asked { pathway, set, settings, futures })
    }

    /// The same pathway, unchanged.
    pub fn unchanged(&self) -> Asked {
        Asked { set: Vec::new(), settings: Vec::new(), ..self.clone() }
    }

    /// The variant to run.
    pub fn variant(&self, strategy: &Strategy) -> Result<Variant, Refusal> {
        let missing = || Refusal::unknown("the pathway is not there any more");
        let mut variant = strategy.variants.get(self.pathway.index()).cloned().ok_or_else(missing)?;
        // As `--with` does: what the variant sets itself stands.
        variant.with.splice(0..0, self.set.iter().copied());
        Ok(variant)
    }
}

/// The pathway of this name.
pub(crate) fn pathway(strategy: &Strategy, name: &str) -> Result<PathwayId, Refusal> {
    let names = || strategy.pathways.iter().map(|pathway| pathway.name.as_str());
    match names().position(|known| known == name) {
        Some(at) => Ok(PathwayId(at as u32)),
        None => {
            let help = match nearest(&cut(name), names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there are {}", names().collect::<Vec<_>>().join(", ")),
            };
            Err(Refusal::unknown(format!("there is no pathway `{}`; {help}", cut(name))))
        }
    }
}

/// The name of a lever that is there.
fn lever(strategy: &Strategy, name: &str) -> Result<String, Refusal> {
    if name.chars().count() > MOST_CHARACTERS {
        return Err(Refusal::bad(format!("`{}…` is too long for the name of a lever", cut(name))));
    }
    let levers = || strategy.variables.iter().filter(|v| matches!(v.kind, VariableKind::Lever(_)));
    if levers().any(|lever| lever.name == name) {
        return Ok(name.into());
    }
    let help = match nearest(name, levers().map(|lever| lever.name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "GET /api/levers lists them".into(),
    };
    Err(Refusal::bad(format!("there is no lever `{name}` to move; {help}")))
}

/// A position as the command takes it.
fn text(name: &str, position: &Position) -> Result<String, Refusal> {
    match position {
        Position::Number(value) if value.is_finite() => Ok(value.to_string()),
        Position::Number(_) => Err(Refusal::bad(format!("`{name}` cannot be put at what is no number"))),
        Position::Word(word) if word.chars().count() > MOST_CHARACTERS => {
            Err(Refusal::bad(format!("`{}…` is too long for a position of `{name}`", cut(word))))
        }
        Position::Word(word) if word.chars().any(char::is_control) => {
            Err(Refusal::bad(format!("a position of `{name}` is a number or a word, on one line")))
        }
        Position::Word(word) => Ok(word.trim().into()),
    }
}

/// The beginning of a text that may be long.
fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(40).collect()
}
