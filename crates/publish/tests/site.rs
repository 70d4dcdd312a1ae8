//! The pages of a site: well-formed, without a script or a style of their own, every link leads somewhere, the same each time.

mod fixture;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use fixture::small::Small;
use insta::assert_snapshot;
use milepost_ensemble::summary::Summary;
use milepost_publish::Studies;
use milepost_publish::site::{Language, PageName, Site, assets, page, tables};
use milepost_strategy::model::Strategy;
use milepost_syntax::SourceMap;
use roxmltree::{Document, Node, ParsingOptions};

fn parsed(page: &str) -> Document<'_> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    Document::parse_with_options(page, options).unwrap_or_else(|e| panic!("{e}\n{page}"))
}

/// All pages of a site by the names of their files.
fn pages(site: &Site) -> BTreeMap<String, String> {
    PageName::ALL.into_iter().map(|name| (name.file(), page(site, name))).collect()
}

/// The pages of the small strategy, static and live, in both languages, and of the large fixture with all its studies.
fn all_sites() -> Vec<BTreeMap<String, String>> {
    let (small, english, pseudo) = (Small::new(), Language::english(), Language::pseudo());
    let mut sites = vec![
        pages(&small.site(false, english)),
        pages(&small.site(true, english)),
        pages(&small.site(false, pseudo)),
        pages(&Site { as_of: None, status: None, board: None, facts: None, data: &[], ..small.site(false, english) }),
    ];
    let (strategy, summary, sources) = fixture::iraq();
    let all = fixture::studies::All::new(&strategy);
    sites.push(pages(&large((&strategy, &summary, &sources), all.studies(), english)));
    sites
}

/// A run with its studies, and nothing that is known of a day.
fn large<'a>(
    (strategy, summary, sources): (&'a Strategy, &'a Summary, &'a SourceMap),
    studies: Studies<'a>,
    language: &'static Language,
) -> Site<'a> {
    Site {
        strategy,
        summary,
        sources,
        studies,
        as_of: None,
        status: None,
        board: None,
        facts: None,
        data: &[],
        notes: &[],
        live: false,
        language,
    }
}

#[test]
fn every_chart_can_be_read_at_each_of_its_dates() {
    let mut charts = 0;
    for page in all_sites().iter().flat_map(BTreeMap::values) {
        let document = parsed(page);
        for held in document.descendants().filter(|n| n.attribute("class") == Some("readings")) {
            charts += 1;
            let text = |node: Option<Node>| node.and_then(|n| n.text()).unwrap_or_default().to_string();
            let lines = text(Some(held));
            let lines: Vec<(&str, &str)> = lines.lines().map(|line| line.split_once('|').unwrap()).collect();
            let places: Vec<f64> = held.attribute("data-x").unwrap().split(' ').map(|x| x.parse().unwrap()).collect();
            assert_eq!(lines.len(), places.len());
            assert!(places.is_sorted_by(|a, b| a < b), "{places:?}");
            let dates: BTreeSet<&str> = lines.iter().map(|(date, _)| *date).collect();
            assert_eq!(dates.len(), lines.len(), "a date is named once");
            // The last of them is what is told unasked.
            let (date, value) = lines.last().unwrap();
            assert_eq!(text(held.prev_sibling_element()), format!("{date}: {value}"));
        }
    }
    assert!(charts > 40, "{charts}");
}

/// What a page says by itself is in the language of the page: in the pseudo-language only what the strategy's author wrote is
/// as it is in English.
#[test]
fn only_the_words_of_authors_stay_in_another_language() {
    let (small, english, pseudo) = (Small::new(), Language::english(), Language::pseudo());
    let mut plain: BTreeSet<(String, String)> = BTreeSet::new();
    // A judgement quotes its reasons as it was given.
    let (run, status) = (&small.summary.provenance, &small.status);
    let known = texts_in(&format!("{:?} {:?} {:?} {run:?} {status:?}", small.strategy, small.board, small.data));
    for live in [false, true] {
        let sites = [english, pseudo].map(|language| pages(&small.site(live, language)));
        plain.extend(unchanged(&sites, &known));
    }
    let (strategy, summary, sources) = fixture::iraq();
    let all = fixture::studies::All::new(&strategy);
    let known = texts_in(&format!("{strategy:?} {summary:?} {:?}", all.studies()));
    let sites =
        [english, pseudo].map(|language| pages(&large((&strategy, &summary, &sources), all.studies(), language)));
    plain.extend(unchanged(&sites, &known));
    let plain: Vec<String> = plain.into_iter().map(|(page, text)| format!("{page}: {text}")).collect();
    assert!(plain.is_empty(), "not in the language of the page:\n{}", plain.join("\n"));
}

