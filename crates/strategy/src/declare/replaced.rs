//! Uncertainties and levers that stand in the place of constants of the model that the strategy builds on.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::{Declaration, DeclarationKind, Domain, Head};

use super::base::Base;
use crate::checker::{Body, Checker, Header, Space, Symbol};
use crate::model::*;
use crate::vary::{self, free_to_vary};
use crate::world::Settled;

impl<'a> Checker<'a> {
    /// Puts what stands in the braces of `use model` in the place of the model's constants.
    pub(crate) fn replace_constants(&mut self) {
        let (Some(base), Some(used)) = (self.base.get(), self.used_model()) else { return };
        let mut replaced: Vec<(VariableId, usize)> = Vec::new();
        for d in &used.instead {
            let head = match &d.kind {
                DeclarationKind::Uncertain(u) => &u.head,
                DeclarationKind::Lever(l) => &l.head,
                _ => continue,
            };
            let Some((id, flats)) = self.constant_meant(base, head) else { continue };
            if let Some(flat) = flats.iter().find(|flat| replaced.contains(&(id, **flat))) {
                let message = format!("`{}` is given twice", base.strategy.element_of(id, *flat));
                self.report(Diagnostic::error(head.name.span, message).help("remove one"));
                continue;
            }
            replaced.extend(flats.iter().map(|flat| (id, *flat)));
            // What is wrong with it has been reported; readers of the constant are not wrong for that.
            let _ = self.replace_constant(base, d, head, id, &flats);
        }
    }

