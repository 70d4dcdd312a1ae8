//! Values that are no numbers.

use crate::Imported;
use milepost_strategy::model::VariableId;
use milepost_syntax::Diagnostic;

/// Says that an element of a variable is no finite number at a time; `name` is as the strategy has it.
pub fn not_finite(model: &Imported, name: &str, time: f64, value: f64) -> Diagnostic {
    let became = if value.is_nan() { "is no number".to_string() } else { format!("became {}", infinite(value)) };
    let help = [
        "look for a division by zero, a logarithm or root of what is not positive, or growth without end",
        "`--allow-nan` goes on and writes what comes out",
    ];
    let found = model.strategy.as_ref().and_then(|strategy| {
        let plain = name.split('[').next().unwrap_or_default();
        let id = strategy.find(name).or_else(|| strategy.find(plain))?;
        Some((id, strategy.variable(id).span))
    });
    let whole = |subject: &str| format!("{subject} {became} at time {time}");
    match found {
        Some((id, span)) => {
            let label = match id {
                VariableId(id) if (id as usize) < model.named => format!("`{name}`"),
                // A stock within a delay, a smooth or a macro: the author knows the call.
                _ => "a stock within this function".to_string(),
            };
            help.into_iter().fold(Diagnostic::error(span, whole(&label)), Diagnostic::help)
        }
        None => {
            let file = model.sources.files().next().map_or("", |(_, source)| source.path.as_str());
            let mut finding = Diagnostic::error(Default::default(), format!("{file}: {}", whole(&format!("`{name}`"))));
            finding.span = None;
            help.into_iter().fold(finding, Diagnostic::help)
        }
    }
}

fn infinite(value: f64) -> &'static str {
    if value > 0.0 { "infinite" } else { "minus infinite" }
}
