//! What follows an equation: units with a range, comment, marks.

use crate::equation::unwrap;

/// Units and the range behind them: `Minutes [0,?]`.
pub(super) fn units(text: &str) -> (Option<String>, (Option<f64>, Option<f64>)) {
    let text = unwrap(text);
    let (units, range) = match text.rfind('[') {
        Some(at) => match range(text[at + 1..].trim()) {
            Some(range) => (&text[..at], range),
            None => (&text[..], (None, None)),
        },
        None => (&text[..], (None, None)),
    };
    let units = units.split_whitespace().collect::<Vec<_>>().join(" ");
    ((!units.is_empty()).then_some(units), range)
}

/// `0,?]` or `0,10,1]`: lower end, upper end and a step for sliders.
fn range(text: &str) -> Option<(Option<f64>, Option<f64>)> {
    let ends: Vec<Option<f64>> =
        text.strip_suffix(']')?.split(',').map(|part| end(part.trim())).collect::<Option<Vec<_>>>()?;
    matches!(ends.len(), 2 | 3).then(|| (ends[0], ends[1]))
}

/// One end; none where it is open.
fn end(text: &str) -> Option<Option<f64>> {
    match text {
        "?" => Some(None),
        _ => text.replace([' ', '\t'], "").parse::<f64>().ok().map(|value| value.is_finite().then_some(value)),
    }
}

/// A comment: without the tabs and line ends that the tool put in.
pub(super) fn comment(text: &str) -> String {
    let text = unwrap(text.trim());
    if !text.contains(['\n', '\r']) {
        return text.into_owned();
    }
    text.lines().map(str::trim).collect::<Vec<_>>().join("\n")
}
