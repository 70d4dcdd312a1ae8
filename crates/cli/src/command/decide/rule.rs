//! A rule of the strategy as one that decides.

use milepost_decide::{Base, Decision, Need, Part, Rule, Scope, Test, Threshold};
use milepost_strategy::model::{Approval, VotingBar, VotingReading, VotingRule, VotingScope};
use milepost_syntax::Date;
use milepost_syntax::ast::VotingBase;

/// The options that any reading asks for, in order of first mention.
pub fn asked(approval: &Approval) -> Vec<String> {
    fn of(rule: &VotingRule, out: &mut Vec<String>) {
        match rule {
            VotingRule::All(parts) | VotingRule::Any(parts) => parts.iter().for_each(|p| of(p, out)),
            VotingRule::Share { option: Some(option), .. } if !out.contains(option) => out.push(option.clone()),
            VotingRule::Share { .. } => {}
        }
    }
    let mut out = Vec::new();
    approval.readings.iter().for_each(|r| of(&r.rule, &mut out));
    out
}

/// The decision of a reading; options are positions in `options`, which has all that are asked for.
pub fn decision(reading: &VotingReading, options: &[String]) -> Decision {
    Decision { rule: rule(&reading.rule, options), rejects: reading.rejects }
}

fn rule(of: &VotingRule, options: &[String]) -> Rule {
    let parts = |list: &[VotingRule]| list.iter().map(|p| rule(p, options)).collect();
    match of {
        VotingRule::All(list) => Rule::All(parts(list)),
        VotingRule::Any(list) => Rule::Any(parts(list)),
        VotingRule::Share { option, base, bar, scope } => {
            let at = |name: &String| options.iter().position(|o| o == name).unwrap_or(options.len());
            let part = option.as_ref().map_or(Part::Cast, |name| Part::Option(at(name)));
            let base = match base {
                VotingBase::Valid => Base::Valid,
                VotingBase::Cast => Base::Cast,
                VotingBase::Registered => Base::Registered,
            };
            Rule::Share(Test { part, base, bar: threshold(*bar) }, in_scope(scope))
        }
    }
}

fn in_scope(scope: &VotingScope) -> Scope {
    match scope {
        VotingScope::Whole => Scope::Whole,
        VotingScope::Count(units, count) => Scope::Units(units.clone(), Need::Count(u64::from(*count))),
        VotingScope::Portion(units, bar) => {
            let need = Need::Weight { weights: vec![1; units.len()], bar: threshold(*bar), cap: None };
            Scope::Units(units.clone(), need)
        }
        VotingScope::Holding { units, weights, bar, cap } => {
            let cap = cap.map(|(a, b)| (u64::from(a), u64::from(b)));
            Scope::Units(units.clone(), Need::Weight { weights: weights.clone(), bar: threshold(*bar), cap })
        }
    }
}

fn threshold(bar: VotingBar) -> Threshold {
    let (numerator, denominator) = (u64::from(bar.top), u64::from(bar.below));
    Threshold { numerator, denominator, strict: bar.strict }
}

/// Which reading is meant, by its number or by a day; the last where neither is given.
pub fn chosen(approval: &Approval, number: Option<usize>, day: Option<&str>) -> anyhow::Result<usize> {
    let readings = &approval.readings;
    let (name, n) = (&approval.name, readings.len());
    if let Some(number) = number {
        if !(1..=n).contains(&number) {
            let are = if n == 1 { "is 1 reading".into() } else { format!("are {n} readings") };
            anyhow::bail!("there {are} of `{name}`; --reading counts from 1");
        }
        return Ok(number - 1);
    }
    let Some(text) = day else { return Ok(n.saturating_sub(1)) };
    let Some(day) = date(text) else {
        anyhow::bail!("`{text}` is no date; write it as 2005-10-03");
    };
    let held = |r: &VotingReading| r.from.is_none_or(|from| first(from) <= day);
    match readings.iter().rposition(held) {
        Some(i) => Ok(i),
        None => anyhow::bail!("no reading of `{name}` held on {text}; the first is from {}", dated(&readings[0])),
    }
}

fn dated(reading: &VotingReading) -> String {
    reading.from.map(|d| d.to_string()).unwrap_or_default()
}

/// A month means its first day.
fn first(date: Date) -> (i16, i8, i8) {
    (date.year, date.month, date.day.unwrap_or(1))
}

/// `2005-10-03`, or `2005-10` for the last day of a month.
fn date(text: &str) -> Option<(i16, i8, i8)> {
    let mut parts = text.split('-');
    let year = parts.next().filter(|p| p.len() == 4)?.parse().ok()?;
    let month = parts.next()?.parse().ok().filter(|m| (1..=12).contains(m))?;
    let day = parts.next().map_or(Some(31), |d| d.parse().ok().filter(|d| (1..=31).contains(d)))?;
    parts.next().is_none().then_some((year, month, day))
}
