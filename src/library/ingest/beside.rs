//! Files that a file speaks of and that lie beside it, in its folder or below, never outside, whatever names and links say.

use std::io::Read;
use std::path::{Component, Path};

use crate::import::LARGEST;
use crate::library::ingest::lines::open;

/// Deepest folder that is looked into.
const DEEPEST: usize = 8;

/// Returns what a file in a folder holds, or none when it is not there, not below the folder, or too large for an article.
/// The path is a stranger's.
pub(super) fn read(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let named = Path::new(path);
    let is_inside = named
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
        && !path.contains(['\\', '\0', ':'])
        && named.components().count() <= DEEPEST;
    if !is_inside || path.is_empty() {
        return None;
    }
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let folder = folder.canonicalize().ok()?;
    // A link may lead elsewhere.
    let place = folder.join(named).canonicalize().ok()?;
    if !place.starts_with(&folder) {
        return None;
    }
    let (file, length) = open(&place).ok()?;
    let mut bytes = Vec::new();
    if length > LARGEST {
        return None;
    }
    file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn nothing_outside_of_the_folder_is_read() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("in");
        fs::create_dir_all(folder.join("files/3")).unwrap();
        fs::write(folder.join("files/3/a b.html"), "page").unwrap();
        fs::write(home.path().join("secret.html"), "secret").unwrap();
        assert_eq!(read(&folder, "files/3/a b.html").unwrap(), b"page");
        let absolute = home.path().join("secret.html");
        for path in [
            "../secret.html",
            "files/../../secret.html",
            absolute.to_str().unwrap(),
            "files/3",
            "files\\3\\a b.html",
            "nowhere.html",
            "",
            "a/b/c/d/e/f/g/h/i.html",
        ] {
            assert_eq!(read(&folder, path), None, "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../secret.html", folder.join("link.html")).unwrap();
            assert_eq!(read(&folder, "link.html"), None);
        }
    }
}
