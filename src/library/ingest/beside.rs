//! Files that a file speaks of and that lie beside it, in its folder or below, never outside, whatever names and links say.

use std::fs::File;
use std::io::Read;
use std::path::{Component, Path};

use crate::import::{Found, HEAD, LARGEST, unescaped};
use crate::library::ingest::lines::open;
use crate::library::ingest::walk;

/// Deepest folder that is looked into.
const DEEPEST: usize = 8;

/// Returns what a file in a folder holds, or none when it is not there, not below the folder, or too large for an article.
/// The path is a stranger's.
pub(super) fn read(folder: &Path, path: &str) -> Option<Vec<u8>> {
    let (file, length) = inside(folder, path)?;
    if length > LARGEST {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(LARGEST + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= LARGEST).then_some(bytes)
}

/// Returns the beginning of a picture, by the address that a page has for it: one in the folder that a browser saved
/// beside the page, and nowhere else.
pub(super) fn head(page: &Path, address: &str) -> Option<Found> {
    let (file, size) = picture(page, address)?;
    let mut bytes = Vec::new();
    file.take(HEAD as u64).read_to_end(&mut bytes).ok()?;
    Some(Found { bytes, size })
}

/// Returns all of a picture of which [`head`] gave the beginning; none when it is not as large any more.
pub(super) fn whole(page: &Path, address: &str, size: u64) -> Option<Vec<u8>> {
    let (file, _) = picture(page, address)?;
    let mut bytes = Vec::new();
    file.take(size + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 == size).then_some(bytes)
}

fn picture(page: &Path, address: &str) -> Option<(File, u64)> {
    let path = address.split(['?', '#']).next()?;
    let path = String::from_utf8(unescaped(path.trim_start_matches("./"))).ok()?;
    let (folder, inner) = path.split_once('/')?;
    if !walk::is_saved_with(folder, page) {
        return None;
    }
    let folder = page.with_file_name(folder);
    // The folder itself must be one, and not lead to another.
    let is_folder = folder.symlink_metadata().ok()?.is_dir();
    is_folder.then(|| inside(&folder, inner))?
}

/// Opens a file in a folder, or below it, when that is where it is; returns its length, too.
fn inside(folder: &Path, path: &str) -> Option<(File, u64)> {
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
    open(&place).ok()
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

    #[test]
    fn only_pictures_in_the_folder_of_the_page_are_read() {
        let home = tempfile::tempdir().unwrap();
        let page = home.path().join("The ferry.html");
        let folder = home.path().join("The ferry_files");
        fs::create_dir_all(folder.join("more")).unwrap();
        fs::create_dir_all(home.path().join("Other_files")).unwrap();
        for path in ["a b.png", "more/c.png"] {
            fs::write(folder.join(path), "picture").unwrap();
        }
        for path in ["secret.png", "Other_files/d.png"] {
            fs::write(home.path().join(path), "secret").unwrap();
        }
        for address in [
            "The%20ferry_files/a%20b.png",
            "./The ferry_files/a b.png?w=3#x",
            "The%20ferry_files/more/c.png",
        ] {
            let found = head(&page, address).unwrap();
            assert_eq!((found.bytes.as_slice(), found.size), (&b"picture"[..], 7));
            assert_eq!(whole(&page, address, 7).unwrap(), b"picture");
            assert_eq!(whole(&page, address, 6), None);
        }
        let absolute = folder.join("a b.png");
        let file = format!("file://{}", absolute.display());
        for address in [
            "The%20ferry_files/../secret.png",
            "The%20ferry_files/%2e%2e/secret.png",
            "The%20ferry_files/..%2fsecret.png",
            "../The%20ferry_files/a%20b.png",
            "secret.png",
            "Other_files/d.png",
            "The%20ferry_files/more",
            "The%20ferry_files",
            "The%20ferry_files/",
            "The%20ferry_files/gone.png",
            "https://a.example/The%20ferry_files/a%20b.png",
            absolute.to_str().unwrap(),
            &file,
            "%ff_files/a.png",
            "",
        ] {
            assert_eq!(head(&page, address), None, "{address}");
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::symlink;
            symlink("../secret.png", folder.join("link.png")).unwrap();
            assert_eq!(head(&page, "The%20ferry_files/link.png"), None);
            symlink("Other_files", home.path().join("b_files")).unwrap();
            assert_eq!(head(&home.path().join("b.html"), "b_files/d.png"), None);
        }
    }
}
