//! The calls of a model over small texts.

mod cases;
mod hostile;

use super::{Call, Workbooks};
use crate::foreign::{Expr, Table, Variable, What};
use crate::mdl;
use milepost_syntax::{Diagnostic, FileId, Span};

/// The call in a line such as `GET DIRECT DATA('a.csv', ',', '1', 'B2')`.
fn call(text: &str) -> Call {
    Call::new(&expr(text)).unwrap_or_else(|fault| panic!("{text}: {fault:?}"))
}

fn expr(text: &str) -> Expr {
    let (model, _) = mdl::read(FileId(0), &format!("{{UTF-8}}\nx = {text} ~~|\n"));
    parts(&model.variables[0]).unwrap_or_else(|| panic!("{text}: no equation")).clone()
}

/// The expression of an equation, or of a lookup from a file.
fn parts(variable: &Variable) -> Option<&Expr> {
    match &variable.what {
        What::Equation(expr) => Some(expr),
        What::Lookup(Table { external, .. }) => external.as_deref(),
        _ => None,
    }
}

fn books(files: &'static [(&'static str, &'static str)]) -> Workbooks<'static> {
    Workbooks::new(move |name| {
        let found = files.iter().find(|(n, _)| *n == name);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| "there is no such file".to_string())
    })
}

const TABLE: &[(&str, &str)] =
    &[("a.csv", "t,1,2,4,,note\nx,10,20,40,9\ny,,-2,n/a\nz,7,many,8\n"), ("d/b.tab", "1\t2\t3\n4\t5\t6\n\t,\t \n")];

fn message(fault: &Diagnostic) -> &str {
    assert!(fault.span.is_some() && !fault.help.is_empty(), "{fault:?}");
    assert!(!fault.message.ends_with('.'), "{fault:?}");
    &fault.message
}

#[test]
fn calls_are_known_in_every_spelling() {
    let call = call("get_direct_constants('d\\b.tab', '', ' b2* ')");
    assert_eq!((call.file.as_str(), call.cell.as_str(), call.down), ("d/b.tab", "b2", true));
    assert!(Call::new(&expr("GET 123 DATA('a', 'b', 'c', 'd')")).is_err());
    for (text, part) in [
        ("GET XLS DATA('a', 'b', 'c')", "takes 4 arguments and has 3"),
        ("GET XLS CONSTANTS('a', 'b', 1 + 2)", "the cell of"),
        ("SIN(1)", "no function that reads cells"),
    ] {
        let fault = Call::new(&expr(text)).unwrap_err();
        assert!(message(&fault).contains(part), "{fault:?}");
    }
}

#[test]
fn constants_run_across_and_with_a_star_down() {
    let mut books = books(TABLE);
    let mut read = |cell: &str, shape: &[usize]| {
        let call = call(&format!("GET DIRECT CONSTANTS('d/b.tab', '\\t', '{cell}')"));
        books.constants(&call, shape).unwrap().iter().map(|n| n.unwrap_or(-1.0) as i32).collect::<Vec<_>>()
    };
    assert_eq!(read("B1", &[]), [2]);
    assert_eq!(read("A1", &[3]), [1, 2, 3]);
    assert_eq!(read("A1*", &[2]), [1, 4]);
    assert_eq!(read("A1", &[2, 3]), [1, 2, 3, 4, 5, 6]);
    assert_eq!(read("A1*", &[3, 2]), [1, 4, 2, 5, 3, 6]);
    assert_eq!(read("A1", &[3, 1]), [1, 2, 3]);
    assert_eq!(read("A1*", &[1, 2, 1]), [1, 4]);
    assert_eq!(read("C2", &[2]), [6, -1]);
    assert_eq!(read("Z99", &[]), [-1]);
}

#[test]
fn points_lie_beside_their_times() {
    let mut books = books(TABLE);
    let across = books.series(&call("GET DIRECT DATA('a.csv', ',', '1', 'B2')"), 2).unwrap();
    assert_eq!(across, [vec![(1.0, 10.0), (2.0, 20.0), (4.0, 40.0)], vec![(2.0, -2.0)]]);
    let warnings = books.warnings();
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(message(&warnings[0]).contains("cell E1 of `a.csv` is empty where a time"), "{warnings:?}");
    let third = books.series(&call("GET DIRECT LOOKUPS('a.csv', ',', 1, 'B4')"), 1).unwrap();
    assert_eq!(third, [vec![(1.0, 7.0), (4.0, 8.0)]]);
    assert!(books.warnings()[0].message.contains("cell C4 of `a.csv` holds `many`"));
    let down = books.series(&call("GET DIRECT DATA('d/b.tab', '\\t', 'B', 'A1')"), 1).unwrap();
    assert_eq!(down, [vec![(2.0, 1.0), (5.0, 4.0)]]);
    assert!(books.warnings().is_empty());
}

