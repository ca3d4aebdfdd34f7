//! Waits where another process has locked the library, and says so when it takes a while.

use std::cell::RefCell;
use std::thread;
use std::time::Duration;

use crate::store::error::StoreError;

/// How often, and after how long a pause each, a lock is tried: ten seconds together, many times what a batch of an import
/// takes. Short pauses, so that a reader's change finds the gap between two batches of another process's import.
const TRIES: i32 = 2_000;
const PAUSE: Duration = Duration::from_millis(5);

/// After how many tries it is said that somebody waits, and after how many it is said again: a third of a second and three.
const SAID_FIRST: i32 = 60;
const SAID_AGAIN: i32 = 600;

type Tell = Box<dyn Fn()>;

thread_local! {
    static TELL: RefCell<Option<Tell>> = const { RefCell::new(None) };
}

/// Has `tell` called on this thread whenever it waits for another process to have done writing: after a third of a second,
/// then every three. It must not use a library.
pub fn on_wait(tell: impl Fn() + 'static) {
    TELL.set(Some(Box::new(tell)));
}

/// What SQLite asks while something is locked: whether to try again. `tries` counts from 0.
pub(super) fn wait(tries: i32) -> bool {
    if tries % SAID_AGAIN == SAID_FIRST {
        TELL.with_borrow(|tell| {
            if let Some(tell) = tell {
                tell();
            }
        });
    }
    thread::sleep(PAUSE);
    tries < TRIES
}

/// Does something that SQLite may find locked without asking the busy handler, as it does where two processes that both
/// waited would wait for each other.
pub(super) fn patiently(mut act: impl FnMut() -> Result<(), StoreError>) -> Result<(), StoreError> {
    let mut tries = 0;
    loop {
        match act() {
            Err(StoreError::Busy) if wait(tries) => tries += 1,
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::rc::Rc;

    #[test]
    fn whoever_waits_says_so_and_not_too_often() {
        let said = Rc::new(Cell::new(0));
        let counted = Rc::clone(&said);
        on_wait(move || counted.set(counted.get() + 1));
        let mut tries = 0;
        patiently(|| {
            tries += 1;
            if tries <= 80 {
                Err(StoreError::Busy)
            } else {
                Ok(())
            }
        })
        .unwrap();
        assert_eq!((tries, said.get()), (81, 1));
    }
}
