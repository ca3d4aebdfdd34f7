//! Imports files beside the reader.

use std::path::{Path, PathBuf};

use crate::library::Library;
use crate::library::ingest::{Input, Progress, Tally, ingest};
use crate::shell::clock;
use crate::shell::errand::{Errands, Words};

/// What is said of an import that goes wrong.
pub(super) const IMPORT: Words = Words {
    no_library: "These articles are not in your library; start pullquote without files to import.",
    busy: "An import is still going on; Esc stops it.",
    failed: "Not imported",
    bug: "A bug has stopped the import.",
};

/// Starts importing a file or folder, unless an import is going on.
pub(super) fn import(errands: &mut Errands, path: PathBuf) {
    errands.start(move |file, stop, teller| {
        let mut library = Library::open(file)?;
        let inputs = [Input::Path(path)];
        let tally = ingest(
            &mut library,
            &inputs,
            &clock::now(),
            stop,
            &mut |progress| {
                teller.tell(|| line(&progress));
            },
        )?;
        Ok((in_words(&tally), tally.refused.is_empty()))
    });
}

fn line(progress: &Progress) -> String {
    match progress {
        Progress::Scanning { found } => format!("Importing: {found} files found · Esc stops"),
        Progress::Reading { done, total } => format!("Importing: {done} of {total} · Esc stops"),
        Progress::Stored { articles } => {
            format!("Importing: {articles} articles stored · Esc stops")
        }
    }
}

/// What came of an import, in one line, with the first refusal and its reason.
pub(super) fn in_words(tally: &Tally) -> String {
    let counts = format!(
        "{} added, {} updated, {} already there",
        tally.added, tally.updated, tally.unchanged
    );
    let refused = tally.refused.first().map_or(String::new(), |first| {
        let count = tally.refused.len() + tally.more_refused;
        format!(", {count} refused ({}: {})", first.name, first.reason)
    });
    let end = if tally.interrupted {
        "; stopped, import again to go on"
    } else {
        "."
    };
    counts + &refused + end
}

/// Replaces `~` at the beginning by the home folder, as a shell does.
pub(super) fn expanded(path: PathBuf, home: Option<&Path>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tilde_is_the_home_folder() {
        let home = Some(Path::new("/home/ann"));
        assert_eq!(expanded("~/news".into(), home), Path::new("/home/ann/news"));
        assert_eq!(expanded("~ann/news".into(), home), Path::new("~ann/news"));
        assert_eq!(expanded("a/~".into(), home), Path::new("a/~"));
    }
}
