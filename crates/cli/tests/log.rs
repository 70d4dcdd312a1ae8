//! `milepost log` as people meet it.
//!
//! Snapshots lie in `snapshots/`; after a change on purpose run `INSTA_UPDATE=always cargo test -p milepost-cli`
//! and read what became of them.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use milepost_record::{Date, Draft, Drafts, Key, Sqlite, Store};

/// An empty folder of this name for one test.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("log").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(path.join("s")).unwrap();
    std::fs::write(path.join("s/a.mile"), STRATEGY).unwrap();
    path
}

const STRATEGY: &str = r#"strategy "Small" { time month from 2006-01 to 2006-12 }
actor iraq
actor un
"#;

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let plain =
        |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap().replace(&folder.display().to_string(), "FOLDER");
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", plain(&output.stdout), plain(&output.stderr))
}

/// A key that is the same in every run, published in the folder `s`.
fn key(folder: &Path, party: &str, seed: u8) -> Key {
    let key = Key::of_seed(party, [seed; 32]).unwrap();
    std::fs::create_dir_all(folder.join("s/keys")).unwrap();
    std::fs::write(folder.join(format!("{party}.key")), key.secret()).unwrap();
    std::fs::write(folder.join(format!("s/keys/{party}.pub")), format!("{}\n", key.public())).unwrap();
    key
}

fn notes(from: u32, to: u32) -> Drafts<impl Iterator<Item = Draft>> {
    Drafts((from..to).map(|i| Draft::new("note", "x", Date::constant(2006, 6, 30), i.into())))
}

fn record(folder: &Path, events: u32, signed: Option<&Key>) -> Sqlite {
    let mut store = Sqlite::create(&folder.join("s/record.sqlite"), "milepost/small/0").unwrap();
    store.append(&mut notes(0, events), signed).unwrap();
    store
}

#[test]
fn heads_are_signed_proved_and_verified() {
    let here = folder("heads");
    let iraq = key(&here, "iraq", 1);
    key(&here, "un", 2);
    let mut store = record(&here, 5, Some(&iraq));
    assert_snapshot!("log_head_unsigned", milepost(&here, &["log", "head", "s"]));
    assert_snapshot!("log_cosign_first", milepost(&here, &["log", "cosign", "s", "--key", "iraq.key"]));
    store.append(&mut notes(6, 9), None).unwrap();
    assert_snapshot!("log_cosign_again", milepost(&here, &["log", "cosign", "s", "--key", "iraq.key"]));
    milepost(&here, &["log", "cosign", "s", "--key", "un.key"]);
    assert_snapshot!("log_head", milepost(&here, &["log", "head", "s"]));
    store.append(&mut notes(9, 10), None).unwrap();
    assert_snapshot!("log_keys", milepost(&here, &["log", "keys", "s"]));
    assert_snapshot!("log_verify", milepost(&here, &["log", "verify", "s"]));
    assert_snapshot!("log_prove", milepost(&here, &["log", "prove", "s", "3"]));
    milepost(&here, &["log", "prove", "s", "3", "--out", "3.proof"]);
    assert_snapshot!("log_prove_from", milepost(&here, &["log", "prove", "s", "--from", "6", "--out", "6.proof"]));
    // The record is not needed, only the keys.
    std::fs::create_dir_all(here.join("t")).unwrap();
    std::fs::rename(here.join("s/keys"), here.join("t/keys")).unwrap();
    assert_snapshot!("log_verify_proof", milepost(&here, &["log", "verify", "t", "--proof", "3.proof"]));
    assert_snapshot!("log_verify_proof_from", milepost(&here, &["log", "verify", "t", "--proof", "6.proof"]));
    let text = std::fs::read_to_string(here.join("3.proof")).unwrap();
    std::fs::write(here.join("3.proof"), text.replace("\"body\":3", "\"body\":4")).unwrap();
    assert_snapshot!("log_verify_proof_wrong", milepost(&here, &["log", "verify", "t", "--proof", "3.proof"]));
    // Without the keys nothing that was signed counts.
    assert_snapshot!("log_verify_without_keys", milepost(&here, &["log", "verify", "s"]));
}

