//! The calls of a model, over small texts and over the field's own test set where it lies beside the checkout.

use super::{Call, Points, Workbooks};
use crate::foreign::{Dimension, Expr, Model, Table, Variable, What, same};
use crate::{decode, mdl};
use milepost_syntax::{Diagnostic, FileId, Span};
use std::path::{Path, PathBuf};

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
    assert!(fault.span.is_some() && !fault.help.is_empty() || fault.message.contains("sheet"), "{fault:?}");
    assert!(!fault.message.ends_with('.'), "{fault:?}");
    &fault.message
}

#[test]
fn calls_are_known_in_every_spelling() {
    let call = call("get_direct_constants('d\\b.tab', '', ' b2* ')");
    assert_eq!((call.file.as_str(), call.cell.as_str(), call.down), ("d/b.tab", "b2", true));
    assert!(Call::kind_of("GET XLS SUBSCRIPT").is_some() && Call::kind_of("GET 123 DATA").is_none());
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
    let third = books.lookups(&call("GET DIRECT LOOKUPS('a.csv', ',', 1, 'B4')"), 1).unwrap();
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
            super::Kind::Constants => books.constants(&call, &[]).unwrap_err(),
            super::Kind::Subscript => books.subscript(&call).unwrap_err(),
            _ => books.series(&call, 1).unwrap_err(),
        };
        assert!(fault.message.contains(part), "{text}: {}", fault.message);
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

// ------------------------------------------------------------------ the field's test set

/// A case of the test set: its model, and its files.
struct Case {
    folder: PathBuf,
    model: Model,
}

fn case(name: &str) -> Option<Case> {
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/cases/tests");
    let folder = cases.join(name);
    let Ok(bytes) = std::fs::read(folder.join(format!("test_{name}.mdl"))) else {
        eprintln!("SKIPPED: no case {name} beside this checkout");
        return None;
    };
    let (model, _) = mdl::read(FileId(0), &decode(&bytes).unwrap());
    Some(Case { folder, model })
}

impl Case {
    fn books(&self) -> Workbooks<'_> {
        Workbooks::new(|name| std::fs::read(self.folder.join(name)).map_err(|fault| fault.to_string()))
    }

    /// The call of the `nth` equation of this variable.
    fn call(&self, name: &str, nth: usize) -> Call {
        let mut equations = self.model.variables.iter().filter(|v| same(&v.name) == same(name));
        Call::new(parts(equations.nth(nth).unwrap()).unwrap()).unwrap()
    }

    fn numbers(&self, name: &str, nth: usize, shape: &[usize]) -> Vec<f64> {
        let numbers = self.books().constants(&self.call(name, nth), shape);
        numbers.unwrap().into_iter().map(|n| n.expect("a number")).collect()
    }

    /// What the reference output says of an element at the first instant.
    fn first(&self, column: &str) -> f64 {
        let place = Span::new(FileId(0), 0, 1);
        let data = self.books().dataset("output.tab", place).unwrap();
        data.series(column, &[]).unwrap_or_else(|| panic!("no {column}"))[0].1
    }

    /// The elements of a call as the reference output has them at the first instant.
    fn check(&self, name: &str, nth: usize, shape: &[usize], columns: &[&str]) {
        let expected: Vec<_> = columns.iter().map(|column| self.first(column)).collect();
        assert_eq!(self.numbers(name, nth, shape), expected, "{name}");
    }
}

#[test]
fn constants_of_the_cases_are_those_of_vensim() {
    if let Some(case) = case("get_constants_incomplete_subscript") {
        let var = ["a,female", "a,male", "b,female", "b,male", "c,female", "c,male"].map(|e| format!("var[{e}]"));
        case.check("var", 0, &[3, 2], &var.each_ref().map(String::as_str));
        case.check("adimensional const", 0, &[], &["adimensional const"]);
        let women = ["a", "b", "c"].map(|e| format!("var only women[{e},female]"));
        case.check("var only women", 0, &[3, 1], &women.each_ref().map(String::as_str));
    }
    if let Some(case) = case("get_constants_subranges") {
        case.check("constant", 1, &[3], &["constant[C]", "constant[D]", "constant[E]"]);
    }
    if let Some(case) = case("get_values_order") {
        let all = ["var1[t1]", "var1[t2]", "var1[t3]", "var1[t4]"];
        case.check("var1", 0, &[4], &all);
        case.check("var2", 0, &[1], &["var2[t2]"]);
        case.check("var4", 1, &[2], &["var4[t3]", "var4[t1]"]);
    }
    if let Some(case) = case("get_subscript_3d_arrays_xls") {
        for (nth, column) in [(0, 1), (1, 2)] {
            let name = "Three Dimensional Constant";
            let entry = |i: usize| format!("{name}[Entry{},Column{column},Depth{}]", i / 2 + 1, i % 2 + 1);
            let columns: Vec<_> = (0..6).map(entry).collect();
            let columns: Vec<_> = columns.iter().map(String::as_str).collect();
            case.check(name, nth, &[3, 1, 2], &columns);
        }
    }
    if let Some(case) = case("with_lookup") {
        let columns: Vec<_> =
            (0..9).map(|i| format!("var1[{},{}]", ["a", "b", "c"][i / 3], ["d", "e", "f"][i % 3])).collect();
        let columns: Vec<_> = columns.iter().map(String::as_str).collect();
        case.check("var1", 0, &[3, 3], &columns);
    }
    if let Some(case) = case("get_xls_cellrange") {
        assert_eq!(case.numbers("valuev", 0, &[6]).len(), 6);
        for name in ["value1", "value2", "valuev"] {
            let columns = ["A", "B", "C", "D", "E", "F"].map(|e| format!("{name}[{e}]"));
            case.check(name, 0, &[6], &columns.each_ref().map(String::as_str));
        }
    }
}

