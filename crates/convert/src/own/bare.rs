//! The model of a strategy without its choices.

use milepost_import::write::Lost;
use milepost_strategy::model::{Pathway, PathwayId, Strategy, VariableId, VariableKind, Variant};
use milepost_syntax::Span;
use milepost_syntax::ast::Docs;

/// Whether a variable is of a kind.
type Is = fn(&VariableKind) -> bool;

/// The model as it is with every lever at its default, and what was left out, each by name.
pub(crate) fn bare(mut strategy: Strategy) -> (Strategy, Lost) {
    let mut lost = Lost::default();
    let mut note = |kind: &str, names: Vec<&str>| {
        if !names.is_empty() {
            lost.note(format!("{kind}: {}", names.join(", ")));
        }
    };
    let declared: Vec<&str> =
        strategy.pathways.iter().filter(|p| !p.stages.is_empty()).map(|p| p.name.as_str()).collect();
    note("pathways", declared);
    note("regimes", strategy.regimes.iter().map(|r| r.name.as_str()).collect());
    note("recommendations", strategy.recommendations.iter().map(|r| r.name.as_str()).collect());
    note("actors", strategy.actors.iter().map(|a| a.name.as_str()).collect());
    note("elements of the strategy", strategy.elements.iter().map(|e| e.name.as_str()).collect());
    note("formulas", strategy.formulas.iter().map(|f| f.name.as_str()).collect());
    note("approvals", strategy.approvals.iter().map(|a| a.name.as_str()).collect());
    note("obligations", strategy.obligations.iter().map(|o| o.name.as_str()).collect());
    note("measures", strategy.measures.iter().map(|m| m.name.as_str()).collect());
    note("hypotheses", strategy.hypotheses.iter().map(|h| h.name.as_str()).collect());
    // Where none is declared, measures and milestones have charts of their own.
    let own = |name: &str| strategy.measures.iter().any(|m| m.name == name) || name.starts_with("milestone.");
    note("charts", strategy.charts.iter().map(|c| c.name.as_str()).filter(|name| !own(name)).collect());
    note("links", strategy.links.iter().map(|l| l.name.as_str()).collect());
    note("loops", strategy.loops.iter().map(|l| l.name.as_str()).collect());
    note("fits", strategy.fits.iter().map(|f| f.name.as_str()).collect());
    let kinds: [(&str, Is); 6] = [
        ("ranges of levers, which are written at their defaults", |k| matches!(k, VariableKind::Lever(_))),
        ("distributions of uncertainties, which are written at their defaults", |k| {
            matches!(k, VariableKind::Uncertain(_))
        }),
        ("indicators", |k| matches!(k, VariableKind::Indicator(_))),
        ("conditions", |k| matches!(k, VariableKind::Condition(_))),
        ("milestones", |k| matches!(k, VariableKind::Milestone(_))),
        ("triggers", |k| matches!(k, VariableKind::Trigger(_))),
    ];
    for (kind, is) in kinds {
        note(kind, strategy.variables.iter().filter(|v| is(&v.kind)).map(|v| v.name.as_str()).collect());
    }
    if strategy.source.is_some() || strategy.question.is_some() {
        lost.note("the source and the question of the strategy");
    }
    if let Some(origin) = strategy.time.origin {
        lost.note(format!("dates: the time counts {}s from {origin}", strategy.time.unit));
    }
    strip(&mut strategy);
    (strategy, lost)
}

fn strip(strategy: &mut Strategy) {
    strategy.regimes.clear();
    strategy.recommendations.clear();
    strategy.approvals.clear();
    strategy.formulas.clear();
    strategy.obligations.clear();
    strategy.measures.clear();
    strategy.hypotheses.clear();
    strategy.charts.clear();
    strategy.links.clear();
    strategy.loops.clear();
    strategy.fits.clear();
    strategy.index.clear();
    strategy.reference = None;
    strategy.pathways = vec![Pathway {
        name: "base".into(),
        title: "As it is".into(),
        comparison: false,
        follows: Vec::new(),
        stages: Vec::new(),
        docs: Docs::default(),
        span: Span::default(),
    }];
    strategy.variants = vec![Variant {
        name: "base".into(),
        pathway: PathwayId(0),
        without: Vec::new(),
        with: Vec::new(),
        nudge: None,
    }];
    // What only observers and authorities have: nothing in the model may read it, which is looked at when it is written.
    let read = read_by_model(strategy);
    for (i, variable) in strategy.variables.iter_mut().enumerate() {
        let size: usize = variable.dims.iter().map(|d| strategy.dimensions[d.index()].elements.len()).product();
        if observes(&variable.kind) && !read[i] {
            variable.kind = VariableKind::Constant(vec![0.0; size]);
            variable.name.clear();
        }
    }
}

/// Whether a variable belongs to what is seen of the model, or done about it.
pub(super) fn observes(kind: &VariableKind) -> bool {
    matches!(
        kind,
        VariableKind::Indicator(_) | VariableKind::Condition(_) | VariableKind::Milestone(_) | VariableKind::Trigger(_)
    )
}

fn read_by_model(strategy: &Strategy) -> Vec<bool> {
    let mut read = vec![false; strategy.variables.len()];
    for variable in strategy.variables.iter().filter(|v| !observes(&v.kind)) {
        for e in crate::run::parts(&variable.kind) {
            milepost_strategy::visit::variables(e, &mut |v: VariableId| read[v.index()] = true);
        }
    }
    read
}
