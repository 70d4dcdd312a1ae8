//! Drafts and events, and the bytes of an event that are hashed.

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::Value;

use crate::canon;
use crate::error::Refusal;

/// The kind of the events by which the record keeps a signature over a batch.
pub(crate) const BATCH: &str = "batch";
/// Counts beyond this are no counts.
const MOST: f64 = 1e18;
/// Bytes of an event, and depth of its body, at most.
const MOST_BYTES: usize = 1 << 20;
const MOST_DEPTH: usize = 64;

/// What is to be recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// What sort of event it is: `evidence.row`, `contract.claim`; lower-case words joined by dots.
    pub kind: String,
    /// What it speaks of: the name of an indicator, of an obligation.
    pub subject: String,
    /// The day on which it was known.
    pub known: Date,
    /// When it was true: first and last day.
    pub valid: Option<(Date, Date)>,
    /// The source's own id; unique among the live events of a subject.
    pub id: Option<String>,
    /// The number of the event that this one corrects; from this one's known date on, that one counts no more.
    /// An event with no counts that supersedes another withdraws it.
    pub supersedes: Option<u64>,
    /// What it adds to the sums that [`Store::cells`](crate::Store::cells) gives.
    pub counts: Vec<Count>,
    /// Everything else: the row as it was read, its source, who says so.
    pub body: Value,
}

impl Draft {
    /// A draft with a body and nothing else.
    pub fn new(kind: impl Into<String>, subject: impl Into<String>, known: Date, body: Value) -> Draft {
        Draft {
            kind: kind.into(),
            subject: subject.into(),
            known,
            valid: None,
            id: None,
            supersedes: None,
            counts: Vec::new(),
            body,
        }
    }

    /// What in the draft itself cannot be recorded.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        let line = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
        if !is_kind(&self.kind) {
            return Err(Refusal::Kind(self.kind.clone()));
        }
        if !line(&self.subject) {
            return Err(Refusal::Subject);
        }
        if self.id.as_deref().is_some_and(|id| !line(id)) {
            return Err(Refusal::Id);
        }
        let valid = self.valid.into_iter().flat_map(|(from, to)| [from, to]);
        let dates = valid.chain([self.known]).chain(self.counts.iter().map(|c| c.period));
        if let Some(date) = dates.into_iter().find(|d| !(1..=9999).contains(&d.year())) {
            return Err(Refusal::Year(date));
        }
        if let Some((from, to)) = self.valid.filter(|(from, to)| from > to) {
            return Err(Refusal::Valid(from, to));
        }
        for Count { element, low, best, high, .. } in &self.counts {
            // Written so that what is no number is refused.
            let ordered = low <= best && best <= high && *low >= -MOST && *high <= MOST;
            if !ordered {
                return Err(Refusal::Count { element: element.clone(), low: *low, best: *best, high: *high });
            }
        }
        if !canon::at_most_deep(&self.body, MOST_DEPTH) {
            return Err(Refusal::Body);
        }
        Ok(())
    }

    /// The canonical bytes as event number `seq`, which are the data of its leaf; refused where they are too many.
    pub(crate) fn canonical(&self, seq: u64, out: &mut String) -> Result<(), Refusal> {
        write(self, seq, out);
        if out.len() > MOST_BYTES { Err(Refusal::Body) } else { Ok(()) }
    }
}

/// What an event adds to the sum of one element and reporting period, with its uncertainty: low <= best <= high.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// The element counted for: `Baghdad`, `Anbar,sunni`; empty where there is but one sum.
    pub element: String,
    /// First day of the reporting period.
    pub period: Date,
    /// At least so much.
    pub low: f64,
    /// Most likely so much.
    pub best: f64,
    /// At most so much.
    pub high: f64,
}

impl Count {
    /// A count without uncertainty.
    pub fn exactly(element: impl Into<String>, period: Date, value: f64) -> Count {
        Count { element: element.into(), period, low: value, best: value, high: value }
    }
}

