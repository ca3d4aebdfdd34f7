//! `pullquote export`: the library as JSON Lines, losslessly. A file that is there is not written over unasked.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::article::{Query, Shelf};
use crate::cli::call::{Call, shown};
use crate::cli::console;
use crate::cli::ending::Ending;
use crate::cli::list::Which;
use crate::import::records::write_line;
use crate::library::Library;

/// Writes articles out as JSON Lines, one a line
///
/// Nothing is lost: imported into an empty library and exported again, they give the same bytes. What you did with the
/// articles (read, starred, archived, tags, place) goes along; quotes are found anew.
#[derive(Debug, clap::Args)]
#[command(after_long_help = EXAMPLES)]
#[command(mut_arg("shelf", |shelf| shelf.default_value(Shelf::All.name())))]
pub(super) struct Args {
    #[command(flatten)]
    which: Which,
    /// Writes to a file instead of standard output
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replaces the file if it is there
    #[arg(long, requires = "output")]
    force: bool,
}

const EXAMPLES: &str = "\
Examples:
  pullquote export -o articles.jsonl
  pullquote export --filter ferry > ferry.jsonl
  pullquote export | pullquote --library copy.db import -";

pub(super) fn run(args: &Args, call: &mut Call) -> Result<Ending> {
    let Some(library) = call.library.open_existing()? else {
        return Ok(Ending::Nothing);
    };
    let query = args.which.query(&library)?;
    let count = match &args.output {
        None => write(&library, &query, call.out.writer())?,
        Some(file) => {
            let count = to_file(&library, &query, file, args.force)?;
            let articles = if count == 1 { "article" } else { "articles" };
            console::say(&format!("{count} {articles} written to {}", shown(file)));
            count
        }
    };
    Ok(Ending::found(count > 0))
}

/// Writes the articles of a query; returns how many.
fn write(library: &Library, query: &Query, out: &mut dyn Write) -> Result<usize> {
    let mut count = 0;
    let mut failed: Option<io::Error> = None;
    let all = library.each_record(query, &mut |record| {
        let mut line = write_line(&record);
        line.push('\n');
        match out.write_all(line.as_bytes()) {
            Ok(()) => count += 1,
            Err(error) => failed = Some(error),
        }
        failed.is_none()
    });
    match failed {
        Some(error) => return Err(error.into()),
        None => all?,
    }
    Ok(count)
}

/// Writes to a file beside the one that is wanted and puts it there when it is whole.
fn to_file(library: &Library, query: &Query, file: &Path, is_forced: bool) -> Result<usize> {
    let name = shown(file);
    if !is_forced && file.symlink_metadata().is_ok() {
        bail!("{name} is there already; --force replaces it");
    }
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(part);
    let result = write_part(library, query, &part).and_then(|count| {
        put(&part, file, is_forced)?;
        Ok(count)
    });
    if result.is_err() {
        // What is left of it would only be in the way; that it was never made is fine as well.
        fs::remove_file(&part).ok();
    }
    result.with_context(|| format!("{name} cannot be written"))
}

fn write_part(library: &Library, query: &Query, part: &Path) -> Result<usize> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out: BufWriter<File> = BufWriter::with_capacity(256 << 10, options.open(part)?);
    let count = write(library, query, &mut out)?;
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
