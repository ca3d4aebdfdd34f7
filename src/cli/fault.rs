//! What happens when the program itself is at fault: one clean line instead of a report that may quote an article.

use std::panic::{self, AssertUnwindSafe};
use std::thread;

use anyhow::Result;

use crate::cli::call::env;
use crate::cli::console;
use crate::cli::ending::Ending;

/// Does something; a panic in it ends as a failure. With `RUST_BACKTRACE` set, panics are reported as Rust does.
///
/// Threads that read articles are caught one by one, and whoever waits for them says what was lost; so only the main
/// thread speaks here.
pub(super) fn contained(act: impl FnOnce() -> Result<Ending>) -> Result<Ending> {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if env("RUST_BACKTRACE").is_some_and(|value| value != "0") {
            usual(panic);
        } else if thread::current().name() == Some("main") {
            let place = panic.location().map_or_else(String::new, |place| {
                // The whole path would tell of the machine that the program was built on.
                let file = place.file().rsplit(['/', '\\']).next().unwrap_or_default();
                format!(" ({file}, line {})", place.line())
            });
            console::say(&format!(
                "this is a fault of pullquote{place}; please report it, RUST_BACKTRACE=1 tells more"
            ));
        }
    }));
    panic::catch_unwind(AssertUnwindSafe(act)).unwrap_or(Ok(Ending::Failed))
}
