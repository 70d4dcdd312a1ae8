//! Lookup tables and dates of events as constants.

use std::fmt::Write as _;

use milepost_ir::{Lookup, Program, Schedule};

use super::number::real;

/// All of them.
pub(super) fn tables(text: &mut String, program: &Program) {
    for (i, lookup) in program.lookups.iter().enumerate() {
        let slopes: Vec<f64> = (0..lookup.x.len()).map(|k| slope(lookup, k)).collect();
        for (name, values) in [("X", &lookup.x), ("Y", &lookup.y), ("SLOPE", &slopes)] {
            let values: Vec<String> = values.iter().map(|&v| real(v)).collect();
            let _ = writeln!(text, "static const double {name}{i}[] = {{{}}};", values.join(", "));
        }
    }
    if !program.lookups.is_empty() {
        text.push_str("static UNUSED const struct lookup LOOKUPS[] = {");
        for (i, lookup) in program.lookups.iter().enumerate() {
            let _ = write!(text, "{{{}, X{i}, Y{i}, SLOPE{i}}}, ", lookup.x.len());
        }
        text.push_str("};\n");
    }
    for (i, event) in program.events.iter().enumerate() {
        if let Schedule::Steps(steps) = &event.at {
            let steps: Vec<String> = steps.iter().map(|n| format!("{n}u, ")).collect();
            // A step that never comes ends the list.
            let _ = writeln!(text, "static const uint32_t DATES{i}[] = {{{}UINT32_MAX}};", steps.concat());
        }
    }
}

/// The slope of the piece that begins at a knot, as the engine has it.
fn slope(lookup: &Lookup, k: usize) -> f64 {
    let run = if k + 1 < lookup.x.len() { lookup.x[k + 1] - lookup.x[k] } else { 0.0 };
    if lookup.step || run == 0.0 { 0.0 } else { (lookup.y[k + 1] - lookup.y[k]) / run }
}