/// Texts that two sites have alike, though nobody else wrote them: `(page, text)`.
fn unchanged(sites: &[BTreeMap<String, String>; 2], known: &str) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (page, other) in sites[0].iter().zip(sites[1].values()) {
        let (here, there) = (parsed(page.1), parsed(other));
        let [here, there] = [&here, &there].map(|document| texts(document));
        let unfilled: Vec<&String> = here.iter().filter(|text| has_place(text)).collect();
        assert!(unfilled.is_empty(), "{}: nothing was filled in: {unfilled:?}", page.0);
        let there: BTreeSet<&String> = there.iter().collect();
        // What is put together of names alone is between marks: `Deaths: Stay`, `Relief → Guards`, `hazard, pace`.
        let author = |text: &str| {
            let mut names = text.split(|c: char| !c.is_alphanumeric() && !" '’_-".contains(c));
            names.all(|name| known.contains(words_of(name).trim_end()))
        };
        let own = |text: &&String| !author(text) && there.contains(text);
        found.extend(here.iter().filter(own).map(|text| (page.0.clone(), text.clone())));
    }
    found
}

/// Whether a `{name}` was left as it stands.
fn has_place(text: &str) -> bool {
    let name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    text.split('{').skip(1).any(|rest| rest.split_once('}').is_some_and(|(inside, _)| inside.chars().all(name)))
}

/// What is read or heard: texts outside of code, and the attributes that are words.
fn texts(document: &Document) -> Vec<String> {
    let mut all = Vec::new();
    for node in document.descendants() {
        if node.ancestors().any(|n| ["code", "template", "style"].contains(&n.tag_name().name())) {
            continue;
        }
        all.extend(node.is_text().then(|| node.text().unwrap_or_default().trim().to_string()));
        let spoken = ["title", "aria-label", "data-label", "alt", "placeholder"];
        all.extend(spoken.iter().filter_map(|name| node.attribute(*name)).map(String::from));
    }
    // Files, places in them and hashes.
    let file = |text: &str| !text.trim_matches(['·', ' ']).contains(' ') && text.contains(['.', '0', '1', '2']);
    all.retain(|text| text.chars().any(char::is_alphabetic) && !file(text));
    all
}

/// The texts that something holds, as it is printed for debugging: what stands between quotes, not the names of fields.
fn texts_in(printed: &str) -> String {
    printed.replace("\\\"", "'").split('"').skip(1).step_by(2).map(|text| words_of(text) + "| ").collect()
}

/// Its words in small letters, numbers and marks left out.
fn words_of(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 1);
    words.map(|word| word.to_lowercase() + " ").collect()
}

#[test]
fn every_link_leads_somewhere() {
    for site in all_sites() {
        let documents: BTreeMap<&String, Document> = site.iter().map(|(file, page)| (file, parsed(page))).collect();
        let ids: BTreeMap<&String, BTreeSet<String>> = documents
            .iter()
            .map(|(file, document)| {
                let mut ids = BTreeSet::new();
                for id in document.descendants().filter_map(|n| n.attribute("id")) {
                    assert!(!id.contains(' '), "{file}: id {id:?} holds a blank");
                    assert!(ids.insert(id.to_string()), "{file}: id {id} stands twice");
                }
                (*file, ids)
            })
            .collect();
        for (file, document) in &documents {
            for node in document.descendants() {
                for id in node.attribute("aria-labelledby").into_iter().flat_map(str::split_whitespace) {
                    assert!(ids[file].contains(id), "{file}: nothing is called {id}");
                }
                if let Some(id) = node.attribute("for") {
                    assert!(ids[file].contains(id), "{file}: nothing is called {id}");
                }
                let Some(target) = node.attribute("href") else { continue };
                if target.starts_with("data/") || ["site.css", "icon.svg"].contains(&target) {
                    continue;
                }
                let (to, id) = target.split_once('#').unwrap_or((target, ""));
                let to = if to.is_empty() { (*file).clone() } else { to.to_string() };
                let there = ids.get(&to).unwrap_or_else(|| panic!("{file}: there is no page {to}"));
                assert!(id.is_empty() || there.contains(id), "{file}: {target} leads nowhere");
            }
        }
    }
}

