//! `milepost share` as people meet it.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

/// The chain of the decide crate's test, as a strategy.
const STRATEGY: &str = r#"strategy "Federation" { time month from 2025-01 to 2025-12 }
dimension state { Delta Kano Yobe }
/// Made up, so that the chain can be followed by hand.
table "states.csv" by state { people  land  oil  social  own }
/// Thirteen in a hundred to where the oil is, before the rest is divided.
formula chain "As in Nigeria" among state {
  pot 1_000_000.00 naira
  per people
  deduct 13% of pot "Derivation" by oil           // *assumption*
  to federation 52.68%;  to councils 20.60%
  to states 26.72% { 40% equally  30% by people  10% by land  10% by social  10% by own }
}
formula ordered "By people, after two deductions" among state {
  pot 1_000_000.00 naira
  deduct 10% "Sovereign" to federation
  deduct 20% "Reserve" to reserve
  to states 100% { 100% by people }
}
"#;

const STATES: &str = "state,people,land,oil,social,own\nDelta,5,1,1,2,8\nKano,3,1,0,1,1\nYobe,2,2,0,1,1\n";

/// A folder of this name with a strategy.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("share").join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("small.mile"), STRATEGY).unwrap();
    std::fs::write(path.join("states.csv"), STATES).unwrap();
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
fn milepost(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

/// Delta: 130,000.00 + 30,995.20 + 34,869.60 + 5,811.60 + 11,623.20 + 18,597.12 = 231,896.72
#[test]
fn a_chain_by_hand_and_who_gains() {
    let here = folder("chain");
    let told = milepost(&here, &["share", ".", "chain", "--against", "ordered"]);
    assert!(told.contains("231,896.72"), "{told}");
    assert_snapshot!("share", told);
    assert_snapshot!("explain", milepost(&here, &["explain", ".", "chain"]));
}

#[test]
fn the_order_of_deductions_is_told() {
    let here = folder("order");
    assert_snapshot!("order", milepost(&here, &["share", ".", "ordered", "--pot", "1,000.00"]));
    let json = milepost(&here, &["share", ".", "ordered", "--format", "json"]);
    assert!(json.contains("\"cents_moved\": \"2000000\""), "{json}");
}

#[test]
fn wrong_use_is_refused_with_the_remedy() {
    let here = folder("refused");
    for (args, why) in [
        (vec!["share", ".", "chian"], "unknown formula `chian`; did you mean `chain`?"),
        (vec!["share", ".", "chain", "--against", "other"], "unknown formula `other`; there are chain, ordered"),
        (vec!["share", ".", "chain", "--pot", "1.005"], "`1.005` is no sum to the cent"),
    ] {
        let told = milepost(&here, &args);
        assert!(told.starts_with("exit code 1") && told.contains(why), "{told}");
    }
}

/// Oil money as the strategy shares it: whatever the formula, every cent goes to somebody.
#[test]
fn oil_money_of_2005() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    assert_snapshot!(
        "iraq",
        milepost(&root, &["share", "strategies/iraq-2005", "with_need", "--against", "by_people"])
    );
    for formula in ["by_people", "with_need", "as_in_nigeria"] {
        let told = milepost(&root, &["share", "strategies/iraq-2005", formula, "--pot", "12345678901.23"]);
        assert!(told.starts_with("exit code 0"), "{told}");
    }
}
