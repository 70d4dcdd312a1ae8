//! Names of units: which of them mean the same.

use super::text;
use crate::foreign::{Dialect, Model, same};
use milepost_strategy::unit::Unit;
use std::collections::BTreeMap;

/// What means nothing but a number.
const DIMENSIONLESS: &[&str] = &["dmnl", "dimensionless", "unitless", "fraction"];

/// Names that mean the same where a file says nothing: those that Vensim gives a new model.
const USUAL: &[&[&str]] = &[
    &["$", "Dollar", "Dollars", "$s"],
    &["Day", "Days"],
    &["Hour", "Hours"],
    &["Month", "Months"],
    &["Person", "People", "Persons"],
    &["Unit", "Units"],
    &["Week", "Weeks"],
    &["Year", "Years"],
];

/// Names that the standard's tools know beside those.
const OF_XMILE: &[&[&str]] = &[&["Minute", "Minutes"], &["Second", "Seconds"], &["Quarter", "Quarters"]];

/// What each name means, by the name as it is compared.
#[derive(Default)]
pub(super) struct Names {
    known: BTreeMap<String, Unit>,
}

impl Names {
    /// The names of a model.
    pub fn new(model: &Model) -> Names {
        let mut names = Names::default();
        for name in DIMENSIONLESS {
            names.known.insert((*name).into(), Unit::one());
        }
        for definition in &model.units {
            let unit = match &definition.equation {
                Some(equation) => text::read(equation, model.dialect, &mut names).ok(),
                None => None,
            };
            let unit = unit.unwrap_or_else(|| names.unit(&definition.name));
            for name in std::iter::once(&definition.name).chain(&definition.others) {
                names.known.insert(same(name), unit.clone());
            }
        }
        if model.dialect == Dialect::Xmile || model.units.is_empty() {
            names.add(USUAL);
        }
        if model.dialect == Dialect::Xmile {
            names.add(OF_XMILE);
        }
        names
    }

    /// The unit of a name; a new one where it was not seen before.
    pub fn unit(&mut self, name: &str) -> Unit {
        self.known.entry(same(name)).or_insert_with(|| Unit::base(name)).clone()
    }

    /// Lists of names that mean the same, as far as the file says nothing else.
    fn add(&mut self, lists: &[&[&str]]) {
        for list in lists {
            let said = list.iter().find_map(|name| self.known.get(&same(name))).cloned();
            let unit = said.unwrap_or_else(|| Unit::base(list[0]));
            for name in *list {
                self.known.entry(same(name)).or_insert_with(|| unit.clone());
            }
        }
    }
}
