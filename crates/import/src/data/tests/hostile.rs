//! Workbooks that are damaged or made to do harm: a clear error in bounded time and memory, and never the end of the
//! program.

use super::call;
use crate::data::Workbooks;
use crate::data::archive::tests::archive;
use crate::data::xls::tests::workbook;
use std::path::Path;

const NAMESPACE: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
     xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";

/// A workbook with the sheets `One` and `Two`, of which `cells` are on the first, and these names.
fn xlsx(names: &str, cells: &str) -> Vec<u8> {
    let book = format!(
        "<workbook {NAMESPACE}><sheets><sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/>\
         <sheet name=\"Two\" sheetId=\"2\" r:id=\"rId2\"/></sheets><definedNames>{names}</definedNames></workbook>"
    );
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link =
        |n| format!("<Relationship Id=\"rId{n}\" Type=\"{kind}/worksheet\" Target=\"worksheets/sheet{n}.xml\"/>");
    let space = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    let links = format!("<Relationships {space}>{}{}</Relationships>", link(1), link(2));
    let root = format!(
        "<Relationships {space}><Relationship Id=\"rId1\" Type=\"{kind}/officeDocument\" Target=\"xl/workbook.xml\"/>\
         </Relationships>"
    );
    let sheet = |cells: &str| format!("<worksheet {NAMESPACE}><sheetData>{cells}</sheetData></worksheet>");
    archive(&[
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", links.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet(cells).as_bytes()),
        ("xl/worksheets/sheet2.xml", sheet("<row r=\"2\"><c r=\"B2\"><v>9</v></c></row>").as_bytes()),
    ])
}

/// The number of a cell, or the message.
fn read(bytes: &[u8], tab: &str, cell: &str) -> Result<Option<f64>, String> {
    let mut books = Workbooks::new(|_| Ok(bytes.to_vec()));
    let numbers = books.constants(&call(&format!("GET XLS CONSTANTS('a.xlsx', '{tab}', '{cell}')")), &[]);
    numbers.map(|all| all[0]).map_err(|fault| fault.message)
}

#[test]
fn names_are_those_of_the_sheet_that_is_asked() {
    let names = "<definedName name=\"here\" localSheetId=\"0\">One!$A$1</definedName>\
                 <definedName name=\"here\" localSheetId=\"1\">Two!$B$2</definedName>\
                 <definedName name=\"there\">Two!$B$2</definedName>\
                 <definedName name=\"lost\">#REF!</definedName>";
    let book = xlsx(names, "<row r=\"1\"><c r=\"A1\"><v>5</v></c><c r=\"B1\" t=\"e\"><v>#DIV/0!</v></c></row>");
    assert_eq!(read(&book, "one", "HERE"), Ok(Some(5.0)));
    assert_eq!(read(&book, "Two", "here"), Ok(Some(9.0)));
    assert_eq!(read(&book, "Two", "A1"), Ok(None));
    for (tab, cell, part) in [
        ("One", "there", "are on the sheet `Two`, not on `One`"),
        ("One", "lost", "stands for no single rectangle"),
        ("One", "none", "neither a cell such as `B5` nor the name of cells"),
        ("One", "B1", "cell B1 of `a.xlsx` holds `#DIV/0!`"),
        ("Three", "A1", "no sheet `Three`, only `One`, `Two`"),
    ] {
        assert!(read(&book, tab, cell).is_err_and(|e| e.contains(part)), "{cell}");
    }
}

#[test]
fn far_corners_and_endless_rows_cost_nothing() {
    let far = "<row r=\"1\"><c r=\"A1\"><v>1</v></c></row><row r=\"1048576\"><c r=\"XFD1048576\"><v>2</v></c></row>";
    assert_eq!(read(&xlsx("", far), "One", "XFD1048576"), Ok(Some(2.0)));
    let beyond = "<row r=\"1\"><c r=\"ZZZ2000000\"><v>1</v></c></row>";
    assert!(read(&xlsx("", beyond), "One", "A1").is_err_and(|e| e.contains("beyond all sheets")));
    let old = |cells: &[(u16, u16)]| read(&workbook(cells), "One", "A1");
    assert_eq!(old(&[(0, 0), (20_000, 200)]), Ok(Some(0.0)));
    assert!(old(&[(0, 0), (65_535, 255)]).is_err_and(|e| e.contains("too far apart")));
    assert!(old(&[(0, 0), (1, 256)]).is_err_and(|e| e.contains("beyond the last column")));
}

#[test]
fn changed_bytes_end_in_a_number_or_an_error() {
    let mut files = vec![workbook(&[(0, 0), (3, 2)]), xlsx("", "<row r=\"1\"><c r=\"A1\"><v>5</v></c></row>")];
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/conformance/cases/tests");
    for name in ["get_data_args_3d_xls/input.xls", "get_constants_incomplete_subscript/inputs.xls"] {
        match std::fs::read(cases.join(name)) {
            Ok(bytes) => files.push(bytes),
            Err(_) => eprintln!("SKIPPED: no {name} beside this checkout"),
        }
    }
    let mut state = 88_172_645_463_325_252u64;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut answers = [0, 0];
    for round in 0..2000 {
        let mut bytes = files[round % files.len()].clone();
        for _ in 0..1 + next(6) {
            let at = next(bytes.len());
            match next(8) {
                0 => bytes.truncate(at.max(8)),
                1 | 2 => bytes[at] = 255,
                3 | 4 => bytes[at] = 0,
                _ => bytes[at] ^= 1 << next(8),
            }
        }
        answers[read(&bytes, ["One", "Sheet1", "tab1"][round % 3], "A1").is_ok() as usize] += 1;
    }
    assert!(answers.iter().all(|&n| n > 50), "{answers:?}");
}