    /// The constant that a head names, and which of its elements.
    fn constant_meant(&mut self, base: &Base, head: &Head) -> Option<(VariableId, Vec<usize>)> {
        let name = &head.name;
        let foreign = match self.lookup(Space::Value, &name.text) {
            Some(Symbol::Variable(id)) if self.is_foreign(id) => Some(id),
            _ => None,
        };
        let Some(id) = foreign else {
            let key = crate::same(&name.text);
            let table = |s: &&Settled| s.is_table() && crate::same(&base.strategy.variable(s.variable).name) == key;
            if let Some(table) = base.settled.iter().find(table) {
                let table = &base.strategy.variable(table.variable).name;
                let message = format!("`{table}` is a table of points, which cannot be varied");
                return self.fail(Diagnostic::error(name.span, message).help("vary a factor of it"));
            }
            let finding = Diagnostic::error(name.span, format!("`{}` has no variable `{}`", base.path, name.text));
            let help = match self.nearest_name(Space::Value, &name.text, &[]) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "what is not of the model is declared outside these braces".into(),
            };
            return self.fail(finding.help(help));
        };
        let strategy = &base.strategy;
        if vary::values(strategy, id).is_none() {
            let message = vary::no_constant(strategy, &self.sources, id);
            let (message, help) = message.rsplit_once("; ").unwrap_or((&message, ""));
            return self.fail(Diagnostic::error(name.span, message).help(help));
        }
        let dims = strategy.variable(id).dims.clone();
        let size = strategy.size(&dims);
        if head.dims.is_empty() {
            return Some((id, (0..size).collect()));
        }
        let mut own = Vec::new();
        for (given, dim) in head.dims.iter().zip(&dims) {
            own.push(match self.selector(*dim, &given.text) {
                Some(Select::Element(at)) => Some(at),
                Some(Select::Bound(d)) if d == *dim => None,
                _ => return self.other_elements(base, id, head),
            });
        }
        if head.dims.len() != dims.len() {
            return self.other_elements(base, id, head);
        }
        let fits = |flat: &usize| {
            let elements = strategy.environment(&dims, *flat);
            elements.iter().zip(&own).all(|((_, at), own)| own.is_none_or(|own| own == *at))
        };
        Some((id, (0..size).filter(fits).collect()))
    }

    fn other_elements<T>(&mut self, base: &Base, id: VariableId, head: &Head) -> Option<T> {
        let variable = base.strategy.variable(id);
        let over = match variable.dims.is_empty() {
            true => "no dimension".into(),
            false => self.dim_names(&variable.dims),
        };
        let message = format!("`{}` is over {over} in `{}`", variable.name, base.path);
        let place = head.dims.first().map_or(head.name.span, |d| d.span);
        self.fail(Diagnostic::error(place, message).help("name its dimensions or elements in their order, or none"))
    }

    fn replace_constant(
        &mut self,
        base: &Base,
        d: &'a Declaration,
        head: &'a Head,
        id: VariableId,
        flats: &[usize],
    ) -> Option<()> {
        let mut header = self.headers[id.index()].clone();
        let values = vary::values(&base.strategy, id)?;
        let whole = flats.len() == values.len();
        self.unit_of_constant(head, &mut header)?;
        (header.title, header.span) = (head.title.as_ref().map(|t| t.text.clone()), d.span);
        if !(d.docs.text.is_empty() && d.docs.notes.is_empty()) {
            header.docs = &d.docs;
        }
        let own_dims = std::mem::take(&mut header.dims);
        if whole {
            header.dims = own_dims.clone();
        }
        // Findings point at the declaration, whatever the model calls the constant.
        let name = std::mem::replace(&mut header.name, &head.name);
        let domain = match &d.kind {
            DeclarationKind::Uncertain(u) => u.range.as_ref(),
            DeclarationKind::Lever(l) => l.domain.as_ref(),
            _ => None,
        };
        if let Some(Domain::Categories(_)) = domain {
            let message = format!("`{}` is a number in `{}`", name.text, base.path);
            return self.fail(Diagnostic::error(head.name.span, message).help("give it a range, such as `in 1 .. 2`"));
        }
        let kind = match &d.kind {
            DeclarationKind::Uncertain(u) => {
                let drawn = self.uncertain(u, &header)?;
                let mut all = match &self.kinds[id.index()] {
                    Some(VariableKind::Uncertain(known)) => known.clone(),
                    _ => Uncertain {
                        default: values.clone(),
                        distribution: values.iter().map(|v| Distribution::Fixed(*v)).collect(),
                    },
                };
                for (k, &flat) in flats.iter().enumerate() {
                    let k = if whole { k } else { 0 };
                    let distribution = drawn.distribution[k].clone();
                    let keeps = u.default.is_none() && vary::within(&distribution, values[flat]);
                    all.default[flat] = if keeps { values[flat] } else { drawn.default[k] };
                    self.free(base, id, flat, &distribution, head)?;
                    all.distribution[flat] = distribution;
                }
                header.body = Body::Uncertain(u);
                VariableKind::Uncertain(all)
            }
            DeclarationKind::Lever(l) => {
                if !whole {
                    let message = format!("a lever moves all elements of `{}`", name.text);
                    let help = "leave the brackets out; a regime sets one element as `lever[element] = ...`";
                    return self.fail(Diagnostic::error(head.name.span, message).help(help));
                }
                let lever = self.lever(l, &header, Some(&values))?;
                let (lo, hi) = lever.range?;
                for &flat in flats {
                    self.free(base, id, flat, &Distribution::Uniform(lo, hi), head)?;
                }
                header.body = Body::Lever(l);
                VariableKind::Lever(lever)
            }
            _ => return None,
        };
        (header.name, header.dims) = (name, own_dims);
        self.headers[id.index()] = header;
        self.kinds[id.index()] = Some(kind);
        Some(())
    }

    /// The unit of a constant: the model's; where it has none that is known, the declaration's, in which the model's
    /// numbers are.
    fn unit_of_constant(&mut self, head: &Head, header: &mut Header<'a>) -> Option<()> {
        let Some(written) = &head.unit else { return Some(()) };
        let (unit, display) = self.unit(written)?;
        let own = header.unit.as_ref().map(|(unit, _)| unit.clone()).unwrap_or_default();
        if own.is_one() && display.scale != 1.0 {
            let message =
                format!("the model says no unit of `{}` that could be turned into this one", header.name.text);
            return self.fail(Diagnostic::error(written.span, message).help("write the range without a unit"));
        }
        if !own.is_one() && own != unit {
            let message = format!("`{}` is in `{own}` in the model, and in `{unit}` here", header.name.text);
            return self.fail(Diagnostic::error(written.span, message).help("leave the unit out: it is the model's"));
        }
        header.ty = Some(Type::Number(unit.clone()));
        header.unit = Some((unit, display));
        Some(())
    }

    /// Refuses a constant that decides how the model is built.
    fn free(
        &mut self,
        base: &Base,
        id: VariableId,
        flat: usize,
        distribution: &Distribution,
        head: &Head,
    ) -> Option<()> {
        let name = base.strategy.element_of(id, flat);
        match free_to_vary(&name, id, flat, distribution, &base.settled) {
            Ok(()) => Some(()),
            Err(why) => self.fail(Diagnostic::error(head.name.span, why)),
        }
    }
}
