use super::*;
pub(crate) fn translate(
    _m: &Model,
    _a: Axis,
    _f: &dyn Files,
    _s: &Settings,
    _l: &mut Lost,
) -> Result<Model, Vec<Diagnostic>> {
    Err(vec![])
}
