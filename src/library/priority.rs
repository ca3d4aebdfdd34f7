//! Threads that give way to others: what they make is taken by a thread that has more to do, or they work while somebody
//! reads.

/// How much less of a processor such a thread gets than others that want it as well: about a third, on Linux.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 5;

/// Makes the calling thread give way from now on. Only Linux counts this by threads; elsewhere it would be the whole program,
/// so that nothing is done.
pub(crate) fn give_way() {
    #[cfg(target_os = "linux")]
    {
        // It is a favour: where it is not granted, all goes on as before.
        let _ = rustix::process::nice(NICENESS);
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn only_the_thread_that_asks_gives_way() {
        let niceness = || rustix::process::nice(0).unwrap();
        let before = niceness();
        let theirs = std::thread::spawn(move || {
            give_way();
            niceness()
        });
        assert_eq!(theirs.join().unwrap(), (before + NICENESS).min(19));
        assert_eq!(niceness(), before);
    }
}
