//! Sets and maps of nodes: nodes are numbered without gaps, so a vector does it.

use super::Id;

/// A set of nodes.
#[derive(Clone, Debug, Default)]
pub(crate) struct Marks(Vec<bool>);

impl Marks {
    /// Adds a node; whether it is new.
    pub fn insert(&mut self, id: Id) -> bool {
        if id.index() >= self.0.len() {
            self.0.resize(id.index() + 1, false);
        }
        !std::mem::replace(&mut self.0[id.index()], true)
    }

    /// Takes a node out; whether it was there.
    pub fn remove(&mut self, id: Id) -> bool {
        self.0.get_mut(id.index()).is_some_and(std::mem::take)
    }

    pub fn contains(&self, id: Id) -> bool {
        self.0.get(id.index()).copied().unwrap_or(false)
    }
}

impl FromIterator<Id> for Marks {
    fn from_iter<I: IntoIterator<Item = Id>>(ids: I) -> Marks {
        let mut marks = Marks::default();
        ids.into_iter().for_each(|id| {
            marks.insert(id);
        });
        marks
    }
}

/// Something known of some nodes.
#[derive(Clone, Debug)]
pub(crate) struct ById<T>(Vec<Option<T>>);

impl<T> Default for ById<T> {
    fn default() -> ById<T> {
        ById(Vec::new())
    }
}

impl<T: Copy> ById<T> {
    pub fn insert(&mut self, id: Id, value: T) {
        if id.index() >= self.0.len() {
            self.0.resize(id.index() + 1, None);
        }
        self.0[id.index()] = Some(value);
    }

    pub fn get(&self, id: Id) -> Option<T> {
        self.0.get(id.index()).copied().flatten()
    }

    pub fn contains(&self, id: Id) -> bool {
        self.get(id).is_some()
    }

    /// All of them, in the order of nodes.
    pub fn iter(&self) -> impl Iterator<Item = (Id, T)> + '_ {
        self.0.iter().enumerate().filter_map(|(i, value)| Some((Id(i as u32), (*value)?)))
    }
}

impl<T: Copy> FromIterator<(Id, T)> for ById<T> {
    fn from_iter<I: IntoIterator<Item = (Id, T)>>(pairs: I) -> ById<T> {
        let mut map = ById::default();
        pairs.into_iter().for_each(|(id, value)| map.insert(id, value));
        map
    }
}
