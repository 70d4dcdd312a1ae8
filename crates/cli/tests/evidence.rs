//! `milepost evidence` as people meet it: files into the record, and what can be read of it.

use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;

const STRATEGY: &str = r#"strategy "Small" { time month from 2005-01 to 2006-12 step 1/4 }
actor press
actor council
dimension province { Anbar Ninewa "Salah al-Din" }
flow deaths[province]: person/month = 10 person/month
flow attacks: 1/month = 20 / month
stock camp: person { initial 500 }
/// What the press counts.
indicator killed[province]: person/month observes deaths {
  from "evidence/killed.csv" layout rows  by date, province  column n in least .. most
  id code  until end  places "evidence/names.csv"
  known after 1 month  produced by press
}
indicator counted: 1/month observes attacks { from "evidence/attacks.csv" by month column n  known after 1 month }
indicator registered: person observes camp { from "evidence/camp.csv" by month column people }
indicator followed[province]: person/month observes deaths {
  from "evidence/acled.csv" layout acled by month, province only country "Iraq"
}
"#;

const KILLED: &str = "code,date,end,province,least,n,most
k1,2005-03-01,,Anbar,2,3,5
k2,2005-03-20,2005-04-10,Ninewa,22,22,22
k3,20 Nov 2005,,Nineveh,1,1,1
k4,2005-03-02,,Tikreet,4,4,4
k5,03-18-05,,Anbar,1,1,1
k6,2005-03-03,,Anbar,5,1,2
k7,2005-03-03,,Anbar,\"1,234\",1,2
k8,2005-03-03,,Anbar,N/A,N/A,N/A
k1,2005-03-01,,Anbar,2,3,5
k9,2005-03-0";

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("evidence").join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(path.join("small/evidence")).unwrap();
    let files = [
        ("strategy.mile", STRATEGY),
        ("evidence/killed.csv", KILLED),
        ("evidence/names.csv", "name,element\nNineveh,Ninewa\n"),
        ("evidence/attacks.csv", "month,n\n2005-01,12\n2005-02,15\n2005-03,9\n"),
        ("evidence/camp.csv", "month,people\n2005-02,480\n"),
    ];
    for (file, text) in files {
        std::fs::write(path.join("small").join(file), text).unwrap();
    }
    path
}

fn milepost(folder: &Path, line: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_milepost"));
    let args: Vec<String> = line.split(' ').map(|a| a.replace('_', " ").replace('~', "_")).collect();
    command.current_dir(folder).args(args).env("COLUMNS", "100").env("NO_COLOR", "1");
    let output = command.output().unwrap();
    let text = |bytes: &[u8]| {
        let text = String::from_utf8(bytes.to_vec()).unwrap().replace(&folder.display().to_string(), "FOLDER");
        text.lines().map(|l| l.trim_end().to_string() + "\n").collect::<String>()
    };
    let code = output.status.code().unwrap_or(-1);
    format!("$ milepost {line}\nexit code {code}\n{}{}\n", text(&output.stdout), text(&output.stderr))
}

/// All commands one after the other.
fn all(folder: &Path, lines: &[&str]) -> String {
    lines.iter().map(|line| milepost(folder, line)).collect()
}

const TODAY: &str = "--today 2006-06-30";

#[test]
fn import_and_show() {
    let folder = folder("import");
    let import = format!("evidence import small {TODAY}");
    assert_snapshot!(
        "evidence_import",
        all(&folder, &[&format!("{import} --dry-run"), &import, &import, &format!("{import} --for killed --strict")])
    );
    let list = std::fs::read_to_string(folder.join("small/out/evidence-findings.csv")).unwrap();
    assert_snapshot!("evidence_findings", list);
    assert_snapshot!(
        "evidence_show",
        all(
            &folder,
            &[
                "evidence show small killed --as-of 2005-05-31",
                "evidence show small killed --as-of 2005-05-31 --known-at 2005-04-29",
                "evidence show small killed --known-at 2006-06-30 --element Ninewa --rows",
                "evidence show small registered --known-at 2006-06-30",
            ]
        )
    );
}

#[test]
fn a_table_is_evidence_until_something_is_recorded() {
    let folder = folder("table");
    assert_snapshot!(
        "evidence_table",
        all(
            &folder,
            &[
                "evidence show small counted --known-at 2005-03-31",
                "evidence show small counted --known-at 2005-03-31 --rows",
                "evidence diff small --from 2005-02-28 --to 2005-04-30",
            ]
        )
    );
}

