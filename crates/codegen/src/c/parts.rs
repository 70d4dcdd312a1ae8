//! The functions that a program uses.

use milepost_ir::{Code, Program, Schedule};

/// The parts of the text that hold the functions of a program's ops, each before what calls it.
pub(super) fn used(program: &Program) -> Vec<&'static str> {
    use Code::*;
    let events = program.events.iter().flat_map(|event| &event.ops);
    let lists = [&program.timed, &program.once, &program.rates];
    let codes: Vec<Code> = lists.into_iter().flatten().chain(events).map(|op| op.code).collect();
    let any = |wanted: &[Code]| codes.iter().any(|code| wanted.contains(code));
    let draws = !program.draws.is_empty() || program.events.iter().any(|event| !event.draws.is_empty());
    let parts = [
        (any(&[Min, Max, Clip, And, Or]), include_str!("logic.c")),
        (any(&[KnownLt, KnownLe, KnownEq, KnownAnd, KnownOr]), include_str!("known.c")),
        (any(&[Ceil, Round, Trunc, Mod]), include_str!("round.c")),
        (any(&[Exp, Ln, Pow, Logistic, NormalQuantile, NormalCdf]), include_str!("exp.c")),
        (any(&[NormalQuantile, NormalCdf]), include_str!("normal.c")),
        (any(&[Sin, Cos, Tan]), include_str!("trig.c")),
        (any(&[Atan, Asin, Acos]), include_str!("arc.c")),
        (!program.lookups.is_empty(), include_str!("lookup.c")),
        (draws, include_str!("philox.c")),
        (program.events.iter().any(|event| event.at != Schedule::Every), include_str!("agenda.c")),
    ];
    parts.into_iter().filter(|(wanted, _)| *wanted).map(|(_, text)| text).collect()
}
