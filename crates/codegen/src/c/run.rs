//! The run of one member, and what depends on the time alone.

use std::fmt::Write as _;

use milepost_ir::{Draw, Method, Op, Program, Schedule, Slot};

use super::list::{Slots, needed};
use super::number::real;
use super::op;

/// Above this many ops slots are an array and lists of ops functions of their own: compilers take very long over
/// functions of tens of thousands of variables.
const MOST_OPS: usize = 6000;
/// Ops in one of those functions.
const FUNCTION: usize = 500;

/// Writes `prepare` and `run`.
pub(super) fn run(text: &mut String, program: &Program) {
    let ops = program.rates.len() + program.once.len() + program.timed.len();
    let mut constants = vec![None; program.slots as usize];
    for &(slot, value) in &program.constants {
        constants[slot as usize] = Some(real(value));
    }
    let shown = Slots::of(program, program.shared.iter().copied().chain(program.time));
    let shown = (0..program.slots).filter(|&slot| shown.contains(slot)).collect();
    let large = ops > MOST_OPS;
    let mut writer = Writer { program, constants, shown, large, functions: String::new(), count: 0 };
    let body = writer.body();
    let prepare = writer.prepare();
    if large {
        let stocks = program.stocks.len().max(1);
        let latches = writer.latches().max(1);
        let _ = writeln!(text, "static UNUSED double s[{}], next[{latches}];", program.slots.max(1));
        let _ = writeln!(text, "static UNUSED double r[{stocks}], from[{stocks}], sum[{stocks}];");
    }
    for (i, ring) in program.rings.iter().enumerate() {
        if ring.length <= program.clock.steps {
            let _ = writeln!(text, "static double ring{i}[{}];", ring.length);
        }
    }
    text.push_str(&writer.functions);
    text.push_str(&prepare);
    text.push_str(&body);
}

struct Writer<'p> {
    program: &'p Program,
    /// By slot, the constant in it.
    constants: Vec<Option<String>>,
    /// Slots that depend on the time alone.
    shown: Vec<Slot>,
    large: bool,
    /// Functions of parts of lists, where the program is large.
    functions: String,
    count: usize,
}

