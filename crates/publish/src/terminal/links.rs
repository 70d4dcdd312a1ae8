//! What `milepost check` prints of the links that the source states.

use milepost_explore::links::{Finding, LinkFinding, Links};
use milepost_strategy::model::{Link, LinkClaim, Strategy, VariableId};
use milepost_syntax::SourceMap;

use super::{columns, wrapped};
use crate::docs::snippet;
use crate::elements::{element_name, slice};
use crate::numbers::{count, percent};
use crate::order::natural;

/// Elements of a source that are named.
const NAMED: usize = 3;

/// Words for the findings, in the order in which they are told; those found are only counted.
const ORDER: [(Finding, &str); 4] = [
    (Finding::Found, "found"),
    (Finding::Weak, "weak"),
    (Finding::Contradicted, "contradicted"),
    (Finding::Absent, "absent"),
];

/// Writes how many links there are of each kind, and every one that is not found.
pub(crate) fn write(strategy: &Strategy, sources: &SourceMap, links: &Links, width: usize) -> String {
    let mut all: Vec<(&Link, &LinkFinding)> = strategy
        .links
        .iter()
        .filter_map(|link| Some((link, links.links.iter().find(|found| found.name == link.name)?)))
        .collect();
    all.sort_by(|a, b| natural(&a.0.name, &b.0.name));
    let of = |finding| all.iter().filter(move |(_, found)| found.finding == finding);
    let tally = ORDER.map(|(finding, word)| format!("{} {word}", of(finding).count())).join(", ");
    let mut out = wrapped(&format!("links {}: {tally}", all.len()), width, 0);
    let told: Vec<_> = ORDER.iter().skip(1).filter(|(finding, _)| of(*finding).count() > 0).collect();
    if told.iter().any(|(finding, _)| *finding != Finding::Absent) {
        let futures = count(links.futures);
        let rule =
            format!("each asked of {futures} futures; found is what has the stated sign in at least 90% of them");
        out += &wrapped(&rule, width, 2);
    }
    let names = all.iter().map(|(link, _)| columns(&link.name)).max().unwrap_or(0);
    for (finding, word) in told {
        out += &format!("\n{word}\n");
        let told: Vec<[String; 3]> = of(*finding)
            .map(|(link, found)| [link.name.clone(), said(strategy, sources, link), share(link, found)])
            .collect();
        // Most are told on one line; what is longer gets lines of its own.
        let short = told.iter().map(|[_, said, _]| columns(said)).filter(|n| *n <= width / 2);
        let claims = short.max().unwrap_or(0);
        for [name, said, found] in &told {
            out += &entry([name, said, found], [names, claims], width);
        }
    }
    out
}

/// A link's name, what it says, and what was found: beside each other, or the last below.
fn entry([name, said, found]: [&str; 3], [names, claims]: [usize; 2], width: usize) -> String {
    let pad = |text: &str, to: usize| format!("{text}{}", " ".repeat(to.saturating_sub(columns(text))));
    let indent = names + 4;
    let head = format!("  {}  ", pad(name, names));
    let beside = indent + claims + 2;
    if said.is_empty() {
        return format!("{head}{}", wrapped(found, width, indent).trim_start());
    }
    if columns(said) <= claims && beside + 24 <= width {
        return format!("{head}{}  {}", pad(said, claims), wrapped(found, width, beside).trim_start());
    }
    format!("{head}{}{}", wrapped(said, width, indent).trim_start(), wrapped(found, width, indent + 2))
}

/// `troops[Anbar] raises anger`, or the title of one that the model leaves out.
fn said(strategy: &Strategy, sources: &SourceMap, link: &Link) -> String {
    match &link.claim {
        LinkClaim::Absent(_) => link.title.clone().unwrap_or_default(),
        LinkClaim::Present { source, elements, raises, target, under, .. } => {
            let source = source_name(strategy, *source, elements.as_deref());
            let target = snippet(sources, target.span);
            let under = under.map(|p| format!(" under {}", strategy.pathways[p.index()].name)).unwrap_or_default();
            let verb = if *raises { "raises" } else { "lowers" };
            format!("{source} {verb} {target}{under}")
        }
    }
}

fn source_name(strategy: &Strategy, id: VariableId, elements: Option<&[usize]>) -> String {
    let variable = &strategy.variables[id.index()];
    let Some(elements) = elements else { return variable.name.clone() };
    match slice(strategy, variable, elements).as_deref() {
        Some("") => return variable.name.clone(),
        Some(slice) => return format!("{}[{slice}]", variable.name),
        None => {}
    }
    let named: Vec<String> = elements.iter().take(NAMED).map(|&flat| element_name(strategy, variable, flat)).collect();
    let more = elements.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}[{}{more}]", variable.name, named.join("; "))
}

/// In how many futures it moved which way, or why it is absent.
fn share(link: &Link, found: &LinkFinding) -> String {
    if let LinkClaim::Absent(why) = &link.claim {
        return why.clone();
    }
    let parts = [("as stated", found.with), ("against it", found.against), ("no move", found.unmoved)];
    let told = parts.iter().filter(|(_, share)| *share > 0.0);
    told.map(|(word, share)| format!("{word} in {}", percent(*share))).collect::<Vec<_>>().join(", ")
}
