//! Tables of votes as they come: what is read, and what is said of the rest.

use milepost_decide::{Count, Table, read_votes};

fn units() -> Vec<String> {
    ["Anbar", "Ninewa", "Salah al-Din"].map(String::from).to_vec()
}

fn read(text: &str) -> Table {
    read_votes(text, &units(), "governorate", &["no".to_string()]).unwrap()
}

fn said(table: &Table) -> Vec<String> {
    table.findings.iter().map(|f| format!("{}: {}", f.line, f.message)).collect()
}

#[test]
fn a_table_as_offices_publish_it() {
    let table = read(
        "\u{feff}governorate,yes,no,valid,turnout,status,note\nAnbar,\"7,902\",\"252,017\",\"259,919\",32 %,recalled,\n\
         Ninewa,,395 892,718 758,,confirmed,\nSalah al-Din,93103,417049,,88,recalled,x\nTotal,,,1489829,,,\n",
    );
    assert_eq!(said(&table), Vec::<String>::new());
    assert_eq!(table.votes.options, ["yes", "no"]);
    assert_eq!(table.votes.units[1].options[0], Count::exact(322_866), "what is left of the valid votes");
    assert_eq!(table.votes.units[0].invalid.low(), 0);
    assert_eq!(table.statuses, [("recalled".to_string(), 2), ("confirmed".to_string(), 1)]);
    assert_eq!(table.totals[0].sums, [("valid".to_string(), 1_489_829, Some(1_488_829))]);
}

#[test]
fn every_row_that_is_wrong_is_said_by_its_line() {
    let table = read(
        "unit,yes,no,valid,no_pct\nAnbar,10,30,41,\nNinewa,60,40,,45.00\nNinewa,55,45,,45.00\nNineveh,1,2,,\nAnbar,1\n\
         Salah al-Din,x,3,,\n,1,2,3,\n",
    );
    let expected = [
        "2: Anbar: the options do not add up to the valid votes; its votes are taken as unknown",
        "3: Ninewa: 40 of 100 votes are 40.00 % no, the percentage beside it says 45.00; the count is taken",
        "4: a second row for Ninewa, beside line 3; its figures are taken as disputed between the two",
        "5: the strategy has no `Nineveh`, so its votes count nowhere; did you mean `Ninewa`?",
        "6: this row has 2 cells and the header 5; it is not read",
        "7: `x` is no whole number; it is taken as unknown",
        "8: this row names no unit; it is not read",
    ];
    assert_eq!(said(&table), expected);
    let [anbar, ninewa, salah] = &table.votes.units[..] else { panic!() };
    assert!(anbar.options.iter().all(|c| c.is_unknown()));
    assert_eq!(ninewa.options, [Count::between(55, 60), Count::between(40, 45)]);
    assert_eq!(salah.options, [Count::unknown(), Count::exact(3)]);
}

#[test]
fn percentages_bound_what_was_not_counted() {
    let table = read("unit,no_pct,valid\nAnbar,96.96,259919\n");
    // 96.955 to 96.965 % of 259,919 are 252,004.5 to 252,030.5
    assert_eq!(table.votes.units[0].options[0], Count::between(252_005, 252_030));
    assert_eq!(said(&table), ["1: there is no column `no`, so nobody knows its votes"]);
    assert_eq!(table.missing, ["Ninewa", "Salah al-Din"]);
}

#[test]
fn a_table_without_units_is_refused() {
    let refused = |text: &str| read_votes(text, &[], "governorate", &[]).unwrap_err().message;
    assert_eq!(refused(""), "the file is empty");
    assert_eq!(refused("yes,no\n1,2\n"), "no column holds the units; head it `unit` or `governorate`");
}
