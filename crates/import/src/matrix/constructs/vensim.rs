//! Constructs of Vensim's text models.

use super::{Construct, means, silent};

/// A model around equations, unless the example has its own axis of time.
pub(super) fn file(example: &str) -> String {
    let axis = "INITIAL TIME = 0 ~~|\nFINAL TIME = 10 ~~|\nTIME STEP = 1 ~~|\nSAVEPER = TIME STEP ~~|\n";
    let axis = if example.contains("FINAL TIME =") { "" } else { axis };
    format!("{{UTF-8}}\n{axis}{example}")
}

#[rustfmt::skip]
pub(super) const CONSTRUCTS: &[Construct] = &[
    means("Equation `x = ...`, operators, `:AND:`, `:OR:`, `:NOT:`", "x = 2 ^ 3 - IF THEN ELSE(:NOT: 1 > 2 :AND: 2 > 1, 4, 5) ~~|", ""),
    means("Constant that may not be changed, `x == ...`", "x == 3 ~~|", ""),
    means("Level, `INTEG(rate, initial)`", "x = INTEG(1, 0) ~~|", ""),
    means("`INTEG` inside an expression", "x = 1 + INTEG(1, 0) ~~|", ""),
    means("`:NA:`", "x = IF THEN ELSE(Time > 5, :NA:, 1) ~~|", "the number -2^109, as Vensim has it"),
    means("Text in a cell or a string variable, `x = 'text'`", "x = 'text' ~~|", ""),
    means("Names in quotes, with any signs", "\"a | b ~ c\" = 1 ~~|\nx = \"a | b ~ c\" ~~|", ""),
    means("Lookup of pairs, `t((0,0),(1,2))`, with or without its range", "t([(0,0)-(1,2)],(0,0),(1,2)) ~~|\nx = t(.5) ~~|", "held at its ends"),
    means("Lookup as a row of all x and all y", "t(0,1, 0,2) ~~|\nx = t(.5) ~~|", ""),
    means("`WITH LOOKUP(x, (...))`", "x = WITH LOOKUP(Time, ((0,0),(1,2))) ~~|", ""),
    means("Subscripted lookup", "d: a, b ~~|\nt[a]((0,0),(1,2)) ~~|\nt[b]((0,1),(1,3)) ~~|\nx[d] = t[d](.5) ~~|", ""),
    means("Subscript range, `d: a, b, c`", "d: a, b, c ~~|\nx[d] = 1 ~~|", ""),
    means("Numbered range, `d: (a1-a9)`", "d: (a1-a9) ~~|\nx[d] = 1 ~~|", ""),
    means("Range within a range, and a range made of ranges", "d: a, b, c ~~|\ne: a, b ~~|\nf: e, c ~~|\nx[e] = 1 ~~|\nx[c] = 2 ~~|\ny[f] = x[f] ~~|", ""),
    means("Equal ranges, `d <-> e`", "e: a, b ~~|\nd <-> e ~~|\nx[d] = 1 ~~|", ""),
    means("Mapping, `d: a, b -> e`", "d: a, b -> e ~~|\ne: f, g ~~|\ny[d] = 1 ~~|\nx[e] = y[d] ~~|", ""),
    means("Mapping of each element, `-> (e: g, f)`", "d: a, b -> (e: g, f) ~~|\ne: f, g ~~|\ny[d] = 1 ~~|\nx[e] = y[d] ~~|", ""),
    means("An equation for each element or range", "d: a, b, c ~~|\ne: b, c ~~|\nx[a] = 1 ~~|\nx[e] = 2 ~~|", ""),
    means("`:EXCEPT:`", "d: a, b ~~|\nx[d] :EXCEPT: [a] = 1 ~~|\nx[a] = 2 ~~|", ""),
    means("List of numbers, `x[d] = 1, 2, 3`, and rows with `;`", "d: a, b ~~|\nx[d] = 1, 2 ~~|\ny[d, d] = 1, 2; 3, 4; ~~|", ""),
    means("`TABBED ARRAY`", "d: a, b ~~|\nx[d, d] = TABBED ARRAY(1 2\n3 4) ~~|", ""),
    means("A whole range, `SUM(x[d!])`", "d: a, b ~~|\ny[d] = 1 ~~|\nx = SUM(y[d!]) ~~|", ""),
    means("An element as a number, `IF THEN ELSE(d = a, 1, 2)`", "d: a, b ~~|\nx[d] = IF THEN ELSE(d = a, 1, 2) ~~|", "its position in the range"),
    means("An element without an equation that is read", "d: a, b ~~|\ny[a] = 1 ~~|\nx = y[b] ~~|", ""),
    means("Macro, `:MACRO: ... :END OF MACRO:`", ":MACRO: M(a, b)\nM = INTEG(a, b) ~~|\n:END OF MACRO:\nx = M(1, 2) ~~|", ""),
    means("Macro with several outputs, `M(a : b)`", ":MACRO: M(a : b)\nM = a ~~|\nb = 2 * a ~~|\n:END OF MACRO:\nx = M(1 : y) ~~|\nz = y ~~|", ""),
    means("Subscripts inside a macro", "d: a, b ~~|\n:MACRO: M(p)\nq[d] = p ~~|\nM = SUM(q[d!]) ~~|\n:END OF MACRO:\nx = M(1) ~~|", ""),
    means("Data variable, without an equation", "seen ~~|\nx = seen ~~|", "from `data.tab` or `data.csv` beside the model, or `--data`"),
    means("`:RAW:`, `:INTERPOLATE:`, `:HOLD BACKWARD:`, `:LOOK FORWARD:`", "seen :HOLD BACKWARD: ~~|\nx = seen ~~|", ""),
    means("`GET XLS DATA`, `GET DIRECT DATA`", "x := GET DIRECT DATA('d.csv', ',', 'A', 'B2') ~~|", "from .xlsx, .xls, .ods, .csv and .tab"),
    means("`GET XLS CONSTANTS`, `GET DIRECT CONSTANTS`", "x = GET DIRECT CONSTANTS('d.csv', ',', 'B2') ~~|", ""),
    means("`GET XLS LOOKUPS`, `GET DIRECT LOOKUPS`", "t(GET DIRECT LOOKUPS('d.csv', ',', 'A', 'B2')) ~~|\nx = t(.5) ~~|", ""),
    means("`GET XLS SUBSCRIPT`, `GET DIRECT SUBSCRIPT`", "d: GET DIRECT SUBSCRIPT('d.csv', ',', 'C2', 'C', '') ~~|\nx[d] = 1 ~~|", ""),
    means("`FINAL TIME` computed from constants and initial values", "y = 4 ~~|\nINITIAL TIME = 0 ~~|\nFINAL TIME = 2 * y ~~|\nTIME STEP = 1 ~~|\nSAVEPER = 2 ~~|\n", ""),
    means("A step, a last instant or an interval of saving that changes during the run", "INITIAL TIME = 0 ~~|\nFINAL TIME = 9 ~~|\nTIME STEP = IF THEN ELSE(Time > 5, 1, 0.5) ~~|\nSAVEPER = 1 ~~|\n", ""),
    means("Equations that depend on themselves at one instant", "x = y ~~|\ny = x ~~|", ""),
    means("Method of integration in the settings", "x = INTEG(1, 0) ~~|\n\\\\\\---/// Sketch\n///---\\\\\\\n:L<%^E!@\n15:0,0,0,5,0,0\n", "Euler, and Runge and Kutta of second and fourth order; a step that adapts itself is warned of and held fixed"),
    silent("Reality check, `:THE CONDITION: ... :IMPLIES:`, `:TEST INPUT:`", "y = 1 ~~|\nc :THE CONDITION: y = 0 :IMPLIES: y = 1 ~~|", ""),
    silent("Units, ranges of values and comments", "x = 1 ~ Person [0,9] ~ A comment |", "`check` reads the units"),
    silent("`:SUPPLEMENTARY`", "x = 1 ~~ ~ :SUPPLEMENTARY |", ""),
    silent("Groups", "****\n\t.Farm\n****~\n\tA note\n|\nx = 1 ~~|", ""),
    silent("Sketches and settings of windows", "x = 1 ~~|\n\\\\\\---/// Sketch information\nV300\n", ""),
];
