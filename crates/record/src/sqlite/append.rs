//! Recording a batch in one transaction.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use jiff::civil::Date;
use rusqlite::{Connection, Statement, TransactionBehavior, params};

use super::cells::Change;
use super::read::Reader;
use super::{Sqlite, ids, open};
use crate::batch;
use crate::error::{Error, Refusal};
use crate::event::{BATCH, Count, Draft, Event};
use crate::key::Key;
use crate::merkle::{Frontier, leaf_hash};
use crate::store::{Appended, Lookup, Source};

/// Changes of cells, and numbers of names and cells, that are kept in memory at most.
const MOST_KEPT: usize = 1 << 16;

/// Whose events are taken.
#[derive(Clone, Copy)]
pub enum From<'k> {
    /// New ones, signed or not.
    Drafts(Option<&'k Key>),
    /// Those of another record, with its own among them.
    Record,
}

pub fn append(record: &mut Sqlite, source: &mut dyn Source, from: From) -> Result<Appended, Error> {
    let key = if let From::Drafts(key) = from { key } else { None };
    let (file, origin) = (record.file.clone(), record.origin.clone());
    let transaction = record.connection.transaction_with_behavior(TransactionBehavior::Immediate);
    // Dropped without a commit, it undoes everything.
    let transaction = transaction.map_err(|e| open::told(&file, e))?;
    let mut writing = Writing::new(&file, &transaction)?;
    let first = writing.tree.size();
    let mut signing = Frontier::default();
    let mut known = Date::MIN;
    while let Some(draft) = source.next(&writing) {
        let draft = draft.map_err(Error::Source)?;
        let place = writing.tree.size() - first + 1;
        known = known.max(draft.known);
        if draft.kind == BATCH && !matches!(from, From::Record) {
            return Err(Error::Draft { place, why: Refusal::Reserved(BATCH.into()) });
        }
        writing.draft(&draft, place)?;
        if key.is_some() {
            signing.push(writing.last_leaf());
        }
    }
    let events = writing.tree.size() - first;
    if let Some(key) = key.filter(|_| events > 0) {
        let draft = batch::draft(&origin, first, signing.head(), known, key);
        writing.draft(&draft, events + 1)?;
    }
    writing.flush()?;
    let head = writing.tree.head();
    drop(writing);
    transaction.commit().map_err(|e| open::told(&file, e))?;
    Ok(Appended { first, events, head })
}

/// Whether counts are added or taken away.
#[derive(Clone, Copy)]
enum Sign {
    Plus,
    Minus,
}

impl Sign {
    /// What figures and numbers of rows are multiplied with.
    fn times(self) -> (f64, i64) {
        match self {
            Sign::Plus => (1.0, 1),
            Sign::Minus => (-1.0, -1),
        }
    }
}

/// The statements that run for every draft; looking them up each time would take longer than some of them.
struct Statements<'a> {
    event: Statement<'a>,
    named: Statement<'a>,
    counted: Statement<'a>,
}

impl<'a> Statements<'a> {
    fn new(connection: &'a Connection) -> rusqlite::Result<Statements<'a>> {
        Ok(Statements {
            event: connection.prepare("INSERT OR FAIL INTO event VALUES (?, ?, ?, ?, ?, ?)")?,
            named: connection.prepare("INSERT OR IGNORE INTO named VALUES (?, ?)")?,
            // An event may count twice in one cell.
            counted: connection.prepare("INSERT OR IGNORE INTO counted VALUES (?, ?)")?,
        })
    }
}

/// A batch on its way into the record.
struct Writing<'a> {
    reader: Reader<'a>,
    statements: Statements<'a>,
    tree: Frontier,
    leaf: crate::Hash,
    names: HashMap<String, i64>,
    cells: HashMap<(i64, i64, Date), i64>,
    /// By cell and the day on which the change was known, in the order in which they are written.
    changes: BTreeMap<(i64, Date), Change>,
    /// Cells and the events that count in them; written in order, neighbours land on the same page.
    counted: Vec<(i64, i64)>,
    data: String,
}

