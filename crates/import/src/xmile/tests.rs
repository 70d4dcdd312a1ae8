use super::read;
use crate::equation::show::show;
use crate::foreign::{Model, TableKind, Variable, What};
use milepost_syntax::{Diagnostic, FileId, Severity};

/// A file around these elements.
fn file(root: &str, variables: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<xmile version=\"1.0\" xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n\
         <isee:prefs show=\"true\"><a><b/></a></isee:prefs>\n\
         <sim_specs method=\"RK4, Euler\" time_units=\"Months\"><start>0</start><stop>10</stop><dt reciprocal=\"true\">4</dt>\
         </sim_specs>{root}\n<model><variables>\n{variables}\n</variables><views><view/></views></model></xmile>"
    )
}

fn model(root: &str, variables: &str) -> Model {
    let text = file(root, variables);
    let (model, findings) = read(FileId(0), &text);
    assert_eq!(findings, [], "{text}");
    model
}

fn variable(text: &str) -> Variable {
    let mut model = model("", text);
    assert_eq!(model.variables.len(), 1, "{text}");
    model.variables.remove(0)
}

fn right(what: &What) -> String {
    match what {
        What::Equation(expr) => show(expr),
        what => panic!("{what:?}"),
    }
}

/// The only finding, and the text under it.
fn finding(text: &str) -> (Diagnostic, String) {
    let (_, findings) = read(FileId(0), text);
    assert_eq!(findings.len(), 1, "{text}: {findings:?}");
    let place = findings[0].span.expect("a place");
    (findings[0].clone(), text[place.start as usize..place.end as usize].to_string())
}

#[test]
fn equations_follow_the_standard() {
    for (text, tree) in [
        ("a ^ b ^ c - -d * 2", "((a Power (b Power c)) Sub (-d Mul 2))"),
        ("IF Time &gt; 10 THEN Time ELSE -Time + 1", "if((Time Gt 10), Time, (-Time Add 1))"),
        ("NOT a &lt;&gt; b AND c or d", "(((not a Ne b) And c) Or d)"),
        ("x mod 3 // y", "SAFEDIV((x Mod 3), y)"),
        ("MOD(a, 2) { a note } + <![CDATA[a<b]]>", "((MOD(a, 2) Add a) Lt b)"),
        ("\"Flow w/ signs\" + size_of\\none + &quot;a &amp; b&quot;", "((Flow w/ signs Add size_of\\none) Add a & b)"),
        ("EXPRESSION MACRO(in, hares.births) + .area", "(EXPRESSION MACRO(in, hares.births) Add area)"),
        ("SUM(x[*, b]) + y[1] + y[i + 1] + SUM(z[2:3]) + SUM(w[*:part]) + v[@2]", "all"),
        ("if_then_else(a, 1e-3, .5)", "if(a, 0.001, 0.5)"),
    ] {
        let found = right(&variable(&format!("<aux name=\"v\"><eqn>{text}</eqn></aux>")).what);
        let all = "(((((SUM(x[*,b]) Add y[@1]) Add y[@(i Add 1)]) Add SUM(z[2:3])) Add SUM(w[part!])) Add v[@2])";
        assert_eq!(found, if tree == "all" { all } else { tree }, "{text}");
    }
}

#[test]
fn times_names_and_what_is_left_out_are_told() {
    let m = model("<header><name>A model</name></header><model_units><unit name=\"x\"/></model_units>", "");
    assert_eq!(m.name.as_deref(), Some("A model"));
    let time = |expr: &Option<crate::foreign::Expr>| expr.as_ref().map(show);
    assert_eq!((time(&m.time.stop), time(&m.time.step)), (Some("10".into()), Some("0.25".into())));
    assert_eq!((m.time.method.map(|m| m.0), m.time.unit.as_deref()), (Some("rk4".into()), Some("Months")));
    assert_eq!(
        m.left_out,
        ["<isee:prefs>", "<views>", "<model_units>: definitions of units, which only `check` reads"]
    );
}

#[test]
fn stocks_flows_and_defaults_are_read() {
    let text = "<stock name=\"&quot;A b&quot;\"><eqn>5</eqn><inflow>f</inflow><outflow>\"g h\"</outflow><units>m</units>\
        <doc> Notes </doc><range min=\"0\" max=\"9\"/></stock>\
        <flow name=\"f\"><eqn>1</eqn><non_negative>false</non_negative></flow><flow name=\"g h\"><eqn>2</eqn></flow>";
    let m = model("<behavior><flow><non_negative/></flow></behavior>", text);
    let What::Stock { inflows, outflows, initial } = &m.variables[0].what else { panic!() };
    assert_eq!((inflows[0].0.as_str(), outflows[0].0.as_str(), show(initial)), ("f", "g h", "5".into()));
    let kept = (m.variables[0].name.as_str(), m.variables[0].units.as_deref(), m.variables[0].docs.as_str());
    assert_eq!(kept, ("A b", Some("m"), "Notes"));
    assert_eq!(m.variables[0].range, (Some(0.0), Some(9.0)));
    assert_eq!(m.variables.iter().map(|v| v.non_negative).collect::<Vec<_>>(), [false, false, true]);
    let stock = "<stock name=\"s\"><eqn>1</eqn></stock>";
    assert!(model("<behavior><non_negative/></behavior>", stock).variables[0].non_negative);
}

