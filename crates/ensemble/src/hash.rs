//! Hashes that name what a result depends on.

use milepost_ir::{Op, Output, Program, Schedule};
use milepost_syntax::SourceMap;
use sha2::{Digest, Sha256};

/// SHA-256 of a sequence of items.  Every item is written with its length or as eight bytes, so that no two sequences
/// give the same bytes.
#[derive(Clone, Default)]
pub(crate) struct Hasher(Sha256);

impl Hasher {
    /// Adds raw bytes, without their length.
    pub fn raw(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// Adds bytes and their length.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.raw(bytes);
    }

    /// Adds a text.
    pub fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Adds a whole number.
    pub fn number(&mut self, number: u64) {
        self.raw(&number.to_le_bytes());
    }

    /// Adds whole numbers.
    pub fn numbers<const N: usize>(&mut self, numbers: [impl Into<u64>; N]) {
        numbers.into_iter().for_each(|number| self.number(number.into()));
    }

    /// Adds the bits of a number.
    pub fn float(&mut self, number: f64) {
        self.number(number.to_bits());
    }

    /// The hash, hexadecimal.
    pub fn finish(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn list<T>(&mut self, items: &[T], mut each: impl FnMut(&mut Hasher, &T)) {
        self.number(items.len() as u64);
        items.iter().for_each(|item| each(self, item));
    }

    /// Adds all of a program.  Words of the program are spelled out, so that the order in which they are declared
    /// does not matter.
    pub fn program(&mut self, program: &Program) {
        // Every field by name: a new one does not compile until it is hashed.
        let Program {
            clock,
            method,
            slots,
            constants,
            draws,
            time,
            timed,
            shared,
            once,
            rates,
            stocks,
            events,
            rings,
            lookups,
            outputs,
            saved,
            save_every,
        } = program;
        self.float(clock.start);
        self.float(clock.step);
        self.number(clock.steps.into());
        self.text(&format!("{method:?}"));
        self.number((*slots).into());
        self.list(constants, |h, (slot, value)| {
            h.number((*slot).into());
            h.float(*value);
        });
        self.draws(draws);
        self.number(time.map_or(u64::MAX, u64::from));
        self.ops(timed);
        self.list(shared, |h, slot| h.number((*slot).into()));
        self.ops(once);
        self.ops(rates);
        self.list(stocks, |h, stock| {
            h.numbers([stock.slot, stock.initial, stock.rate, stock.finite.into()]);
            h.text(&stock.name);
        });
        self.list(events, |h, event| {
            match &event.at {
                Schedule::Every => h.text("every"),
                Schedule::Steps(steps) => h.list(steps, |h, step| h.number((*step).into())),
            }
            h.draws(&event.draws);
            h.ops(&event.ops);
            h.list(&event.latches, |h, latch| {
                h.numbers([latch.slot, latch.initial, latch.next]);
            });
        });
        self.list(rings, |h, ring| {
            h.numbers([ring.length, ring.input, ring.initial, ring.output]);
        });
        self.list(lookups, |h, lookup| {
            h.list(&lookup.x, |h, x| h.float(*x));
            h.list(&lookup.y, |h, y| h.float(*y));
            h.number(lookup.step.into());
        });
        self.outputs(outputs);
        self.outputs(saved);
        self.number((*save_every).into());
    }

    fn draws(&mut self, draws: &[milepost_ir::Draw]) {
        self.list(draws, |h, draw| {
            h.number(draw.slot.into());
            h.number(draw.stream);
        });
    }

    fn ops(&mut self, ops: &[Op]) {
        self.list(ops, |h, op| {
            h.text(&format!("{:?}", op.code));
            h.numbers([op.dst, op.a, op.b, op.c]);
        });
    }

    fn outputs(&mut self, outputs: &[Output]) {
        self.list(outputs, |h, output| {
            h.text(&output.name);
            h.number(output.slot.into());
        });
    }
}

/// The SHA-256 of some bytes, hexadecimal.
pub(crate) fn hash_of(bytes: &[u8]) -> String {
    let mut hasher = Hasher::default();
    hasher.raw(bytes);
    hasher.finish()
}

/// One hash of all files of a strategy, in the order in which they were read.
pub fn hash_of_files(sources: &SourceMap) -> String {
    let mut hasher = Hasher::default();
    for (_, source) in sources.files() {
        hasher.text(&source.path);
        hasher.text(&source.text);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sha256_of_nothing_and_of_abc() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(hash_of(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(hash_of(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }

    #[test]
    fn where_one_item_ends_and_the_next_begins_matters() {
        let of = |items: &[&str]| {
            let mut hasher = Hasher::default();
            items.iter().for_each(|item| hasher.text(item));
            hasher.finish()
        };
        assert_ne!(of(&["ab", "c"]), of(&["a", "bc"]));
        assert_ne!(of(&["ab"]), of(&["ab", ""]));
    }

    #[test]
    fn files_are_named_and_ordered() {
        let of = |files: &[(&str, &str)]| {
            let mut sources = SourceMap::default();
            files.iter().for_each(|(path, text)| {
                sources.add(*path, *text);
            });
            hash_of_files(&sources)
        };
        let one = of(&[("a.mile", "x"), ("b.mile", "y")]);
        assert_eq!(one, of(&[("a.mile", "x"), ("b.mile", "y")]));
        assert_ne!(one, of(&[("a.mile", "y"), ("b.mile", "x")]));
        assert_ne!(one, of(&[("a.mile", "xb.miley")]));
    }
}
