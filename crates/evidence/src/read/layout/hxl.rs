//! CSV with a row of HXL tags (HXL standard 1.1): `#affected+f,#adm1+code,#date+reported`.

use std::io::BufRead;

use milepost_strategy::model::Reading;

use super::Head;
use crate::finding::{Finding, Kind};
use crate::read::columns::{Own, OwnFigure, columns};
use crate::read::record::Record;
use crate::read::records::{Next, Records};

/// The tags stand within so many rows.
const WITHIN: usize = 25;

/// Words that are tags even where the `#` was forgotten, if the others have theirs.
const TAGS: [&str; 24] = [
    "access",
    "activity",
    "adm1",
    "adm2",
    "adm3",
    "affected",
    "cause",
    "contact",
    "country",
    "crisis",
    "date",
    "event",
    "geo",
    "group",
    "inneed",
    "loc",
    "org",
    "population",
    "reached",
    "region",
    "sector",
    "status",
    "subsector",
    "targeted",
];

const OWN: Own = Own {
    from: &["#date+start", "#date+occurred", "#date"],
    until: &["#date+end"],
    id: &["#event+id", "#activity+id", "#meta+id"],
    place: &["#adm1+code", "#adm1+name", "#adm1"],
    figure: OwnFigure::None,
    date_precision: &[],
    place_precision: &[],
    vague: 0,
    source: &["#meta+source"],
};

/// A tag with its attributes, in lower case.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Tag {
    name: String,
    attributes: Vec<String>,
}

impl Tag {
    fn parse(text: &str) -> Option<Tag> {
        let text = text.trim().strip_prefix('#')?.to_ascii_lowercase();
        let mut parts = text.split('+').map(|p| p.trim().to_string());
        let name = parts.next()?;
        let word = |w: &String| {
            w.starts_with(|c: char| c.is_ascii_alphabetic()) && w.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        };
        let mut attributes: Vec<String> = parts.collect();
        attributes.sort();
        (word(&name) && attributes.iter().all(word)).then_some(Tag { name, attributes })
    }
}

pub(super) fn head<R: BufRead>(records: &mut Records<R>, reading: &Reading) -> Result<Head, String> {
    let mut record = Record::default();
    for _ in 0..WITHIN {
        match records.next(&mut record).map_err(|e| format!("it cannot be read: {e}"))? {
            Next::End => break,
            Next::Broken(_) => continue,
            Next::Record(_) => {}
        }
        let cells: Vec<String> = record.cells().map(String::from).collect();
        let Some((tags, notes)) = tagged(&cells, record.line)? else { continue };
        let mut columns = columns(cells, &|name| find(&tags, name), reading, &OWN)?;
        // Rows are often shorter or longer than the row of tags.
        columns.width = None;
        let notes = with_reported(notes, tags.get(columns.from).and_then(Option::as_ref), record.line);
        return Ok((columns, notes));
    }
    Err(format!("it has no row of HXL tags such as `#adm1` within its first {WITHIN} rows"))
}

/// The tags of a row, if it is the row of tags.
#[allow(clippy::type_complexity, reason = "tags by column, and what is to be said of them")]
fn tagged(cells: &[String], line: u64) -> Result<Option<(Vec<Option<Tag>>, Vec<Finding>)>, String> {
    let written = cells.iter().filter(|c| !c.is_empty()).count();
    let hashed = cells.iter().filter(|c| Tag::parse(c).is_some()).count();
    if hashed == 0 || hashed * 2 < written {
        return Ok(None);
    }
    let mut notes = Vec::new();
    let mut tags = Vec::new();
    for cell in cells {
        if cell.is_empty() {
            tags.push(None);
            continue;
        }
        let tag = Tag::parse(cell).or_else(|| {
            let bare = Tag::parse(&format!("#{cell}"))?;
            TAGS.contains(&bare.name.as_str()).then(|| {
                let cause = format!("the tag `{cell}` has no `#`; it is read as `#{}`", cell.to_ascii_lowercase());
                notes.push(Finding::new(line, Kind::Note, cause, "write the `#` in the file"));
                bare
            })
        });
        match tag {
            Some(tag) => tags.push(Some(tag)),
            None => return Err(format!("`{cell}` in the row of tags (line {line}) is no tag; write `#` and a word")),
        }
    }
    Ok(Some((tags, notes)))
}

/// The column of a tag: the same name and at least the same attributes; the one with no others where several have.
fn find(tags: &[Option<Tag>], pattern: &str) -> Result<usize, String> {
    let Some(wanted) = Tag::parse(pattern) else {
        return Err(format!("`{pattern}` is no tag; in a file of HXL columns are named by tags such as `#affected+f`"));
    };
    let fits = |t: &Tag| t.name == wanted.name && wanted.attributes.iter().all(|a| t.attributes.contains(a));
    let all: Vec<usize> = (0..tags.len()).filter(|i| tags[*i].as_ref().is_some_and(fits)).collect();
    let exact: Vec<usize> = all.iter().copied().filter(|i| tags[*i].as_ref() == Some(&wanted)).collect();
    match (all.as_slice(), exact.as_slice()) {
        ([only], _) | (_, [only]) => Ok(*only),
        ([], _) => Err(format!("no column is tagged `{pattern}`")),
        (all, _) => Err(format!("{} columns are tagged `{pattern}`; say more of the tag, or mend the file", all.len())),
    }
}

/// A date of reporting is not the date of what happened.
fn with_reported(mut notes: Vec<Finding>, date: Option<&Tag>, line: u64) -> Vec<Finding> {
    if date.is_some_and(|t| t.attributes.iter().any(|a| a == "reported")) {
        let cause =
            "rows are placed by `#date+reported`, the day of the report, which may be later than what it tells of";
        notes.push(Finding::new(line, Kind::Note, cause, "name another column of dates, if the file has one"));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(row: &[&str]) -> Vec<Option<Tag>> {
        row.iter().map(|t| Tag::parse(t)).collect()
    }

    #[test]
    fn columns_are_found_by_tag_and_attributes() {
        let tags = tags(&["#adm1+name", "#ADM1 +Code", "", "#targeted+f", "#targeted+m", "#date+reported"]);
        assert_eq!(find(&tags, "#adm1+code"), Ok(1));
        assert_eq!(find(&tags, "#targeted+f"), Ok(3));
        assert_eq!(find(&tags, "#date"), Ok(5));
        assert!(find(&tags, "#targeted").unwrap_err().starts_with("2 columns are tagged"));
        assert!(find(&tags, "#affected").unwrap_err().starts_with("no column"));
    }

    #[test]
    fn a_tag_without_hash_counts_only_among_tags() {
        let row = |cells: &[&str]| cells.iter().map(|c| c.to_string()).collect::<Vec<_>>();
        assert_eq!(tagged(&row(&["Country", "Adm1", "Date"]), 1), Ok(None));
        let (tags, notes) = tagged(&row(&["#org", "#sector", "country", ""]), 3).unwrap().unwrap();
        assert_eq!((tags[2].clone().unwrap().name.as_str(), notes.len()), ("country", 1));
        assert!(tagged(&row(&["#org", "#sector", "Number of people"]), 3).is_err());
    }
}
