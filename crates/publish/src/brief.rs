//! The three sentences for somebody who decides: what it depends on, where it fails, which choice is robust by which
//! yardstick.  Each names the section that holds its evidence.

use crate::answer::Called;
use crate::phrase::Phrase;
use crate::section;
use crate::sensitivity;
use crate::view::View;

/// One of the three.
pub(crate) struct Point {
    /// What is asked, as a heading.
    pub(crate) asked: &'static str,
    /// The sentence; `None` where the study has not been made for the files that were run.
    pub(crate) said: Option<Phrase>,
    /// The section with its evidence.
    pub(crate) section: &'static str,
    /// The command that makes the study.
    pub(crate) command: &'static str,
}

/// All three, in order.
pub(crate) fn points(view: &View) -> [Point; 3] {
    let words = view.words;
    let point = |asked, said, section, command| Point { asked, said, section, command };
    [
        point(words.say("section.sensitivity"), depends(view), "sensitivity", "milepost sensitivity ."),
        point(words.say("section.discover"), section::discover::headline(view), "discover", "milepost discover ."),
        point(
            words.say("section.robustness"),
            section::robustness::headline(view),
            "robustness",
            "milepost robustness .",
        ),
    ]
}

/// Of the pathway that is told first, the first measure that was looked at.
fn depends(view: &View) -> Option<Phrase> {
    let strategy = view.strategy;
    let leading = milepost_explore::sensitivity::leading(strategy)?;
    let pathway = &strategy.pathways[leading.index()].name;
    let all: Vec<_> = view.sensitivity().cloned().collect();
    let telling = sensitivity::Telling { words: view.words, strategy, called: Called::Titles };
    let said = |measure: &str| sensitivity::headline(telling, &all, measure, pathway);
    let barred = strategy.measures.iter().filter(|m| m.acceptable.is_some());
    barred.chain(&strategy.measures).find_map(|measure| said(&measure.name))
}
