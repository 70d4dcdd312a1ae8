//! A formula of the strategy as one that divides.

use milepost_decide::{Amount, Deduction, Formula, Level, Principle, Receiver};
use milepost_strategy::model::{self, DimensionId, FormulaAmount, FormulaReceiver, Strategy};

/// The formula with its weights.
pub fn formula(strategy: &Strategy, declared: &model::Formula) -> Formula {
    let deductions = declared.deductions.iter().map(|d| Deduction {
        name: d.title.clone(),
        amount: match d.amount {
            FormulaAmount::OfPot(a, b) => Amount::OfPot(a.into(), b.into()),
            FormulaAmount::OfRest(a, b) => Amount::OfRest(a.into(), b.into()),
            FormulaAmount::Cents(cents) => Amount::Fixed(cents.into()),
        },
        to: receiver(strategy, &d.to),
    });
    let levels = declared.levels.iter().map(|l| Level {
        name: l.name.clone(),
        share: (l.share.0.into(), l.share.1.into()),
        to: receiver(strategy, &l.to),
    });
    Formula {
        units: strategy.dimensions[declared.dimension.index()].elements.clone(),
        deductions: deductions.collect(),
        levels: levels.collect(),
    }
}

fn receiver(strategy: &Strategy, to: &FormulaReceiver) -> Receiver {
    match to {
        FormulaReceiver::Named(name) => Receiver::Named(name.clone()),
        FormulaReceiver::Units(list) => Receiver::Units(
            list.iter()
                .map(|p| {
                    let names: Vec<&str> = p.by.iter().map(|id| strategy.variables[id.index()].name.as_str()).collect();
                    let name =
                        if names.is_empty() { "equally".into() } else { format!("by {}", names.join(" times ")) };
                    Principle { name, share: (p.share.0.into(), p.share.1.into()), weights: p.weights.clone() }
                })
                .collect(),
        ),
    }
}

/// The values of a column for the units of a dimension, which may be a subrange of the column's.
pub fn of_units(strategy: &Strategy, dimension: DimensionId, values: &[f64]) -> Vec<f64> {
    match &strategy.dimensions[dimension.index()].parent {
        Some((_, places)) => places.iter().filter_map(|i| values.get(*i).copied()).collect(),
        None => values.to_vec(),
    }
}

/// A sum such as `1,000,000.50` in hundredths.
pub fn cents(text: &str) -> anyhow::Result<u128> {
    let plain: String = text.chars().filter(|c| !matches!(c, ',' | '_' | ' ')).collect();
    let (whole, decimals) = plain.split_once('.').unwrap_or((plain.as_str(), ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    let exact = !whole.is_empty() && decimals.len() <= 2 && digits(whole) && digits(decimals);
    match format!("{whole}{decimals:0<2}").parse::<u128>() {
        Ok(cents) if exact && cents < 10_u128.pow(20) => Ok(cents),
        _ => anyhow::bail!("`{text}` is no sum to the cent; write it as 1000000 or 1000000.50"),
    }
}
