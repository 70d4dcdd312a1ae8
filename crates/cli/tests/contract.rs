//! `milepost contract` as parties meet it, from draft to proof.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2026-12 step 1/4; decide 2025-07; reference stay }
dimension place { north south }
actor council "The council"
actor army "The army"
actor monitors "Monitors"
element order "Order"
lever relief: share = 0 in 0 .. 1 by council in order
stock guards: person { initial 100 person  outflow relief * 1/month * guards }
indicator seen: person observes guards { known after 1 month  produced by army }
milestone half_out "Half of the guards gone" due 2025-06 by army in order { met when seen <= 50 person }
trigger alarm "Alarm" by council within 14 day {
  fires when seen > 90 person for 2 of 3 month
  then  relief = 50% over 1 month
}
approval assembly "The assembly" { adopted when majority }
obligation publish "Publish the plan" by army to council overseen by monitors due 2025-06 evidence document
obligation train "Train the guards" by army to council overseen by monitors due 2025-09
regime present { relief = 0 }
pathway stay = present
measure left minimise guards at end
"#;

/// A folder with the strategy and a pair of keys for each party; keys are secret, so their files differ from run to run.
fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("contract").join(name).join("small");
    if let Some(parent) = path.parent().filter(|parent| parent.exists()) {
        std::fs::remove_dir_all(parent).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    std::fs::write(path.join("small.mile"), STRATEGY).unwrap();
    std::fs::write(path.join("votes.csv"), "unit,yes,no\nall,60,40\n").unwrap();
    for party in ["council", "army", "monitors"] {
        milepost(&path, &format!("log keys . --new {party} --out ../{party}.key"));
    }
    path
}

/// Runs the command in a folder: what was typed, what came, and the exit code if it is not 0.
fn milepost(folder: &Path, line: &str) -> String {
    let args = line.split_whitespace().map(|word| word.replace('_', " ").replace('~', "_"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = match output.status.code() {
        Some(0) => String::new(),
        code => format!("exit code {}\n", code.unwrap_or(-1)),
    };
    format!("$ milepost {line}\n{}{}{code}\n", text(&output.stdout), text(&output.stderr))
}

fn all(folder: &Path, lines: &[&str]) -> String {
    lines.iter().map(|line| milepost(folder, line)).collect()
}

#[test]
fn from_draft_to_proof() {
    let here = folder("proof");
    let told = all(
        &here,
        &[
            "contract status . --as-of 2025-01-31",
            "contract draft . --reason first_version --key ../monitors.key --on 2025-01-10",
            "contract sign . --key ../army.key --on 2025-01-11",
            "contract claim . publish --evidence plan.pdf --key ../army.key --on 2025-02-01",
            "contract sign . --key ../council.key --on 2025-02-02",
            "contract sign . --key ../monitors.key --on 2025-02-03",
            "contract claim . publish --evidence plan.pdf --key ../army.key --on 2025-03-01",
            "contract verify . publish --evidence read_in_full --key ../monitors.key --on 2025-03-10",
            "contract status . --as-of 2025-07-31",
            "contract status . publish --as-of 2025-07-31",
            "contract status . publish --as-of 2025-03-05",
        ],
    );
    assert_snapshot!("contract", told);
    let json = milepost(&here, "contract status . --as-of 2025-07-31 --format ocds");
    assert_snapshot!("contract_ocds", json);
    // The same states in the briefing.
    let status = milepost(&here, "status . --as-of 2025-07-31");
    assert_snapshot!("contract_in_status", status.split("\nObligations").nth(1).unwrap());
}

#[test]
fn what_nobody_can_do_alone_is_refused() {
    let here = folder("refused");
    all(
        &here,
        &[
            "contract draft . --reason first_version --key ../monitors.key --on 2025-01-10",
            "contract sign . --key ../army.key --on 2025-01-11",
            "contract sign . --key ../council.key --on 2025-01-11",
            "contract sign . --key ../monitors.key --on 2025-01-11",
        ],
    );
    let told = all(
        &here,
        &[
            // Only the debtor claims, only others verify, approve and waive.
            "contract claim . publish --evidence x --key ../council.key --on 2025-02-01",
            "contract verify . publish --evidence x --key ../army.key --on 2025-02-01",
            "contract move . publish --to 2025-09-30 --reason talks --key ../army.key --on 2025-05-01",
            "contract approve . publish --to 2025-09-30 --key ../army.key --on 2025-05-02",
            "contract approve . publish --to 2025-10-31 --key ../council.key --on 2025-05-02",
            "contract approve . publish --to 2025-09-30 --key ../council.key --on 2025-05-02",
            "contract dispute . publish --reason nothing_was_said --key ../council.key --on 2025-05-02",
            "contract waive . train --rule assembly --votes votes.csv --reason no_guards --key ../army.key --on 2025-06-01",
            "contract waive . train --rule asembly --votes votes.csv --reason no_guards --key ../council.key --on 2025-06-01",
            "contract decide . alarm --answer act --reason x --key ../army.key --on 2025-06-01",
            "contract decide . alarm --answer decline --reason one_month_more --key ../council.key --on 2025-06-01",
            "contract claim . publsh --evidence x --key ../army.key --on 2025-06-01",
            "contract claim . half~out --evidence x --key ../army.key --on 2025-06-01",
            "contract claim . publish --evidence x --key ../nobody.key --on 2025-06-01",
        ],
    );
    assert_snapshot!("contract_refused", told);
    let waived = milepost(
        &here,
        "contract waive . train --rule assembly --votes votes.csv --reason no_guards --key ../council.key --on 2025-06-01",
    );
    assert_snapshot!("contract_waived", waived);
    // What the votes reject is not waived.
    std::fs::write(here.join("votes.csv"), "unit,yes,no\nall,40,60\n").unwrap();
    let rejected = milepost(
        &here,
        "contract waive . publish --rule assembly --votes votes.csv --reason x --key ../council.key --on 2025-06-01",
    );
    assert!(rejected.contains("the votes of `votes.csv` reject it, so nothing is waived"), "{rejected}");
    // A date that was moved stands in the status, with the reason.
    let status = milepost(&here, "status . --as-of 2025-07-31");
    assert_snapshot!("contract_moved", status.split("\nObligations").nth(1).unwrap());
}

#[test]
fn what_is_not_signed_by_the_party_does_not_count() {
    let here = folder("unsigned");
    all(
        &here,
        &[
            "contract draft . --reason first_version --key ../monitors.key --on 2025-01-10",
            "contract sign . --key ../army.key --on 2025-01-11",
        ],
    );
    // The published key of the army is swapped: what its old key signed no longer counts as said by the army.
    let other = folder("other");
    std::fs::copy(other.join("keys/army.pub"), here.join("keys/army.pub")).unwrap();
    let status = milepost(&here, "contract status . --as-of 2025-07-31");
    assert!(status.contains("version 1, signed by nobody"), "{status}");
    assert!(status.contains("does not count"), "{status}");
}
