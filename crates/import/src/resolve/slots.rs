//! Variables: all equations of one name together, and which of them gives each element its value.

use super::subscripts::{Atom, RangeId, Subject, Subscripts};
use crate::equation::Read;
use crate::foreign::{Variable, What, same};
use milepost_strategy::model::VariableId;
use milepost_syntax::{Diagnostic, Span};
use rustc_hash::FxHashMap;

/// So many elements a variable may have.
const MOST_CELLS: usize = 1_000_000;

/// A position of a variable's subscripts.
#[derive(Clone, Debug)]
pub(crate) struct Axis {
    pub range: RangeId,
    pub atoms: Vec<Atom>,
    at: FxHashMap<Atom, usize>,
}

impl Axis {
    fn new(range: RangeId, atoms: Vec<Atom>) -> Axis {
        let at = atoms.iter().enumerate().map(|(i, &a)| (a, i)).collect();
        Axis { range, atoms, at }
    }

    /// Position of an element.
    pub fn position(&self, atom: Atom) -> Option<usize> {
        self.at.get(&atom).copied()
    }
}

/// A variable of the model, with all its equations.
#[derive(Debug)]
pub(crate) struct Slot<'m> {
    pub name: &'m str,
    pub id: VariableId,
    pub axes: Vec<Axis>,
    /// Its equations, each with what its subscripts stand for.
    pub equations: Vec<(&'m Variable, Vec<Subject>)>,
    /// The equation of each element, the last subscript fastest.
    pub cells: Vec<Option<u32>>,
    /// Whether it is a table that is called, and has no value of its own.
    pub is_table: bool,
}

impl Slot<'_> {
    /// The elements of a flat position.
    pub fn atoms(&self, flat: usize) -> Vec<Atom> {
        let mut rest = flat;
        let mut out = vec![0; self.axes.len()];
        for (slot, axis) in out.iter_mut().zip(&self.axes).rev() {
            *slot = axis.atoms[rest % axis.atoms.len()];
            rest /= axis.atoms.len();
        }
        out
    }

    /// Positions and flat position of elements; `None` where one of them is not there.
    pub fn place(&self, atoms: &[Atom]) -> Option<(Vec<usize>, usize)> {
        let mut flat = 0;
        let mut out = Vec::with_capacity(atoms.len());
        for (axis, &atom) in self.axes.iter().zip(atoms) {
            let at = axis.position(atom)?;
            flat = flat * axis.atoms.len() + at;
            out.push(at);
        }
        Some((out, flat))
    }

    pub fn span(&self) -> Span {
        self.equations.first().map_or(Span::default(), |(v, _)| v.name_span)
    }
}

/// Gathers variables; every fault is reported, and what stands under it left out.
pub(crate) fn gather<'m>(
    variables: &'m [Variable],
    subscripts: &mut Subscripts,
    findings: &mut Vec<Diagnostic>,
) -> (Vec<Slot<'m>>, FxHashMap<String, usize>) {
    let mut slots: Vec<Slot> = Vec::new();
    let mut index: FxHashMap<String, usize> = FxHashMap::default();
    for variable in variables {
        if matches!(variable.what, What::Nothing(_)) {
            continue;
        }
        let subjects = match subjects(variable, subscripts) {
            Ok(subjects) => subjects,
            Err(fault) => {
                findings.push(fault);
                continue;
            }
        };
        let at = *index.entry(same(&variable.name)).or_insert_with(|| {
            slots.push(Slot {
                name: &variable.name,
                id: VariableId(slots.len() as u32),
                axes: Vec::new(),
                equations: Vec::new(),
                cells: Vec::new(),
                is_table: false,
            });
            slots.len() - 1
        });
        let slot = &mut slots[at];
        if let Some((first, known)) = slot.equations.first()
            && known.len() != subjects.len()
        {
            let message = format!(
                "`{}` has {} subscripts here and {} where it stands first",
                variable.name,
                subjects.len(),
                known.len()
            );
            let _ = first;
            findings.push(Diagnostic::error(variable.name_span, message).help("give all its equations as many"));
            continue;
        }
        slot.equations.push((variable, subjects));
    }
    for slot in &mut slots {
        if let Err(fault) = fill(slot, subscripts) {
            findings.push(fault);
        }
    }
    (slots, index)
}

fn subjects(variable: &Variable, subscripts: &Subscripts) -> Read<Vec<Subject>> {
    variable.subscripts.iter().map(|(name, span)| subject(name, *span, subscripts)).collect()
}

pub(crate) fn subject(name: &str, span: Span, subscripts: &Subscripts) -> Read<Subject> {
    subscripts.subject(name).ok_or_else(|| {
        let finding = Diagnostic::error(span, format!("there is no subscript `{name}`"));
        match milepost_syntax::nearest(name, subscripts.names()) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("declare a range that holds it"),
        }
    })
}

