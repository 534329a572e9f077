//! Where the local socket of a home stands, and who may use it.
//!
//! Owns the name on each system (design.md §3, last paragraph). Both ends ask here, so that they
//! agree. Never removes a socket: only the holder of the state lock may.

use std::io;
use std::path::{Path, PathBuf};

use interprocess::local_socket::tokio::Stream;
use interprocess::local_socket::{GenericFilePath, Name, ToFsName};
use sha2::{Digest, Sha256};

/// The longest path of a socket, bytes: macOS takes 104 with the closing zero.
#[cfg(unix)]
const MAX_PATH: usize = 100;
#[cfg(unix)]
const SOCKET: &str = "gateway.sock";
/// Names the socket where it could not stand in the state directory.
#[cfg(unix)]
const POINTER: &str = "gateway.sock.path";

/// The name both ends of a home's socket use.
pub(super) fn name(path: &Path) -> io::Result<Name<'_>> {
    path.to_fs_name::<GenericFilePath>()
}

/// Tells homes apart in places that all homes share.
fn hash(state_dir: &Path) -> String {
    let whole = state_dir
        .canonicalize()
        .unwrap_or_else(|_| state_dir.to_owned());
    let digest = Sha256::digest(whole.as_os_str().as_encoded_bytes());
    digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Where a client finds the socket.
#[cfg(unix)]
pub(super) fn to_connect(state_dir: &Path) -> io::Result<PathBuf> {
    match std::fs::read_to_string(state_dir.join(POINTER)) {
        Ok(path) => Ok(PathBuf::from(path.trim_end_matches('\n'))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(state_dir.join(SOCKET)),
        Err(error) => Err(error),
    }
}

/// Where the gateway's socket goes; makes the folder it needs. The caller holds the state lock.
#[cfg(unix)]
pub(super) fn to_listen(state_dir: &Path) -> io::Result<PathBuf> {
    let pointer = state_dir.join(POINTER);
    let inside = state_dir.join(SOCKET);
    if inside.as_os_str().len() <= MAX_PATH {
        return match std::fs::remove_file(pointer) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(inside),
        };
    }
    let base = std::env::var_os("XDG_RUNTIME_DIR")
        .map(PathBuf::from)
        .filter(|base| base.is_absolute() && base.is_dir())
        .unwrap_or_else(std::env::temp_dir);
    let folder = base.join(format!("cove-{}", hash(state_dir)));
    own_folder(&folder, owner(state_dir)?)?;
    let outside = folder.join(SOCKET);
    if outside.as_os_str().len() > MAX_PATH {
        return Err(io::Error::new(
            io::ErrorKind::InvalidFilename,
            format!("{} is too long for a socket", outside.display()),
        ));
    }
    write_private(&pointer, outside.as_os_str().as_encoded_bytes())?;
    Ok(outside)
}

#[cfg(unix)]
fn own_folder(folder: &Path, owner: u32) -> io::Result<()> {
    use std::os::unix::fs::{DirBuilderExt, MetadataExt};

    match std::fs::DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    // The temporary folder is everybody's: somebody else may have made this one first.
    let found = std::fs::symlink_metadata(folder)?;
    if found.is_dir() && found.uid() == owner && found.mode() & 0o077 == 0 {
        return Ok(());
    }
    Err(io::Error::new(
        io::ErrorKind::PermissionDenied,
        format!("{} is not this user's own folder", folder.display()),
    ))
}

#[cfg(unix)]
fn write_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;

    std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?
        .write_all(bytes)
}

/// The user a path belongs to.
#[cfg(unix)]
pub(super) fn owner(path: &Path) -> io::Result<u32> {
    use std::os::unix::fs::MetadataExt;
    Ok(std::fs::metadata(path)?.uid())
}

/// The program at the other end runs as the user that `path` belongs to.
#[cfg(unix)]
pub(super) fn is_owner(stream: &Stream, path: &Path) -> io::Result<bool> {
    use interprocess::local_socket::traits::StreamCommon;
    Ok(stream.peer_creds()?.euid() == Some(owner(path)?))
}

/// The pipe of a home; named pipes have a place of their own.
#[cfg(windows)]
fn pipe(state_dir: &Path) -> PathBuf {
    PathBuf::from(format!(r"\\.\pipe\cove-{}", hash(state_dir)))
}

/// Where a client finds the pipe.
#[cfg(windows)]
pub(super) fn to_connect(state_dir: &Path) -> io::Result<PathBuf> {
    Ok(pipe(state_dir))
}

/// Where the gateway's pipe goes.
#[cfg(windows)]
pub(super) fn to_listen(state_dir: &Path) -> io::Result<PathBuf> {
    Ok(pipe(state_dir))
}

/// The pipe's access list lets only its owner in (see `socket_server`), so whoever is there is.
#[cfg(windows)]
pub(super) fn is_owner(_stream: &Stream, _path: &Path) -> io::Result<bool> {
    Ok(true)
}

#[cfg(all(test, unix))]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_short_home_holds_its_own_socket() {
        let home = tempfile::tempdir().unwrap();
        let place = to_listen(home.path()).unwrap();
        assert_eq!(place, home.path().join("gateway.sock"));
        assert_eq!(to_connect(home.path()).unwrap(), place);
    }

    #[test]
    fn a_long_home_points_to_a_private_runtime_folder() {
        let home = tempfile::tempdir().unwrap();
        let deep = home.path().join("x".repeat(120));
        std::fs::create_dir(&deep).unwrap();
        let place = to_listen(&deep).unwrap();
        assert!(place.as_os_str().len() <= MAX_PATH);
        assert_eq!(to_connect(&deep).unwrap(), place);
        let folder = place.parent().unwrap();
        let mode = folder.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
        std::fs::remove_dir(folder).unwrap();
    }

    #[test]
    fn a_folder_others_can_open_is_refused() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("open");
        std::fs::create_dir(&folder).unwrap();
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
        let refused = own_folder(&folder, owner(home.path()).unwrap());
        assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::PermissionDenied);
    }
}
