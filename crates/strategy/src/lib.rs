//! Trees to one checked strategy: names, units, dimensions, tables, rules, citations.
//!
//! [`check`] is the front door.  It returns every finding, and the strategy if none of them is an error.  The steps:
//! read and parse all files; the `strategy` block and units; dimensions; headers of everything with a value; equations;
//! regimes, recommendations, pathways; measures, charts, hypotheses; then the rules on the whole.

mod bind;
mod braces;
mod call;
mod checker;
mod coverage;
mod csv_file;
mod declare;
mod elements;
mod explain;
mod expression;
mod functions;
mod hold;
mod influence;
mod levers;
pub mod model;
mod names;
mod order;
mod rules;
mod same;
mod time;
pub mod unit;
mod units;
mod vary;
pub mod visit;
mod with;
mod world;

/// Circles of equations and of initial values, each with its path.
pub fn circles(strategy: &Strategy) -> Vec<Circle> {
    rules::cycles::circles(strategy)
}

pub use coverage::{Coverage, Paragraphs};
pub(crate) use declare::approvals::rules_in_words;
pub use explain::explain;
pub use hold::hold_others;
pub use levers::vary_levers;
pub use rules::cycles::{Circle, components};
pub use rules::judges::rewarded;
pub use same::same;
pub use vary::{constants, vary};
pub use with::{settings_of, with_settings};
pub use world::{Foreign, MemoryWorld, Settled, World};

use milepost_syntax::{Diagnostic, Severity, SourceMap, Span};

use checker::{Checker, Space, Symbol};
use model::*;

/// The outcome of checking a strategy folder.
#[derive(Debug)]
pub struct Checked {
    /// All files read.
    pub sources: SourceMap,
    /// All findings, sorted, none twice.
    pub diagnostics: Vec<Diagnostic>,
    /// The strategy, if no finding is an error.
    pub strategy: Option<Strategy>,
}

/// Reads, parses and checks all files of a strategy folder.
pub fn check(world: &dyn World) -> Checked {
    let mut sources = SourceMap::default();
    let mut diagnostics = Vec::new();
    let mut files = Vec::new();
    let mut broken = std::collections::BTreeSet::new();
    for path in world.strategy_files() {
        match world.read(&path).map(String::from_utf8) {
            Ok(Ok(text)) => {
                let id = sources.add(path, text);
                let parsed = milepost_syntax::parse(id, &sources.get(id).text);
                diagnostics.extend(parsed.diagnostics);
                broken.extend(parsed.broken.into_iter().map(|name| name.text));
                files.push(parsed.file);
            }
            Ok(Err(e)) => {
                let at = e.utf8_error().valid_up_to();
                let id = sources.add(&path, "");
                let message = format!("`{path}` is not UTF-8 text (byte {at})");
                diagnostics.push(Diagnostic::error(Span::new(id, 0, 0), message).help("save it as UTF-8"));
            }
            Err(why) => {
                let id = sources.add(&path, "");
                diagnostics.push(Diagnostic::error(Span::new(id, 0, 0), format!("cannot read `{path}`: {why}")));
            }
        }
    }
    let base = std::cell::OnceCell::new();
    let mut checker = Checker {
        world,
        base: &base,
        alike: Default::default(),
        sources,
        diagnostics,
        files: &files,
        broken,
        units: units::Units::new("month"),
        axis: declare::frame::placeholder(),
        names: Default::default(),
        dimensions: Vec::new(),
        headers: Vec::new(),
        columns: Vec::new(),
        kinds: Vec::new(),
        lookups: Vec::new(),
        actors: Vec::new(),
        elements: Vec::new(),
        regimes: Vec::new(),
        pathways: Vec::new(),
        recommendations: Vec::new(),
        measures: Vec::new(),
        variants: Vec::new(),
        owner: String::new(),
        random_events: 0,
    };
    let strategy = checker.strategy();
    let (sources, mut diagnostics) = (checker.sources, checker.diagnostics);
    let is_error = |d: &Diagnostic| d.severity == Severity::Error;
    let mut strategy = strategy.filter(|_| !diagnostics.iter().any(is_error));
    if let Some(s) = &strategy {
        diagnostics.extend(rules::check(s));
    }
    if diagnostics.iter().any(is_error) {
        strategy = None;
    }
    milepost_syntax::sort(&mut diagnostics);
    shorten(&mut diagnostics);
    Checked { sources, diagnostics, strategy }
}