#[test]
fn elements_of_the_cases_are_those_of_vensim() {
    let Some(case) = case("get_subscript_3d_arrays_xls") else { return };
    let elements = |name: &str| {
        let dimension: &Dimension = case.model.dimensions.iter().find(|d| d.name == name).unwrap();
        case.books().subscript(&Call::new(dimension.external.as_ref().unwrap()).unwrap()).unwrap().join(" ")
    };
    assert_eq!(elements("Third Dimension Subscript"), "Depth1 Depth2");
    assert_eq!(elements("One Dimensional Subscript"), "Entry1 Entry2 Entry3");
}

/// The value of points on the line between them, held at the ends.
fn line(points: &Points, t: f64) -> f64 {
    let after = points.iter().position(|p| p.0 >= t).unwrap_or(points.len() - 1);
    let ((x0, y0), (x1, y1)) = (points[after.saturating_sub(1)], points[after]);
    if t <= x0 || t >= x1 { if t <= x0 { y0 } else { y1 } } else { y0 + (y1 - y0) * (t - x0) / (x1 - x0) }
}

#[test]
fn series_of_the_cases_are_those_of_vensim() {
    let place = Span::new(FileId(0), 0, 1);
    if let Some(case) = case("get_lookups_data_3d_xls") {
        let output = case.books().dataset("output.tab", place).unwrap();
        for (nth, dim) in ["A", "B"].into_iter().enumerate() {
            let lookups = case.books().lookups(&case.call("lookup function", nth), 2).unwrap();
            for (points, row) in lookups.iter().zip(["Row1", "Row2"]) {
                for &(t, expected) in output.series("lookup call", &[dim, row]).unwrap() {
                    assert!((line(points, t) - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{dim} {row} {t}");
                }
            }
            let data = case.books().series(&case.call("data function table", nth), 2).unwrap();
            for (points, row) in data.iter().zip(["Row1", "Row2"]) {
                // A stock of it: steps of Euler between what is saved.
                let stock = output.series("accumulation data", &[dim, row]).unwrap();
                for pair in stock.windows(2) {
                    let rate = (pair[1].1 - pair[0].1) / (pair[1].0 - pair[0].0);
                    let expected = line(points, pair[0].0);
                    assert!((rate - expected).abs() <= 1e-3 * expected.abs().max(1.0), "{dim} {row} {pair:?}");
                }
            }
        }
    }
    if let Some(case) = case("get_mixed_definitions") {
        let output = case.books().dataset("output.tab", place).unwrap();
        let mut books = case.books();
        let mut check = |name: &str, nth: usize, factor: f64, out: &str, elements: &[&[&str]]| {
            let series = books.series(&case.call(name, nth), elements.len()).unwrap();
            for (points, element) in series.iter().zip(elements) {
                for &(t, expected) in output.series(out, element).unwrap() {
                    let value = factor * line(points, t);
                    assert!((value - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{name} {t}");
                }
            }
        };
        check("Variable", 0, 10.0, "Variable 10", &[&["ext data", "A"], &["ext data", "B"]]);
        check("data var 1", 0, 1.0, "outdata 1", &[&["d1"]]);
        check("data var 1", 2, 1.0, "outdata 1", &[&["d3"]]);
        check("data var 2", 4, 1.0, "outdata 2", &[&["d1", "a2"], &["d2", "a2"], &["d3", "a2"], &["d4", "a2"]]);
        let constants = |name, nth, shape: &[usize], columns: &[&str]| case.check(name, nth, shape, columns);
        let tenfold = ["A", "B"].map(|e| case.first(&format!("Variable 10[ext const,{e}]")));
        assert_eq!(case.numbers("Variable", 1, &[1, 2]), tenfold.map(|n| n / 10.0));
        constants("const var 1", 0, &[1], &["const var 1[d1]"]);
        constants(
            "const var 2",
            4,
            &[4, 1],
            &["const var 2[d1,a2]", "const var 2[d2,a2]", "const var 2[d3,a2]", "const var 2[d4,a2]"],
        );
    }
    if let Some(case) = case("data_from_other_model") {
        let data = case.books().dataset("data.vdf", place).unwrap();
        let output = case.books().dataset("output.tab", place).unwrap();
        for element in ["A", "B", "C"] {
            for &(t, expected) in output.series("out1", &[element]).unwrap() {
                let zero = line(&data.series("var 0dim", &[]).unwrap().to_vec(), t);
                let one = data.series("var 1dim", &[element]).unwrap();
                let held = one.iter().rev().find(|p| p.0 <= t).unwrap_or(&one[0]).1;
                let value = zero * 2.0 + held;
                assert!((value - expected).abs() <= 1e-4 * expected.abs().max(1.0), "{element} {t}: {value}");
            }
        }
    }
}
