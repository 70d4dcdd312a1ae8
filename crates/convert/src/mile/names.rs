//! Names of our language: small letters, digits and `_`.

use std::collections::HashSet;

/// Names that mean something of their own: functions, constants, units, words of the language.
const RESERVED: &str = "abs acceptable active actor after all and any approval arccos arcsin arctan at average barrel before \
by ceil chart clip column condition correlation cos count day decide decision_time delay1 delay3 delay_fixed delay_n \
dimension duration due element else end_time eur every evidence exp extends false first fit floor flow following for \
fraction from gain hold hour household hypothesis if in indicator initial inflow integer is kg km known latest let lever \
linear link ln log log10 logistic lookup lowest matters max mean measure median method milestone min minute modulo month \
MW MWh noise nonnegative normal not obligation observed occurs of or outflow over overseen paragraphs pathway peak \
percent percentile person plus produced product pulse quarter ramp recommendation reference regime round second \
series share sin smooth smooth3 smooth_n sqrt start_time step stock strategy sum table tan then time time_step to tonne \
total toward trigger true uncertain under unit usd use week weighted when with within without year lognormal loop";

/// Names that are taken.
#[derive(Debug)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// Only what the language takes itself.
    pub fn new() -> Taken {
        Taken(RESERVED.split_whitespace().map(str::to_string).collect())
    }

    /// A name of our own for another tool's: with `_value` behind it where it is a word of the language, with a number
    /// where two have the same.
    pub fn name(&mut self, of: &str) -> String {
        let plain = snake(of);
        let base = if RESERVED.split_whitespace().any(|w| w == plain) { format!("{plain}_value") } else { plain };
        let mut candidate = base.clone();
        let mut number = 2;
        while !self.0.insert(candidate.clone()) {
            candidate = format!("{base}_{number}");
            number += 1;
        }
        candidate
    }
}

/// Small letters and digits with one `_` between words.
fn snake(of: &str) -> String {
    let of = of.replace("\\n", " ").replace("\\r", " ");
    let mut out = String::new();
    for c in of.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()));
        } else if !out.ends_with('_') && !out.is_empty() {
            out.push('_');
        }
    }
    let out = out.trim_end_matches('_');
    match out.chars().next() {
        None => "unnamed".into(),
        Some(c) if c.is_alphabetic() => out.to_string(),
        Some(_) => format!("n_{out}"),
    }
}

/// An element, in quotes where it is no name.
pub(super) fn element(of: &str) -> String {
    let mut chars = of.chars();
    let word =
        chars.next().is_some_and(|c| c.is_alphabetic() || c == '_') && chars.all(|c| c.is_alphanumeric() || c == '_');
    if word && !RESERVED.split_whitespace().any(|w| w == of) { of.to_string() } else { text(of) }
}

/// A text in quotes, on one line.
pub(super) fn text(of: &str) -> String {
    let line = of.replace(['"', '\n', '\r', '\t'], " ");
    format!("\"{}\"", line.split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_ours_and_stay_apart() {
        let mut taken = Taken::new();
        for (of, ours) in [
            ("Room Temperature", "room_temperature"),
            ("room\\ntemperature", "room_temperature_2"),
            ("TIME STEP", "time_step_value"),
            ("\"5% growth (year)\"", "n_5_growth_year"),
            ("año", "año"),
            ("???", "unnamed"),
        ] {
            assert_eq!(taken.name(of), ours);
        }
    }

    #[test]
    fn elements_stand_in_quotes_where_they_are_no_names() {
        assert_eq!(
            (element("Anbar"), element("Salah al-Din"), element("1")),
            ("Anbar".into(), "\"Salah al-Din\"".into(), "\"1\"".into())
        );
    }
}
