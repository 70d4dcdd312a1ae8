//! Units as products of powers of base units.  Time is one base; `year`, `month`, `day` differ by a scale.

use std::collections::BTreeMap;
use std::fmt;

/// A unit: base name to power.  Dimensionless is empty.
#[derive(Clone, Debug, PartialEq, Eq, Default, PartialOrd, Ord, Hash)]
pub struct Unit(BTreeMap<String, i32>);

impl Unit {
    /// Dimensionless.
    pub fn one() -> Unit {
        Unit::default()
    }

    /// A base unit.
    pub fn base(name: &str) -> Unit {
        Unit(BTreeMap::from([(name.to_string(), 1)]))
    }

    /// Whether it is dimensionless.
    pub fn is_one(&self) -> bool {
        self.0.is_empty()
    }

    /// Names of the base units in it.
    pub fn bases(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Power of a base.
    pub fn power_of(&self, base: &str) -> i32 {
        self.0.get(base).copied().unwrap_or(0)
    }

    /// Product.
    pub fn times(&self, other: &Unit) -> Unit {
        let mut out = self.clone();
        for (name, power) in &other.0 {
            let sum = out.0.get(name).copied().unwrap_or(0).saturating_add(*power);
            if sum == 0 {
                out.0.remove(name);
            } else {
                out.0.insert(name.clone(), sum);
            }
        }
        out
    }

    /// Quotient.
    pub fn over(&self, other: &Unit) -> Unit {
        self.times(&other.power(-1))
    }

    /// Whole power.
    pub fn power(&self, n: i32) -> Unit {
        if n == 0 {
            return Unit::one();
        }
        Unit(self.0.iter().map(|(k, v)| (k.clone(), v.saturating_mul(n))).collect())
    }

    /// Square root, where every power is even.
    pub fn root(&self) -> Option<Unit> {
        self.0.values().all(|v| v % 2 == 0).then(|| Unit(self.0.iter().map(|(k, v)| (k.clone(), v / 2)).collect()))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let part = |sign: i32| {
            let factors = self.0.iter().filter(|(_, v)| v.signum() == sign);
            let shown: Vec<String> = factors
                .map(|(k, v)| if v.unsigned_abs() == 1 { k.clone() } else { format!("{k}^{}", v.unsigned_abs()) })
                .collect();
            shown
        };
        let (top, bottom) = (part(1), part(-1));
        match (top.is_empty(), bottom.is_empty()) {
            (true, true) => write!(f, "dimensionless"),
            (false, true) => write!(f, "{}", top.join("*")),
            (top_empty, false) => {
                write!(f, "{}/{}", if top_empty { "1".into() } else { top.join("*") }, bottom.join("/"))
            }
        }
    }
}
