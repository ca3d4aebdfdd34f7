//! What an argument means: the number of an article in the library, a file, or standard input.

use std::collections::VecDeque;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result, bail};

use crate::article::{Article, ArticleId, Clean, Shape};
use crate::cli::call::{Place, now};
use crate::cli::console;
use crate::library::Library;
use crate::library::ingest::{Input, Loose, Refusal, read};
use crate::quote::{self, Depth, Quote};

/// Most that is taken from standard input, in bytes.
const MOST_STDIN: u64 = 512 << 20;

/// An article that an argument stands for.
#[derive(Debug)]
pub(super) struct Found {
    /// The file, or what it was imported from.
    pub(super) path: String,
    /// Its number in the library, if it comes from there.
    pub(super) id: Option<ArticleId>,
    /// The article.
    pub(super) article: Article,
    /// Who said what in it.
    pub(super) quotes: Vec<Quote>,
    /// Which pictures the library has of it.
    pub(super) pictures: Vec<Shape>,
}

impl From<Loose> for Found {
    fn from(loose: Loose) -> Self {
        Self {
            path: loose.path,
            id: None,
            article: loose.record.article,
            quotes: loose.quotes,
            pictures: Vec::new(),
        }
    }
}

/// Returns the number that an argument is. A file that is named like a number is reached by its path: `./12`.
pub(super) fn id(argument: &Path) -> Option<ArticleId> {
    let digits = argument.to_str()?;
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number
        .then(|| digits.parse().ok().map(ArticleId))
        .flatten()
}

/// Returns the one article of the library that arguments name. `option` says what is done with it, `kept` what files do
/// not have.
pub(super) fn only_id(arguments: &[PathBuf], option: &str, kept: &str) -> Result<ArticleId> {
    let [argument] = arguments else {
        bail!("{option}; name one");
    };
    match id(argument) {
        Some(id) => Ok(id),
        None => bail!(
            "only of an article of the library {kept} kept; name it by its number, as `pullquote list` shows it"
        ),
    }
}

/// Returns what is to be read for arguments that are not numbers. `-` may stand once.
pub(super) fn inputs(arguments: &[PathBuf]) -> Result<Vec<Input>> {
    let mut has_stdin = false;
    let mut inputs = Vec::with_capacity(arguments.len());
    for argument in arguments {
        if argument.as_os_str() != "-" {
            inputs.push(Input::Path(argument.clone()));
        } else if has_stdin {
            bail!("standard input can be read only once; name - once");
        } else {
            has_stdin = true;
            inputs.push(Input::Bytes {
                name: Clean::line("-"),
                bytes: stdin()?,
            });
        }
    }
    Ok(inputs)
}

/// Returns what a file holds, `-` being standard input.
pub(super) fn bytes(file: &Path) -> Result<Vec<u8>> {
    if file.as_os_str() == "-" {
        return stdin();
    }
    std::fs::read(file)
        .with_context(|| format!("{} cannot be read", Clean::line(&file.to_string_lossy())))
}

fn stdin() -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(MOST_STDIN + 1)
        .read_to_end(&mut bytes)
        .context("standard input cannot be read")?;
    if bytes.len() as u64 > MOST_STDIN {
        let most = MOST_STDIN >> 20;
        bail!("standard input is larger than {most} MiB; save it to a file and name that");
    }
    Ok(bytes)
}

/// How many arguments led to an article, and how many did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Count {
    /// Articles.
    pub(super) read: usize,
    /// Files and records that were refused, each with its line on standard error.
    pub(super) refused: usize,
    /// Numbers of articles that are not in the library, each with its line too.
    pub(super) missing: usize,
}

/// Gives the articles of arguments to `take`, in their order, and says which could not be read. Files are read on all
/// processors; a failure to take one ends it soon. The library is opened when a number asks for it.
pub(super) fn each(
    arguments: &[PathBuf],
    place: &Place,
    take: &mut dyn FnMut(Found) -> Result<()>,
) -> Result<Count> {
    let mut count = Count::default();
    let mut library: Option<Library> = None;
    let mut rest = VecDeque::from(arguments.to_vec());
    while let Some(argument) = rest.pop_front() {
        let Some(id) = id(&argument) else {
            let mut files = vec![argument];
            while let Some(file) = rest.pop_front_if(|next| self::id(next).is_none()) {
                files.push(file);
            }
            files_of(&files, &mut count, take)?;
            continue;
        };
        if library.is_none() {
            library = place.open_existing()?;
        }
        let Some(library) = &library else {
            count.missing += 1;
            continue;
        };
        match library.open_article(id)? {
            Some(reading) => {
                count.read += 1;
                let quotes = match reading.depth {
                    Depth::Whole => reading.quotes,
                    Depth::Skimmed => {
                        let text = reading.article.body.text();
                        library.corrected(id, text, quote::extract(&reading.article))?
                    }
                };
                take(Found {
                    path: reading.provenance.source.to_string(),
                    id: Some(id),
                    article: reading.article,
                    quotes,
                    pictures: reading.pictures,
                })?;
            }
            None => {
                count.missing += 1;
                console::say(&format!(
                    "article {} is not in the library; `pullquote list` shows the numbers, ./{} reaches a file",
                    id.0, id.0
                ));
            }
        }
    }
    Ok(count)
}

fn files_of(
    files: &[PathBuf],
    count: &mut Count,
    take: &mut dyn FnMut(Found) -> Result<()>,
) -> Result<()> {
    let stop = AtomicBool::new(false);
    let mut failed = None;
    read(
        &inputs(files)?,
        Depth::Whole,
        &now(),
        &stop,
        &mut |read| match read {
            Ok(_) if failed.is_some() => {}
            Ok(loose) => {
                count.read += 1;
                if let Err(error) = take(loose.into()) {
                    stop.store(true, Ordering::Relaxed);
                    failed = Some(error);
                }
            }
            Err(refusal) => {
                count.refused += 1;
                console::say(&one_line(&refusal));
            }
        },
    )?;
    failed.map_or(Ok(()), Err)
}

/// Returns a refusal as one line: the file, the line of a JSON Lines file, the reason.
pub(super) fn one_line(refusal: &Refusal) -> String {
    match refusal.line {
        Some(line) => format!("{}, line {line}: {}", refusal.name, refusal.reason),
        None => format!("{}: {}", refusal.name, refusal.reason),
    }
}
