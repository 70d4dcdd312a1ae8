//! What all pages have: head, name of the strategy, the way to the other pages, foot.

use super::Room;
use super::links::page_of;
use super::name::PageName;
use super::pages;
use crate::html::Html;
use crate::numbers::count;
use crate::section::source::paragraphs;

/// Writes a page.
pub(super) fn write(room: &Room, name: PageName) -> String {
    let mut h = Html::listing(paragraphs(&room.view)).with_sheet().in_words(room.words);
    h.doctype();
    let (code, direction) = (room.words.code, room.words.direction);
    h.tag("html", &[("lang", code), ("dir", direction)], |h| {
        h.tag("head", &[], |h| head(h, room, name));
        let live = room.site.live.to_string();
        let marks = room.words.numbers.map(|numbers| [numbers.group, numbers.decimal].map(String::from));
        let mut about = vec![("data-live", live.as_str()), ("data-page", name.slug())];
        if let Some([group, decimal]) = &marks {
            about.extend([("data-group", group.as_str()), ("data-decimal", decimal.as_str())]);
        }
        h.tag("body", &about, |h| body(h, room, name));
    });
    h.finish_among(|id| page_of(room.site.strategy, id).map(PageName::file))
}

fn head(h: &mut Html, room: &Room, name: PageName) {
    let (strategy, version) = (&room.site.strategy.title, &room.site.summary.provenance.milepost);
    h.void("meta", &[("charset", "utf-8")]);
    h.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
    h.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
    h.void("meta", &[("name", "generator"), ("content", &format!("Milepost {version}"))]);
    h.leaf("title", &[], &format!("{} \u{b7} {strategy}", room.words.say(name.title())));
    h.void("link", &[("rel", "stylesheet"), ("href", "site.css")]);
    h.void("link", &[("rel", "icon"), ("type", "image/svg+xml"), ("href", "icon.svg")]);
    h.tag("script", &[("src", "site.js"), ("defer", "")], |_| {});
}

fn body(h: &mut Html, room: &Room, name: PageName) {
    let words = room.words;
    h.leaf("a", &[("class", "skip"), ("href", "#main")], words.say("shell.skip"));
    h.tag("header", &[("class", "site-head")], |h| {
        h.tag("p", &[("class", "site-title")], |h| {
            h.leaf("a", &[("href", "index.html")], &room.site.strategy.title);
        });
        h.tag("nav", &[("class", "pages"), ("aria-label", words.say("shell.pages"))], |h| {
            h.tag("ol", &[], |h| PageName::ALL.iter().for_each(|other| way(h, room, *other, name)));
        });
    });
    h.tag("p", &[("id", "banner"), ("role", "status"), ("hidden", "")], |_| {});
    for note in room.site.notes {
        h.leaf("p", &[("class", "site-note")], note);
    }
    h.tag("main", &[("id", "main")], |h| {
        if name != PageName::Overview {
            h.tag("header", &[("class", "page-head")], |h| {
                h.leaf("h1", &[], words.say(name.title()));
                h.leaf("p", &[("class", "page-lead")], words.say(name.lead()));
            });
        }
        let mut content = h.part();
        pages::write(&mut content, room, name);
        if name != PageName::Overview {
            contents(h, room, content.sections());
        }
        h.put(content);
    });
    h.tag("footer", &[], |h| foot(h, room));
    h.leaf("template", &[("id", "words")], &words.of_script());
}

/// The way to the sections of a page, where there are several.
fn contents(h: &mut Html, room: &Room, sections: &[(String, String)]) {
    if sections.len() < 2 {
        return;
    }
    h.tag("nav", &[("class", "contents"), ("aria-label", room.words.say("shell.contents"))], |h| {
        h.tag("ul", &[], |h| {
            for (id, title) in sections {
                h.tag("li", &[], |h| h.goto(id, title));
            }
        });
    });
}

/// The way to another page.
fn way(h: &mut Html, room: &Room, other: PageName, here: PageName) {
    let (file, title) = (other.file(), room.words.say(other.title()));
    let attributes = [("href", file.as_str()), ("title", room.words.say(other.lead())), ("aria-current", "page")];
    let attributes = if other == here { &attributes[..] } else { &attributes[..2] };
    h.tag("li", &[], |h| h.leaf("a", attributes, title));
}

fn foot(h: &mut Html, room: &Room) {
    let made = &room.site.summary.provenance;
    let (futures, seed) = (count(room.view.futures), made.seed.to_string());
    let run = room.words.fill("shell.run", &[("futures", &futures), ("seed", &seed)]);
    h.tag("p", &[], |h| {
        h.text(&room.words.fill("shell.made", &[("version", &made.milepost)]));
        h.text(" ");
        h.goto("reproduce", &run);
    });
}
