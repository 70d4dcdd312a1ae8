//! Renders the fixture to files under `target/`, to be looked at.

mod fixture;

use std::fs;
use std::path::PathBuf;

#[test]
fn the_fixture_renders_to_files_to_look_at() {
    let (strategy, summary, sources) = fixture::iraq();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("report");
    fs::create_dir_all(&folder).unwrap();
    let all = fixture::studies::All::new(&strategy);
    let page = milepost_publish::report(&strategy, &summary, &sources, &all.studies());
    fs::write(folder.join("report.html"), &page).unwrap();
    fs::write(folder.join("table.txt"), milepost_publish::table(&strategy, &summary, 100, false)).unwrap();
    fs::write(folder.join("table.ansi"), milepost_publish::table(&strategy, &summary, 120, true)).unwrap();
    fs::write(folder.join("claims.txt"), milepost_publish::claims_table(&strategy, &summary, 100)).unwrap();
    assert_eq!(page, milepost_publish::report(&strategy, &summary, &sources, &all.studies()), "two renderings differ");
}
