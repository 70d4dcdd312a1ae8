//! What follows the equations: sketches, and settings of which two bear on values.

use crate::foreign::UnitName;
use milepost_syntax::{Diagnostic, FileId, Span};
use std::collections::HashMap;

/// No system has longer names of files.
const LONGEST_PATH: usize = 4096;

/// What the settings say about values.
#[derive(Default)]
pub(super) struct Settings {
    /// Method of integration.
    pub(super) method: Option<(String, Span)>,
    /// Short names of data files: `?data` and what it stands for.
    pub(super) aliases: HashMap<String, String>,
    /// Names of units that mean the same.
    pub(super) units: Vec<UnitName>,
    /// Parts that were left out.
    pub(super) left_out: Vec<String>,
    pub(super) findings: Vec<Diagnostic>,
}

/// Where the equations end: at the first sketch, or at the settings.
pub(super) fn end_of_equations(text: &str) -> usize {
    let sketch = text.match_indices("---///").find_map(|(at, _)| {
        let head = text[..at].trim_end_matches('\\');
        (head.len() < at && (head.is_empty() || head.ends_with(['\n', '\r', '|']))).then_some(head.len())
    });
    let settings = text.match_indices("///---\\").map(|(at, _)| at).find(|&at| {
        let head = &text[..at];
        head.is_empty() || head.ends_with(['\n', '\r'])
    });
    sketch.unwrap_or(text.len()).min(settings.unwrap_or(text.len()))
}

/// Reads the settings in what follows the equations, from byte `start` on.
pub(super) fn read(file: FileId, text: &str, start: usize) -> Settings {
    let mut settings = Settings::default();
    let tail = &text[start..];
    if tail.starts_with('\\') {
        settings.left_out.push("sketches: where things stand on the page".into());
    }
    let Some(marker) = tail.find("<%^E!@") else { return settings };
    settings
        .left_out
        .push("settings of the tool's windows and runs; synonyms of units, which only `check` reads".into());
    let mut at = start + marker;
    for line in text[at..].split_inclusive(['\n', '\r']) {
        let span = Span::new(file, at, at + line.trim_end().len());
        at += line.len();
        match line.trim().split_once(':') {
            Some(("15", values)) => method(&mut settings, values, span),
            Some(("30", alias)) => {
                if let Some((short, long)) = alias.split_once('=').filter(|(_, long)| long.len() <= LONGEST_PATH) {
                    settings.aliases.insert(short.trim().into(), long.trim().into());
                }
            }
            // `22:Person,People,Persons`
            Some(("22", names)) => {
                let mut names = names.split(',').map(|n| n.trim().to_string()).filter(|n| !n.is_empty());
                if let Some(name) = names.next() {
                    settings.units.push(UnitName { name, equation: None, others: names.collect() });
                }
            }
            _ => {}
        }
    }
    settings
}

/// The fourth value is the method: Euler, Runge and Kutta's fourth order with a step of its own, differences (as Euler),
/// second order with a step of its own, second order, fourth order.
fn method(settings: &mut Settings, values: &str, span: Span) {
    let code = values.split(',').nth(3).unwrap_or("0").trim();
    let name = match code {
        "0" | "2" => "euler",
        "1" | "5" => "rk4",
        "3" | "4" => "rk2",
        _ => code,
    };
    settings.method = Some((name.to_string(), span));
    if matches!(code, "1" | "3") {
        settings.findings.push(
            Diagnostic::warning(span, "the file asks for a step that adapts itself, and the step as written is taken")
                .help("choose a fixed step in the tool to compare numbers"),
        );
    }
}
