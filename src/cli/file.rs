//! Files that output is written to: whole or not at all, and never over what is there unasked.

use std::io::{self, Write};
use std::path::Path;

use anyhow::{Result, bail};

use crate::cli::call::shown;
use crate::export::put_whole;

/// Writes something, and returns how many things that was.
pub(super) type Writer<'a> = dyn Fn(&mut dyn Write) -> Result<usize> + 'a;

/// Writes to a file that is there whole or not at all.
pub(super) fn to_file(written: &Writer<'_>, file: &Path, is_forced: bool) -> Result<usize> {
    let name = shown(file);
    if !is_forced && file.symlink_metadata().is_ok() {
        bail!("{name} is there already; --force replaces it");
    }
    put_whole(file, is_forced, written).map_err(|error| {
        // What a template does wrong is no fault of the file's.
        if error.is::<io::Error>() {
            error.context(format!("{name} cannot be written"))
        } else {
            error
        }
    })
}
