//! Two things at once.

use std::sync::{Mutex, PoisonError};

/// Does `aside` on another thread while `here` is done on this one; one after the other where the system gives no more
/// threads.
pub(crate) fn both<A: Send, B>(aside: impl FnOnce() -> A + Send, here: impl FnOnce() -> B) -> (A, B) {
    let aside = Mutex::new(Some(aside));
    // Taken out before it is called: the lock is not held meanwhile.
    let take = || aside.lock().unwrap_or_else(PoisonError::into_inner).take();
    let call = || take().map(|aside| aside());
    std::thread::scope(|scope| {
        let other = std::thread::Builder::new().spawn_scoped(scope, call);
        let here = here();
        let aside = match other.map(|other| other.join()) {
            Ok(Ok(done)) => done,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            Err(_) => call(),
        };
        match aside {
            Some(aside) => (aside, here),
            None => unreachable!("it is taken once, by the one that calls it"),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::both;

    #[test]
    fn both_are_done() {
        let (text, mut count) = (String::from("aside"), 0);
        let (a, b) = both(|| text.len(), || std::mem::replace(&mut count, 7));
        assert_eq!((a, b, count), (5, 0, 7));
    }

    #[test]
    #[should_panic(expected = "aside")]
    fn a_panic_is_passed_on() {
        both(|| panic!("aside"), || ());
    }
}