#[test]
fn no_page_has_a_script_or_a_style_of_its_own_or_anything_from_elsewhere() {
    for (file, page) in all_sites().into_iter().flatten() {
        let document = parsed(&page);
        for node in document.descendants().filter(Node::is_element) {
            let name = node.tag_name().name();
            assert!(!["style", "iframe", "object", "base"].contains(&name), "{file} holds <{name}>");
            for attribute in node.attributes() {
                let name = attribute.name();
                assert!(name != "style" && !name.starts_with("on"), "{file} holds the attribute {name}");
                if ["href", "src", "action"].contains(&name) {
                    let value = attribute.value();
                    assert!(!value.contains(':') && !value.starts_with("//"), "{file} leads to {value}");
                }
            }
            if name == "script" {
                assert_eq!(node.attribute("src"), Some("site.js"), "{file}");
                assert_eq!(node.text().unwrap_or_default().trim(), "", "{file} holds a script");
            }
        }
    }
    for asset in assets() {
        // The name of a dialect of XML leads nowhere.
        let lower = asset.text.to_lowercase().replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        for reference in ["http://", "https://", "@import", "url("] {
            assert!(!lower.contains(reference), "{} holds {reference}", asset.name);
        }
    }
}

#[test]
fn the_same_site_gives_the_same_bytes() {
    assert_eq!(all_sites(), all_sites());
}

#[test]
fn every_page_has_what_a_reader_needs() {
    for (file, page) in all_sites().into_iter().flatten() {
        let document = parsed(&page);
        let count = |name: &str| document.descendants().filter(|n| n.has_tag_name(name)).count();
        assert_eq!((count("h1"), count("main"), count("head")), (1, 1, 1), "{file}");
        let html = document.root_element();
        assert!(html.attribute("lang").is_some() && html.attribute("dir").is_some(), "{file}");
        let current = document.descendants().filter(|n| n.attribute("aria-current") == Some("page")).count();
        assert_eq!(current, 1, "{file}");
        let mut level = 1;
        for heading in document.descendants() {
            let Some(next) = heading.tag_name().name().strip_prefix('h').and_then(|n| n.parse::<u32>().ok()) else {
                continue;
            };
            assert!(next <= level + 1, "{file}: a heading of level {next} under one of level {level}");
            level = next;
        }
        for drawing in document.descendants().filter(|n| n.attribute("role") == Some("img")) {
            for what in ["title", "desc"] {
                let found = drawing.children().find(|n| n.has_tag_name(what)).and_then(|n| n.text()).unwrap_or("");
                assert!(!found.trim().is_empty(), "{file}: a drawing without {what}");
            }
        }
    }
}

#[test]
fn a_live_page_has_what_the_script_looks_for_and_a_file_has_not() {
    let (small, english) = (Small::new(), Language::english());
    let ids = |live: bool, name: PageName| {
        let page = page(&small.site(live, english), name);
        let document = parsed(&page);
        let ids = document.descendants().filter_map(|n| n.attribute("id")).map(String::from);
        ids.collect::<BTreeSet<String>>()
    };
    let moved = [
        "levers",
        "reset",
        "changed",
        "moved-table",
        "moved-charts",
        "moved-state",
        "moved-short",
        "pathway",
        "scenario",
        "scenarios",
    ];
    let brushed = ["parallel", "parallel-state", "parallel-futures", "future"];
    for (name, wanted) in [(PageName::Levers, &moved[..]), (PageName::Fails, &brushed[..])] {
        let (live, still) = (ids(true, name), ids(false, name));
        for id in wanted.iter().chain(&["words", "banner"]) {
            assert!(live.contains(*id), "{id} is missing");
        }
        assert!(still.contains("words") && !still.contains("moved-state") && !still.contains("parallel-state"));
    }
    let page = page(&small.site(true, english), PageName::Levers);
    let document = parsed(&page);
    let body = document.descendants().find(|n| n.has_tag_name("body")).unwrap();
    assert_eq!((body.attribute("data-live"), body.attribute("data-page")), (Some("true"), Some("levers")));
    let mut told = String::new();
    for control in document.descendants().filter(|n| n.attribute("data-default").is_some()) {
        let attributes: Vec<String> = control.attributes().map(|a| format!("{}={}", a.name(), a.value())).collect();
        writeln!(told, "{} {}", control.tag_name().name(), attributes.join(" ")).unwrap();
    }
    assert_snapshot!("controls", told);
}

/// What a reader reads, block by block.
fn words(page: &str) -> String {
    let document = parsed(page);
    let main = document.descendants().find(|n| n.has_tag_name("main")).unwrap();
    let mut out = String::new();
    blocks(main, &mut out);
    out
}

fn blocks(node: Node, out: &mut String) {
    const BLOCKS: [&str; 12] = ["p", "li", "td", "th", "h1", "h2", "h3", "dt", "dd", "figcaption", "caption", "pre"];
    let name = node.tag_name().name();
    if name == "svg" {
        return;
    }
    let inner = node.descendants().skip(1).any(|n| BLOCKS.contains(&n.tag_name().name()));
    if BLOCKS.contains(&name) && !inner {
        let text: String = node.descendants().filter_map(|n| n.text().filter(|_| n.is_text())).collect();
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            writeln!(out, "{name:10} {text}").unwrap();
        }
        return;
    }
    node.children().for_each(|child| blocks(child, out));
}

