//! A bar with rate and time left on stderr; nothing where stderr is not a terminal.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use milepost_ensemble::Progress;

/// The bar of a run.
pub struct Bar {
    bar: OnceLock<ProgressBar>,
    /// What is counted.
    what: &'static str,
}

impl Default for Bar {
    fn default() -> Self {
        Bar::of("runs")
    }
}

impl Bar {
    /// A bar that counts something else than runs.
    pub fn of(what: &'static str) -> Self {
        Bar { bar: OnceLock::new(), what }
    }
}

impl Progress for Bar {
    fn start(&self, total: u64, finished: u64) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        let rate = |state: &ProgressState, out: &mut dyn std::fmt::Write| {
            // A bar that cannot be drawn stops no run.
            let _ = write!(out, "{:.0} a second", state.per_sec());
        };
        let what = self.what;
        let template =
            format!("{{bar:30}} {{percent:>3}}%  {{human_pos}} of {{human_len}} {what}  {{rate}}  {{eta}} left");
        let style = ProgressStyle::with_template(&template).unwrap_or_else(|_| ProgressStyle::default_bar());
        let bar = ProgressBar::new(total).with_style(style.with_key("rate", rate));
        bar.set_position(finished);
        bar.reset_eta();
        bar.enable_steady_tick(Duration::from_millis(200));
        let _ = self.bar.set(bar);
    }

    fn advance(&self, runs: u64) {
        if let Some(bar) = self.bar.get() {
            bar.inc(runs);
        }
    }

    fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.finish();
    }
}

/// Raised by Ctrl-C.
static CANCELLED: AtomicBool = AtomicBool::new(false);

/// From now on Ctrl-C raises the flag; a second one ends the program at once.
pub fn cancel_flag() -> &'static AtomicBool {
    static SET: OnceLock<()> = OnceLock::new();
    SET.get_or_init(|| {
        let handler = || {
            if CANCELLED.swap(true, Ordering::SeqCst) {
                std::process::exit(130);
            }
        };
        // Without a handler Ctrl-C just ends the program; what is finished is on disk either way.
        let _ = ctrlc::set_handler(handler);
    });
    &CANCELLED
}
