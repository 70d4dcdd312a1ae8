//! A set of slots: they are numbered without gaps, so a vector does it.

use milepost_ir::Slot;

/// A set of slots.
#[derive(Clone, Debug, Default)]
pub(crate) struct SlotSet(Vec<bool>);

impl SlotSet {
    pub(crate) fn insert(&mut self, slot: Slot) {
        let slot = slot as usize;
        if slot >= self.0.len() {
            self.0.resize(slot + 1, false);
        }
        self.0[slot] = true;
    }

    /// Takes a slot out; whether it was there.
    pub(crate) fn remove(&mut self, slot: Slot) -> bool {
        self.0.get_mut(slot as usize).is_some_and(std::mem::take)
    }

    pub(crate) fn contains(&self, slot: Slot) -> bool {
        self.0.get(slot as usize).copied().unwrap_or(false)
    }

    /// All of them, ascending.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Slot> + '_ {
        self.0.iter().enumerate().filter(|(_, there)| **there).map(|(slot, _)| slot as Slot)
    }

    pub(crate) fn union(mut self, other: &SlotSet) -> SlotSet {
        self.extend(other.iter());
        self
    }
}

impl Extend<Slot> for SlotSet {
    fn extend<I: IntoIterator<Item = Slot>>(&mut self, slots: I) {
        slots.into_iter().for_each(|slot| self.insert(slot));
    }
}

impl FromIterator<Slot> for SlotSet {
    fn from_iter<I: IntoIterator<Item = Slot>>(slots: I) -> SlotSet {
        let mut set = SlotSet::default();
        set.extend(slots);
        set
    }
}