#[test]
fn what_the_pages_say() {
    let (small, english) = (Small::new(), Language::english());
    let site = small.site(false, english);
    for name in [PageName::Overview, PageName::Levers, PageName::Milestones, PageName::Contract, PageName::Fails] {
        assert_snapshot!(format!("page_{}", name.slug()), words(&page(&site, name)));
    }
    assert_snapshot!("page_live_levers", words(&page(&small.site(true, english), PageName::Levers)));
}

#[test]
fn what_cannot_be_said_is_told_with_its_remedy() {
    let (small, english) = (Small::new(), Language::english());
    let site = Site { as_of: None, status: None, board: None, facts: None, data: &[], ..small.site(false, english) };
    for name in [PageName::Milestones, PageName::Contract, PageName::Compare, PageName::Dynamics, PageName::Assumptions]
    {
        let told: Vec<String> = page(&site, name)
            .split("class=\"missing\">")
            .skip(1)
            .map(|t| t.split("</p>").next().unwrap().into())
            .collect();
        assert!(!told.is_empty(), "{name:?} says nothing of what is missing");
    }
}

#[test]
fn the_pseudo_language_turns_the_page_round_and_writes_numbers_its_way() {
    let (small, pseudo) = (Small::new(), Language::pseudo());
    let page = page(&small.site(false, pseudo), PageName::Contract);
    let document = parsed(&page);
    assert_eq!(document.root_element().attribute("dir"), Some("rtl"));
    let heading = document.descendants().find(|n| n.has_tag_name("h1")).and_then(|n| n.text()).unwrap();
    assert!(heading.starts_with('\u{c9}') && heading.ends_with('~'), "{heading}");
}

#[test]
fn every_table_has_columns_of_one_length() {
    let (small, english) = (Small::new(), Language::english());
    let all = tables(&small.site(false, english));
    let names: Vec<&str> = all.iter().map(|t| t.name).collect();
    assert_eq!(names, ["measures", "claims", "levers", "milestones", "evidence", "obligations"]);
    for table in &all {
        let lengths: BTreeSet<usize> = table.columns.iter().map(|c| length(&c.values)).collect();
        assert_eq!(lengths.len(), 1, "{}", table.name);
        let names: BTreeSet<&String> = table.columns.iter().map(|c| &c.name).collect();
        assert_eq!(names.len(), table.columns.len(), "{}: a name stands twice", table.name);
    }
}

fn length(values: &milepost_ensemble::Values) -> usize {
    match values {
        milepost_ensemble::Values::Number(v) => v.len(),
        milepost_ensemble::Values::Whole(v) => v.len(),
        milepost_ensemble::Values::Text(v) => v.len(),
    }
}

/// Every key that the site asks for has a text, and every text is asked for; the script asks for its own.
#[test]
fn every_string_is_there_and_used() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<_> = std::fs::read_dir(folder.join("language/en")).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let strings: String = files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let mut texts = BTreeMap::new();
    for line in strings.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (key, text) = line.split_once(" = ").unwrap_or_else(|| panic!("{line:?} is no `key = text`"));
        assert!(!text.trim().is_empty(), "{key} has no text");
        assert!(texts.insert(key.to_string(), text).is_none(), "{key} stands twice");
    }
    let mut asked = BTreeSet::new();
    for file in sources(&folder) {
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]").next().unwrap_or_default();
        // Literals such as "page.overview".
        asked.extend(text.split('"').filter(|part| is_key(part)).map(String::from));
    }
    let kinds: BTreeSet<&str> = texts.keys().filter_map(|key| key.split('.').next()).collect();
    asked.retain(|key| kinds.contains(key.split('.').next().unwrap_or_default()));
    let missing: Vec<&String> = asked.iter().filter(|key| !texts.contains_key(*key)).collect();
    assert!(missing.is_empty(), "no text for {missing:?}");
    let script = std::fs::read_to_string(folder.join("site/site.js")).unwrap();
    // The script puts the ends of some keys together: `script.axes-${kind}`.
    let put_together =
        |key: &str| key.rsplit_once('-').is_some_and(|(head, _)| script.contains(&format!("`{head}-${{")));
    let by_script =
        |key: &str| key.starts_with("script.") && (script.contains(&format!("\"{key}\"")) || put_together(key));
    let unused: Vec<&String> = texts.keys().filter(|key| !asked.contains(*key) && !by_script(key)).collect();
    assert!(unused.is_empty(), "nobody asks for {unused:?}");
}

fn sources(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            files.push(path);
        }
    }
    files
}

fn is_key(text: &str) -> bool {
    let Some((kind, rest)) = text.split_once('.') else { return false };
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    word(kind) && word(rest)
}
