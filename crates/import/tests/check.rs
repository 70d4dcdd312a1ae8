//! What `check` says of models that run, and of those that do not.

mod support;

use milepost_import::check::{Checked, check};
use milepost_import::{Settings, not_finite};
use milepost_syntax::Severity;
use std::collections::BTreeMap;
use support::Beside;

fn vensim(equations: &str) -> Checked {
    let text = format!("{equations}\nFINAL TIME = 10 ~~|\n");
    let files = Beside::Memory(BTreeMap::from([("m.mdl".to_string(), text.into_bytes())]));
    check("m.mdl", &files, &Settings::default()).expect("the file can be read")
}

fn messages(checked: &Checked, severity: Severity) -> Vec<String> {
    let found = checked.imported.diagnostics.iter().filter(|d| d.severity == severity);
    found.map(|d| d.message.clone()).collect()
}

fn names(list: &[(String, milepost_syntax::Span)]) -> Vec<&str> {
    list.iter().map(|(name, _)| name.as_str()).collect()
}

#[test]
fn a_circle_is_shown_with_the_line_of_each_of_its_variables() {
    let checked = vensim("a = b + 1 ~~|\nb = c ~~|\nd = 5 ~~|\nc = a * d ~~|");
    assert!(checked.imported.strategy.is_none());
    assert_eq!(
        messages(&checked, Severity::Error),
        ["`a` depends on itself: a (line 1) -> b (line 2) -> c (line 4) -> a"]
    );
}

#[test]
fn a_circle_through_a_function_names_what_the_file_names() {
    // The smooth begins at x, and x at the smooth.
    let checked = vensim("x = y + 1 ~~|\ny = SMOOTHI(1, 2, x) ~~|");
    let errors = messages(&checked, Severity::Error);
    assert_eq!(errors, ["`x` needs itself for its initial value: x (line 1) -> y (line 2) -> x"]);
}

#[test]
fn a_circle_of_elements_names_them_and_a_chain_of_elements_is_none() {
    let range = "d: p, q ~~|\n";
    let chain = vensim(&format!("{range}x[p] = 1 ~~|\nx[q] = x[p] ~~|"));
    assert_eq!(messages(&chain, Severity::Error), Vec::<String>::new());
    let circle = vensim(&format!("{range}x[p] = x[q] ~~|\nx[q] = x[p] ~~|"));
    let errors = messages(&circle, Severity::Error);
    assert_eq!(errors, ["`x[p]` depends on itself: x[p] (line 2) -> x[q] (line 2) -> x[p]"]);
}

#[test]
fn an_element_without_an_equation_is_warned_of_and_refused_where_it_is_read() {
    let holes = "d: p, q ~~|\ne: r, s ~~|\nx[p, e] = 1 ~~|\nx[q, r] = 2 ~~|\n";
    let unread = vensim(holes);
    assert!(unread.imported.strategy.is_some());
    assert_eq!(messages(&unread, Severity::Warning), ["there is no equation for `x[q,s]`"]);
    let columns: Vec<&str> = unread.imported.columns.iter().map(|c| c.name.as_str()).collect();
    assert!(!columns.contains(&"x[q,s]") && columns.contains(&"x[q,r]"), "{columns:?}");
    for reader in ["y = x[q, s] ~~|", "y = SUM(x[d!, e!]) ~~|"] {
        let read = vensim(&format!("{holes}{reader}"));
        assert!(read.imported.strategy.is_none());
        assert_eq!(messages(&read, Severity::Error), ["`x[q,s]` has no equation"], "{reader}");
    }
}

#[test]
fn what_nothing_reads_is_told_inputs_from_results() {
    let checked = vensim(
        "used = 1 ~~|\nspare = 2 ~~|\nt((0,0),(1,1)) ~~|\nresult = used ~~|\nlooked at = used ~ ~ ~ :SUPPLEMENTARY |\n\
         stock = INTEG(used, 0) ~~|\nself = IF THEN ELSE(Time > 5, 1, used) ~~|\n",
    );
    assert_eq!(names(&checked.unused.inputs), ["spare", "t"]);
    assert_eq!(names(&checked.unused.results), ["result", "self"]);
    let counts = &checked.counts;
    // The last instant is a constant, too.
    assert_eq!((counts.variables, counts.stocks, counts.constants, counts.tables, counts.equations), (8, 1, 3, 1, 3));
}

#[test]
fn a_fault_of_the_whole_file_names_the_file() {
    let files = Beside::Memory(BTreeMap::from([("empty.mdl".to_string(), Vec::new())]));
    let checked = check("empty.mdl", &files, &Settings::default()).expect("it can be read");
    assert_eq!(messages(&checked, Severity::Error), ["empty.mdl: the model does not say when it ends"]);
}

#[test]
fn a_value_that_is_no_number_is_said_of_its_variable_at_its_line() {
    let checked = vensim("a = 1 ~~|\nd: p, q ~~|\ns[d] = INTEG(s[d], 1) ~~|\nf = NPV(a, a, a, a) ~~|");
    let model = &checked.imported;
    let said = |name: &str, value: f64| {
        let finding = not_finite(model, name, 3.0, value);
        (finding.message, finding.span.map(|s| model.sources.line(s)))
    };
    assert_eq!(said("s[q]", f64::INFINITY), ("`s[q]` became infinite at time 3".into(), Some(3)));
    assert_eq!(said("a", f64::NAN), ("`a` is no number at time 3".into(), Some(1)));
    let inner = model.strategy.as_ref().expect("a model").variables[model.named..].iter();
    let inner = inner.map(|v| v.name.clone()).find(|n| n.starts_with("present value")).expect("a stock within NPV");
    assert_eq!(said(&inner, f64::NEG_INFINITY).0, "a stock within this function became minus infinite at time 3");
    assert_eq!(said("nobody", f64::NAN), ("m.mdl: `nobody` is no number at time 3".into(), None));
}
