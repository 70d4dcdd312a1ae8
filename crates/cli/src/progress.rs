//! A bar with rate and time left on stderr; nothing where stderr is not a terminal.

use std::io::IsTerminal;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use milepost_ensemble::Progress;

/// The bar of a run.
#[derive(Default)]
pub struct Bar {
    bar: OnceLock<ProgressBar>,
}

impl Progress for Bar {
    fn start(&self, total: u64, finished: u64) {
        if !std::io::stderr().is_terminal() {
            return;
        }
        let style = ProgressStyle::with_template(
            "{bar:30} {percent:>3}%  {human_pos} of {human_len} runs  {per_sec:>12}  {eta} left",
        );
        let bar = ProgressBar::new(total).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
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
