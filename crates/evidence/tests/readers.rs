//! Every layout, and every trap of it, on rows made for the test.

mod support;

use support::{oracle, read};

const ROWS: &str = "indicator seen[province]: person/month observes deaths { from \"e.csv\" layout rows by date, province \
                    column n id id }";

fn rows(bytes: &[u8]) -> Vec<String> {
    read(ROWS, &[], bytes).unwrap()
}

#[test]
fn plain_rows() {
    let found = rows(b"id,date,province,n\na,2005-03-01,Anbar,2\nb,2005-04,Salah al-Din,3.5\n");
    let wanted = [
        "2 a 2005-03-01 Anbar>Anbar 2/2/2 - -",
        "3 b 2005-04-01..2005-04-30 Salah al-Din>Salah al-Din 3.5/3.5/3.5 - -",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn numbers_dates_and_places_that_are_none() {
    let text = "id,date,province,n\n\
                a,2005-03-01,Anbar,nan\n\
                b,2005-03-01,Anbar,N/A\n\
                c,2005-03-01,Anbar,\"1,234\"\n\
                d,2005-03-01,Anbar,-1\n\
                e,03-18-14,Anbar,1\n\
                f,2005-02-30,Anbar,1\n\
                g,2005-03-01,Basra,1\n\
                h,2005-03-01,ANBAR,1\n";
    let wanted = [
        "2 no figure: `n` is `nan`",
        "3 no figure: `n` is `N/A`",
        "4 number: `n` is `1,234`, which is not a number",
        "5 number: `n` is -1, and nothing is counted below zero",
        "6 date: `03-18-14` has a year of two figures, and does not say which figure is the month",
        "7 date: there is no day 30 of month 2 (`2005-02-30`)",
        "8 g 2005-03-01 Basra>? 1/1/1 - -",
        "9 h 2005-03-01 ANBAR>Anbar 1/1/1 - -",
    ];
    assert_eq!(rows(text.as_bytes()), wanted);
}

#[test]
fn mark_and_line_ends() {
    let found = rows(b"\xef\xbb\xbfid,date,province,n\r\na,2005-03-01,Anbar,2\r\n");
    let wanted = [
        "1 note: the file begins with a byte-order mark, which is left out",
        "1 note: lines end as on Windows (CR LF), which is read like any other end",
        "2 a 2005-03-01 Anbar>Anbar 2/2/2 - -",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn another_encoding_is_said_by_line() {
    let found = rows(b"id,date,province,n\na,2005-03-01,Anb\xe1r,2\nb,2005-03-02,Anbar,1\n");
    assert_eq!(found, ["2 encoding: this line is not UTF-8 text", "3 b 2005-03-02 Anbar>Anbar 1/1/1 - -"]);
    assert_eq!(read(ROWS, &[], b"\xff\xfei\0d\0").unwrap_err(), "it is UTF-16 text; save it as UTF-8");
}

#[test]
fn a_file_cut_in_the_middle_keeps_the_rest() {
    let found = rows(b"id,date,province,n\na,2005-03-01,Anbar,2\nb,2005-03");
    assert_eq!(found, ["2 a 2005-03-01 Anbar>Anbar 2/2/2 - -", "3 cut: the file ends in the middle of this row"]);
    let found = rows(b"id,date,province,n\na,2005-03-01,Anbar,2\nb,\"2005-03");
    assert_eq!(found[1], "3 cut: the file ends in the middle of this row");
}

#[test]
fn a_row_of_too_many_cells_is_not_kept() {
    let found = rows(b"id,date,province,n\na,2005-03-01,Anbar,1,234\nb,2005-03-02,Anbar,1\n");
    assert_eq!(found, ["2 cells: this row has 5 cells, the header has 4", "3 b 2005-03-02 Anbar>Anbar 1/1/1 - -"]);
}

#[test]
fn an_open_quote_swallows_nothing() {
    let text = "id,date,province,n\n\
                a,2005-03-01,\"Anbar,2\n\
                b,2005-03-02,Anbar,1\n\
                \"c, d\",2005-03-03,Anbar,1\n\
                e,2005-03-04,Ninewa,1\n";
    let wanted = [
        "2 a 2005-03-01 \"Anbar>? 2/2/2 - -",
        "2 note: a quote opens on this line and is never closed",
        "3 b 2005-03-02 Anbar>Anbar 1/1/1 - -",
        "4 c, d 2005-03-03 Anbar>Anbar 1/1/1 - -",
        "5 e 2005-03-04 Ninewa>Ninewa 1/1/1 - -",
    ];
    assert_eq!(rows(text.as_bytes()), wanted);
    // With commas behind it the line cannot be read; the next ones can, though the quote would close within them.
    let text = "id,date,province,n\n\"a, b,2005-03-01,Anbar,2\nc,2005-03-02,Anbar,1\n\"d, e\",2005-03-03,Anbar,1\n";
    let wanted = [
        "2 quote: a quote opens on this line and is never closed",
        "3 c 2005-03-02 Anbar>Anbar 1/1/1 - -",
        "4 d, e 2005-03-03 Anbar>Anbar 1/1/1 - -",
    ];
    assert_eq!(rows(text.as_bytes()), wanted);
}

#[test]
fn a_cell_may_hold_lines() {
    let found = rows(b"id,date,province,n\n\"a\nb\",2005-03-01,Anbar,2\nc,2005-03-02,Anbar,1\n");
    assert_eq!(found, ["2 a\nb 2005-03-01 Anbar>Anbar 2/2/2 - -", "4 c 2005-03-02 Anbar>Anbar 1/1/1 - -"]);
}

#[test]
fn least_and_most() {
    let mapping = ROWS.replace("column n", "column n in lo .. hi");
    let text = b"id,date,province,lo,n,hi\na,2005-03-01,Anbar,1,2,5\nb,2005-03-01,Anbar,5,2,1\n";
    let found = read(&mapping, &[], text).unwrap();
    assert_eq!(
        found,
        ["2 a 2005-03-01 Anbar>Anbar 1/2/5 - -", "3 order: least 5, figure 2 and most 1 are not in order"]
    );
    let found = read(&ROWS.replace("column n", "column lo .. hi"), &[], text).unwrap();
    assert_eq!(found, ["2 a 2005-03-01 Anbar>Anbar 1/3/5 - -", "3 order: the least (5) is above the most (1)"]);
    let found = read(&ROWS.replace("column n", "count rows"), &[], text).unwrap();
    assert_eq!(found[1], "3 b 2005-03-01 Anbar>Anbar 1/1/1 - -");
}

#[test]
fn alternative_names_of_places() {
    let mapping = ROWS.replace("id id", "id id places \"p.csv\"");
    let places = "name,element\nNineveh,Ninewa\nMosul,Ninewa\n";
    let text = b"id,date,province,n\na,2005-03-01,nineveh,1\nb,2005-03-01,Mosul,1\nc,2005-03-01,Mosull,1\n";
    let found = read(&mapping, &[("p.csv", places)], text).unwrap();
    let wanted = [
        "2 a 2005-03-01 nineveh>Ninewa 1/1/1 - -",
        "3 b 2005-03-01 Mosul>Ninewa 1/1/1 - -",
        "4 c 2005-03-01 Mosull>? 1/1/1 - -",
    ];
    assert_eq!(found, wanted);
}

const UCDP: &str = "indicator seen[province]: person/month observes deaths { from \"ged.csv\" layout ucdp by month, \
                    province only country \"Iraq\" }";
const GED: &str = "id,relid,year,active_year,code_status,type_of_violence,conflict_dset_id,conflict_new_id,\
    conflict_name,dyad_dset_id,dyad_new_id,dyad_name,side_a_dset_id,side_a_new_id,side_a,side_b_dset_id,side_b_new_id,\
    side_b,number_of_sources,source_article,source_office,source_date,source_headline,source_original,where_prec,\
    where_coordinates,where_description,adm_1,adm_2,latitude,longitude,geom_wkt,priogrid_gid,country,country_id,region,\
    event_clarity,date_prec,date_start,date_end,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,high,low,gwnoa,\
    gwnob";

/// A row of 49 cells made for the test.
fn event(id: u32, place: (&str, u8), country: &str, days: (&str, &str), deaths: (u32, u32, u32)) -> String {
    let (best, high, low) = deaths;
    format!(
        "{id},X-{id},2005,1,Clear,1,1,1,Invented: Government,1,1,A - B,1,1,A,2,2,B,-1,\"Paper, 1 \"\"head\"\"\",,,,nan,\
         {},Town,Town,{},nan,33.3,44.4,POINT (44.4 33.3),1,{country},1,Asia,1,1,{} 00:00:00.000,{} 00:00:00.000,0,0,\
         {best},0,{best},{high},{low},645,\n",
        place.1, place.0, days.0, days.1
    )
}

#[test]
fn ucdp_events() {
    let text = [
        event(1, ("Anbar", 1), "Iraq", ("2005-03-01", "2005-03-01"), (3, 5, 2)),
        event(2, ("Ninewa", 4), "Iraq", ("2005-03-20", "2005-04-10"), (22, 22, 22)),
        // The conflict is Iraq's, the event is not.
        event(3, ("Kabul province", 1), "Afghanistan", ("2005-03-01", "2005-03-01"), (6, 6, 6)),
        // A whole country is no province, whatever the column says.
        event(4, ("Anbar", 6), "Iraq", ("2005-03-01", "2005-03-01"), (1, 1, 1)),
        // Least and most in the other's place.
        event(5, ("Anbar", 1), "Iraq", ("2005-03-01", "2005-03-01"), (3, 2, 5)),
    ]
    .concat();
    let wanted = [
        "1 2005-03-01 Anbar>Anbar 2/3/5 1 1",
        "2 2005-03-20..2005-04-10 Ninewa>Ninewa 22/22/22 1 4",
        "4 2005-03-01 Anbar>? 1/1/1 1 6",
    ];
    let order = "order: least 5, figure 3 and most 2 are not in order";
    let found = read(UCDP, &[], format!("{GED}\n{text}").as_bytes()).unwrap();
    let lines: Vec<String> = [2, 3, 5].iter().zip(wanted).map(|(l, w)| format!("{l} {w}")).collect();
    assert_eq!(found[..3], lines);
    assert_eq!(found[3], format!("6 {order}"));
    // A Candidate release without a header.
    let found = read(UCDP, &[], text.as_bytes()).unwrap();
    assert_eq!(found[0], "1 note: the file has no header; its 49 columns are taken in the order of the codebook");
    let lines: Vec<String> = [1, 2, 4].iter().zip(wanted).map(|(l, w)| format!("{l} {w}")).collect();
    assert_eq!(found[1..4], lines);
    let refused = read(UCDP, &[], b"a,b\n1,2\n").unwrap_err();
    assert!(refused.starts_with("it is no file of UCDP's"), "{refused}");
}

#[test]
fn a_headline_with_half_a_quote() {
    let row = event(1, ("Anbar", 1), "Iraq", ("2005-03-01", "2005-03-01"), (3, 5, 2));
    let broken = row.replace("\"Paper, 1 \"\"head\"\"\"", "\"Paper 1 head");
    let text = format!("{GED}\n{broken}{row}");
    let found = read(UCDP, &[], text.as_bytes()).unwrap();
    let wanted = [
        "2 1 2005-03-01 Anbar>Anbar 2/3/5 1 1",
        "2 note: a quote opens on this line and is never closed",
        "3 1 2005-03-01 Anbar>Anbar 2/3/5 1 1",
    ];
    assert_eq!(found, wanted);
}

#[test]
fn ucdp_sample() {
    let mapping = UCDP.replace("Iraq", "Afghanistan");
    for (file, first) in [("ucdp/ged201_head3.csv", 2), ("ucdp/ged_headerless.csv", 1)] {
        let Some(bytes) = oracle(file) else { continue };
        let rows: Vec<String> =
            read(&mapping, &[], &bytes).unwrap().into_iter().filter(|l| !l.contains(" note: ")).collect();
        let wanted = [
            format!("{first} 244657 2017-07-31 Kabul province>? 6/6/6 1 1"),
            format!("{} 132140 1989-01-07..1989-01-13 Nangarhar province>? 6/6/6 3 4", first + 1),
            format!("{} 130364 1989-01-15..1989-01-18 Kunduz province>? 0/4/4 2 4", first + 2),
        ];
        assert_eq!(rows, wanted, "{file}");
    }
}

const ACLED: &str = "indicator seen[province]: person/month observes deaths { from \"a.csv\" layout acled by month, \
                     province only country \"Iraq\" }";
const ACLED_HEADER: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
    assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,\
    admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";

#[test]
fn acled_events() {
    let row = |id: &str, deaths: u32| {
        format!(
            "{id},2005-11-20,2005,1,Violence,Battles,Clash,A,,1,B,,2,12,,368,Middle East,Iraq,Ninewa,Mosul,,Mosul,36.3,\
             43.1,2,Paper,National,\"Invented, row\",{deaths},,1132444800\r\n"
        )
    };
    let text = format!("\u{feff}{ACLED_HEADER}\r\n{}{}", row("IRQ1", 3), row("IRQ2", 0));
    let found = read(ACLED, &[], text.as_bytes()).unwrap();
    let wanted =
        ["2 IRQ1 2005-11-20 Ninewa>Ninewa 3/3/3 1 2", "3 no figure: `fatalities` is 0, which means none or not known"];
    assert_eq!(found[2..], wanted);
    let old = "data_id,iso,event_date,year,time_precision,event_type,actor1,country,admin1,location,geo_precision,\
               source,notes,fatalities\n77,368,15 November 2005,2005,1,Battles,A,Iraq,Anbar,Ramadi,1,Paper,x,2\n";
    assert_eq!(read(ACLED, &[], old.as_bytes()).unwrap(), ["2 77 2005-11-15 Anbar>Anbar 2/2/2 1 1"]);
    if let Some(bytes) = oracle("acled/acled_schema_invented_row.csv") {
        let found = read(ACLED, &[], &bytes).unwrap();
        assert_eq!(found.last().unwrap(), "2 IRQ00001 2005-11-20 Ninewa>Ninewa 3/3/3 1 1");
    }
}

const IBC: &str = "indicator seen[province]: person/month observes deaths { from \"ibc.csv\" layout ibc by month, \
                   province places \"p.csv\" }";
const PLACES: (&str, &str) = ("p.csv", "name,element\nMosul,Ninewa\n");

#[test]
fn body_counts() {
    let preamble = |n: usize| "\"Terms, and how to cite\"\n".repeat(n);
    let text = preamble(11)
        + "IBC code,Start Date,End Date,Time,Location,Target,Weapons,Reported Minimum,Reported Maximum,Sources\r\n\
           k1,20 Nov 2005,22 Nov 2005,AM onwards,Mosul,police,gunfire,2,4,\"A 21 Nov, B 22 Nov\"\r\n\
           k2,20 Nov 2005,20 Nov 2005,PM,\"Road, north\",-,bomb,5,4,A\r\n";
    let found = read(IBC, &[PLACES], text.as_bytes()).unwrap();
    let wanted =
        ["13 k1 2005-11-20..2005-11-22 Mosul>Ninewa 2/3/4 - -", "14 order: the least (5) is above the most (4)"];
    assert_eq!(found[1..], wanted);
    let text = preamble(26)
        + "IBC code,Name or Identifying Details,Age,Sex,Marital Status,Parental Status,Earliest Date,Latest Date,\
           Location\nk1-x1,[invented],adult,male,unknown,unknown,20 Nov 2005,22 Nov 2005,Mosul\n";
    let found = read(IBC, &[PLACES], text.as_bytes()).unwrap();
    assert_eq!(found, ["28 k1-x1 2005-11-20..2005-11-22 Mosul>Ninewa 1/1/1 - -"]);
    assert!(read(IBC, &[PLACES], b"a,b\n").unwrap_err().contains("begins with `IBC code`"));
    for (file, wanted) in [
        ("ibc/ibc-incidents_layout_invented.csv", "13 k00001 2005-11-20 Mosul>Ninewa 2/3/4 - -"),
        ("ibc/ibc-individuals_layout_invented.csv", "28 k00001-inv01 2005-11-20..2005-11-22 Mosul>Ninewa 1/1/1 - -"),
    ] {
        let Some(bytes) = oracle(file) else { continue };
        assert_eq!(read(IBC, &[PLACES], &bytes).unwrap().last().unwrap(), wanted);
    }
}

const HXL: &str = "indicator seen[province]: person/month observes deaths { from \"h.csv\" layout hxl by month, province \
                   column \"#affected\" }";

#[test]
fn tagged_files() {
    let text = "Report,,\nWhere,,When,How many,\n#ADM1 +name,#adm1+code,#Date+Reported,#affected+f,\n\
                Anbar,IQ1,1 March 2005,\"100\",beyond\nBasra,IQ2,03-18-14,7\nNinewa,IQ3,2005-03-02, 200\n";
    let mapping = HXL.replace("column", "places \"p.csv\" column");
    let places = ("p.csv", "name,element\nIQ1,Salah al-Din\n");
    let found = read(&mapping, &[places], text.as_bytes()).unwrap();
    let wanted = [
        "3 note: rows are placed by `#date+reported`, the day of the report, which may be later than what it tells of",
        // The code is the key, before the name.
        "4 - 2005-03-01 IQ1>Salah al-Din 100/100/100 - -",
        "5 date: `03-18-14` has a year of two figures, and does not say which figure is the month",
        "6 - 2005-03-02 Ninewa>Ninewa 200/200/200 - -",
    ];
    assert_eq!(found, wanted);
    let none = "a,b\n".repeat(30);
    assert!(read(HXL, &[], none.as_bytes()).unwrap_err().starts_with("it has no row of HXL tags"));
}

#[test]
fn tagged_samples() {
    let read_sample = |file: &str, column: &str| {
        let bytes = oracle(file)?;
        Some(read(&HXL.replace("#affected", column), &[], &bytes))
    };
    if let Some(found) = read_sample("hxl/input-date.csv", "#targeted") {
        let found = found.unwrap();
        assert!(found.contains(&"3 - 2015-03-01 Los Santos>? 100/100/100 - -".to_string()), "{found:#?}");
        assert!(found.contains(&"5 no figure: `#targeted` is empty".to_string()), "{found:#?}");
        assert_eq!(found.iter().filter(|l| l.contains(" date: ")).count(), 2, "{found:#?}");
        assert!(found.contains(&"10 - 2015-03-31 Amazonas>? 95/95/95 - -".to_string()), "{found:#?}");
    }
    if let Some(found) = read_sample("hxl/input-valid.csv", "#targeted+f") {
        let found = found.unwrap();
        assert!(found.contains(&"4 - 2015-03-01 Los Santos>? 100/100/100 - -".to_string()), "{found:#?}");
        assert_eq!(found.iter().filter(|l| l.ends_with("date: there is no date")).count(), 3, "{found:#?}");
    }
    if let Some(found) = read_sample("hxl/input-fuzzy.csv", "#targeted+f") {
        assert!(found.unwrap_err().starts_with("no column holds the date"));
    }
    if let Some(found) = read_sample("hxl/input-multiple-headers.csv", "#affected") {
        assert!(found.unwrap_err().starts_with("no column holds the date"));
    }
}
