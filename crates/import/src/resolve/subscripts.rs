//! Elements, the ranges that hold them, and the mappings between ranges.

use crate::equation::Read;
use crate::foreign::{self, same};
use milepost_syntax::{Diagnostic, Span};
use rustc_hash::FxHashMap;

/// An element, the same in all ranges that hold it.
pub(crate) type Atom = u32;
/// A range, by its position in [`Subscripts::ranges`].
pub(crate) type RangeId = usize;

/// A range of elements, in order.
#[derive(Clone, Debug)]
pub(crate) struct Range {
    pub name: String,
    pub atoms: Vec<Atom>,
    /// For each element of this range, the elements of another one that it stands for.
    pub maps: Vec<(RangeId, Vec<Vec<Atom>>)>,
}

impl Range {
    /// The position of an element, counted from 0.
    pub fn position(&self, atom: Atom) -> Option<usize> {
        self.atoms.iter().position(|&a| a == atom)
    }
}

/// All elements and ranges of a model.
#[derive(Debug, Default)]
pub(crate) struct Subscripts {
    /// Names of elements, as written where they stand first.
    pub atoms: Vec<String>,
    pub ranges: Vec<Range>,
    atom_of: FxHashMap<String, Atom>,
    range_of: FxHashMap<String, RangeId>,
    by_atoms: FxHashMap<Vec<Atom>, RangeId>,
    /// Every element by itself.
    singles: Vec<[Atom; 1]>,
}

/// What a name stands for as a subscript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    Atom(Atom),
    Range(RangeId),
}

/// So many elements all ranges of a model may have together.
const MOST: usize = 1_000_000;

impl Subscripts {
    /// Reads the dimensions of a model; `external` yields the elements of those that come from a file.
    pub fn new(
        dimensions: &[foreign::Dimension],
        mut external: impl FnMut(&foreign::Expr) -> Read<Vec<String>>,
    ) -> Read<Subscripts> {
        let mut all = Subscripts::default();
        let mut names: FxHashMap<String, usize> = FxHashMap::default();
        for (i, dimension) in dimensions.iter().enumerate() {
            if names.insert(same(&dimension.name), i).is_some() {
                let message = format!("the range `{}` is declared twice", dimension.name);
                return Err(Diagnostic::error(dimension.span, message).help("rename one of them"));
            }
        }
        let mut elements: Vec<Vec<(String, Span)>> = Vec::new();
        for dimension in dimensions {
            elements.push(match &dimension.external {
                Some(call) => external(call)?.into_iter().map(|name| (name, dimension.span)).collect(),
                None => dimension.elements.clone(),
            });
        }
        let mut total = 0;
        for (i, dimension) in dimensions.iter().enumerate() {
            let mut atoms = Vec::new();
            let mut stack = vec![(i, 0)];
            if let Some((other, span)) = &dimension.equivalent {
                let Some(&other) = names.get(&same(other)) else { return Err(unknown_range(other, *span)) };
                stack = vec![(other, 0)];
            }
            while let Some((range, at)) = stack.pop() {
                let Some((name, span)) = elements[range].get(at) else { continue };
                stack.push((range, at + 1));
                match names.get(&same(name)) {
                    Some(&inner) if stack.iter().any(|&(open, _)| open == inner) => {
                        let message = format!("the range `{}` holds itself", dimension.name);
                        return Err(Diagnostic::error(*span, message).help("list its elements"));
                    }
                    Some(&inner) => stack.push((inner, 0)),
                    None => {
                        let atom = all.atom(name);
                        atoms.push(atom);
                        total += 1;
                    }
                }
                if total > MOST {
                    let message = format!("the ranges of this model have more than {MOST} elements");
                    return Err(Diagnostic::error(*span, message).help("use smaller ranges"));
                }
            }
            let mut seen = rustc_hash::FxHashSet::default();
            atoms.retain(|atom| seen.insert(*atom));
            all.add(dimension.name.clone(), atoms);
        }
        for (i, dimension) in dimensions.iter().enumerate() {
            for mapping in &dimension.mappings {
                let map = all.mapping(i, mapping)?;
                all.ranges[i].maps.push(map);
            }
        }
        Ok(all)
    }

    fn add(&mut self, name: String, atoms: Vec<Atom>) -> RangeId {
        let id = self.ranges.len();
        self.range_of.entry(same(&name)).or_insert(id);
        self.by_atoms.entry(atoms.clone()).or_insert(id);
        self.ranges.push(Range { name, atoms, maps: Vec::new() });
        id
    }

    fn atom(&mut self, name: &str) -> Atom {
        let next = self.atoms.len() as Atom;
        let atom = *self.atom_of.entry(same(name)).or_insert(next);
        if atom == next {
            self.atoms.push(name.to_string());
            self.singles.push([atom]);
        }
        atom
    }

