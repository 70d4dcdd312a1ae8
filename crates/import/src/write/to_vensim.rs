use super::*;
pub(crate) fn translate(_m: &Model, _a: Axis, _l: &mut Lost) -> Result<Model, Vec<Diagnostic>> {
    Err(vec![])
}
