//! Votes by unit: counts of options, of ballots and of voters, each known, bounded or unknown.

use crate::Count;
use crate::count::UNBOUNDED;

/// A vote: its options, and what is known of each unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Votes {
    /// Names of the options, in order.
    pub options: Vec<String>,
    /// Units, in the order in which they were declared.
    pub units: Vec<Unit>,
}

/// What is known of one unit.  `valid` is the sum of the options, `cast` is `valid` and `invalid` together, `registered`
/// is `cast` and those who stayed `away`.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// Name.
    pub name: String,
    /// Votes for each option.
    pub options: Vec<Count>,
    /// Valid votes.
    pub valid: Count,
    /// Ballots that count for no option: invalid and blank.
    pub invalid: Count,
    /// Ballots cast.
    pub cast: Count,
    /// Registered voters.
    pub registered: Count,
    /// Registered voters who cast no ballot.
    pub away: Count,
    /// Turnout, `cast / registered`, from .. to as fractions of `TURNOUT`; `None` where it is not known.
    pub turnout: Option<(u64, u64)>,
}

/// Figures of one unit that cannot all be right.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Contradiction(pub String);

/// What turnouts are fractions of: a hundred thousandth of a percent.
pub(crate) const TURNOUT: u64 = 10_000_000;

impl Unit {
    /// A unit of which nothing is known.
    pub fn unknown(name: &str, options: usize) -> Unit {
        let any = Count::unknown();
        Unit {
            name: name.into(),
            options: vec![any; options],
            valid: any,
            invalid: any,
            cast: any,
            registered: any,
            away: any,
            turnout: None,
        }
    }

    /// A unit whose votes are known, all ballots valid, and of whose voters nothing else is known.
    pub fn counted(name: &str, votes: &[u64]) -> Unit {
        let mut unit = Unit::unknown(name, votes.len());
        unit.options = votes.iter().map(|n| Count::exact(*n)).collect();
        let valid = votes.iter().sum();
        (unit.valid, unit.invalid, unit.cast) = (Count::exact(valid), Count::exact(0), Count::exact(valid));
        unit.registered = Count::at_least(valid);
        unit
    }

    /// The same with so many registered voters.
    pub fn of_registered(mut self, registered: u64) -> Unit {
        self.registered = Count::exact(registered);
        self.away = self.registered.less(self.cast);
        self
    }

    /// Draws every bound in as far as the others allow.
    ///
    /// # Errors
    /// The figures contradict each other.
    pub fn tightened(mut self) -> Result<Unit, Contradiction> {
        // Each round carries a bound one relation further; the chain from an option to the register has four.
        for _ in 0..8 {
            let before = self.clone();
            let mut parts = self.options.clone();
            parts.push(self.valid);
            split(&mut parts, &self.name, "the options do not add up to the valid votes")?;
            self.valid = parts.pop().unwrap_or(self.valid);
            self.options = parts;
            let mut ballots = [self.valid, self.invalid, self.cast];
            split(&mut ballots, &self.name, "valid and invalid ballots do not add up to those cast")?;
            [self.valid, self.invalid, self.cast] = ballots;
            let mut voters = [self.cast, self.away, self.registered];
            split(&mut voters, &self.name, "more ballots were cast than voters are registered")?;
            [self.cast, self.away, self.registered] = voters;
            self.by_turnout()?;
            if self == before {
                break;
            }
        }
        Ok(self)
    }

    /// Registered voters from ballots and turnout, and the other way round.
    fn by_turnout(&mut self) -> Result<(), Contradiction> {
        let Some((low, high)) = self.turnout else { return Ok(()) };
        let wrong = || Contradiction(format!("{}: turnout, ballots and registered voters do not fit", self.name));
        let ratio = |n: u64, a: u64, b: u64, up: bool| match (n, b) {
            (UNBOUNDED, _) | (_, 0) => UNBOUNDED,
            _ => {
                let (n, a, b) = (u128::from(n), u128::from(a), u128::from(b));
                let whole = if up { (n * a).div_ceil(b) } else { n * a / b };
                u64::try_from(whole).unwrap_or(UNBOUNDED).min(UNBOUNDED)
            }
        };
        let (cast, registered) = (self.cast, self.registered);
        let least = ratio(cast.low(), TURNOUT, high, true);
        let least = if high == 0 { 0 } else { least };
        let most = ratio(cast.top(), TURNOUT, low, false);
        if least > most {
            return Err(wrong());
        }
        self.registered = registered.meet(Count::between(least, most)).ok_or_else(wrong)?;
        let least = if registered.low() == UNBOUNDED { 0 } else { ratio(registered.low(), low, TURNOUT, true) };
        let most = ratio(registered.top(), high, TURNOUT, false);
        if least > most {
            return Err(wrong());
        }
        self.cast = cast.meet(Count::between(least, most)).ok_or_else(wrong)?;
        Ok(())
    }

    /// All units together.
    pub(crate) fn sum(units: &[Unit], options: usize) -> Unit {
        let mut all = Unit::counted("", &vec![0; options]);
        (all.registered, all.away) = (Count::exact(0), Count::exact(0));
        for unit in units {
            for (sum, votes) in all.options.iter_mut().zip(&unit.options) {
                *sum = sum.plus(*votes);
            }
            let rows = [unit.valid, unit.invalid, unit.cast, unit.registered, unit.away];
            let sums = [&mut all.valid, &mut all.invalid, &mut all.cast, &mut all.registered, &mut all.away];
            for (sum, row) in sums.into_iter().zip(rows) {
                *sum = sum.plus(row);
            }
        }
        all
    }
}

/// Tightens parts and, last, their sum.
fn split(figures: &mut [Count], name: &str, why: &str) -> Result<(), Contradiction> {
    let wrong = || Contradiction(format!("{name}: {why}"));
    let last = figures.len() - 1;
    let sum = |figures: &[Count], without: usize| {
        let others = figures[..last].iter().enumerate().filter(|(i, _)| *i != without);
        others.fold(Count::exact(0), |sum, (_, part)| sum.plus(*part))
    };
    figures[last] = figures[last].meet(sum(figures, last)).ok_or_else(wrong)?;
    for i in 0..last {
        let others = sum(figures, i);
        if figures[last].top() < others.low() {
            return Err(wrong());
        }
        figures[i] = figures[i].meet(figures[last].less(others)).ok_or_else(wrong)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_register_follows_from_a_rounded_turnout() {
        let mut unit = Unit::unknown("Anbar", 2);
        unit.options = vec![Count::exact(7_902), Count::exact(252_017)];
        unit.invalid = Count::exact(0);
        unit.turnout = Some((3_150_000, 3_250_000)); // 32 %, rounded
        let unit = unit.tightened().unwrap();
        assert_eq!(unit.valid, Count::exact(259_919));
        // 259,919 / 0.325 = 799,750.8 and 259,919 / 0.315 = 825,139.7
        assert_eq!(unit.registered, Count::between(799_751, 825_139));
    }

    #[test]
    fn what_is_left_is_bounded_by_the_rest() {
        let mut unit = Unit::unknown("A", 2);
        unit.options[0] = Count::exact(40);
        unit.registered = Count::exact(100);
        let unit = unit.tightened().unwrap();
        assert_eq!(unit.options[1], Count::between(0, 60));
        let mut wrong = Unit::counted("B", &[60, 50]);
        wrong.registered = Count::exact(100);
        let why = wrong.tightened().unwrap_err().to_string();
        assert_eq!(why, "B: more ballots were cast than voters are registered");
    }
}
