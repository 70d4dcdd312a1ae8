//! What the tests share: a folder for each, and drafts.

#![allow(dead_code)]

use std::path::{Path, PathBuf};

use milepost_record::{Count, Date, Draft};
use serde_json::json;

/// An empty folder of this name for one test.
pub fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("record").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    path
}

pub fn date(text: &str) -> Date {
    text.parse().unwrap()
}

/// A row of evidence on one element and month.
pub fn row(id: &str, known: &str, element: &str, period: &str, [low, best, high]: [f64; 3]) -> Draft {
    let count = Count { element: element.into(), period: date(period), low, best, high };
    Draft {
        id: Some(id.into()),
        counts: vec![count],
        ..Draft::new("evidence.row", "deaths", date(known), json!({"source": "a file", "line": 7}))
    }
}