/// The elements that a subscript on the left stands for.
pub(crate) fn atoms_of(subject: Subject, subscripts: &Subscripts) -> &[Atom] {
    match subject {
        Subject::Range(range) => &subscripts.ranges[range].atoms,
        Subject::Atom(atom) => subscripts.single(atom),
    }
}

fn fill(slot: &mut Slot, subscripts: &mut Subscripts) -> Read<()> {
    let count = slot.equations.first().map_or(0, |(_, s)| s.len());
    for position in 0..count {
        let axis = axis(slot, position, subscripts);
        slot.axes.push(axis);
    }
    let size = slot.axes.iter().map(|a| a.atoms.len()).try_fold(1_usize, usize::checked_mul);
    let size = size.filter(|&n| n <= MOST_CELLS).ok_or_else(|| {
        Diagnostic::error(slot.span(), format!("`{}` has more than {MOST_CELLS} elements", slot.name))
            .help("use smaller ranges")
    })?;
    slot.cells = vec![None; size];
    slot.is_table = !slot.equations.is_empty() && slot.equations.iter().all(|(v, _)| matches!(v.what, What::Lookup(_)));
    for number in 0..slot.equations.len() {
        let (variable, subjects) = &slot.equations[number];
        let except = except(variable, subscripts)?;
        let lists: Vec<&[Atom]> = subjects.iter().map(|&s| atoms_of(s, subscripts)).collect();
        let total: usize = lists.iter().map(|l| l.len()).product();
        let mut atoms = vec![0; lists.len()];
        let mut doubled = None;
        let mut cells = std::mem::take(&mut slot.cells);
        for flat in 0..total {
            let mut rest = flat;
            for (atom, list) in atoms.iter_mut().zip(&lists).rev() {
                *atom = list[rest % list.len()];
                rest /= list.len();
            }
            if except.iter().any(|list| excluded(&atoms, list, subscripts)) {
                continue;
            }
            let Some((_, cell)) = slot.place(&atoms) else { continue };
            if cells[cell].is_some() {
                doubled.get_or_insert_with(|| atoms.clone());
            } else {
                cells[cell] = Some(number as u32);
            }
        }
        let span = variable.name_span;
        slot.cells = cells;
        if let Some(atoms) = doubled {
            let element = if atoms.is_empty() { String::new() } else { format!("[{}]", subscripts.label(&atoms)) };
            let message = format!("`{}{element}` has a second equation here", slot.name);
            return Err(Diagnostic::error(span, message).help("keep one of them, or leave elements out with :EXCEPT:"));
        }
    }
    Ok(())
}

fn except(variable: &Variable, subscripts: &Subscripts) -> Read<Vec<Vec<Subject>>> {
    let list = |names: &Vec<(String, Span)>| {
        if names.len() != variable.subscripts.len() {
            let place = names.first().map_or(variable.name_span, |(_, span)| *span);
            let message = format!("`:EXCEPT:` names {} subscripts, `{}` has others", names.len(), variable.name);
            return Err(Diagnostic::error(place, message).help("name as many as the variable has"));
        }
        names.iter().map(|(name, span)| subject(name, *span, subscripts)).collect()
    };
    variable.except.iter().map(list).collect()
}

fn excluded(atoms: &[Atom], list: &[Subject], subscripts: &Subscripts) -> bool {
    atoms.iter().zip(list).all(|(&atom, &subject)| match subject {
        Subject::Atom(other) => other == atom,
        Subject::Range(range) => subscripts.ranges[range].atoms.contains(&atom),
    })
}

/// The elements at a position, over all equations: a range that holds just these, in its order, where there is one.
fn axis(slot: &Slot, position: usize, subscripts: &mut Subscripts) -> Axis {
    let mut union: Vec<Atom> = Vec::new();
    let mut seen = rustc_hash::FxHashSet::default();
    let mut named: Vec<RangeId> = Vec::new();
    for (_, subjects) in &slot.equations {
        let subject = subjects[position];
        if let Subject::Range(range) = subject
            && !named.contains(&range)
        {
            named.push(range);
        } else if matches!(subject, Subject::Range(_)) {
            continue;
        }
        union.extend(atoms_of(subject, subscripts).iter().filter(|a| seen.insert(**a)));
    }
    let equal = |range: &RangeId| {
        let atoms = &subscripts.ranges[*range].atoms;
        atoms.len() == union.len() && atoms.iter().all(|a| seen.contains(a))
    };
    let all = 0..subscripts.ranges.len();
    if let Some(range) = named.iter().copied().find(&equal).or_else(|| all.clone().find(equal)) {
        return Axis::new(range, subscripts.ranges[range].atoms.clone());
    }
    // In the order of the smallest range that holds them all.
    let larger = all.filter(|&r| union.iter().all(|&a| subscripts.ranges[r].position(a).is_some()));
    let atoms = match larger.min_by_key(|&r| subscripts.ranges[r].atoms.len()) {
        Some(range) => subscripts.ranges[range].atoms.iter().copied().filter(|a| seen.contains(a)).collect(),
        None => union,
    };
    let range = subscripts.range_for(&atoms);
    Axis::new(range, atoms)
}
