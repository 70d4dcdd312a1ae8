use milepost_import::foreign::Model;
use milepost_import::write::Lost;
use milepost_strategy::model::Strategy;
use milepost_syntax::Diagnostic;
pub(crate) fn bare(s: Strategy) -> (Strategy, Lost) {
    (s, Lost::default())
}
pub(crate) fn tree(_s: &Strategy) -> Result<(Model, Vec<(String, String)>), Vec<Diagnostic>> {
    Err(vec![])
}
