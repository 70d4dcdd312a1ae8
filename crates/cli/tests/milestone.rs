//! `milepost milestone` as people meet it.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

/// A strategy in a fresh folder of this name.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("milestone").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(path.join("s")).unwrap();
    let strategy = "strategy \"Small\" { time month from 2006-01 to 2006-12 }\nactor iraq\nactor coalition\n";
    std::fs::write(path.join("s/a.mile"), strategy).unwrap();
    path
}

fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let plain = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", plain(&output.stdout), plain(&output.stderr))
}

/// The commitments that a text shows, in the order of their first letters there.
fn commitments(shown: &str) -> Vec<String> {
    let words = shown.lines().filter_map(|line| line.trim().strip_prefix("commitment  "));
    words.filter(|word| word.len() == 64).map(String::from).collect()
}

/// Commitments are random: names in their place.
fn named(shown: &str, commitments: &[String]) -> String {
    let mut shown = shown.to_string();
    for (i, commitment) in commitments.iter().enumerate() {
        let name = format!("COMMITMENT {}", i + 1);
        shown = shown.replace(commitment, &name).replace(&commitment[..12], &name);
    }
    shown
}

#[test]
fn a_milestone_is_committed_to_and_revealed() {
    let here = folder("reveal");
    std::fs::write(here.join("half.txt"), "Half of the forces leave Anbar\nby 2006-06-30.\n").unwrap();
    std::fs::create_dir_all(here.join("s/private")).unwrap();
    std::fs::write(here.join("s/private/police.txt"), "The police of Basrah answers to the council.").unwrap();
    assert_snapshot!("milestone_no_record", milepost(&here, &["milestone", "list", "s"]));
    let text = ["milestone", "commit", "s", "--text", "half.txt", "--by", "coalition", "--known", "2005-12-15"];
    let first = milepost(&here, &text);
    let name = ["milestone", "commit", "s", "--private", "police", "--by", "iraq", "--known", "2005-12-20"];
    let second = milepost(&here, &name);
    let all = commitments(&[first.clone(), second.clone()].join(""));
    assert_eq!(all.len(), 2);
    assert_snapshot!("milestone_commit", named(&first, &all));
    assert_snapshot!("milestone_list", named(&milepost(&here, &["milestone", "list", "s"]), &all));
    // Nothing of the texts is in the record or its copies.
    let record = std::fs::read(here.join("s/record.sqlite")).unwrap();
    for secret in ["Anbar", "police of", "half.txt"] {
        assert!(!record.windows(secret.len()).any(|w| w == secret.as_bytes()), "{secret}");
    }
    assert_eq!(std::fs::read_to_string(here.join("s/private/.gitignore")).unwrap(), "*\n");
    // A changed text does not reveal it.
    let kept = here.join(format!("s/private/{}.secret", &all[0][..12]));
    let text = std::fs::read_to_string(&kept).unwrap();
    std::fs::write(here.join("changed.secret"), text.replace("06-30", "09-30")).unwrap();
    let reveal = |more: &[&str]| milepost(&here, &[&["milestone", "reveal", "s", &all[0][..6]], more].concat());
    assert_snapshot!("milestone_changed", reveal(&["--secret", "changed.secret", "--known", "2006-07-01"]));
    assert_snapshot!("milestone_reveal", named(&reveal(&["--known", "2006-07-01"]), &all));
    assert_snapshot!("milestone_list_revealed", named(&milepost(&here, &["milestone", "list", "s"]), &all));
    let before = milepost(&here, &["milestone", "list", "s", "--known-at", "2005-12-15"]);
    assert!(before.contains("1 commitment, 1 unopened"), "{before}");
    let refused = [
        named(&reveal(&["--known", "2006-07-02"]), &all),
        milepost(&here, &["milestone", "reveal", "s", "xyz"]),
        milepost(&here, &["milestone", "commit", "s", "--text", "half.txt", "--by", "nobody"]),
        milepost(&here, &["milestone", "commit", "s", "--private", "other", "--by", "iraq"]),
        milepost(&here, &["milestone", "commit", "s", "--text", "half.txt"]),
        reveal(&["--secret", "none.secret"]),
    ];
    assert_snapshot!("milestone_refused", refused.join("\n"));
}