#[test]
fn elements_are_the_filled_cells_after_their_prefix() {
    let mut books = books(TABLE);
    let mut read = |last: &str| {
        let text = format!("GET DIRECT SUBSCRIPT('a.csv', ',', 'A2', '{last}', 'p')");
        books.subscript(&call(&text)).unwrap().join(" ")
    };
    assert_eq!(read("A4"), "px py pz");
    assert_eq!(read("A"), "px py pz");
    assert_eq!(read("2"), "px p10 p20 p40 p9");
    assert_eq!(read("B3"), "px p10 py");
    assert_eq!(read("").split(' ').count(), 12);
}

#[test]
fn what_is_not_there_is_named() {
    let mut books = books(&[
        ("a.csv", "1,2\nx,3\n"),
        ("b.csv", "1,1\n2,3\n"),
        ("c.xlsx", "a,b"),
        ("d.vdf", ""),
        ("e.xlsx", "PK\u{3}\u{4}"),
        ("f.csv", "\"1"),
    ]);
    for (text, part) in [
        ("GET XLS CONSTANTS('n.xlsx', 's', 'A1')", "`n.xlsx` cannot be read: there is no such file"),
        ("GET XLS CONSTANTS('a.csv', ',', 'A2')", "cell A2 of `a.csv` holds `x` and no number"),
        ("GET XLS CONSTANTS('a.csv', ',', 'A0')", "`A0` is no cell such as `B5`"),
        ("GET XLS CONSTANTS('a.csv', ';;', 'A1')", "`;;` is no delimiter"),
        ("GET XLS CONSTANTS('c.xlsx', 's', 'A1')", "no workbook in spite of its ending"),
        ("GET XLS CONSTANTS('d.vdf', 's', 'A1')", "only Vensim can read"),
        ("GET XLS CONSTANTS('e.xlsx', 's', 'A1')", "damaged"),
        ("GET XLS CONSTANTS('f.csv', ',', 'A1')", "not closed"),
        ("GET XLS CONSTANTS('?f', ',', 'A1')", "settings name no file"),
        ("GET XLS DATA('b.csv', ',', '1', 'A2')", "1 twice among its times, in cells A1 and B1"),
        ("GET XLS DATA('a.csv', ',', '9', 'A2')", "no number at or after cell A9"),
        ("GET XLS DATA('a.csv', ',', 'time', 'A2')", "`time` is neither a row"),
        ("GET XLS LOOKUPS('a.csv', ',', 'A', 'Z9')", "no number at or after cell A9"),
        ("GET XLS SUBSCRIPT('a.csv', ',', 'D9', 'D10', '')", "are empty"),
        ("GET XLS SUBSCRIPT('a.csv', ',', 'A1', 'last', '')", "`last` is neither a cell"),
    ] {
        let call = call(text);
        let fault = match call.kind {
            super::call::Kind::Constants => books.constants(&call, &[]).unwrap_err(),
            super::call::Kind::Subscript => books.subscript(&call).unwrap_err(),
            _ => books.series(&call, 1).unwrap_err(),
        };
        assert!(message(&fault).contains(part), "{text}: {}", fault.message);
    }
    let call = call("GET XLS CONSTANTS('a.csv', ',', 'A1')");
    let fault = books.constants(&call, &[2, 3, 4]).unwrap_err();
    assert!(message(&fault).contains("3 subscripts have several elements"));
    let fault = books.constants(&call, &[usize::MAX, usize::MAX]).unwrap_err();
    assert!(message(&fault).contains("more than 1000000 cells"));
}

#[test]
fn exports_stand_in_for_binary_data_files() {
    let mut books = books(&[("data.csv", "Time,a\n0,5\n"), ("bad.tab", "x\ty\nz\t1\n"), ("bad.csv", "Time,a\n0,1\n")]);
    let place = Span::new(FileId(0), 0, 1);
    assert_eq!(books.dataset("data.vdf", place).unwrap().series("a", &[]), Some(&[(0.0, 5.0)][..]));
    assert!(message(&books.dataset("none.vdf", place).unwrap_err()).contains("only Vensim can read"));
    assert!(message(&books.dataset("bad.vdf", place).unwrap_err()).contains("its export `bad.tab`: `z` stands"));
    assert!(message(&books.dataset("none.csv", place).unwrap_err()).contains("no such file"));
}