    fn mapping(&self, from: RangeId, mapping: &foreign::Mapping) -> Read<(RangeId, Vec<Vec<Atom>>)> {
        let Some(&to) = self.range_of.get(&same(&mapping.to)) else {
            return Err(unknown_range(&mapping.to, mapping.span));
        };
        let own = &self.ranges[from];
        let targets: Vec<Vec<Atom>> = if mapping.elements.is_empty() {
            self.ranges[to].atoms.iter().map(|&a| vec![a]).collect()
        } else {
            let mut targets = Vec::new();
            for name in &mapping.elements {
                targets.push(match self.subject(name) {
                    Some(Subject::Atom(atom)) => vec![atom],
                    Some(Subject::Range(range)) => self.ranges[range].atoms.clone(),
                    None => {
                        let message = format!("there is no element `{name}` to map `{}` to", own.name);
                        return Err(Diagnostic::error(mapping.span, message));
                    }
                });
            }
            targets
        };
        let flat: usize = targets.iter().map(Vec::len).sum();
        if targets.len() == own.atoms.len() {
            return Ok((to, targets));
        }
        if flat == own.atoms.len() {
            return Ok((to, targets.into_iter().flatten().map(|a| vec![a]).collect()));
        }
        let message = format!(
            "`{}` has {} elements and is mapped to {} of `{}`",
            own.name,
            own.atoms.len(),
            targets.len(),
            mapping.to
        );
        Err(Diagnostic::error(mapping.span, message).help("map every element to one"))
    }

    /// What a name stands for.
    pub fn subject(&self, name: &str) -> Option<Subject> {
        let key = same(name);
        match (self.range_of.get(&key), self.atom_of.get(&key)) {
            (Some(&range), _) => Some(Subject::Range(range)),
            (None, Some(&atom)) => Some(Subject::Atom(atom)),
            (None, None) => self.dotted(name).map(|(_, atom)| Subject::Atom(atom)),
        }
    }

    /// `range.element`: the element and its position in that range, counted from 0.
    pub fn dotted(&self, name: &str) -> Option<(usize, Atom)> {
        let (range, element) = name.split_once('.')?;
        let range = *self.range_of.get(&same(range))?;
        let atom = *self.atom_of.get(&same(element))?;
        self.ranges[range].position(atom).map(|at| (at, atom))
    }

    /// The range of exactly these elements in this order; one without a name where the model has none.
    pub fn range_for(&mut self, atoms: &[Atom]) -> RangeId {
        match self.by_atoms.get(atoms) {
            Some(&known) => known,
            None => {
                let id = self.ranges.len();
                self.by_atoms.insert(atoms.to_vec(), id);
                self.ranges.push(Range { name: String::new(), atoms: atoms.to_vec(), maps: Vec::new() });
                id
            }
        }
    }

    /// The largest range that holds all elements of another one: elements are numbered by their place in it.
    pub fn family(&self, range: RangeId) -> RangeId {
        let own = &self.ranges[range].atoms;
        let holds = |other: &Range| own.iter().all(|atom| other.atoms.contains(atom));
        let named = self.ranges.iter().enumerate().filter(|(_, r)| !r.name.is_empty() && r.atoms.len() > own.len());
        let larger = named.filter(|(_, r)| holds(r)).max_by_key(|(i, r)| (r.atoms.len(), std::cmp::Reverse(*i)));
        larger.map_or(range, |(i, _)| i)
    }

    /// A mapping between two ranges: what an element of `bound` stands for in `wanted`.
    pub fn mapped(&self, bound: RangeId, atom: Atom, wanted: RangeId) -> Option<Atom> {
        let position = self.ranges[bound].position(atom);
        let onward = self.ranges[bound].maps.iter().find(|(to, _)| *to == wanted);
        if let (Some((_, targets)), Some(position)) = (onward, position)
            && let [target] = targets[position][..]
        {
            return Some(target);
        }
        let back = self.ranges[wanted].maps.iter().find(|(to, _)| *to == bound)?;
        let from = back.1.iter().position(|targets| targets.contains(&atom))?;
        self.ranges[wanted].atoms.get(from).copied()
    }

    /// What an element stands for in `wanted` by the mappings of ranges that hold the element, to ranges that hold elements
    /// of `wanted`, in either direction; none where they differ.
    pub fn mapped_in_parts(&self, atom: Atom, wanted: RangeId) -> Option<Atom> {
        let mut found = None;
        let holds = |other: RangeId, own: Atom| self.ranges[other].atoms.contains(&own);
        for (bound, range) in self.ranges.iter().enumerate() {
            for (to, _) in &range.maps {
                for (from, onto) in [(bound, *to), (*to, bound)] {
                    let target = if holds(from, atom) { self.mapped(from, atom, onto) } else { None };
                    let Some(target) = target.filter(|&t| holds(wanted, t)) else { continue };
                    if found.is_some_and(|other| other != target) {
                        return None;
                    }
                    found = Some(target);
                }
            }
        }
        found
    }

    /// An element as a list of one.
    pub fn single(&self, atom: Atom) -> &[Atom] {
        &self.singles[atom as usize]
    }

    /// Names of elements, as `a,b`.
    pub fn label(&self, atoms: &[Atom]) -> String {
        let names: Vec<&str> = atoms.iter().map(|&a| self.atoms[a as usize].as_str()).collect();
        names.join(",")
    }

    /// All names of ranges and elements.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let ranges = self.ranges.iter().map(|r| r.name.as_str()).filter(|n| !n.is_empty());
        ranges.chain(self.atoms.iter().map(String::as_str))
    }
}

pub(crate) fn unknown_range(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(span, format!("there is no range of subscripts `{name}`"))
}
