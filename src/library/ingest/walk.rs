//! Finds the files below the inputs, in a stable order. Opens none of them.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use walkdir::{DirEntry, WalkDir};

use crate::article::Clean;
use crate::library::ingest::{Input, Refusal};

/// Something to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::library) enum Source<'a> {
    /// A regular file, when it was looked at.
    File(PathBuf),
    /// What came under a name, but not from a file.
    Bytes {
        /// The name.
        name: Clean,
        /// What came.
        bytes: &'a [u8],
    },
}

/// Returns everything that is to be read, and what is refused already, in the order of the inputs; the files of a folder
/// by name. Links are followed, but a folder is looked through only once for each input, by whichever way it is reached
/// first: links that fan out would lead through it again and again. Hidden files are left out unless named, and so is the
/// folder that a browser saves beside a page.
pub(in crate::library) fn sources<'a>(
    inputs: &'a [Input],
    stop: &AtomicBool,
    found: &mut dyn FnMut(usize),
) -> Vec<Result<Source<'a>, Refusal>> {
    let mut out = Vec::new();
    for input in inputs {
        match input {
            Input::Bytes { name, bytes } => out.push(Ok(Source::Bytes {
                name: name.clone(),
                bytes,
            })),
            Input::Path(path) => {
                let mut seen = HashSet::new();
                let mut entries = WalkDir::new(path)
                    .follow_links(true)
                    .sort_by_file_name()
                    .into_iter();
                while let Some(entry) = entries.next() {
                    if stop.load(Ordering::Relaxed) {
                        return out;
                    }
                    if let Ok(entry) = &entry {
                        let is_folder = entry.file_type().is_dir();
                        let is_left_out = (entry.depth() > 0 && is_hidden(entry))
                            || (is_folder && entry.depth() > 0 && is_beside_page(entry))
                            || (is_folder && identity(entry).is_some_and(|it| !seen.insert(it)));
                        if is_left_out {
                            if is_folder {
                                entries.skip_current_dir();
                            }
                            continue;
                        }
                    }
                    out.extend(source(path, entry));
                    found(out.len());
                }
            }
        }
    }
    out
}

/// Returns what two ways to one folder have in common; none when it cannot be looked at, which the walk says itself.
#[cfg(unix)]
fn identity(entry: &DirEntry) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    let data = entry.metadata().ok()?;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn identity(entry: &DirEntry) -> Option<PathBuf> {
    entry.path().canonicalize().ok()
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// Endings of the folder that a browser saves beside a page, for its pictures and styles.
const BESIDE: &[&str] = &[
    "_files",
    ".files",
    "-Dateien",
    "_fichiers",
    "_archivos",
    "_ficheros",
    "_arquivos",
    "_bestanden",
    "_file",
    "-filer",
    "_pliki",
    "_soubory",
];

/// Whether a folder holds what belongs to a page that stands beside it.
fn is_beside_page(folder: &DirEntry) -> bool {
    let Some(name) = folder.file_name().to_str() else {
        return false;
    };
    BESIDE
        .iter()
        .filter_map(|ending| name.strip_suffix(ending))
        .any(|stem| {
            ["html", "htm", "xhtml"].iter().any(|kind| {
                let page = folder.path().with_file_name(format!("{stem}.{kind}"));
                page.is_file()
            })
        })
}

/// Whether a folder of a name is the one that a browser saves beside a page.
pub(super) fn is_saved_with(folder: &str, page: &Path) -> bool {
    let stem = page.file_stem().and_then(|stem| stem.to_str());
    BESIDE
        .iter()
        .any(|ending| folder.strip_suffix(ending) == stem && stem.is_some())
}

fn source(
    named: &Path,
    entry: Result<DirEntry, walkdir::Error>,
) -> Option<Result<Source<'static>, Refusal>> {
    let entry = match entry {
        Ok(entry) => entry,
        Err(error) => return Some(Err(refused(named, &error))),
    };
    let kind = entry.file_type();
    if kind.is_dir() {
        None
    } else if kind.is_file() {
        Some(Ok(Source::File(entry.into_path())))
    } else {
        Some(Err(refusal(entry.path(), "it is not a regular file")))
    }
}

fn refused(named: &Path, error: &walkdir::Error) -> Refusal {
    let path = error.path().unwrap_or(named);
    if error.loop_ancestor().is_some() {
        return refusal(path, "the link leads back to a folder that it stands in");
    }
    let reason = error.io_error().map_or_else(
        || "it cannot be read".to_owned(),
        std::string::ToString::to_string,
    );
    refusal(path, &reason)
}

/// Returns the refusal of a file.
pub(super) fn refusal(path: &Path, reason: &str) -> Refusal {
    Refusal {
        name: shown(path),
        line: None,
        reason: Clean::line(reason),
    }
}

/// Returns a path in a form that may be shown and stored.
pub(super) fn shown(path: &Path) -> Clean {
    Clean::line(&path.to_string_lossy())
}
