//! The lines that were typed, kept from one session to the next in a small file: one line each, behind a sign for what it
//! was typed for. Whatever goes wrong with it costs no more than the memory of them.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use crate::app::Purpose;
use crate::article::Clean;

/// Lines that are kept, and bytes that are read at most.
const LINES: usize = 300;
const BYTES: u64 = 1 << 18;

/// The file of typed lines.
#[derive(Debug, Default)]
pub(super) struct History {
    file: Option<PathBuf>,
}

impl History {
    /// Returns the history in a file, which need not be there; none is kept without one.
    pub(super) fn new(file: Option<PathBuf>) -> Self {
        Self { file }
    }

    /// Reads the lines, latest last; makes the file short again when it has grown long.
    pub(super) fn read(&self) -> Vec<(Purpose, String)> {
        let Some(file) = &self.file else {
            return Vec::new();
        };
        let text = read_small(file).unwrap_or_default();
        let lines: Vec<(Purpose, String)> = text.lines().filter_map(parsed).collect();
        let kept = lines.len().saturating_sub(LINES);
        let lines: Vec<(Purpose, String)> = lines.into_iter().skip(kept).collect();
        if kept > LINES {
            shorten(file, &lines).ok();
        }
        lines
    }

    /// Adds a line.
    pub(super) fn add(&self, purpose: Purpose, line: &str) -> io::Result<()> {
        let Some(file) = &self.file else {
            return Ok(());
        };
        if let Some(folder) = file.parent() {
            DirBuilder::new()
                .recursive(true)
                .mode(0o700)
                .create(folder)?;
        }
        // One write of a line: two readers at once do not tear it apart.
        open(file, OpenOptions::new().append(true))?.write_all(printed(purpose, line).as_bytes())
    }
}

fn parsed(line: &str) -> Option<(Purpose, String)> {
    let (sign, text) = line.split_once(' ')?;
    let purpose = Purpose::ALL
        .into_iter()
        .find(|purpose| purpose.mark() == Some(sign))?;
    let text = Clean::line(text);
    (!text.is_empty()).then(|| (purpose, text.to_string()))
}

fn printed(purpose: Purpose, line: &str) -> String {
    match purpose.mark() {
        Some(mark) => format!("{mark} {}\n", Clean::line(line)),
        None => String::new(),
    }
}

fn read_small(file: &Path) -> io::Result<String> {
    if !fs::metadata(file)?.is_file() {
        return Ok(String::new());
    }
    let mut bytes = Vec::new();
    File::open(file)?.take(BYTES).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Writes the file anew; who reads it meanwhile sees the old one or the new one.
fn shorten(file: &Path, lines: &[(Purpose, String)]) -> io::Result<()> {
    let beside = file.with_extension("new");
    let text: String = lines
        .iter()
        .map(|(purpose, line)| printed(*purpose, line))
        .collect();
    open(&beside, OpenOptions::new().write(true).truncate(true))?.write_all(text.as_bytes())?;
    fs::rename(&beside, file)
}

/// Opens a file that nobody else may read: what somebody looks for is nobody's business.
fn open(file: &Path, options: &mut OpenOptions) -> io::Result<File> {
    options.create(true).mode(0o600).open(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_back_and_the_file_stays_short() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state/history");
        let history = History::new(Some(file.clone()));
        assert_eq!(history.read(), []);
        for number in 0..700 {
            history
                .add(Purpose::Command, &format!("shelf {number}"))
                .unwrap();
        }
        history.add(Purpose::Find, "red\u{1b}[31m\nline").unwrap();
        let lines = history.read();
        assert_eq!(lines.len(), LINES);
        assert_eq!(lines[LINES - 2], (Purpose::Command, "shelf 699".to_owned()));
        assert!(!lines[LINES - 1].1.contains('\u{1b}'), "{lines:?}");
        let text = fs::read_to_string(&file).unwrap();
        assert_eq!(text.lines().count(), LINES);
        let mode =
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn what_is_no_history_is_no_trouble() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("history");
        fs::write(&file, b"\xff\xfe\n: \nno sign\n: quit\n").unwrap();
        let history = History::new(Some(file));
        assert_eq!(history.read(), [(Purpose::Command, "quit".to_owned())]);
        assert_eq!(History::new(Some(folder.path().to_owned())).read(), []);
    }
}