/// What was recorded: a draft and its number.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// Its number: 0, 1, 2 and so on, without gaps; the index of its leaf.
    pub seq: u64,
    /// See [`Draft::kind`].
    pub kind: String,
    /// See [`Draft::subject`].
    pub subject: String,
    /// See [`Draft::known`].
    pub known: Date,
    /// See [`Draft::valid`].
    pub valid: Option<(Date, Date)>,
    /// See [`Draft::id`].
    pub id: Option<String>,
    /// See [`Draft::supersedes`].
    pub supersedes: Option<u64>,
    /// See [`Draft::counts`].
    pub counts: Vec<Count>,
    /// See [`Draft::body`].
    pub body: Value,
}

impl Event {
    /// The event without its number, to compare it with another draft.
    pub fn draft(self) -> Draft {
        let Event { kind, subject, known, valid, id, supersedes, counts, body, .. } = self;
        Draft { kind, subject, known, valid, id, supersedes, counts, body }
    }

    /// The data of its leaf: one line of JSON, keys sorted, no blanks, numbers in their shortest form.
    pub fn canonical(&self) -> String {
        let mut out = String::new();
        write(&self.clone().draft(), self.seq, &mut out);
        out
    }

    /// Reads what [`canonical`](Event::canonical) wrote; `None` where the text is no event.
    pub(crate) fn parse(text: &str) -> Option<Event> {
        let Wire { seq, kind, subject, known, valid, id, supersedes, counts, body } =
            serde_json::from_str(text).ok()?;
        let valid = match valid {
            Some((from, to)) => Some((date(&from)?, date(&to)?)),
            None => None,
        };
        let counts: Option<Vec<Count>> = counts.into_iter().map(WireCount::count).collect();
        Some(Event { seq, kind, subject, known: date(&known)?, valid, id, supersedes, counts: counts?, body })
    }
}

/// `2006-06-30` and nothing else.
pub(crate) fn date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    if date.to_string() == text { Some(date) } else { None }
}

fn is_kind(kind: &str) -> bool {
    let word = |w: &str| {
        w.starts_with(|c: char| c.is_ascii_lowercase())
            && w.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
    };
    kind.split('.').all(word)
}

/// The keys of an event in their order; what is absent is left out.
fn write(draft: &Draft, seq: u64, out: &mut String) {
    use std::fmt::Write;
    out.push('{');
    if !draft.body.is_null() {
        out.push_str("\"body\":");
        canon::write(out, &draft.body);
        out.push(',');
    }
    if !draft.counts.is_empty() {
        out.push_str("\"counts\":[");
        for (i, count) in draft.counts.iter().enumerate() {
            out.push_str(if i > 0 { ",{\"best\":" } else { "{\"best\":" });
            canon::float(out, count.best);
            out.push_str(",\"element\":");
            canon::string(out, &count.element);
            out.push_str(",\"high\":");
            canon::float(out, count.high);
            out.push_str(",\"low\":");
            canon::float(out, count.low);
            // Writing to a string does not fail.
            let _ = write!(out, ",\"period\":\"{}\"}}", count.period);
        }
        out.push_str("],");
    }
    if let Some(id) = &draft.id {
        out.push_str("\"id\":");
        canon::string(out, id);
        out.push(',');
    }
    out.push_str("\"kind\":");
    canon::string(out, &draft.kind);
    let _ = write!(out, ",\"known\":\"{}\",\"seq\":{seq},\"subject\":", draft.known);
    canon::string(out, &draft.subject);
    if let Some(supersedes) = draft.supersedes {
        let _ = write!(out, ",\"supersedes\":{supersedes}");
    }
    if let Some((from, to)) = draft.valid {
        let _ = write!(out, ",\"valid\":[\"{from}\",\"{to}\"]");
    }
    out.push('}');
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wire {
    seq: u64,
    kind: String,
    subject: String,
    known: String,
    #[serde(default)]
    valid: Option<(String, String)>,
    #[serde(default)]
    id: Option<String>,
    #[serde(default)]
    supersedes: Option<u64>,
    #[serde(default)]
    counts: Vec<WireCount>,
    #[serde(default)]
    body: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireCount {
    element: String,
    period: String,
    low: f64,
    best: f64,
    high: f64,
}

impl WireCount {
    fn count(self) -> Option<Count> {
        let WireCount { element, period, low, best, high } = self;
        Some(Count { element, period: date(&period)?, low, best, high })
    }
}
