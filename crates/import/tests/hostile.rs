//! No input makes a reader panic, and every finding lies within the text.

use milepost_import::{decode, mdl, xmile};
use milepost_syntax::{Diagnostic, FileId};
use proptest::prelude::*;

const MDL: &str = "{UTF-8}\n:MACRO: M(a, b : c)\nM = INTEG(a*b, 1) ~~|\n:END OF MACRO:\ndim: (a1-a3), \"b c\" -> other, (o: x, y) ~~|\n\
    v[dim] :EXCEPT: [a1] = -1 + IF THEN ELSE(x > 2 :AND: :NOT: y, SUM(w[dim!]), 3e-2) ~ m/s [0,?] ~ A \\\n\t\tnote |\n\
    w[dim] = 1, 2; 3 ~~:SUP|\nt( [(0,0)-(1,1)],(0,1),(1,2) ) ~~|\nu = WITH LOOKUP(Time, ((0,1),(1,2))) ~~|\n\
    d :RAW: := GET XLS DATA('?f', 's', 'A', 'B2') ~~|\nz[dim]=TABBED ARRAY(\n1\t2\n) ~~|\n****\n\t.Group\n***~\nnote|\n\
    \\\\\\---/// Sketch\n///---\\\\\\\n:L\x7f<%^E!@\n15:0,0,0,1\n30:?f=é.xlsx\n";

const XMILE: &str = "<?xml version=\"1.0\"?><xmile><header><name>é</name></header><sim_specs method=\"Euler\"><start>0</start>\
    <stop>1</stop><dt reciprocal=\"true\">4</dt></sim_specs><behavior><flow><non_negative/></flow></behavior>\
    <dimensions><dim name=\"D\" size=\"3\"/></dimensions><macro name=\"m\"><parm>a</parm><eqn>a</eqn></macro>\
    <model><variables><stock name=\"s\"><eqn>5</eqn><inflow>f</inflow><outflow>o</outflow><conveyor><len>2</len></conveyor></stock>\
    <flow name=\"f\"><eqn>IF a &lt; 2 THEN x[1, *] ELSE \"q r\" // 3 mod 2</eqn></flow><flow name=\"o\"><leak>0.1</leak></flow>\
    <aux name=\"a\"><dimensions><dim name=\"D\"/></dimensions><element subscript=\"1\"><eqn>1</eqn></element><eqn><![CDATA[2]]></eqn>\
    <gf><xscale min=\"0\" max=\"1\"/><ypts>1,2</ypts></gf></aux><module name=\"h\"><connect to=\"h.x\" from=\".a\"/></module>\
    <isee:x/></variables></model><model name=\"h\"><aux name=\"x\"/><aux name=\"y\"><eqn>x[i] + .a</eqn></aux></model></xmile>";

fn within(text: &str, findings: &[Diagnostic]) {
    for finding in findings {
        let place = finding.span.expect("a place");
        assert!(text.get(place.start as usize..place.end as usize).is_some(), "{finding:?} is not within the text");
        assert!(!finding.message.is_empty() && !finding.message.ends_with('.'));
    }
}

fn both(text: &str) {
    within(text, &mdl::read(FileId(0), text).1);
    within(text, &xmile::read(FileId(0), text).1);
}

/// A model with some stretches cut out, doubled or replaced.
fn mutated(text: &'static str) -> impl Strategy<Value = String> {
    let bits = [
        "",
        "(",
        ")",
        "[",
        "]",
        "|",
        "~",
        "\"",
        "'",
        "{",
        "}",
        "<",
        ">",
        "</flow>",
        "<aux name=\"q\">",
        "&",
        "&lt;",
        ":",
        ":NA:",
        "\\",
        "\\\n",
        "\0",
        "é",
        "\u{a0}",
        "1e999",
        "-",
        ",",
        ";",
        "^",
        "=",
        "!",
        "@",
        ":MACRO:",
        ":EXCEPT:",
        "***",
        "\r",
    ];
    let edit = (0..text.len(), 0..30usize, prop::sample::select(bits.to_vec()));
    prop::collection::vec(edit, 1..6).prop_map(move |edits| {
        let mut out = text.to_string();
        for (at, length, bit) in edits {
            let snap = |at: usize| (0..=at.min(out.len())).rev().find(|&i| out.is_char_boundary(i)).unwrap_or(0);
            let (from, to) = (snap(at), snap(at + length));
            out.replace_range(from..to, bit);
        }
        out
    })
}

#[test]
fn the_models_to_be_changed_are_sound() {
    assert_eq!(xmile::read(FileId(0), XMILE).1, []);
    let findings = mdl::read(FileId(0), MDL).1;
    assert!(findings.len() == 1 && findings[0].message.contains("step that adapts itself"), "{findings:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn changed_vensim_models_are_read_or_refused(text in mutated(MDL)) {
        both(&text);
    }

    #[test]
    fn changed_xmile_models_are_read_or_refused(text in mutated(XMILE)) {
        both(&text);
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(text) = decode(&bytes) {
            both(&text);
        }
    }

    #[test]
    fn any_signs_are_read_or_refused(text in "[a-c0-9 \\t\\n\"'{}\\[\\]()<>|~:;,.!=+*/^&?\\\\@_é-]{0,200}") {
        both(&text);
        both(&format!("<xmile><model><aux name=\"x\"><eqn>{text}</eqn></aux></model></xmile>"));
    }
}