impl Lookup for Writing<'_> {
    fn event(&self, seq: u64) -> Result<Option<Event>, Error> {
        self.reader.event(seq)
    }

    fn by_id(&self, subject: &str, id: &str) -> Result<Option<Event>, Error> {
        self.reader.by_id(subject, id)
    }
}

impl<'a> Writing<'a> {
    fn new(file: &'a Path, connection: &'a Connection) -> Result<Writing<'a>, Error> {
        let reader = Reader { file, connection };
        Ok(Writing {
            tree: reader.frontier()?,
            leaf: crate::merkle::empty_root(),
            statements: Statements::new(connection).map_err(|e| open::told(file, e))?,
            reader,
            names: HashMap::new(),
            cells: HashMap::new(),
            changes: BTreeMap::new(),
            counted: Vec::new(),
            data: String::new(),
        })
    }

    fn last_leaf(&self) -> crate::Hash {
        self.leaf
    }

    fn run(&self, sql: &str, params: impl rusqlite::Params) -> Result<usize, Error> {
        let run = || self.reader.connection.prepare_cached(sql)?.execute(params);
        run().map_err(|e| open::told(self.reader.file, e))
    }

    /// Records one draft; `place` is its number in the batch, for messages.
    fn draft(&mut self, draft: &Draft, place: u64) -> Result<(), Error> {
        let refused = |why| Error::Draft { place, why };
        draft.check().map_err(refused)?;
        let seq = self.tree.size();
        let mut data = std::mem::take(&mut self.data);
        data.clear();
        draft.canonical(seq, &mut data).map_err(refused)?;
        self.leaf = leaf_hash(data.as_bytes());
        let completed = self.tree.push(self.leaf);
        let hashes = completed.iter().map(|hash| hash.0.as_slice()).collect::<Vec<_>>().concat();
        let (kind, subject) = (self.name(&draft.kind)?, self.name(&draft.subject)?);
        let known = draft.known.to_string();
        let inserted = self.statements.event.execute(params![seq.cast_signed(), kind, subject, known, hashes, data]);
        inserted.map_err(|e| open::told(self.reader.file, e))?;
        self.data = data;
        if let Some(old) = draft.supersedes {
            self.supersede(draft, seq, old, subject)?.map_err(refused)?;
        }
        if let Some(id) = &draft.id {
            self.take_id(draft, id, seq)?.map_err(refused)?;
        }
        let cells = self.change(&draft.counts, subject, draft.known, Sign::Plus)?;
        self.counted.extend(cells.into_iter().map(|cell| (cell, seq.cast_signed())));
        if self.changes.len().max(self.counted.len()) > MOST_KEPT {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes down that `old` counts no more from the draft's known date on.
    fn supersede(&mut self, draft: &Draft, seq: u64, old: u64, subject: i64) -> Result<Result<(), Refusal>, Error> {
        // The draft itself is in the record by now.
        let Some(before) = self.reader.event(old)?.filter(|e| e.seq != seq) else {
            return Ok(Err(Refusal::SupersedesNothing(old)));
        };
        if before.kind == BATCH {
            return Ok(Err(Refusal::SupersedesBatch(old)));
        }
        if before.subject != draft.subject {
            return Ok(Err(Refusal::SupersedesOther { seq: old, subject: before.subject }));
        }
        if before.known > draft.known {
            return Ok(Err(Refusal::SupersedesLater { seq: old, before: before.known, known: draft.known }));
        }
        if let Some(by) = self.reader.superseded_by(old)? {
            return Ok(Err(Refusal::SupersedesSuperseded { seq: old, by }));
        }
        self.run(
            "INSERT INTO superseded VALUES (?, ?, ?)",
            params![old.cast_signed(), seq.cast_signed(), draft.known.to_string()],
        )?;
        self.change(&before.counts, subject, draft.known, Sign::Minus)?;
        Ok(Ok(()))
    }

    /// Gives the id to the draft, if no live event has it.
    fn take_id(&mut self, draft: &Draft, id: &str, seq: u64) -> Result<Result<(), Refusal>, Error> {
        let key = ids::key(&draft.subject, id);
        let inserted = self.statements.named.execute(params![key, seq.cast_signed()]);
        if inserted.map_err(|e| open::told(self.reader.file, e))? > 0 {
            return Ok(Ok(()));
        }
        let (key, last) = ids::find(&self.reader, &draft.subject, id)?;
        if let Some(last) = last
            && self.reader.superseded_by(last.seq)?.is_none()
        {
            return Ok(Err(Refusal::Taken { subject: draft.subject.clone(), id: id.into(), seq: last.seq }));
        }
        self.run("INSERT OR REPLACE INTO named VALUES (?, ?)", params![key, seq.cast_signed()])?;
        Ok(Ok(()))
    }

    /// Adds the counts of one event to the changes of a day, or takes them away; gives their cells.
    fn change(&mut self, counts: &[Count], subject: i64, known: Date, sign: Sign) -> Result<Vec<i64>, Error> {
        let mut cells = Vec::with_capacity(counts.len());
        for count in counts {
            let cell = self.cell(subject, count)?;
            let change = self.changes.entry((cell, known)).or_default();
            let (figure, row) = sign.times();
            change.low.add(figure * count.low);
            change.best.add(figure * count.best);
            change.high.add(figure * count.high);
            if !cells.contains(&cell) {
                change.rows += row;
            }
            cells.push(cell);
        }
        Ok(cells)
    }

    /// Writes what is kept in memory.
    fn flush(&mut self) -> Result<(), Error> {
        self.counted.sort_unstable();
        for (cell, seq) in self.counted.drain(..) {
            let inserted = self.statements.counted.execute(params![cell, seq]);
            inserted.map_err(|e| open::told(self.reader.file, e))?;
        }
        for ((cell, known), change) in std::mem::take(&mut self.changes) {
            self.write_change(cell, &known.to_string(), change)?;
        }
        Ok(())
    }

    fn write_change(&self, cell: i64, known: &str, mut change: Change) -> Result<(), Error> {
        let sql = "SELECT low, best, high, rows FROM change WHERE cell = ? AND known = ?";
        let before = self.reader.one(sql, params![cell, known], |row| {
            let text = |i: usize| row.get::<_, String>(i);
            Ok(Change::parse(&text(0)?, &text(1)?, &text(2)?, row.get(3)?))
        })?;
        if let Some(before) = before {
            change.add(&before.ok_or_else(|| open::damaged(self.reader.file, "a sum cannot be read"))?);
        }
        let sql = "INSERT OR REPLACE INTO change VALUES (?, ?, ?, ?, ?, ?)";
        self.run(sql, params![cell, known, change.low.text(), change.best.text(), change.high.text(), change.rows])?;
        Ok(())
    }

    /// The number of a name, which is given one if it has none.
    fn name(&mut self, text: &str) -> Result<i64, Error> {
        if let Some(id) = self.names.get(text) {
            return Ok(*id);
        }
        self.run("INSERT OR IGNORE INTO name (text) VALUES (?)", [text])?;
        let id = self.reader.one("SELECT id FROM name WHERE text = ?", [text], |row| row.get(0))?;
        let id = id.ok_or_else(|| open::damaged(self.reader.file, "a name is missing"))?;
        if self.names.len() >= MOST_KEPT {
            self.names.clear();
        }
        self.names.insert(text.to_string(), id);
        Ok(id)
    }

    /// The number of a cell, which is given one if it has none.
    fn cell(&mut self, subject: i64, count: &Count) -> Result<i64, Error> {
        let element = self.name(&count.element)?;
        let at = (subject, element, count.period);
        if let Some(id) = self.cells.get(&at) {
            return Ok(*id);
        }
        let period = count.period.to_string();
        let sql = "INSERT OR IGNORE INTO cell (subject, element, period) VALUES (?, ?, ?)";
        self.run(sql, params![subject, element, period])?;
        let sql = "SELECT id FROM cell WHERE subject = ? AND element = ? AND period = ?";
        let id = self.reader.one(sql, params![subject, element, period], |row| row.get(0))?;
        let id = id.ok_or_else(|| open::damaged(self.reader.file, "a cell is missing"))?;
        if self.cells.len() >= MOST_KEPT {
            self.cells.clear();
        }
        self.cells.insert(at, id);
        Ok(id)
    }
}
