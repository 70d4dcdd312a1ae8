//! What a name means: its declaration, units, sources, who sets it and who reads it.

use std::collections::BTreeSet;

use milepost_syntax::ast::{Change, Docs};
use milepost_syntax::{SourceMap, Span};

use crate::influence::Neighbours;
use crate::model::*;
use crate::visit;

/// Explains a name of any kind, or the nearest names if there is none.
pub fn explain(s: &Strategy, sources: &SourceMap, name: &str) -> Result<String, Vec<String>> {
    let mut parts = Vec::new();
    if let Some(id) = s.find(name) {
        parts.push(variable(s, sources, id));
    }
    for (kind, found) in others(s) {
        if found.0 == name {
            let mut part = format!("{}{}", head(sources, found.0, kind, found.2), body(sources, found.1, found.2));
            if let Some(m) = s.measures.iter().find(|m| kind == "measure" && m.name == name) {
                list(&mut part, "reads", names(s, &[&m.value]));
            }
            if let Some(a) = s.approvals.iter().find(|a| kind == "approval" && a.name == name) {
                list(&mut part, "says", crate::rules_in_words(a));
            }
            if let Some(f) = s.formulas.iter().find(|f| kind == "formula" && f.name == name) {
                list(&mut part, "reads", f.columns().into_iter().map(|id| s.variable(id).name.clone()).collect());
            }
            if let Some(l) = s.loops.iter().find(|l| kind == "loop" && l.name == name) {
                list(&mut part, "circle", circle(s, l));
            }
            parts.push(part);
        }
    }
    if !parts.is_empty() {
        return Ok(parts.join("\n"));
    }
    let all = s.variables.iter().map(|v| v.name.as_str()).chain(others(s).into_iter().map(|(_, f)| f.0));
    Err(crate::nearest(name, all).into_iter().map(str::to_string).collect())
}

