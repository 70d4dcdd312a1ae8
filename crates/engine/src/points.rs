use std::collections::BTreeMap;

/// Points of a design: uniform numbers that stand in for what a member would draw before its first step.
///
/// What is drawn later, at a step, still depends on the member's number: members with the same number have the same luck.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Points {
    /// The member of the first row.
    first: u64,
    rows: usize,
    /// By stream, as [`milepost_ir::stream`] names it.
    columns: BTreeMap<u64, Vec<f64>>,
}

impl Points {
    /// Points for members from `first` on: a column of numbers in the open interval (0, 1) for each stream, or
    /// with its ends where what is made of them is finite there.  Members and
    /// streams without a number draw as ever.
    pub fn new(first: u64, columns: impl IntoIterator<Item = (u64, Vec<f64>)>) -> Points {
        let columns: BTreeMap<u64, Vec<f64>> = columns.into_iter().collect();
        Points { first, rows: columns.values().map(Vec::len).min().unwrap_or(0), columns }
    }

    /// All of it as whole numbers in a fixed order: what a hash is made from.
    pub fn words(&self) -> impl Iterator<Item = u64> + '_ {
        let column = |(stream, column): (&u64, &'_ Vec<f64>)| -> Vec<u64> {
            [*stream, column.len() as u64].into_iter().chain(column.iter().map(|value| value.to_bits())).collect()
        };
        [self.first, self.rows as u64, self.columns.len() as u64]
            .into_iter()
            .chain(self.columns.iter().flat_map(column))
    }

    /// The number of a stream for a member, if there is one.
    pub(crate) fn of(&self, stream: u64, member: u64) -> Option<f64> {
        self.from(stream, member).next()?
    }

    /// The numbers of a stream for a member and those that follow.
    pub(crate) fn from(&self, stream: u64, member: u64) -> impl Iterator<Item = Option<f64>> + '_ {
        let column = self.columns.get(&stream);
        (member..).map(move |member| {
            let row = member.checked_sub(self.first)? as usize;
            if row < self.rows { column?.get(row).copied() } else { None }
        })
    }
}
