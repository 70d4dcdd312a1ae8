//! Rows as events of the record.

use jiff::civil::Date;
use milepost_record::{Count, Draft, Event};
use milepost_strategy::model::Layout;
use serde_json::{Map, Value, json};

use super::outcome::Outcome;
use crate::calendar::Period;
use crate::read::Row;
use crate::spread::{Part, parts};

/// The kind of an event that is one row of a file.
pub const ROW: &str = "evidence.row";
/// The kind of an event that says that a period was covered, so that no row is none.
pub const COVERED: &str = "evidence.covered";
/// The kind of an event by which a row is withdrawn.
pub const WITHDRAWN: &str = "evidence.withdrawn";
/// The kind of the event that stands for one import of one file.
pub const BATCH: &str = "evidence.batch";

/// Keys of a row's body that say where it was read, not what it says.
const WHERE: [&str; 2] = ["batch", "line"];

/// What is the same for all rows of a file.
pub(super) struct Sheet<'a> {
    pub indicator: &'a str,
    pub elements: &'a [String],
    pub layout: Layout,
    pub averages: bool,
    /// The first figures of the file's hash.
    pub batch: String,
}

impl Sheet<'_> {
    /// The name under which a row is known: the source's own, or what it speaks of where a file has one row for each.
    pub fn id(&self, row: &Row) -> Option<String> {
        if let Some(id) = &row.id {
            return Some(id.chars().map(|c| if c.is_control() { ' ' } else { c }).collect());
        }
        (self.layout == Layout::Table).then(|| format!("{}..{}/{}", row.from, row.to, row.place.join(",")))
    }

    /// A row as a draft that counts in these parts of periods.
    pub fn draft(&self, row: &Row, id: String, known: Date, parts: &[Part]) -> Draft {
        let element = row.element.and_then(|e| self.elements.get(e)).cloned().unwrap_or_default();
        let count = |part: &Part| Count {
            element: element.clone(),
            period: part.period.from,
            low: part.of(row.low),
            best: part.of(row.best),
            high: part.of(row.high),
        };
        Draft {
            valid: Some((row.from, row.to)),
            id: Some(id),
            counts: parts.iter().map(count).collect(),
            ..Draft::new(ROW, self.indicator, known, self.body(row))
        }
    }

    fn body(&self, row: &Row) -> Value {
        let mut body = Map::new();
        let mut put = |key: &str, value: Value| body.insert(key.to_string(), value);
        put("batch", json!(self.batch));
        put("line", json!(row.line));
        put("best", number(row.best));
        if row.low != row.best || row.high != row.best {
            put("low", number(row.low));
            put("high", number(row.high));
        }
        if row.place.iter().any(|p| !p.is_empty()) {
            put("place", json!(row.place));
        }
        if let Some(grade) = row.date_precision {
            put("date_precision", json!(grade));
        }
        if let Some(grade) = row.place_precision {
            put("place_precision", json!(grade));
        }
        if let Some(source) = &row.source {
            put("source", json!(source));
        }
        if self.layout != Layout::Table {
            put("layout", json!(self.layout.word()));
        }
        Value::Object(body)
    }

    /// Nothing was counted in this period where no row says so.
    pub fn covered(&self, period: &Period, known: Date) -> Draft {
        let counts = self.elements.iter().map(|e| Count::exactly(e.clone(), period.from, 0.0)).collect();
        let body = json!({ "batch": self.batch, "says": "where no row speaks of this period, nothing was counted" });
        Draft {
            valid: Some((period.from, period.to)),
            id: Some(format!("covered {}", period.label())),
            counts,
            ..Draft::new(COVERED, self.indicator, known, body)
        }
    }

    /// The withdrawal of a row.
    pub fn withdrawn(&self, event: &Event, known: Date) -> Draft {
        let body = json!({ "batch": self.batch, "why": "no longer in the file", "id": event.id });
        Draft { valid: event.valid, supersedes: Some(event.seq), ..Draft::new(WITHDRAWN, self.indicator, known, body) }
    }

    /// What was imported from where, and what was not.
    pub fn batch(&self, outcome: &Outcome, sha256: &str, licence: Option<&str>, known: Date) -> Draft {
        let k = &outcome.kept;
        let mut body = json!({
            "batch": self.batch,
            "file": outcome.file,
            "sha256": sha256,
            "layout": self.layout.word(),
            "rows": k.rows,
            "new": k.new,
            "changed": k.changed,
            "same": k.same,
            "doubled": k.doubled,
            "unassigned": k.unassigned,
            "no_figure": k.no_figure,
            "rejected": k.rejected,
            "elsewhere": k.elsewhere,
            "earlier": k.earlier,
            "gone": k.gone,
            "withdrawn": k.withdrawn,
            "known": if outcome.by_lag { "when the indicator's lag says" } else { "as said" },
        });
        if let (Some(licence), Some(map)) = (licence, body.as_object_mut()) {
            map.insert("licence".into(), json!(licence));
        }
        Draft { valid: outcome.span, ..Draft::new(BATCH, self.indicator, known, body) }
    }

    /// The parts of periods that a row counts in: those of its days, or for a level every period it speaks of, wholly.
    pub fn parts(&self, calendar: &crate::calendar::Calendar, row: &Row) -> Vec<Part> {
        let mut parts = parts(calendar, row.from, row.to);
        if !self.averages {
            for part in &mut parts {
                (part.days, part.of) = (1, 1);
            }
        }
        parts
    }
}

/// A number as it is read back: one without a fraction has none.
fn number(x: f64) -> Value {
    if x.fract() == 0.0 && x.abs() < 9e15 { json!(x as i64) } else { json!(x) }
}

/// Whether an event says the same as a draft, wherever it was read.
pub(super) fn same(event: &Event, draft: &Draft) -> bool {
    let said = |body: &Value| {
        let mut body = body.as_object().cloned().unwrap_or_default();
        for key in WHERE {
            body.remove(key);
        }
        body
    };
    event.valid == draft.valid && event.counts == draft.counts && said(&event.body) == said(&draft.body)
}
