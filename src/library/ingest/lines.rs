//! Turns a source into jobs: one for a file of one article, one for each line of a JSON Lines file.
//!
//! The only place that opens files. A JSON Lines file may be of any length; it is read a line at a time.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Cursor, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::Clean;
use crate::import;
use crate::library::ingest::Refusal;
use crate::library::ingest::walk::{Source, refusal, shown};

/// Longest line of a JSON Lines file, in bytes: an article of the largest size with all its blocks.
const LONGEST_LINE: u64 = 4 * import::LARGEST;
/// How much of a file is looked at to tell what it is.
const GLANCE: usize = 64 << 10;

/// Something for a worker to do, or to pass on.
#[derive(Debug)]
pub(super) enum Job {
    /// What follows comes from the file of this name, character for character as it was found.
    FileBegun(String),
    /// Make an article of bytes.
    Article {
        /// The file, as it was named.
        name: Clean,
        /// What it holds.
        bytes: Vec<u8>,
    },
    /// Read a record.
    Line {
        /// The file, as it was named.
        name: Clean,
        /// Its number, from 1.
        number: usize,
        /// The line without its end.
        bytes: Vec<u8>,
    },
    /// Something that could not even be read.
    Refused(Refusal),
    /// Everything of a file was given.
    FileDone,
}

/// Returns the jobs of a source.
pub(super) fn jobs(
    source: Result<Source, Refusal>,
    stop: &AtomicBool,
) -> Box<dyn Iterator<Item = Job> + '_> {
    if stop.load(Ordering::Relaxed) {
        return Box::new(std::iter::empty());
    }
    let begun = match &source {
        Ok(Source::File(path)) => path.to_string_lossy().into_owned(),
        Ok(Source::Bytes { name, .. }) => name.to_string(),
        Err(_) => String::new(),
    };
    let jobs = match source {
        Err(refusal) => return Box::new(std::iter::once(Job::Refused(refusal))),
        Ok(Source::Bytes { name, bytes }) => {
            let length = bytes.len() as u64;
            read(name, Box::new(Cursor::new(bytes)), length)
        }
        Ok(Source::File(path)) => {
            open(&path).and_then(|(file, length)| read(shown(&path), Box::new(file), length))
        }
    };
    let jobs: Box<dyn Iterator<Item = Job>> = match jobs {
        Ok(jobs) => jobs,
        Err(refusal) => Box::new(std::iter::once(Job::Refused(refusal))),
    };
    let begun = std::iter::once(Job::FileBegun(begun));
    Box::new(begun.chain(jobs).chain(std::iter::once(Job::FileDone)))
}

/// Opens a regular file and returns its length. A pipe or device that took its place after it was found is not waited for.
fn open(path: &Path) -> Result<(File, u64), Refusal> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits().cast_signed());
    }
    let failed = |error: io::Error| refusal(path, &error.to_string());
    let file = options.open(path).map_err(failed)?;
    let data = file.metadata().map_err(failed)?;
    if !data.is_file() {
        return Err(refusal(path, "it is not a regular file"));
    }
    Ok((file, data.len()))
}

type Jobs = Box<dyn Iterator<Item = Job>>;

/// Looks at the beginning of a source and returns its jobs.
fn read(name: Clean, source: Box<dyn Read>, length: u64) -> Result<Jobs, Refusal> {
    let failed = |error: io::Error| Refusal {
        name: name.clone(),
        line: None,
        reason: Clean::line(&error.to_string()),
    };
    let mut source = BufReader::with_capacity(GLANCE, source);
    if import::is_records(source.fill_buf().map_err(failed)?) {
        return Ok(Box::new(Lines {
            name,
            source,
            number: 0,
        }));
    }
    let too_large = || {
        let most = import::LARGEST >> 20;
        failed(io::Error::other(format!(
            "it is larger than {most} MiB, the most that one article may have"
        )))
    };
    if length > import::LARGEST {
        return Err(too_large());
    }
    // The length may be wrong: a file may grow, and some file systems say nothing.
    let mut bytes = Vec::new();
    source
        .take(import::LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > import::LARGEST {
        return Err(too_large());
    }
    Ok(Box::new(std::iter::once(Job::Article { name, bytes })))
}

/// The lines of a JSON Lines file.
struct Lines {
    name: Clean,
    source: BufReader<Box<dyn Read>>,
    number: usize,
}

impl Iterator for Lines {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            let mut bytes = Vec::new();
            self.number += 1;
            let refused = |reason: &str| {
                Job::Refused(Refusal {
                    name: self.name.clone(),
                    line: Some(self.number),
                    reason: Clean::line(reason),
                })
            };
            let mut line = self.source.by_ref().take(LONGEST_LINE + 1);
            match line.read_until(b'\n', &mut bytes) {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => {
                    let refused = refused(&error.to_string());
                    // What comes after an error is anybody's guess.
                    self.source = BufReader::new(Box::new(io::empty()));
                    return Some(refused);
                }
            }
            if bytes.len() as u64 > LONGEST_LINE {
                let refused = refused("the line is too long");
                if self.source.skip_until(b'\n').is_err() {
                    self.source = BufReader::new(Box::new(io::empty()));
                }
                return Some(refused);
            }
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            return Some(Job::Line {
                name: self.name.clone(),
                number: self.number,
                bytes,
            });
        }
    }
}
