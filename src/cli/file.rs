//! Files that output is written to: whole or not at all, and never over what is there unasked.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::cli::call::shown;

/// Writes something, and returns how many things that was.
pub(super) type Writer<'a> = dyn Fn(&mut dyn Write) -> Result<usize> + 'a;
/// Writes to a file beside the one that is wanted and puts it there when it is whole.
pub(super) fn to_file(written: &Writer<'_>, file: &Path, is_forced: bool) -> Result<usize> {
    let name = shown(file);
    if !is_forced && file.symlink_metadata().is_ok() {
        bail!("{name} is there already; --force replaces it");
    }
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(part);
    let result = write_part(written, &part).and_then(|count| {
        put(&part, file, is_forced)?;
        Ok(count)
    });
    if result.is_err() {
        // What is left of it would only be in the way; that it was never made is fine as well.
        fs::remove_file(&part).ok();
    }
    result.with_context(|| format!("{name} cannot be written"))
}

fn write_part(written: &Writer<'_>, part: &Path) -> Result<usize> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out: BufWriter<File> = BufWriter::with_capacity(256 << 10, options.open(part)?);
    let count = written(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(count)
}

/// Gives a finished file its name.
fn put(part: &Path, file: &Path, is_forced: bool) -> Result<()> {
    if is_forced {
        return Ok(fs::rename(part, file)?);
    }
    // Unlike a rename, a link never replaces what somebody put there meanwhile. Not every file system has links.
    match fs::hard_link(part, file) {
        Ok(()) => Ok(fs::remove_file(part)?),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error.into()),
        Err(_) => Ok(fs::rename(part, file)?),
    }
}
