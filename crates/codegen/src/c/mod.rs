//! C99.
//!
//! The text is in parts: the functions of the ops that are used (`*.c` beside this file), the program's tables,
//! the run of one member ([`run`]) and a `main` that runs as many as are asked for.

mod list;
mod number;
mod op;
mod parts;
mod run;
mod tables;

use std::fmt::Write as _;

use milepost_ir::Program;

use number::{quoted, real};

/// A program in C99: `MEMBERS SEED FIRST` on its command line, CSV on its output, every saved value of every member.
/// Compile it without contraction of products and sums (`-ffp-contract=off`) and without fast-math.
pub fn c(program: &Program, title: &str) -> String {
    let mut text = String::new();
    // A title could end the comment or the line.
    let title: String = title.chars().filter(|c| !c.is_control()).collect::<String>().replace("*/", "* /");
    let _ = writeln!(text, "/* {title}\n *");
    text.push_str(
        " * Written by milepost codegen.  The operations and their order are those of milepost's engine, so the bits are.\n \
         *\n \
         *     cc -std=c99 -O3 -ffp-contract=off -o model model.c -lm\n \
         *     ./model [MEMBERS [SEED [FIRST]]]    every saved value of every member, as CSV\n \
         *     ./model time MEMBERS [SEED]         seconds of CPU time, and the mean of the last values\n \
         */\n",
    );
    text.push_str(include_str!("begin.c"));
    for part in parts::used(program) {
        text.push('\n');
        text.push_str(part);
    }
    let clock = program.clock;
    let saved_times = clock.steps.div_ceil(program.save_every) as usize + 1;
    let _ = write!(
        text,
        "\nenum {{ STEPS = {}, SAVE_EVERY = {}, SAVED = {}, SAVED_TIMES = {saved_times}, OUTPUTS = {} }};\n",
        clock.steps,
        program.save_every,
        program.saved.len(),
        program.outputs.len(),
    );
    let _ = write!(text, "static const double START = {}, STEP = {};\n\n", real(clock.start), real(clock.step));
    names(&mut text, "SAVED_NAMES", program.saved.iter().map(|o| o.name.as_str()));
    names(&mut text, "OUTPUT_NAMES", program.outputs.iter().map(|o| o.name.as_str()));
    names(&mut text, "STOCK_NAMES", program.stocks.iter().map(|s| s.name.as_str()));
    tables::tables(&mut text, program);
    run::run(&mut text, program);
    text.push_str(include_str!("main.c"));
    text
}

/// A list of names; never empty, which C does not allow.
fn names<'n>(text: &mut String, list: &str, names: impl Iterator<Item = &'n str>) {
    let _ = write!(text, "static const char *const {list}[] = {{");
    for name in names {
        let _ = write!(text, "{}, ", quoted(name));
    }
    text.push_str("\"\"};\n");
}
