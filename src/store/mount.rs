//! Whether a file lies on a disk of this computer, or on another one's, where a library needs care: the file may be open on
//! one computer at a time, as SQLite's log is shared through memory, and some such mounts keep no locks.
//!
//! Linux tells; elsewhere nothing is known.

use std::path::Path;

/// The names that Linux gives to mounts over a network, and what their users call them.
#[cfg(any(target_os = "linux", test))]
const KINDS: [(&str, &str); 16] = [
    ("nfs", "NFS"),
    ("nfs4", "NFS"),
    ("cifs", "SMB"),
    ("smb3", "SMB"),
    ("smbfs", "SMB"),
    ("afs", "AFS"),
    ("ceph", "Ceph"),
    ("lustre", "Lustre"),
    ("9p", "9P"),
    ("davfs", "WebDAV"),
    ("fuse.sshfs", "SSHFS"),
    ("fuse.rclone", "rclone"),
    ("fuse.davfs", "WebDAV"),
    ("fuse.ceph", "Ceph"),
    ("fuse.glusterfs", "GlusterFS"),
    ("fuse.gvfsd-fuse", "GVfs"),
];

/// Returns what kind of network mount a file lies on; none on a disk of this computer, and where that cannot be told.
#[cfg(target_os = "linux")]
pub(super) fn over_network(path: &Path) -> Option<&'static str> {
    use std::os::unix::fs::MetadataExt;
    let device = std::fs::metadata(path).ok()?.dev();
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    let (major, minor) = (rustix::fs::major(device), rustix::fs::minor(device));
    kind(&mounts, &format!("{major}:{minor}"))
}

#[cfg(not(target_os = "linux"))]
pub(super) fn over_network(_path: &Path) -> Option<&'static str> {
    None
}

/// Finds a device among the system's mounts, one line each: number, parent, device, root, point, options, any number of
/// further fields, a hyphen, the kind (`proc_pid_mountinfo(5)`).
#[cfg(any(target_os = "linux", test))]
fn kind(mounts: &str, device: &str) -> Option<&'static str> {
    let of_line = |line: &str| -> Option<&'static str> {
        let (place, what) = line.split_once(" - ")?;
        let is_it = place.split(' ').nth(2) == Some(device);
        let name = what.split(' ').next().filter(|_| is_it)?;
        let (_, called) = KINDS.iter().find(|(known, _)| *known == name)?;
        Some(called)
    };
    mounts.lines().find_map(of_line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const MOUNTS: &str = "\
22 27 0:21 / /proc rw,relatime - proc proc rw
27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
40 27 0:52 / /net/archive rw,relatime shared:2 master:1 - nfs4 server:/archive rw,vers=4.2
41 27 0:53 / /media/a\\040disk rw - cifs //server/share rw
42 27 0:54 / /home/a/far rw,nosuid - fuse.sshfs a@far:/home/a rw
43 27 0:55 / /home/a/near rw,nosuid - fuse.gocryptfs /home/a/.near rw
";

    #[rstest]
    #[case::nfs("0:52", Some("NFS"))]
    #[case::smb("0:53", Some("SMB"))]
    #[case::ssh("0:54", Some("SSHFS"))]
    #[case::local_fuse("0:55", None)]
    #[case::disk("254:0", None)]
    #[case::not_mounted("9:99", None)]
    #[case::nothing("", None)]
    fn the_mount_of_a_device_tells(#[case] device: &str, #[case] expected: Option<&str>) {
        assert_eq!(kind(MOUNTS, device), expected);
    }

    #[test]
    fn a_disk_of_this_computer_is_no_network() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(over_network(folder.path()), None);
        assert_eq!(over_network(&folder.path().join("missing")), None);
    }
}
