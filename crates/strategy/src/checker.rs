//! The state of a check: what has been declared so far, and what was found.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use milepost_syntax::ast::{self, Docs, Name};
use milepost_syntax::{Diagnostic, SourceMap, Span};

use crate::declare::base::Base;
use crate::model::*;
use crate::unit::Unit;
use crate::units::Units;
use crate::{World, nearest};

/// Kinds of name; a name is unique within its kind, and values share one name space.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Space {
    /// Variables, lookups.
    Value,
    Dimension,
    /// Actors, elements and recommendations: what `without` may name.
    Part,
    Regime,
    Pathway,
    Measure,
    Hypothesis,
    Chart,
    Approval,
    Formula,
    Obligation,
    Link,
    Loop,
    Fit,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Symbol {
    Variable(VariableId),
    Lookup(LookupId),
    Dimension(DimensionId),
    Actor(ActorId),
    Element(ElementId),
    Recommendation(RecommendationId),
    Regime(RegimeId),
    Pathway(PathwayId),
    Measure(MeasureId),
    Other,
}

impl Symbol {
    /// What people call it.
    fn called(self) -> &'static str {
        match self {
            Symbol::Variable(_) => "a variable",
            Symbol::Lookup(_) => "a lookup",
            Symbol::Dimension(_) => "a dimension",
            Symbol::Actor(_) => "an actor",
            Symbol::Element(_) => "an element of the strategy",
            Symbol::Recommendation(_) => "a recommendation",
            Symbol::Regime(_) => "a regime",
            Symbol::Pathway(_) => "a pathway",
            Symbol::Measure(_) => "a measure",
            Symbol::Other => "something else",
        }
    }
}

/// What is known of a variable before its equation is checked.
#[derive(Clone, Debug)]
pub(crate) struct Header<'a> {
    pub name: &'a Name,
    pub title: Option<String>,
    pub docs: &'a Docs,
    pub span: Span,
    pub dims: Vec<DimensionId>,
    /// Declared unit.
    pub unit: Option<(Unit, Display)>,
    /// Type, as soon as it is known.
    pub ty: Option<Type>,
    pub body: Body<'a>,
    /// Its unit or a dimension is wrong: the rest would only repeat that.
    pub broken: bool,
}

