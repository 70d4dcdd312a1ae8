//! How the files stand, for those who wait to hear of it.

use std::time::Duration;

use tokio::sync::watch;

use crate::types::Event;

/// A listener is answered at least this often, changed or not, so that connections are known to live.
const PATIENCE: Duration = Duration::from_secs(25);

/// What is told, and how often it has changed.
#[derive(Clone)]
struct Told {
    count: u64,
    event: Event,
    ended: bool,
}

/// The newest event; listeners wait for the one after the last that they heard.
pub(crate) struct Events {
    told: watch::Sender<Told>,
}

impl Events {
    pub fn new(version: u64, notes: Vec<String>) -> Events {
        let event = Event { version, diagnostics: None, notes };
        Events { told: watch::Sender::new(Told { count: 1, event, ended: false }) }
    }

    /// Something else is served from now on.
    pub fn renewed(&self, version: u64, notes: Vec<String>) {
        self.tell(|event| *event = Event { version, diagnostics: None, notes });
    }

    /// The files are wrong; what was served before still is.
    pub fn broken(&self, diagnostics: String) {
        self.tell(|event| event.diagnostics = Some(diagnostics));
    }

    /// Something that the reader should know.
    pub fn note(&self, note: String) {
        self.tell(|event| event.notes.push(note));
    }

    /// Nobody waits any more.
    pub fn end(&self) {
        self.told.send_modify(|told| told.ended = true);
    }

    fn tell(&self, change: impl FnOnce(&mut Event)) {
        self.told.send_modify(|told| {
            change(&mut told.event);
            told.count += 1;
        });
    }

    /// The newest event with its count, as soon as it is another than `since`, and at the latest after some seconds.
    pub async fn after(&self, since: Option<u64>) -> (u64, Event) {
        let mut heard = self.told.subscribe();
        // Only `send_modify` is used, and the sender lives as long as `self`.
        let news = heard.wait_for(|told| Some(told.count) != since || told.ended);
        let _ = tokio::time::timeout(PATIENCE, news).await;
        let told = self.told.borrow();
        (told.count, told.event.clone())
    }
}
