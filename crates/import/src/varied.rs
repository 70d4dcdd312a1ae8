//! Constants of a model that differ from member to member.

use std::fmt::Write as _;
use std::hash::Hasher as _;

use milepost_strategy::model::{Distribution, Strategy, Uncertain, VariableKind};

use crate::foreign::same;
use crate::{Files, Imported, Settings, read};

/// A constant that is drawn evenly from a range, once for each member: all elements of a variable, each by itself, or one.
#[derive(Clone, Debug, PartialEq)]
pub struct Varied {
    /// `name` or `name[a,b]`.
    pub name: String,
    /// Lower end.
    pub lo: f64,
    /// Upper end.
    pub hi: f64,
}

/// As [`read`], with constants made uncertain.
///
/// # Errors
/// As [`read`], and a sentence for the first that is no constant of the model, or that decides how the model is built
/// (the length of a delay, the axis of time) and so cannot differ between members.
pub fn read_varied(path: &str, files: &dyn Files, settings: &Settings, varied: &[Varied]) -> Result<Imported, String> {
    let mut imported = read(path, files, settings)?;
    if varied.is_empty() {
        return Ok(imported);
    }
    let Some(strategy) = &mut imported.strategy else { return Ok(imported) };
    for one in varied {
        vary(strategy, &imported.columns, one)?;
    }
    // What was worked out from a constant before the run shows when the model is read with others.
    let shape = shape(strategy);
    for one in varied {
        for end in [one.lo, one.hi] {
            let mut set = settings.clone();
            set.set.push((one.name.clone(), end));
            let other = read(path, files, &set)?;
            let alike = match other.strategy {
                None => false,
                Some(mut other_strategy) => {
                    for again in varied {
                        vary(&mut other_strategy, &other.columns, again)?;
                    }
                    keep_defaults(&mut other_strategy, strategy);
                    self::shape(&other_strategy) == shape
                }
            };
            if !alike {
                let name = &one.name;
                return Err(format!(
                    "`{name}` decides how the model is built and cannot differ between members; vary something else, or \
                     run the model with --set {name}={end}"
                ));
            }
        }
    }
    Ok(imported)
}

/// Makes a constant uncertain.
fn vary(strategy: &mut Strategy, columns: &[crate::Column], varied: &Varied) -> Result<(), String> {
    let Varied { name, lo, hi } = varied;
    if !(lo.is_finite() && hi.is_finite() && lo < hi) {
        return Err(format!("the range of `{name}`, {lo} .. {hi}, is empty; write the lower end first"));
    }
    let plain = |c: &&crate::Column| same(c.name.split('[').next().unwrap_or_default()) == same(name);
    let exact = |c: &&crate::Column| same(&c.name.replace(',', " , ")) == same(&name.replace(',', " , "));
    let mut chosen: Vec<&crate::Column> = columns.iter().filter(exact).collect();
    if chosen.is_empty() {
        chosen = columns.iter().filter(plain).collect();
    }
    let Some(first) = chosen.first() else {
        let all = columns.iter().map(|c| c.name.split('[').next().unwrap_or_default());
        let help = milepost_syntax::nearest(name, all).map(|near| format!("; did you mean `{near}`?"));
        return Err(format!("there is no constant `{name}` to vary{}", help.unwrap_or_default()));
    };
    let kind = &mut strategy.variables[first.variable.index()].kind;
    if let VariableKind::Constant(values) = kind {
        let distribution = values.iter().map(|&value| Distribution::Fixed(value)).collect();
        *kind = VariableKind::Uncertain(Uncertain { default: std::mem::take(values), distribution });
    }
    let VariableKind::Uncertain(uncertain) = kind else {
        return Err(format!("`{name}` is no constant; only constants can be varied"));
    };
    for column in chosen {
        uncertain.distribution[column.flat] = Distribution::Uniform(*lo, *hi);
    }
    Ok(())
}

/// Gives what varies the defaults that it has in another reading.
fn keep_defaults(strategy: &mut Strategy, from: &Strategy) {
    for (one, other) in strategy.variables.iter_mut().zip(&from.variables) {
        if let (VariableKind::Uncertain(one), VariableKind::Uncertain(other)) = (&mut one.kind, &other.kind) {
            one.default.clone_from(&other.default);
        }
    }
}

/// A number for everything that a strategy says.
fn shape(strategy: &Strategy) -> u64 {
    struct Hash(rustc_hash::FxHasher);
    impl std::fmt::Write for Hash {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut hash = Hash(rustc_hash::FxHasher::default());
    let _ = write!(hash, "{strategy:?}");
    hash.0.finish()
}