#[test]
fn arrays_have_an_equation_for_all_or_for_each() {
    let dims = "<dimensions><dim name=\"D\"><elem name=\"a\"/><elem name=\"b c\"/></dim><dim name=\"N\" size=\"3\"/></dimensions>";
    let m = model(
        dims,
        "<aux name=\"x\"><dimensions><dim name=\"D\"/><dim name=\"N\"/></dimensions><element subscript=\"a, 1\"><eqn>1</eqn>\
         </element><element subscript=\"b c,2\"><eqn>2</eqn></element><eqn>3</eqn></aux>\
         <aux name=\"y\"><dimensions><dim name=\"N\"/></dimensions><eqn>1, -2, 3</eqn></aux>",
    );
    assert_eq!(m.dimensions[1].elements.iter().map(|e| e.0.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    let subscripts = |v: &Variable| v.subscripts.iter().map(|s| s.0.clone()).collect::<Vec<_>>();
    assert_eq!(m.variables[..3].iter().map(subscripts).collect::<Vec<_>>(), [["a", "1"], ["b c", "2"], ["D", "N"]]);
    assert_eq!((m.variables[2].except.len(), m.variables[2].except[1][0].0.as_str()), (2, "b c"));
    assert_eq!(m.variables[3].what, What::Numbers(vec![vec![1.0, -2.0, 3.0]]));
}

#[test]
fn graphical_functions_are_tables() {
    let gf =
        |attributes: &str, inside: &str| format!("<aux name=\"t\"><eqn>TIME</eqn><gf{attributes}>{inside}</gf></aux>");
    let table = |text: &str| match variable(text).what {
        What::Graph(x, table) => {
            assert_eq!(show(&x), "TIME");
            table
        }
        What::Lookup(table) => table,
        what => panic!("{what:?}"),
    };
    let even = table(&gf(" type=\"extrapolate\"", "<xscale min=\"1\" max=\"3\"/><ypts>5, 6,7</ypts>"));
    assert_eq!((even.points, even.kind), (vec![(1.0, 5.0), (2.0, 6.0), (3.0, 7.0)], TableKind::Extrapolate));
    let free = table(&gf(" discrete=\"true\"", "<xpts sep=\";\">2;1</xpts><ypts>5,6</ypts>"));
    assert_eq!((free.points, free.kind), (vec![(1.0, 6.0), (2.0, 5.0)], TableKind::Discrete));
    let alone = "<gf name=\"t\"><xpts>0,1</xpts><ypts>0,1</ypts></gf>";
    assert_eq!(table(alone).points.len(), 2);
}

#[test]
fn modules_are_written_out_and_fed() {
    let main = "<module name=\"hares\"><connect to=\"hares.area\" from=\".area\"/><connect to=\"eaten\" from=\"lynxes.eaten\"/>\
        </module><module name=\"lynxes\"/><aux name=\"area\"><eqn>10</eqn></aux><aux name=\"all\"><eqn>hares.n</eqn></aux>";
    let others = "</variables></model><model name=\"hares\"><variables><aux name=\"area\"><eqn>{Enter equation}</eqn></aux>\
        <stock name=\"n\"><eqn>area * 2</eqn><outflow>deaths</outflow></stock><flow name=\"deaths\"><eqn>eaten + .area</eqn></flow>\
        <aux name=\"eaten\"/></variables></model><model name=\"lynxes\"><variables><aux name=\"eaten\"><eqn>1</eqn></aux>\
        </variables></model><model name=\"spare\"><variables>";
    let m = model("", &format!("{main}{others}"));
    let find = |name: &str| &m.variables.iter().find(|v| v.name == name).expect(name).what;
    assert_eq!(right(find("all")), "hares.n");
    assert_eq!((right(find("hares.area")), right(find("hares.eaten"))), ("area".into(), "lynxes.eaten".into()));
    assert_eq!(right(find("hares.deaths")), "(hares.eaten Add area)");
    let What::Stock { outflows, initial, .. } = find("hares.n") else { panic!() };
    assert_eq!((outflows[0].0.as_str(), show(initial)), ("hares.deaths", "(hares.area Mul 2)".into()));
    assert!(m.left_out.iter().any(|l| l.contains("spare")));
}

#[test]
fn an_input_that_nothing_feeds_is_a_fault() {
    let text =
        "<module name=\"h\"/></variables></model><model name=\"h\"><variables><aux name=\"area\"><eqn>???</eqn></aux>";
    assert_eq!(finding(&file("", text)).0.message, "`area` has no equation");
}

#[test]
fn modules_within_themselves_end() {
    let (fault, _) = finding(&file(
        "",
        "<module name=\"a\"/></variables></model><model name=\"a\"><variables><aux name=\"x\"><eqn>1</eqn></aux><module name=\"a\"/>",
    ));
    assert!(fault.message.contains("modules are nested more than 20 deep"));
}

#[test]
fn macros_and_conveyors_are_read() {
    let m = model(
        "<macro name=\"m\"><parm>a</parm><parm>b</parm><eqn>s + b</eqn><variables><stock name=\"s\"><eqn>a</eqn></stock></variables></macro>",
        "<stock name=\"c\"><eqn>0</eqn><inflow>i</inflow><outflow>o</outflow><outflow>l</outflow>\
         <conveyor exponential_leak=\"true\"><len>4</len><capacity>9</capacity></conveyor></stock><flow name=\"o\"/>\
         <flow name=\"l\"><eqn>0.1</eqn><leak/><leak_start>0.5</leak_start></flow><flow name=\"i\"><eqn>1</eqn></flow>",
    );
    assert_eq!((m.macros[0].parameters.len(), m.macros[0].variables.len()), (2, 1));
    assert_eq!(m.macros[0].value.as_ref().map(show).as_deref(), Some("(s Add b)"));
    let What::Conveyor(conveyor) = &m.variables[0].what else { panic!() };
    let leak = &conveyor.leaks[0];
    assert_eq!((leak.flow.as_str(), leak.start, leak.end, conveyor.exponential), ("l", 0.5, 1.0, true));
    assert_eq!((conveyor.transit.as_ref().map(show), conveyor.one_at_a_time), (Some("4".into()), true));
    assert!(matches!(&m.variables[1].what, What::Driven { fraction: None, .. }));
    let What::Driven { fraction, overflow: false } = &m.variables[2].what else { panic!() };
    assert_eq!(fraction.as_ref().map(show).as_deref(), Some("0.1"));
}

#[test]
fn the_dialect_of_2013_needs_no_list_of_variables() {
    let text = "<xmile xmlns=\"http://www.systemdynamics.org/XMILE\" level=\"3\"><sim_specs><start>0</start><stop>1</stop>\
        </sim_specs><model><aux name=\"x\"><eqn>time = 5</eqn><display x=\"1\"/></aux><group name=\"G\"><var>x</var></group>\
        <display/></model></xmile>";
    let (m, findings) = read(FileId(0), text);
    assert_eq!(findings, []);
    assert_eq!((right(&m.variables[0].what), m.variables[0].group.as_deref()), ("(time Eq 5)".into(), Some("G")));
    assert_eq!(m.time.step.as_ref().map(show).as_deref(), Some("1"));
}

#[test]
fn a_wrong_end_tag_is_mended_with_a_warning() {
    for (text, under) in [
        ("<flow name=\"f\"><eqn>1</eqn></stock><aux name=\"x\"><eqn>2</eqn></aux>", "</stock>"),
        ("<flow name=\"f\"><eqn>1</flow><aux name=\"x\"><eqn>2</eqn></aux>", "</flow>"),
        ("<flow name=\"f\"><eqn>1</eqn><non_negative></flow><aux name=\"x\"><eqn>2</eqn></aux>", "</flow>"),
    ] {
        let text = file("", text);
        let (warning, place) = finding(&text);
        assert_eq!((warning.severity, place.as_str()), (Severity::Warning, under));
        let (m, _) = read(FileId(0), &text);
        assert_eq!(m.variables.iter().map(|v| right(&v.what)).collect::<Vec<_>>(), ["1", "2"]);
    }
}

#[test]
fn a_fault_points_at_the_original_text() {
    let aux = |eqn: &str| format!("<aux name=\"x\"><eqn>{eqn}</eqn></aux>");
    for (text, message, under) in [
        (aux("???"), "`x` has no equation", "???"),
        (aux(" {Enter equation} "), "`x` has no equation", "{Enter equation} "),
        (aux("a &lt; b &gt; )"), "expected a number, a name or `(`, found `)`", ")"),
        (aux("a &amp;&amp; § + )"), "expected a number, a name or `(`, found `)`", ")"),
        (aux("1 + \u{1}"), "`\\u{1}` has no meaning in an equation", "\u{1}"),
        (aux("\"a"), "this quotation mark is not closed", "\""),
        (aux("1, y"), "a list of values holds numbers only", "y"),
        (aux("&bomb;"), "the entity `&bomb;` is not XML's own", "&bomb;"),
        ("<aux><eqn>1</eqn></aux>".into(), "a `<aux>` has no name", "<aux>"),
        (
            "<flow name=\"x\"><eqn>1</eqn><multiplier>2</multiplier></flow>".into(),
            "`<multiplier>` of `x` is not understood",
            "<multiplier>",
        ),
        (
            "<gf name=\"x\"><xpts>1,2</xpts><ypts>1</ypts></gf>".into(),
            "this graphical function has 2 x and 1 y",
            "<gf name=\"x\">",
        ),
        ("<gf name=\"x\"><xpts>1,a</xpts><ypts>1,2</ypts></gf>".into(), "`<xpts>` is no list of numbers", "1,a"),
        ("<module name=\"x\"/>".into(), "the module `x` uses a model that is not in this file", "<module name=\"x\"/>"),
    ] {
        let (fault, place) = finding(&file("", &text));
        assert_eq!((fault.severity, fault.message.as_str(), place.as_str()), (Severity::Error, message, under));
    }
    assert!(finding("<svg/>").0.message.contains("begins with `<svg>`"));
    assert!(finding("").0.message.contains("no elements"));
    assert!(finding("{UTF-8}\nx = 1 ~~|").0.message.contains("no XMILE"));
    assert!(finding("<xmile><a").0.message.contains("no XML"));
    assert!(finding("<xmile><model>").0.message.contains("`<model>` is not closed"));
}

#[test]
fn an_element_that_is_not_closed_hides_no_variable() {
    let text = file("", "<flow name=\"f\"><eqn>1</eqn><stock name=\"s\"><eqn>2</eqn></stock>");
    let (_, findings) = read(FileId(0), &text);
    assert!(findings.iter().any(|f| f.severity == Severity::Error && f.message.contains("stands within `f`")));
}

#[test]
fn hostile_files_end_soon() {
    let bomb: String = (1..20).map(|i| format!("<!ENTITY b{i} \"&b{};&b{};\">", i - 1, i - 1)).collect();
    let text = file("", "<aux name=\"x\"><eqn>&b19;</eqn></aux>").replacen(
        "<xmile",
        &format!("<!DOCTYPE x [{bomb}]><xmile"),
        1,
    );
    assert!(finding(&text).0.message.contains("&b19;"));
    let (_, findings) = read(FileId(0), &"<a>".repeat(1_000_000));
    assert!(findings[0].message.contains("nested more than 100 deep"));
    let deep = format!("<aux name=\"x\"><eqn>{}1</eqn></aux>", "IF a THEN b ELSE ".repeat(100_000));
    assert!(finding(&file("", &deep)).0.message.contains("nested more than 200 deep"));
    assert_eq!(read(FileId(0), &file("", &" ".repeat(10_000_000))).1, []);
    let wide = file("<dimensions><dim name=\"d\" size=\"1000000000\"/></dimensions>", "");
    assert!(finding(&wide).0.message.contains("has 1000000000 elements"));
    let modules: String = (0..25)
        .map(|i| {
            format!(
                "</variables></model><model name=\"m{i}\"><variables><aux name=\"x\"><eqn>1</eqn></aux>{0}{0}{0}",
                two(i + 1)
            )
        })
        .collect();
    let (m, findings) = read(FileId(0), &file("", &format!("{}{modules}", two(0))));
    assert!(m.variables.len() <= 1_000_000 && !findings.is_empty());
}

/// Two uses of the model `m{i}`.
fn two(i: usize) -> String {
    format!("<module name=\"a\" model=\"m{i}\"/><module name=\"b\" model=\"m{i}\"/>")
}

#[test]
fn subscripts_of_modules_keep_elements() {
    let dims = "<dimensions><dim name=\"D\"><elem name=\"a\"/></dim></dimensions>";
    let text = "<module name=\"h\"/></variables></model><model name=\"h\"><variables><aux name=\"a\"><eqn>1</eqn></aux>\
        <aux name=\"i\"><eqn>1</eqn></aux><aux name=\"x\"><dimensions><dim name=\"D\"/></dimensions><eqn>2</eqn></aux>\
        <aux name=\"y\"><eqn>x[a] + x[i]</eqn></aux>";
    let m = model(dims, text);
    let y = m.variables.iter().find(|v| v.name == "h.y").expect("h.y");
    assert_eq!(right(&y.what), "(h.x[a] Add h.x[h.i])");
}
