//! The page: its head, its contents and its sections in order.

use crate::html::Html;
use crate::section;
use crate::view::View;

const STYLE: &str = include_str!("style.css");

/// A section: where it is found, what it is called, and what writes it.
pub(crate) struct Section {
    pub(crate) id: &'static str,
    /// The key of its title.
    title: &'static str,
    /// Whether there is anything to say.
    pub(crate) present: fn(&View) -> bool,
    write: fn(&mut Html, &View),
}

impl Section {
    /// Writes the section under a heading.
    pub(crate) fn put(&self, h: &mut Html, view: &View, title: &str) {
        headed(h, self.id, title, |h| (self.write)(h, view));
    }
}

/// A section of a page: its heading, then what `body` writes.
pub(crate) fn headed(h: &mut Html, id: &str, title: &str, body: impl FnOnce(&mut Html)) {
    let heading = format!("{id}-heading");
    h.section(id, title);
    h.tag("section", &[("id", id), ("aria-labelledby", &heading)], |h| {
        h.leaf("h2", &[("id", &heading)], title);
        body(h);
    });
}

pub(crate) const SECTIONS: [Section; 19] = [
    Section {
        id: "pathways",
        title: "section.pathways",
        present: section::pathways::present,
        write: section::pathways::write,
    },
    Section { id: "charts", title: "section.charts", present: section::charts::present, write: section::charts::write },
    Section { id: "places", title: "section.places", present: section::places::present, write: section::places::write },
    Section {
        id: "milestones",
        title: "frame.milestones",
        present: section::milestones::present,
        write: section::milestones::write,
    },
    Section {
        id: "sensitivity",
        title: "section.sensitivity",
        present: section::sensitivity::present,
        write: section::sensitivity::write,
    },
    Section {
        id: "discover",
        title: "section.discover",
        present: section::discover::present,
        write: section::discover::write,
    },
    Section {
        id: "robustness",
        title: "section.robustness",
        present: section::robustness::present,
        write: section::robustness::write,
    },
    Section { id: "timing", title: "section.timing", present: section::timing::present, write: section::timing::write },
    Section { id: "loops", title: "section.loops", present: section::loops::present, write: section::loops::write },
    Section { id: "claims", title: "section.claims", present: section::claims::present, write: section::claims::write },
    Section {
        id: "regimes",
        title: "section.regimes",
        present: section::regimes::present,
        write: section::regimes::write,
    },
    Section {
        id: "recommendations",
        title: "section.recommendations",
        present: section::recommendations::present,
        write: section::recommendations::write,
    },
    Section {
        id: "dynamics",
        title: "section.dynamics",
        present: section::dynamics::present,
        write: section::dynamics::write,
    },
    Section { id: "links", title: "section.links", present: section::links::present, write: section::links::write },
    Section {
        id: "history",
        title: "section.history",
        present: section::history::present,
        write: section::history::write,
    },
    Section { id: "watch", title: "frame.watch", present: section::watch::present, write: section::watch::write },
    Section {
        id: "assumptions",
        title: "section.assumptions",
        present: section::assumptions::present,
        write: section::assumptions::write,
    },
    Section { id: "source", title: "section.source", present: section::source::present, write: section::source::write },
    Section { id: "reproduce", title: "section.reproduce", present: |_| true, write: section::method::write },
];

/// The sections of the page of an exploration, which is read beside the report.
const EXPLORED: [&str; 6] = ["sensitivity", "discover", "robustness", "timing", "loops", "reproduce"];

/// Writes the report.
pub(crate) fn write(view: &View) -> String {
    let sections = SECTIONS.iter().filter(|s| (s.present)(view)).collect();
    let title = view.strategy.title.clone();
    whole(view, Html::listing(section::source::paragraphs(view)), &title, section::opening::write, sections).finish()
}

/// Writes the page of an exploration: the three sentences and their evidence.  What it does not show is in the report.
pub(crate) fn explored(view: &View) -> String {
    let here = |s: &&Section| EXPLORED.contains(&s.id) && (s.present)(view);
    let title = view.words.fill("frame.explored", &[("strategy", &view.strategy.title)]);
    let sections = SECTIONS.iter().filter(here).collect();
    whole(view, Html::default(), &title, section::brief::write, sections).finish_beside("report.html")
}

/// A page with its head, its contents and some sections in order.
fn whole(view: &View, mut h: Html, title: &str, opening: fn(&mut Html, &View), sections: Vec<&Section>) -> Html {
    h = h.in_words(view.words);
    h.doctype();
    let (code, direction) = (view.words.code, view.words.direction);
    h.tag("html", &[("lang", code), ("dir", direction)], |h| {
        h.tag("head", &[], |h| {
            h.void("meta", &[("charset", "utf-8")]);
            h.void("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
            h.void("meta", &[("name", "color-scheme"), ("content", "light dark")]);
            h.void(
                "meta",
                &[("name", "generator"), ("content", &format!("Milepost {}", view.summary.provenance.milepost))],
            );
            h.leaf("title", &[], title);
            h.style(STYLE);
        });
        h.tag("body", &[], |h| body(h, view, opening, &sections));
    });
    h
}

fn body(h: &mut Html, view: &View, opening: fn(&mut Html, &View), sections: &[&Section]) {
    h.leaf("a", &[("class", "skip"), ("href", "#answer")], h.words.say("frame.skip"));
    opening(h, view);
    h.tag("nav", &[("aria-label", h.words.say("frame.contents"))], |h| {
        h.tag("ol", &[], |h| {
            for section in sections {
                h.tag("li", &[], |h| h.leaf("a", &[("href", &format!("#{}", section.id))], h.words.say(section.title)));
            }
        });
    });
    h.tag("main", &[], |h| {
        for section in sections {
            section.put(h, view, view.words.say(section.title));
        }
    });
    h.tag("footer", &[], |h| {
        let made = h.words.fill("shell.made", &[("version", &view.summary.provenance.milepost)]);
        h.leaf("p", &[], &made);
    });
}