#[test]
fn corrections_and_what_they_changed() {
    let folder = folder("diff");
    milepost(&folder, &format!("evidence import small {TODAY}"));
    let newer = "code,date,end,province,least,n,most\nk1,2005-03-01,,Anbar,4,5,6\nk3,20 Nov 2005,,Nineveh,1,1,1\n\
                 k4,2005-03-02,,Salah al-Din,4,4,4\n";
    std::fs::write(folder.join("small/evidence/killed.csv"), newer).unwrap();
    let import = "evidence import small --for killed --known 2006-07-31 --today 2006-08-01";
    assert_snapshot!(
        "evidence_diff",
        all(
            &folder,
            &[
                import,
                &format!("{import} --withdraw"),
                "evidence diff small --from 2006-06-30 --to 2006-08-01",
                "evidence diff small killed --from 2006-08-01 --to 2006-08-02",
            ]
        )
    );
}

#[test]
fn an_export_imports_to_an_empty_difference() {
    let folder = folder("export");
    milepost(&folder, &format!("evidence import small {TODAY}"));
    for indicator in ["killed", "counted", "registered"] {
        milepost(&folder, &format!("evidence export small {indicator} --out {indicator}.csv"));
        let again = format!("evidence import small {indicator}.csv --for {indicator} --layout exported {TODAY}");
        let said = milepost(&folder, &again);
        assert!(said.contains("nothing recorded: the record has all of it"), "{said}");
    }
    assert_snapshot!("evidence_export", std::fs::read_to_string(folder.join("killed.csv")).unwrap());
    // Into a record of its own it gives the same figures, known on the same days.
    let show = ["2005-04-29", "2006-06-30"].map(|day| format!("evidence show small killed --known-at {day}"));
    let before = all(&folder, &show.each_ref().map(String::as_str));
    std::fs::remove_file(folder.join("small/record.sqlite")).unwrap();
    milepost(&folder, &format!("evidence import small killed.csv --for killed --layout exported {TODAY}"));
    assert_eq!(all(&folder, &show.each_ref().map(String::as_str)), before);
}

#[test]
fn a_row_is_contested() {
    let folder = folder("contest");
    milepost(&folder, &format!("evidence import small {TODAY}"));
    assert_snapshot!(
        "evidence_contest",
        all(
            &folder,
            &[
                "evidence contest small 0 --by council --reason They_were_soldiers --known 2006-06-30",
                "evidence contest small 0 --by counsil --reason x --known 2006-06-30",
                "evidence contest small 99 --by press --reason x --known 2006-06-30",
                "evidence contest small 0 --by press --reason x --known 2004-06-30",
                "evidence show small killed --known-at 2006-06-30 --element Anbar --rows",
            ]
        )
    );
}

#[test]
fn rows_of_acled_are_not_given_on() {
    let folder = folder("acled");
    let header = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
                  assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,\
                  admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,\
                  fatalities,tags,timestamp";
    let row = |id: &str, n: u8| {
        format!(
            "{id},2005-11-20,2005,1,V,Battles,Clash,A,,1,B,,2,12,,368,Asia,Iraq,Ninewa,M,,M,36,43,1,P,N,made up,{n},,1"
        )
    };
    let text = format!("{header}\n{}\n{}\n", row("IRQ1", 3), row("IRQ2", 0));
    std::fs::write(folder.join("small/evidence/acled.csv"), text).unwrap();
    assert_snapshot!(
        "evidence_acled",
        all(
            &folder,
            &[
                &format!("evidence import small --for followed {TODAY}"),
                "evidence show small followed --known-at 2006-06-30 --period 2005-11 --rows",
                "evidence export small followed",
            ]
        )
    );
}

#[test]
fn what_cannot_be_is_said() {
    let folder = folder("refused");
    assert_snapshot!(
        "evidence_refused",
        all(
            &folder,
            &[
                "evidence export small killed",
                "evidence contest small 1 --by press --reason x",
                "evidence show small kiled",
                "evidence show small killed --element Anber",
                "evidence import small nothere.csv --for killed",
                "evidence import small small --for killed",
                "evidence import small small/strategy.mile --for killed --layout ucdp",
                "evidence import small small/strategy.mile --for killed --layout ucpd",
                "evidence import small small/evidence/camp.csv --for killed",
                "evidence import small small/evidence/camp.csv --for counted --layout hxl",
                "evidence import small --for followed",
                "evidence diff small --from 2006-01-01 --to 2005-01-01",
                "evidence show small killed --known-at 03-18-05",
            ]
        )
    );
    assert!(!folder.join("small/record.sqlite").exists(), "a record was made for nothing");
}

#[test]
fn help() {
    let folder = folder("help");
    assert_snapshot!(
        "evidence_help",
        all(&folder, &["evidence --help", "evidence import --help", "evidence show --help"])
    );
}
