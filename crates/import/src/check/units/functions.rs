//! Units that functions take and give.

use super::infer::{Measure, Reader, inverse, product};
use crate::foreign::{Expr, same};
use milepost_syntax::Span;

impl Reader<'_> {
    /// A function, or a table that is called.
    pub(super) fn call(&mut self, name: &str, arguments: &[Expr], span: Span) -> Measure {
        let key = same(name);
        let given: Vec<Measure> = arguments.iter().map(|a| self.measure(a)).collect();
        if let Some(table) = self.units.get(&key) {
            // What a table says has the table's unit, whatever it is asked with.
            return table.clone();
        }
        let at = |i: usize| given.get(i).cloned().unwrap_or(Measure::Any);
        let says = format!("`{}` takes", name.to_uppercase());
        let alike = |reader: &mut Self, places: &[usize]| {
            places.iter().fold(Measure::Any, |unit, &i| reader.alike(&says, unit, at(i), span))
        };
        match key.as_str() {
            "abs" | "integer" | "int" | "round" | "initial" | "init" | "game" | "sum" | "vmin" | "vmax" | "mean"
            | "stddev" => at(0),
            "max" | "min" => alike(self, &(0..given.len()).collect::<Vec<_>>()),
            "modulo" | "quantum" | "active initial" | "previous" => alike(self, &[0, 1]),
            "exp" | "ln" | "log10" | "sin" | "cos" | "tan" | "sinh" | "cosh" | "tanh" | "arcsin" | "arccos"
            | "arctan" => {
                self.pure(&format!("the argument of `{}`", name.to_uppercase()), at(0), span);
                Measure::Number
            }
            "log" => Measure::Number,
            "sqrt" => match at(0) {
                Measure::Of(unit) => unit.root().map_or(Measure::Unknown, Measure::Of),
                other => other,
            },
            "zidz" => product(at(0), inverse(at(1))),
            "xidz" | "safediv" => {
                let ratio = product(at(0), inverse(at(1)));
                self.alike(&says, ratio, at(2), span)
            }
            "step" => {
                self.instant(name, &[at(1)], span);
                at(0)
            }
            "ramp" => {
                self.instant(name, &[at(1), at(2)], span);
                match at(0) {
                    // The unit of a bare slope is not known.
                    Measure::Number => Measure::Number,
                    slope => product(slope, self.time.clone()),
                }
            }
            "pulse train" => {
                self.instant(name, &[at(0), at(1), at(2), at(3)], span);
                Measure::Number
            }
            "smooth" | "smoothi" | "smooth3" | "smooth3i" | "smooth n" | "smth1" | "smth3" | "delay1" | "delay1i"
            | "delay3" | "delay3i" | "delay n" | "delay fixed" | "delay" => {
                self.instant(name, &[at(1)], span);
                alike(self, &[0, 2])
            }
            "smthn" | "delayn" => {
                self.instant(name, &[at(1)], span);
                alike(self, &[0, 3])
            }
            "sample if true" => alike(self, &[1, 2]),
            "trend" => {
                self.instant(name, &[at(1)], span);
                inverse(self.time.clone())
            }
            "forecast" | "forcst" => {
                self.instant(name, &[at(1), at(2)], span);
                at(0)
            }
            "random uniform" | "uniform" => alike(self, &[0, 1]),
            "random normal" => alike(self, &[0, 1, 2, 3]),
            "random 0 1" | "elmcount" | "size" => Measure::Number,
            _ => Measure::Unknown,
        }
    }

    /// Instants and spans of time, where the model's time has a unit.
    fn instant(&mut self, name: &str, measures: &[Measure], span: Span) {
        for measure in measures {
            // A bare number of time units is the usual way to write an instant.
            if let (Measure::Of(_), Measure::Of(_)) = (measure, &self.time) {
                let says = format!("`{}` takes", name.to_uppercase());
                self.alike(&says, self.time.clone(), measure.clone(), span);
            }
        }
    }
}
