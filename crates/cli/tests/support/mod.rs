//! A small strategy with counts of deaths and guards, and the command run in its folder.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What is judged in two places, nationally and by nobody.
pub const STRATEGY: &str = r#"strategy "Small" { time month from 2025-01 to 2026-12 step 1/4; decide 2025-07; reference stay }
dimension place { north south }
actor council "The council"
actor army "The army"
element order "Order"
table "people.csv" by place { people: person }
lever relief: share = 0 in 0 .. 1 by council in order
stock guards[place]: person { initial 100 person  outflow relief * 1/month * guards }
flow deaths[place]: person/month = 0.001/month * guards
indicator counted[place]: person/month observes deaths {
  from "deaths.csv" by month, place column deaths in least .. most
  known after 1 month  produced by press
}
indicator seen: person observes sum(guards) {
  from "guards.csv" by month column seen
  produced by army
}
indicator order_seen[place]: share observes relief { known after 1 month  produced by monitors }
/// Few are killed.
condition calm[place] "Calm" {
  holds when counted / people < 5/100000/month for 2 month
  lost  when counted / people > 9/100000/month
}
condition orderly[place] { holds when order_seen > 50% }
condition calm_everywhere { holds when sum(counted) < 12 person/month }
milestone half_out "Half of the guards gone" due 2025-06 by army in order { met when seen <= 0.5 * at(seen, 2025-03) }
milestone some_out "Some of the guards gone" due 2025-03 by army in order { met when seen <= 180 person }
milestone unseen "Nobody counts these" due 2025-12 by army in order { met when sum(guards) < 10 person }
trigger alarm "Alarm" by council within 14 day {
  fires when sum(counted) > 14 person/month for 2 of 3 month
  then  relief = 50% over 1 month
  ends  when sum(counted) < 10 person/month
}
obligation publish "Publish the plan" by army to council overseen by council due 2025-06 evidence document
regime present { relief = 0 }
pathway stay = present
measure dead minimise total(deaths)
"#;

/// Rates of the north per 100,000 (of 100,000): 6, 4, 4, 7, 10, 8; of the south (200,000): 2, 2, nothing in March, 2, 2, 4.
const DEATHS: &str = "month,place,deaths,least,most
2025-01,north,6,6,6
2025-01,south,4,4,4
2025-02,north,4,4,5
2025-02,south,4,4,4
2025-03,north,4,3,6
2025-04,north,7,7,7
2025-04,south,4,4,4
2025-05,north,10,8,12
2025-05,south,4,4,4
2025-06,north,8,8,8
2025-06,south,8,6,9
2025-07,north,9,9,9
2025-07,south,7,7,7
";

const GUARDS: &str = "month,seen
2025-01,200
2025-02,200
2025-03,190
2025-04,180
2025-06,120
";

/// A folder with a strategy and the tables; `name` is that of the test.
pub fn folder(name: &str, text: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(env!("CARGO_CRATE_NAME")).join(name);
    if path.exists() {
        std::fs::remove_dir_all(&path).unwrap();
    }
    std::fs::create_dir_all(&path).unwrap();
    let files = [
        ("small.mile", text),
        ("people.csv", "place,people\nnorth,100000\nsouth,200000\n"),
        ("deaths.csv", DEATHS),
        ("guards.csv", GUARDS),
    ];
    files.into_iter().for_each(|(file, text)| std::fs::write(path.join(file), text).unwrap());
    path
}

/// Runs the command in a folder: exit code, stdout and stderr.
pub fn milepost(folder: &Path, columns: &str, args: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let output = command.current_dir(folder).args(args).env("COLUMNS", columns).env("NO_COLOR", "1").output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let code = output.status.code().unwrap_or(-1);
    format!("exit code {code}\n---- stdout\n{}---- stderr\n{}", text(&output.stdout), text(&output.stderr))
}