/// Everything with a name that is not a variable: kind, name, comments, place.
fn others(s: &Strategy) -> Vec<(&'static str, (&str, &Docs, Span))> {
    let mut out = Vec::new();
    out.extend(s.lookups.iter().map(|x| ("lookup", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.dimensions.iter().map(|x| ("dimension", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.actors.iter().map(|x| ("actor", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.elements.iter().map(|x| ("element", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.regimes.iter().map(|x| ("regime", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.pathways.iter().map(|x| ("pathway", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.recommendations.iter().map(|x| ("recommendation", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.measures.iter().map(|x| ("measure", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.hypotheses.iter().map(|x| ("hypothesis", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.links.iter().map(|x| ("link", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.loops.iter().map(|x| ("loop", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.fits.iter().map(|x| ("fit", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.approvals.iter().map(|x| ("approval", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.formulas.iter().map(|x| ("formula", (x.name.as_str(), &x.docs, x.span))));
    out.extend(s.obligations.iter().map(|x| ("obligation", (x.name.as_str(), &x.docs, x.span))));
    out
}

fn head(sources: &SourceMap, name: &str, kind: &str, span: Span) -> String {
    format!("{name}: {kind}, {}:{}\n", sources.get(span.file).path, sources.line(span))
}

/// Comments, sources and the declaration as written.
fn body(sources: &SourceMap, docs: &Docs, span: Span) -> String {
    let mut out = String::new();
    for line in docs.text.lines() {
        out.push_str(&format!("  {}\n", line.trim()));
    }
    let cited: BTreeSet<(u32, u32)> = docs.citations.iter().map(|c| (c.first, c.last)).collect();
    let sourced = match (cited.is_empty(), docs.assumption) {
        (true, true) => "assumption".into(),
        (true, false) => "none given".into(),
        (false, assumed) => {
            let spell = |(a, b)| if a == b { format!("[{a}]") } else { format!("[{a}-{b}]") };
            let list = cited.into_iter().map(spell).collect::<Vec<_>>().join(" ");
            if assumed { format!("{list}, in part an assumption") } else { list }
        }
    };
    out.push_str(&format!("  source    {sourced}\n\n"));
    for line in sources.snippet(span).lines() {
        out.push_str(&format!("    {}\n", line.trim_end()));
    }
    out
}

fn variable(s: &Strategy, sources: &SourceMap, id: VariableId) -> String {
    let v = s.variable(id);
    let kind = match &v.kind {
        VariableKind::Constant(_) => "table column",
        VariableKind::Series(_) => "series",
        VariableKind::Uncertain(_) => "uncertainty",
        VariableKind::Lever(_) => "lever",
        VariableKind::Let { flow: true, .. } => "flow",
        VariableKind::Let { .. } => "auxiliary",
        VariableKind::Stock(_) => "stock",
        VariableKind::Indicator(_) => "indicator",
        VariableKind::Condition(_) => "condition",
        VariableKind::Milestone(_) => "milestone",
        VariableKind::Trigger(_) => "trigger",
    };
    let mut out = head(sources, &v.name, kind, v.span);
    let unit = match &v.ty {
        Type::Truth => "true, false or unknown".to_string(),
        Type::Category(labels) => format!("one of {}", labels.join(", ")),
        Type::Number(unit) if v.display.text.is_empty() && unit.is_one() => "dimensionless".into(),
        Type::Number(_) => v.display.text.clone(),
    };
    out.push_str(&format!("  unit      {unit}\n"));
    if !v.dims.is_empty() {
        let dims: Vec<String> =
            v.dims.iter().map(|d| format!("{} ({})", s.dimension(*d).name, s.dimension(*d).elements.len())).collect();
        out.push_str(&format!("  over      {}\n", dims.join(", ")));
    }
    if let VariableKind::Lever(l) = &v.kind {
        if let Some(a) = l.actor {
            out.push_str(&format!("  actor     {}\n", s.actors[a.index()].title));
        }
        if let Some(e) = l.element {
            out.push_str(&format!("  element   {}\n", s.elements[e.index()].title));
        }
    }
    out.push_str(&body(sources, &v.docs, v.span));
    list(&mut out, "reads", reads(s, id));
    list(&mut out, "read by", readers(s, id));
    list(&mut out, "set by", setters(s, sources, id));
    list(&mut out, "links", links(s, id));
    list(&mut out, "loops", s.loops.iter().filter(|l| l.variables().contains(&id)).map(|l| l.name.clone()).collect());
    out
}

fn list(out: &mut String, what: &str, items: Vec<String>) {
    if items.is_empty() {
        return;
    }
    let mut line = format!("\n  {what:<9}");
    for (i, item) in items.iter().enumerate() {
        let comma = if i + 1 < items.len() { "," } else { "" };
        if line.len() + item.len() + 2 > 96 && i > 0 {
            out.push_str(line.trim_end());
            out.push('\n');
            line = format!("  {:<9}", "");
        }
        line.push_str(&format!(" {item}{comma}"));
    }
    out.push_str(line.trim_end());
    out.push('\n');
}

/// The expressions of a variable, without those of who sets it.
fn expressions(v: &Variable) -> Vec<&Expr> {
    match &v.kind {
        VariableKind::Let { value, .. } => vec![value],
        VariableKind::Stock(stock) => {
            let flows = stock.flows.iter().flat_map(|f| match f {
                StockFlow::In(e) | StockFlow::Out(e) => vec![e],
                StockFlow::Toward { goal, over } => vec![goal, over],
            });
            std::iter::once(&stock.initial).chain(flows).collect()
        }
        VariableKind::Indicator(i) => std::iter::once(&i.observes).chain(&i.hidden).collect(),
        VariableKind::Condition(c) => std::iter::once(&c.holds.test).chain(c.lost.as_ref().map(|l| &l.test)).collect(),
        VariableKind::Milestone(m) => vec![&m.met.test],
        VariableKind::Trigger(t) => {
            let tests = [Some(&t.fires), t.second.as_ref(), t.ends.as_ref()];
            tests.into_iter().flatten().map(|w| &w.test).chain(t.then.iter().map(|x| &x.value)).collect()
        }
        _ => Vec::new(),
    }
}

fn reads(s: &Strategy, id: VariableId) -> Vec<String> {
    names(s, &expressions(s.variable(id)))
}

/// Names of all variables in some expressions, sorted.
fn names(s: &Strategy, expressions: &[&Expr]) -> Vec<String> {
    let mut found = BTreeSet::new();
    for e in expressions {
        visit::variables(e, &mut |x| {
            found.insert(s.variable(x).name.clone());
        });
    }
    found.into_iter().collect()
}

fn readers(s: &Strategy, id: VariableId) -> Vec<String> {
    let reads = |e: &Expr| {
        let mut found = false;
        visit::variables(e, &mut |x| found |= x == id);
        found
    };
    let mut out: BTreeSet<String> = BTreeSet::new();
    out.extend(s.variables.iter().filter(|v| expressions(v).into_iter().any(reads)).map(|v| v.name.clone()));
    out.extend(s.measures.iter().filter(|m| reads(&m.value)).map(|m| format!("measure {}", m.name)));
    out.extend(s.charts.iter().filter(|c| reads(&c.value)).map(|c| format!("chart {}", c.name)));
    for p in &s.pathways {
        let switches = p.stages.iter().any(|x| matches!(&x.begins, Begins::When { test, .. } if reads(test)));
        if switches {
            out.insert(format!("pathway {}", p.name));
        }
    }
    out.into_iter().collect()
}

/// Links of the source that speak of a variable: `L01, from it`, `L02, to it`.
fn links(s: &Strategy, id: VariableId) -> Vec<String> {
    let side = |link: &Link| match &link.claim {
        LinkClaim::Absent(_) => None,
        LinkClaim::Present { source, .. } if *source == id => Some(format!("{} (source)", link.name)),
        LinkClaim::Present { target, .. } => {
            let mut found = false;
            visit::variables(target, &mut |x| found |= x == id);
            found.then(|| format!("{} (target)", link.name))
        }
    };
    s.links.iter().filter_map(side).collect()
}

/// The whole circle of a loop, with what lies between its steps: `a`, `(b)`, `c`.
fn circle(s: &Strategy, l: &Loop) -> Vec<String> {
    let steps = l.variables();
    let circle = Neighbours::of(s).circle(&steps).unwrap_or_else(|| steps.clone());
    let spell = |id: &VariableId| {
        let name = &s.variable(*id).name;
        if steps.contains(id) { name.clone() } else { format!("({name})") }
    };
    circle.iter().chain(&circle[..1]).map(spell).collect()
}

fn setters(s: &Strategy, sources: &SourceMap, id: VariableId) -> Vec<String> {
    let spell = |who: String, x: &Setting| {
        let change = match x.change {
            Change::Set => "=",
            Change::Scale => "*=",
            Change::Add => "+=",
        };
        let over = if x.over > 0.0 { format!(" over {} {}", x.over, s.time.unit) } else { String::new() };
        format!("{who} ({change} {}{over})", sources.snippet(x.value.span))
    };
    let mut out = Vec::new();
    for r in &s.regimes {
        out.extend(r.settings.iter().filter(|x| x.lever == id).map(|x| spell(format!("regime {}", r.name), x)));
    }
    for r in &s.recommendations {
        out.extend(r.settings.iter().filter(|x| x.lever == id).map(|x| spell(r.name.clone(), x)));
    }
    for v in &s.variables {
        if let VariableKind::Trigger(t) = &v.kind {
            out.extend(t.then.iter().filter(|x| x.lever == id).map(|x| spell(format!("trigger {}", v.name), x)));
        }
    }
    out
}