/// More errors than this are not shown: whoever has so many mends the first ones first.
pub(crate) const MOST_FINDINGS: usize = 200;

/// Keeps the first errors where there are very many.
fn shorten(diagnostics: &mut Vec<Diagnostic>) {
    let errors = diagnostics.iter().filter(|d| d.severity == Severity::Error).count();
    if errors <= MOST_FINDINGS {
        return;
    }
    diagnostics.retain(|d| d.severity == Severity::Error);
    diagnostics.truncate(MOST_FINDINGS);
    let mut rest = Diagnostic::error(Span::default(), format!("{} more errors are not shown", errors - MOST_FINDINGS));
    rest.span = None;
    diagnostics.push(rest);
}

impl Checker<'_> {
    /// The whole check, in the order in which declarations need each other.
    fn strategy(&mut self) -> Option<Strategy> {
        // Without time nothing else can be judged.
        let (declaration, block) = self.frame()?;
        self.adopt();
        self.declare_dimensions();
        self.declare_roles();
        self.declare_recommendation_names();
        self.declare_measure_names();
        self.declare_headers();
        self.replace_constants();
        for id in self.order() {
            self.variable_body(id);
        }
        self.hidden_shares();
        self.open_circles();
        self.declare_regimes();
        self.declare_recommendations();
        self.declare_pathways();
        self.base_pathway(block.title.span);
        self.declare_measures();
        self.plain_variants();
        let reference = block.reference.as_ref().and_then(|name| match self.find(Space::Pathway, "pathway", name)? {
            Symbol::Pathway(id) => Some(id),
            _ => None,
        });
        let named = block.reference.is_some();
        let hypotheses = self.hypotheses(reference, named);
        let charts = self.charts();
        let links = self.links(reference, named);
        let loops = self.loops();
        let fits = self.histories();
        let (approvals, formulas, obligations) = (self.approvals(), self.formulas(), self.obligations());
        let index = block.index.as_ref().map_or(Vec::new(), |file| self.index_of(file));
        let variables = self.variables()?;
        let source = block.source.as_ref().map(|(text, range)| (text.text.clone(), range.map(|r| (r.first, r.last))));
        let take = std::mem::take::<Vec<Dimension>>;
        Some(Strategy {
            title: block.title.text.clone(),
            docs: declaration.docs.clone(),
            source,
            question: block.question.as_ref().map(|q| q.text.clone()),
            time: self.axis.clone(),
            reference,
            dimensions: take(&mut self.dimensions),
            variables,
            lookups: std::mem::take(&mut self.lookups),
            actors: std::mem::take(&mut self.actors),
            elements: std::mem::take(&mut self.elements),
            regimes: std::mem::take(&mut self.regimes),
            pathways: std::mem::take(&mut self.pathways),
            recommendations: std::mem::take(&mut self.recommendations),
            approvals,
            formulas,
            obligations,
            measures: std::mem::take(&mut self.measures),
            hypotheses,
            links,
            loops,
            fits,
            index,
            charts,
            variants: std::mem::take(&mut self.variants),
        })
    }

    /// The variables, if every equation is right.
    fn variables(&mut self) -> Option<Vec<Variable>> {
        let mut out = Vec::new();
        for (header, kind) in self.headers.iter().zip(&self.kinds) {
            let ty = header.ty.clone();
            let (Some(ty), Some(kind)) = (ty, kind.clone()) else { continue };
            let display = match (&header.unit, &ty) {
                (Some((_, display)), _) => display.clone(),
                (None, Type::Number(unit)) if !unit.is_one() => Display { text: unit.to_string(), scale: 1.0 },
                _ => Display { text: String::new(), scale: 1.0 },
            };
            out.push(Variable {
                name: header.name.text.clone(),
                title: header.title.clone(),
                docs: header.docs.clone(),
                span: header.span,
                dims: header.dims.clone(),
                ty,
                display,
                kind,
            });
        }
        (out.len() == self.headers.len()).then_some(out)
    }
}

/// The candidate nearest to a misspelt word, if one is near.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    milepost_syntax::nearest(word, candidates)
}
