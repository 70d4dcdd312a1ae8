//! What stands in files beside equations, and how equations may be written.

use super::support::{Beside, column, run, vensim};
use milepost_import::Settings;
use std::collections::BTreeMap;

const AXIS: &str = "INITIAL TIME = 0 ~~|\r\nFINAL TIME = 1 ~~|\r\nTIME STEP = 1 ~~|\r\nSAVEPER = TIME STEP ~~|\r\n";

fn bytes(bytes: Vec<u8>) -> BTreeMap<String, Vec<f64>> {
    let files = Beside::Memory(BTreeMap::from([("m.mdl".to_string(), bytes)]));
    run("m.mdl", &files, &Settings::default()).unwrap_or_else(|why| panic!("{why}")).1
}

#[test]
fn comments_stand_anywhere() {
    let x = column("x {first} = {second} 1 + {three | of ~ them} 2 ~ m {unit} ~ note ~ :SUPPLEMENTARY |", "x");
    assert_eq!(x[0], 3.0);
}

#[test]
fn names_and_equations_go_on_in_the_next_line() {
    let text = "rate of \\\n\t\tchange\\\n\t\t = 2 ~~|\nd: a, b ~~|\ny[d] = 1, 2 ~~|\n\
        x = SUM(y[d\\\n\t\t!]) +\\\n\t\t rate of change ~~|\nz = SUM(y[d\n!])\t*\t2 ~~|";
    let (_, run) = vensim(text).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!((run["x"][0], run["z"][0]), (5.0, 6.0));
}

#[test]
fn names_have_all_kinds_of_signs() {
    let text = "DOLLAR SIGN$ = 1 ~~|\ntime's up = 2 ~~|\n\"M&Ms\" = 3 ~~|\n\"100% true\" = 4 ~~|\n\"a\\\"b\\\"\" = 5 ~~|\n\u{e9}nergie_totale = 6 ~~|\n\
        x = DOLLAR SIGN$ + Time's  Up + \"m&ms\" + \"100% True\" + \"a\\\"b\\\"\" + \u{c9}nergie totale ~~|";
    assert_eq!(column(text, "x")[0], 21.0);
}

#[test]
fn groups_units_and_reality_checks_say_nothing_of_values() {
    let text = "********************************************************\n\t.first group\n\
        ********************************************************~\n\t\ta note\n\t|\n\
        x = 3 ~ $/(person*year) [0,?,0.1] ~ costs $ |\n\
        {**new~style.**}\n\
        check :THE CONDITION: x > 2 :IMPLIES: x > 1 ~~|\ntest :TEST INPUT: x = RC STEP(x, 2) ~~|\ny = x * 2 ~~~ :SUPPLEMENTARY|\n\
        name :IS: 'a text' ~~|";
    let (_, run) = vensim(text).unwrap_or_else(|why| panic!("{why}"));
    assert_eq!((run["x"][0], run["y"][0], run.contains_key("check")), (3.0, 6.0, false));
}

#[test]
fn files_come_in_every_encoding() {
    let text = format!("caf\u{e9} = 4 ~~|\r\n\"\u{fc}ber\" = caf\u{e9} + 1 ~~|\r\n{AXIS}");
    let utf8 = format!("{{UTF-8}}\r\n{text}").into_bytes();
    let marked = [b"\xef\xbb\xbf".as_slice(), &utf8].concat();
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    for content in [utf8, marked, latin, wide] {
        assert_eq!(bytes(content)["\u{fc}ber"][0], 5.0);
    }
}

#[test]
fn a_game_is_played_by_its_equation() {
    assert_eq!(column("x = GAME(2 + Time) ~~|", "x")[3], 5.0);
}

#[test]
fn constants_of_all_forms_are_read() {
    let text = "x == 4 ~~|\ny = -1.5e-3 ~~|\nz = +.25 ~~|\nw = 1e6 ~~|\nsum = x + y + z + w ~~|";
    assert_eq!(column(text, "sum")[0], 4.0 - 1.5e-3 + 0.25 + 1e6);
}

#[test]
fn what_needs_the_tool_itself_is_refused_by_name() {
    for (text, words) in [
        ("x = SIMULTANEOUS(x + 1, 3) ~~|", "`SIMULTANEOUS`"),
        ("x = REINITIAL(3) ~~|", "`REINITIAL`"),
        ("x = DELAY CONVEYOR(1, 2, 0, t, 0, 2) ~~|\nt((0,0),(1,1)) ~~|", "`DELAY CONVEYOR`"),
        ("x = DELAY PROFILE(t, 1, 2, 0, 0) ~~|\nt((0,0),(1,1)) ~~|", "`DELAY PROFILE`"),
        ("x = INTERNAL RATE OF RETURN(1, 2) ~~|", "`INTERNAL RATE OF RETURN`"),
        ("x = A FUNCTION OF(y) ~~|\ny = 1 ~~|", "`A FUNCTION OF`"),
        ("x = TABXL(t, 1, 0, 2, 1) ~~|\nt((0,0),(1,1)) ~~|", "`TABXL`"),
        ("x = SSHAPE(1, 2) ~~|", "`SSHAPE`"),
    ] {
        let why = vensim(text).expect_err(text);
        assert!(why.contains(words) && why.contains("not supported"), "{why}");
    }
}
