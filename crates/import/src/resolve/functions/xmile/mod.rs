//! Functions of XMILE and of Stella: XMILE 1.0, 3.5, and Stella's *Builtins*.
//!
//! One whose arguments or distribution are not known for certain is not here, and so refused by name.

mod arrays;
mod finance;
mod input;
mod math;
mod random;

use super::super::Resolver;
use super::Call;
use crate::equation::Read;
use crate::foreign::Dialect;
use milepost_strategy::model::Expr;

impl Resolver<'_> {
    /// A function that XMILE has, or reads in its own way.
    pub(super) fn of_xmile(&mut self, key: &str, c: &Call) -> Read<Option<Expr>> {
        if self.model.dialect != Dialect::Xmile {
            return Ok(None);
        }
        for room in [Self::xmile_math, Self::finance, Self::over_array, Self::input, Self::distribution] {
            if let Some(value) = room(self, key, c)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Whether Stella or iThink wrote the file.
    pub(super) fn stella_made(&self) -> bool {
        let maker = self.model.maker.as_deref().unwrap_or_default().to_lowercase();
        ["stella", "ithink", "isee"].iter().any(|name| maker.contains(name))
    }
}
