//! The support matrix of the book is what the code does.

use std::path::Path;

/// `MILEPOST_BOOK=write` writes the page again.
#[test]
fn the_book_says_what_is_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/reference/foreign-models.md");
    let page = milepost_import::matrix::page();
    if std::env::var("MILEPOST_BOOK").is_ok_and(|what| what == "write") {
        std::fs::write(&path, &page).expect("the book can be written");
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = there.lines().zip(page.lines()).find(|(a, b)| a != b);
    let write = "MILEPOST_BOOK=write cargo test -p milepost-import --test matrix";
    assert!(there == page, "book/reference/foreign-models.md is old: run `{write}`\n{differs:?}");
}
