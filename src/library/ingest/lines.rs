//! Turns a source into jobs: one for a file of one article, one for each line of a JSON Lines file, and one for each entry
//! of what another program gave out.
//!
//! The only place that opens files. A JSON Lines file may be of any length; it is read a line at a time.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::article::Clean;
use crate::import::archive::{self, Report};
use crate::import::{self, container, records};
use crate::library::ingest::ready::alone;
use crate::library::ingest::walk::{Source, refusal, shown};
use crate::library::ingest::{Refusal, beside, containers, newsboat};

/// How much of a file is looked at to tell what it is, in bytes.
const GLANCE: u64 = 64 << 10;

/// Something for a worker to do, or to pass on.
#[derive(Debug)]
pub(in crate::library) enum Job {
    /// What follows comes from the file of this name, character for character as it was found.
    FileBegun(String),
    /// Make an article of bytes.
    Article {
        /// The file, as it was named.
        name: Clean,
        /// What it holds.
        bytes: Vec<u8>,
        /// Where it lies, if it is a file.
        path: Option<PathBuf>,
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
    /// What follows are the entries of another program.
    Archive(Clean, Report),
    /// Make an article of an entry of another program.
    Entry {
        /// The file, as it was named.
        name: Clean,
        /// What it holds.
        entry: Box<archive::Entry>,
    },
    /// Make an article of one of many pages.
    Page {
        /// The file, as it was named.
        name: Clean,
        /// What it holds.
        page: Box<container::Page>,
    },
    /// Something that could not even be read.
    Refused(Refusal),
    /// Everything of a file was given.
    FileDone,
}

/// The jobs of a source, made as they are asked for.
pub(in crate::library) type Jobs<'a> = Box<dyn Iterator<Item = Job> + 'a>;

/// Returns the jobs of a source.
pub(in crate::library) fn jobs<'a>(
    source: Result<Source<'a>, Refusal>,
    stop: &'a AtomicBool,
) -> Jobs<'a> {
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
            read(name, Cursor::new(bytes), length, None, stop)
        }
        Ok(Source::File(path)) => file(&path, stop),
    };
    let jobs = match jobs {
        Ok(jobs) => jobs,
        Err(refusal) => Box::new(std::iter::once(Job::Refused(refusal))),
    };
    let begun = std::iter::once(Job::FileBegun(begun));
    Box::new(begun.chain(jobs).chain(std::iter::once(Job::FileDone)))
}

/// Returns the jobs of a file.
fn file<'a>(path: &Path, stop: &'a AtomicBool) -> Result<Jobs<'a>, Refusal> {
    let (mut file, length) = open(path)?;
    let failed = |error: io::Error| refusal(path, &error.to_string());
    let first = glance(&mut file, newsboat::MAGIC.len() as u64).map_err(failed)?;
    if first == newsboat::MAGIC {
        return newsboat::jobs(path);
    }
    read(shown(path), file, length, Some(path.to_owned()), stop)
}

/// Returns the first bytes of a source, which is then at its beginning again.
fn glance(source: &mut (impl Read + Seek), most: u64) -> io::Result<Vec<u8>> {
    let mut first = Vec::new();
    source.by_ref().take(most).read_to_end(&mut first)?;
    source.rewind()?;
    Ok(first)
}

/// Opens a regular file and returns its length. A pipe or device that took its place after it was found is not waited for.
pub(super) fn open(path: &Path) -> Result<(File, u64), Refusal> {
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

/// Looks at the beginning of a source and returns its jobs.
fn read<'a>(
    name: Clean,
    mut source: impl Read + Seek + 'a,
    length: u64,
    path: Option<PathBuf>,
    stop: &'a AtomicBool,
) -> Result<Jobs<'a>, Refusal> {
    let refused = |reason: &dyn std::fmt::Display| Refusal {
        name: name.clone(),
        line: None,
        reason: Clean::line(&reason.to_string()),
    };
    let first = glance(&mut source, GLANCE).map_err(|error| refused(&error))?;
    if container::is_container(&first) {
        return containers::jobs(name, source, stop);
    }
    let is_whole = (first.len() as u64) < GLANCE;
    let is_records = records::is_records(&name, &first, is_whole);
    let is_archive = !is_records && archive::is_archive(&first);
    if is_records {
        return Ok(Box::new(Lines {
            name,
            source: BufReader::new(Box::new(source)),
            number: 0,
            longest: records::LONGEST_LINE,
        }));
    }
    let largest = if is_archive {
        archive::LARGEST
    } else {
        import::largest(&first)
    };
    if length > largest {
        return Err(refused(&import::too_large(&first, length)));
    }
    // The length may be wrong: a file may grow, and some file systems say nothing. One byte more tells.
    let mut bytes = Vec::new();
    source
        .take(largest + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| refused(&error))?;
    let archive = if is_archive {
        alone(|| {
            archive::read(&bytes)
                .transpose()
                .map_err(|error| error.to_string())
        })
        .map_err(|reason| refused(&reason))?
    } else {
        None
    };
    if let Some(archive) = archive {
        let folder = path.as_deref().and_then(Path::parent).map(Path::to_owned);
        return Ok(entries(name, archive, folder));
    }
    Ok(Box::new(std::iter::once(Job::Article {
        name,
        bytes,
        path,
    })))
}

/// Returns the jobs of what another program gave out, each entry with the page that was saved with it, if that lies in the
/// folder.
fn entries<'a>(name: Clean, archive: archive::Archive, folder: Option<PathBuf>) -> Jobs<'a> {
    let mut report = Some(archive.report.clone());
    let mut entries = archive.into_entries().into_iter();
    Box::new(std::iter::from_fn(move || {
        let Some(mut entry) = entries.next() else {
            return Some(Job::Archive(name.clone(), report.take()?));
        };
        let mut pages = entry.attached().iter();
        if !entry.attached().is_empty()
            && let Some(report) = &mut report
        {
            let page = folder
                .as_deref()
                .and_then(|folder| pages.find_map(|path| beside::read(folder, path)));
            match page {
                Some(page) => {
                    report.bare = report.bare.saturating_sub(usize::from(entry.is_bare()));
                    entry.attach(&page);
                }
                None => report.missing += 1,
            }
        }
        Some(Job::Entry {
            name: name.clone(),
            entry: Box::new(entry),
        })
    }))
}

/// The lines of a JSON Lines file.
struct Lines<'a> {
    name: Clean,
    source: BufReader<Box<dyn Read + 'a>>,
    number: usize,
    /// Most bytes of a line, its end included.
    longest: u64,
}

impl Iterator for Lines<'_> {
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
            let mut line = self.source.by_ref().take(self.longest + 1);
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
            if bytes.len() as u64 > self.longest {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(text: &'static str, longest: u64) -> Vec<(usize, bool)> {
        let lines = Lines {
            name: Clean::default(),
            source: BufReader::new(Box::new(Cursor::new(text))),
            number: 0,
            longest,
        };
        lines
            .map(|job| match job {
                Job::Line { number, .. } => (number, true),
                Job::Refused(refusal) => (refusal.line.unwrap(), false),
                job => panic!("{job:?}"),
            })
            .collect()
    }

    #[test]
    fn empty_lines_count_but_are_no_records() {
        assert_eq!(seen("a\n\n  \nb", 10), [(1, true), (4, true)]);
    }

    #[test]
    fn a_long_line_costs_only_itself() {
        assert_eq!(
            seen("aaaaaaaa\nb\ncccccccc", 4),
            [(1, false), (2, true), (3, false)]
        );
    }
}