#[test]
fn a_rewritten_history_is_not_signed() {
    let here = folder("rewritten");
    key(&here, "iraq", 1);
    drop(record(&here, 9, None));
    milepost(&here, &["log", "cosign", "s", "--key", "iraq.key"]);
    // Whoever keeps the record writes another one, of the same name, without the signature.
    std::fs::remove_file(here.join("s/record.sqlite")).unwrap();
    let mut store = record(&here, 4, None);
    assert_snapshot!("log_cosign_shorter", milepost(&here, &["log", "cosign", "s", "--key", "iraq.key"]));
    store.append(&mut notes(40, 60), None).unwrap();
    assert_snapshot!("log_cosign_rewritten", milepost(&here, &["log", "cosign", "s", "--key", "iraq.key"]));
    assert!(milepost(&here, &["log", "head", "s"]).contains("nobody has signed this head"));
}

#[test]
fn keys_are_made_once_and_kept_apart() {
    let here = folder("keys");
    assert_snapshot!("log_keys_none", milepost(&here, &["log", "keys", "s"]));
    let made = milepost(&here, &["log", "keys", "s", "--new", "iraq", "--out", "iraq.key"]);
    assert_snapshot!("log_keys_new", made);
    let public = std::fs::read_to_string(here.join("s/keys/iraq.pub")).unwrap();
    assert!(public.starts_with("iraq+") && !public.contains("PRIVATE"), "{public}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(here.join("iraq.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let refused = [
        milepost(&here, &["log", "keys", "s", "--new", "iraq", "--out", "other.key"]),
        milepost(&here, &["log", "keys", "s", "--new", "nobody", "--out", "other.key"]),
        milepost(&here, &["log", "keys", "s", "--new", "un", "--out", "iraq.key"]),
        milepost(&here, &["log", "keys", "s", "--new", "un", "--out", "s/un.key"]),
        milepost(&here, &["log", "cosign", "s", "--key", "s/keys/iraq.pub"]),
    ];
    assert_snapshot!("log_keys_refused", refused.join("\n"));
    let added = milepost(&here, &["log", "keys", "s", "--new", "iraq", "--out", "second.key", "--add"]);
    assert!(added.starts_with("exit code 0"), "{added}");
    assert_eq!(std::fs::read_to_string(here.join("s/keys/iraq.pub")).unwrap().lines().count(), 2);
}

#[test]
fn copies_have_the_same_head() {
    let here = folder("copies");
    drop(record(&here, 7, None));
    let all = [
        &["log", "backup", "s", "copy.sqlite"][..],
        &["log", "backup", "s", "copy.sqlite"],
        &["log", "restore", "copy.sqlite", "r"],
        &["log", "restore", "copy.sqlite", "s"],
        &["log", "export", "s", "record.jsonl"],
        &["log", "import", "record.jsonl", "i"],
        &["log", "import", "record.jsonl", "i"],
        &["log", "import", "copy.sqlite", "j"],
        &["log", "head", "j"],
    ]
    .map(|args| milepost(&here, args));
    assert_snapshot!("log_copies", all.join("\n"));
    assert_snapshot!("log_export", std::fs::read_to_string(here.join("record.jsonl")).unwrap());
    let head = milepost(&here, &["log", "head", "s"]).replace("cosign s", "cosign DIR");
    for copy in ["r", "i"] {
        let other = milepost(&here, &["log", "head", copy]);
        assert_eq!(other.replace(&format!("cosign {copy}"), "cosign DIR"), head);
    }
    std::fs::write(here.join("r/record.sqlite"), "no record").unwrap();
    assert_snapshot!("log_no_record", milepost(&here, &["log", "verify", "r"]));
}