impl Writer<'_> {
    fn read(&self, slot: Slot) -> String {
        self.constants[slot as usize].clone().unwrap_or_else(|| self.variable("s", slot as usize))
    }

    fn variable(&self, name: &str, index: usize) -> String {
        if self.large { format!("{name}[{index}]") } else { format!("{name}{index}") }
    }

    fn set(&self, slot: Slot, value: &str) -> String {
        format!("{} = {value};", self.variable("s", slot as usize))
    }

    fn ops(&self, ops: &[Op]) -> Vec<String> {
        ops.iter().map(|op| self.set(op.dst, &op::value(op, |slot| self.read(slot)))).collect()
    }

    fn draws(&self, draws: &[Draw], step: &str) -> Vec<String> {
        let draw =
            |d: &Draw| self.set(d.slot, &format!("mp_uniform(seed, UINT64_C({:#018x}), member, {step})", d.stream));
        draws.iter().map(draw).collect()
    }

    fn latches(&self) -> usize {
        self.program.events.iter().map(|event| event.latches.len()).sum()
    }

    /// Rows of the table of times for each step.
    fn rows(&self) -> u32 {
        if self.program.method == Method::Rk4 { 2 } else { 1 }
    }

    /// Statements in order, at a depth; calls of functions where the program is large.
    fn block(&mut self, depth: usize, lines: &[String]) -> String {
        let indent = "    ".repeat(depth);
        if !self.large {
            return lines.iter().fold(String::new(), |text, line| text + &indent + line + "\n");
        }
        let mut calls = String::new();
        for part in lines.chunks(FUNCTION) {
            let name = format!("part_{}", self.count);
            self.count += 1;
            let _ = writeln!(self.functions, "\nstatic void {name}(void) {{\n    {}\n}}", part.join("\n    "));
            let _ = writeln!(calls, "{indent}{name}();");
        }
        calls
    }

    /// One statement for each stock.
    fn stocks(&mut self, depth: usize, statement: impl Fn(&Self, usize) -> String) -> String {
        let lines: Vec<String> = (0..self.program.stocks.len()).map(|i| statement(self, i)).collect();
        self.block(depth, &lines)
    }

    /// Puts the slopes of the stocks aside.
    fn slopes(&mut self, depth: usize) -> String {
        self.stocks(depth, |w, i| format!("{} = {};", w.variable("r", i), w.read(w.program.stocks[i].rate)))
    }

    /// Sets what depends on the time alone from a row of the table of times.
    fn show(&self, depth: usize, row: &str) -> String {
        let indent = "    ".repeat(depth);
        let width = self.shown.len();
        let line = |(i, &slot): (usize, &Slot)| {
            format!("{indent}{}\n", self.set(slot, &format!("times[(size_t)({row}) * {width} + {i}]")))
        };
        self.shown.iter().enumerate().map(line).collect()
    }

    /// The table of times.
    fn prepare(&mut self) -> String {
        if self.shown.is_empty() {
            return "\nstatic int prepare(void) { return 1; }\n".into();
        }
        let program = self.program;
        let (width, rows) = (self.shown.len(), self.rows());
        let mut text = String::from("\nstatic double *times;\n\nstatic int prepare(void) {\n");
        let _ = writeln!(text, "    times = malloc(sizeof(double) * ((size_t)STEPS * {rows} + 1) * {width});");
        text.push_str("    if (!times) return 0;\n");
        let known = program.timed.iter().flat_map(|op| op::reads(op).chain([op.dst]));
        text.push_str(&self.declared(Slots::of(program, known.chain(self.shown.iter().copied()))));
        let _ = writeln!(text, "    for (size_t row = 0; row <= (size_t)STEPS * {rows}; row++) {{");
        if let Some(time) = program.time {
            let value = format!("START + ((double)row / {rows}.0) * STEP");
            let _ = writeln!(text, "        {}", self.set(time, &value));
        }
        let lines = self.ops(&program.timed);
        text.push_str(&self.block(2, &lines));
        for (i, &slot) in self.shown.iter().enumerate() {
            let _ = writeln!(text, "        times[row * {width} + {i}] = {};", self.read(slot));
        }
        text.push_str("    }\n    return 1;\n}\n");
        text
    }

    /// Slots as variables, 0 at first.
    fn declared(&self, slots: Slots) -> String {
        if self.large {
            return String::new();
        }
        let free = |slot: &Slot| slots.contains(*slot) && self.constants[*slot as usize].is_none();
        let names: Vec<String> = (0..self.program.slots).filter(free).map(|s| format!("s{s} = 0.0")).collect();
        names.chunks(12).map(|row| format!("    double {};\n", row.join(", "))).collect()
    }

    /// Every slot that the run of a member uses.
    fn used(&self) -> Slots {
        let program = self.program;
        let events = || program.events.iter();
        let ops = program.once.iter().chain(&program.rates).chain(events().flat_map(|event| &event.ops));
        let mut slots = Slots::of(program, ops.flat_map(|op| op::reads(op).chain([op.dst])));
        slots.extend(program.draws.iter().chain(events().flat_map(|event| &event.draws)).map(|draw| draw.slot));
        slots.extend(program.stocks.iter().flat_map(|stock| [stock.slot, stock.initial, stock.rate]));
        let latches = events().flat_map(|event| &event.latches);
        slots.extend(latches.flat_map(|latch| [latch.slot, latch.initial, latch.next]));
        slots.extend(program.rings.iter().flat_map(|ring| [ring.input, ring.initial, ring.output]));
        slots.extend(program.outputs.iter().chain(&program.saved).map(|output| output.slot));
        slots.extend(self.shown.iter().copied());
        slots
    }

    fn body(&mut self) -> String {
        let program = self.program;
        let mut text = String::from(
            "\n/* Runs a member; returns the number of a stock that does not stay finite, or -1. */\n\
             static int run(uint64_t seed, uint32_t member, double *saved, double *outputs) {\n    \
             (void)seed, (void)member, (void)saved, (void)outputs;\n",
        );
        if self.large {
            text.push_str("    memset(s, 0, sizeof s);\n");
        } else {
            text.push_str(&self.declared(self.used()));
            let own =
                |name: &str, n: usize| (0..n).map(|i| format!("    double {name}{i} = 0.0;\n")).collect::<String>();
            text.push_str(&own("next", self.latches()));
            text.push_str(&own("r", program.stocks.len()));
            if program.method != Method::Euler {
                text.push_str(&own("from", program.stocks.len()));
                text.push_str(&own("sum", program.stocks.len()));
            }
        }
        for (i, event) in program.events.iter().enumerate() {
            if event.at != Schedule::Every {
                let _ = writeln!(text, "    const uint32_t *dates{i} = DATES{i};");
            }
        }
        text.push_str(&self.start());
        text.push_str("    for (uint32_t n = 0;; n++) {\n");
        text.push_str(&self.step());
        text.push_str("    }\n");
        for (k, output) in program.outputs.iter().enumerate() {
            let _ = writeln!(text, "    outputs[{k}] = tidy({});", self.read(output.slot));
        }
        for (i, stock) in program.stocks.iter().enumerate().filter(|(_, stock)| stock.finite) {
            let slot = self.read(stock.slot);
            let _ = writeln!(text, "    if ({slot} - {slot} != 0.0) return {i};");
        }
        text.push_str("    return -1;\n}\n");
        text
    }

    /// Up to the first step.
    fn start(&mut self) -> String {
        let program = self.program;
        let draws = self.draws(&program.draws, "UINT32_MAX");
        let mut text: String = draws.iter().map(|line| format!("    {line}\n")).collect();
        text.push_str(&self.show(1, "0"));
        let mut lines = self.ops(&program.once);
        let stocks = program.stocks.iter().map(|stock| (stock.slot, stock.initial));
        let latches = program.events.iter().flat_map(|event| &event.latches).map(|latch| (latch.slot, latch.initial));
        let rings = program.rings.iter().map(|ring| (ring.output, ring.initial));
        lines.extend(stocks.chain(latches).chain(rings).map(|(to, from)| self.set(to, &self.read(from))));
        text.push_str(&self.block(1, &lines));
        text
    }

    /// What happens at step n.
    fn step(&mut self) -> String {
        let program = self.program;
        let mut text = String::from("        const int keep = n % SAVE_EVERY == 0 || n == STEPS;\n");
        let mut dated = String::new();
        for (i, event) in program.events.iter().enumerate() {
            if event.at != Schedule::Every {
                let _ = writeln!(text, "        const int due{i} = due(&dates{i}, n);");
                let _ = write!(dated, " || due{i}");
            }
        }
        let (full, lean) = (self.ops(&program.rates), self.ops(&needed(program, true)));
        let _ = writeln!(text, "        if (keep{dated}) {{");
        text.push_str(&self.block(3, &full));
        text.push_str("        } else {\n");
        text.push_str(&self.block(3, &lean));
        text.push_str("        }\n        if (keep) {\n");
        for output in &program.saved {
            let _ = writeln!(text, "            *saved++ = tidy({});", self.read(output.slot));
        }
        text.push_str("        }\n");
        text.push_str(&self.slopes(2));
        for (i, ring) in program.rings.iter().enumerate().filter(|(_, ring)| ring.length <= program.clock.steps) {
            let _ = writeln!(text, "        ring{i}[n % {}] = {};", ring.length, self.read(ring.input));
        }
        let changes = self.events(&mut text);
        text.push_str("        if (n == STEPS) {\n");
        text.push_str(&changes);
        text.push_str("            break;\n        }\n");
        text.push_str(&self.integrate());
        for (i, ring) in program.rings.iter().enumerate().filter(|(_, ring)| ring.length <= program.clock.steps) {
            let length = ring.length;
            let out = self.set(ring.output, &format!("ring{i}[(n + 1) % {length}]"));
            let _ = writeln!(text, "        if (n + 1 >= {length}) {out}");
        }
        text.push_str(&changes);
        let row = format!("(size_t)(n + 1) * {}", self.rows());
        text.push_str(&self.show(2, &row));
        text
    }

    /// The events' ops; returns the changes of their latches, which come with the stocks' step.
    fn events(&mut self, text: &mut String) -> String {
        let program = self.program;
        let mut changes = String::new();
        let mut latch = 0;
        for (i, event) in program.events.iter().enumerate() {
            let when = if event.at == Schedule::Every { String::new() } else { format!("if (due{i}) ") };
            let draws = self.draws(&event.draws, "n");
            let _ = writeln!(text, "        {when}{{");
            draws.iter().for_each(|line| {
                let _ = writeln!(text, "            {line}");
            });
            let mut lines = self.ops(&event.ops);
            let mut set = Vec::new();
            for l in &event.latches {
                let next = self.variable("next", latch);
                lines.push(format!("{next} = {};", self.read(l.next)));
                set.push(self.set(l.slot, &next));
                latch += 1;
            }
            text.push_str(&self.block(3, &lines));
            text.push_str("        }\n");
            let _ = writeln!(changes, "        {when}{{ {} }}", set.join(" "));
        }
        changes
    }

    /// The stocks' step.
    fn integrate(&mut self) -> String {
        let h = self.program.clock.step;
        let go = |slopes: &'static str, step: String, from: &'static str| {
            move |w: &Self, i: usize| {
                let slot = w.program.stocks[i].slot;
                let from = if from.is_empty() { w.read(slot) } else { w.variable(from, i) };
                w.set(slot, &format!("{} * {step} + {from}", w.variable(slopes, i)))
            }
        };
        if self.program.method == Method::Euler {
            return self.stocks(2, go("r", real(h), ""));
        }
        let mut text =
            self.stocks(2, |w, i| format!("{} = {};", w.variable("from", i), w.read(w.program.stocks[i].slot)));
        let stage = self.ops(&needed(self.program, false));
        let four = self.program.method == Method::Rk4;
        text.push_str(&self.stocks(2, |w, i| format!("{} = {};", w.variable("sum", i), w.variable("r", i))));
        text.push_str(&self.stocks(2, go("r", real(if four { h / 2.0 } else { h }), "from")));
        let last = if four { 3 } else { 1 };
        let _ = writeln!(text, "        for (int stage = 1; stage <= {last}; stage++) {{");
        text.push_str(&self.show(3, if four { "(size_t)n * 2 + (size_t)(stage + 1) / 2" } else { "(size_t)n + 1" }));
        text.push_str(&self.block(3, &stage));
        text.push_str(&self.slopes(3));
        if four {
            text.push_str("            if (stage < 3) {\n                const double step = stage == 1 ? ");
            let _ = writeln!(text, "{} : {};", real(h / 2.0), real(h));
            let lines: Vec<String> = (0..self.program.stocks.len())
                .flat_map(|i| {
                    let (sum, slope) = (self.variable("sum", i), self.variable("r", i));
                    let moved = format!("{slope} * step + {}", self.variable("from", i));
                    [format!("{sum} = {slope} * 2.0 + {sum};"), self.set(self.program.stocks[i].slot, &moved)]
                })
                .collect();
            // The step is a variable of this place: these lines stay here, however many they are.
            lines.iter().for_each(|line| {
                let _ = writeln!(text, "                {line}");
            });
            text.push_str("                continue;\n            }\n");
        }
        text.push_str(&self.stocks(3, |w, i| {
            let sum = w.variable("sum", i);
            format!("{sum} = {sum} + {};", w.variable("r", i))
        }));
        text.push_str(&self.stocks(3, go("sum", real(if four { h / 6.0 } else { h / 2.0 }), "from")));
        text.push_str("        }\n");
        text
    }
}
