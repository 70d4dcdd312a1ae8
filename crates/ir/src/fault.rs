use std::fmt;

/// Why a strategy cannot be lowered.  The checker refuses all of these first, with a place and a remedy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An equation needs its own value at the same time.
    Circular(String),
    /// An initial value needs itself.
    CircularInitial(String),
    /// An expression is nested deeper than the lowering follows.
    TooDeep(String),
    /// A dimension has no element bound to it where one is needed.
    Unbound(String),
    /// A variable that is no number is to be moved.
    NotMovable(String),
    /// Something is used where it has no meaning.
    Misplaced(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Fault::Circular(name) => write!(f, "`{name}` needs its own value at the same time"),
            Fault::CircularInitial(name) => write!(f, "the initial value of `{name}` needs itself"),
            Fault::TooDeep(name) => write!(f, "an expression in `{name}` is nested too deeply"),
            Fault::Unbound(name) => write!(f, "`{name}` does not say which element is meant"),
            Fault::NotMovable(name) => write!(f, "`{name}` is no number, so it cannot be moved by an amount"),
            Fault::Misplaced(what) => write!(f, "{what}"),
        }
    }
}

impl std::error::Error for Fault {}
