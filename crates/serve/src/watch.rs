//! Notices when the strategy's files are saved.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};

use crate::server::State;

/// Editors save in several steps, and several files at once: what comes within this time is one change.
const QUIET: Duration = Duration::from_millis(80);

/// Watches the strategy's folder as long as the watcher is held.
///
/// # Errors
/// What the system says.
pub(crate) fn watch(state: &Arc<State>) -> Result<RecommendedWatcher, notify::Error> {
    let root = state.folder();
    let (send, heard) = channel();
    let mut watcher = notify::recommended_watcher(teller(root.clone(), send))?;
    watcher.watch(&root, RecursiveMode::Recursive)?;
    let state = Arc::downgrade(state);
    let reload = move || {
        while let Some(()) = change(&heard) {
            let Some(state) = state.upgrade() else { break };
            state.reload();
        }
    };
    std::thread::Builder::new().name("files".into()).spawn(reload).map_err(notify::Error::io)?;
    Ok(watcher)
}

/// Tells of changes of the strategy's own files.
fn teller(root: PathBuf, send: Sender<()>) -> impl FnMut(notify::Result<Event>) {
    // The system may name files by another path to the same folder.
    let real = root.canonicalize().unwrap_or_else(|_| root.clone());
    move |event| {
        let Ok(event) = event else { return };
        let own = |path: &PathBuf| is_own(path, &root) || is_own(path, &real);
        if !event.kind.is_access() && event.paths.iter().any(own) {
            // Without a receiver the server is ending.
            let _ = send.send(());
        }
    }
}

/// Whether a file is part of the strategy, of what is known of it or of what was found out: not its scenarios, nor anything
/// hidden.
fn is_own(path: &Path, root: &Path) -> bool {
    let Ok(inside) = path.strip_prefix(root) else { return false };
    let mut parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
    let Some(first) = parts.next() else { return false };
    let rest: Vec<_> = parts.collect();
    let end = path.extension().unwrap_or_default().to_string_lossy();
    if first == "out" {
        // A run or a study beside it is new.
        return rest.len() == 1 && end == "json";
    }
    if [&first].into_iter().chain(&rest).any(|part| part.starts_with('.')) {
        return false;
    }
    ["mile", "csv", "mdl", "xmile", "stmx", "xml", "xlsx", "sqlite"].contains(&end.as_ref())
}

/// Waits for a change and for the quiet after it; `None` when nobody watches any more.
fn change(heard: &Receiver<()>) -> Option<()> {
    heard.recv().ok()?;
    loop {
        match heard.recv_timeout(QUIET) {
            Ok(()) => {}
            Err(RecvTimeoutError::Timeout) => return Some(()),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_strategy_s_own_files_count() {
        let own = |path: &str| is_own(Path::new(path), Path::new("/s"));
        assert!(
            ["/s/a.mile", "/s/data/t.csv", "/s/model.mdl", "/s/record.sqlite", "/s/out/run.json"].into_iter().all(own)
        );
        let others = [
            "/s/out/t.csv",
            "/s/out/shards/x/run.json",
            "/s/.a.mile",
            "/s/.git/a.mile",
            "/s/scenarios.json",
            "/x/a.mile",
            "/s",
        ];
        assert!(!others.into_iter().any(own));
    }
}
