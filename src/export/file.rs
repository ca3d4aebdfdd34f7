//! Files that are there whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// Writes to a file beside the one that is wanted, and gives it that one's name when it is whole and on disk. It can be read
/// by its owner alone.
///
/// # Errors
/// When it cannot be written; what `write` returns; and, unless it `replaces`, [`io::ErrorKind::AlreadyExists`] when
/// something is there already. A file that was there is as it was then.
pub fn put_whole<T, E: From<io::Error>>(
    file: &Path,
    replaces: bool,
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
) -> Result<T, E> {
    if !replaces && file.symlink_metadata().is_ok() {
        return Err(io::Error::from(io::ErrorKind::AlreadyExists).into());
    }
    let mut part = file.as_os_str().to_owned();
    part.push(format!(".{}.part", std::process::id()));
    let part = PathBuf::from(part);
    let result = write_part(write, &part).and_then(|written| {
        give_name(&part, file, replaces)?;
        Ok(written)
    });
    if result.is_err() {
        // What is left of it would only be in the way; that it was never made is fine as well.
        fs::remove_file(&part).ok();
    }
    result
}

fn write_part<T, E: From<io::Error>>(
    write: impl FnOnce(&mut dyn Write) -> Result<T, E>,
    part: &Path,
) -> Result<T, E> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out: BufWriter<File> = BufWriter::with_capacity(256 << 10, options.open(part)?);
    let written = write(&mut out)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(written)
}

/// Gives a finished file its name.
fn give_name(part: &Path, file: &Path, replaces: bool) -> io::Result<()> {
    if replaces {
        return fs::rename(part, file);
    }
    // What somebody put there meanwhile is never replaced. Not every file system has links.
    match fs::hard_link(part, file) {
        Ok(()) => fs::remove_file(part),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        Err(_) => take_name(part, file),
    }
}

/// The same without links: the name is taken first, by a file without anything in it.
fn take_name(part: &Path, file: &Path) -> io::Result<()> {
    OpenOptions::new().write(true).create_new(true).open(file)?;
    fs::rename(part, file).inspect_err(|_| {
        // Nobody is served by an empty file; and what is said is why the other could not have its name.
        fs::remove_file(file).ok();
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced_unasked_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("brief.md");
        let put = |words: &'static str, replaces| {
            put_whole(&file, replaces, |out| out.write_all(words.as_bytes()))
        };
        put("one", false).unwrap();
        let error = put("two", false).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&file).unwrap(), "one");
        put("three", true).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "three");
        let failed = put_whole(&file, true, |out| {
            out.write_all(b"half")?;
            Err::<(), _>(io::Error::other("no more"))
        });
        assert_eq!(failed.unwrap_err().to_string(), "no more");
        assert_eq!(fs::read_to_string(&file).unwrap(), "three");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn without_links_nothing_is_replaced_either() {
        let folder = tempfile::tempdir().unwrap();
        let [part, file] = ["a.part", "a"].map(|name| folder.path().join(name));
        fs::write(&part, "new").unwrap();
        take_name(&part, &file).unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        fs::write(&part, "newer").unwrap();
        let error = take_name(&part, &file).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&file).unwrap(), "new");
        let missing = folder.path().join("missing.part");
        let other = folder.path().join("b");
        take_name(&missing, &other).unwrap_err();
        assert!(!other.exists(), "no empty file is left");
    }
}
