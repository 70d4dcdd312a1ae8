//! Citations name paragraphs that the source has; paragraphs that nothing cites are listed.
//!
//! **Why it is bad.** A wrong number sends the reader to the wrong place; an uncited paragraph may have been forgotten.

use milepost_syntax::ast::{Citation, Docs};
use milepost_syntax::{Diagnostic, Severity, Span};

use crate::model::*;

/// Every documented thing and the place of its declaration.
fn documented(s: &Strategy) -> Vec<(&Docs, Span)> {
    let mut out = vec![(&s.docs, Span::default())];
    out.extend(s.variables.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.dimensions.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.lookups.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.actors.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.elements.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.regimes.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.regimes.iter().flat_map(|r| r.settings.iter().map(|x| (&x.docs, x.span))));
    out.extend(s.pathways.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.recommendations.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.recommendations.iter().flat_map(|r| r.settings.iter().map(|x| (&x.docs, x.span))));
    out.extend(s.approvals.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.formulas.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.obligations.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.measures.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.hypotheses.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.links.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.loops.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.fits.iter().map(|x| (&x.docs, x.span)));
    out.extend(s.charts.iter().map(|x| (&x.docs, Span::default())));
    out
}

/// Findings on citations.
pub(crate) fn check(s: &Strategy) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let Some((_, Some((first, last)))) = &s.source else { return out };
    for (docs, _) in documented(s) {
        for c in &docs.citations {
            if !lies_within(c, *first, *last) {
                let text =
                    if c.first == c.last { format!("[{}]", c.first) } else { format!("[{}-{}]", c.first, c.last) };
                let finding = Diagnostic::error(c.span, format!("{text} is no paragraph of the source"));
                out.push(finding.help(format!("its paragraphs are {first} to {last}")));
            }
        }
    }
    for e in &s.elements {
        if let Some((a, b)) = e.paragraphs
            && (a < *first || b > *last || a > b)
        {
            let finding = Diagnostic::error(e.span, format!("{a}..{b} are no paragraphs of the source"));
            out.push(finding.help(format!("its paragraphs are {first} to {last}")));
        }
    }
    let silent = uncited(s);
    let count = how_many(&silent);
    if count > 0 {
        out.push(Diagnostic {
            severity: Severity::Warning,
            message: format!("{count} of the source's paragraphs are cited nowhere: {}", ranges(&silent)),
            span: None,
            label: String::new(),
            help: Vec::new(),
        });
    }
    out
}

fn lies_within(c: &Citation, first: u32, last: u32) -> bool {
    first <= c.first && c.first <= c.last && c.last <= last
}

/// The ranges of the source's paragraphs that nothing cites.
pub(crate) fn uncited(s: &Strategy) -> Vec<(u32, u32)> {
    let Some((_, Some((first, last)))) = &s.source else { return Vec::new() };
    let docs = documented(s);
    let citations = docs.iter().flat_map(|(docs, _)| &docs.citations);
    let cited = citations.filter(|c| lies_within(c, *first, *last)).map(|c| (c.first, c.last)).collect();
    gaps(*first, *last, cited)
}

/// Paragraphs in some ranges.
pub(crate) fn how_many(ranges: &[(u32, u32)]) -> u64 {
    ranges.iter().map(|(a, b)| u64::from(b - a) + 1).sum()
}

/// The ranges of `first..=last` that no range of `cited` covers.  A source may claim any number of paragraphs.
fn gaps(first: u32, last: u32, mut cited: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    cited.sort_unstable();
    let (mut out, mut next) = (Vec::new(), u64::from(first));
    for (a, b) in cited {
        if u64::from(a) > next {
            out.push((next as u32, a - 1));
        }
        next = next.max(u64::from(b) + 1);
    }
    if next <= u64::from(last) {
        out.push((next as u32, last));
    }
    out
}

/// `1-3, 7`
pub(crate) fn ranges(list: &[(u32, u32)]) -> String {
    let spell = |(a, b): &(u32, u32)| if a == b { a.to_string() } else { format!("{a}-{b}") };
    list.iter().map(spell).collect::<Vec<_>>().join(", ")
}
