//! How the C library hands out memory.
//!
//! Shard after shard is of the same size, but what one thread asks for another gives back.  Left alone, glibc keeps an
//! arena of memory for each of eight threads a core and puts ever larger pieces into them, which leaves holes: the same
//! live memory takes a third more, and more with every shard.

/// Pieces of this size and above come from the system and go back to it.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE: libc::c_int = 1_000_000;

/// Keeps large pieces out of the arenas, and has no more arenas than threads that compute.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
#[expect(unsafe_code, reason = "glibc has no other way to be told")]
pub fn keep_small() {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).max(2);
    // SAFETY: both are documented settings (mallopt(3)), made before there is another thread; if glibc refuses one, it
    // stays as it was, and nothing depends on it but the memory that is taken.
    unsafe {
        libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE);
        libc::mallopt(libc::M_ARENA_MAX, threads.min(1_024) as libc::c_int);
    }
}

/// Other systems are left as they are.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_small() {}
