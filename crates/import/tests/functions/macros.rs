//! Macros.

use super::near;
use super::support::vensim;

const ADD: &str = ":MACRO: ADD3(a, b, c : low, high)\nADD3 = a + b + c ~~|\nlow = MIN(a, MIN(b, c)) ~~|\n\
    high = MAX(a, MAX(b, c)) ~~|\n:END OF MACRO:\n";

#[test]
fn a_macro_with_several_outputs_defines_them_all() {
    let text = format!("{ADD}total = ADD3(7, 2, Time : least, most) ~~|\nspread = most - least ~~|");
    let (_, run) = vensim(&text).unwrap_or_else(|why| panic!("{why}"));
    near(&[run["total"][3], run["least"][1], run["most"][9], run["spread"][9]], &[12.0, 1.0, 9.0, 7.0]);
}

#[test]
fn outputs_have_the_subscripts_of_the_call() {
    let text = format!("{ADD}d: u, v ~~|\nx[d] = 1, 5 ~~|\nt[d] = ADD3(x[d], 2, 3 : lo[d], hi[d]) ~~|");
    let (_, run) = vensim(&text).unwrap_or_else(|why| panic!("{why}"));
    near(&["t[u]", "lo[u]", "hi[u]", "t[v]", "lo[v]", "hi[v]"].map(|n| run[n][0]), &[6.0, 1.0, 3.0, 10.0, 2.0, 5.0]);
}

#[test]
fn outputs_can_be_left_out_or_must_be_as_many() {
    let (_, run) = vensim(&format!("{ADD}total = ADD3(7, 2, 1) ~~|")).unwrap();
    assert_eq!(run["total"][0], 10.0);
    let why = vensim(&format!("{ADD}total = ADD3(7, 2, 1 : least) ~~|")).unwrap_err();
    assert!(why.contains("2 outputs after the colon, and 1 stand here"), "{why}");
}

#[test]
fn macros_call_macros_and_hold_stocks() {
    // A second-order smooth as two of first order.
    let text = ":MACRO: once(in, over)\nonce = INTEG((in - once) / over, start) ~~|\nstart = 0 ~~|\n:END OF MACRO:\n\
        :MACRO: twice(in, over)\ntwice = once(once(in, over), over) ~~|\n:END OF MACRO:\n\
        x = twice(8, 2) ~~|";
    let (_, run) = vensim(text).unwrap_or_else(|why| panic!("{why}"));
    near(&run["x"][..4], &[0.0, 0.0, 2.0, 4.0]);
}

#[test]
fn tables_are_handed_on() {
    let text = ":MACRO: inner(t, x)\ninner = t(x) ~~|\n:END OF MACRO:\n:MACRO: outer(t, x)\nouter = inner(t, x) * 2 ~~|\n:END OF MACRO:\n\
        table((0,0),(10,5)) ~~|\nx = outer(table, Time) ~~|";
    let (_, run) = vensim(text).unwrap_or_else(|why| panic!("{why}"));
    near(&run["x"][..3], &[0.0, 1.0, 2.0]);
}
