//! The polarity of an influence.

use std::fmt;

/// The polarity of an influence, all else equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Sign {
    /// More of the source, more of the target (never less).
    Plus,
    /// More of the source, less of the target (never more).
    Minus,
    /// The equations alone do not say.
    Unknown,
}

impl Sign {
    /// One influence after another.
    pub fn times(self, other: Sign) -> Sign {
        match (self, other) {
            (Sign::Unknown, _) | (_, Sign::Unknown) => Sign::Unknown,
            (a, b) if a == b => Sign::Plus,
            _ => Sign::Minus,
        }
    }

    /// Two influences side by side.
    pub fn joined(self, other: Sign) -> Sign {
        if self == other { self } else { Sign::Unknown }
    }

    /// The opposite.
    pub fn reversed(self) -> Sign {
        self.times(Sign::Minus)
    }
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Sign::Plus => "+",
            Sign::Minus => "\u{2212}",
            Sign::Unknown => "?",
        })
    }
}