/// The part of a declaration that gives a variable its value.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Body<'a> {
    /// Column of a table, by position in [`Checker::columns`].
    Column(usize),
    Series(&'a ast::Series),
    Uncertain(&'a ast::Uncertain),
    Lever(&'a ast::Lever),
    Let(&'a ast::Let),
    Stock(&'a ast::Stock),
    Indicator(&'a ast::Indicator),
    Condition(&'a ast::Condition),
    Milestone(&'a ast::Milestone),
    Trigger(&'a ast::Trigger),
    /// Worked out already: it belongs to the model that the strategy builds on.
    Foreign,
}

/// A check under way.
pub(crate) struct Checker<'a> {
    pub world: &'a dyn World,
    pub sources: SourceMap,
    pub diagnostics: Vec<Diagnostic>,
    pub files: &'a [ast::File],
    /// Names whose declarations could not be parsed; using them is no further error.
    pub broken: BTreeSet<String>,
    pub units: Units,
    pub axis: TimeAxis,
    pub names: BTreeMap<(Space, String), (Symbol, Span)>,
    /// The model that the strategy builds on, once it is read.
    pub base: &'a OnceCell<Base>,
    /// Its names, as its tool compares them: how it spells them, and what they stand for.
    pub alike: BTreeMap<(Space, String), (String, Symbol, Span)>,
    pub dimensions: Vec<Dimension>,
    pub headers: Vec<Header<'a>>,
    pub columns: Vec<Vec<f64>>,
    /// Checked equations, by variable; `None` while unknown or wrong.
    pub kinds: Vec<Option<VariableKind>>,
    pub lookups: Vec<Lookup>,
    pub actors: Vec<Actor>,
    pub elements: Vec<Element>,
    pub regimes: Vec<Regime>,
    pub pathways: Vec<Pathway>,
    pub recommendations: Vec<Recommendation>,
    pub measures: Vec<Measure>,
    pub variants: Vec<Variant>,
    /// The variable whose equation is being checked, and how many random events it has so far.
    pub owner: String,
    pub random_events: u32,
}

impl<'a> Checker<'a> {
    /// Every declaration of every file.
    pub fn declarations(&self) -> impl Iterator<Item = &'a ast::Declaration> + use<'a> {
        self.files.iter().flat_map(|f| &f.declarations)
    }

    /// Notes a finding.
    pub fn report(&mut self, finding: Diagnostic) {
        self.diagnostics.push(finding);
    }

    /// Notes a finding and has no value.
    pub fn fail<T>(&mut self, finding: Diagnostic) -> Option<T> {
        self.diagnostics.push(finding);
        None
    }

    /// Gives a name its meaning; a second one in the same space is an error.
    pub fn define(&mut self, space: Space, name: &Name, symbol: Symbol) {
        if space == Space::Value {
            if crate::functions::is_reserved(&name.text) {
                let message = format!("`{}` is the name of a function or a constant of the language", name.text);
                self.report(Diagnostic::error(name.span, message).help("choose another name"));
                return self.define_anyway(space, name, symbol);
            }
            if self.units.get(&name.text).is_some() {
                let message = format!("`{}` is the name of a unit", name.text);
                self.report(Diagnostic::error(name.span, message).help("choose another name"));
                return self.define_anyway(space, name, symbol);
            }
        }
        if let Some((known, _, first)) = self.alike.get(&(space, crate::same(&name.text))) {
            let place = format!("{}:{}", self.sources.get(first.file).path, self.sources.line(*first));
            let message = format!("the model has `{known}` already, at {place}");
            let help = match space {
                Space::Value => {
                    "to vary a constant of the model, write it in the braces behind `use model`; else choose another name"
                }
                _ => "choose another name",
            };
            self.report(Diagnostic::error(name.span, message).help(help));
            return;
        }
        let key = (space, name.text.clone());
        match self.names.get(&key) {
            Some(&(_, first)) => {
                let place = format!("{}:{}", self.sources.get(first.file).path, self.sources.line(first));
                let message = format!("`{}` is declared twice; first at {place}", name.text);
                self.report(Diagnostic::error(name.span, message).help("give one of them another name"));
            }
            None => {
                self.names.insert(key, (symbol, name.span));
            }
        }
    }

    /// A variable with a name of the language is wrong, but what reads it is not.
    fn define_anyway(&mut self, space: Space, name: &Name, symbol: Symbol) {
        if matches!(symbol, Symbol::Variable(_)) {
            self.names.entry((space, name.text.clone())).or_insert((symbol, name.span));
        }
    }

    /// What a name stands for in a space.
    pub fn lookup(&self, space: Space, name: &str) -> Option<Symbol> {
        let own = self.names.get(&(space, name.to_string())).map(|(symbol, _)| *symbol);
        own.or_else(|| self.foreign(space, name))
    }

    /// What a name of the model stands for; a word of the language is the language's.
    fn foreign(&self, space: Space, name: &str) -> Option<Symbol> {
        let ours = space == Space::Value && (crate::functions::is_reserved(name) || self.units.get(name).is_some());
        if ours || self.alike.is_empty() {
            return None;
        }
        self.alike.get(&(space, crate::same(name))).map(|(_, symbol, _)| *symbol)
    }

    /// The name of a space that is nearest to a misspelt word.
    pub fn nearest_name<'n>(&'n self, space: Space, word: &str, others: &[&'n str]) -> Option<&'n str> {
        let names = self.names.keys().filter(|(s, _)| *s == space).map(|(_, n)| n.as_str());
        if let Some(near) = nearest(word, names.chain(others.iter().copied())) {
            return Some(near);
        }
        let key = crate::same(word);
        let alike = || self.alike.iter().filter(|((s, _), _)| *s == space);
        let near = nearest(&key, alike().map(|((_, key), _)| key.as_str()))?;
        alike().find(|((_, key), _)| key == near).map(|(_, (name, ..))| name.as_str())
    }

    /// What a name stands for, or a finding with the nearest name.
    pub fn find(&mut self, space: Space, what: &str, name: &Name) -> Option<Symbol> {
        let found = self.lookup(space, &name.text);
        if found.is_none() && !self.broken.contains(&name.text) {
            let finding = Diagnostic::error(name.span, format!("unknown {what} `{}`", name.text));
            let finding = self.suggest(finding, space, &name.text);
            let finding = if finding.help.is_empty() { self.inventory(finding, space, what) } else { finding };
            self.report(finding);
        }
        found
    }

    /// Adds what there is, where that is little.
    fn inventory(&self, finding: Diagnostic, space: Space, what: &str) -> Diagnostic {
        let fits = |symbol: &Symbol| match what {
            "actor" => matches!(symbol, Symbol::Actor(_)),
            "element" => matches!(symbol, Symbol::Element(_)),
            _ => true,
        };
        let names: Vec<String> = self
            .names
            .iter()
            .filter(|((s, _), (x, _))| *s == space && fits(x))
            .map(|((_, n), _)| format!("`{n}`"))
            .collect();
        match names.len() {
            _ if space == Space::Value => finding,
            0 => finding.help(format!(
                "no {what} is declared; write `{what} NAME`",
                what = what.split(',').next().unwrap_or(what)
            )),
            1..=10 => finding.help(format!("declared are {}", names.join(", "))),
            _ => finding,
        }
    }

    /// Adds `did you mean` where a name of the space is near.
    pub fn suggest(&self, finding: Diagnostic, space: Space, word: &str) -> Diagnostic {
        if self.diagnostics.len() > crate::MOST_FINDINGS {
            return finding;
        }
        match self.nearest_name(space, word, &[]) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding,
        }
    }

    /// An actor by name.
    pub fn actor(&mut self, name: Option<&Name>) -> Option<ActorId> {
        let name = name?;
        match self.find(Space::Part, "actor", name)? {
            Symbol::Actor(id) => Some(id),
            other => {
                let message = format!("`{}` is not an actor", name.text);
                self.fail(Diagnostic::error(name.span, message).help(format!("it is {}", other.called())))
            }
        }
    }

    /// An element of the strategy by name.
    pub fn element(&mut self, name: Option<&Name>) -> Option<ElementId> {
        let name = name?;
        match self.find(Space::Part, "element", name)? {
            Symbol::Element(id) => Some(id),
            other => {
                let message = format!("`{}` is not an element", name.text);
                self.fail(Diagnostic::error(name.span, message).help(format!("it is {}", other.called())))
            }
        }
    }

    /// A dimension by name.
    pub fn dimension(&mut self, name: &Name) -> Option<DimensionId> {
        match self.find(Space::Dimension, "dimension", name)? {
            Symbol::Dimension(id) => Some(id),
            _ => None,
        }
    }

    /// A dimension's data.
    pub fn dim(&self, id: DimensionId) -> &Dimension {
        &self.dimensions[id.index()]
    }

    /// Number of combinations of the elements of some dimensions.
    pub fn size(&self, dims: &[DimensionId]) -> usize {
        dims.iter().fold(1, |n: usize, d| n.saturating_mul(self.dim(*d).elements.len()))
    }

    /// `governorate, community`
    pub fn dim_names(&self, dims: &[DimensionId]) -> String {
        dims.iter().map(|d| format!("`{}`", self.dim(*d).name)).collect::<Vec<_>>().join(", ")
    }

    /// Whether a binding of one of `bound` also binds `dim`.
    pub fn binds(&self, bound: &[DimensionId], dim: DimensionId) -> bool {
        bound.iter().any(|b| *b == dim || self.dim(*b).parent.as_ref().is_some_and(|(p, _)| *p == dim))
    }
}
