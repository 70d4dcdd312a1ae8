//! `INVERT MATRIX`: Gauss and Jordan's elimination with the largest pivot, written out.

use super::super::Resolver;
use super::super::build::*;
use super::Call;
use crate::equation::Read;
use milepost_strategy::model::{Expr, Function, VariableId};

/// So large a matrix may be.
const LARGEST: usize = 16;

impl Resolver<'_> {
    pub(super) fn invert_matrix(&mut self, c: &Call) -> Read<Expr> {
        c.count(2, 2)?;
        let span = c.span;
        let argument = c.argument(0)?;
        let (rows, row) = self.vector_range(argument, 1, c)?;
        let (columns, column) = self.vector_range(argument, 0, c)?;
        let n = self.subscripts.ranges[rows].atoms.len();
        if n != self.subscripts.ranges[columns].atoms.len() {
            return Err(c.fault("`INVERT MATRIX` needs as many rows as columns"));
        }
        if n > LARGEST {
            return Err(c.fault(format!("`INVERT MATRIX` of more than {LARGEST} rows is not supported")));
        }
        let at = |range: usize, atom: u32| self.subscripts.ranges[range].position(atom).unwrap_or(0);
        let (i, j) = (at(rows, row), at(columns, column));
        let made: Vec<VariableId> = self.once(rows, c, |resolver| {
            let mut table = Vec::new();
            for k in 0..n {
                let atom = resolver.subscripts.ranges[rows].atoms[k];
                let scope = c.scope.with(rows, atom, false);
                let mut line = resolver.vector(argument, columns, &scope)?;
                line.extend((0..n).map(|other| number(f64::from(u8::from(other == k)), span)));
                table.push(line);
            }
            let inverse = resolver.eliminated(table, c);
            Ok(inverse.into_iter().flatten().map(|v| resolver.extra("inverse", v)).collect())
        })?;
        Ok(variable(made[i * n + j], &[], span))
    }

    /// The right half of a table `[m | 1]` once the left half is 1.
    fn eliminated(&mut self, mut m: Vec<Vec<Expr>>, c: &Call) -> Vec<Vec<Expr>> {
        let n = m.len();
        let span = c.span;
        let size = |x: &Expr| call(Function::Abs, vec![x.clone()], span);
        for k in 0..n {
            // The largest of the column comes up, by swapping one row after the other.
            for r in k + 1..n {
                let swap = as_number(less(size(&m[k][k]), size(&m[r][k])));
                let swap = self.named("swap", vec![swap]).remove(0);
                let (first, second) = (m[k].clone(), m[r].clone());
                for (x, (a, b)) in first.into_iter().zip(second).enumerate() {
                    if a.kind_is(&b) {
                        continue;
                    }
                    let up = choose(swap.clone(), b.clone(), a.clone());
                    let down = choose(swap.clone(), a, b);
                    m[k][x] = self.named("pivot row", vec![up]).remove(0);
                    m[r][x] = self.named("other row", vec![down]).remove(0);
                }
            }
            let pivot = m[k][k].clone();
            let line: Vec<Expr> = m[k].iter().map(|x| div(x.clone(), pivot.clone())).collect();
            m[k] = self.named("row", line);
            for r in (0..n).filter(|&r| r != k) {
                let factor = m[r][k].clone();
                let line: Vec<Expr> = (0..2 * n)
                    .map(|x| match (x == k, known(&m[k][x]) == Some(0.0)) {
                        (true, _) => number(0.0, span),
                        (_, true) => m[r][x].clone(),
                        _ => sub(m[r][x].clone(), mul(factor.clone(), m[k][x].clone())),
                    })
                    .collect();
                m[r] = self.named("row", line);
            }
        }
        m.into_iter().map(|line| line[n..].to_vec()).collect()
    }
}

/// Whether two are the same number.
trait Same {
    fn kind_is(&self, other: &Self) -> bool;
}

impl Same for Expr {
    fn kind_is(&self, other: &Expr) -> bool {
        known(self).is_some() && known(self) == known(other)
    }
}
