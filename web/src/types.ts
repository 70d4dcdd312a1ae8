// What the server sends and takes: written from crates/serve/src/types.rs, as
// `MILEPOST_TYPES=write cargo test -p milepost-serve types` does.

export type Position = number | string;

export type Range = { 
/**
 * Least.
 */
min: number, 
/**
 * Most.
 */
max: number, 
/**
 * Where it stands if nobody moves it.
 */
default: number, 
/**
 * Step of a slider; 0 for any.
 */
step: number, };

export type Kind = { "number": Range } | { "choice": { 
/**
 * The words.
 */
options: Array<string>, } };

export type Lever = { 
/**
 * Name.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * The element that it belongs to.
 */
element: string | null, 
/**
 * Who moves it.
 */
actor: string | null, 
/**
 * Unit of its numbers.
 */
unit: string, 
/**
 * What it can be.
 */
kind: Kind, 
/**
 * Words for positions, evenly spread from the least to the most; empty where a choice names itself.
 */
words: Array<string>, 
/**
 * Where each pathway puts it from the decision on, before recommendations and later stages.
 */
values: { [key in string]: Position }, };

export type LeverSheet = { 
/**
 * Every lever, in declared order.
 */
levers: Array<Lever>, };

export type Move = { 
/**
 * The pathway.
 */
pathway: string, 
/**
 * The levers that are moved; all others stand as in the pathway.
 */
levers: Array<[string, Position]>, 
/**
 * Futures to run: 256 or 1000.
 */
futures: number, 
/**
 * Who asks, as they call themselves: a newer move of the same viewer takes the place of one that waits.
 */
viewer?: string, };

export type Numbers = { 
/**
 * The median; for what is so or not, the share of futures in which it is so.
 */
typical: number | null, 
/**
 * One future in ten is worse.
 */
bad: number | null, 
/**
 * One future in ten is better.
 */
good: number | null, 
/**
 * Share of futures that are acceptable.
 */
share_acceptable: number | null, };

export type Measured = { 
/**
 * Name.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * Unit of the numbers.
 */
unit: string, 
/**
 * Unchanged.
 */
before: Numbers, 
/**
 * The median; for what is so or not, the share of futures in which it is so.
 */
typical: number | null, 
/**
 * One future in ten is worse.
 */
bad: number | null, 
/**
 * One future in ten is better.
 */
good: number | null, 
/**
 * Share of futures that are acceptable.
 */
share_acceptable: number | null, };

export type Beginning = "start" | "decision";

export type Moved = { 
/**
 * Futures that were run.
 */
futures: number, 
/**
 * Seconds from when it was asked until it was answered.
 */
seconds: number, 
/**
 * From which moment on futures were run.
 */
from: Beginning, 
/**
 * Every measure, as moved and unchanged.
 */
measures: Array<Measured>, 
/**
 * The measures as a table: HTML.
 */
table: string, 
/**
 * Charts, as moved with the unchanged pathway as a line: HTML.
 */
charts: Array<string>, 
/**
 * The command that gives the same numbers.
 */
command: string, };

export type AxisKind = "uncertainty" | "measure";

export type Better = "high" | "low";

export type Axis = { 
/**
 * Name.
 */
name: string, 
/**
 * Title.
 */
title: string, 
/**
 * Unit of the numbers.
 */
unit: string, 
/**
 * What it is.
 */
kind: AxisKind, 
/**
 * Least known number.
 */
min: number, 
/**
 * Greatest known number.
 */
max: number, 
/**
 * Which end is better, of a measure.
 */
better: Better | null, 
/**
 * The bar that is acceptable, of a measure that has one.
 */
bar: number | null, };

export type Outcomes = { 
/**
 * One for each column.
 */
axes: Array<Axis>, 
/**
 * Numbers in a column.
 */
rows: number, 
/**
 * The futures of the rows; `null` where row k is future k.
 */
members: Array<number> | null, };

export type Scenario = { 
/**
 * Name.
 */
name: string, 
/**
 * Pathway.
 */
pathway: string, 
/**
 * The levers that are moved.
 */
levers: Array<[string, Position]>, };

export type Event = { 
/**
 * Grows whenever something else is served.
 */
version: number, 
/**
 * What is wrong with the files, as the terminal shows it; the last good state is served meanwhile.
 */
diagnostics: string | null, 
/**
 * What the reader should know, in a sentence each.
 */
notes: Array<string>, };
