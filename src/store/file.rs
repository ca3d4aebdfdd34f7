//! The library as a file: made for its owner's eyes only, and looked at before SQLite may touch it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::store::error::{StoreError, name};
use crate::store::schema;

/// What every SQLite file begins with.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// Length of SQLite's header.
const HEADER: usize = 100;
/// Where the header holds `user_version` and `application_id`, four bytes each, the highest first.
const USER_VERSION: usize = 60;
const APPLICATION_ID: usize = 68;

/// Makes the file, and the folders above it, where they are missing. The file can be read by its owner only (0600, and
/// 0700 for folders), whatever the umask says; SQLite gives its side files the same permissions. Returns whether it was
/// missing.
pub(super) fn make(path: &Path) -> Result<bool, StoreError> {
    if let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    {
        make_folders(folder)?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = match options.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(StoreError::file(path)(error)),
    };
    own(path, 0o600).map_err(StoreError::file(path))?;
    drop(file);
    flush(path)?;
    Ok(true)
}

/// Returns a path as SQLite must be told it. There some relative names are no files: `:memory:` keeps nothing.
pub(super) fn for_sqlite(path: &Path) -> PathBuf {
    if path.is_absolute() {
        path.to_owned()
    } else {
        Path::new(".").join(path)
    }
}

/// Waits until a file and its name are on disk.
pub(super) fn flush(path: &Path) -> Result<(), StoreError> {
    let file = OpenOptions::new().write(true).open(path);
    file.and_then(|file| file.sync_all())
        .map_err(StoreError::file(path))?;
    // The name of a new file is only on disk when its folder is.
    #[cfg(unix)]
    if let Some(folder) = path.parent() {
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(StoreError::file(folder))?;
    }
    Ok(())
}

/// Makes sure that something was written to a file that was empty.
pub(super) fn holds_something(path: &Path) -> Result<(), StoreError> {
    let data = fs::metadata(path).map_err(StoreError::file(path))?;
    if data.len() > 0 {
        return Ok(());
    }
    let nothing = io::Error::new(io::ErrorKind::WriteZero, "nothing was written to it");
    Err(StoreError::file(path)(nothing))
}

/// Takes away a file that we made and could not finish.
pub(super) fn take_away(path: &Path) {
    // What is left then is an empty or half-made copy; the error that led here says enough.
    let _ = fs::remove_file(path);
}

fn make_folders(folder: &Path) -> Result<(), StoreError> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(above) = folder
        .parent()
        .filter(|above| !above.as_os_str().is_empty())
    {
        make_folders(above)?;
    }
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    match builder.create(folder) {
        Ok(()) => own(folder, 0o700).map_err(StoreError::file(folder)),
        // Another process was faster.
        Err(_) if folder.is_dir() => Ok(()),
        Err(error) => Err(StoreError::file(folder)(error)),
    }
}

/// Sets permissions that a narrow umask may have taken away.
#[cfg(unix)]
fn own(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn own(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}

/// Whether others than the owner may read a file.
#[cfg(unix)]
pub(super) fn open_to_others(path: &Path) -> bool {
    fs::metadata(path)
        .is_ok_and(|data| std::os::unix::fs::PermissionsExt::mode(&data.permissions()) & 0o077 != 0)
}

#[cfg(not(unix))]
pub(super) fn open_to_others(_path: &Path) -> bool {
    false
}

/// Refuses a file that is not SQLite's, belongs to another program, or comes from a newer version, by reading its first
/// bytes only.
pub(super) fn look(path: &Path) -> Result<(), StoreError> {
    let data = fs::metadata(path).map_err(StoreError::file(path))?;
    if !data.is_file() {
        return Err(StoreError::NotALibrary { path: name(path) });
    }
    let mut head = Vec::with_capacity(HEADER);
    File::open(path)
        .and_then(|file| file.take(HEADER as u64).read_to_end(&mut head))
        .map_err(StoreError::file(path))?;
    // An empty file is what remains when we are stopped right after making it.
    if head.is_empty() {
        return Ok(());
    }
    if head.len() < HEADER || !head.starts_with(MAGIC) {
        return Err(StoreError::NotALibrary { path: name(path) });
    }
    let number = |at: usize| {
        let bytes = head.get(at..at + 4).and_then(|four| four.try_into().ok());
        i32::from_be_bytes(bytes.unwrap_or_default())
    };
    schema::accept(path, number(APPLICATION_ID), number(USER_VERSION).into())
}

/// What tells a file from others, whatever they are called: its device and its number there.
pub(super) type Identity = (u64, u64);

/// Returns which file a name stands for.
#[cfg(unix)]
pub(super) fn identity(path: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let data = fs::metadata(path).ok()?;
    Some((data.dev(), data.ino()))
}

#[cfg(not(unix))]
pub(super) fn identity(path: &Path) -> Option<Identity> {
    path.exists().then_some((0, 0))
}

/// Whether a file lies where SQLite cannot write beside it, as it has to even for reading, and nothing of it is in a log
/// that would have to be looked at as well. (Whoever has a library open keeps such a log, so nobody is changing it now.)
#[cfg(unix)]
pub(super) fn can_only_be_read(path: &Path) -> bool {
    use rustix::fs::{Access, access};
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let has_log = fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0);
    let is_in_use = beside(path, "-shm").exists();
    let is_shut = access(folder, Access::WRITE_OK).is_err();
    path.is_file() && is_shut && !has_log && !is_in_use
}

#[cfg(not(unix))]
pub(super) fn can_only_be_read(_path: &Path) -> bool {
    false
}

/// Returns the address by which SQLite opens a file without writing anything beside it.
pub(super) fn as_immutable(path: &Path) -> Result<String, StoreError> {
    use std::fmt::Write;
    let whole = std::path::absolute(path).map_err(StoreError::file(path))?;
    let mut address = String::from("file://");
    for byte in whole.as_os_str().as_encoded_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(byte) {
            address.push(char::from(*byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(address, "%{byte:02X}");
        }
    }
    address.push_str("?immutable=1");
    Ok(address)
}

/// Gives SQLite's side files the permissions of the file. Those that were made while it was read-only are so, too, and
/// would keep it so for ever. What cannot be mended SQLite will find.
#[cfg(unix)]
pub(super) fn mend_side_files(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let Ok(data) = fs::metadata(path) else {
        return;
    };
    let wanted = data.permissions().mode() & 0o777;
    for ending in ["-wal", "-shm"] {
        let side = beside(path, ending);
        let is_locked = fs::symlink_metadata(&side)
            .is_ok_and(|side| side.is_file() && side.permissions().mode() & 0o200 == 0);
        if is_locked && wanted & 0o200 != 0 {
            own(&side, wanted).ok();
        }
    }
}

#[cfg(not(unix))]
pub(super) fn mend_side_files(_path: &Path) {}

/// Returns the side file of a name.
pub(super) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut side = path.as_os_str().to_owned();
    side.push(ending);
    PathBuf::from(side)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::memory(":memory:", "./:memory:")]
    #[case::address("file:a.db?mode=memory", "./file:a.db?mode=memory")]
    #[case::below("a/b.db", "./a/b.db")]
    #[case::above("../b.db", "./../b.db")]
    fn no_name_has_a_meaning_to_sqlite(#[case] path: &str, #[case] told: &str) {
        assert_eq!(for_sqlite(Path::new(path)), Path::new(told));
    }

    #[cfg(unix)]
    #[test]
    fn a_whole_path_stays() {
        assert_eq!(for_sqlite(Path::new("/a/b.db")), Path::new("/a/b.db"));
    }
}
