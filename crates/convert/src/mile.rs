use crate::run::Ready;
use milepost_import::write::Lost;
use milepost_syntax::{Diagnostic, SourceMap};
pub(crate) fn write(_r: &Ready, _s: &SourceMap) -> Result<(String, Vec<(String, String)>, Lost), Vec<Diagnostic>> {
    Err(vec![])
}
