//! Elements in brackets behind a lever that is moved or the source of a link.

use milepost_syntax::Diagnostic;
use milepost_syntax::ast::Name;

use crate::checker::{Checker, Space, Symbol};
use crate::model::DimensionId;

impl Checker<'_> {
    /// Flat positions that elements in brackets mean: one element of a dimension, a whole dimension or a subrange of it.
    /// `None` within for all, where there are no brackets.
    pub(crate) fn elements_of(
        &mut self,
        names: &[Name],
        dims: &[DimensionId],
        whose: &str,
    ) -> Option<Option<Vec<usize>>> {
        if names.is_empty() {
            return Some(None);
        }
        // Which elements of each dimension are meant: all, those of a subrange, or one.
        let mut allowed: Vec<Option<Vec<usize>>> = vec![None; dims.len()];
        for name in names {
            let mut placed = false;
            for (i, d) in dims.iter().enumerate() {
                let dim = self.dim(*d);
                let picked = if let Some(k) = dim.elements.iter().position(|e| *e == name.text) {
                    Some(vec![k])
                } else {
                    match self.lookup(Space::Dimension, &name.text) {
                        Some(Symbol::Dimension(s)) if s == *d => Some((0..dim.elements.len()).collect()),
                        Some(Symbol::Dimension(s)) => {
                            self.dim(s).parent.as_ref().filter(|(p, _)| p == d).map(|(_, list)| list.clone())
                        }
                        _ => None,
                    }
                };
                if let (Some(picked), None) = (picked, &allowed[i]) {
                    allowed[i] = Some(picked);
                    placed = true;
                    break;
                }
            }
            if !placed {
                let message = format!("{whose} has no element `{}`", name.text);
                let all = dims.iter().flat_map(|d| self.dim(*d).elements.iter().map(String::as_str));
                let near = crate::nearest(&name.text, all).map(|n| format!("did you mean `{n}`?"));
                let finding = Diagnostic::error(name.span, message);
                return self.fail(near.into_iter().fold(finding, |f, h| f.help(h)));
            }
        }
        let size = self.size(dims);
        let mask = |list: &Vec<usize>, n: usize| (0..n).map(|k| list.contains(&k)).collect::<Vec<bool>>();
        let allowed: Vec<Option<Vec<bool>>> = allowed
            .iter()
            .zip(dims)
            .map(|(list, d)| list.as_ref().map(|list| mask(list, self.dim(*d).elements.len())))
            .collect();
        let mut out = Vec::new();
        for flat in 0..size {
            let mut rest = flat;
            let mut inside = true;
            for (i, d) in dims.iter().enumerate().rev() {
                let n = self.dim(*d).elements.len();
                inside &= allowed[i].as_ref().is_none_or(|mask| mask[rest % n]);
                rest /= n;
            }
            if inside {
                out.push(flat);
            }
        }
        Some(Some(out))
    }
}
