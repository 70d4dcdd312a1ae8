//! `milepost share DIR FORMULA`

mod convert;
mod page;

use std::process::ExitCode;

use milepost_decide::{Division, Formula, Order, Paradox};
use milepost_strategy::model::{self, Strategy, VariableKind};
use milepost_syntax::SourceMap;
use serde_json::json;

use super::figures;
use crate::args::{Format, ShareArgs};

/// A formula, and what it makes of the pot.
pub struct Shared<'a> {
    pub declared: &'a model::Formula,
    pub formula: Formula,
    pub division: Division,
}

/// All that is told.
pub struct Told<'a> {
    pub strategy: &'a Strategy,
    pub sources: &'a SourceMap,
    pub shared: Shared<'a>,
    pub against: Option<Shared<'a>>,
    pub order: Option<Order>,
    pub paradox: Vec<Paradox>,
    /// Heads by which amounts are shown, exactly where they are whole.
    pub per: Option<Vec<f64>>,
}

pub fn run(args: &ShareArgs) -> anyhow::Result<ExitCode> {
    let loaded = super::sound(&args.dir)?;
    let strategy = &loaded.strategy;
    let declared = find(strategy, &args.formula)?;
    let pot = match (&args.pot, declared.pot) {
        (Some(text), _) => convert::cents(text)?,
        (None, Some(cents)) => u128::from(cents),
        (None, None) => anyhow::bail!("`{}` has no pot of its own; give one: --pot 1000000", declared.name),
    };
    let shared = share(strategy, declared, pot)?;
    let against = match &args.against {
        Some(name) => Some(share(strategy, find(strategy, name)?, pot)?),
        None => None,
    };
    if let Some(other) = against.as_ref().filter(|o| o.declared.dimension != declared.dimension) {
        anyhow::bail!("`{}` and `{}` share among different units", declared.name, other.declared.name);
    }
    let per = declared.per.and_then(|id| match &strategy.variables[id.index()].kind {
        VariableKind::Constant(values) => Some(convert::of_units(strategy, declared.dimension, values)),
        _ => None,
    });
    let (order, paradox) = (shared.formula.order_matters(pot)?, shared.formula.paradox(pot, 1)?);
    let told = Told { strategy, sources: &loaded.sources, shared, against, order, paradox, per };
    match args.format {
        Format::Json => println!("{}", serde_json::to_string_pretty(&as_json(&told))?),
        Format::Table => print!("{}", page::page(&told, super::width())),
    }
    Ok(ExitCode::SUCCESS)
}

fn find<'a>(strategy: &'a Strategy, name: &str) -> anyhow::Result<&'a model::Formula> {
    let names: Vec<&str> = strategy.formulas.iter().map(|f| f.name.as_str()).collect();
    strategy.formulas.iter().find(|f| f.name == name).ok_or_else(|| figures::unknown("formula", name, &names))
}

fn share<'a>(strategy: &Strategy, declared: &'a model::Formula, pot: u128) -> anyhow::Result<Shared<'a>> {
    let formula = convert::formula(strategy, declared);
    let division = formula.divide(pot).map_err(|why| anyhow::anyhow!("`{}`: {why}", declared.name))?;
    Ok(Shared { declared, formula, division })
}

/// For programs: amounts in hundredths, as text where they may not fit a number.
fn as_json(told: &Told) -> serde_json::Value {
    let one = |s: &Shared| {
        let steps = s.division.steps.iter().map(|step| {
            let units = step.units.iter().map(u128::to_string).collect::<Vec<_>>();
            json!({ "name": step.name, "by": step.principle, "to": step.receiver,
                    "cents": step.amount.to_string(), "units": units })
        });
        json!({
            "formula": s.declared.name,
            "title": s.declared.title,
            "unit": s.declared.unit,
            "pot_cents": s.division.pot.to_string(),
            "units": s.formula.units,
            "cents": s.division.units.iter().map(u128::to_string).collect::<Vec<_>>(),
            "receivers": s.division.receivers().iter().map(|(n, c)| json!([n, c.to_string()])).collect::<Vec<_>>(),
            "steps": steps.collect::<Vec<_>>(),
        })
    };
    json!({
        "shared": one(&told.shared),
        "against": told.against.as_ref().map(one),
        "order_that_matters_most": told.order.as_ref().map(|o| json!({
            "order": o.order.iter().map(|i| told.shared.formula.deductions[*i].name.as_str()).collect::<Vec<_>>(),
            "cents_moved": o.moved.to_string(),
        })),
        "lose_by_one_cent_more": told.paradox.iter().map(|p| &told.shared.formula.units[p.unit]).collect::<Vec<_>>(),
    })
}
